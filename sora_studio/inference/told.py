"""What a model is told beside its texts: how large the picture is, how good it should be, how hard the text pulls."""

from collections.abc import Mapping

import numpy as np

from sora_studio.inference.clip import Floats
from sora_studio.inference.runtime import Array

# How good people found pictures, from 1 to 10: what is asked for, and what is steered away from, where a model was
# taught with it (Podell et al. 2023, the refiner).
_SCORE, _SCORE_WITHOUT_TEXT = 6.0, 2.5

PICTURE_ROLES = ("picture_size", "picture_score")


def told_picture(width: int, height: int) -> Mapping[str, Array]:
    """Roles for a picture of that size in pixels, whole and uncut: (1, 6), and with its score (1, 5)."""
    uncut = (height, width, 0, 0)
    return {"picture_size": _row(*uncut, height, width), "picture_score": _row(*uncut, _SCORE)}


def told_without_text(width: int, height: int) -> Mapping[str, Array]:
    """Those of them that differ where the model runs without the text."""
    return {"picture_score": _row(height, width, 0, 0, _SCORE_WITHOUT_TEXT)}


def embedded_guidance(guidance: float, size: int) -> Floats:
    """Guidance as a consistency model is told it (1, size): sines and cosines of guidance - 1 (Luo et al. 2023)."""
    half = size // 2
    angles = 1000.0 * (guidance - 1.0) * np.power(10000.0, -np.arange(half) / max(1, half - 1))
    waves = np.concatenate([np.sin(angles), np.cos(angles), np.zeros(size - 2 * half)])
    return waves[np.newaxis].astype(np.float32)


def _row(*numbers: float) -> Floats:
    return np.array([numbers], np.float32)
