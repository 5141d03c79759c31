"""What goes wrong around a film, met in the real window: it says so where one looks, and goes on."""

import os
import re
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
from pytestqt.qtbot import QtBot

from sora_studio import paths
from sora_studio.storage.project_file import ProjectFile
from sora_studio.studio.config import Config
from sora_studio.studio.keeping import KIND_OF_STAGE
from sora_studio.studio.studio import RenderOrder
from sora_studio.timeline.project import Project
from sora_studio.timeline.shot import Shot
from sora_studio.ui.closing import UnsavedDialog
from sora_studio.ui.export.dialog import ExportDialog
from sora_studio.ui.kit import Toast
from sora_studio.ui.preferences.devices import DevicesPage
from sora_studio.ui.preferences.view import PreferencesDialog
from sora_studio.ui.recovery.damaged import DamagedDialog
from sora_studio.ui.sound.output import output_problem
from tests.disks import fill, small_disk
from tests.film.sounds import tone, write_wav
from tests.inference.lone_driver import TOLD, give_lone_driver
from tests.inference.tiny_pack import Tiny, make_pack
from tests.studio.film import open_tiny_studio
from tests.ui.person import Ctrl, Key, Person, Shift, open_window

ABSENT_GPU = "coreml" if sys.platform == "win32" else "directml"


@pytest.fixture(autouse=True)
def surroundings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of the user's is read, and the only models are those a test makes."""
    monkeypatch.setattr(paths, "user_data_folder", lambda: tmp_path / "data")
    monkeypatch.setattr(paths, "documents_folder", lambda: tmp_path / "documents")
    monkeypatch.setattr(paths, "models_folders", list)


Begin = Callable[..., Person]


@pytest.fixture
def begin(tmp_path: Path, qtbot: QtBot, dressed) -> Iterator[Begin]:
    """Sits a person down at a window, with a film open where one is named."""
    people: list[Person] = []

    def sit_down(film: Path | None = None, **config: object) -> Person:
        settings = {"device": "cpu", "models_folder": str(tmp_path / "models"), **config}
        person = Person(open_window(tmp_path, Config(**settings)), qtbot)
        people.append(person)
        assert film is None or person.window.open(film)
        return person

    yield sit_down
    for person in people:
        person.window.close()
        person.window.deleteLater()


def make_film(folder: Path, stage: str = "", project: Project | None = None) -> Path:
    """The tiny film with its models beside it; with a `stage`, its shots rendered."""
    folder.mkdir(exist_ok=True)
    with open_tiny_studio(folder, project) as studio:
        if stage:
            for _ in studio.render(RenderOrder(stage=stage), device="cpu"):  # type: ignore[arg-type]
                pass
    return folder / "film.sora"


def shot(person: Person, number: int) -> Shot:
    return person.document.project.find(person.shot_ids[number - 1])[1]


def told(person: Person) -> str:
    """Everything the window's messages say now."""
    return "\n".join(person.window.toast.texts)


def write(person: Person, number: int, prompt: str) -> None:
    """Write the prompt on the shot's clip."""
    person.double_click(person.canvas, person.on_clip(number))
    person.press(Key.Key_A, Ctrl)
    person.type(prompt)
    person.press(Key.Key_Return)


def still_edits(person: Person) -> None:
    """The film takes an edit and gives it back."""
    before = person.document.project
    write(person, 1, "a boat on the sea")
    assert shot(person, 1).direction.prompt == "a boat on the sea"
    person.press(Key.Key_Z, Ctrl)
    assert person.document.project == before


