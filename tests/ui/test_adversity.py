"""What goes wrong around a film and its disk, met in the real window: it says so where one looks, and goes on."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

pytest.importorskip("PySide6")

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QPushButton

from sora_studio.storage.project_file import ProjectFile
from sora_studio.studio.studio import RenderOrder
from sora_studio.timeline.project import Project
from sora_studio.ui.closing import UnsavedDialog
from sora_studio.ui.export.dialog import ExportDialog
from sora_studio.ui.kit import Toast
from sora_studio.ui.recovery.damaged import DamagedDialog
from tests.disks import fill, small_disk
from tests.ui.adversity import Begin, make_film, see, shot, still_edits, told, write
from tests.ui.person import Ctrl, Key, Person, Shift


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A small disk of its own."""
    with small_disk(tmp_path / "disk", "16m") as folder:
        yield folder


@pytest.fixture
def read_only_film(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Path]:
    """A rendered film where nobody can write, root included; an ordinary user needs only be forbidden to."""
    forbidding = os.name != "nt" and os.getuid() != 0
    folder = tmp_path / "theirs" if forbidding else request.getfixturevalue("disk")
    film = make_film(folder, "draft")
    shutil.copytree(folder / "models", tmp_path / "models")
    if forbidding:
        film.chmod(0o444)
        folder.chmod(0o555)
    else:
        subprocess.run(["mount", "-o", "remount,ro", str(folder)], check=True)
    yield film
    if forbidding:
        folder.chmod(0o755)


def test_a_read_only_film_opens_plays_and_exports_and_refuses_edits_in_a_sentence(
    begin: Begin, read_only_film: Path, tmp_path: Path
) -> None:
    before = read_only_film.read_bytes()
    person = begin(read_only_film)
    project, status = person.document.project, person.window.status
    assert status.saved.text().startswith("Read only")
    see(person, 1)
    person.press(Key.Key_Space)
    start = person.document.transport.frame
    person.wait_for(lambda: person.document.transport.frame > start + 6)
    person.press(Key.Key_Space)

    person.click(person.canvas, person.on_clip(2))
    person.press(Key.Key_Delete)
    assert told(person).count("read only") == 1
    assert status.saved.text().startswith("Read only")
    write(person, 1, "a boat on the sea")
    [editor] = [person.editor.timeline.writing.editor]
    assert editor is not None
    assert editor.toPlainText() == "a boat on the sea", "what was written must not be lost"
    person.click(editor)
    person.press(Key.Key_Escape)
    assert person.editor.timeline.writing.editor is None
    assert person.document.render(RenderOrder(positions=(1,), takes=3, stage="draft")) is None
    assert person.document.project == project
    assert person.document.studio.undo_labels == ()
    assert told(person).count("read only") == 1

    export(person, tmp_path / "out.mp4")
    person.wait_for(lambda: "is written" in told(person))
    assert (tmp_path / "out.mp4").stat().st_size > 1000
    person.press(Key.Key_W, Ctrl)
    assert person.window.document is None
    assert read_only_film.read_bytes() == before


def test_a_read_only_film_is_worked_on_as_a_copy(
    begin: Begin, read_only_film: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = begin(read_only_film)
    copy = tmp_path / "mine.sora"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, **__: (str(copy), ""))
    person.window.commands.run("film.save_copy")
    person.wait_for(copy.exists)
    assert person.window.open(copy)
    assert person.window.status.saved.text().startswith("Saved")
    assert person.document.badge(person.shot_ids[0]) == "draft"
    still_edits(person)


def export(person: Person, out: Path) -> None:
    def accept() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, ExportDialog)
        dialog.path.setText(str(out))
        person.click(dialog.write)

    QTimer.singleShot(300, accept)
    person.window.commands.run("film.export")


def answer(click: Callable[[UnsavedDialog], QPushButton], heard: list[str]) -> None:
    """In a moment, when the window asks what to do with the unsaved: hear what it says, and click."""

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, UnsavedDialog):
            QTimer.singleShot(100, look)
            return
        heard.append(dialog.told.text())
        QTest.mouseClick(click(dialog), Qt.MouseButton.LeftButton)

    QTimer.singleShot(100, look)


def test_a_full_disk_is_told_and_no_edit_is_lost_once_there_is_room(begin: Begin, disk: Path) -> None:
    film = make_film(disk)
    person = begin(film, models_folder=str(disk / "models"))
    status = person.window.status
    ballast = disk / "ballast"
    fill(ballast)
    words = "a boat " * 3000
    assert person.document.edit("Write", lambda film: _with_prompt(film, words))
    person.wait_for(lambda: "the disk is full" in told(person))
    assert status.saved.text().startswith("Not saved: the disk is full")
    assert "is safe" in status.saved.text()
    write(person, 2, "a boat on the sea")
    assert shot(person, 2).direction.prompt == "a boat on the sea", "one writes on while the disk is full"
    assert told(person).count("the disk is full") == 1
    edited = person.document.project

    heard: list[str] = []
    answer(lambda dialog: dialog.go_on, heard)
    person.press(Key.Key_W, Ctrl)
    assert heard[0].startswith("The disk is full")
    assert person.document.project == edited, "the film was let go with edits that are nowhere"

    ballast.unlink()
    person.wait_for(lambda: status.saved.text().startswith("Saved"))
    person.press(Key.Key_Z, Ctrl)
    person.press(Key.Key_Z, Ctrl)
    person.press(Key.Key_R, Ctrl)
    person.wait_for(lambda: not person.going)
    assert all(each.shown is not None for each in person.document.shots_shown())
    person.press(Key.Key_Z, Ctrl | Shift)
    last = person.document.project
    person.press(Key.Key_W, Ctrl)
    assert person.window.document is None
    with ProjectFile.open(film) as file:
        assert file.load() == last


