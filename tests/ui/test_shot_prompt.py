"""The prompt in the shot panel: as it is written, as it is sent, and what of it isn't read or can't be drawn."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

pytest.importorskip("PySide6")

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMainWindow
from pytestqt.qtbot import QtBot

from sora_studio.studio.config import Config
from sora_studio.timeline.cascade import prompt_as_sent, resolve
from sora_studio.timeline.shot import Direction
from sora_studio.ui.commands import Commands
from sora_studio.ui.document import FilmDocument
from sora_studio.ui.shot_panel.view import ShotPanel
from tests.studio.film import open_tiny_studio, tiny_film
from tests.ui.shot_desk import Key, Left, open_film, pick, read, select, shots, show_panel


@pytest.fixture
def document(tmp_path: Path, qtbot: QtBot) -> Iterator[FilmDocument]:
    opened = open_film(tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def panel(document: FilmDocument, qtbot: QtBot) -> ShotPanel:
    return show_panel(document, qtbot)


def test_typing_a_prompt_is_one_undo_step(panel: ShotPanel, document: FilmDocument, qtbot: QtBot) -> None:
    select(document, 0)
    editor = panel.shot_page.prompt.editor
    editor.setFocus()
    editor.selectAll()
    qtbot.keyClicks(editor, "snow burns")
    assert shots(document)[0].direction.prompt == "snow burns"
    assert document.studio.undo_labels == ("Change prompt of shot 1",)
    qtbot.keyClick(editor, Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert shots(document)[0].direction.prompt == "a red candle"
    assert editor.toPlainText() == "a red candle"


def test_coming_back_to_the_prompt_begins_another_step(panel: ShotPanel, document: FilmDocument, qtbot: QtBot) -> None:
    select(document, 0)
    editor = panel.shot_page.prompt.editor
    for word in ("x", "y"):
        editor.setFocus()
        qtbot.keyClicks(editor, word)
        editor.clearFocus()
    assert len(document.studio.undo_labels) == 2


def test_the_coloured_runs_are_the_prompt_as_sent(panel: ShotPanel, document: FilmDocument, qtbot: QtBot) -> None:
    select(document, 0)
    pick(panel, qtbot, "size", "CU")
    scene, shot = next(document.project.shots())
    text = panel.shot_page.prompt.sent.text
    sent = prompt_as_sent(resolve(document.project, scene, shot))
    assert "".join(run.text for run in text.runs) == text.toPlainText() == sent
    assert sent.endswith("close-up, ink style")
    cursor, colours = text.textCursor(), {}
    for word in ("tale", "room", "close-up", "ink"):
        cursor.setPosition(sent.index(word) + 1)
        colours[word] = cursor.charFormat().foreground().color().name()
    assert len({colours["tale"], colours["room"], colours["close-up"]}) == 3
    assert colours["ink"] == colours["tale"]


def test_what_the_encoder_does_not_read_is_struck_out_from_there(
    panel: ShotPanel, document: FilmDocument, qtbot: QtBot
) -> None:
    select(document, 1)
    panel.shot_page.prompt.editor.setFocus()
    panel.shot_page.prompt.editor.selectAll()
    qtbot.keyClicks(panel.shot_page.prompt.editor, "snow burns")
    read(panel, qtbot)
    sent = panel.shot_page.prompt.sent
    text = sent.text.toPlainText()
    # Six tokens with the encoder's two marks: "a tale , a".
    cut = text.index("a candle") + 1
    assert "".join(run.text for run in sent.text.runs if run.seen) == text[:cut]
    cursor = sent.text.textCursor()
    cursor.setPosition(cut)
    assert not cursor.charFormat().fontStrikeOut()
    cursor.setPosition(cut + 2)
    assert cursor.charFormat().fontStrikeOut()
    assert sent.meter.text().endswith("/ 6 tokens")
    [mark] = [mark for mark in panel.shot_page.prompt.editor.extraSelections() if mark.format.fontStrikeOut()]
    assert mark.cursor.selectedText() == "snow burns"


def test_words_the_model_cannot_draw_are_underlined_and_told(
    panel: ShotPanel, document: FilmDocument, qtbot: QtBot
) -> None:
    document.edit("Clear", lambda film: replace(film, direction=Direction()))
    scene_id = document.project.scenes[0].id
    document.edit("Clear", lambda film: film.with_scene(replace(film.scene(scene_id), direction=Direction())))
    select(document, 0)
    editor = panel.shot_page.prompt.editor
    editor.setFocus()
    editor.selectAll()
    qtbot.keyClicks(editor, "a red violin")
    read(panel, qtbot)
    assert "“violin”" in panel.shot_page.prompt.sent.hint.text()
    assert [mark.cursor.selectedText() for mark in editor.extraSelections()] == ["violin"]
    assert "can't draw" in editor.remark_at(len("a red v"))
    assert editor.remark_at(1) == ""


def test_a_run_is_edited_where_it_lives(panel: ShotPanel, document: FilmDocument, qtbot: QtBot) -> None:
    select(document, 0)
    read(panel, qtbot)
    text = panel.shot_page.prompt.sent.text
    click_word(text, "tale", qtbot)
    assert panel.scope.level == "film"
    assert panel.film_page.prompt.editor.hasFocus()
    panel.scope.show("shot")
    click_word(text, "room", qtbot)
    assert panel.scope.level == "scene"
    assert panel.scene_page.prompt.editor.toPlainText() == "a candle room"


def click_word(text, word: str, qtbot: QtBot) -> None:
    cursor = text.textCursor()
    cursor.setPosition(text.toPlainText().index(word) + 1)
    qtbot.mouseClick(text.viewport(), Left, pos=text.cursorRect(cursor).center() + QPoint(1, 0))


def test_the_bundled_pack_underlines_what_it_cannot_draw(tmp_path: Path, qtbot: QtBot) -> None:
    film = replace(tiny_film("a violin on a table\n"), settings=replace(tiny_film().settings, pack="sketch"))
    studio = open_tiny_studio(tmp_path, film)
    studio.config = Config(device="cpu", threads=1)
    document = FilmDocument(studio)
    window = QMainWindow()
    panel = ShotPanel(document, Commands(window))
    window.setCentralWidget(panel)
    qtbot.addWidget(window)
    window.show()
    select(document, 0)
    qtbot.waitUntil(lambda: bool(panel.shot_page.prompt.sent.hint.text()))
    assert "violin" in panel.shot_page.prompt.sent.hint.text()
    assert "ink" in panel.shot_page.camera._styles()
    document.close()
