"""Draws a captioned scene as a clip: the same seed gives the same picture at every scale, painted or sketched."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from .attributes import Scene, fill
from .camera import ZOOM, Camera, camera_at
from .figure import Figure, Pose
from .layers import GROUND, HORIZON, VIEW_HEIGHT, VIEW_WIDTH, WIDTH, Layer, Look, Place
from .palette import COLOURS, FOG, ambient, apply_matrix, colour_matrix
from .pen import Colour, Image, Pen, add_glow, blank, shade
from .settings_built import city, room
from .settings_open import coast, desert, forest, snow
from .settings_strange import reef, space
from .styles import finish, lay
from .subjects_creatures import CREATURES
from .subjects_people import PEOPLE
from .subjects_things import THINGS
from .weather import fog_veil, haze, overlay, stars

_cv: Any = cv2
FIGURES: dict[str, Figure] = {**PEOPLE, **CREATURES, **THINGS}
SETTINGS: dict[str, Callable[[Look, np.random.Generator], Place]] = {
    "coast": coast,
    "snow": snow,
    "city": city,
    "space": space,
    "forest": forest,
    "desert": desert,
    "reef": reef,
    "room": room,
}
_SIZE = {"WS": 0.46, "MS": 1.0}
_PAIR_WIDTH = 215.0  # base pixels two figures may fill between them in a medium shot
_HOME_ROW = {"WS": 134.0, "MS": 139.0}


@dataclass(frozen=True, slots=True)
class Clip:
    """frames (F, height, width, 3) RGB; mask (F, height, width), 255 where a subject is."""

    frames: NDArray[np.uint8]
    mask: NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Actor:
    """A figure in its place: base pixels from the frame's centre line and to the unit, before any camera move."""

    figure: Figure
    colour: Colour
    x: float
    foot: float
    unit: float
    flip: int
    travel: float
    shadow: bool


@dataclass(frozen=True, slots=True)
class Stage:
    scene: Scene
    look: Look
    layers: tuple[Layer, ...]
    actors: tuple[Actor, ...]
    home_y: float
    body_matrix: NDArray[np.float32]


def draw_clip(scene: Scene, seed: int, times_s: Sequence[float], *, scale: float = 2.0, sketch: bool = False) -> Clip:
    """Draw a scene at the given seconds into a four-second shot, on a canvas of 256x144 times `scale`.

    A sketch is the same scene in flat colours, by day, in clear weather. Fields the scene leaves unspecified are
    chosen by the seed, so that a clip and its sketch agree.
    """
    stage = _set_up(scene, seed, scale, sketch)
    frames = [_frame(stage, float(seconds)) for seconds in times_s]
    return Clip(np.stack([f[0] for f in frames]), np.stack([f[1] for f in frames]))


def _set_up(scene: Scene, seed: int, scale: float, sketch: bool) -> Stage:
    scene = fill(scene, np.random.default_rng((seed, 0)))
    if sketch:
        scene = replace(scene, time="day", weather="clear", style="flat")
    look = Look(scene.time, scene.weather, scale, sketch)
    place = SETTINGS[scene.setting](look, np.random.default_rng((seed, 1)))
    light = ambient(scene.setting, scene.time, scene.weather)
    layers = tuple(
        replace(
            layer,
            image=apply_matrix(
                layer.image, colour_matrix(light, layer.glow, haze(scene.weather, layer.depth), FOG[scene.time])
            ),
        )
        for layer in place.layers
    )
    actors, home_y = _cast(scene, place, np.random.default_rng((seed, 2)))
    # Subjects keep some light of their own at night: a story is told by whom one can see.
    own = 0.42 if scene.time == "night" else 0.12
    body = colour_matrix(light, own, 0.10 if scene.weather == "fog" else 0.0, FOG[scene.time])
    return Stage(scene, look, layers, actors, home_y, body)


def _cast(scene: Scene, place: Place, rng: np.random.Generator) -> tuple[tuple[Actor, ...], float]:
    """Place the subject, and its companion beside it; returns the canvas row the camera frames too."""
    flip = 1 if rng.random() < 0.5 else -1
    jitter, depth = float(rng.uniform(-1, 1)), float(rng.uniform(0, 6))
    names = [n for n in (scene.subject, scene.companion) if n != "none"]
    figures = [FIGURES[n] for n in names]
    if not figures:
        return (), {"WS": 132.0, "MS": 136.0, "CU": 132.0}[scene.size]
    paired = len(figures) == 2
    width = 2 * sum(f.half_width * f.height for f in figures)
    fit = min(1.0, _PAIR_WIDTH / width) if paired else 1.0
    actors: list[Actor] = []
    left = -width * fit / 2
    home_y = 0.0
    for k, (name, figure) in enumerate(zip(names, figures, strict=True)):
        size = min(figure.close, 1.3) if paired and scene.size == "CU" else _SIZE.get(scene.size, figure.close)
        unit = figure.height * fit * size
        span = figure.half_width * figure.height * fit
        x = (left + span) * size if paired else jitter * {"WS": 26, "MS": 14, "CU": 8}[scene.size]
        left += 2 * span
        foot, row = _stand(scene, place, figure, name, unit, depth)
        home_y = row if k == 0 else home_y
        colour = COLOURS[scene.colour] if k == 0 and scene.colour != "none" else figure.colour
        moves = figure.travel > 0 and not paired and scene.size != "CU"
        travel = figure.travel * size * (1.3 if scene.size == "WS" else 1.0) if moves else 0.0
        # A pair faces each other; alone, a figure faces the way it goes.
        facing = (1 if k == 0 else -1) if paired else flip
        if scene.size == "CU" and not paired:
            x -= facing * figure.focus_x * unit
        actors.append(
            Actor(figure, colour, x, foot, unit, facing, travel, figure.lift == 0 and not _afloat(scene, name))
        )
    return tuple(actors), home_y


