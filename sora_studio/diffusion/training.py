"""The forward processes published models were trained on."""

import math
from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray

from sora_studio.diffusion.names import choose
from sora_studio.diffusion.process import Form, Process
from sora_studio.errors import GenerationError

# The noisiest level of a zero-terminal-SNR model keeps this share of signal variance, or its ratio would be infinite.
SMALLEST_SIGNAL = 2.0**-24

# Two levels lie between places of the table that are a ten-thousandth apart, where ln(sigma/alpha) is nearly straight.
_COSINE_PLACES = 10_000
# What is left at either end of the signal, or of the noise (Pernias et al. 2024).
_LEAST_SIGNAL = 1e-4

Betas = Callable[[float, float, int], NDArray[np.floating]]


def _linear(start: float, end: float, train_steps: int) -> NDArray[np.floating]:
    return np.linspace(start, end, train_steps)


def _scaled_linear(start: float, end: float, train_steps: int) -> NDArray[np.floating]:
    return np.square(np.linspace(math.sqrt(start), math.sqrt(end), train_steps))


# Each with the usual first and last beta: Ho et al. 2020, section 4; the released configuration of Rombach et al. 2022.
BETAS: Mapping[str, tuple[Betas, float, float]] = {
    "linear": (_linear, 1e-4, 0.02),
    "scaled_linear": (_scaled_linear, 0.00085, 0.012),
}


def trained_process(
    *,
    betas: str = "scaled_linear",
    beta_start: float | None = None,
    beta_end: float | None = None,
    train_steps: int = 1000,
    zero_terminal_snr: bool = False,
    form: Form = "preserving",
) -> Process:
    """A process trained at discrete timesteps 0 .. train_steps - 1. Raises GenerationError for impossible betas."""
    function, usual_start, usual_end = choose("beta schedule", betas, BETAS)
    start = usual_start if beta_start is None else beta_start
    end = usual_end if beta_end is None else beta_end
    if not (0.0 < start <= end < 1.0 and train_steps >= 2):
        raise GenerationError(
            f"Betas from {start} to {end} over {train_steps} timesteps are no noise schedule.",
            "Betas rise between 0 and 1, over at least 2 timesteps.",
        )
    signal = np.cumprod(1.0 - function(start, end, train_steps))
    if zero_terminal_snr:
        signal = _without_last_signal(signal)
    log_ratios = 0.5 * np.log((1.0 - signal) / signal)
    return Process(form, tuple(log_ratios.tolist()))


def _without_last_signal(signal: NDArray[np.floating]) -> NDArray[np.floating]:
    """alpha² shifted and stretched so that nothing is left at the end: algorithm 1 of Lin et al. 2024."""
    alphas = np.sqrt(signal)
    alphas = (alphas - alphas[-1]) * alphas[0] / (alphas[0] - alphas[-1])
    return np.maximum(alphas**2, SMALLEST_SIGNAL)


def cosine_process(*, offset: float = 0.008, scaler: float = 1.0) -> Process:
    """Signal falls as a squared cosine of a time from 0 to 1 (Nichol and Dhariwal 2021), which the model is told.

    `scaler` bends the time (Pernias et al. 2024). Raises GenerationError where either is not above 0.
    """
    if not (offset > 0.0 and scaler > 0.0):
        raise GenerationError(f"An offset of {offset} and a scaler of {scaler} are no schedule.", "Use 0.008, and 1.")
    time = np.linspace(0.0, 1.0, _COSINE_PLACES + 1)
    bent = 1.0 - (1.0 - time) ** scaler if scaler > 1.0 else time**scaler
    cosine = np.cos((bent + offset) / (1.0 + offset) * (math.pi / 2.0)) / math.cos(
        offset / (1.0 + offset) * (math.pi / 2.0)
    )
    signal = np.clip(cosine**2, _LEAST_SIGNAL, 1.0 - _LEAST_SIGNAL)
    log_ratios = 0.5 * np.log((1.0 - signal) / signal)
    return Process("preserving", tuple(log_ratios.tolist()), 1.0 / _COSINE_PLACES)


def flow_process(*, timestep_scale: float = 1.0) -> Process:
    """Rectified flow; the model is told sigma times `timestep_scale` (1000 for SD3, Flux and Wan)."""
    if not timestep_scale > 0.0:
        raise GenerationError(f"A timestep scale of {timestep_scale} is no scale.", "Use 1, or 1000.")
    return Process("flow", timestep_scale=timestep_scale)
