"""Drawn pictures with the right answers beside them: what the judge learns from and is itself examined on."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from sora_studio.training.world.attributes import ATTRIBUTES, INDOORS, Scene, encode_scene, fill, sample_scene
from sora_studio.training.world.backdrop import paint_backdrop
from sora_studio.training.world.camera import SHOT_S
from sora_studio.training.world.cast import cast
from sora_studio.training.world.draw import Painter

_cv: Any = cv2  # its stubs leave most types unknown
Image = NDArray[np.uint8]
EXAM_SIZE = (192, 108)
# What the judge is asked; "figures" is who is in the picture, the subject and its companion alike.
ANSWERS: Mapping[str, tuple[str, ...]] = {
    "figures": ATTRIBUTES["subject"][1:],
    **{name: ATTRIBUTES[name][1:] for name in ("setting", "time", "weather", "style", "size", "angle")},
}
# The judge looks at the middle of a shot, where a pan, tilt, truck or orbit passes the framing that was asked for.
MIDDLE_S = SHOT_S / 2
_AROUND_MIDDLE_S = 0.8
_TO_A_BACKDROP = 6
_FULL_SIZE_SHARE = 0.2


def questions(scene: Scene) -> dict[str, frozenset[str]]:
    """What can be asked of a picture of the scene, and the right answers.

    Not the hour and the weather under a roof, under water or among the planets: there is no sky, and their light does
    not say. Not the shot size without a figure, for it is the figure's; nor of two figures, who share the frame.
    """
    asked = {name: getattr(scene, name) for name in ("setting", "style", "angle")}
    if scene.setting not in (*INDOORS, "space"):
        asked |= {"time": scene.time, "weather": scene.weather}
    if scene.subject != "none" and scene.companion == "none":
        asked["size"] = scene.size
    figures = {scene.subject} | ({scene.companion} - {"none"})
    return {"figures": frozenset(figures), **{name: frozenset({value}) for name, value in asked.items()}}


def scene_of(indices: NDArray[np.int64]) -> Scene:
    """The scene `encode_scene` wrote as indices."""
    return Scene(*(values[int(i)] for values, i in zip(ATTRIBUTES.values(), indices, strict=True)))


def draw_exams(rng: np.random.Generator, count: int) -> dict[str, np.ndarray]:
    """Pictures (n, 108, 192, 3) of any figure in any setting, the pairs kept from the painters' training too.

    A backdrop takes longest to draw, so each serves several pictures of other figures, sizes and angles.
    """
    pictures: list[Image] = []
    concepts: list[list[int]] = []
    while len(pictures) < count:
        setting = ATTRIBUTES["setting"][1:][int(rng.integers(len(ATTRIBUTES["setting"]) - 1))]
        stood = fill(Scene(subject="none", setting=setting), rng)
        light = {name: getattr(stood, name) for name in ("setting", "time", "weather", "style")}
        scale = 2.0 if rng.random() < _FULL_SIZE_SHARE else 1.0
        backdrop = paint_backdrop(stood, int(rng.integers(1 << 30)), scale, sketch=False)
        for _ in range(min(_TO_A_BACKDROP, count - len(pictures))):
            scene = replace(sample_scene(rng), **light)
            painter = Painter(scene, scale, False, backdrop, cast(scene, rng))
            frame, _ = painter.frame(MIDDLE_S + float(rng.uniform(-1, 1)) * _AROUND_MIDDLE_S)
            pictures.append(as_exam(frame))
            concepts.append(encode_scene(scene))
    return {"pictures": np.stack(pictures), "concepts": np.array(concepts, np.int64)}


def as_exam(frame: Image) -> Image:
    return _cv.resize(frame, EXAM_SIZE, interpolation=cv2.INTER_AREA)


def blemished(picture: Image, rng: np.random.Generator) -> Image:
    """Mirrored, moved, blurred, tinted, speckled or packed as JPEG: a generated picture is no cleaner than that, and
    must be judged by what it shows."""
    height, width = picture.shape[:2]
    if rng.random() < 0.5:
        picture = np.ascontiguousarray(picture[:, ::-1])
    grown, (right, down) = float(rng.uniform(0.96, 1.04)), rng.uniform(-4, 4, 2)
    offset = (width * (1 - grown) / 2 + right, height * (1 - grown) / 2 + down)
    matrix = np.array([[grown, 0, offset[0]], [0, grown, offset[1]]], np.float32)
    picture = _cv.warpAffine(picture, matrix, (width, height), borderMode=cv2.BORDER_REPLICATE)
    if rng.random() < 0.5:
        picture = _cv.GaussianBlur(picture, (0, 0), float(rng.uniform(0.3, 1.3)))
    tinted = picture * rng.uniform(0.92, 1.08, 3).astype(np.float32) + np.float32(rng.uniform(-10, 10))
    tinted += rng.standard_normal(picture.shape, np.float32) * np.float32(rng.uniform(0, 9))
    picture = np.clip(tinted, 0, 255).astype(np.uint8)
    if rng.random() < 0.35:
        _, packed = _cv.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(35, 90))])
        picture = _cv.imdecode(packed, cv2.IMREAD_COLOR)
    return picture
