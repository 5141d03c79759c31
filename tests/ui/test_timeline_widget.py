"""The timeline as an editor uses it: by its mouse and keys, on a real film with a tiny pack."""

import wave
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

pytest.importorskip("PySide6")

from PySide6.QtCore import QEvent, QMimeData, QObject, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication, QImage, QMouseEvent, QPaintEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget
from pytestqt.qtbot import QtBot

from sora_studio.studio.studio import RenderOrder, Studio
from sora_studio.timeline.edits import set_prompt
from sora_studio.timeline.project import Project
from sora_studio.timeline.shot import Transition
from sora_studio.timeline.sound import AudioCue, AudioTrack
from sora_studio.ui import theme
from sora_studio.ui.commands import Commands
from sora_studio.ui.document import FilmDocument, Message
from sora_studio.ui.timeline.clip_cache import ClipCache
from sora_studio.ui.timeline.prompt_editor import PromptEditor
from sora_studio.ui.timeline.view import TimelineView
from sora_studio.ui.timeline.waveforms import columns
from tests.studio.film import open_tiny_studio, tiny_film

Key, Keys, Left = Qt.Key, Qt.KeyboardModifier, Qt.MouseButton.LeftButton


class Desk:
    """A window with the timeline in it, its film, and what it told the user."""

    def __init__(self, studio: Studio, qtbot: QtBot) -> None:
        self.qtbot = qtbot
        self.window = QMainWindow()
        self.document = FilmDocument(studio, self.window)
        self.commands = Commands(self.window)
        self.view = TimelineView(self.document, self.commands)
        self.window.setCentralWidget(self.view)
        self.commands.use_keymap("sora")
        self.told: list[Message] = []
        self.document.noticed.connect(self.told.append)
        self.window.resize(1200, 360)
        self.window.show()
        qtbot.waitExposed(self.window)
        self.canvas, self.model = self.view.canvas, self.view.model
        self.canvas.setFocus()

    @property
    def ids(self) -> list[str]:
        return [shot.id for _, shot in self.document.project.shots()]

    @property
    def lengths(self) -> list[int]:
        return [shot.duration_frames for _, shot in self.document.project.shots()]

    @property
    def undo(self) -> tuple[str, ...]:
        return tuple(self.document.studio.undo_labels)

    def point(self, frame: float, y: float | None = None, dx: int = 0) -> QPoint:
        """A point of the picture lane (or at a height) over a film frame."""
        height = self.model.lanes.video.top + 50 if y is None else y
        return QPoint(round(self.model.span.x(frame)) + dx, int(height))

    def cue_point(self, frame: float, track: int = 0) -> QPoint:
        return self.point(frame, self.model.lanes.sound[track].top + 30)

    def drag(self, start: QPoint, stop: QPoint, keys=Keys.NoModifier, release: bool = True) -> None:
        QTest.mousePress(self.canvas, Left, keys, start)
        for step in range(1, 5):
            move(self.canvas, start + (stop - start) * step / 4, keys)
        if release:
            QTest.mouseRelease(self.canvas, Left, keys, stop)

    def click(self, at: QPoint, keys=Keys.NoModifier) -> None:
        QTest.mouseClick(self.canvas, Left, keys, at)

    @property
    def editor(self) -> PromptEditor:
        """The prompt editor that is open on a clip."""
        found = self.view.writing.editor
        assert found is not None
        return found

    def close(self) -> None:
        self.document.close()
        self.window.close()
        self.window.deleteLater()


def move(widget, at: QPoint, keys) -> None:
    """A move with the button held and these keys; QTest's own knows no keys."""

    where = QPointF(at)
    event = QMouseEvent(
        QEvent.Type.MouseMove, where, QPointF(widget.mapToGlobal(at)), Qt.MouseButton.NoButton, Left, keys
    )
    QApplication.sendEvent(widget, event)


def make(tmp_path: Path, qtbot: QtBot, project: Project | None = None, rendered: bool = False) -> Desk:
    studio = open_tiny_studio(tmp_path, project)
    if rendered:
        for _ in studio.render(RenderOrder(stage="draft", previews=False)):
            pass
    return Desk(studio, qtbot)


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


