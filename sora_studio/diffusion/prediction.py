"""From what a model says to the picture it means: D = on_x·x + on_output·output, D the denoised estimate of x0."""

import math
from collections.abc import Callable, Mapping

from sora_studio.diffusion.names import choose
from sora_studio.errors import GenerationError


def _epsilon(alpha: float, sigma: float) -> tuple[float, float]:
    """The model names the noise (Ho et al. 2020)."""
    if alpha == 0.0:
        raise GenerationError(
            "A model that predicts noise can't start where no signal is left.",
            "Use a schedule whose last training level keeps some signal, or a velocity model.",
        )
    return 1.0 / alpha, -sigma / alpha


def _velocity(alpha: float, sigma: float) -> tuple[float, float]:
    """v = (alpha·eps - sigma·x0) / |(alpha, sigma)| (Salimans and Ho 2022); the length is 1 where variance is kept."""
    length = math.hypot(alpha, sigma)
    return alpha / length**2, -sigma / length


def _flow(alpha: float, sigma: float) -> tuple[float, float]:
    """v = eps - x0 (Liu et al. 2023, with time running from data to noise)."""
    return 1.0 / (alpha + sigma), -sigma / (alpha + sigma)


def _sample(alpha: float, sigma: float) -> tuple[float, float]:
    """The model names the picture itself."""
    return 0.0, 1.0


PREDICTIONS: Mapping[str, Callable[[float, float], tuple[float, float]]] = {
    "epsilon": _epsilon,
    "velocity": _velocity,
    "flow": _flow,
    "sample": _sample,
}


def denoised(prediction: str, alpha: float, sigma: float) -> tuple[float, float]:
    """(on_x, on_output) for a state x = alpha·x0 + sigma·eps, before any input scale.

    Raises GenerationError for an unknown prediction.
    """
    return choose("prediction", prediction, PREDICTIONS)(alpha, sigma)
