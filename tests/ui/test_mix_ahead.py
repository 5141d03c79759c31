"""The film's sound, mixed ahead of what is heard."""

import time

import numpy as np

from sora_studio.errors import StorageError
from sora_studio.ui.sound.mix_ahead import MixAhead

RATE = 48_000


def test_the_mix_is_handed_out_without_a_gap() -> None:
    ramp = np.arange(RATE, dtype=np.float32)[:, None].repeat(2, axis=1) / RATE

    def read(start: int, count: int) -> np.ndarray:
        return np.pad(ramp[start : start + count], ((0, max(0, start + count - RATE)), (0, 0)))

    ahead = MixAhead(read, 1000, RATE)
    parts: list[bytes] = []
    for length in [4, 400, 4096, 777, 50_000] * 2:
        while not ahead.starved and len(parts) < 99:
            ahead.wait(1)
            break
        parts.append(ahead.take(length))
        time.sleep(0.05)
    ahead.close()
    assert ahead.starved == 0
    heard = np.frombuffer(b"".join(parts), "<i2").reshape(-1, 2)[:, 0]
    expected = np.round(ramp[1000 : 1000 + len(heard), 0] * 32767)
    assert (heard == expected).all()


def test_a_late_mix_is_silent_and_said_to_be() -> None:
    def read(start: int, count: int) -> np.ndarray:
        time.sleep(0.2)
        return np.ones((count, 2), np.float32)

    ahead = MixAhead(read, 0, RATE)
    assert ahead.take(400) == bytes(400)
    assert ahead.starved == 100
    ahead.wait(2)
    assert ahead.take(4) != bytes(4)
    ahead.close()


def test_a_lost_file_breaks_the_sound_off_and_an_edit_mends_it() -> None:
    def lost(start: int, count: int) -> np.ndarray:
        raise StorageError("The file is gone.")

    ahead = MixAhead(lost, 0, RATE)
    ahead.wait(2)
    assert ahead.problem == "The file is gone."
    ahead.change(lambda start, count: np.ones((count, 2), np.float32))
    ahead.wait(2)
    assert ahead.take(4) != bytes(4)
    assert ahead.problem == ""
    ahead.close()
