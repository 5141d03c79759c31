"""Classifier-free guidance: how hard the prompt pulls, and when."""

import math
from dataclasses import dataclass

import numpy as np

from sora_studio.diffusion.combine import Floats
from sora_studio.diffusion.process import Level
from sora_studio.errors import GenerationError


@dataclass(frozen=True, slots=True)
class Guidance:
    """Classifier-free guidance (Ho and Salimans 2022), on where lowest < sigma/alpha <= highest.

    The interval is that of Kynkäänniemi et al. 2024, in Karras' sigma. `rescale` is phi of Lin et al. 2024: 0 is off.
    Raises GenerationError for values out of range.
    """

    scale: float = 1.0
    lowest_ratio: float = 0.0
    highest_ratio: float = math.inf
    rescale: float = 0.0

    def __post_init__(self) -> None:
        if not (math.isfinite(self.scale) and self.scale >= 0.0):
            raise GenerationError(f"Guidance can't be {self.scale}.", "Use 0 or more; 1 means no guidance.")
        if not 0.0 <= self.lowest_ratio < self.highest_ratio:
            raise GenerationError(
                "The guidance interval is empty.", "Its lowest noise level must be below its highest."
            )
        if not 0.0 <= self.rescale <= 1.0:
            raise GenerationError(f"Guidance rescale can't be {self.rescale}.", "Use a value from 0 to 1.")

    def weights(self, level: Level) -> tuple[float, float]:
        """(on_conditional, on_unconditional); where the second is 0 the unconditional run can be skipped."""
        active = self.lowest_ratio < level.ratio <= self.highest_ratio
        return (self.scale, 1.0 - self.scale) if active else (1.0, 0.0)


def rescaled(guided: Floats, conditional: Floats, rescale: float) -> Floats:
    """Bring the guided output back toward the conditional one's contrast: section 3.4 of Lin et al. 2024.

    Axis 0 is the batch; the deviation is taken over the rest. The one part of a step that is not linear, so it is
    computed by whoever runs the model, before `denoised`, and is no part of a Row.
    """
    axes = tuple(range(1, guided.ndim))
    wanted = np.std(conditional, axis=axes, keepdims=True)
    found = np.std(guided, axis=axes, keepdims=True)
    # A guided output without contrast has nothing to scale.
    ratio = np.divide(wanted, found, out=np.ones_like(found), where=found > 0)
    return guided * (rescale * ratio + (1.0 - rescale)).astype(guided.dtype)
