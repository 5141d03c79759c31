"""Flicker: what of a frame its predecessor and the flow between them don't explain, beside the same of drawn clips."""

from itertools import pairwise
from typing import Any

import cv2
import numpy as np

from sora_studio.training.measure.moves import flow_between, grey
from sora_studio.training.measure.texts import full_caption
from sora_studio.training.pack_player import PackPlayer
from sora_studio.training.world.draw import draw_clip
from sora_studio.training.world.scene_choice import sample_scene

_cv: Any = cv2  # its stubs leave most types unknown
# Frames as a film shows them, a quarter of a second apart, in the middle of the shot.
TIMES_S = np.array([1.75, 2.0, 2.25])
# What flows in at the border has no predecessor.
_MARGIN = 0.08


def flicker(player: PackPlayer, count: int) -> dict[str, Any]:
    """Mean residuals, in 255ths, of painted and of drawn clips of the same scenes, and their ratio."""
    rng = np.random.default_rng(61)
    painted: list[float] = []
    drawn: list[float] = []
    for number in range(count):
        scene = sample_scene(rng)
        concepts, drafts = player.draft(full_caption(scene, rng), TIMES_S, number)
        painted.append(residual(player.paint(drafts, concepts, TIMES_S, number)))
        drawn.append(residual(draw_clip(scene, number, list(TIMES_S), scale=2.0).frames))
    ratio = float(np.mean(painted) / np.mean(drawn))
    return {"clips": count, "painted": float(np.mean(painted)), "drawn": float(np.mean(drawn)), "ratio": ratio}


def residual(frames: np.ndarray) -> float:
    """Mean difference between each frame (h, w, 3) and the one before, moved along the flow between them."""
    return float(np.mean([_unexplained(before, after) for before, after in pairwise(frames)]))


def _unexplained(before: np.ndarray, after: np.ndarray) -> float:
    height, width = after.shape[:2]
    flow = flow_between(grey(after), grey(before))
    x, y = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    moved = _cv.remap(before, x + flow[..., 0], y + flow[..., 1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    top, left = round(height * _MARGIN), round(width * _MARGIN)
    inside = (slice(top, height - top), slice(left, width - left))
    return float(np.abs(after[inside].astype(np.int16) - moved[inside].astype(np.int16)).mean())
