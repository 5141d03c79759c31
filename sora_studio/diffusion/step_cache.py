"""Which evaluations of a model may be left out, what it gave last being near enough: EasyCache (Zhou et al. 2025).

The change of a model's output over that of its input hardly differs from one evaluation to the next, so how far the
output has moved is told from the input alone; and of all it gives, output - input moves least.
"""

import math
from dataclasses import dataclass

from sora_studio.errors import GenerationError

# The settings of its authors for 50 steps, as shares of a run. Two evaluations are needed to see a rate of change.
_FIRST_SHARE, _LAST_SHARE, _FEWEST_FIRST = 0.15, 0.05, 2


@dataclass(frozen=True, slots=True)
class Trend:
    """What was seen between the last two evaluations that were made, all as means of absolute values."""

    input_change: float
    output_change: float
    output_size: float

    def output_moved(self, input_change: float) -> float:
        """How far, in its own size, the output is thought to have moved since the last one while the input did so."""
        scale = self.input_change * self.output_size
        return self.output_change * input_change / scale if scale > 0.0 else math.inf


@dataclass(frozen=True, slots=True)
class StepCache:
    """How far the output may have moved, in its own size, and still be taken over; 0 is off.

    Raises GenerationError for a threshold outside 0 to 1.
    """

    threshold: float = 0.0

    def __post_init__(self) -> None:
        if not 0.0 <= self.threshold <= 1.0:
            raise GenerationError(
                f"The step cache can't be set to {self.threshold:g}.", "Use a value from 0, which is off, to 1."
            )

    def is_open(self, at: int, evaluations: int) -> bool:
        """Whether evaluation `at`, from 0, of so many can be left out at all: the first and last are always made."""
        first = max(_FEWEST_FIRST, round(_FIRST_SHARE * evaluations))
        last = max(1, round(_LAST_SHARE * evaluations))
        return self.threshold > 0.0 and first <= at < evaluations - last

    def takes_over(self, trend: Trend, input_change: float) -> bool:
        """Whether the output is still near enough, the input having moved so far since it was given."""
        return trend.output_moved(input_change) < self.threshold
