"""What is wrong with the machine or its models, met in the real window: it says so where one looks, and goes on."""

import re
import sys
from pathlib import Path

import pytest

pytest.importorskip("PySide6")

from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog

from sora_studio.ui.preferences.devices import DevicesPage
from sora_studio.ui.preferences.view import PreferencesDialog
from sora_studio.ui.sound.output import output_problem
from tests.film.sounds import tone, write_wav
from tests.inference.lone_driver import TOLD, give_lone_driver
from tests.inference.tiny_pack import Tiny, make_pack
from tests.ui.adversity import Begin, make_film, see, shot, still_edits, told
from tests.ui.person import Ctrl, Key

ABSENT_GPU = "coreml" if sys.platform == "win32" else "directml"


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
