"""The playhead: it keeps time, stops at the end, goes round between marks, and shuttles as in every editor."""

import pytest

pytest.importorskip("PySide6")

from PySide6.QtCore import QElapsedTimer
from pytestqt.qtbot import QtBot

from sora_studio.timeline.time import FrameRate
from sora_studio.ui.transport import Transport

# A busy machine may fire a timer late; a frame is 42 ms.
LATE_FRAMES = 3


@pytest.fixture
def transport(qtbot: QtBot) -> Transport:
    transport = Transport()
    transport.set_film(FrameRate(24), 96)
    return transport


def play_for(transport: Transport, qtbot: QtBot, milliseconds: int) -> float:
    """Let it run; the frames that should have passed by the wall clock at the film's own speed."""
    timer = QElapsedTimer()
    timer.start()
    qtbot.wait(milliseconds)
    return timer.nsecsElapsed() / 1e9 * 24


def test_playing_keeps_to_the_wall_clock(transport: Transport, qtbot: QtBot) -> None:
    transport.play()
    passed = play_for(transport, qtbot, 500)
    assert abs(transport.frame - passed) <= LATE_FRAMES


def test_every_press_of_l_doubles_and_j_slows_down_before_it_turns_round(transport: Transport) -> None:
    speeds = []
    for direction in (1, 1, 1, 1, 1, -1, -1, -1, -1, -1):
        transport.seek(48)
        transport.shuttle(direction)
        speeds.append(transport.speed)
    assert speeds == [1, 2, 4, 8, 8, 4, 2, 1, -1, -2]


def test_it_stops_on_the_last_frame_and_plays_again_from_the_first(transport: Transport, qtbot: QtBot) -> None:
    transport.seek(93)
    transport.play()
    qtbot.waitUntil(lambda: not transport.playing)
    assert transport.frame == 95
    transport.play()
    assert transport.frame == 0
    assert transport.playing


def test_backwards_it_stops_on_the_first_frame(transport: Transport, qtbot: QtBot) -> None:
    transport.seek(3)
    transport.shuttle(-1)
    qtbot.waitUntil(lambda: not transport.playing)
    assert transport.frame == 0


def test_a_loop_stays_between_the_marks_both_ways(transport: Transport, qtbot: QtBot) -> None:
    transport.seek(10)
    transport.set_in()
    transport.seek(14)
    transport.set_out()
    transport.loop = True
    seen: list[int] = []
    transport.moved.connect(seen.append)
    for direction in (1, -1):
        transport.seek(12)
        seen.clear()
        transport.play(direction)
        qtbot.waitUntil(lambda: len(seen) > 12)
        transport.pause()
        assert set(seen) <= {10, 11, 12, 13, 14}
        assert {10, 14} <= set(seen)


def test_marks_do_not_stop_the_film_when_it_does_not_loop(transport: Transport, qtbot: QtBot) -> None:
    transport.seek(2)
    transport.set_out()
    transport.seek(4)
    transport.play()
    qtbot.waitUntil(lambda: transport.frame >= 7)


def test_a_mark_that_would_cross_the_other_takes_its_place(transport: Transport) -> None:
    transport.seek(20)
    transport.set_out()
    transport.seek(30)
    transport.set_in()
    assert (transport.mark_in, transport.mark_out) == (30, None)


def test_a_shorter_film_keeps_playhead_and_marks_inside(transport: Transport) -> None:
    transport.seek(90)
    transport.set_out()
    transport.set_film(FrameRate(24), 48)
    assert (transport.frame, transport.mark_out) == (47, 47)
    transport.set_film(FrameRate(24), 0)
    assert (transport.frame, transport.mark_out) == (0, None)
    transport.play()
    assert not transport.playing


def test_an_edit_while_playing_loses_no_time(transport: Transport, qtbot: QtBot) -> None:
    jumps: list[int] = []
    transport.jumped.connect(jumps.append)
    timer = QElapsedTimer()
    timer.start()
    transport.play()
    for _ in range(8):
        qtbot.wait(50)
        transport.set_film(FrameRate(24), 96)
    assert abs(transport.frame - timer.nsecsElapsed() / 1e9 * 24) <= LATE_FRAMES
    assert not jumps


def test_sound_leads_and_never_sends_the_picture_back(transport: Transport, qtbot: QtBot) -> None:
    heard = iter([5.2, 6.9, 6.1, 8.0])
    last = [0.0]

    def clock() -> float:
        last[0] = next(heard, last[0])
        return last[0]

    transport.follow(clock)
    seen: list[int] = []
    transport.moved.connect(seen.append)
    transport.play()
    qtbot.waitUntil(lambda: transport.frame == 8)
    assert seen == [5, 6, 8]
    transport.pause()


def test_stepping_stops_and_moves_by_frames_within_the_film(transport: Transport) -> None:
    transport.play()
    transport.step(3)
    assert (transport.frame, transport.playing) == (3, False)
    transport.step(-9)
    assert transport.frame == 0
    transport.step(1000)
    assert transport.frame == 95


def test_a_seek_while_playing_goes_on_from_there(transport: Transport, qtbot: QtBot) -> None:
    transport.play()
    with qtbot.waitSignal(transport.jumped):
        transport.seek(60)
    qtbot.waitUntil(lambda: transport.frame > 61)
    assert transport.playing
