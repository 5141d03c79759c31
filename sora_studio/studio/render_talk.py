"""With one process that renders: telling it what to do, hearing what comes of it, noticing when nothing will."""

import time
from collections.abc import Callable
from pathlib import Path

from sora_studio.errors import SoraError
from sora_studio.inference.cancel import CancelToken
from sora_studio.studio import offline
from sora_studio.studio.agenda import Agenda, Task
from sora_studio.studio.child_process import ChildGone, ChildProcess, log_file
from sora_studio.studio.endings import raise_unless_done
from sora_studio.studio.pipe import BEAT_S, Head
from sora_studio.studio.planning import PlannedTake
from sora_studio.studio.pulse import Pulse
from sora_studio.studio.render_wire import name_of, step_heard, take_told
from sora_studio.studio.second_try import EngineStopped, Terms
from sora_studio.studio.stage_maker import OnStep

MODULE = "sora_studio.studio.render_process"
NAME = "render"
# With no work for so long it ends, and its models' memory is free.
IDLE_S = 300.0
OUR_FAULT = "Rendering stopped: something went wrong inside Sora Studio."
START_S, LOOK_EVERY_S = 120.0, 0.1
# One that is told to stop and doesn't is ended: a model that is being loaded can't be interrupted.
CANCEL_S = 5.0


class GoneBeforeError(Exception):
    """It had gone before it heard of the task: for want of work, or by some other hand."""


class RenderTalk:
    """Begins with the start of the process. `heed` is given what it tells that is about no step."""

    def __init__(self, store: Path, agenda: Agenda, heed: Callable[[Head], None]) -> None:
        """Raises OSError where no process can be started."""
        self._child = ChildProcess(NAME, MODULE, [str(store), str(IDLE_S)])
        self._agenda = agenda
        self._heed = heed
        self._told: set[str] = set()
        self._number = 0
        self._ready = False

    @property
    def pid(self) -> int:
        return self._child.pid

    @property
    def goes_on(self) -> bool:
        return self._child.is_there

    def kill(self) -> None:
        """From any thread: what runs ends as if the process had."""
        self._child.kill()

    def close(self, timeout_s: float) -> None:
        self._child.close(timeout_s)

    def wait_until_ready(self, cancel: CancelToken) -> None:
        """Raises EngineStopped where it doesn't come up, Cancelled."""
        until_s = time.monotonic() + START_S
        while not self._ready:
            cancel.check()
            try:
                message = self._child.hear(LOOK_EVERY_S)
            except ChildGone as gone:
                raise EngineStopped from gone
            self._ready = message is not None and message[0]["is"] == "ready"
            if time.monotonic() > until_s:
                self._child.kill()

    def do(self, task: Task, terms: Terms, on_step: OnStep) -> None:
        """The task's stage, on these terms. Raises EngineStopped, GoneBeforeError, and as StageMaker does."""
        self._number += 1
        number, child = self._number, self._child
        with (
            task.cancel.watch(lambda: child.say("cancel", number=number)),
            self._agenda.watch(self._tell_to_wait),
        ):
            self._tell_to_wait()
            self._introduce(task.take)
            child.say(
                "task",
                number=number,
                stage=task.stage,
                take=name_of(task.take),
                device=terms.device,
                memory_budget_mb=terms.memory_budget_mb,
                threads=terms.threads,
                previews=terms.previews,
                halvings=terms.halvings,
                halves_in_full=terms.halves_in_full,
                keep_graphs=terms.keep_graphs,
                cuda_graphs=terms.cuda_graphs,
            )
            head = self._heard_out(task, on_step)
            hint = f"Go on with the queue, or report this: {head.get('what')}. More is in {log_file(NAME)}."
            raise_unless_done(head, SoraError(OUR_FAULT, hint))

    def _heard_out(self, task: Task, on_step: OnStep) -> Head:
        """What it tells of the task, until it tells of its end."""
        pulse, begun, stops_s = Pulse(), False, 0.0
        while True:
            try:
                message = self._child.hear(BEAT_S)
            except ChildGone as gone:
                task.cancel.check()
                raise (EngineStopped if begun else GoneBeforeError) from gone
            if message is None:
                pulse.silence(BEAT_S)
            else:
                head, pixels = message
                match head["is"]:
                    case "beat":
                        pulse.beat(head["cpu_s"], head["rests"])
                        offline.opened_by_child(self.pid, head["sockets"])
                    case "begun":
                        begun = True
                        pulse.step()
                    case "step":
                        pulse.step()
                        on_step(_take_named(head["take"], task.take), step_heard(head, pixels))
                    case "ended":
                        self._heed(head)
                        return head
                    case _:
                        self._heed(head)
            if task.cancel.cancelled:
                stops_s = stops_s or time.monotonic()
            if pulse.stuck or (stops_s and time.monotonic() - stops_s > CANCEL_S):
                self._child.kill()

    def _introduce(self, take: PlannedTake) -> None:
        """Tell of the take and of those it goes on from, the first one first; of none twice."""
        unknown: list[PlannedTake] = []
        each: PlannedTake | None = take
        while each is not None and name_of(each) not in self._told:
            unknown.append(each)
            each = each.continues
        for each in reversed(unknown):
            self._child.say("take", **take_told(each))
            self._told.add(name_of(each))

    def _tell_to_wait(self) -> None:
        self._child.say("wait", on=self._agenda.waits)


def _take_named(name: str, take: PlannedTake) -> PlannedTake:
    """The task's take, or one it goes on from."""
    each: PlannedTake | None = take
    while each is not None and name_of(each) != name:
        each = each.continues
    return each or take
