"""Where a movie cuts from one shot to the next: pictures that differ much from the one before."""

import cv2
import numpy as np

from sora_studio.film.plan import Frame

# Mean change of hue, saturation and value from frame to frame, as of PySceneDetect's ContentDetector by default.
THRESHOLD = 27.0
# Cuts are told from large things, and noise is not.
WIDTH = 96


class CutFinder:
    """Asked of every frame in order; shots last `shortest_frames` at least, so that a flash makes one cut at most."""

    def __init__(self, shortest_frames: int) -> None:
        self._shortest_frames = shortest_frames
        self._frames = 0
        self._before: Frame | None = None
        self._before_hsv = np.empty((0, 0, 3), np.uint8)

    def begins_shot(self, frame: Frame) -> bool:
        """Whether a shot begins with this frame, the first being none that does."""
        self._frames += 1
        if frame is self._before:
            return False
        height = max(1, round(WIDTH * frame.shape[0] / frame.shape[1]))
        small = cv2.resize(frame, (WIDTH, height), interpolation=cv2.INTER_AREA)
        hsv = np.asarray(cv2.cvtColor(small, cv2.COLOR_RGB2HSV), np.uint8)
        before, self._before, self._before_hsv = self._before_hsv, frame, hsv
        if before.shape != hsv.shape or float(np.mean(cv2.absdiff(hsv, before))) < THRESHOLD:
            return False
        if self._frames <= self._shortest_frames:
            return False
        self._frames = 1
        return True