def _afloat(scene: Scene, name: str) -> bool:
    return name == "boat" and scene.setting == "coast"


def _stand(scene: Scene, place: Place, figure: Figure, name: str, unit: float, depth: float) -> tuple[float, float]:
    """The row of a figure's feet in the frame, in base pixels before any move, and the canvas row to frame."""
    ground = HORIZON + 34 if _afloat(scene, name) else place.ground + 8 + depth
    zoom, middle = ZOOM[scene.size], VIEW_HEIGHT / 2
    if scene.size == "CU":
        focus = 0.5 if scene.companion != "none" else figure.focus
        foot = middle + focus * unit
        row = ground - (foot - middle) / zoom
        low = 122.0 if figure.lift == 0 else 112.0
        return foot, float(np.clip(row, low, GROUND - 14))
    home = _HOME_ROW[scene.size]
    lift = figure.lift * unit * (1.7 if scene.size == "WS" else 1.0)
    return middle + (ground - home) * zoom - lift, home


def _frame(stage: Stage, seconds: float) -> tuple[Image, Image]:
    scene, scale = stage.scene, stage.look.scale
    width, height = round(VIEW_WIDTH * scale), round(VIEW_HEIGHT * scale)
    camera = camera_at(scene.size, scene.move, stage.home_y, seconds)
    frame = np.zeros((height, width, 3), np.uint8)
    for k, layer in enumerate(stage.layers):
        matrix = camera.layer_matrix(layer.depth, layer.offset(seconds), scale)
        view = _cv.warpAffine(layer.image, matrix, (width, height), borderMode=cv2.BORDER_REPLICATE)
        if k == 0:
            frame = _cv.cvtColor(view, cv2.COLOR_RGBA2RGB)
            if _starry(stage):
                stars(Pen(frame, unit=scale))
        else:
            lay(frame, view, scene.style, scale)
    mask = np.zeros((height, width), np.uint8)
    for actor in stage.actors:
        _act(stage, actor, camera, seconds, frame, mask)
    if stage.look.sketch:
        return frame, mask
    if scene.weather == "fog":
        fog_veil(frame, scene.time, seconds)
    frame = finish(frame, scene.style, scale)
    overlay(frame, scene.weather, scene.time, scene.style, seconds, scale)
    return frame, mask


def _starry(stage: Stage) -> bool:
    scene = stage.scene
    clear_night = scene.time == "night" and scene.weather in ("clear", "fireflies")
    outdoors = scene.setting not in ("room", "reef")
    return not stage.look.sketch and outdoors and (scene.setting == "space" or clear_night)


def _act(stage: Stage, actor: Actor, camera: Camera, seconds: float, frame: Image, mask: Image) -> None:
    """Draw one actor into the frame, and where it is into the mask."""
    scene, scale = stage.scene, stage.look.scale
    zoom = ZOOM[scene.size]
    along = actor.x + actor.flip * actor.travel * (seconds - 2)
    canvas_y = stage.home_y + (actor.foot - VIEW_HEIGHT / 2) / zoom
    x, y = camera.project(WIDTH / 2 + along / zoom, canvas_y)
    unit = actor.unit * camera.zoom / zoom
    body = blank(frame.shape[1], frame.shape[0])
    pen = Pen(body, x * scale, y * scale, unit * scale, actor.flip)
    if actor.shadow:
        shadow = blank(frame.shape[1], frame.shape[0])
        Pen(shadow, pen.x, pen.y, pen.unit).ellipse((0, 0.0), actor.figure.half_width * 0.95, 0.05, (0, 0, 0))
        lay(frame, _cv.multiply(shadow, (0.0, 0.0, 0.0, 0.34)), "flat", scale)
    pose = Pose(seconds, actor.travel > 0)
    actor.figure.draw(pen, pose, actor.colour)
    np.maximum(mask, body[..., 3], out=mask)
    lay(frame, apply_matrix(body, stage.body_matrix), scene.style, scale)
    if actor.figure.lamp is not None:
        lamp_x, lamp_y, reach = actor.figure.lamp
        flicker = 1 + 0.06 * pose.wave(1.3)
        at = (pen.x + actor.flip * lamp_x * pen.unit, pen.y - lamp_y * pen.unit)
        strength = 0.62 if scene.time in ("night", "sunset") else 0.36
        add_glow(frame, *at, reach * pen.unit * flicker, shade((255, 178, 84), 1.0), strength)
