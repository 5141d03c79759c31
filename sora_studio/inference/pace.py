"""How far a stage is and how long the rest will take."""

from time import monotonic

from sora_studio.inference.clip import Pictures
from sora_studio.inference.events import OnStep, Stage, StepDone


class Pace:
    """Counts a stage's steps, each one model evaluation with its guidance, and tells them to `on_step`."""

    def __init__(self, stage: Stage, steps: int, on_step: OnStep | None) -> None:
        self._stage: Stage = stage
        self._steps = steps
        self._on_step = on_step
        self._done = 0
        self._began_s = monotonic()

    def step(self, preview: Pictures | None = None, left_out: bool = False) -> None:
        """One more is done, or was left out for what the model gave before."""
        self._done += 1
        if self._on_step is not None:
            seconds_left = (monotonic() - self._began_s) / self._done * (self._steps - self._done)
            self._on_step(StepDone(self._stage, self._done, self._steps, seconds_left, preview, left_out))

    def step_unseen(self, _: object, left_out: bool) -> None:
        """One more is done, of whose result nothing is shown."""
        self.step(None, left_out)
