"""How the timeline is painted: after what it shows, and no more of it than changed."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

pytest.importorskip("PySide6")

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QGuiApplication, QPaintEvent
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from sora_studio.timeline.edits import set_prompt
from sora_studio.timeline.sound import AudioTrack
from sora_studio.ui import theme
from sora_studio.ui.timeline.clip_cache import ClipCache
from sora_studio.ui.timeline.waveforms import columns
from tests.ui.timeline_desk import Desk, make


@pytest.fixture
def desk(tmp_path: Path, qtbot: QtBot, dressed) -> Iterator[Desk]:
    made = make(tmp_path, qtbot)
    yield made
    made.close()


@pytest.fixture
def rendered(tmp_path: Path, qtbot: QtBot, dressed) -> Iterator[Desk]:
    made = make(tmp_path, qtbot, rendered=True)
    yield made
    made.close()


def test_pictures_follow_the_zoom(rendered: Desk) -> None:
    desk = rendered
    desk.window.grab()
    desk.qtbot.waitUntil(lambda: not desk.document.pictures.busy, timeout=8000)
    body = desk.canvas.clip_rect(desk.ids[0]).center().toPoint()
    card = theme.colours().panel.rgb()
    assert desk.canvas.grab().toImage().pixel(body) != card
    for zoom in (0.1, 0.5, 3.0, 60.0):
        desk.model.look(desk.model.span.zoomed(zoom / desk.model.span.pixels_per_frame, 100))
        desk.window.grab()


def test_both_themes_are_painted(desk: Desk) -> None:
    dark = desk.canvas.grab().toImage().pixel(5, 5)
    theme.apply(QGuiApplication.instance(), "light")  # type: ignore[arg-type]
    assert desk.canvas.grab().toImage().pixel(5, 5) != dark


def test_a_kept_clip_is_drawn_anew_only_when_it_changed(desk: Desk) -> None:
    cache, shot = ClipCache(10_000), desk.document.project.find(desk.ids[0])[1]
    drawn: list[int] = []

    def clip(width: int = 10) -> None:
        cache.clip(shot, "key", width, 10, 1.0, lambda _: drawn.append(width))

    clip()
    clip()
    assert drawn == [10]
    cache.touch(shot.id)
    clip()
    assert drawn == [10, 10]
    clip(400)
    clip()
    assert drawn == [10, 10, 400, 10]


def test_a_waveform_column_holds_the_extremes_of_its_time() -> None:
    known = np.stack((-np.arange(100.0), np.arange(100.0)), 1).astype(np.float32)
    lowest, highest = columns(known, 0, 12, 20.0)
    assert highest.tolist() == [9, 19, 29, 39, 49, 59, 69, 79, 89, 99, 0, 0]
    assert lowest[:2].tolist() == [-9, -19]
    assert columns(known, 0, 8, 800.0)[1].tolist() == [0, 0, 0, 0, 1, 1, 1, 1]


class Painted(QObject):
    """Hears how much of a widget is painted anew, in pixels of area."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.areas: list[int] = []
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QPaintEvent):
            region: Any = event.region()
            self.areas.append(sum(rect.width() * rect.height() for rect in region))
        return False


def test_a_moving_playhead_repaints_two_thin_strips(desk: Desk) -> None:
    desk.qtbot.wait(50)
    painted = Painted(desk.canvas)
    desk.document.transport.seek(60)
    desk.qtbot.waitUntil(lambda: bool(painted.areas))
    assert max(painted.areas) < 60 * desk.canvas.height()


def test_playing_turns_the_film_like_a_page(desk: Desk) -> None:
    desk.model.look(desk.model.span.zoomed(60, 0).scrolled_to(0))
    desk.document.transport.seek(desk.model.span.frame_at(desk.canvas.width()) - 3)
    scroll = desk.model.span.scroll
    desk.document.transport.play()
    desk.qtbot.waitUntil(lambda: desk.model.span.scroll > scroll + 100, timeout=4000)
    desk.document.transport.pause()
    assert 0 <= desk.model.span.x(desk.document.transport.frame) <= desk.canvas.width()


def test_words_of_a_shot_repaint_no_other_lane(desk: Desk) -> None:
    desk.model.look(desk.model.span.fitted())
    desk.qtbot.wait(50)
    painted = Painted(desk.canvas)
    shot = desk.document.strip.shots[0]
    desk.document.edit("Write", lambda film: set_prompt(film, shot.id, "rain"))
    desk.qtbot.waitUntil(lambda: bool(painted.areas))
    lanes = desk.model.lanes
    assert max(painted.areas) <= (lanes.video.bottom - lanes.scenes.top + 1) * (desk.canvas.width() + 6)


def test_a_mark_and_a_sound_track_repaint_it_all(desk: Desk) -> None:
    desk.qtbot.wait(50)
    painted = Painted(desk.canvas)
    desk.document.edit("Add", lambda film: replace(film, tracks=(*film.tracks, AudioTrack("more", "More"))))
    desk.qtbot.waitUntil(lambda: bool(painted.areas))
    assert max(painted.areas) == desk.canvas.width() * desk.canvas.height()
