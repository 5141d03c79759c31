"""Playing, scrubbing and pitching in the viewer, by its keys, its buttons and its bar."""

from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("PySide6")

from PySide6.QtCore import QElapsedTimer, QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from sora_studio.timeline.edits import remove
from sora_studio.ui import theme
from tests.studio.film import open_tiny_studio
from tests.ui.viewer_desk import LATE_FRAMES, Desk

Key = Qt.Key


@pytest.fixture
def desk(tmp_path: Path, qtbot: QtBot, dressed) -> Iterator[Desk]:
    desk = Desk(open_tiny_studio(tmp_path), qtbot)
    yield desk
    desk.close()


# Playing


def test_space_plays_by_the_wall_clock_and_space_stops(desk: Desk) -> None:
    timer = QElapsedTimer()
    timer.start()
    desk.key(Key.Key_Space)
    desk.qtbot.wait(600)
    desk.key(Key.Key_Space)
    assert abs(desk.transport.frame - timer.nsecsElapsed() / 1e9 * 24) <= LATE_FRAMES
    assert not desk.transport.playing


def test_the_play_button_plays_and_the_film_stops_at_its_end(desk: Desk) -> None:
    desk.transport.seek(68)
    desk.qtbot.mouseClick(desk.viewer.bar.play, Qt.MouseButton.LeftButton)
    assert desk.transport.playing
    desk.qtbot.waitUntil(lambda: not desk.transport.playing)
    assert desk.transport.frame == 71


def test_j_k_l_shuttle(desk: Desk) -> None:
    desk.transport.seek(40)
    speeds = []
    for key in (Key.Key_L, Key.Key_L, Key.Key_L, Key.Key_J, Key.Key_K, Key.Key_J, Key.Key_J):
        desk.key(key)
        speeds.append(desk.transport.speed)
    desk.key(Key.Key_K)
    assert speeds == [1, 2, 4, 2, 0, -1, -2]


