"""The shot panel, driven by clicks and keys on a real film with a real, tiny pack."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

pytest.importorskip("PySide6")

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from sora_studio.timeline.edits import set_pack
from sora_studio.timeline.shot import Direction, Transition
from sora_studio.timeline.time import FrameRate
from sora_studio.ui.document import FilmDocument
from sora_studio.ui.shot_panel.sketch import use_drawing
from sora_studio.ui.shot_panel.view import ShotPanel
from tests.inference.tiny_pipeline import TinyPipeline, make_pipeline
from tests.ui.shot_desk import Key, Left, open_film, pick, select, shots, show_panel


@pytest.fixture
def document(tmp_path: Path, qtbot: QtBot) -> Iterator[FilmDocument]:
    opened = open_film(tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def panel(document: FilmDocument, qtbot: QtBot) -> ShotPanel:
    return show_panel(document, qtbot)


def test_pickers_choose_by_mouse_and_by_keys(panel: ShotPanel, document: FilmDocument, qtbot: QtBot) -> None:
    select(document, 0)
    pick(panel, qtbot, "move", "push in")
    picker = panel.shot_page.camera.pickers["size"]
    qtbot.keyClick(picker, Key.Key_Return)
    assert picker.sheet is not None
    qtbot.keyClick(picker.sheet, Key.Key_Right)
    qtbot.keyClick(picker.sheet, Key.Key_Down)
    focused = next(tile for tile in picker.sheet.tiles if tile.hasFocus())
    qtbot.keyClick(focused, Key.Key_Return)
    direction = shots(document)[0].direction
    assert (direction.move, direction.size) == ("push in", "MLS")
    assert document.studio.undo_labels[0] == "Change size of shot 1"


def test_several_shots_show_mixed_and_change_as_one_step(
    panel: ShotPanel, document: FilmDocument, qtbot: QtBot
) -> None:
    select(document, 0)
    pick(panel, qtbot, "size", "CU")
    select(document, 0, 1, 2)
    assert panel.title.text() == "3 shots"
    assert panel.shot_page.camera.pickers["size"].text() == "Mixed"
    assert panel.shot_page.prompt.editor.placeholderText() == "Mixed"
    pick(panel, qtbot, "size", "WS")
    assert {shot.direction.size for shot in shots(document)} == {"WS"}
    assert document.studio.undo_labels[0] == "Change size of 3 shots"
    document.undo()
    assert [shot.direction.size for shot in shots(document)] == ["CU", "", ""]


def test_an_inherited_value_is_shown_with_its_owner(panel: ShotPanel, document: FilmDocument) -> None:
    scene_id = document.project.scenes[0].id
    document.edit("Set", lambda film: film.with_scene(replace(film.scene(scene_id), direction=Direction(size="EWS"))))
    select(document, 0)
    picker = panel.shot_page.camera.pickers["size"]
    assert (picker.text(), picker.dim) == ("EWS", True)
    assert "scene" in picker.toolTip()
    assert panel.shot_page.camera.style_field.line.placeholderText() == "ink (from the film)"


def test_a_seed_is_shown_rolled_locked_and_let_go(panel: ShotPanel, document: FilmDocument, qtbot: QtBot) -> None:
    select(document, 0)
    row = panel.shot_page.source.seed
    derived = row.number.text()
    assert derived.isdigit()
    qtbot.mouseClick(row.lock, Left)
    assert shots(document)[0].seed == int(derived)
    qtbot.mouseClick(row.dice, Left)
    assert shots(document)[0].seed == int(row.number.text()) != int(derived)
    assert row.lock.isChecked()
    qtbot.mouseClick(row.lock, Left)
    assert shots(document)[0].seed is None
    assert row.number.text() == derived
    row.number.setFocus()
    row.number.selectAll()
    qtbot.keyClicks(row.number, "42")
    assert shots(document)[0].seed == 42


@pytest.mark.parametrize(("typed", "frames"), [("2.5", 60), ("1s 6f", 30), ("84f", 84)])
def test_a_duration_is_typed_as_editors_do(
    typed: str, frames: int, panel: ShotPanel, document: FilmDocument, qtbot: QtBot
) -> None:
    select(document, 0)
    spin = panel.shot_page.timing.duration
    spin.setFocus()
    spin.selectAll()
    qtbot.keyClicks(spin, typed)
    qtbot.keyClick(spin, Key.Key_Return)
    assert shots(document)[0].duration_frames == frames
    assert document.studio.undo_labels == ("Trim shot 1",)


def test_what_is_no_duration_is_told_and_changes_nothing(
    panel: ShotPanel, document: FilmDocument, qtbot: QtBot
) -> None:
    told = []
    document.noticed.connect(told.append)
    select(document, 0)
    spin = panel.shot_page.timing.duration
    spin.setFocus()
    spin.selectAll()
    qtbot.keyClicks(spin, "long")
    qtbot.keyClick(spin, Key.Key_Return)
    assert shots(document)[0].duration_frames == 24
    assert "duration" in told[0].text
    assert spin.lineEdit().text() == "1s"


def test_dragging_a_duration_is_one_step(panel: ShotPanel, document: FilmDocument, qtbot: QtBot) -> None:
    select(document, 0)
    line = panel.shot_page.timing.duration.lineEdit()
    middle = line.rect().center()
    qtbot.mousePress(line, Left, pos=middle)
    for x in (6, 12, 24):
        qtbot.mouseMove(line, middle + QPoint(x, 0))
    qtbot.mouseRelease(line, Left, pos=middle + QPoint(24, 0))
    assert shots(document)[0].duration_frames == 36
    assert len(document.studio.undo_labels) == 1


def test_arrows_step_by_frames(panel: ShotPanel, document: FilmDocument, qtbot: QtBot) -> None:
    select(document, 0, 1)
    spin = panel.shot_page.timing.duration
    spin.setFocus()
    qtbot.keyClick(spin, Key.Key_Up)
    qtbot.keyClick(spin, Key.Key_Up)
    assert [shot.duration_frames for shot in shots(document)] == [26, 26, 24]
    assert document.studio.undo_labels == ("Trim 2 shots",)


def test_a_transition_is_chosen_and_measured(panel: ShotPanel, document: FilmDocument, qtbot: QtBot) -> None:
    select(document, 0)
    timing = panel.shot_page.timing
    assert timing.kind.currentText() == "Cut"
    qtbot.keyClick(timing.kind, Key.Key_Down)
    assert shots(document)[0].transition == Transition("dissolve", 12)
    timing.length.setFocus()
    timing.length.selectAll()
    qtbot.keyClicks(timing.length, "6f")
    qtbot.keyClick(timing.length, Key.Key_Return)
    assert shots(document)[0].transition == Transition("dissolve", 6)
    qtbot.keyClicks(timing.kind, "Push l")
    assert shots(document)[0].transition == Transition("push left", 6)
    select(document, 2)
    assert not timing.kind.isEnabled()


def test_dialogue_has_several_lines_with_how_they_are_said(
    panel: ShotPanel, document: FilmDocument, qtbot: QtBot
) -> None:
    select(document, 0)
    dialogue = panel.shot_page.words.dialogue
    qtbot.mouseClick(dialogue.add, Left)
    qtbot.keyClicks(dialogue.lines[0].character, "ANNA")
    qtbot.keyClicks(dialogue.lines[0].how, "V.O.")
    qtbot.keyClicks(dialogue.lines[0].text, "It burns.")
    qtbot.mouseClick(dialogue.add, Left)
    qtbot.keyClicks(dialogue.lines[1].text, "Still.")
    said = [(line.character, line.parenthetical, line.text) for line in shots(document)[0].dialogue]
    assert said == [("ANNA", "V.O.", "It burns."), ("ANNA", "", "Still.")]


def test_a_sketch_comes_and_goes_with_undo(panel: ShotPanel, document: FilmDocument, tmp_path: Path, qtbot) -> None:
    select(document, 0)
    drawing = tmp_path / "fox.png"
    image = QImage(32, 16, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.red)
    assert image.save(str(drawing))
    assert use_drawing(document, document.selection.shot_ids, drawing)
    assert panel.shot_page.source.sketch.well.image is not None
    qtbot.mouseClick(panel.shot_page.source.sketch.remove, Left)
    assert shots(document)[0].sketch == ""
    document.undo()
    assert panel.shot_page.source.sketch.well.image is not None


def test_what_is_made_of_a_picture_is_said_by_the_shots_model(
    panel: ShotPanel, document: FilmDocument, tmp_path: Path
) -> None:
    models = tmp_path / "models"
    make_pipeline(models / "painter", TinyPipeline(encodes=True))
    make_pipeline(models / "blind", TinyPipeline())
    image = QImage(32, 16, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.red)
    assert image.save(str(tmp_path / "fox.png"))
    select(document, 0)
    sketch, shot_ids = panel.shot_page.source.sketch, document.selection.shot_ids
    assert sketch.text.text() == "Drop a drawing or a picture here: PNG, JPEG, WebP, BMP or TIFF."
    assert use_drawing(document, shot_ids, tmp_path / "fox.png")
    said = []
    for pack in ("", "painter", "blind"):
        document.edit("Model", lambda film, pack=pack: set_pack(film, shot_ids, pack))
        said.append(sketch.text.text())
    assert said == [
        "The shot is made from this drawing.",
        "The shot is drawn over this picture.",
        "The shot's model can't start from a picture.",
    ]


def test_how_far_a_picture_is_drawn_over_is_set_where_it_is(
    panel: ShotPanel, document: FilmDocument, tmp_path: Path, qtbot: QtBot
) -> None:
    make_pipeline(tmp_path / "models" / "painter", TinyPipeline(encodes=True))
    image = QImage(32, 16, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.red)
    assert image.save(str(tmp_path / "fox.png"))
    select(document, 1)
    strength, shot_ids = panel.shot_page.source.strength, document.selection.shot_ids
    assert not strength.isVisible()
    assert use_drawing(document, shot_ids, tmp_path / "fox.png")
    assert not strength.isVisible(), "the bundled model paints over a drawing as it is"
    document.edit("Model", lambda film: set_pack(film, shot_ids, "painter"))
    assert (strength.isVisible(), strength.percent.text()) == (True, "70%")
    strength.percent.selectAll()
    qtbot.keyClicks(strength.percent, "40")
    qtbot.keyClick(strength.percent, Key.Key_Return)
    assert shots(document)[1].strength_percent == 40
    qtbot.mouseClick(panel.shot_page.source.sketch.remove, Left)
    assert not strength.isVisible()
    qtbot.mouseClick(panel.shot_page.source.continues, Left, pos=QPoint(8, 10))
    assert (strength.isVisible(), strength.percent.text()) == (True, "40%")


def test_a_file_that_is_no_drawing_is_told(document: FilmDocument, panel: ShotPanel, tmp_path: Path) -> None:
    told = []
    document.noticed.connect(told.append)
    (tmp_path / "notes.png").write_text("no picture")
    select(document, 0)
    assert not use_drawing(document, document.selection.shot_ids, tmp_path / "notes.png")
    assert told[0].hint


def test_the_first_shot_cannot_go_on_from_another(panel: ShotPanel, document: FilmDocument, qtbot: QtBot) -> None:
    select(document, 0)
    assert not panel.shot_page.source.continues.isEnabled()
    select(document, 1)
    qtbot.mouseClick(panel.shot_page.source.continues, Left, pos=QPoint(8, 10))
    assert shots(document)[1].continues


def test_with_nothing_selected_the_film_is_edited(panel: ShotPanel, document: FilmDocument, qtbot: QtBot) -> None:
    document.selection.select([])
    assert panel.scope.level == "film"
    page = panel.film_page
    page.title.setFocus()
    page.title.selectAll()
    qtbot.keyClicks(page.title, "Snow")
    assert document.project.title == "Snow"
    page.rate.setFocus()
    while page.rate.value != FrameRate(30):
        qtbot.keyClick(page.rate, Key.Key_Down)
    page.rate.changed.emit(page.rate.value)
    assert document.project.frame_rate == FrameRate(30)
    assert [shot.duration_frames for shot in shots(document)] == [30, 30, 30]


def test_the_films_step_cache_is_chosen_by_what_it_is_good_for(
    panel: ShotPanel, document: FilmDocument, qtbot: QtBot
) -> None:
    document.selection.select([])
    choice = panel.film_page.step_cache
    assert (choice.value, choice.accessibleName()) == (0.0, "Step cache")
    choice.setFocus()
    qtbot.keyClick(choice, Key.Key_Down)
    assert choice.currentText() == "Careful"
    assert document.project.settings.step_cache == 0.05
    document.undo()
    assert (choice.value, document.project.settings.step_cache) == (0.0, 0.0)
    own = replace(document.project.settings, step_cache=0.15)
    document.edit("Set", lambda project: replace(project, settings=own))
    assert choice.currentText() == "0.15"


def test_a_start_timecode_that_is_none_is_put_back(panel: ShotPanel, document: FilmDocument, qtbot: QtBot) -> None:
    document.selection.select([])
    page = panel.film_page
    page.timecode.setFocus()
    page.timecode.selectAll()
    qtbot.keyClicks(page.timecode, "ten")
    qtbot.keyClick(page.timecode, Key.Key_Return)
    assert document.project.start_timecode == page.timecode.text() == "01:00:00:00"


def test_a_scene_named_from_outside_is_edited(panel: ShotPanel, document: FilmDocument, qtbot: QtBot) -> None:
    document.selection.select([])
    panel.show_scene(document.project.scenes[0].id)
    page = panel.scene_page
    page.heading.setFocus()
    page.heading.selectAll()
    qtbot.keyClicks(page.heading, "INT. ATTIC - NIGHT")
    assert document.project.scenes[0].heading == "INT. ATTIC - NIGHT"
    select(document, 0)
    assert panel.scope.level == "shot"
