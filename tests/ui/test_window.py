"""The window around the views: menus that hold everything, settings that hold at once, a desk found as it was left."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

pytest.importorskip("PySide6")

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtWidgets import QApplication, QFileDialog, QMenu, QScrollArea
from pytestqt.qtbot import QtBot

from sora_studio import paths
from sora_studio.exchange.media import Media
from sora_studio.exchange.writing import write_film
from sora_studio.studio.config import Config
from sora_studio.studio.events import DeviceInUse
from sora_studio.studio.studio import RenderOrder
from sora_studio.timeline.shot import Transition
from sora_studio.ui import menus
from sora_studio.ui.cut_dialog import CutDialog
from sora_studio.ui.kit import IconButton
from sora_studio.ui.timeline.geometry import Span
from sora_studio.ui.timeline.line_editor import LineEditor
from tests.studio.film import open_tiny_studio
from tests.ui.person import Ctrl, Key, Person, Shift, open_window


@pytest.fixture
def person(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot, dressed) -> Iterator[Person]:
    """At a window with the tiny film open, and no other models than its own."""
    monkeypatch.setattr(paths, "user_data_folder", lambda: tmp_path / "data")
    monkeypatch.setattr(paths, "documents_folder", lambda: tmp_path / "documents")
    monkeypatch.setattr(paths, "models_folders", list)
    open_tiny_studio(tmp_path).close()
    person = Person(open_window(tmp_path, Config(device="cpu", models_folder=str(tmp_path / "models"))), qtbot)
    assert person.window.open(tmp_path / "film.sora")
    yield person
    person.window.close()
    person.window.deleteLater()


def reopened(person: Person, tmp_path: Path, qtbot: QtBot) -> Person:
    """The program ended and started again."""
    config = person.window.config
    person.window.close()
    again = Person(open_window(tmp_path, config), qtbot)
    assert again.window.open(tmp_path / "film.sora")
    return again


def test_every_command_is_in_a_menu_or_known_to_be_elsewhere(person: Person) -> None:
    listed = [id for ids in menus.layout().values() for id in ids if id != menus.SEPARATOR]
    known = {command.id for command in person.window.commands.all()}
    assert len(listed) == len(set(listed))
    assert set(listed) <= known
    assert known - set(listed) == set(menus.ELSEWHERE)
    for menu in person.window.menuBar().findChildren(QMenu):
        lines = menu.actions()
        assert not lines[0].isSeparator()
        assert not lines[-1].isSeparator()
        assert not any(a.isSeparator() and b.isSeparator() for a, b in pairwise(lines))


def test_a_script_is_imported_from_the_menu(person: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    script = tmp_path / "more.txt"
    script.write_text("A fox in the snow.\n\nA boat at night.\n", encoding="utf-8")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(script), ""))
    before = person.document.project
    assert person.window.commands.run("film.import_script")
    person.qtbot.waitUntil(lambda: person.document.project != before, timeout=8000)
    prompts = [shot.direction.prompt for _, shot in person.document.project.shots()]
    assert prompts[-2:] == ["A fox in the snow.", "A boat at night."]
    assert person.document.studio.undo_labels[0] == "Import “more.txt”"
    person.press(Key.Key_Z, Ctrl)
    assert person.document.project == before


def test_an_editors_cut_is_looked_over_before_it_is_applied(
    person: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = person.document.project
    [scene] = before.scenes
    shots = (replace(scene.shots[0], duration_frames=12), *scene.shots[1:])
    write_film(replace(before, scenes=(replace(scene, shots=shots),)), Media(), tmp_path / "cut.otio")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(tmp_path / "cut.otio"), ""))
    read: list[str] = []

    def bring(key: Qt.Key) -> None:
        def answer() -> None:
            dialog = QApplication.activeModalWidget()
            if not isinstance(dialog, CutDialog) or not dialog.isActiveWindow():
                QTimer.singleShot(50, answer)
                return
            read.append(dialog.changes.toPlainText())
            person.press(key)

        QTimer.singleShot(50, answer)
        count = len(read)
        person.window.commands.run("film.import_script")
        person.wait_for(lambda: len(read) > count)

    bring(Key.Key_Escape)
    assert person.document.project is before
    bring(Key.Key_Return)
    person.wait_for(lambda: person.document.project is not before)
    assert [shot.duration_frames for _, shot in person.document.project.shots()] == [12, 24, 24]
    assert len(read) == 2
    assert all("12 frames shorter (12)" in each for each in read)
    assert "The film follows “cut.otio”." in person.window.toast.texts
    person.press(Key.Key_Z, Ctrl)
    assert person.document.project == before
    # The same once more: nothing to look over, and told.
    write_film(before, Media(), tmp_path / "cut.otio")
    person.window.commands.run("film.import_script")
    person.wait_for(lambda: "Nothing of “cut.otio” changes the film." in person.window.toast.texts)


def test_a_copy_is_saved_from_the_menu_while_the_film_stays_open(
    person: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    person.document.render(RenderOrder(positions=(1,), stage="draft"))
    person.wait_for(lambda: not person.going)
    copy = tmp_path / "elsewhere" / "copy.sora"
    copy.parent.mkdir()
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, **__: (str(copy), ""))
    assert person.window.commands.run("film.save_copy")
    person.wait_for(copy.exists)
    assert person.document.studio.path == tmp_path / "film.sora"
    project = person.document.project
    assert person.window.open(copy)
    assert person.document.project == project
    assert person.document.badge(person.shot_ids[0]) == "draft"


def test_a_scene_heading_turns_the_panel_to_its_scene(person: Person) -> None:
    panel, model = person.editor.panel, person.editor.timeline.model
    scene = person.document.project.scenes[0]
    assert panel.scope.level != "scene"
    person.click(person.canvas, QPoint(60, round(model.lanes.scenes.top + model.lanes.scenes.height / 2)))
    assert panel.scope.level == "scene"
    assert panel.scope.ids == (scene.id,)
    person.click(person.canvas, person.on_clip(1))
    assert panel.scope.level == "shot"
    person.window.commands.run("workspace.board")
    board = person.editor.board.canvas
    person.click(board.viewport(), QPoint(40, 24))
    assert panel.scope.level == "scene"


def test_other_devices_hold_from_the_next_render_and_are_told(person: Person, tmp_path: Path) -> None:
    person.wait_for(lambda: "CPU" in person.window.status.device.text())
    person.window.configure(Config(device="cpu", threads=3, models_folder=str(tmp_path / "models")))
    person.wait_for(lambda: person.window.status.device.text() == "CPU, 3 threads")
    told: list[str] = []
    person.document.event_arrived.connect(
        lambda event: told.append(event.description) if isinstance(event, DeviceInUse) else None
    )
    person.document.render(RenderOrder(positions=(1,), stage="draft"))
    person.wait_for(lambda: not person.going)
    assert told == ["CPU, 3 threads"]


def test_a_folder_of_models_added_holds_for_the_window_and_other_films(person: Person, tmp_path: Path) -> None:
    folder = tmp_path / "more models"
    (tmp_path / "models").rename(folder)
    person.window.close_film()
    assert person.window.open(tmp_path / "film.sora")
    assert person.editor.viewer.notice.isVisible()
    person.editor.models.add_folder(folder)
    assert not person.editor.viewer.notice.isVisible()
    assert str(folder) in person.window.config.models_folder
    person.window.close_film()
    assert person.window.open(tmp_path / "film.sora")
    assert not person.editor.viewer.notice.isVisible()


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


def test_keys_change_while_no_film_is_open_and_after_one_was(person: Person, tmp_path: Path) -> None:
    window = person.window
    person.press(Key.Key_W, Ctrl)
    assert window.document is None
    for name in ("premiere", "avid", "sora"):
        window.commands.use_keymap(name)
    assert window.open(tmp_path / "film.sora")
    window.commands.use_keymap("sora", {"timeline.snap": ("Ctrl+Shift+F9",), "shot.draft": ("F9",)})
    tools, bar = person.editor.timeline.tools, person.editor.panel.bar
    assert bar.draft.toolTip() == "Draft (F9)"
    assert any("Ctrl+Shift+F9" in button.toolTip() for button in tools.findChildren(IconButton))


# Written in place


def line(person: Person) -> LineEditor:
    found = [each for each in person.editor.timeline.findChildren(LineEditor) if each.isVisible()]
    assert len(found) == 1
    return found[0]


def no_line(person: Person) -> bool:
    return not [each for each in person.editor.timeline.findChildren(LineEditor) if each.isVisible()]


def test_a_marker_is_named_where_it_stands(person: Person) -> None:
    person.document.transport.seek(20)
    assert person.window.commands.run("timeline.marker.add")
    [marker] = person.document.project.markers
    person.editor.timeline.model.pick(marker=marker.id)
    assert person.window.commands.run("timeline.marker.name")
    assert line(person).hasFocus()
    person.type("the door opens")
    person.press(Key.Key_Return)
    assert no_line(person)
    assert person.document.project.markers[0].text == "the door opens"
    person.window.commands.run("timeline.marker.name")
    person.type("no")
    person.press(Key.Key_Escape)
    assert person.document.project.markers[0].text == "the door opens"
    assert person.canvas.hasFocus()


def test_a_dissolve_is_as_long_as_is_written_on_its_cut(person: Person) -> None:
    second = person.shot_ids[1]
    person.document.selection.select([second])
    assert person.window.commands.run("timeline.dissolve_length")
    assert line(person).text() == "6f"
    person.type("soon")
    person.press(Key.Key_Return)
    assert person.window.toast.texts
    assert line(person).text() == "soon"
    person.type("10f")
    person.press(Key.Key_Return)
    assert no_line(person)
    assert person.document.project.find(second)[1].transition == Transition("dissolve", 10)


def test_a_track_is_named_where_its_name_stands_and_a_click_elsewhere_keeps_it(person: Person) -> None:
    person.window.commands.run("timeline.sound.add_track")
    headers, lanes = person.editor.timeline.headers, person.editor.timeline.model.lanes
    person.double_click(headers, QPoint(30, round(lanes.sound[0].top + 12)))
    person.type("Birds")
    person.click(person.canvas, person.on_clip(1))
    assert no_line(person)
    assert person.document.project.tracks[0].name == "Birds"


def test_nothing_written_in_place_outlives_its_film(person: Person) -> None:
    person.document.selection.select([person.shot_ids[1]])
    person.window.commands.run("timeline.dissolve_length")
    person.type("9f")
    person.press(Key.Key_W, Ctrl | Shift)
    person.window.close_film()
    assert person.window.document is None


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


def test_comparing_is_stopped_only_while_comparing(person: Person) -> None:
    stop = person.window.commands.action("viewer.compare.off")
    assert not stop.isEnabled()
    person.window.commands.run("viewer.compare.wipe")
    assert stop.isEnabled()
    person.window.commands.run("viewer.compare.off")
    assert not stop.isEnabled()