def test_marks_and_loop_by_keys(desk: Desk) -> None:
    desk.transport.seek(30)
    desk.key(Key.Key_I)
    desk.transport.seek(35)
    desk.key(Key.Key_O)
    desk.key(Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    seen: list[int] = []
    desk.transport.moved.connect(seen.append)
    desk.key(Key.Key_Space)
    desk.qtbot.waitUntil(lambda: len(seen) > 14)
    desk.key(Key.Key_Space)
    assert set(seen) <= set(range(30, 36))
    assert "01:00:01:06" in desk.viewer.bar.marks.text()
    desk.key(Key.Key_X, Qt.KeyboardModifier.AltModifier)
    assert desk.transport.mark_in is None


def test_steps_and_cuts_by_keys(desk: Desk) -> None:
    at = []
    for key in (Key.Key_Right, Key.Key_Down, Key.Key_Down, Key.Key_Left, Key.Key_Up, Key.Key_End, Key.Key_Home):
        desk.key(key)
        at.append(desk.transport.frame)
    assert at == [1, 24, 48, 47, 24, 71, 0]


def test_a_click_on_the_scrub_bar_goes_there_and_a_drag_follows(desk: Desk) -> None:
    strip = desk.viewer.bar.scrub
    x = round(strip.bar.x(36.5))
    desk.qtbot.mouseClick(strip, Qt.MouseButton.LeftButton, pos=QPoint(x, 10))
    assert desk.transport.frame == 36
    desk.qtbot.mousePress(strip, Qt.MouseButton.LeftButton, pos=QPoint(x, 10))
    there = QPoint(round(strip.bar.x(50.5)), 10)
    desk.qtbot.mouseMove(strip, there)
    assert desk.transport.frame == 50
    desk.qtbot.mouseRelease(strip, Qt.MouseButton.LeftButton, pos=there)


def test_a_typed_timecode_goes_there_and_a_wrong_one_is_told(desk: Desk) -> None:
    field = desk.viewer.bar.timecode
    field.setFocus()
    desk.qtbot.keyClicks(field, "+10")
    desk.qtbot.keyClick(field, Key.Key_Return)
    assert desk.transport.frame == 10
    assert field.text() == "01:00:00:10"
    field.setFocus()
    desk.qtbot.keyClicks(field, "1:::")
    desk.qtbot.keyClick(field, Key.Key_Return)
    assert "isn't a timecode" in desk.told[-1].text
    desk.qtbot.keyClick(field, Key.Key_Escape)
    assert field.text() == "01:00:00:10"


# The scrub bar


def test_colours_under_the_bar_tell_what_each_shot_shows(desk: Desk) -> None:
    strip = desk.viewer.bar.scrub

    def colours(*frames: int) -> list[QColor]:
        image = strip.grab().toImage()
        return [image.pixelColor(round(strip.bar.x(frame)), 18) for frame in frames]

    card, draft = theme.colours().badge_card, theme.colours().badge_draft
    assert colours(12, 36, 60) == [card, card, card]
    desk.render(positions=(2,))
    assert colours(12, 36, 60) == [card, draft, card]
    first = desk.shot_ids[0]
    desk.document.edit("Remove", lambda project: remove(project, first))
    assert colours(12, 36) == [draft, card]


# Rendering steps back


def test_rendering_is_held_while_playing_and_while_pitching(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    hold = desk.document.queue.hold

    def told(on: bool) -> None:
        desk.held.append(on)
        hold(on)

    monkeypatch.setattr(desk.document.queue, "hold", told)
    desk.key(Key.Key_Space)
    assert desk.held == [True]
    desk.key(Key.Key_F)
    desk.key(Key.Key_Space)
    assert desk.held == [True], "pitch mode holds on though the film stands still"
    desk.key(Key.Key_Escape)
    assert desk.held == [True, False]


# Pitch mode


def test_pitch_mode_is_the_film_alone_with_controls_that_come_and_go(desk: Desk) -> None:
    desk.key(Key.Key_F11)
    pitch = desk.viewer.pitch
    assert pitch is not None
    assert pitch.isFullScreen()
    assert not pitch.resting
    pitch._still.setInterval(50)
    QTest.mouseMove(pitch.windowHandle(), QPoint(50, 50))
    desk.qtbot.waitUntil(lambda: pitch.resting, timeout=3000)
    assert pitch.surface.cursor().shape() == Qt.CursorShape.BlankCursor
    QTest.mouseMove(pitch.windowHandle(), QPoint(90, 90))
    desk.qtbot.waitUntil(lambda: not pitch.resting)
    assert pitch.surface.cursor().shape() != Qt.CursorShape.BlankCursor
    for key, speed in ((Key.Key_L, 1), (Key.Key_L, 2), (Key.Key_K, 0), (Key.Key_Space, 1)):
        desk.key(key)
        assert desk.transport.speed == speed
    desk.key(Key.Key_Escape)
    assert desk.viewer.pitch is None
    assert desk.transport.playing


def test_the_controls_over_the_black_screen_are_dark_in_every_theme(desk: Desk, qapp: QApplication) -> None:
    def lights(widget: QWidget) -> tuple[float, int]:
        """How light most of it is, and how many points are as light as text is."""
        image = widget.grab().toImage()
        points = [image.pixelColor(x, y).lightnessF() for x in range(12, image.width() - 12, 3)
                  for y in range(6, image.height() - 6, 3)]  # fmt: skip
        return sorted(points)[len(points) // 2], sum(point > 0.6 for point in points)

    theme.apply(qapp, "light")
    try:
        desk.key(Key.Key_F11)
        pitch = desk.viewer.pitch
        assert pitch is not None
        ground, written = lights(pitch.controls)
        assert ground < 0.2
        assert written > 20
        theme.apply(qapp, "dark")
        theme.apply(qapp, "light")
        assert lights(pitch.controls)[0] < 0.2
        assert lights(desk.viewer.bar)[0] > 0.6, "the window's own bar is as light as the rest of it"
        desk.key(Key.Key_Escape)
    finally:
        theme.apply(qapp, "dark")


def test_the_film_can_be_closed_while_it_is_pitched(tmp_path: Path, qtbot: QtBot, dressed) -> None:
    desk = Desk(open_tiny_studio(tmp_path), qtbot)
    desk.key(Key.Key_F)
    pitch = desk.viewer.pitch
    desk.document.close()
    desk.viewer.deleteLater()
    qtbot.waitUntil(lambda: not isValid(pitch))
    desk.window.close()
    desk.window.deleteLater()
