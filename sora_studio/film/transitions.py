"""How one shot becomes the next, frame by frame."""

import cv2
import numpy as np

from sora_studio.film.plan import Frame
from sora_studio.timeline.transition import TransitionKind

_BLACK, _WHITE = 0, 255


def share(frame: int, duration_frames: int) -> float:
    """How far the incoming shot has come in frame 0, 1, … of a transition, between 0 and 1.

    Even steps between the last frame with none of it and the first with nothing else.
    """
    return (frame + 1) / (duration_frames + 1)


def going_over(kind: TransitionKind, outgoing: Frame, incoming: Frame, come: float) -> Frame:
    """Two frames of one size as the transition shows them when the incoming one has come so far."""
    what, _, way = kind.partition(" ")
    match what:
        case "dip":
            return _dip(outgoing, incoming, come, _WHITE if way == "to white" else _BLACK)
        case "wipe":
            return _wipe(outgoing, incoming, come, way)
        case "push":
            return _push(outgoing, incoming, come, way)
        case _:
            return dissolve(outgoing, incoming, come)


def dissolve(outgoing: Frame, incoming: Frame, weight: float) -> Frame:
    """The mix of two frames, on their values as editors do it, not in linear light."""
    return np.asarray(cv2.addWeighted(outgoing, 1 - weight, incoming, weight, 0), np.uint8)


def _dip(outgoing: Frame, incoming: Frame, come: float, level: int) -> Frame:
    """Out into the flat colour by half way, in from it after that."""
    frame, seen = (outgoing, 1 - 2 * come) if come < 0.5 else (incoming, 2 * come - 1)
    return np.asarray(cv2.addWeighted(frame, seen, frame, 0, level * (1 - seen)), np.uint8)


def _wipe(outgoing: Frame, incoming: Frame, come: float, way: str) -> Frame:
    """The incoming frame uncovered by a straight edge that goes `way`."""
    frame = outgoing.copy()
    height, width = frame.shape[:2]
    across, down = round(width * come), round(height * come)
    seen = {
        "right": np.s_[:, :across],
        "left": np.s_[:, width - across :],
        "down": np.s_[:down],
        "up": np.s_[height - down :],
    }[way]
    frame[seen] = incoming[seen]
    return frame


def _push(outgoing: Frame, incoming: Frame, come: float, way: str) -> Frame:
    """Both frames moving `way`, the incoming one on the heels of the other."""
    width = outgoing.shape[1]
    gone = round(width * come)
    sides = [outgoing[:, gone:], incoming[:, :gone]]
    if way == "right":
        sides = [incoming[:, width - gone :], outgoing[:, : width - gone]]
    return np.ascontiguousarray(np.concatenate(sides, axis=1))