@pytest.mark.parametrize("rescued", [True, False])
def test_a_film_on_a_full_disk_is_closed_as_a_copy_elsewhere_or_without_its_last_edits(
    begin: Begin, disk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rescued: bool
) -> None:
    film, copy = make_film(disk), tmp_path / "elsewhere.sora"
    person = begin(film, models_folder=str(disk / "models"))
    before = person.document.project
    fill(disk / "ballast")
    assert person.document.edit("Write", lambda film: _with_prompt(film, "a boat " * 3000))
    edited = person.document.project
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, **__: (str(copy), ""))
    answer(lambda dialog: dialog.save_copy if rescued else dialog.give_up, [])
    person.press(Key.Key_W, Ctrl)
    assert person.window.document is None
    with ProjectFile.open(film) as file:
        assert file.load() == before
    assert copy.exists() == rescued
    if rescued:
        with ProjectFile.open(copy) as file:
            assert file.load() == edited


def test_a_disk_that_fills_while_takes_are_made_loses_no_take_and_asks_for_room(begin: Begin, disk: Path) -> None:
    person = begin(make_film(disk), models_folder=str(disk / "models"))
    ballast = disk / "ballast"
    person.document.queue.hold(True)
    person.press(Key.Key_R, Ctrl)
    assert len(person.going) == 3
    fill(ballast)
    person.document.queue.hold(False)
    person.wait_for(lambda: "disk is full" in told(person))
    person.wait_for(lambda: not any(item.state == "running" for item in person.document.queue.items))
    ballast.unlink()
    if person.document.queue.paused:
        person.window.commands.run("queue.pause")
    person.window.commands.run("queue.retry_failed")
    person.wait_for(lambda: not person.going)
    assert [item.state for item in person.document.queue.items] == ["done"] * 3
    assert all(each.shown is not None for each in person.document.shots_shown())
    person.wait_for(lambda: person.window.status.saved.text().startswith("Saved"))


def _with_prompt(film: Project, prompt: str) -> Project:
    first = film.scenes[0].shots[0]
    return film.with_shot(replace(first, direction=replace(first.direction, prompt=prompt)))


def test_a_film_open_in_another_program_is_left_to_it(begin: Begin, tmp_path: Path) -> None:
    film, mine = make_film(tmp_path / "theirs"), make_film(tmp_path)
    hold = "import sys\nfrom pathlib import Path\nfrom sora_studio.storage.project_file import ProjectFile\n"
    hold += "with ProjectFile.open(Path(sys.argv[1])): print('held', flush=True); sys.stdin.read()\n"
    with subprocess.Popen(
        [sys.executable, "-c", hold, str(film)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        assert other.stdin is not None
        assert other.stdout.readline() == "held\n"
        person = begin(mine)
        assert not person.window.open(film)
        assert "open in another Sora Studio" in told(person)
        assert person.document.studio.path == mine, "the film that was open stays open"
        still_edits(person)
        assert person.window.open(mine), "the film one has open is no other program's"
        other.stdin.close()
    assert person.window.open(film)


def test_a_film_open_in_another_window_is_left_to_it(begin: Begin, tmp_path: Path) -> None:
    film = make_film(tmp_path)
    first, second = begin(film), begin()
    assert not second.window.open(film)
    assert "open in another Sora Studio" in told(second)
    assert second.window.welcome.isVisible()
    first.window.activateWindow()
    still_edits(first)


@pytest.mark.parametrize("damage", ["cut", "zeros", "text", "folder", "gone"])
def test_a_damaged_film_is_told_on_the_welcome_page_and_stays_untouched(
    begin: Begin, tmp_path: Path, damage: str
) -> None:
    film = make_film(tmp_path)
    content = film.read_bytes()
    if damage == "folder":
        film.unlink()
        film.mkdir()
    elif damage == "gone":
        film.unlink()
    else:
        broken = {
            "cut": content[: len(content) // 2],
            "zeros": content[:3000] + bytes(len(content) - 3000),
            "text": b"Once upon a time\n",
        }
        film.write_bytes(broken[damage])
    before = film.read_bytes() if film.is_file() else b""
    person = begin()
    person.window.welcome.open_requested.emit(film)
    dialogs = person.window.findChildren(DamagedDialog)
    assert str(film.name) in (dialogs[0].windowTitle() if damage in ("cut", "zeros") else told(person))
    for dialog in dialogs:
        person.click(dialog.cancel)
    assert person.window.document is None
    assert person.window.welcome.isVisible()
    assert (film.read_bytes() if film.is_file() else b"") == before
    good = make_film(tmp_path / "good")
    assert person.window.open(good)


@pytest.mark.parametrize("content", [b"\xff\xfe\x00\x81binary\x00", b"", None])
def test_a_script_that_cant_be_read_is_told(
    begin: Begin, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes | None
) -> None:
    script = tmp_path / "script.txt"
    if content is not None:
        script.write_bytes(content)
    person = begin()
    person.window.welcome.new_from_script(script)
    [toast] = person.window.welcome.findChildren(Toast)
    assert script.name in toast.texts[0]
    assert person.window.welcome.pages.currentWidget() is person.window.welcome.home
    assert person.window.open(make_film(tmp_path))
    project = person.document.project
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(script), ""))
    person.window.commands.run("film.import_script")
    person.qtbot.waitUntil(lambda: script.name in told(person), timeout=8000)
    assert person.document.project == project
    still_edits(person)
