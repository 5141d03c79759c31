"""From nothing to a film: everything a filmmaker does, in the real window; then the same while things go wrong."""

import os
import random
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

pytest.importorskip("PySide6")

from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from sora_studio import paths
from tests.disks import fill, small_disk
from tests.ui import journey
from tests.ui.person import Ctrl, Key, Person, open_window

KILLS = 10


@pytest.fixture
def begin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot, dressed) -> Iterator[Callable[[Path], Person]]:
    """Sits a person down at a window whose films lie in a folder."""
    people: list[Person] = []

    def sit_down(folder: Path) -> Person:
        monkeypatch.setattr(paths, "user_data_folder", lambda: tmp_path / "data")
        monkeypatch.setattr(paths, "documents_folder", lambda: folder / "documents")
        people.append(Person(open_window(tmp_path), qtbot))
        return people[-1]

    yield sit_down
    for person in people:
        assert not person.strays.seen
        person.window.close()
        person.window.deleteLater()


def close_and_reopen(person: Person) -> None:
    """Everything is as it was left."""
    left = journey.Left.of(person)
    person.press(Key.Key_W, Ctrl)
    assert person.window.document is None
    journey.reopen(person)
    assert journey.Left.of(person) == left


def test_a_film_from_its_first_word_to_the_file_and_back(begin: Callable[[Path], Person], tmp_path: Path) -> None:
    person = begin(tmp_path)
    journey.write_the_film(person)
    journey.write_a_prompt_on_its_clip(person)
    journey.see_a_draft_being_made(person)
    journey.make_three_takes_and_pin_the_second(person)
    journey.draft_the_others(person)
    journey.cut_it(person)
    journey.undo_all_and_redo_all(person)
    journey.export_it(person, tmp_path / "tale.mp4")
    close_and_reopen(person)


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="POSIX signals")
def test_the_journey_while_what_renders_is_killed_ten_times(begin: Callable[[Path], Person], tmp_path: Path) -> None:
    person = begin(tmp_path)
    dice, killed = random.Random(7), set[int]()

    def kill() -> None:
        document = person.window.document
        pid = document.queue._worker.engine.pid if document is not None else None
        if pid is not None and len(killed) < KILLS:
            os.kill(pid, signal.SIGKILL)
            killed.add(pid)
        QTimer.singleShot(dice.randrange(1000, 6000), kill)

    journey.write_the_film(person)
    journey.write_a_prompt_on_its_clip(person)
    QTimer.singleShot(500, kill)
    journey.see_a_draft_being_made(person)
    journey.make_three_takes_and_pin_the_second(person)
    journey.draft_the_others(person)
    journey.cut_it(person)
    journey.undo_all_and_redo_all(person)
    while len(killed) < KILLS:
        panel = person.editor.panel
        count = len(journey.shot(person, 1).takes) + 1
        person.click(person.canvas, person.on_clip(1))
        person.click(panel.bar.draft)
        journey.wait_for_takes(person, 1, count)
    journey.export_it(person, tmp_path / "tale.mp4")
    close_and_reopen(person)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    with small_disk(tmp_path / "disk", "64m") as folder:
        yield folder


@pytest.fixture
def ballast(disk: Path, begin: object) -> Iterator[Path]:
    """Gone before the window closes, which would ask what to do with the unsaved."""
    yield disk / "ballast"
    (disk / "ballast").unlink(missing_ok=True)


@pytest.mark.slow
def test_the_journey_on_a_disk_that_is_full_for_a_while(
    disk: Path, begin: Callable[[Path], Person], ballast: Path
) -> None:
    person = begin(disk)
    journey.write_the_film(person)
    fill(ballast)
    journey.write_a_prompt_on_its_clip(person)
    person.wait_for(lambda: person.window.status.saved.text().startswith("Not saved: the disk is full"))
    ballast.unlink()
    journey.see_a_draft_being_made(person)
    fill(ballast)
    QTimer.singleShot(6000, ballast.unlink)
    journey.make_three_takes_and_pin_the_second(person)
    assert not ballast.exists()
    journey.draft_the_others(person)
    fill(ballast)
    person.window.commands.run("timeline.marker.add")
    person.wait_for(lambda: person.window.status.saved.text().startswith("Not saved: the disk is full"))
    # Told once, and put away: what cannot be saved meanwhile is no news.
    journey.cut_it(person)
    journey.undo_all_and_redo_all(person)
    ballast.unlink()
    journey.export_it(person, disk / "tale.mp4")
    person.wait_for(lambda: person.window.status.saved.text().startswith("Saved"))
    close_and_reopen(person)
