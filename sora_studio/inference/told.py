"""What a model is told beside its texts: how large the picture is, how good it should be, how hard the text pulls."""

from collections.abc import Mapping

import numpy as np

from sora_studio.inference.clip import Floats
from sora_studio.inference.runtime import Array

# How good people found pictures, from 1 to 10: what is asked for, and what is steered away from, where a model was
# taught with it (Podell et al. 2023, the refiner).
_SCORE, _SCORE_WITHOUT_TEXT = 6.0, 2.5
_STATES_AXES = 3

TOLD_ROLES = ("picture_size", "picture_score", "picture_places", "text_places")


def told(cond: Mapping[str, Array], width: int, height: int, sides: tuple[int, ...]) -> Mapping[str, Array]:
    """What is told beside the texts `cond` of a picture of that size in pixels, whole and uncut.

    Its sides (1, 6), its sides and score (1, 5); where each token of 2 x 2 latents, whose `sides` are given height
    first, stands (T, 3), and each token of the text, which is nowhere (n, 3).
    """
    uncut = (height, width, 0, 0)
    rows, columns = np.indices((sides[0] // 2, sides[1] // 2), np.float32).reshape(2, -1)
    words = max((states.shape[1] for states in cond.values() if states.ndim == _STATES_AXES), default=0)
    return {
        "picture_size": _row(*uncut, height, width),
        "picture_score": _row(*uncut, _SCORE),
        "picture_places": np.stack([np.zeros_like(rows), rows, columns], axis=1),
        "text_places": np.zeros((words, 3), np.float32),
    }


def told_without_text(width: int, height: int) -> Mapping[str, Array]:
    """That of them which differs where the model runs without the text."""
    return {"picture_score": _row(height, width, 0, 0, _SCORE_WITHOUT_TEXT)}


def embedded_guidance(guidance: float, size: int) -> Floats:
    """Guidance as a consistency model is told it (1, size): sines and cosines of guidance - 1 (Luo et al. 2023)."""
    half = size // 2
    angles = 1000.0 * (guidance - 1.0) * np.power(10000.0, -np.arange(half) / max(1, half - 1))
    waves = np.concatenate([np.sin(angles), np.cos(angles), np.zeros(size - 2 * half)])
    return waves[np.newaxis].astype(np.float32)


def _row(*numbers: float) -> Floats:
    return np.array([numbers], np.float32)
