"""Draws a captioned scene as a clip, and as the layers the model is taught: the same seed gives the same picture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from .attributes import INDOORS, Scene
from .backdrop import Backdrop, as_latent, paint_backdrop, seen_by
from .camera import SHOT_S, Camera, camera_at
from .cast import POSES, Actor, Box, box_of, cast, pose_number, sprite
from .layers import VIEW_HEIGHT, VIEW_WIDTH
from .palette import FOG, ambient, apply_matrix, colour_matrix
from .pen import Image, Pen, add_glow
from .scene_choice import fill
from .styles import finish, lay
from .weather import fog_veil, overlay, stars

_cv: Any = cv2
SPRITE_SIDE = 96
FIGURES_MOST = 2
PLACE_NUMBERS = 6
_LARGEST_SPRITE = 1024
# How soft what lies behind is, in base pixels of the frame: the nearer the lens, the less of the depth is sharp.
_DEFOCUS = {"CU": 0.9, "ECU": 1.8}
_MIDDLE_S = SHOT_S / 2
_SKY_DEPTH = 0.07


@dataclass(frozen=True, slots=True)
class Clip:
    """frames (F, height, width, 3) RGB; mask (F, height, width), 255 where a figure is."""

    frames: NDArray[np.uint8]
    mask: NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class SceneLayers:
    """What the draft stage dreams of a scene, all uint8 but the places.

    backdrop (108, 192, 4): colours and depth; figures (2, 2, 96, 96, 4): two figures in two poses, premultiplied RGBA;
    places (2, 6) float32: of each figure x, y, the logarithm of its half width, its speed, its stretch, and whether it
    faces right (1) or left (-1).
    """

    backdrop: NDArray[np.uint8]
    figures: NDArray[np.uint8]
    places: NDArray[np.float32]


def draw_clip(scene: Scene, seed: int, times_s: Sequence[float], *, scale: float = 2.0, sketch: bool = False) -> Clip:
    """Draw a scene at the given seconds into a four-second shot, in frames of 256x144 times `scale`.

    A sketch is the same scene in flat colours, by day, in clear weather. Fields the scene leaves unspecified are
    chosen by the seed, so that a clip and its sketch agree.
    """
    scene = fill(scene, np.random.default_rng((seed, 0)))
    backdrop = paint_backdrop(scene, seed, scale, sketch=sketch)
    actors = cast(scene, np.random.default_rng((seed, 2)))
    painter = Painter(scene, scale, sketch, backdrop, actors)
    frames = [painter.frame(float(seconds)) for seconds in times_s]
    return Clip(np.stack([f[0] for f in frames]), np.stack([f[1] for f in frames]))


def draw_layers(scene: Scene, seed: int) -> SceneLayers:
    """The layers of the scene `draw_clip` draws of this seed."""
    scene = fill(scene, np.random.default_rng((seed, 0)))
    backdrop = as_latent(paint_backdrop(scene, seed, 1.0, sketch=True))
    figures, places, _ = draw_figures(scene, seed)
    return SceneLayers(backdrop, figures, places)


def draw_figures(scene: Scene, seed: int) -> tuple[NDArray[np.uint8], NDArray[np.float32], NDArray[np.int64]]:
    """The figures and places of `draw_layers`, of a scene that leaves nothing unspecified, and their looks (2,)."""
    figures = np.zeros((FIGURES_MOST, POSES, SPRITE_SIDE, SPRITE_SIDE, 4), np.uint8)
    places = np.zeros((FIGURES_MOST, PLACE_NUMBERS), np.float32)
    looks = np.zeros(FIGURES_MOST, np.int64)
    for k, actor in enumerate(cast(scene, np.random.default_rng((seed, 2)))):
        box = box_of(actor)
        places[k], looks[k] = as_place(actor, box), actor.look
        for number in range(POSES):
            drawn = sprite(actor, box, number, 2 * SPRITE_SIDE)
            figures[k, number] = _cv.resize(drawn, (SPRITE_SIDE, SPRITE_SIDE), interpolation=cv2.INTER_AREA)
    return figures, places, looks


def as_place(actor: Actor, box: Box) -> NDArray[np.float32]:
    """A figure's place as numbers of about unit spread; the compositor reads them back."""
    speed = actor.flip * actor.travel
    size = float(np.log(box.half / 32))
    return np.array([box.x / 64, box.y / 36, size, speed / 12, (box.stretch - 1) * 8, actor.flip], np.float32)


