"""The palette: a few letters, Enter, done; and the keyboard goes back to where it was."""

import pytest

pytest.importorskip("PySide6")

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLineEdit, QMainWindow
from pytestqt.qtbot import QtBot

from sora_studio.ui.commands import Commands
from sora_studio.ui.fuzzy import match
from sora_studio.ui.palette import OPENS_IT, CommandPalette
from sora_studio.ui.palette_rows import Row, ranked

Key = Qt.Key
COMMANDS = {
    "playback.toggle": "Play or pause",
    "timeline.split": "Split at playhead",
    "film.render": "Render the film",
    "film.render_drafts": "Render all drafts",
    "film.export": "Export film…",
    "playback.next_cut": "Next cut",
}


class Window(QMainWindow):
    def __init__(self) -> None:
        super().__init__()
        self.ran: list[str] = []
        self.possible = True
        self.field = QLineEdit()
        self.setCentralWidget(self.field)
        self.commands = Commands(self)
        for id, text in COMMANDS.items():
            self.commands.add(
                id,
                text,
                lambda id=id: self.ran.append(id),
                group="Film" if id.startswith("film") else "Timeline",
                enabled=(lambda: self.possible) if id == "film.export" else None,
            )
        self.palette_over = CommandPalette(self, self.commands, self.shots)
        self.commands.add(OPENS_IT, "Find a command…", self.palette_over.open, group="View")
        self.commands.use_keymap("sora")
        self.resize(1000, 700)

    def shots(self) -> list[Row]:
        prompts = ["a lighthouse at night", "the keeper climbs 12 stairs", "a storm"]
        return [
            Row(f"s{n}", f"Go to shot {n}: {prompt}", "Shot", run=lambda n=n: self.ran.append(f"shot {n}"))
            for n, prompt in enumerate(prompts, 11)
        ]

    def shown(self) -> list[str]:
        return [row.text for row in self.palette_over.model.rows]


@pytest.fixture
def window(qtbot: QtBot, dressed: object) -> Window:
    window = Window()
    qtbot.addWidget(window)
    window.show()
    qtbot.waitActive(window)
    window.field.setFocus()
    return window


