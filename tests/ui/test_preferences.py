"""Preferences: each change is in force and on the disk at once, and making room loses no take."""

from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("PySide6")

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from sora_studio.paths import graphs_folder
from sora_studio.studio.config import Config, load_config
from sora_studio.studio.studio import RenderOrder
from sora_studio.ui import theme
from sora_studio.ui.commands import Commands
from sora_studio.ui.document import FilmDocument
from sora_studio.ui.kit import PlainLabel
from sora_studio.ui.preferences import bindings
from sora_studio.ui.preferences.view import PreferencesDialog
from tests.studio.film import open_tiny_studio

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
NAMES = {"timeline.split": "Split at playhead", "film.render": "Render the film", "playback.toggle": "Play"}


@pytest.fixture
def commands(qtbot: QtBot, dressed: QApplication) -> Commands:
    window = QWidget()
    qtbot.addWidget(window)
    commands = Commands(window)
    for id, text in NAMES.items():
        commands.add(id, text, lambda: None, group="Timeline")
    commands.use_keymap("sora")
    return commands


def opened(
    qtbot: QtBot, commands: Commands, page: str, document: FilmDocument | None = None
) -> tuple[PreferencesDialog, Any]:
    """The dialog with that page in front, and the page."""
    dialog = PreferencesDialog(Config(), commands, document)
    qtbot.addWidget(dialog)
    dialog.show_page(page)
    dialog.show()
    qtbot.waitExposed(dialog)
    return dialog, dialog.pages[page]


def test_a_key_is_changed_by_pressing_it(qtbot: QtBot, commands: Commands) -> None:
    _dialog, page = opened(qtbot, commands, "keyboard")
    page.show_command("timeline.split")
    qtbot.mouseClick(page.recorder, Qt.MouseButton.LeftButton)
    qtbot.keyClick(page.recorder, Key.Key_Shift)
    qtbot.keyClick(page.recorder, Key.Key_J, CTRL | Qt.KeyboardModifier.ShiftModifier)
    assert commands.shortcut_text("timeline.split") == "Ctrl+Shift+J"
    assert load_config().keys == {"timeline.split": ("Ctrl+Shift+J",)}
    qtbot.mouseClick(page.reset, Qt.MouseButton.LeftButton)
    assert commands.shortcut_text("timeline.split") == "Ctrl+B"
    assert load_config().keys == {}


def test_a_taken_key_is_told_and_moves_only_when_asked(qtbot: QtBot, commands: Commands) -> None:
    _dialog, page = opened(qtbot, commands, "keyboard")
    page.show_command("timeline.split")
    page.recorder.begin()
    qtbot.keyClick(page.recorder, Key.Key_R, CTRL)
    assert "Render the film" in page.told.text()
    assert commands.shortcut_text("timeline.split") == "Ctrl+B"
    qtbot.mouseClick(page.take, Qt.MouseButton.LeftButton)
    assert commands.shortcut_text("timeline.split") == "Ctrl+R"
    assert commands.shortcut_text("film.render") == ""
    assert commands.conflicts() == {}
    assert page.take.isHidden()


def test_escape_leaves_a_key_as_it_was(qtbot: QtBot, commands: Commands) -> None:
    dialog, page = opened(qtbot, commands, "keyboard")
    page.show_command("timeline.split")
    page.recorder.begin()
    qtbot.keyClick(page.recorder, Key.Key_Escape)
    assert not page.recorder.hearing
    assert dialog.isVisible()
    assert commands.shortcut_text("timeline.split") == "Ctrl+B"


def test_commands_are_found_by_name_and_by_key(qtbot: QtBot, commands: Commands) -> None:
    _dialog, page = opened(qtbot, commands, "keyboard")
    for typed, found in (("split", "timeline.split"), ("ctrl+r", "film.render")):
        page.search.clear()
        qtbot.keyClicks(page.search, typed)
        shown = [item for item in page._items() if not item.isHidden()]
        assert [item.text(0) for item in shown] == [NAMES[found]]


def test_a_keymap_is_chosen_with_the_keyboard(qtbot: QtBot, commands: Commands) -> None:
    _dialog, page = opened(qtbot, commands, "keyboard")
    page.keymap.setFocus()
    while page.keymap.value != "premiere":
        qtbot.keyClick(page.keymap, Key.Key_Down)
    assert commands.shortcut_text("timeline.split") == "Ctrl+K"
    assert load_config().keymap == "premiere"


def test_the_theme_changes_at_once(qtbot: QtBot, commands: Commands, qapp: QApplication) -> None:
    _dialog, page = opened(qtbot, commands, "appearance")
    with qtbot.waitSignal(theme.changed):
        page.theme.step(1)
    assert theme.current() == "light"
    assert load_config().theme == "light"
    theme.apply(qapp, "dark")


