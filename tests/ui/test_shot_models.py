"""A model for some shots: chosen in the panel or among the models, marked in the viewer, told where it is missing."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

pytest.importorskip("PySide6")

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from sora_studio import paths
from sora_studio.timeline.edits import set_continues, set_pack
from sora_studio.ui.commands import Commands
from sora_studio.ui.document import FilmDocument
from sora_studio.ui.models.view import ModelsView
from sora_studio.ui.shot_panel.view import ShotPanel
from sora_studio.ui.timeline.clip_painter import _marks
from sora_studio.ui.viewer.view import Viewer
from tests.inference.tiny_pack import HEIGHT, WIDTH, Tiny, edit_description, make_pack
from tests.studio.film import open_tiny_studio

Key, Left = Qt.Key, Qt.MouseButton.LeftButton


class Desk:
    """A window with the viewer, the shot panel and the models side by side, on the tiny film with two models."""

    def __init__(self, folder: Path, qtbot: QtBot) -> None:
        self.qtbot = qtbot
        other = make_pack(folder / "models" / "other", Tiny(width=2 * WIDTH, height=2 * HEIGHT, frames_per_second=8))
        edit_description(other, lambda text: text.replace('title = "Tiny"', 'title = "Ink"'))
        self.document = FilmDocument(open_tiny_studio(folder))
        self.window = QWidget()
        commands = Commands(self.window)
        self.viewer = Viewer(self.document, commands)
        self.panel = ShotPanel(self.document, commands)
        self.models = ModelsView(self.document, commands)
        row = QHBoxLayout(self.window)
        for view in (self.viewer, self.panel, self.models):
            row.addWidget(view)
        self.window.resize(2200, 1900)
        self.window.show()
        qtbot.waitExposed(self.window)
        self.window.activateWindow()
        qtbot.waitUntil(lambda: len(self.models.rows) == 2, timeout=20_000)

    @property
    def model(self):
        return self.panel.shot_page.source.model

    @property
    def packs(self) -> list[str]:
        return [shot.pack for _, shot in self.document.project.shots()]

    @property
    def ids(self) -> list[str]:
        return [shot.id for _, shot in self.document.project.shots()]

    def select(self, *at: int) -> None:
        self.document.selection.select([self.ids[place] for place in at])

    def see(self, at: int) -> None:
        self.document.transport.seek(self.document.project.shot_range(self.ids[at]).start + 3)

    def click(self, widget: QWidget) -> None:
        self.qtbot.mouseClick(widget, Left)

    def row(self, name: str) -> QWidget:
        return next(row for row in self.models.rows if row.pack.name == name)

    def change(self, change) -> None:
        assert self.document.edit("Change", change)

    def close(self) -> None:
        self.document.close()
        self.window.close()


@pytest.fixture
def desk(tmp_path: Path, qtbot: QtBot, dressed, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    monkeypatch.setattr(paths, "models_folders", list)
    desk = Desk(tmp_path, qtbot)
    yield desk
    desk.close()


def test_the_panel_offers_the_films_model_and_every_other(desk: Desk) -> None:
    desk.select(0)
    choice = desk.model.choice
    assert [choice.itemText(at) for at in range(choice.count())] == ["The film's (Tiny)", "Ink", "Tiny"]
    assert choice.value == ""
    assert not desk.model.problem.isVisible()


def test_several_shots_take_a_model_in_one_step_that_is_undone_in_one(desk: Desk) -> None:
    desk.select(0, 2)
    desk.model.choice.setFocus()
    desk.qtbot.keyClick(desk.model.choice, Key.Key_Down)
    assert desk.packs == ["other", "", "other"]
    assert desk.document.studio.undo_labels[0] == "Change model of 2 shots"
    desk.select(0, 1)
    assert desk.model.choice.currentIndex() == -1
    assert desk.model.choice.placeholderText() == "Mixed"
    desk.document.undo()
    assert desk.packs == ["", "", ""]
    assert desk.model.choice.currentText() == "The film's (Tiny)"
    assert desk.document.studio.undo_labels == ()


def test_the_selected_shots_take_a_model_among_the_models(desk: Desk) -> None:
    page = desk.models.page
    desk.click(desk.row("other"))
    assert not page.use_for_shots.isEnabled()
    assert page.use_for_shots.toolTip().startswith("Select shots")
    desk.select(1, 2)
    assert page.use_for_shots.isEnabled()
    desk.click(page.use_for_shots)
    assert desk.packs == ["", "other", "other"]
    assert desk.document.studio.undo_labels[0] == "Use model Ink for 2 shots"
    assert desk.document.project.settings.pack == "tiny"
    assert not page.use_for_shots.isEnabled()
    assert desk.row("other").accessibleDescription() == "2 shots"
    desk.click(desk.row("tiny"))
    desk.click(page.use_for_shots)
    assert desk.packs == ["", "", ""]


def test_a_shot_of_its_own_model_is_marked_in_the_viewer_and_on_its_clip(desk: Desk) -> None:
    desk.change(lambda film: set_pack(film, [desk.ids[1]], "other"))
    desk.see(1)
    header = desk.viewer.header
    assert header.model.isVisible()
    assert header.model.accessibleName() == "Ink"
    desk.see(0)
    assert not header.model.isVisible()
    found = [_marks(shot) for _, shot in desk.document.project.shots()]
    assert found == [[], ["package"], []]


def test_a_missing_model_is_told_on_its_shot_alone(desk: Desk) -> None:
    desk.change(lambda film: set_pack(film, [desk.ids[1]], "gone"))
    desk.select(1)
    desk.see(1)
    assert "`gone`" in desk.model.problem.text()
    assert desk.model.problem.isVisible()
    assert desk.model.choice.currentText() == "gone (missing)"
    assert desk.viewer.notice.isVisible()
    assert "`gone`" in desk.viewer.notice.text.text()
    assert "the others can be rendered" in desk.viewer.notice.text.text()
    assert "“gone”" in desk.models.missing_text.text()
    assert "1 shot " in desk.models.missing_text.text()
    desk.select(0)
    desk.see(0)
    assert not desk.model.problem.isVisible()
    assert not desk.viewer.notice.isVisible()
    desk.change(lambda film: set_pack(film, [desk.ids[1]], ""))
    assert not desk.models.missing.isVisible()


def test_a_model_found_when_looked_for_again_is_told_no_more(desk: Desk, tmp_path: Path) -> None:
    desk.change(lambda film: set_pack(film, [desk.ids[1]], "late"))
    desk.select(1)
    desk.see(1)
    assert desk.viewer.notice.isVisible()
    make_pack(tmp_path / "models" / "late", Tiny())
    desk.models.look()
    desk.qtbot.waitUntil(lambda: len(desk.models.rows) == 3, timeout=20_000)
    assert not desk.viewer.notice.isVisible()
    assert not desk.model.problem.isVisible()


def test_a_shot_that_cannot_go_on_from_another_models_pictures_says_so(desk: Desk) -> None:
    desk.change(lambda film: set_continues(set_pack(film, [desk.ids[1]], "other"), desk.ids[1], True))
    desk.select(1)
    desk.see(1)
    assert "different sizes" in desk.model.problem.text()
    assert "different sizes" in desk.viewer.notice.text.text()
    desk.change(lambda film: set_pack(film, [desk.ids[0]], "other"))
    assert not desk.model.problem.isVisible()
    assert not desk.viewer.notice.isVisible()


def test_styles_are_those_of_the_shots_model(desk: Desk, tmp_path: Path) -> None:
    card = tmp_path / "models" / "other" / "CARD.md"
    card.write_text("| attribute | words |\n|---|---|\n| style | woodcut, ink |\n", encoding="utf-8")
    desk.change(lambda film: set_pack(film, [desk.ids[1]], "other"))
    camera = desk.panel.shot_page.camera
    desk.select(0)
    assert "woodcut" not in camera._styles()
    desk.select(1)
    assert "woodcut" in camera._styles()


def test_the_model_of_the_film_changes_no_shot_of_its_own(desk: Desk) -> None:
    desk.change(lambda film: set_pack(film, [desk.ids[1]], "tiny"))
    desk.change(lambda film: replace(film, settings=replace(film.settings, pack="other")))
    desk.select(0)
    assert desk.model.choice.currentText() == "The film's (Ink)"
    desk.select(1)
    assert desk.model.choice.currentText() == "Tiny"