def see(person: Person, number: int) -> None:
    """Put the playhead into the middle of the shot."""
    frames = person.document.project.shot_range(person.shot_ids[number - 1])
    person.click(person.canvas, person.on_ruler((frames.start + frames.stop) // 2))
    person.wait_for_rest()


def take_file(person: Person, number: int, which: int = -1) -> Path:
    take = shot(person, number).takes[which]
    return person.document.studio.store.path(KIND_OF_STAGE[take.stage], take.digest)


# The machine


@pytest.mark.skipif(sys.platform != "linux", reason="no way to limit a process's memory here")
def test_a_shot_that_ran_out_of_memory_is_finished_in_tiles_and_told(
    begin: Begin, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.studio.little_memory import limit_children, make_hungry_pipeline

    limit_children(monkeypatch, 350)
    make_hungry_pipeline(tmp_path / "models" / "tiny", says_its_shapes=False)
    person = begin(make_film(tmp_path))
    person.press(Key.Key_R, Ctrl)
    # Of the first that runs out; those after it begin with what helped.
    said = r"Not enough memory for shot \d \(needs more than the \d+ MB free\)\. Retried in tiles: done\."
    person.wait_for(lambda: re.search(said, told(person)))
    person.wait_for(lambda: all(shot(person, number).takes for number in (1, 2, 3)))


def test_a_gpu_without_its_libraries_is_told_where_shots_will_be_slower(
    begin: Begin, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    give_lone_driver(tmp_path, monkeypatch)
    person = begin(make_film(tmp_path), device="auto")
    status = person.window.status
    person.wait_for(lambda: status.device.text() == TOLD)
    assert TOLD in status.device.toolTip() or TOLD in status.device.accessibleName()


def test_a_gpu_that_is_not_there_is_told_and_the_cpu_is_a_choice_away(begin: Begin, tmp_path: Path) -> None:
    person = begin(make_film(tmp_path), device=ABSENT_GPU)
    status = person.window.status
    person.wait_for(status.other_device.isVisible)
    assert "GPU" in status.device.text()
    assert status.device.text() in status.other_device.toolTip()
    assert status.device.text() in told(person)
    still_edits(person)
    person.press(Key.Key_R, Ctrl)
    person.wait_for(lambda: person.document.stopped is not None)
    assert "GPU" in status.work.text()
    assert len(person.going) == 3

    def choose_the_cpu() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, PreferencesDialog)
        page = dialog.pages["devices"]
        assert isinstance(page, DevicesPage)
        person.wait_for(page.again.isEnabled)
        QTest.keyClick(page.device, Key.Key_Home)
        QTest.keyClick(page.device, Key.Key_Down)
        dialog.reject()

    QTimer.singleShot(300, choose_the_cpu)
    person.click(status.other_device)
    assert person.window.config.device == "cpu"
    person.wait_for(lambda: not person.going)
    assert all(shown.shown is not None for shown in person.document.shots_shown())
    assert status.device.text().startswith("CPU")
    assert not status.other_device.isVisible()


def test_a_machine_with_no_sound_device_plays_the_pictures_and_says_so(
    begin: Begin, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not output_problem():
        multimedia = pytest.importorskip("PySide6.QtMultimedia")
        monkeypatch.setattr(multimedia.QMediaDevices, "defaultAudioOutput", multimedia.QAudioDevice)
    person = begin(make_film(tmp_path))
    sound = write_wav(tmp_path / "hum.wav", tone(3.0), tone(3.0))
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([str(sound)], ""))
    person.window.commands.run("timeline.sound.import")
    person.wait_for(lambda: person.document.project.tracks)
    person.press(Key.Key_Space)
    person.wait_for(lambda: person.document.transport.frame > 12)
    assert person.document.transport.playing
    problem = output_problem()
    assert "without" in problem
    assert problem in told(person)
    assert person.editor.viewer.bar.mute.toolTip().startswith(problem)
    person.press(Key.Key_Space)
    still_edits(person)


# The film's file and its disk


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


# Takes


def test_a_missing_take_is_told_and_rendered_again(begin: Begin, tmp_path: Path) -> None:
    film = make_film(tmp_path, "draft")
    person = begin(film)
    lost = take_file(person, 1)
    person.press(Key.Key_W, Ctrl)
    lost.unlink()
    person = begin(film) if person.window.open(film) is False else person
    see(person, 1)
    notice = person.editor.viewer.notice
    assert person.document.badge(person.shot_ids[0]) == "card"
    assert notice.isVisible()
    assert "file is missing" in notice.text.text()
    assert notice.button.text() == "Render"
    person.click(notice.button)
    person.wait_for(lambda: not person.going)
    person.wait_for_rest()
    assert lost.is_file()
    assert person.document.badge(person.shot_ids[0]) == "draft"
    assert not notice.isVisible()


def test_where_a_refined_take_is_missing_the_draft_is_shown(begin: Begin, tmp_path: Path) -> None:
    make_film(tmp_path, "draft")
    film = make_film(tmp_path, "refined")
    person = begin(film)
    assert [take.stage for take in shot(person, 1).takes] == ["draft", "refined"]
    lost = take_file(person, 1)
    person.press(Key.Key_W, Ctrl)
    lost.unlink()
    assert person.window.open(film)
    see(person, 1)
    assert person.document.badge(person.shot_ids[0]) in ("draft", "stale")
    shown = person.document.shown(person.shot_ids[0])
    assert shown is not None
    assert shown.shown is not None
    assert shown.shown.take.stage == "draft"
    assert person.editor.viewer.notice.isVisible()
    assert "missing" in person.editor.viewer.notice.text.text()
    still_edits(person)


def test_a_damaged_take_is_told_and_rendered_again(begin: Begin, tmp_path: Path) -> None:
    film = make_film(tmp_path, "draft")
    person = begin(film)
    broken = take_file(person, 1)
    person.press(Key.Key_W, Ctrl)
    content = bytearray(broken.read_bytes())
    content[len(content) // 2] ^= 0xFF
    broken.write_bytes(content)
    assert person.window.open(film)
    see(person, 1)
    notice = person.editor.viewer.notice
    person.wait_for(notice.isVisible)
    assert "damaged" in notice.text.text()
    person.click(notice.button)
    person.wait_for(lambda: not person.going and not notice.isVisible())
    assert person.document.studio.store.verify("drafts", broken.name)


# Models


def test_a_film_whose_model_was_removed_plays_edits_and_takes_another(begin: Begin, tmp_path: Path) -> None:
    film = make_film(tmp_path, "draft")
    make_pack(tmp_path / "models" / "other", Tiny())
    (tmp_path / "models" / "tiny").rename(tmp_path / "tiny")
    person = begin(film)
    see(person, 1)
    notice = person.editor.viewer.notice
    assert notice.isVisible()
    assert "`tiny`" in notice.text.text()
    assert "still plays" in notice.text.text()
    assert person.document.badge(person.shot_ids[0]) == "draft"
    still_edits(person)
    person.press(Key.Key_R, Ctrl)
    assert "tiny" in told(person)
    assert not person.going
    person.click(notice.button)
    models = person.editor.models
    assert models.isVisible()
    person.wait_for(lambda: models.rows and models.rows[-1].isVisible())
    assert models.missing.isVisible()
    assert "tiny" in models.missing_text.text()
    person.click(next(row for row in models.rows if row.pack.name == "other"))
    person.click(models.page.use)
    assert person.document.project.settings.pack == "other"
    assert not models.missing.isVisible()
    person.window.commands.run("workspace.edit")
    assert not notice.isVisible()
    person.press(Key.Key_R, Ctrl)
    person.wait_for(lambda: not person.going)
    assert person.document.badge(person.shot_ids[0]) == "refined"


def test_a_model_removed_while_its_film_is_open_stops_the_queue_in_a_sentence(begin: Begin, tmp_path: Path) -> None:
    person = begin(make_film(tmp_path))
    (tmp_path / "models" / "tiny").rename(tmp_path / "tiny")
    person.press(Key.Key_R, Ctrl)
    person.wait_for(lambda: person.document.stopped is not None or "tiny" in told(person))
    still_edits(person)
    (tmp_path / "tiny").rename(tmp_path / "models" / "tiny")
    if person.document.queue.paused:
        person.window.commands.run("queue.pause")
    person.window.commands.run("film.render")
    person.window.commands.run("queue.retry_failed")
    person.wait_for(lambda: not person.going)
    assert all(each.shown is not None for each in person.document.shots_shown())


def test_a_refused_model_is_told_and_never_run(begin: Begin, tmp_path: Path) -> None:
    film = make_film(tmp_path)
    model = tmp_path / "models" / "tiny" / "draft.onnx"
    model.write_bytes(model.read_bytes() + b"\0")
    person = begin(film)
    see(person, 1)
    notice = person.editor.viewer.notice
    assert notice.isVisible()
    assert "draft.onnx" in notice.text.text()
    still_edits(person)
    person.press(Key.Key_R, Ctrl)
    assert not person.going
    person.click(notice.button)
    models = person.editor.models
    person.wait_for(lambda: models.rows and models.rows[-1].isVisible())
    assert models.rows[0].pack.refused
    assert not models.page.use.isVisible()
    assert "draft.onnx" in models.rows[0].pack.refused
