"""Actions and keys: what a key does, that typing stays typing, and that every keymap is whole."""

from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("PySide6")

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QLineEdit, QListWidget, QPlainTextEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from sora_studio.errors import SoraError
from sora_studio.ui import menus
from sora_studio.ui.board.view import BoardView
from sora_studio.ui.commands import Commands
from sora_studio.ui.document import FilmDocument
from sora_studio.ui.keymaps import conflicts, keymap_names, load_keymap
from sora_studio.ui.kit import Choice, IconButton, Number, PushButton
from sora_studio.ui.queue.view import QueuePanel
from sora_studio.ui.shot_panel.view import ShotPanel
from sora_studio.ui.timeline.view import TimelineView
from sora_studio.ui.viewer.view import Viewer
from tests.studio.film import open_tiny_studio

Key = Qt.Key


class Desk(QWidget):
    """A window with a canvas, fields, a list and a button, and three actions that note that they ran."""

    def __init__(self) -> None:
        super().__init__()
        self.ran: list[str] = []
        self.possible = True
        self.commands = Commands(self)
        self.canvas, self.field, self.page = QWidget(), QLineEdit(), QPlainTextEdit()
        self.canvas.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.list, self.button, self.number, self.choice = QListWidget(), PushButton("Press"), Number(), Choice("Size")
        self.list.addItems(["one", "two"])
        self.choice.add("Wide", 1)
        self.choice.add("Close", 2)
        self.button.clicked.connect(lambda: self.ran.append("button"))
        column = QVBoxLayout(self)
        for part in (self.canvas, self.field, self.page, self.list, self.button, self.number, self.choice):
            column.addWidget(part)
        single = (
            "playback.toggle",
            "timeline.split",
            "timeline.edit_prompt",
            "playback.next_cut",
            "timeline.tool.razor",
        )
        for id in single:
            self.commands.add(
                id, id, lambda id=id: self.ran.append(id), group="Test", enabled=lambda: self.possible
            )  # fmt: skip
        self.commands.use_keymap("sora")


@pytest.fixture
def desk(qtbot: QtBot, dressed: object) -> Desk:
    desk = Desk()
    qtbot.addWidget(desk)
    desk.show()
    qtbot.waitActive(desk)
    desk.canvas.setFocus()
    return desk


def press(qtbot: QtBot, widget: QWidget, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier):
    widget.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(widget, key, modifiers)


