"""Whether a process that renders is still getting anywhere, judged by what it says of itself once a second."""

from sora_studio.studio.pipe import BEAT_S

# Not a word: it is stopped, or its interpreter hangs.
SILENT_S = 30.0
# It speaks, and neither takes a step nor uses the processor: a driver hangs. Waiting for a GPU looks the same.
STILL_S, STILL_STEPS = 120.0, 20
# It works without end. A step of a large model on a CPU takes minutes, the first even longer.
ENDLESS_S, ENDLESS_STEPS = 3600.0, 50
# Of the processor's time.
WORK_SHARE = 0.001


class Pulse:
    """Of one task. Time is counted in words heard and waits in vain, so that a machine's sleep is no silence."""

    def __init__(self) -> None:
        self._silent_s = self._still_s = self._step_s = 0.0
        self._longest_step_s = 0.0
        self._cpu_s = 0.0

    def silence(self, seconds: float) -> None:
        """Nothing was heard for so long."""
        self._silent_s += seconds

    def beat(self, cpu_s: float, rests: bool) -> None:
        """It lives, and has worked on the processor for so long in all; `rests` where it was told to."""
        self._silent_s = 0.0
        works = rests or cpu_s - self._cpu_s > WORK_SHARE * BEAT_S
        self._cpu_s = cpu_s
        self._still_s = 0.0 if works else self._still_s + BEAT_S
        if not rests:
            self._step_s += BEAT_S

    def step(self) -> None:
        """A model step, or anything like it, is done."""
        self._longest_step_s = max(self._longest_step_s, self._step_s)
        self._silent_s = self._still_s = self._step_s = 0.0

    @property
    def stuck(self) -> bool:
        """Whether there is no hope left; steps that were long are waited for longer."""
        return (
            self._silent_s >= SILENT_S
            or self._still_s >= max(STILL_S, STILL_STEPS * self._longest_step_s)
            or self._step_s >= max(ENDLESS_S, ENDLESS_STEPS * self._longest_step_s)
        )
