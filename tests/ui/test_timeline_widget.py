"""The timeline as an editor uses it: by its mouse and keys, on a real film with a tiny pack."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

pytest.importorskip("PySide6")

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QWheelEvent
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from sora_studio.timeline.project import Project
from sora_studio.timeline.shot import Transition
from sora_studio.timeline.sound import AudioCue, AudioTrack
from tests.studio.film import tiny_film
from tests.ui.timeline_desk import Desk, Key, Keys, Left, make


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
