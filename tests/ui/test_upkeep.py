"""Upkeep: a changed film is backed up beside the window, an unchanged one is left alone."""

from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("PySide6")

from pytestqt.qtbot import QtBot

from sora_studio.storage.project_file import ProjectFile
from sora_studio.studio.config import Config
from sora_studio.studio.versions import versions_folder, versions_of
from sora_studio.timeline.edits import set_prompt
from sora_studio.ui.document import FilmDocument, Message
from sora_studio.ui.upkeep import Upkeep
from tests.studio.film import open_tiny_studio


@pytest.fixture
def document(qtbot: QtBot, tmp_path: Path) -> Iterator[FilmDocument]:
    document = FilmDocument(open_tiny_studio(tmp_path))
    yield document
    document.close()


def write(document: FilmDocument, prompt: str) -> None:
    _, shot = next(document.project.shots())
    assert document.edit("Write prompt", lambda project: set_prompt(project, shot.id, prompt))


def test_a_changed_film_is_backed_up_and_an_unchanged_one_is_not(qtbot: QtBot, document: FilmDocument) -> None:
    upkeep, film = Upkeep(document, Config()), document.studio.path
    upkeep.back_up()
    write(document, "a fox in the snow")
    upkeep.back_up()
    qtbot.waitUntil(lambda: len(versions_of(film)) == 1, timeout=5000)
    upkeep.back_up()
    qtbot.wait(100)
    [kept] = versions_of(film)
    with ProjectFile.open(kept.path) as copy:
        assert copy.load() == document.project


def test_where_none_can_be_kept_it_is_told_once(qtbot: QtBot, document: FilmDocument) -> None:
    told: list[Message] = []
    document.noticed.connect(told.append)
    versions_folder(document.studio.path).write_text("in the way")
    upkeep = Upkeep(document, Config())
    for prompt in ("a fox", "a hare"):
        write(document, prompt)
        upkeep.back_up()
        qtbot.waitUntil(lambda: bool(told), timeout=5000)
        qtbot.wait(150)
    assert len(told) == 1
    assert told[0].hint


def test_never_means_never(qtbot: QtBot, document: FilmDocument) -> None:
    upkeep = Upkeep(document, Config(backup_minutes=0))
    assert not upkeep._timer.isActive()
    upkeep.configure(Config(backup_minutes=5))
    assert upkeep._timer.interval() == 300_000
