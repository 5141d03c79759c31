"""A scratch track from the microphone: counted in, seen on the meter, kept under the shot it was said over."""

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("PySide6")

from PySide6.QtCore import QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMainWindow
from pytestqt.qtbot import QtBot

from sora_studio.studio.sound_keeping import kept_sound
from sora_studio.ui.commands import Commands
from sora_studio.ui.document import FilmDocument, Message
from sora_studio.ui.sound import recording, recording_dialog
from sora_studio.ui.sound.level_meter import LevelMeter, peak_db
from sora_studio.ui.sound.microphone import input_problem
from sora_studio.ui.sound.recording import Recording
from tests.film.sounds import tone
from tests.studio.film import open_tiny_studio

WAIT_MS = 20_000
RATE = 16_000


class StandIn:
    """For the device, which no test machine has: what it hears comes from the test."""

    made: "list[StandIn]" = []  # noqa: RUF012

    def __init__(self, heard: Callable[[bytes], object], parent: QObject) -> None:
        self.hear, self.sample_rate, self.failed, self.open = heard, RATE, False, True
        StandIn.made.append(self)

    def close(self) -> None:
        self.open = False


class Desk:
    def __init__(self, document: FilmDocument, qtbot: QtBot) -> None:
        self.document, self.qtbot = document, qtbot
        self.told: list[Message] = []
        document.noticed.connect(self.told.append)
        self.window = QMainWindow()
        self.commands = Commands(self.window)
        self.recording = Recording(document, self.commands, self.window)
        qtbot.addWidget(self.window)
        self.window.show()
        qtbot.waitExposed(self.window)
        self.second = [shot for _, shot in document.project.shots()][1]
        document.selection.select([self.second.id])
        self.commands.refresh()

    def begin(self) -> recording_dialog.RecordingDialog:
        self.commands.run("film.record")
        dialog = self.recording.dialog
        assert dialog is not None
        return dialog


@pytest.fixture
def desk(tmp_path: Path, qtbot: QtBot, dressed: object) -> Iterator[Desk]:
    document = FilmDocument(open_tiny_studio(tmp_path))
    yield Desk(document, qtbot)
    document.close()


@pytest.fixture
def microphone(monkeypatch: pytest.MonkeyPatch) -> None:
    StandIn.made.clear()
    monkeypatch.setattr(recording, "input_problem", lambda: "")
    monkeypatch.setattr(recording_dialog, "Microphone", StandIn)
    monkeypatch.setattr(recording_dialog, "COUNT_MS", 20)


def pcm(samples: np.ndarray) -> bytes:
    return (samples * 32767).astype("<i2").tobytes()


def test_what_is_said_is_kept_under_its_shot(desk: Desk, microphone: None) -> None:
    dialog = desk.begin()
    assert dialog.windowTitle() == "Record over shot 2"
    assert not dialog.stop.isEnabled(), "nothing is recorded while it counts"
    said = tone(1.0)[: RATE // 2]
    StandIn.made[0].hear(pcm(said * 0))
    desk.qtbot.waitUntil(lambda: dialog.recording, timeout=WAIT_MS)
    start = desk.document.project.shot_range(desk.second.id).start
    assert desk.document.transport.playing
    for piece in np.split(said, 10):
        StandIn.made[0].hear(pcm(piece))
    assert dialog.meter.level_db > -20
    desk.qtbot.waitUntil(lambda: dialog.count.text() == "Recording 0.5 s", timeout=WAIT_MS)
    QTest.mouseClick(dialog.stop, Qt.MouseButton.LeftButton)
    desk.qtbot.waitUntil(lambda: bool(desk.document.project.tracks), timeout=WAIT_MS)
    (track,) = desk.document.project.tracks
    (cue,) = track.cues
    assert (track.name, track.speech, cue.name) == ("Scratch", True, "Scratch 2")
    assert (cue.start_frame, cue.duration_frames) == (start, 12)
    kept = kept_sound(desk.document.studio.store, cue.media)
    assert kept is not None
    assert kept.length == pytest.approx(24_000, abs=2)
    assert np.abs(kept.read(0, 24_000)).max() > 0.5 * np.abs(said).max() * 32767
    assert not StandIn.made[0].open
    assert not desk.document.transport.playing
    assert not desk.told
    desk.document.undo()
    assert not desk.document.project.tracks


def test_a_second_recording_takes_the_place_of_the_first(desk: Desk, microphone: None) -> None:
    for done, level in enumerate((0.2, 0.4), start=1):
        dialog = desk.begin()
        desk.qtbot.waitUntil(lambda dialog=dialog: dialog.recording, timeout=WAIT_MS)
        StandIn.made[-1].hear(pcm(np.full(RATE, level)))
        assert dialog.focusWidget() is dialog.stop
        QTest.keyClick(dialog.focusWidget(), Qt.Key.Key_Space if done == 1 else Qt.Key.Key_Return)
        desk.qtbot.waitUntil(lambda done=done: len(desk.document.studio.undo_labels) == done, timeout=WAIT_MS)
    (track,) = desk.document.project.tracks
    (cue,) = track.cues
    kept = kept_sound(desk.document.studio.store, cue.media)
    assert kept is not None
    assert kept.read(1000, 1)[0, 0] == pytest.approx(0.4 * 32767, abs=40)


def test_escape_discards(desk: Desk, microphone: None) -> None:
    dialog = desk.begin()
    desk.qtbot.waitUntil(lambda: dialog.recording, timeout=WAIT_MS)
    StandIn.made[0].hear(pcm(tone(0.2)))
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not StandIn.made[0].open
    desk.qtbot.wait(100)
    assert not desk.document.project.tracks
    assert desk.document.studio.undo_labels == ()


def test_silence_from_a_dead_microphone_is_told(desk: Desk, microphone: None) -> None:
    dialog = desk.begin()
    desk.qtbot.waitUntil(lambda: dialog.recording, timeout=WAIT_MS)
    StandIn.made[0].failed = True
    desk.qtbot.waitUntil(lambda: bool(desk.told), timeout=WAIT_MS)
    assert desk.told[0].text == "Nothing was recorded."


@pytest.mark.skipif(not input_problem(), reason="this machine has a microphone")
def test_without_a_microphone_the_command_says_so(desk: Desk) -> None:
    desk.commands.run("film.record")
    assert desk.recording.dialog is None
    assert desk.told[0].text == "No microphone was found."
    assert desk.told[0].hint


def test_the_meter_tells_decibels(qtbot: QtBot) -> None:
    assert peak_db(pcm(np.array([0.5, -0.5]))) == pytest.approx(-6.02, abs=0.01)
    assert peak_db(b"") == peak_db(bytes(20)) == -60
    meter = LevelMeter()
    qtbot.addWidget(meter)
    meter.hear(pcm(np.array([1.0])))
    assert meter.level_db == pytest.approx(0, abs=0.01)
    meter.hear(bytes(20))
    assert meter.level_db == pytest.approx(-2, abs=0.01)
