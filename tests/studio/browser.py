"""A real browser for the tests, spoken to through its pipe, with no network and no driver; None where there is none."""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

# The browser reads its file 3 and writes its file 4.
LAUNCH = """
import fcntl, os, sys
ends = [fcntl.fcntl(int(end), fcntl.F_DUPFD, 10) for end in sys.argv[1:3]]
os.dup2(ends[0], 3)
os.dup2(ends[1], 4)
os.execv(sys.argv[3], sys.argv[3:])
"""
NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")


def chromium() -> str | None:
    """The browser's program, where one is installed."""
    return next((found for name in NAMES if (found := shutil.which(name))), None)


class Page:
    """One page, asked by the DevTools protocol: JSON messages that end in a zero byte."""

    def __init__(self, read: int, write: int) -> None:
        self._read, self._write = read, write
        self._number = 0
        self._rest = b""
        self._session = ""
        self.console: list[str] = []

    def open(self, url: str) -> None:
        target = self._ask("Target.createTarget", url="about:blank")["targetId"]
        self._session = self._ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log"):
            self._ask(f"{domain}.enable")
        self._ask("Page.navigate", url=url)
        self.wait("document.readyState === 'complete' && location.href !== 'about:blank'")

    def run(self, expression: str) -> Any:
        """The value of a JavaScript expression in the page."""
        told = self._ask("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in told, told
        return told["result"].get("value")

    def wait(self, expression: str, timeout_s: float = 20.0) -> None:
        end_s = time.monotonic() + timeout_s
        while not self.run(expression):
            assert time.monotonic() < end_s, f"never came true: {expression}; {self.console}"
            time.sleep(0.05)

    def _ask(self, method: str, **params: object) -> dict[str, Any]:
        self._number += 1
        message: dict[str, object] = {"id": self._number, "method": method, "params": params}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._write, json.dumps(message).encode() + b"\0")
        while True:
            told = self._next()
            if told.get("method") in ("Log.entryAdded", "Runtime.consoleAPICalled", "Runtime.exceptionThrown"):
                self.console.append(json.dumps(told["params"])[:400])
            if told.get("id") == self._number:
                assert "error" not in told, told
                return told["result"]

    def _next(self) -> dict[str, Any]:
        while b"\0" not in self._rest:
            piece = os.read(self._read, 1 << 20)
            assert piece, "the browser went away"
            self._rest += piece
        told, _, self._rest = self._rest.partition(b"\0")
        return json.loads(told)


@contextmanager
def browser(folder: Path) -> Generator[Page]:
    """A browser with a profile of its own in `folder`, gone when the block ends."""
    program = chromium()
    assert program is not None
    to_browser, from_browser = os.pipe(), os.pipe()
    arguments = [program, "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--remote-debugging-pipe",
                 "--autoplay-policy=no-user-gesture-required", f"--user-data-dir={folder / 'profile'}"]  # fmt: skip
    ends = (str(to_browser[0]), str(from_browser[1]))
    command = [sys.executable, "-c", LAUNCH, *ends, *arguments]
    process = subprocess.Popen(
        command, pass_fds=(to_browser[0], from_browser[1]), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    os.close(to_browser[0])
    os.close(from_browser[1])
    try:
        yield Page(from_browser[0], to_browser[1])
    finally:
        process.terminate()
        process.wait(10)
        os.close(to_browser[1])
        os.close(from_browser[0])
