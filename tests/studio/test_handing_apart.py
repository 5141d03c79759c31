"""Handed over by a process beside the window: the same files, stopped when asked, and told where it ends unasked."""

import base64
import os
from dataclasses import replace
from pathlib import Path

import pytest

from sora_studio.errors import Cancelled, ExportError, SoraError
from sora_studio.exchange.cut_reading import read_cut
from sora_studio.inference.cancel import CancelToken
from sora_studio.studio import handing_apart
from sora_studio.studio.film_apart import FilmTask
from sora_studio.studio.handing_apart import hand_over_apart, write_page_apart
from sora_studio.studio.handing_over import hand_over
from sora_studio.studio.studio import RenderOrder, Studio
from tests.studio.film import open_tiny_studio


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Studio:
    studio = open_tiny_studio(tmp_path_factory.mktemp("handing"))
    list(studio.render(RenderOrder(positions=[1, 2], previews=False), device="cpu"))
    return studio


Told = list[tuple[int, int]]


def handed(studio: Studio, out: Path, told: Told | None = None, cancel: CancelToken | None = None) -> list[str]:
    def progress(done: int, total: int) -> None:
        if told is not None:
            told.append((done, total))

    task = FilmTask(studio.project, studio.shots(), studio.store, out, progress, cancel or CancelToken())
    return hand_over_apart(task, with_media=True)


def test_it_leaves_and_tells_what_it_does_here(studio: Studio, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    begun = os.times()
    lost = handed(studio, tmp_path / "film.edl", told)
    ended = os.times()
    assert ended.children_user - begun.children_user > ended.user - begun.user, "the work isn't done in this process"
    (tmp_path / "here").mkdir()
    assert lost == hand_over(studio.project, studio.shots(), studio.store, tmp_path / "here" / "film.edl")
    assert any("Shot 3" in each for each in lost)
    assert read_cut(tmp_path / "film.edl").clips == read_cut(tmp_path / "here" / "film.edl").clips
    names = [sorted(path.name for path in (tmp_path / at / "film media").iterdir()) for at in ("", "here")]
    assert names[0] == names[1]
    assert told[-1][0] == told[-1][1]


def test_it_is_stopped_and_the_file_before_it_stays(studio: Studio, tmp_path: Path) -> None:
    (tmp_path / "film.otioz").write_text("before")
    # Before it begins: a film as short as this may be written before a later word arrives.
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(Cancelled):
        handed(studio, tmp_path / "film.otioz", cancel=cancel)
    assert (tmp_path / "film.otioz").read_text() == "before"
    assert [path.name for path in tmp_path.iterdir()] == ["film.otioz"]


def test_what_is_refused_there_is_refused_here(studio: Studio, tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="no folder"):
        handed(studio, tmp_path / "nowhere" / "film.edl")


def test_a_process_that_ends_unasked_is_told(studio: Studio, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(handing_apart, "HANDING", "tests.studio.crashing_process")
    with pytest.raises(SoraError, match="the process that writes it stopped"):
        handed(studio, tmp_path / "film.edl")


def test_the_web_page_is_written_there_too(studio: Studio, tmp_path: Path) -> None:
    out = tmp_path / "Größe.html"
    task = FilmTask(studio.project, studio.shots(), studio.store, out, lambda *_: None, CancelToken())
    assert write_page_apart(task) is None
    head = base64.b64encode(b"\0\0\0\x20ftypisom").decode()
    assert head in out.read_text(encoding="utf-8"), "the film is in it"
    assert [path.name for path in tmp_path.iterdir()] == [out.name]
    cancel = CancelToken()
    stopped = replace(task, out=tmp_path / "other.html", on_progress=lambda *_: cancel.cancel(), cancel=cancel)
    with pytest.raises(Cancelled):
        write_page_apart(stopped)
    assert [path.name for path in tmp_path.iterdir()] == [out.name]