class Painter:
    """One scene, ready to be painted at any moment."""

    def __init__(self, scene: Scene, scale: float, sketch: bool, backdrop: Backdrop, actors: tuple[Actor, ...]) -> None:
        self.scene, self.scale, self.sketch = scene, scale, sketch
        self.backdrop, self.actors = backdrop, actors
        self.boxes = [box_of(actor) for actor in actors]
        light = (1.0, 1.0, 1.0) if sketch else ambient(scene.setting, scene.time, scene.weather)
        # Subjects keep some light of their own at night: a story is told by whom one can see.
        own = 0.42 if scene.time == "night" else 0.25 if scene.time == "dusk" else 0.12
        veil = 0.10 if scene.weather == "fog" and not sketch else 0.0
        self.body = colour_matrix(light, own, veil, FOG[scene.time])

    def frame(self, seconds: float) -> tuple[Image, Image]:
        scene, scale = self.scene, self.scale
        width, height = round(VIEW_WIDTH * scale), round(VIEW_HEIGHT * scale)
        camera = camera_at(scene.size, scene.angle, scene.move, seconds)
        frame, depth = seen_by(camera, self.backdrop, width, height)
        if scene.size in _DEFOCUS:
            frame = _cv.GaussianBlur(frame, (0, 0), _DEFOCUS[scene.size] * scale)
        if self._starry():
            sky = depth < _SKY_DEPTH
            night = frame.copy()
            stars(Pen(night, unit=scale))
            frame[sky] = night[sky]
        mask = np.zeros((height, width), np.uint8)
        # The companion first: the subject stands before it.
        for actor, box in reversed(list(zip(self.actors, self.boxes, strict=True))):
            self._act(actor, box, camera, seconds, frame, mask)
        if self.sketch:
            return frame, mask
        if scene.weather == "fog":
            fog_veil(frame, scene.time)
        frame = finish(frame, scene.style, scale)
        overlay(frame, scene.weather, scene.time, scene.style, seconds, scale)
        return frame, mask

    def _starry(self) -> bool:
        scene = self.scene
        clear_night = scene.time == "night" and scene.weather in ("clear", "fireflies", "wind")
        return not self.sketch and scene.setting not in INDOORS and (scene.setting == "space" or clear_night)

    def _act(self, actor: Actor, box: Box, camera: Camera, seconds: float, frame: Image, mask: Image) -> None:
        """Draw one actor into the frame, and where it is into the mask."""
        scale = self.scale
        along = actor.flip * actor.travel * (seconds - _MIDDLE_S)
        x, y = camera.project(box.x + along, box.y)
        half = box.half * camera.growth
        side = min(_LARGEST_SPRITE, max(16, round(2 * half * scale)))
        image = sprite(actor, box, pose_number(seconds), side)[:, :: actor.flip]
        zoom = 2 * half * scale / side
        left, top = x + VIEW_WIDTH / 2 - half, y + VIEW_HEIGHT / 2 - half * box.stretch
        matrix = np.array([[zoom, 0, left * scale], [0, zoom * box.stretch, top * scale]], np.float32)
        body = _cv.warpAffine(image, matrix, (frame.shape[1], frame.shape[0]), flags=cv2.INTER_LINEAR)
        np.maximum(mask, body[..., 3], out=mask)
        lay(frame, apply_matrix(body, self.body), self.scene.style, scale)
        if actor.figure.lamp is not None and not self.sketch:
            lamp_x, lamp_y, reach = actor.figure.lamp
            unit = actor.unit * camera.growth * scale
            foot = camera.project(actor.x + along, actor.y)
            at_x = (foot[0] + VIEW_WIDTH / 2) * scale + actor.flip * lamp_x * unit
            at_y = (foot[1] + VIEW_HEIGHT / 2) * scale - lamp_y * unit * actor.stretch
            strength = 0.62 if self.scene.time in ("night", "dusk", "sunset") else 0.36
            add_glow(frame, at_x, at_y, reach * unit, (255, 178, 84), strength)
