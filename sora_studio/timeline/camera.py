"""A camera over a shot's pictures: keyframes of where it looks, how near, how turned, eased from one to the next.

It moves over takes that are there; the moves that a model is asked to draw are the direction's.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import exp, isfinite, log
from typing import Literal

from sora_studio.errors import EditError

Ease = Literal["both", "linear", "in", "out", "hold"]
NEAREST, FARTHEST = 10.0, 0.1
# How near, and how far from the middle, the ready-made moves go.
NEAR, ASIDE, TURN_DEGREES = 1.25, 0.1, 4.0


@dataclass(frozen=True, slots=True)
class View:
    """What the camera sees: its middle at (x, y) of the picture, from 0 to 1, so much nearer, and turned clockwise."""

    x: float = 0.5
    y: float = 0.5
    zoom: float = 1.0
    degrees: float = 0.0

    def __post_init__(self) -> None:
        if not all(isfinite(each) for each in (self.x, self.y, self.zoom, self.degrees)):
            raise EditError("A camera can't look there.", "Give its place, zoom and turn in numbers.")
        if not FARTHEST <= self.zoom <= NEAREST:
            raise EditError(
                f"A camera can't zoom to {100 * self.zoom:g}%.",
                f"Choose from {100 * FARTHEST:g}% to {100 * NEAREST:g}%.",
            )
        if not (-1 <= self.x <= 2 and -1 <= self.y <= 2):
            raise EditError("A camera can't look that far beside the picture.", "Keep it near the picture.")


STILL = View()


@dataclass(frozen=True, slots=True)
class CameraKey:
    """The view at a frame of the shot, which may lie beyond its ends, and how it goes from there to the next key."""

    frame: int
    view: View = STILL
    ease: Ease = "both"


def view_at(keys: Sequence[CameraKey], frame: int) -> View:
    """What the camera sees at a frame of the shot: still before the first of its keys and behind the last."""
    if not keys:
        return STILL
    if frame <= keys[0].frame:
        return keys[0].view
    for key, following in pairwise(keys):
        if frame < following.frame:
            share = _eased((frame - key.frame) / (following.frame - key.frame), key.ease)
            return _between(key.view, following.view, share)
    return keys[-1].view


def with_key(keys: Iterable[CameraKey], key: CameraKey) -> tuple[CameraKey, ...]:
    """The keys with this one, in the place of any at its frame."""
    return tuple(sorted((*without_key(keys, key.frame), key), key=lambda each: each.frame))


def without_key(keys: Iterable[CameraKey], frame: int) -> tuple[CameraKey, ...]:
    return tuple(key for key in keys if key.frame != frame)


def moved_keys(keys: Iterable[CameraKey], frames: int) -> tuple[CameraKey, ...]:
    """The keys so many frames later."""
    return tuple(replace(key, frame=key.frame + frames) for key in keys) if frames else tuple(keys)


def move_over_still(name: str, duration_frames: int) -> tuple[CameraKey, ...]:
    """The one of the MOVES nearest to a move asked of a shot, for a take that doesn't move itself; none for most."""
    near = _ALIKE.get(name, name)
    return move(near, duration_frames) if near in MOVES and duration_frames > 1 else ()


def move(name: str, duration_frames: int) -> tuple[CameraKey, ...]:
    """One of the MOVES from a shot's first frame to its last; a pan stays inside the picture."""
    start, end = MOVES[name]
    return CameraKey(0, start), CameraKey(max(1, duration_frames - 1), end)


_ASIDE_LEFT, _ASIDE_RIGHT = View(0.5 - ASIDE, 0.5, NEAR), View(0.5 + ASIDE, 0.5, NEAR)
_ASIDE_UP, _ASIDE_DOWN = View(0.5, 0.5 - ASIDE, NEAR), View(0.5, 0.5 + ASIDE, NEAR)
MOVES: dict[str, tuple[View, View]] = {
    "push in": (STILL, View(zoom=NEAR)),
    "pull out": (View(zoom=NEAR), STILL),
    "pan left": (_ASIDE_RIGHT, _ASIDE_LEFT),
    "pan right": (_ASIDE_LEFT, _ASIDE_RIGHT),
    "tilt up": (_ASIDE_DOWN, _ASIDE_UP),
    "tilt down": (_ASIDE_UP, _ASIDE_DOWN),
    "roll": (View(zoom=NEAR, degrees=-TURN_DEGREES), View(zoom=NEAR, degrees=TURN_DEGREES)),
}


# Moves of a camera on wheels or on a crane, as a flat picture shows them.
_ALIKE = {
    "zoom in": "push in",
    "zoom out": "pull out",
    "truck left": "pan left",
    "truck right": "pan right",
    "pedestal up": "tilt up",
    "pedestal down": "tilt down",
    "crane up": "tilt up",
    "crane down": "tilt down",
}


def _eased(share: float, ease: Ease) -> float:
    match ease:
        case "hold":
            return 0.0
        case "in":  # starts slowly
            return share * share
        case "out":  # ends slowly
            return 1 - (1 - share) ** 2
        case "both":
            return share * share * (3 - 2 * share)
        case _:
            return share


def _between(start: View, end: View, share: float) -> View:
    """Zooms are mixed by their ratio: every frame comes nearer by the same factor, as a lens does."""

    def mixed(first: float, second: float) -> float:
        return first + (second - first) * share

    zoom = exp(mixed(log(start.zoom), log(end.zoom)))
    return View(
        mixed(start.x, end.x),
        mixed(start.y, end.y),
        min(NEAREST, max(FARTHEST, zoom)),
        mixed(start.degrees, end.degrees),
    )
