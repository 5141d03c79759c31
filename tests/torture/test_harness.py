"""The matrix finds what it looks for: a program with the fault in it does not pass."""

import ctypes
import os
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from random import Random

import pytest

from sora_studio.errors import SoraError
from tests.torture import fault_points, fuzzing, strace
from tests.torture.deed import NEW, OLD, Deed
from tests.torture.forked import Crashed, Forked, in_lanes
from tests.torture.importers import Importer
from tests.torture.tally import Effort, Tally

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="forks, signals and strace")
LIBC = ctypes.CDLL(None)
SHARE = fuzzing.Share("careless", 0, 5, 1, Path())


@pytest.fixture
def fed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Tally]:
    """What comes of feeding a reader."""

    def feed(read: Callable[[Path], object], watched: bool = False) -> Tally:
        importer = Importer("careless", ".x", (b"sound",), lambda path: path.read_bytes() == b"sound" or read(path))
        monkeypatch.setattr(fuzzing, "importers", lambda room: [importer])
        return fuzzing._fuzzed(replace(SHARE, room=tmp_path / "fed", watched=watched))

    return feed


def test_of_thousands_of_calls_alike_the_ends_and_some_between_are_tried() -> None:
    few = [strace.Point("fsync", number) for number in (1, 2, 3)]
    many = [strace.Point("write", number) for number in range(1, 6001)]
    assert fault_points.spread(few) == few
    chosen = fault_points.spread([few[0], *many, *few[1:]])
    assert (chosen[:2], chosen[-3:]) == ([few[0], many[0]], [many[-1], *few[1:]])
    assert len(chosen) == len(few) + fault_points.MOST_ALIKE


def refuse(_: Path) -> None:
    raise SoraError("This is no film.", "Choose another.")


def test_a_reader_that_refuses_in_a_sentence_passes(fed: Callable[..., Tally]) -> None:
    assert fed(refuse) == Tally(5)


def of_no_use(_: Path) -> None:
    raise ValueError("bad")


def opens_another(_: Path) -> None:
    Path("/etc/hostname").read_bytes()


def opens_another_unheard(_: Path) -> None:
    """As a library does, of which Python hears nothing."""
    LIBC.close(LIBC.open(b"/etc/hostname", 0))


def hangs(_: Path) -> None:
    while True:
        pass


@pytest.mark.parametrize(
    ("read", "watched", "said"),
    [
        (of_no_use, False, "ValueError: bad"),
        (opens_another, False, "touched open /etc/hostname"),
        (opens_another_unheard, True, "/etc/hostname"),
        (lambda _: os.kill(os.getpid(), signal.SIGKILL), False, "ended its process"),
        (hangs, False, "took more than"),
    ],
)
def test_a_careless_reader_is_found_out(
    fed: Callable[..., Tally], monkeypatch: pytest.MonkeyPatch, read: Callable[[Path], object], watched: bool, said: str
) -> None:
    if watched and not strace.available():
        pytest.skip(fault_points.NO_STRACE)
    monkeypatch.setattr(fuzzing, "LIMIT_S", 0.2)
    tally = fed(read, watched)
    assert said in tally.problems[0]


def written_over(folder: Path) -> Callable[[], object]:
    """Saves as nobody should: over the only copy."""

    def save() -> None:
        with (folder / "film").open("w") as file:
            file.write("new")
            file.flush()

    return save


def state(folder: Path) -> str:
    text = (folder / "film").read_text()
    assert text in (OLD, NEW), f"neither: {text!r}"
    return text


@pytest.mark.skipif(not strace.available(), reason=fault_points.NO_STRACE)
def test_a_save_over_the_only_copy_is_found_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def lay_out(folder: Path) -> None:
        folder.mkdir()
        (folder / "film").write_text(OLD)

    monkeypatch.setattr(fault_points, "DEEDS", (Deed("careless", written_over, state),))
    monkeypatch.setattr(fault_points, "lay_out", lay_out)
    for name, row in (("kills", fault_points.kill_points), ("faults", fault_points.disk_faults)):
        (tmp_path / name).mkdir()
        tally = row(Effort(True, 1), Random(1), tmp_path / name)
        assert tally.corrupt
        assert "neither: ''" in " ".join(tally.problems)


def test_what_a_child_said_before_it_was_killed_is_heard_and_half_a_word_is_not(tmp_path: Path) -> None:
    child = Forked.start(lambda link: (link.say(1), link._end.sendall(b"\0\0\1\0half"), time.sleep(60)))
    time.sleep(0.1)
    child.kill()
    assert child.heard_out() == [1]
    child.wait()


def test_a_fault_of_the_matrix_itself_is_told() -> None:
    child = Forked.start(lambda link: 1 / 0)
    [crashed] = child.heard_out()
    child.wait()
    assert isinstance(crashed, Crashed)
    assert "ZeroDivisionError" in str(crashed)
    assert in_lanes(1, partial(divmod, 1), [0]).failed  # type: ignore[arg-type]