def opened(window: Window, qtbot: QtBot) -> QLineEdit:
    qtbot.keyClick(window.field, Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert window.palette_over.isVisible()
    return window.palette_over.field


def test_a_few_letters_and_enter_run_a_command(window: Window, qtbot: QtBot) -> None:
    field = opened(window, qtbot)
    assert field.hasFocus()
    qtbot.keyClicks(field, "spl")
    qtbot.keyClick(field, Key.Key_Return)
    assert window.ran == ["timeline.split"]
    assert not window.palette_over.isVisible()
    assert window.field.hasFocus()


def test_arrows_choose_and_move_nothing_else(window: Window, qtbot: QtBot) -> None:
    field = opened(window, qtbot)
    qtbot.keyClicks(field, "render")
    assert window.shown()[:2] == ["Render the film", "Render all drafts"]
    qtbot.keyClick(field, Key.Key_Down)
    qtbot.keyClick(field, Key.Key_Return)
    assert window.ran == ["film.render_drafts"]


def test_keys_typed_are_never_shortcuts(window: Window, qtbot: QtBot) -> None:
    field = opened(window, qtbot)
    qtbot.keyClicks(field, "c v l")
    qtbot.keyClick(field, Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    assert window.ran == []
    assert field.text() == "c v l"


def test_what_was_used_last_comes_first(window: Window, qtbot: QtBot) -> None:
    window.commands.run("film.export")
    window.commands.run("timeline.split")
    opened(window, qtbot)
    assert window.shown()[:2] == ["Split at playhead", "Export film…"]


def test_what_is_not_possible_is_dimmed_and_stays(window: Window, qtbot: QtBot) -> None:
    window.possible = False
    field = opened(window, qtbot)
    qtbot.keyClicks(field, "export")
    assert not window.palette_over.model.rows[0].enabled
    qtbot.keyClick(field, Key.Key_Return)
    assert window.ran == []
    assert window.palette_over.isVisible()


def test_it_finds_by_group_and_by_key(window: Window, qtbot: QtBot) -> None:
    field = opened(window, qtbot)
    qtbot.keyClicks(field, "ctrl+b")
    assert window.shown() == ["Split at playhead"]
    field.clear()
    qtbot.keyClicks(field, "timeline cut")
    assert window.shown() == ["Next cut"]


def test_it_goes_to_shots_by_number_and_by_prompt(window: Window, qtbot: QtBot) -> None:
    field = opened(window, qtbot)
    qtbot.keyClicks(field, "12")
    assert window.shown() == ["Go to shot 12: the keeper climbs 12 stairs"]
    field.clear()
    qtbot.keyClicks(field, "night lighthouse")
    qtbot.keyClick(field, Key.Key_Return)
    assert window.ran == ["shot 11"]


@pytest.mark.parametrize("how", ["escape", "again", "beside"])
def test_it_goes_away_and_gives_the_keyboard_back(window: Window, qtbot: QtBot, how: str) -> None:
    field = opened(window, qtbot)
    if how == "escape":
        qtbot.keyClick(field, Key.Key_Escape)
    elif how == "again":
        qtbot.keyClick(field, Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    else:
        qtbot.mouseClick(window.palette_over, Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
    assert not window.palette_over.isVisible()
    assert window.field.hasFocus()


def test_it_says_when_nothing_is_found(window: Window, qtbot: QtBot) -> None:
    field = opened(window, qtbot)
    qtbot.keyClicks(field, "qqqq")
    assert window.palette_over.nothing.isVisible()
    qtbot.keyClick(field, Key.Key_Return)
    assert window.palette_over.isVisible()


def test_a_click_runs_a_row(window: Window, qtbot: QtBot) -> None:
    opened(window, qtbot)
    rows = window.palette_over.list
    spot = rows.visualRect(window.palette_over.model.index(1)).center()
    qtbot.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert window.ran == ["timeline.split"]


def test_it_follows_the_window(window: Window, qtbot: QtBot) -> None:
    opened(window, qtbot)
    window.resize(700, 500)
    assert window.palette_over.geometry() == window.rect()
    assert window.palette_over.rect().contains(window.palette_over.card.geometry())


@pytest.mark.parametrize(
    ("typed", "better", "worse"),
    [
        ("ren", "Render the film", "Next screen"),
        ("sp", "Split at playhead", "Show properties of the clip"),
        ("rd", "Render drafts", "Ripple and trim order"),
        ("exp", "Export", "Explain the next picture"),
    ],
)
def test_what_one_means_comes_first(typed: str, better: str, worse: str) -> None:
    first, second = match(typed, better), match(typed, worse)
    assert first is not None
    assert second is None or first.score > second.score


def test_letters_out_of_order_are_no_match() -> None:
    assert match("tilps", "Split") is None
    assert match("", "Split") is not None


def test_ten_thousand_shots_are_searched_while_one_types() -> None:
    from time import perf_counter

    shots = [Row(str(n), f"Go to shot {n}: {'a long prompt about a storm ' * 6}", "Shot") for n in range(10_000)]
    start = perf_counter()
    found = ranked("storm 77", [], shots, [])
    assert perf_counter() - start < 0.5
    assert found[0].text.startswith("Go to shot 77:")


def test_where_the_keyboard_was_may_have_gone_meanwhile(window: Window, qtbot: QtBot) -> None:
    field = opened(window, qtbot)
    window.field.deleteLater()
    qtbot.wait(10)
    qtbot.keyClick(field, Key.Key_Escape)
    assert not window.palette_over.isVisible()


def test_a_command_forgotten_with_its_view_runs_no_more(window: Window, qtbot: QtBot) -> None:
    split = window.commands.action("timeline.split")
    window.commands.clear()
    split.trigger()
    assert window.ran == []