def test_the_machine_is_looked_at_beside_the_window(qtbot: QtBot, commands: Commands) -> None:
    _dialog, page = opened(qtbot, commands, "devices")
    qtbot.waitUntil(page.again.isEnabled, timeout=20_000)
    assert "CPU" in page.told.text() or "GPU" in page.told.text()
    offered = [page.device.itemText(at) for at in range(page.device.count())]
    assert offered[:2] == ["The best there is", "Processor"]
    said = [label.text() for label in page.findChildren(PlainLabel)]
    assert "NVIDIA GPU (CUDA)" in said
    assert not {"cuda", "cpu"} & {*said, *offered}
    page.threads.setValue(1)
    page.memory.setValue(2048)
    config = load_config()
    assert (config.threads, config.memory_budget_mb) == (1, 2048)


def test_what_is_kept_ready_is_given_back_with_a_click(qtbot: QtBot, commands: Commands) -> None:
    kept = graphs_folder() / "some-model" / "model.onnx"
    kept.parent.mkdir(parents=True, exist_ok=True)
    kept.write_bytes(b"laid out")
    _dialog, page = opened(qtbot, commands, "devices")
    for kept_from_now_on in (True, False):
        assert kept.exists()
        qtbot.mouseClick(page.keep, Qt.MouseButton.LeftButton, pos=QPoint(10, page.keep.height() // 2))
        assert load_config().keep_graphs is kept_from_now_on
    qtbot.waitUntil(lambda: not kept.exists())
    qtbot.waitUntil(page.again.isEnabled, timeout=20_000)


def test_one_stays_offline_from_the_click_on(qtbot: QtBot, commands: Commands) -> None:
    _dialog, page = opened(qtbot, commands, "network")
    qtbot.mouseClick(page.offline, Qt.MouseButton.LeftButton, pos=QPoint(10, page.offline.height() // 2))
    assert load_config().offline
    qtbot.keyClick(page.offline, Key.Key_Space)
    assert not load_config().offline


def test_a_settings_file_that_cannot_be_written_is_told(
    qtbot: QtBot, commands: Commands, own_config: Path, tmp_path: Path
) -> None:
    own_config.parent.write_text("a file where the folder should be")
    dialog, page = opened(qtbot, commands, "saving")
    page.backups.setFocus()
    qtbot.keyClick(page.backups, Key.Key_Down)
    assert dialog.told.isVisible()
    assert "can't be saved" in dialog.told.text()
    assert dialog.settings.config.backup_minutes == 30


def test_room_is_made_and_every_take_stays(qtbot: QtBot, commands: Commands, tmp_path: Path) -> None:
    studio = open_tiny_studio(tmp_path)
    list(studio.render(RenderOrder(), device="cpu"))
    list(studio.write_film(tmp_path / "film.mp4"))
    document = FilmDocument(studio)
    try:
        _dialog, page = opened(qtbot, commands, "cache", document)
        qtbot.waitUntil(page.clean.isEnabled, timeout=5000)
        promised = page.clean.text().removeprefix("Free ")
        qtbot.mouseClick(page.clean, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: page.clean.text() == "Nothing to free", timeout=5000)
        assert page.told.text() == f"{promised} freed."
        assert all(each.shown is not None for each in studio.shots())
    finally:
        document.close()


def test_with_no_film_open_the_cache_page_says_so(qtbot: QtBot, commands: Commands) -> None:
    _dialog, page = opened(qtbot, commands, "cache")
    page.limit.setValue(5000)
    assert load_config().cache_limit_mb == 5000


def test_pages_are_walked_by_arrows(qtbot: QtBot, commands: Commands) -> None:
    dialog, page = opened(qtbot, commands, "devices")
    dialog.names.setFocus()
    for _ in range(len(dialog.pages) - 1):
        qtbot.keyClick(dialog.names, Key.Key_Down)
    assert dialog.middle.currentWidget() is dialog.pages["about"]
    qtbot.waitUntil(page.again.isEnabled, timeout=20_000)


DEFAULTS = {"a": ("A",), "b": ("B", "Ctrl+B"), "c": ()}
IDS = tuple(DEFAULTS)


def test_taking_a_key_takes_only_that_key() -> None:
    own = bindings.bound({}, DEFAULTS, "c", ("B",), IDS)
    assert own == {"c": ("B",), "b": ("Ctrl+B",)}
    assert bindings.holders("B", IDS, DEFAULTS, own) == ["c"]


def test_a_reset_takes_the_key_back_and_keeps_nothing() -> None:
    own = bindings.bound({}, DEFAULTS, "c", ("A",), IDS)
    assert bindings.reset(own, DEFAULTS, "a", IDS) == {}