def test_dragging_an_edge_trims_in_one_step(desk: Desk) -> None:
    desk.model.toggle_snapping()
    edge, zoom = desk.point(24, dx=-3), desk.model.span.pixels_per_frame
    desk.drag(edge, edge + QPoint(round(6 * zoom), 0), release=False)
    assert desk.lengths == [24, 24, 24]
    assert desk.model.strip.starts[1] == 30
    QTest.mouseRelease(desk.canvas, Left, Keys.NoModifier, edge + QPoint(round(6 * zoom), 0))
    assert desk.lengths == [30, 24, 24]
    assert desk.undo == ("Trim shot 1",)
    desk.document.undo()
    assert desk.lengths == [24, 24, 24]
    assert desk.model.strip.starts == [0, 24, 48, 72]


def test_escape_leaves_the_film_as_it_was(desk: Desk) -> None:
    edge = desk.point(24, dx=-3)
    desk.drag(edge, edge + QPoint(60, 0), release=False)
    QTest.keyClick(desk.canvas, Key.Key_Escape)
    QTest.mouseRelease(desk.canvas, Left, Keys.NoModifier, edge + QPoint(60, 0))
    assert desk.lengths == [24, 24, 24]
    assert desk.model.strip.starts[1] == 24
    assert desk.undo == ()


def test_control_rolls_and_alt_slips(rendered: Desk) -> None:
    desk = rendered
    desk.model.toggle_snapping()
    zoom = desk.model.span.pixels_per_frame
    edge = desk.point(24, dx=-3)
    desk.drag(edge, edge + QPoint(round(5 * zoom), 0), Keys.ControlModifier)
    assert desk.lengths == [29, 19, 24]
    middle = desk.point(60)
    desk.drag(middle, middle - QPoint(round(2 * zoom), 0), Keys.AltModifier)
    shot = desk.document.project.find(desk.ids[2])[1]
    clip = desk.model.clip_frames(shot)
    assert clip is not None
    assert shot.head_frames == min(2, max(0, clip - 24))


def test_an_edge_snaps_to_the_playhead(desk: Desk) -> None:
    desk.document.transport.seek(35)
    edge = desk.point(48, dx=-2)
    target = desk.point(35)
    desk.drag(edge, QPoint(target.x() + 2, edge.y()))
    assert desk.lengths == [24, 11, 24]


def test_a_shot_is_moved_by_its_body(desk: Desk) -> None:
    first, second, third = desk.ids
    desk.drag(desk.point(12), desk.point(70))
    assert desk.ids == [second, third, first]
    assert desk.undo == ("Move shot 1",)


def test_several_are_selected_and_moved_together(desk: Desk) -> None:
    first, second, third = desk.ids
    desk.click(desk.point(36))
    desk.click(desk.point(60), Keys.ShiftModifier)
    assert desk.document.selection.shot_ids == (second, third)
    desk.drag(desk.point(60), desk.point(1))
    assert desk.ids == [second, third, first]
    assert desk.undo == ("Move shots 2–3",)
    desk.click(desk.point(12), Keys.ControlModifier)
    assert desk.document.selection.shot_ids == (third,)


def test_a_box_selects_what_it_touches(desk: Desk) -> None:
    below = desk.model.lanes.video.bottom + 30
    desk.drag(desk.point(80, below), desk.point(30))
    assert desk.document.selection.shot_ids == tuple(desk.ids[1:])


def test_the_razor_cuts_where_it_is_clicked(desk: Desk) -> None:
    QTest.keyClick(desk.canvas, Key.Key_C)
    assert desk.model.tool == "razor"
    desk.click(desk.point(10.5))
    assert desk.lengths == [10, 14, 24, 24]
    QTest.keyClick(desk.canvas, Key.Key_V)
    desk.document.transport.seek(34)
    desk.commands.run("timeline.split")
    assert desk.lengths == [10, 14, 10, 14, 24]
    assert desk.undo[0] == "Split shot 3"


