"""What the process that renders does: one task after the other, heeding meanwhile what the window says."""

import sys
import time
import traceback
from dataclasses import asdict
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Event

from sora_studio.errors import Cancelled, SoraError
from sora_studio.inference.cancel import CancelToken
from sora_studio.inference.events import StepDone
from sora_studio.inference.runtime import runtime
from sora_studio.storage.blobs import BlobStore
from sora_studio.studio.agenda import Agenda, Task
from sora_studio.studio.config import Config
from sora_studio.studio.endings import error_told
from sora_studio.studio.machine import Machine
from sora_studio.studio.pipe import Head, Mouth
from sora_studio.studio.planning import PlannedTake
from sora_studio.studio.render_shelf import TakeShelf
from sora_studio.studio.render_wire import name_of, step_told
from sora_studio.studio.stage_maker import StageCounts, StageMaker

# No eye sees more of them, and each is a copy of many pixels.
PREVIEW_EVERY_S = 1 / 15


class RenderWork:
    """`heed` is for what the window says, on a thread of its own; `go` does the tasks, on another.

    `busy` is set while one is done.
    """

    def __init__(self, mouth: Mouth, store: Path, busy: Event) -> None:
        runtime()
        self._mouth = mouth
        self._busy = busy
        self._store = BlobStore(store)
        self._shelf = TakeShelf()
        self._machine = Machine(Config())
        # Nothing is ever on it: what is used is its gate.
        self._gate = Agenda()
        self._asked: SimpleQueue[Head] = SimpleQueue()
        self._tokens: dict[int, CancelToken] = {}
        self._shown_s = 0.0

    @property
    def rests(self) -> bool:
        """Whether it was told to give way."""
        return self._gate.waits

    def heed(self, head: Head) -> None:
        match head["is"]:
            case "take":
                self._shelf.tell(head)
            case "task":
                self._token(head["number"])
                self._asked.put(head)
            case "cancel":
                self._token(head["number"]).cancel()
            case "wait":
                self._gate.hold(head["on"])
            case _:
                pass

    def go(self, idle_s: float) -> None:
        """Do what is asked, until nothing was for so long. Raises OSError once nobody hears of it any more."""
        while True:
            self._busy.clear()
            try:
                head = self._asked.get(timeout=idle_s)
            except Empty:
                return
            self._busy.set()
            self._do(head)

    def _do(self, head: Head) -> None:
        number = head["number"]
        self._mouth.say("begun", number=number)
        counts = StageCounts()
        made = {"sessions": 0, "runs": 0}
        try:
            self._make(head, counts, made)
            end: Head = {"how": "done"}
        except Cancelled:
            end = {"how": "cancelled"}
        except SoraError as error:
            end = {"how": "refused", **error_told(error)}
        except Exception as error:
            traceback.print_exc(file=sys.stderr)
            end = {"how": "fault", "what": f"{type(error).__name__}: {error}"}
        self._tokens.pop(number, None)
        self._mouth.say("ended", number=number, counts=asdict(counts), **made, **end)

    def _make(self, head: Head, counts: StageCounts, made: dict[str, int]) -> None:
        take = self._shelf.take(head["take"])
        asked = {name: head[name] for name in ("memory_budget_mb", "threads", "keep_graphs", "cuda_graphs")}
        self._machine.configure(Config(**asked))
        self._machine.use(head["device"], head["halves_in_full"])
        sessions = self._machine.sessions
        self._mouth.say("device", name=sessions.device.name, description=sessions.device.told)
        maker = StageMaker(
            sessions,
            self._store,
            counts,
            lambda notice: self._mouth.say("notice", message=notice.message),
            self._gate.gate,
            head["previews"],
            head["halvings"],
        )
        created, runs = sessions.created, sessions.runs
        try:
            maker.make(Task(head["stage"], take, self._token(head["number"])), self._step)
        finally:
            made.update(sessions=sessions.created - created, runs=sessions.runs - runs)

    def _step(self, take: PlannedTake, done: StepDone) -> None:
        now_s = time.monotonic()
        shown = done.preview is not None and (now_s - self._shown_s >= PREVIEW_EVERY_S or done.step == done.steps)
        preview = done.preview if shown else None
        if shown:
            self._shown_s = now_s
        pixels = b"" if preview is None else preview.reshape(-1).data
        self._mouth.say("step", pixels, take=name_of(take), **step_told(done, preview))

    def _token(self, number: int) -> CancelToken:
        return self._tokens.setdefault(number, CancelToken())
