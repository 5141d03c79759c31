"""Drawn pictures with the right answers beside them: what the judges learn from and are themselves examined on."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from sora_studio.training.measure.where import CUT_SIDE, Spot, cut_out, spots
from sora_studio.training.world.attributes import ATTRIBUTES, INDOORS, Scene, encode_scene
from sora_studio.training.world.backdrop import paint_backdrop
from sora_studio.training.world.camera import SHOT_S, camera_at
from sora_studio.training.world.cast import cast
from sora_studio.training.world.draw import Painter
from sora_studio.training.world.layers import VIEW_HEIGHT, VIEW_WIDTH
from sora_studio.training.world.scene_choice import fill, sample_scene

_cv: Any = cv2  # its stubs leave most types unknown
Image = NDArray[np.uint8]
SCENE_SIZE = (160, 90)
# What the judges are asked: of the whole picture, and of a figure cut out of it, when one knows where it was.
OF_SCENE: Mapping[str, tuple[str, ...]] = {
    name: ATTRIBUTES[name][1:] for name in ("setting", "time", "weather", "style", "angle")
}
OF_FIGURE: Mapping[str, tuple[str, ...]] = {"subject": ATTRIBUTES["subject"][2:], "size": ATTRIBUTES["size"][1:]}
ANSWERS = {**OF_SCENE, **OF_FIGURE}
# The judges look at the middle of a shot, where a pan, tilt, truck or orbit passes the framing that was asked for.
MIDDLE_S = SHOT_S / 2
_AROUND_MIDDLE_S = 0.8
_TO_A_BACKDROP = 6
_FULL_SIZE_SHARE = 0.2
FIGURES_MOST = 2


def questions(scene: Scene) -> dict[str, str]:
    """What can be asked of a picture of the scene, and the right answers.

    Not the hour and the weather under a roof, under water or among the planets: there is no sky, and their light does
    not say. Not the setting and the angle of an extreme close-up: a face fills the frame, and what is left is out of
    focus. Not the shot size without a figure, for it is the figure's; nor of two figures, who share the frame.
    """
    asked = {"style": scene.style}
    if scene.size != "ECU" or scene.subject == "none":
        asked |= {"setting": scene.setting, "angle": scene.angle}
    if scene.setting not in (*INDOORS, "space"):
        asked |= {"time": scene.time, "weather": scene.weather}
    if scene.subject != "none" and scene.companion == "none":
        asked |= {"subject": scene.subject, "size": scene.size}
    return asked


def figures_of(scene: Scene) -> frozenset[str]:
    return frozenset({scene.subject, scene.companion} - {"none"})


def scene_of(indices: NDArray[np.int64]) -> Scene:
    """The scene `encode_scene` wrote as indices."""
    return Scene(*(values[int(i)] for values, i in zip(ATTRIBUTES.values(), indices, strict=True)))


def draw_exams(rng: np.random.Generator, count: int) -> dict[str, np.ndarray]:
    """Pictures of any figure in any setting, the pairs kept from the painters' training too.

    pictures (n, 90, 160, 3); figures (n, 2, 64, 64, 3) cut out, spots (n, 2, 4) where from, and who (n, 2): which of
    OF_FIGURE's subjects, -1 where nobody was found. A backdrop takes longest to draw, so each serves several pictures
    of other figures, sizes and angles.
    """
    exams: list[dict[str, Any]] = []
    while len(exams) < count:
        setting = ATTRIBUTES["setting"][1:][int(rng.integers(len(ATTRIBUTES["setting"]) - 1))]
        stood = fill(Scene(subject="none", setting=setting), rng)
        light = {name: getattr(stood, name) for name in ("setting", "time", "weather", "style")}
        scale = 2.0 if rng.random() < _FULL_SIZE_SHARE else 1.0
        backdrop = paint_backdrop(stood, int(rng.integers(1 << 30)), scale, sketch=False)
        for _ in range(min(_TO_A_BACKDROP, count - len(exams))):
            scene = replace(sample_scene(rng), **light)
            painter = Painter(scene, scale, False, backdrop, cast(scene, rng))
            exams.append(_exam(painter, MIDDLE_S + float(rng.uniform(-1, 1)) * _AROUND_MIDDLE_S))
    return {name: np.stack([exam[name] for exam in exams]) for name in exams[0]}


def _exam(painter: Painter, moment: float) -> dict[str, Any]:
    frame, mask = (as_seen(image) for image in painter.frame(moment))
    figures = np.zeros((FIGURES_MOST, CUT_SIDE, CUT_SIDE, 3), np.uint8)
    numbers, who = np.zeros((FIGURES_MOST, 4), np.float32), np.full(FIGURES_MOST, -1)
    for k, spot in enumerate(spots(mask, max(1, len(painter.actors)))):
        figures[k], numbers[k], who[k] = cut_out(frame, spot), spot.numbers, _who_stands_there(painter, moment, spot)
    concepts = np.array(encode_scene(painter.scene), np.int64)
    return {"pictures": as_scene(frame), "figures": figures, "spots": numbers, "who": who, "concepts": concepts}


def _who_stands_there(painter: Painter, moment: float, spot: Spot) -> int:
    scene = painter.scene
    camera = camera_at(scene.size, scene.angle, scene.move, moment)
    away: list[float] = []
    for actor, box in zip(painter.actors, painter.boxes, strict=True):
        x, y = camera.project(box.x + actor.flip * actor.travel * (moment - MIDDLE_S), box.y)
        away.append(float(np.hypot(x + VIEW_WIDTH / 2 - spot.x, y + VIEW_HEIGHT / 2 - spot.y)))
    return OF_FIGURE["subject"].index((scene.subject, scene.companion)[int(np.argmin(away))])


def as_seen(image: Image) -> Image:
    """A frame or mask of any size as the judges see it, 256x144."""
    return _cv.resize(image, (VIEW_WIDTH, VIEW_HEIGHT), interpolation=cv2.INTER_AREA)


def as_scene(frame: Image) -> Image:
    return _cv.resize(frame, SCENE_SIZE, interpolation=cv2.INTER_AREA)


def blemished(picture: Image, rng: np.random.Generator) -> Image:
    """Mirrored, moved, blurred, tinted, speckled or packed as JPEG: a generated picture is no cleaner than that, and
    must be judged by what it shows."""
    height, width = picture.shape[:2]
    if rng.random() < 0.5:
        picture = np.ascontiguousarray(picture[:, ::-1])
    grown, (right, down) = float(rng.uniform(0.94, 1.06)), rng.uniform(-0.03, 0.03, 2) * width
    offset = (width * (1 - grown) / 2 + right, height * (1 - grown) / 2 + down)
    matrix = np.array([[grown, 0, offset[0]], [0, grown, offset[1]]], np.float32)
    picture = _cv.warpAffine(picture, matrix, (width, height), borderMode=cv2.BORDER_REPLICATE)
    if rng.random() < 0.5:
        picture = _cv.GaussianBlur(picture, (0, 0), float(rng.uniform(0.3, 1.0)))
    tinted = picture * rng.uniform(0.92, 1.08, 3).astype(np.float32) + np.float32(rng.uniform(-10, 10))
    tinted += rng.standard_normal(picture.shape, np.float32) * np.float32(rng.uniform(0, 9))
    picture = np.clip(tinted, 0, 255).astype(np.uint8)
    if rng.random() < 0.35:
        _, packed = _cv.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(40, 90))])
        picture = _cv.imdecode(packed, cv2.IMREAD_COLOR)
    return picture
