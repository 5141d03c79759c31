"""Sound mixed a little ahead of where it plays, on a thread of its own: whoever plays it never waits for a disk."""

from collections import deque
from collections.abc import Callable
from threading import Condition, Thread

import numpy as np

from sora_studio.errors import SoraError

AHEAD_S = 0.4
PIECE_S = 0.1
# 16 bits, left and right.
SAMPLE_BYTES = 4

# `count` samples from a sample on, float32 (count, 2) in -1..1.
Read = Callable[[int, int], np.ndarray]


class MixAhead:
    """Feed it a sound, take bytes from it on any thread; `close` ends its thread."""

    def __init__(self, read: Read, start: int, sample_rate: int) -> None:
        self._read = read
        self._next, self._sample_rate = start, sample_rate
        self._piece, self._ahead = round(PIECE_S * sample_rate), round(AHEAD_S * sample_rate)
        self._ready: deque[bytes] = deque()
        self._ready_bytes = 0
        self._turn = 0
        self._closed = False
        self._starved = 0
        self._problem = ""
        self._changed = Condition()
        self._thread = Thread(target=self._mix, name="sora-sound", daemon=True)
        self._thread.start()

    @property
    def starved(self) -> int:
        """How many samples of silence were handed out because the mix was late."""
        return self._starved

    @property
    def problem(self) -> str:
        """Why the sound broke off; "" while it goes on."""
        return self._problem

    def take(self, length: int) -> bytes:
        """The next `length` bytes, cut to whole samples; silence where the mix is late."""
        length -= length % SAMPLE_BYTES
        parts: list[bytes] = []
        missing = length
        with self._changed:
            while missing and self._ready:
                part = self._ready.popleft()
                if len(part) > missing:
                    self._ready.appendleft(part[missing:])
                    part = part[:missing]
                parts.append(part)
                missing -= len(part)
                self._ready_bytes -= len(part)
            self._starved += missing // SAMPLE_BYTES
            self._changed.notify()
        return b"".join([*parts, bytes(missing)])

    def wait(self, timeout_s: float, seconds: float = 0.0) -> None:
        """Wait until so much can be taken, or anything at all."""
        wanted = max(1, round(seconds * self._sample_rate) * SAMPLE_BYTES)
        with self._changed:
            self._changed.wait_for(lambda: self._ready_bytes >= wanted or self._closed or self._problem, timeout_s)

    def change(self, read: Read) -> None:
        """Go on with another sound from where the next byte is taken: the film was edited."""
        with self._changed:
            self._read = read
            self._go_to(self._next - self._ready_bytes // SAMPLE_BYTES)

    def skip(self, samples: int) -> None:
        """Leave out what should have been heard by now."""
        with self._changed:
            self._go_to(self._next - self._ready_bytes // SAMPLE_BYTES + samples)

    def _go_to(self, sample: int) -> None:
        self._next = sample
        self._ready.clear()
        self._ready_bytes = 0
        self._turn += 1
        self._problem = ""
        self._changed.notify()

    def close(self) -> None:
        """End the thread; it is never more than one piece away from its end."""
        with self._changed:
            self._closed = True
            self._changed.notify()
        self._thread.join()

    def _mix(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(self._wanted)
                if self._closed:
                    return
                read, start, turn = self._read, self._next, self._turn
            try:
                made, problem = _as_bytes(read(start, self._piece)), ""
            except SoraError as error:
                made, problem = b"", error.message
            with self._changed:
                if turn != self._turn:
                    continue  # Of a sound that is no longer the film's.
                self._problem = problem
                if made:
                    self._ready.append(made)
                    self._ready_bytes += len(made)
                    self._next += self._piece
                self._changed.notify_all()

    def _wanted(self) -> bool:
        behind = self._ready_bytes < self._ahead * SAMPLE_BYTES
        return self._closed or (behind and not self._problem)


def _as_bytes(sound: np.ndarray) -> bytes:
    return np.round(sound * 32767).astype("<i2").tobytes()
