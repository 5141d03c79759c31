"""The window around the views: menus that hold everything, settings that hold at once, a desk found as it was left."""

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

pytest.importorskip("PySide6")

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtWidgets import QApplication, QFileDialog, QMenu

from sora_studio.exchange.media import Media
from sora_studio.exchange.writing import write_film
from sora_studio.studio.config import Config
from sora_studio.studio.events import DeviceInUse
from sora_studio.studio.studio import RenderOrder
from sora_studio.ui import menus
from sora_studio.ui.cut_dialog import CutDialog
from sora_studio.ui.kit import IconButton
from tests.studio.film import open_tiny_studio
from tests.ui.person import Ctrl, Key, Person


@pytest.fixture
def person(tmp_path: Path, begin: Callable[..., Person]) -> Person:
    """At a window with the tiny film open, and no other models than its own."""
    open_tiny_studio(tmp_path).close()
    return begin(tmp_path / "film.sora")


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


def test_comparing_is_stopped_only_while_comparing(person: Person) -> None:
    stop = person.window.commands.action("viewer.compare.off")
    assert not stop.isEnabled()
    person.window.commands.run("viewer.compare.wipe")
    assert stop.isEnabled()
    person.window.commands.run("viewer.compare.off")
    assert not stop.isEnabled()
