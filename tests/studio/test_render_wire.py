"""What goes between the window's process and the one that renders comes out as it went in."""

import io
import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from sora_studio.errors import BlankPicture, OutOfMemory, PackError, SoraError
from sora_studio.inference.events import StepDone
from sora_studio.inference.packs import load_pack
from sora_studio.storage.disk import FlushError
from sora_studio.studio.endings import error_heard, error_told
from sora_studio.studio.pipe import FRAME, MAGIC, GarbledError, Mouth, read_message
from sora_studio.studio.planning import PlannedTake
from sora_studio.studio.render_shelf import TakeShelf
from sora_studio.studio.render_wire import name_of, step_heard, step_told, take_told
from tests.inference.tiny_pack import make_pack
from tests.studio.test_agenda import REQUEST


class Pipe(io.BytesIO):
    """Stays readable when its writer is done."""


def through(kind: str, body: memoryview | bytes = b"", **head: object) -> tuple[dict[str, object], bytearray]:
    pipe = Pipe()
    Mouth(pipe).say(kind, body, **head)
    pipe.seek(0)
    message = read_message(pipe)
    assert message is not None
    assert read_message(pipe) is None
    return message


def test_a_message_comes_out_as_it_went_in() -> None:
    head, body = through("step", b"pixels", text="“à” \x00", numbers=[0.1, 2, -1e-300])
    assert head == {"is": "step", "text": "“à” \x00", "numbers": [0.1, 2, -1e-300]}
    assert body == b"pixels"


@pytest.mark.parametrize("cut", [1, FRAME.size - 1, FRAME.size, FRAME.size + 3])
def test_half_a_message_is_none(cut: int) -> None:
    pipe = Pipe()
    Mouth(pipe).say("step", b"pixels")
    assert read_message(Pipe(pipe.getvalue()[:cut])) is None


@pytest.mark.parametrize(
    "written", [b"garbled" * 9, FRAME.pack(MAGIC, 1 << 30, 0), FRAME.pack(MAGIC, 2, 0) + b"}{"], ids=range(3)
)
def test_what_is_no_message_is_refused(written: bytes) -> None:
    with pytest.raises(GarbledError):
        read_message(Pipe(written))


def test_a_step_and_its_preview() -> None:
    preview = np.random.default_rng(0).integers(0, 255, (3, 4, 5, 3), dtype=np.uint8)
    done = StepDone("draft", 2, 7, 1.25, preview)
    head, pixels = through("step", preview.reshape(-1).data, **step_told(done, preview))
    heard = step_heard(head, pixels)
    assert np.array_equal(heard.preview, preview)  # pyright: ignore[reportArgumentType]
    assert (heard.stage, heard.step, heard.steps, heard.seconds_left) == ("draft", 2, 7, 1.25)
    assert step_heard(*through("step", **step_told(done, None))).preview is None


@pytest.mark.parametrize("kind", [SoraError, PackError, BlankPicture, FlushError])
def test_an_error_is_of_the_same_class(kind: type[SoraError]) -> None:
    heard = error_heard(json.loads(json.dumps(error_told(kind("It “failed”.", "Do this.")))))
    assert (type(heard), heard.message, heard.hint) == (kind, "It “failed”.", "Do this.")


def test_figures_of_memory_come_along() -> None:
    told = OutOfMemory("There is not enough memory.", "Close programs.", 7_900_000_000, 6_100_000_000, 1)
    heard = error_heard(json.loads(json.dumps(error_told(told))))
    assert isinstance(heard, OutOfMemory)
    assert (heard.needed_bytes, heard.free_bytes, heard.halvings) == (7_900_000_000, 6_100_000_000, 1)


def test_takes_that_go_on_from_one_another_are_the_same_values(tmp_path: Path) -> None:
    pack = load_pack(make_pack(tmp_path / "tiny"))
    request = replace(REQUEST, pack_digest=pack.digest, guidance=2.0)
    take: PlannedTake | None = None
    shelf = TakeShelf()
    for at in range(2000):
        take = PlannedTake(f"s{at}", at + 1, 1, "draft", replace(request, seed=at), pack, take)
        shelf.tell(json.loads(json.dumps(take_told(take))))
    assert take is not None
    heard: PlannedTake | None = shelf.take(name_of(take))
    assert heard is not None
    assert heard.pack == pack
    while take is not None:
        assert heard == take
        assert heard is not None
        assert heard.digest == take.digest
        heard, take = heard.continues, take.continues


def test_a_take_whose_pack_was_away_is_made_when_it_is_back(tmp_path: Path) -> None:
    pack = load_pack(make_pack(tmp_path / "tiny"))
    take = PlannedTake("s", 1, 1, "draft", replace(REQUEST, pack_digest=pack.digest), pack)
    shelf = TakeShelf()
    shelf.tell(json.loads(json.dumps(take_told(take))))
    away = pack.folder.rename(tmp_path / "away")
    for _ in range(2):
        with pytest.raises(PackError):
            shelf.take(name_of(take))
    away.rename(pack.folder)
    assert shelf.take(name_of(take)) == take
