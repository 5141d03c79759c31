"""How one shot becomes the next."""

import cv2
import numpy as np

from sora_studio.film.plan import Frame


def dissolve_weight(frame: int, duration_frames: int) -> float:
    """The incoming shot's share in frame 0, 1, … of a dissolve.

    Even steps between the last frame with none of it and the first with nothing else.
    """
    return (frame + 1) / (duration_frames + 1)


def dissolve(outgoing: Frame, incoming: Frame, weight: float) -> Frame:
    """The mix of two frames, on their values as editors do it, not in linear light."""
    return np.asarray(cv2.addWeighted(outgoing, 1 - weight, incoming, weight, 0), np.uint8)