def test_keys_run_actions(desk: Desk, qtbot: QtBot) -> None:
    press(qtbot, desk.canvas, Key.Key_Space)
    press(qtbot, desk.canvas, Key.Key_C)
    press(qtbot, desk.canvas, Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    press(qtbot, desk.canvas, Key.Key_Return)
    assert desk.ran == ["playback.toggle", "timeline.tool.razor", "timeline.split", "timeline.edit_prompt"]


def test_typing_is_typing(desk: Desk, qtbot: QtBot) -> None:
    for field in (desk.field, desk.page):
        field.setFocus()
        qtbot.keyClicks(field, "a cold Cave")
        qtbot.keyClick(field, Key.Key_Return)
        qtbot.keyClick(field, Key.Key_Down)
    assert desk.field.text() == "a cold Cave"
    assert desk.page.toPlainText() == "a cold Cave\n"
    assert desk.ran == []


def test_other_shortcuts_reach_through_a_field(desk: Desk, qtbot: QtBot) -> None:
    press(qtbot, desk.field, Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    assert desk.ran == ["timeline.split"]


def test_the_focused_button_is_pressed_by_space_and_enter(desk: Desk, qtbot: QtBot) -> None:
    press(qtbot, desk.button, Key.Key_Space)
    press(qtbot, desk.button, Key.Key_Return)
    assert desk.ran == ["button", "button"]


def test_arrows_stay_in_lists_numbers_and_choices(desk: Desk, qtbot: QtBot) -> None:
    desk.list.setCurrentRow(0)
    desk.number.setValue(5)
    for part in (desk.list, desk.number, desk.choice):
        press(qtbot, part, Key.Key_Down)
    assert (desk.list.currentRow(), desk.number.value(), desk.choice.value) == (1, 4, 2)
    assert desk.ran == []


def test_a_click_on_a_button_leaves_the_keyboard_where_it_was(desk: Desk, qtbot: QtBot) -> None:
    desk.canvas.setFocus()
    qtbot.mouseClick(desk.button, Qt.MouseButton.LeftButton)
    assert desk.canvas.hasFocus()


def test_what_is_not_possible_does_not_run(desk: Desk, qtbot: QtBot) -> None:
    desk.possible = False
    desk.commands.refresh()
    press(qtbot, desk.canvas, Key.Key_C)
    assert not desk.commands.run("timeline.split")
    assert not desk.commands.run("no.such")
    assert desk.ran == []


def test_own_keys_lie_over_the_keymap_and_are_told(desk: Desk, qtbot: QtBot) -> None:
    desk.commands.use_keymap("premiere", {"timeline.split": ("Ctrl+G",), "playback.toggle": ()})
    press(qtbot, desk.canvas, Key.Key_G, Qt.KeyboardModifier.ControlModifier)
    press(qtbot, desk.canvas, Key.Key_Space)
    assert desk.ran == ["timeline.split"]
    assert desk.commands.shortcut_text("timeline.split") == "Ctrl+G"
    assert desk.commands.action("timeline.split").toolTip() == "timeline.split (Ctrl+G)"
    assert desk.commands.conflicts() == {}
    desk.commands.use_keymap("sora", {"timeline.split": ("C",)})
    assert desk.commands.conflicts() == {"C": ("timeline.split", "timeline.tool.razor")}


def test_renaming_keeps_the_key_in_the_tooltip(desk: Desk) -> None:
    desk.commands.rename("timeline.split", "Split shot 4")
    assert desk.commands.action("timeline.split").toolTip() == "Split shot 4 (Ctrl+B)"


def test_an_icon_button_says_what_it_is(qtbot: QtBot, dressed: object) -> None:
    button = IconButton("play", "Play (Space)")
    qtbot.addWidget(button)
    assert button.accessibleName() == "Play (Space)"
    assert not button.icon().isNull()


def test_an_unknown_keymap_is_told() -> None:
    with pytest.raises(SoraError):
        load_keymap("../../etc")


@pytest.mark.parametrize("name", keymap_names())
def test_no_keymap_gives_one_key_to_two_commands(name: str) -> None:
    assert conflicts(load_keymap(name).keys) == {}


@pytest.fixture
def known(qtbot: QtBot, dressed: object, tmp_path: Path) -> Iterator[set[str]]:
    """The ids of every command: those the views register on a real film, and those the menus name."""
    window = QWidget()
    qtbot.addWidget(window)
    commands, document = Commands(window), FilmDocument(open_tiny_studio(tmp_path))
    views = [make(document, commands) for make in (Viewer, BoardView, ShotPanel, TimelineView, QueuePanel)]
    for view in views:
        qtbot.addWidget(view)
    yield {command.id for command in commands.all()} | {id for ids in menus.layout().values() for id in ids}
    document.close()


def test_keymaps_name_only_commands_there_are(known: set[str]) -> None:
    for name in keymap_names():
        assert set(load_keymap(name).keys) - known == set()


@pytest.mark.parametrize("name", keymap_names())
def test_keys_are_spelled_as_qt_reads_them(name: str) -> None:
    portable = QKeySequence.SequenceFormat.PortableText
    for keys in load_keymap(name).keys.values():
        assert [QKeySequence(key).toString(portable) for key in keys] == list(keys)


@pytest.mark.parametrize("name", keymap_names())
def test_every_keymap_has_what_an_editor_reaches_for(name: str) -> None:
    keys = load_keymap(name).keys
    assert tuple(keys[f"playback.shuttle_{way}"][0] for way in ("back", "stop", "forward")) == ("J", "K", "L")
    assert "I" in keys["playback.mark_in"]
    assert "O" in keys["playback.mark_out"]
    assert set(keys) == set(load_keymap("sora").keys)
    assert (keys["view.palette"] == ("Ctrl+Shift+P",)) == (name in ("premiere", "avid"))
