"""A process beside the window, as the window's process has it: started, spoken to, heard, and ended."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any, BinaryIO, cast

from sora_studio import paths
from sora_studio.studio.pipe import GarbledError, Message, Mouth, read_message

# The same modules as here, wherever they lie: of a clone, of a wheel, of a test.
_BEGIN = "import sys, json; sys.path[:] = json.loads(sys.argv.pop(1)); from {module} import main; main()"


class ChildGone(Exception):
    """It ended, with this status: 0 where it meant to."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


class ChildProcess:
    """Started at once. What is said never waits, for a process that hangs does not listen. Any thread may speak."""

    def __init__(self, name: str, module: str, arguments: Sequence[str] = ()) -> None:
        """Run the `main` of `module`; its `sys.argv` has the log's path, then `arguments`.

        Raises OSError where no process can be started.
        """
        with _opened_log(log_file(name)) as log:
            begin = [sys.executable, "-P", "-c", _BEGIN.format(module=module), json.dumps([*map(str, sys.path)])]
            self._process = subprocess.Popen(
                [*begin, log.name, *arguments],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                creationflags=_in_the_background(),
            )
        self._mouth = Mouth(cast("BinaryIO", self._process.stdin))
        self._to_say: SimpleQueue[dict[str, Any] | None] = SimpleQueue()
        self._heard: SimpleQueue[Message | None] = SimpleQueue()
        self._threads = [
            threading.Thread(target=work, name=f"sora-{name}-{part}", daemon=True)
            for part, work in (("mouth", self._speak), ("ear", self._listen))
        ]
        for thread in self._threads:
            thread.start()

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def is_there(self) -> bool:
        return self._process.poll() is None

    def say(self, kind: str, **head: Any) -> None:
        self._to_say.put({"kind": kind, **head})

    def hear(self, timeout_s: float) -> Message | None:
        """The next message; None where none came in time. Raises ChildGone after the last one."""
        try:
            message = self._heard.get(timeout=timeout_s)
        except Empty:
            return None
        if message is None:
            self._heard.put(None)
            raise ChildGone(self._process.wait())
        return message

    def kill(self) -> None:
        """End it now, whatever it does; what it had said is still heard."""
        self._process.kill()

    def close(self, timeout_s: float) -> None:
        """Let it go, and wait until it is gone; one that doesn't go by itself in time is killed."""
        self._to_say.put(None)
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(timeout_s)
        self._process.kill()
        for thread in self._threads:
            thread.join()

    def _speak(self) -> None:
        # Nobody reads any more: the ear tells.
        with suppress(OSError):
            while (head := self._to_say.get()) is not None:
                self._mouth.say(**head)
        with suppress(OSError):
            self._mouth.close()

    def _listen(self) -> None:
        with cast("BinaryIO", self._process.stdout) as pipe:
            try:
                while (message := read_message(pipe)) is not None:
                    self._heard.put(message)
            except GarbledError:
                self._process.kill()
        self._process.wait()
        self._to_say.put(None)
        self._heard.put(None)


def log_file(name: str) -> Path:
    """Where the process of that name leaves its last words."""
    return paths.log_folder() / f"{name}.log"


def _opened_log(file: Path) -> BinaryIO:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        return file.open("ab")
    except OSError:
        return Path(os.devnull).open("ab")


def _in_the_background() -> int:
    """Windows is told from outside that a process has a lower priority and no console; elsewhere it sees to that."""
    if sys.platform != "win32":
        return 0
    return subprocess.BELOW_NORMAL_PRIORITY_CLASS | subprocess.CREATE_NO_WINDOW
