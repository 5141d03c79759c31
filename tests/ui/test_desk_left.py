"""A desk is found as it was left, and each film as one left it; views that are hidden follow."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

pytest.importorskip("PySide6")

from PySide6.QtWidgets import QScrollArea
from pytestqt.qtbot import QtBot

from sora_studio.ui.timeline.geometry import Span
from tests.studio.film import open_tiny_studio
from tests.ui.person import Person, open_window


@pytest.fixture
def person(tmp_path: Path, begin: Callable[..., Person]) -> Person:
    """At a window with the tiny film open, and no other models than its own."""
    open_tiny_studio(tmp_path).close()
    return begin(tmp_path / "film.sora")


def reopened(person: Person, tmp_path: Path, qtbot: QtBot) -> Person:
    """The program ended and started again."""
    config = person.window.config
    person.window.close()
    again = Person(open_window(tmp_path, config), qtbot)
    assert again.window.open(tmp_path / "film.sora")
    return again


def test_the_desk_is_found_as_it_was_left(person: Person, tmp_path: Path, qtbot: QtBot) -> None:
    run, viewer = person.window.commands.run, person.editor.viewer
    for id in ("viewer.guides.thirds", "viewer.mask.2.39", "viewer.burn_ins", "viewer.zoom_100", "board.print_look"):
        assert run(id)
    viewer.options.toggle_burn_in("date")
    viewer.options.place_burn_ins("top")
    viewer.playback.set_volume(0.4)
    viewer.playback.set_muted(True)
    person.editor.board.canvas.panel_width = 300
    run("timeline.snap")
    run("view.queue")
    run("workspace.board")
    again = reopened(person, tmp_path, qtbot)
    viewer, editor = again.editor.viewer, again.editor
    assert viewer.options.guides == {"thirds"}
    assert viewer.options.mask == "2.39"
    assert viewer.options.burning_in
    assert "date" not in viewer.options.burn_ins.fields
    assert viewer.options.burn_ins.place == "top"
    assert viewer.options.zoom.scale == 1.0
    assert (viewer.playback.volume, viewer.playback.muted) == (0.4, True)
    assert editor.board.canvas.print_look
    assert editor.board.canvas.panel_width == 300
    assert not editor.timeline.model.snapping
    assert not editor.queue.isHidden()
    assert editor.workspace == "board"
    assert again.window.commands.action("viewer.guides.thirds").isChecked()
    again.window.close()


def test_settings_no_program_of_ours_wrote_are_left_alone(person: Person, tmp_path: Path, qtbot: QtBot) -> None:
    person.window.close()
    (tmp_path / "desk.ini").write_text(
        "[desk]\nworkspace=nowhere\nqueue=maybe\nqueue-width=3\n[viewer]\nguides=circles 7\nmask=9\nzoom=nan\n"
        "burn-ins=@Invalid()\n[sound]\nvolume=loud\n[board]\npanel-width=-4\n"
    )
    again = Person(open_window(tmp_path, person.window.config), qtbot)
    assert again.window.open(tmp_path / "film.sora")
    assert again.editor.workspace == "edit"
    assert again.editor.viewer.options.guides == frozenset()
    assert again.editor.viewer.playback.volume == 1.0
    again.window.close()


def test_views_that_are_hidden_follow_once_they_are_seen(person: Person) -> None:
    editor = person.window.editor
    assert editor is not None
    run, board = person.window.commands.run, editor.board.canvas
    run("workspace.board")
    run("workspace.edit")
    laid = board._grid
    person.document.selection.select(person.shot_ids[:1])
    run("timeline.duplicate")
    assert board._grid is laid  # Hidden, it cost the edit nothing.
    run("workspace.board")
    assert [board.grid.id(at) for at in range(len(board.grid))] == person.shot_ids
    assert "4 shots" in editor.board.summary.text()
    run("edit.undo")
    assert len(board.grid) == 3
    assert "3 shots" in editor.board.summary.text()


def test_a_command_of_the_board_knows_the_film_while_the_board_is_hidden(person: Person) -> None:
    run = person.window.commands.run
    first, second, third = person.shot_ids
    person.document.selection.select([first])
    run("board.remove")
    assert person.document.selection.shot_ids == (second,)
    run("board.remove")
    assert person.document.selection.shot_ids == (third,)
    run("edit.undo")
    assert person.shot_ids == [second, third]


def test_the_film_page_follows_undo_and_offers_styles_when_asked(person: Person) -> None:
    editor = person.window.editor
    assert editor is not None
    person.document.selection.select([])
    page = editor.panel.film_page
    assert page.isVisible()
    person.document.edit("Call", lambda film: replace(film, title="Snow", direction=replace(film.direction, style="")))
    assert page.title.text() == "Snow"
    first = person.document.strip.shots[0]
    styled = replace(first, direction=replace(first.direction, style="woodcut"))
    person.document.edit("Style", lambda film: film.with_shot(styled))
    scrolled = editor.panel.pages.currentWidget()
    assert isinstance(scrolled, QScrollArea)
    scrolled.ensureWidgetVisible(page.camera.style_field)
    person.click(page.camera.style_field.menu_button)
    menu = page.camera.style_field.menu
    assert menu is not None
    assert "Woodcut" in [action.text() for action in menu.actions()]
    menu.close()
    person.document.undo()
    person.document.undo()
    assert page.title.text() != "Snow"


def test_each_film_shows_the_part_of_its_timeline_that_was_left(person: Person, tmp_path: Path, qtbot: QtBot) -> None:
    def span(of: Person) -> Span:
        assert of.window.editor is not None
        return of.window.editor.timeline.model.span

    for _ in range(4):
        person.window.commands.run("timeline.zoom_in")
    left = span(person)
    again = reopened(person, tmp_path, qtbot)
    assert (span(again).pixels_per_frame, span(again).scroll) == (left.pixels_per_frame, left.scroll)
    (tmp_path / "other").mkdir()
    open_tiny_studio(tmp_path / "other").close()
    assert again.window.open(tmp_path / "other" / "film.sora")
    assert span(again) == span(again).fitted()
    assert again.window.open(tmp_path / "film.sora")
    assert span(again).pixels_per_frame == left.pixels_per_frame
    again.window.commands.run("timeline.zoom_fit")
    fitted = reopened(again, tmp_path, qtbot)
    assert span(fitted) == span(fitted).fitted()
    fitted.window.close()