def test_a_prompt_is_written_on_the_clip(desk: Desk) -> None:
    QTest.mouseDClick(desk.canvas, Left, Keys.NoModifier, desk.point(36))
    editor = desk.view.writing.editor
    assert editor is not None
    assert editor.hasFocus()
    editor.selectAll()
    QTest.keyClicks(editor, "a candle")
    QTest.keyClick(editor, Key.Key_Tab)
    assert desk.document.project.find(desk.ids[1])[1].direction.prompt == "a candle"
    assert desk.undo == ("Write prompt of shot 2",)
    following = desk.view.writing.editor
    assert following is not None
    assert following.shot_id == desk.ids[2]
    QTest.keyClicks(following, "nonsense")
    QTest.keyClick(following, Key.Key_Escape)
    assert desk.undo == ("Write prompt of shot 2",)
    assert desk.canvas.hasFocus()


def test_a_new_shot_is_written_at_once_and_undone_at_once(desk: Desk) -> None:
    desk.document.selection.select([desk.ids[0]])
    desk.commands.run("timeline.insert_shot")
    editor = desk.view.writing.editor
    assert editor is not None
    QTest.keyClicks(editor, "snow")
    QTest.keyClick(editor, Key.Key_Return)
    assert desk.lengths == [24, 48, 24, 24]
    assert desk.document.project.find(desk.ids[1])[1].direction.prompt == "snow"
    desk.document.undo()
    assert desk.lengths == [24, 24, 24]


def test_control_enter_goes_on_writing(desk: Desk) -> None:
    desk.document.selection.select([desk.ids[2]])
    QTest.keyClick(desk.canvas, Key.Key_Return)
    QTest.keyClick(desk.editor, Key.Key_Return, Keys.ControlModifier)
    QTest.keyClicks(desk.editor, "a fox")
    QTest.keyClick(desk.editor, Key.Key_Return)
    assert len(desk.lengths) == 4
    assert desk.document.project.find(desk.ids[3])[1].direction.prompt == "a fox"


def test_an_empty_film_begins_with_enter(tmp_path: Path, qtbot: QtBot, dressed) -> None:
    desk = make(tmp_path, qtbot, replace(tiny_film(), scenes=()))
    desk.window.grab()
    QTest.keyClick(desk.canvas, Key.Key_Return)
    QTest.keyClicks(desk.editor, "a red candle")
    QTest.keyClick(desk.editor, Key.Key_Return)
    assert [shot.direction.prompt for _, shot in desk.document.project.shots()] == ["a red candle"]
    desk.close()


def test_copies_come_with_ids_of_their_own(rendered: Desk) -> None:
    desk = rendered
    desk.document.selection.select(desk.ids[:2])
    desk.commands.run("timeline.copy")
    desk.document.selection.select([desk.ids[2]])
    desk.commands.run("timeline.paste")
    assert len(set(desk.ids)) == 5
    assert desk.document.selection.shot_ids == tuple(desk.ids[3:])
    assert desk.document.project.find(desk.ids[3])[1].takes == desk.document.project.find(desk.ids[0])[1].takes
    QTest.keyClick(desk.canvas, Key.Key_Delete)
    assert len(desk.ids) == 3
    QTest.keyClick(desk.canvas, Key.Key_D, Keys.ControlModifier)
    assert len(desk.ids) == 4
    assert desk.undo[0] == "Duplicate 1 shot"


def test_pasted_text_becomes_shots(desk: Desk) -> None:
    QGuiApplication.clipboard().setText("a fox\n\na\nhare")
    desk.document.selection.select([desk.ids[0]])
    desk.commands.run("timeline.paste")
    prompts = [shot.direction.prompt for _, shot in desk.document.project.shots()]
    assert prompts[1:3] == ["a fox", "a hare"]


