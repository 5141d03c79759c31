"""Who stands where: a scene's figures placed in the frame by shot size, angle and relation."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from .attributes import Scene
from .camera import ZOOM, camera_at
from .figure import PERIOD_S, Figure, Pose
from .layers import HORIZON, VIEW_HEIGHT
from .palette import COLOURS
from .pen import Colour, Image, Pen, blank
from .subjects_animals import ANIMALS
from .subjects_creatures import CREATURES
from .subjects_people import PEOPLE
from .subjects_things import THINGS
from .subjects_vehicles import VEHICLES

FIGURES: dict[str, Figure] = {**PEOPLE, **CREATURES, **ANIMALS, **THINGS, **VEHICLES}
POSES = 2
LOOKS = 4
# A figure's picture reaches this far beyond the frame's centre, in base pixels: as far as any move may show.
REACH_X, REACH_Y = 172.0, 98.0
STRETCH = {"eye": 1.0, "high": 0.88, "low": 1.1}
_SHARE = {"EWS": 0.17, "WS": 0.42, "MS": 0.74}  # of the frame's height, for a figure no wider than half as high again
_WAIST_SHOT = 1.45
_CLOSER = 1.9  # an extreme close-up's, against a close-up's
_FEET = {
    "EWS": {"eye": 40.0, "high": 26.0, "low": 56.0},
    "WS": {"eye": 52.0, "high": 44.0, "low": 62.0},
}
_HOVER = {"eye": -8.0, "high": 10.0, "low": -24.0}
_CENTRE = {"eye": 2.0, "high": 8.0, "low": -4.0}
_JITTER = {"EWS": 40.0, "WS": 30.0, "MS": 14.0, "CU": 6.0, "ECU": 4.0}
_PAIR_WIDTH = {"EWS": 46.0, "WS": 92.0, "MS": 122.0, "CU": 150.0, "ECU": 190.0}
_APART = {"EWS": 26.0, "WS": 48.0, "MS": 62.0, "CU": 72.0, "ECU": 84.0}
_TRAVEL = {"EWS": 0.4, "WS": 0.8, "MS": 1.0}
_AFLOAT_ROW = HORIZON + 30
_BEHIND, _ABOVE = 0.62, 0.66


@dataclass(frozen=True, slots=True)
class Actor:
    """A figure in its place: its origin (x, y) in base pixels from the frame's centre, before any camera move."""

    figure: Figure
    colour: Colour
    x: float
    y: float
    unit: float
    flip: int
    stretch: float
    travel: float
    shadow: bool
    look: int


@dataclass(frozen=True, slots=True)
class Box:
    """Where an actor's picture lies: centre and half width in base pixels; its half height is half * stretch."""

    x: float
    y: float
    half: float
    stretch: float


def cast(scene: Scene, rng: np.random.Generator) -> tuple[Actor, ...]:
    """The subject, then its companion."""
    jitter, flip, other_flip = rng.uniform(-1, 1), *(1 if rng.random() < 0.5 else -1 for _ in range(2))
    looks = [int(rng.integers(LOOKS)) for _ in range(2)]
    if scene.subject == "none":
        return ()
    x = jitter * _JITTER[scene.size]
    if scene.companion == "none":
        return (_alone(scene, x, flip, looks[0]),)
    return _pair(scene, 0.5 * x, (flip, other_flip), looks)


def _alone(scene: Scene, x: float, flip: int, look: int) -> Actor:
    figure = FIGURES[scene.subject]
    unit, travels = _unit(figure, scene.size), figure.travel * _TRAVEL.get(scene.size, 0.0)
    if scene.size in ("CU", "ECU"):
        x -= flip * figure.focus_x * unit
    return _actor(scene, scene.subject, scene.colour, x, unit, flip, look, travels)


def _pair(scene: Scene, x: float, flips: tuple[int, int], looks: list[int]) -> tuple[Actor, ...]:
    first, second = FIGURES[scene.subject], FIGURES[scene.companion]
    tallest = max(first.height, second.height)
    units = [
        min(_unit(f, scene.size), _PAIR_WIDTH[scene.size] / (2 * f.half_width)) * max(0.65, f.height / tallest)
        for f in (first, second)
    ]
    apart, up = _APART[scene.size], 0.0
    places = [x - apart, x + apart]
    if scene.relation == "beside":
        flips = (1, -1)  # a pair faces each other
    elif scene.relation == "behind":
        units[1] *= _BEHIND
        places, up = [x - 0.45 * apart, x + 0.75 * apart], 0.12 * units[0]
    else:
        units = [units[0] * 0.8, units[1] * _ABOVE]
        places, up = [x - 0.2 * apart, x + 0.3 * apart], 0.0
    one = _actor(scene, scene.subject, scene.colour, places[0], units[0], flips[0], looks[0], 0.0)
    two = _actor(scene, scene.companion, scene.companion_colour, places[1], units[1], flips[1], looks[1], 0.0)
    if scene.relation == "above":
        return _lowered(one), _raised(two, scene)
    return one, _moved(two, -up)


