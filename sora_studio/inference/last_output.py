"""What a sampler's model was last given and gave, on the device, for the evaluations that are left out for it."""

from collections.abc import Callable, Sequence

from sora_studio.diffusion import StepCache, Trend
from sora_studio.inference.device_math import Buffer, DeviceMath


class LastOutput:
    """Follows one run at a time: `begin`, then `standing_for` each evaluation, and `keep` where that was made."""

    def __init__(self, arithmetic: DeviceMath, cache: StepCache, new: Callable[[], Buffer]) -> None:
        self._input = new()
        self._math = arithmetic
        self._cache = cache
        self._output, self._before, self._nothing = new(), new(), new()
        self._sides = 0
        self._trend: Trend | None = None
        self._at = self._evaluations = 0

    def begin(self, evaluations: int) -> None:
        """A run of so many; nothing of the last one is known to it."""
        self._at, self._evaluations = -1, evaluations
        self._sides = 0
        self._trend = None

    def standing_for(self, model_input: Buffer, sides: int) -> Buffer | None:
        """The earlier input whose output can stand for that of the next evaluation; None where it must be made.

        An evaluation has two `sides` under guidance, with the prompt and without.
        """
        self._at += 1
        if self._trend is None or sides > self._sides or not self._cache.is_open(self._at, self._evaluations):
            return None
        near = self._cache.takes_over(self._trend, self._math.distance(model_input, self._input))
        return self._input if near else None

    def keep(self, model_input: Buffer, weights: Sequence[float], outputs: Sequence[Buffer]) -> None:
        """The evaluation was made; of its sides' outputs, what counts is their sum under guidance, which adds up to 1.

        Guidance makes more of what the sides differ by, and so of its changes.
        """
        self._math.combine(weights, outputs, self._output)
        if self._sides:
            self._trend = Trend(
                self._math.distance(model_input, self._input),
                self._math.distance(self._output, self._before),
                self._math.distance(self._output, self._nothing),
            )
        self._sides = len(outputs)
        self._math.combine((1.0,), (model_input,), self._input)
        self._output, self._before = self._before, self._output