def test_a_dissolve_is_put_on_and_dragged(desk: Desk) -> None:
    desk.model.toggle_snapping()
    desk.document.selection.select([desk.ids[0]])
    desk.commands.run("timeline.dissolve")
    assert desk.document.project.transitions()[0] == Transition("dissolve", 12)
    foot, zoom = desk.model.lanes.video.bottom - 8, desk.model.span.pixels_per_frame
    edge = desk.point(30, foot, dx=-2)
    desk.drag(edge, edge - QPoint(round(2 * zoom), 0))
    assert desk.document.project.transitions()[0] == Transition("dissolve", 8)
    desk.commands.run("timeline.dissolve")
    assert desk.document.project.transitions()[0].kind == "cut"


def test_the_ruler_scrubs_and_the_wheel_zooms_at_the_pointer(desk: Desk) -> None:
    desk.click(desk.point(40.5, 8))
    assert desk.document.transport.frame == 40
    desk.model.look(desk.model.span.fitted(0, 60))
    at = QPointF(desk.point(50.5))
    wheel = QWheelEvent(
        at, QPointF(desk.canvas.mapToGlobal(at.toPoint())), QPoint(), QPoint(0, 240), Qt.MouseButton.NoButton,
        Keys.ControlModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    before = desk.model.span.pixels_per_frame
    desk.canvas.wheelEvent(wheel)
    assert desk.model.span.pixels_per_frame > before
    assert desk.model.span.frame_at(at.x()) == 50


def test_a_typed_timecode_moves_the_playhead(desk: Desk) -> None:
    field = desk.view.tools.timecode
    assert field.text() == "01:00:00:00"
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "1:12")
    QTest.keyClick(field, Key.Key_Return)
    assert desk.document.transport.frame == 36
    assert field.text() == "01:00:01:12"
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "soon")
    QTest.keyClick(field, Key.Key_Return)
    assert desk.told


def test_the_shot_is_told_to_those_who_listen(desk: Desk) -> None:
    desk.document.selection.select([desk.ids[1]])
    assert "Shot 2 of 3" in desk.canvas.accessibleDescription()
    assert "snow burns" in desk.canvas.accessibleDescription()
    desk.document.selection.select(())
    assert desk.canvas.accessibleDescription() == "No shot is selected."


def test_markers_are_added_named_dragged_and_deleted(desk: Desk) -> None:
    desk.document.transport.seek(20)
    desk.commands.run("timeline.marker.add")
    assert desk.document.project.markers[0].frame == 20
    desk.document.transport.seek(60)
    flag = desk.point(20, 20)
    desk.drag(flag, QPoint(desk.point(48).x() + 3, 20))
    assert desk.document.project.markers[0].frame == 48
    desk.commands.run("timeline.delete")
    assert desk.document.project.markers == ()
    assert len(desk.ids) == 3


def sound_film() -> Project:
    cue = AudioCue("c1", "0" * 64, "rain.wav", 10, 30, 5)
    return replace(tiny_film(), tracks=(AudioTrack("t1", "One", (cue,)), AudioTrack("t2", "Two")))


def test_sounds_are_moved_trimmed_and_cut(tmp_path: Path, qtbot: QtBot, dressed) -> None:
    desk = make(tmp_path, qtbot, sound_film())
    desk.window.grab()
    desk.model.toggle_snapping()
    zoom = desk.model.span.pixels_per_frame
    desk.drag(desk.cue_point(20), desk.cue_point(20, 1) + QPoint(round(4 * zoom), 0))
    moved = desk.document.project.tracks[1].cues[0]
    assert (moved.start_frame, desk.undo[0]) == (14, "Move sound “rain.wav”")
    edge = desk.cue_point(44, 1) - QPoint(2, 0)
    desk.drag(edge, edge - QPoint(round(10 * zoom), 0))
    assert desk.document.project.tracks[1].cues[0].duration_frames == 20
    assert desk.lengths == [24, 24, 24]
    desk.document.transport.seek(20)
    desk.commands.run("timeline.split")
    assert len(desk.document.project.tracks[1].cues) == 2
    desk.commands.run("timeline.delete")
    assert len(desk.document.project.tracks[1].cues) == 1
    QTest.mouseClick(desk.view.headers._rows[0][1], Left)
    assert desk.document.project.tracks[0].muted
    desk.close()


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
