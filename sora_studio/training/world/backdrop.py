"""A place as one flat picture with a depth for every point of it, and how the camera sees it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from .attributes import Scene
from .camera import Camera, frame_grid
from .layers import HEIGHT, WIDTH, Look
from .palette import FOG, ambient, apply_matrix, colour_matrix
from .pen import Image
from .settings import SETTINGS
from .styles import lay
from .weather import haze

_cv: Any = cv2
LATENT_WIDTH, LATENT_HEIGHT = 192, 108
# Each place has so many views: few enough that a small model learns every one of them sharply.
VARIANTS = 6


@dataclass(frozen=True, slots=True)
class Backdrop:
    """picture (h, w, 3) RGB of the whole canvas at any size; depth (108, 192), 0 at infinity to 1."""

    picture: Image
    depth: NDArray[np.float32]


def paint_backdrop(scene: Scene, seed: int, scale: float, *, sketch: bool) -> Backdrop:
    """The canvas of 448x252 base pixels times `scale`, in the light of its hour, or flat by day for a sketch."""
    if sketch:
        scene = replace(scene, time="day", weather="clear", style="flat")
    look = Look(scene.time, scene.weather, scale, sketch)
    place = SETTINGS[scene.setting](look, np.random.default_rng((variant_of(seed), 2)))
    light = ambient(scene.setting, scene.time, scene.weather)
    picture = np.zeros((round(HEIGHT * scale), round(WIDTH * scale), 3), np.uint8)
    depth = np.zeros((LATENT_HEIGHT, LATENT_WIDTH), np.float32)
    for k, layer in enumerate(place.layers):
        air = haze(scene.weather, layer.depth)
        image = apply_matrix(layer.image, colour_matrix(light, layer.glow, air, FOG[scene.time]))
        cover = _cv.resize(_cv.extractChannel(image, 3), (LATENT_WIDTH, LATENT_HEIGHT), interpolation=cv2.INTER_AREA)
        share = cover.astype(np.float32) / 255
        depth = depth * (1 - share) + layer.depth * share
        if k == 0:
            picture = _cv.cvtColor(image, cv2.COLOR_RGBA2RGB)
        else:
            lay(picture, image, scene.style, scale)
    return Backdrop(picture, depth)


def variant_of(seed: int) -> int:
    """Which of a place's views the seed shows."""
    return int(np.random.default_rng((seed, 1)).integers(VARIANTS))


def as_latent(backdrop: Backdrop) -> Image:
    """(108, 192, 4) uint8: colours and depth."""
    colours = _cv.resize(backdrop.picture, (LATENT_WIDTH, LATENT_HEIGHT), interpolation=cv2.INTER_AREA)
    return np.dstack([colours, np.rint(backdrop.depth * 255).astype(np.uint8)])


def seen_by(camera: Camera, backdrop: Backdrop, width: int, height: int) -> tuple[Image, NDArray[np.float32]]:
    """The frame (height, width, 3) the camera sees, and how deep each point of it is.

    What is seen at a point depends on its depth and the other way round: two rounds from the nearest settle it.
    """
    x, y = frame_grid(width, height)
    depth: NDArray[np.float32] = np.ones((height, width), np.float32)
    for _ in range(2):
        depth = _sampled(backdrop.depth, *camera.source(x, y, depth))
    return _sampled(backdrop.picture, *camera.source(x, y, depth)), depth


def _sampled(image: Any, x: NDArray[np.float32], y: NDArray[np.float32]) -> Any:
    """`image`, which shows the whole canvas, at canvas points in base pixels; beyond it, what lies on its edge."""
    height, width = image.shape[:2]
    across = (x * (width / WIDTH) - 0.5).astype(np.float32)
    down = (y * (height / HEIGHT) - 0.5).astype(np.float32)
    return _cv.remap(image, across, down, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
