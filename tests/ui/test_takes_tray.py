"""The takes tray, driven by clicks and keys: takes are really made, by a tiny pack, behind the panel."""

from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("PySide6")

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QFileDialog, QMainWindow
from pytestqt.qtbot import QtBot

from sora_studio.studio.studio import RenderOrder
from sora_studio.timeline.edits import set_prompt
from sora_studio.timeline.shot import Shot
from sora_studio.ui.commands import Commands
from sora_studio.ui.document import FilmDocument, Message
from sora_studio.ui.shot_panel.take_tile import TakeTile
from sora_studio.ui.shot_panel.view import ShotPanel
from tests.inference.tiny_pack import Tiny
from tests.studio.film import open_tiny_studio, tiny_film

Key, Left = Qt.Key, Qt.MouseButton.LeftButton


def opened(folder: Path, qtbot: QtBot, tiny: Tiny | None = None) -> tuple[FilmDocument, ShotPanel]:
    document = FilmDocument(open_tiny_studio(folder, tiny_film(), tiny))
    window = QMainWindow()
    commands = Commands(window)
    commands.use_keymap("sora")
    panel = ShotPanel(document, commands)
    window.setCentralWidget(panel)
    window.resize(360, 2000)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    document.selection.select([first(document).id])
    return document, panel


@pytest.fixture
def panel(tmp_path: Path, qtbot: QtBot) -> Iterator[ShotPanel]:
    document, panel = opened(tmp_path, qtbot)
    yield panel
    document.close()


@pytest.fixture
def document(panel: ShotPanel) -> FilmDocument:
    return panel.scope.document


def first(document: FilmDocument) -> Shot:
    return next(document.project.shots())[1]


def made(document: FilmDocument, qtbot: QtBot) -> None:
    qtbot.waitUntil(
        lambda: not any(item.state in ("waiting", "running") for item in document.queue.items), timeout=20000
    )


def draft(panel: ShotPanel, qtbot: QtBot, takes: int = 1) -> list[TakeTile]:
    panel.bar.takes.set(takes)
    qtbot.mouseClick(panel.bar.draft, Left)
    made(panel.scope.document, qtbot)
    return panel.shot_page.takes.tiles


def test_draft_and_refine_make_what_the_count_says(panel: ShotPanel, document: FilmDocument, qtbot: QtBot) -> None:
    qtbot.mouseClick(panel.bar.takes.more, Left)
    qtbot.mouseClick(panel.bar.draft, Left)
    assert panel.bar.cancel.isVisible()
    assert panel.bar.state.text()
    made(document, qtbot)
    assert [tile.row.number for tile in panel.shot_page.takes.tiles] == [2, 1]
    assert not panel.bar.cancel.isVisible()
    qtbot.mouseClick(panel.bar.takes.fewer, Left)
    qtbot.mouseClick(panel.bar.refine, Left)
    made(document, qtbot)
    assert panel.shot_page.takes.tiles[0].row.stage == "refined"
    assert panel.badge.accessibleName() == "Refined"


def test_tiles_get_their_pictures(panel: ShotPanel, document: FilmDocument, qtbot: QtBot) -> None:
    [tile] = draft(panel, qtbot)
    qtbot.waitUntil(lambda: tile.image is not None)


def test_a_click_looks_at_a_take_and_chooses_nothing(panel: ShotPanel, document: FilmDocument, qtbot: QtBot) -> None:
    newest, oldest = draft(panel, qtbot, 2)
    assert oldest.isChecked()
    before = document.project
    qtbot.mouseClick(newest, Left)
    assert document.looked_at(first(document).id) == newest.row.digest
    assert newest.isChecked()
    assert not oldest.isChecked()
    assert document.project is before
    qtbot.mouseClick(oldest, Left)
    assert document.looked_at(first(document).id) == ""


def test_pin_rate_and_delete_by_keys_with_undo(panel: ShotPanel, document: FilmDocument, qtbot: QtBot) -> None:
    told: list[Message] = []
    document.noticed.connect(told.append)
    newest, oldest = draft(panel, qtbot, 2)
    newest.setFocus()
    qtbot.keyClick(newest, Key.Key_P)
    assert first(document).pinned == newest.row.digest
    qtbot.keyClick(newest, Key.Key_4)
    assert first(document).takes[1].rating == 4
    qtbot.keyClick(newest, Key.Key_Right)
    assert oldest.hasFocus()
    qtbot.keyClick(oldest, Key.Key_Delete)
    assert len(first(document).takes) == 1
    assert told[-1].undo
    document.undo()
    assert len(panel.shot_page.takes.tiles) == 2
    document.undo()
    document.undo()
    assert first(document).pinned == ""
    assert [take.rating for take in first(document).takes] == [0, 0]