def _unit(figure: Figure, size: str) -> float:
    """Base pixels to the figure's unit."""
    wide = max(1.0, 2 * figure.half_width / 1.5)
    if size in ("CU", "ECU"):
        return figure.height * figure.close * (_CLOSER if size == "ECU" else 1.0)
    if size == "MS" and figure.waist:
        return _WAIST_SHOT * VIEW_HEIGHT
    return _SHARE[size] * VIEW_HEIGHT / wide


def _actor(scene: Scene, name: str, colour: str, x: float, unit: float, flip: int, look: int, travel: float) -> Actor:
    figure, stretch = FIGURES[name], STRETCH[scene.angle]
    tall = unit * stretch
    afloat = name == "boat" and scene.setting in ("coast", "lake")
    if scene.size in ("CU", "ECU"):
        y = figure.focus * tall
    elif scene.size == "MS":
        y = _CENTRE[scene.angle] + (0.68 if figure.waist else 0.5) * tall
    elif afloat:
        y = (_AFLOAT_ROW - camera_at(scene.size, scene.angle, "static", 0.0).home_y) * ZOOM[scene.size]
    elif figure.lift > 0:
        y = _HOVER[scene.angle] + 0.5 * tall
    else:
        y = _FEET[scene.size][scene.angle]
    own = figure.colour if colour == "none" else COLOURS[colour]
    return Actor(figure, own, x, y, unit, flip, stretch, travel, figure.lift == 0 and not afloat, look)


def _moved(actor: Actor, down: float) -> Actor:
    return replace(actor, y=actor.y + down)


def _lowered(actor: Actor) -> Actor:
    """The lower of two, its middle in the frame's lower half."""
    return _moved(actor, max(0.0, 34.0 - (actor.y - 0.5 * actor.unit * actor.stretch)))


def _raised(actor: Actor, scene: Scene) -> Actor:
    """The upper of two, its middle in the frame's upper third."""
    middle = {"EWS": -22.0, "WS": -30.0}.get(scene.size, -40.0)
    return replace(actor, y=middle + 0.5 * actor.unit * actor.stretch, shadow=False)


def pose_at(number: int, moving: bool, look: int) -> Pose:
    """The poses of a cycle lie half a period apart."""
    return Pose((0.25 + number / POSES) * PERIOD_S, moving, look)


def pose_number(seconds: float) -> int:
    """Which pose is shown: a limited animation, each held for half a period."""
    return int(seconds / PERIOD_S * POSES + 1e-6) % POSES


@lru_cache(maxsize=256)
def _extent(figure: Figure, moving: bool) -> tuple[float, float, float, float]:
    """Left, right, bottom and top of what is drawn in any pose, in units."""
    unit, middle, foot, side = 60, 180, 260, 360
    seen = np.zeros((side, side), bool)
    for number in range(POSES):
        image = blank(side, side)
        figure.draw(Pen(image, middle, foot, unit), pose_at(number, moving, 0), figure.colour)
        seen |= image[..., 3] > 0
    columns, rows = np.flatnonzero(seen.any(0)), np.flatnonzero(seen.any(1))
    left, right = (columns[0] - middle) / unit, (columns[-1] + 1 - middle) / unit
    return float(left), float(right), float((foot - rows[-1] - 1) / unit), float((foot - rows[0]) / unit)


def box_of(actor: Actor) -> Box:
    """The square about what can be seen of an actor."""
    left, right, bottom, top = _extent(actor.figure, actor.travel > 0)
    bottom = min(bottom, -0.05)  # the shadow
    if actor.flip < 0:
        left, right = -right, -left
    x0, x1 = (max(-REACH_X, actor.x + left * actor.unit), min(REACH_X, actor.x + right * actor.unit))
    tall = actor.unit * actor.stretch
    y0, y1 = max(-REACH_Y, actor.y - top * tall), min(REACH_Y, actor.y - bottom * tall)
    half = 1.03 * max(x1 - x0, (y1 - y0) / actor.stretch, 8.0) / 2
    return Box((x0 + x1) / 2, (y0 + y1) / 2, half, actor.stretch)


def sprite(actor: Actor, box: Box, number: int, side: int) -> Image:
    """The actor in a pose on its box, `side` pixels square, premultiplied RGBA, facing right.

    Which way it faces and its stretch are left to who lays it: a model that had to dream either way would blend both.
    """
    image = blank(side, side)
    scale = side / (2 * box.half)
    x = (actor.flip * (actor.x - box.x) + box.half) * scale
    y = ((actor.y - box.y) / box.stretch + box.half) * scale
    pen = Pen(image, x, y, actor.unit * scale)
    if actor.shadow:
        pen.ellipse((0, 0.0), actor.figure.half_width * 0.95, 0.05, (0, 0, 0))
        image[...] = (image * 0.34).astype(np.uint8)
    actor.figure.draw(pen, pose_at(number, actor.travel > 0, actor.look), actor.colour)
    return image
