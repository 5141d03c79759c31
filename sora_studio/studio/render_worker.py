"""The thread that has takes made behind a window: there while there is something to do, gone when there isn't."""

from collections import deque
from collections.abc import Iterable
from threading import Lock, Thread

from sora_studio.errors import SoraError
from sora_studio.storage.blobs import BlobStore
from sora_studio.studio.agenda import Agenda
from sora_studio.studio.background import Emit
from sora_studio.studio.config import Config
from sora_studio.studio.events import QueueStopped, TakeReady
from sora_studio.studio.planning import PlannedTake, is_kept
from sora_studio.studio.render_engine import RenderEngine
from sora_studio.studio.render_talk import OUR_FAULT
from sora_studio.studio.rendering import TakeRenderer
from sora_studio.studio.stage_maker import StageCounts
from sora_studio.studio.time_left import TimeLeft

# Of the time to stop in, what is left for the process where the task doesn't stop in the rest.
KILL_SHARE = 0.5


class RenderWorker:
    """Has the agenda's tasks done, in another process; whatever happens is told by `emit`, on this thread.

    It reads the store, never the film. Kept takes given to `check` are read when there is nothing better to do; a
    damaged one goes on the agenda.
    """

    def __init__(self, agenda: Agenda, store: BlobStore, counts: StageCounts, emit: Emit) -> None:
        self.time_left = TimeLeft()
        self.engine = RenderEngine(agenda, store, counts, emit)
        self._agenda = agenda
        self._store = store
        self._emit = emit
        self._to_check: deque[PlannedTake] = deque()
        self._lock = Lock()
        self._thread: Thread | None = None

    def add(self, takes: Iterable[PlannedTake]) -> None:
        """Make these takes."""
        self._agenda.add(takes)

    def check(self, takes: Iterable[PlannedTake]) -> None:
        """See that these kept takes are whole."""
        self._to_check.extend(takes)

    def start(self, config: Config) -> None:
        """See that a thread is at work, if there is work and nothing is paused."""
        with self._lock:
            if self._thread is None and not self._agenda.paused and self._has_work():
                self._thread = Thread(target=self._run, args=(config,), name="sora-render", daemon=True)
                self._thread.start()

    def stop(self, timeout_s: float) -> bool:
        """For good: cancel what runs and wait for the thread's end, at most so long; whether it came.

        The process that renders ends with it.
        """
        self._agenda.stop()
        thread = self._thread
        if thread is not None:
            thread.join(timeout_s * (1 - KILL_SHARE))
            if thread.is_alive():
                self.engine.kill()
                thread.join(timeout_s * KILL_SHARE)
        self.engine.close()
        return thread is None or not thread.is_alive()

    def _run(self, config: Config) -> None:
        try:
            renderer: TakeRenderer | None = None
            while self._goes_on():
                if self._agenda.is_empty:
                    self._check(self._to_check.popleft())
                else:
                    renderer = renderer or self._renderer(config)
                    renderer.render()
        except SoraError as error:
            self._end(QueueStopped(error.message, error.hint))
        except BaseException as error:
            self._end(QueueStopped(OUR_FAULT, f"Go on with the queue, or report this: {type(error).__name__}: {error}"))
            raise

    def _renderer(self, config: Config) -> TakeRenderer:
        self.engine.use(config)
        return TakeRenderer(self._agenda, self.engine, self._store, self._emit, self.time_left)

    def _goes_on(self) -> bool:
        # Decided under the lock, so that work given meanwhile finds this thread going on, or none.
        with self._lock:
            if self._has_work():
                return True
            self._thread = None
            return False

    def _has_work(self) -> bool:
        return not self._agenda.stopped and not (self._agenda.is_empty and not self._to_check)

    def _check(self, take: PlannedTake) -> None:
        if is_kept(take, self._store):
            self._emit(TakeReady(take.shot_id, take.position, take.take, take.as_take, reused=True))
        else:
            self._agenda.add([take])

    def _end(self, why: QueueStopped) -> None:
        # Paused before the thread is given up: nothing starts another until the person goes on.
        self._agenda.pause()
        with self._lock:
            self._thread = None
        self._emit(why)
