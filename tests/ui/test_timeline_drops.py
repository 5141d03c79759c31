"""Files of every sort, dropped on the timeline."""

import wave
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("PySide6")

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QImage
from pytestqt.qtbot import QtBot

from sora_studio.timeline.edits import set_prompt
from tests.ui.timeline_desk import Desk, Keys, Left, make


@pytest.fixture
def desk(tmp_path: Path, qtbot: QtBot, dressed) -> Iterator[Desk]:
    made = make(tmp_path, qtbot)
    yield made
    made.close()


def drop(desk: Desk, path: Path, at: QPoint) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    event = QDropEvent(QPointF(at), Qt.DropAction.CopyAction, mime, Left, Keys.NoModifier)
    desk.canvas.dropEvent(event)


def drop_and_hear(desk: Desk, path: Path) -> None:
    """Drop a file that is read beside the window, and wait until something is said of it."""
    said = len(desk.told)
    drop(desk, path, desk.point(10))
    desk.qtbot.waitUntil(lambda: len(desk.told) > said, timeout=8000)


def test_scripts_pictures_and_sound_are_dropped_in(desk: Desk, tmp_path: Path) -> None:
    script = tmp_path / "more.txt"
    script.write_text("a fox runs\n\na hare sits\n", encoding="utf-8")
    drop_and_hear(desk, script)
    assert len(desk.ids) == 5
    assert [(message.text, message.undo) for message in desk.told] == [("1 scene, 2 shots added.", True)]
    desk.told.clear()
    picture = tmp_path / "sketch.png"
    image = QImage(64, 32, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.red)
    assert image.save(str(picture))
    drop(desk, picture, desk.point(10))
    assert desk.document.project.find(desk.ids[0])[1].sketch
    assert desk.undo[0] == "Draw shot 1"
    sound = tmp_path / "tone.wav"
    with wave.open(str(sound), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(b"\0\1" * 8000)
    drop(desk, sound, QPoint(desk.point(24).x() + 2, desk.canvas.height() - 20))
    desk.qtbot.waitUntil(lambda: bool(desk.document.project.tracks), timeout=8000)
    cue = desk.document.project.tracks[0].cues[0]
    assert (cue.name, cue.start_frame, cue.duration_frames) == ("tone.wav", 24, 24)
    desk.window.grab()
    assert not desk.told


@pytest.mark.parametrize("ending", [".webp", ".bmp", ".tiff", ".JPG"])
def test_a_drawing_of_any_sort_that_is_read_is_dropped_on_a_clip(desk: Desk, tmp_path: Path, ending: str) -> None:
    image = QImage(64, 32, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.red)
    assert image.save(str(tmp_path / f"sketch{ending}"))
    drop(desk, tmp_path / f"sketch{ending}", desk.point(10))
    assert desk.document.project.find(desk.ids[0])[1].sketch
    assert not desk.told


def test_shot_lists_subtitles_and_cuts_are_dropped_in(desk: Desk, tmp_path: Path) -> None:
    shots = tmp_path / "list.csv"
    shots.write_text("Description,Size\na fox runs,CU\n", encoding="utf-8")
    drop_and_hear(desk, shots)
    added = desk.document.project.find(desk.ids[3])[1]
    assert (added.direction.prompt, added.direction.size) == ("a fox runs", "CU")
    subtitles = tmp_path / "said.srt"
    subtitles.write_text("1\n00:00:00,000 --> 00:00:00,900\nANNA: Hello.\n", encoding="utf-8")
    drop_and_hear(desk, subtitles)
    assert [line.text for line in desk.document.project.find(desk.ids[0])[1].dialogue] == ["Hello."]
    assert desk.told[-1].undo
    before = desk.document.project
    cut = tmp_path / "cut.edl"
    cut.write_text("no cut list at all", encoding="utf-8")
    drop_and_hear(desk, cut)
    assert desk.document.project == before
    assert "cut.edl" in desk.told[-1].text + desk.told[-1].hint
    assert not desk.document.save_state.problem, "what can't be read is no trouble with saving"


def test_scripts_dropped_together_follow_each_other_while_one_goes_on_writing(desk: Desk, tmp_path: Path) -> None:
    paths = [tmp_path / f"{name}.txt" for name in ("one", "two", "three")]
    for path in paths:
        path.write_text(f"{path.stem} fox\n", encoding="utf-8")
    paths[1].write_text(" ", encoding="utf-8")
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    desk.canvas.dropEvent(QDropEvent(QPointF(desk.point(10)), Qt.DropAction.CopyAction, mime, Left, Keys.NoModifier))
    desk.document.edit("Write", lambda film: set_prompt(film, desk.ids[0], "meanwhile"))
    desk.qtbot.waitUntil(lambda: len(desk.told) == 3, timeout=8000)
    prompts = [shot.direction.prompt for _, shot in desk.document.project.shots()]
    assert (prompts[0], prompts[-2:]) == ("meanwhile", ["one fox", "three fox"])
    assert "two.txt" in desk.told[1].text