def test_stars_and_pin_by_the_mouse(panel: ShotPanel, document: FilmDocument, qtbot: QtBot) -> None:
    [tile] = draft(panel, qtbot)
    qtbot.mouseClick(tile, Left, pos=tile.star_rect(3).center())
    assert first(document).takes[0].rating == 3
    qtbot.mouseClick(tile, Left, pos=tile.star_rect(3).center())
    assert first(document).takes[0].rating == 0
    qtbot.mouseClick(tile, Left, pos=tile.pin_rect().center())
    assert first(document).pinned == tile.row.digest
    assert document.looked_at(first(document).id) == ""


def test_the_rating_commands_act_on_the_take_looked_at(panel: ShotPanel, document: FilmDocument, qtbot: QtBot) -> None:
    newest, _ = draft(panel, qtbot, 2)
    qtbot.mouseClick(newest, Left)
    panel._commands.run("shot.rate_5")
    panel._commands.run("shot.pin_take")
    assert first(document).takes[1].rating == 5
    assert first(document).pinned == newest.row.digest


def test_another_like_this_has_the_same_prompt_and_another_seed(
    panel: ShotPanel, document: FilmDocument, qtbot: QtBot
) -> None:
    draft(panel, qtbot)
    qtbot.mouseClick(panel.shot_page.takes.another, Left)
    made(document, qtbot)
    one, two = first(document).takes
    assert one.seed != two.seed
    assert document.looked_at(first(document).id) == two.digest
    assert not any(tile.row.stale for tile in panel.shot_page.takes.tiles)


def test_a_changed_prompt_makes_takes_stale_and_the_recipe_says_why(
    panel: ShotPanel, document: FilmDocument, qtbot: QtBot
) -> None:
    [tile] = draft(panel, qtbot)
    panel.shot_page.sections["recipe"].set_open(True)
    shot_id = first(document).id
    document.edit("Write", lambda film: set_prompt(film, shot_id, "snow burns"))
    assert tile.row.stale
    recipe = panel.shot_page.recipe
    assert "prompt" in recipe.note.text()
    qtbot.mouseClick(recipe.copy, Left)
    assert "Prompt: a red candle  (now: snow burns)" in QGuiApplication.clipboard().text()


def test_the_next_shot_begins_with_a_take_in_one_step(panel: ShotPanel, document: FilmDocument, qtbot: QtBot) -> None:
    newest, _ = draft(panel, qtbot, 2)
    qtbot.mouseClick(newest, Left)
    qtbot.mouseClick(panel.shot_page.takes.next, Left)
    shots = [shot for _, shot in document.project.shots()]
    assert shots[0].pinned == newest.row.digest
    assert shots[1].continues
    document.undo()
    shots = [shot for _, shot in document.project.shots()]
    assert (shots[0].pinned, shots[1].continues) == ("", False)


def test_a_still_is_saved(
    panel: ShotPanel, document: FilmDocument, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft(panel, qtbot)
    out = tmp_path / "still.png"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(out), ""))
    qtbot.mouseClick(panel.shot_page.takes.still, Left)
    image = QImage(str(out))
    assert (image.width(), image.height()) == (64, 32)


def test_a_failed_take_says_why_and_is_tried_again(tmp_path: Path, qtbot: QtBot) -> None:
    document, panel = opened(tmp_path, qtbot, Tiny(blank="draft"))
    qtbot.mouseClick(panel.bar.draft, Left)
    qtbot.waitUntil(lambda: panel.shot_page.takes.retry.isVisible(), timeout=20000)
    [tile] = panel.shot_page.takes.tiles
    assert tile.row.state == "failed"
    assert tile.row.message in tile.toolTip()
    qtbot.mouseClick(panel.shot_page.takes.retry, Left)
    assert panel.shot_page.takes.tiles[0].row.state in ("waiting", "running")
    made(document, qtbot)
    document.close()


def test_rendering_can_be_cancelled(tmp_path: Path, qtbot: QtBot) -> None:
    document, panel = opened(tmp_path, qtbot)
    document.queue.pause()
    qtbot.mouseClick(panel.bar.draft, Left)
    assert panel.shot_page.takes.tiles[0].row.state == "waiting"
    qtbot.mouseClick(panel.bar.cancel, Left)
    assert panel.shot_page.takes.tiles == []
    assert panel.shot_page.takes.empty.isVisible()
    document.close()


def test_a_take_whose_file_is_gone_says_so(tmp_path: Path, qtbot: QtBot) -> None:
    with open_tiny_studio(tmp_path, tiny_film()) as studio:
        list(studio.render(RenderOrder(positions=[1], stage="draft", previews=False)))
        take = next(studio.project.shots())[1].takes[0]
        studio.store.path("drafts", take.digest).unlink()
    document, panel = opened(tmp_path, qtbot)
    [tile] = panel.shot_page.takes.tiles
    qtbot.waitUntil(lambda: bool(tile.problem))
    assert tile.image is None
    qtbot.waitUntil(lambda: not document.pictures.busy)
    document.close()
