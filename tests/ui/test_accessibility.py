"""The whole window for those who hear it or use it by keys alone, and its words for those who read them."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("PySide6")

from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QScrollBar,
    QTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from sora_studio.studio.config import Config
from sora_studio.ui import theme
from sora_studio.ui.export.dialog import ExportDialog
from sora_studio.ui.kit import ElidedLabel
from sora_studio.ui.main_window import MainWindow
from sora_studio.ui.preferences.view import PreferencesDialog
from tests.studio.film import open_tiny_studio

INTERACTIVE = (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
)


@pytest.fixture
def window(tmp_path: Path, qtbot: QtBot, dressed, monkeypatch: pytest.MonkeyPatch) -> Iterator[MainWindow]:
    """The window with a film of three shots, at the size it opens with."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    with open_tiny_studio(tmp_path) as studio:
        config = studio.config
    made = MainWindow(config, QSettings(str(tmp_path / "desk.ini"), QSettings.Format.IniFormat))
    made.resize(1440, 900)
    made.show()
    qtbot.waitExposed(made)
    assert made.open(tmp_path / "film.sora")
    assert made.document is not None
    made.document.selection.select([next(made.document.project.shots())[1].id])
    yield made
    made.close()
    made.deleteLater()


def parts(whole: QWidget) -> list[QWidget]:
    """Every widget of the window that Qt did not put into another as a part of it."""
    return [each for each in whole.findChildren(QWidget) if not each.objectName().startswith("qt_")]


def own(widget: QWidget) -> bool:
    """Whether it is itself what a person uses, not a part of such a thing."""
    parent = widget.parentWidget()
    if isinstance(widget, (QScrollBar, QHeaderView)) or isinstance(parent, (QComboBox, QAbstractSpinBox)):
        return False
    if parent is not None and parent.metaObject().className() == "QComboBoxPrivateContainer":
        return False
    # The palette's list is moved through from its field; a hidden button gets its words when it is shown.
    hidden = isinstance(widget, QAbstractButton) and not widget.isVisible() and not told(widget)
    return widget.objectName() != "palette_list" and not hidden


def told(widget: QWidget) -> str:
    """What a screen reader has to say of it."""
    return widget.accessibleName() or (widget.text() if isinstance(widget, QAbstractButton) else "")


def test_everything_one_can_use_has_a_name(window: MainWindow) -> None:
    nameless = [
        f"{type(each).__name__} in {type(each.parentWidget()).__name__}"
        for each in parts(window)
        if isinstance(each, INTERACTIVE) and own(each) and not told(each).strip()
    ]
    assert not nameless


def test_no_text_is_read_as_anything_but_text(window: MainWindow) -> None:
    """A prompt in a label that guesses could open a file or a network path."""
    guessing = [each.text() for each in window.findChildren(QLabel) if each.textFormat() != Qt.TextFormat.PlainText]
    assert not guessing


def test_everything_one_can_use_is_reached_by_keys(window: MainWindow) -> None:
    unreached = [
        f"{type(each).__name__} {told(each)!r}"
        for each in parts(window)
        if isinstance(each, INTERACTIVE) and own(each) and not _reached(each)
    ]
    assert not unreached


def _reached(widget: QWidget) -> bool:
    return bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)


def test_tab_goes_through_every_panel(window: MainWindow) -> None:
    editor = window.editor
    assert editor is not None
    window.commands.run("view.queue")
    views = {"viewer": editor.viewer, "timeline": editor.timeline, "panel": editor.panel, "queue": editor.queue}
    views |= {"header": editor.header}
    met: set[str] = set()
    for _ in range(200):
        QTest.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_Tab)
        focused = QApplication.focusWidget()
        met |= {name for name, view in views.items() if focused is not None and view.isAncestorOf(focused)}
        if met == set(views):
            break
    assert met == set(views)


def clipped(whole: QWidget) -> list[str]:
    """Texts that are seen and have less room than they need."""
    return [
        f"{text!r}: {each.width()} of {needed}"
        for each in parts(whole)
        if each.isVisible()
        and isinstance(each, (QLabel, QPushButton))
        and not isinstance(each, ElidedLabel)
        and not (isinstance(each, QLabel) and each.wordWrap())
        and (text := each.text())
        and each.width() < (needed := max(each.fontMetrics().horizontalAdvance(line) for line in text.split("\n")))
    ]


@pytest.mark.parametrize("colours", ["dark", "light"])
def test_no_text_is_clipped(window: MainWindow, colours: str, qapp) -> None:
    theme.apply(qapp, colours)
    for size in ((1440, 900), (1024, 640)):
        window.resize(*size)
        for workspace in ("edit", "board", "models"):
            window.commands.run(f"workspace.{workspace}")
            QTest.qWait(50)
            assert not clipped(window), f"{workspace} at {size}"


@pytest.mark.skipif("QT_SCALE_FACTOR" in os.environ, reason="is the process at the other scale")
def test_no_text_is_clipped_at_twice_the_scale() -> None:
    """The scale is a process's own."""
    again = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", __file__, "-k", "clipped or dialogs"]
    run = subprocess.run(again, env={**os.environ, "QT_SCALE_FACTOR": "2"}, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout


def test_dialogs_are_named_and_their_texts_fit(window: MainWindow, qtbot: QtBot) -> None:
    document = window.document
    assert document is not None
    for dialog in (PreferencesDialog(window.config, window.commands, document, window), ExportDialog(document, window)):
        dialog.show()
        names = list(dialog.pages) if isinstance(dialog, PreferencesDialog) else [""]
        for name in names:
            if isinstance(dialog, PreferencesDialog):
                dialog.show_page(name)
            QTest.qWait(50)
            assert not clipped(dialog), name
        used = [each for each in parts(dialog) if isinstance(each, INTERACTIVE) and own(each)]
        assert not [type(each).__name__ for each in used if not told(each).strip()]
        assert not [told(each) for each in used if not _reached(each)]
        dialog.close()
        dialog.deleteLater()


def test_the_welcome_page_is_named_and_fits(qtbot: QtBot, tmp_path: Path, dressed, monkeypatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    window = MainWindow(Config(), QSettings(str(tmp_path / "desk.ini"), QSettings.Format.IniFormat))
    qtbot.addWidget(window)
    window.show()
    used = [each for each in parts(window.welcome) if isinstance(each, INTERACTIVE) and own(each)]
    assert not [type(each).__name__ for each in used if not told(each).strip()]
    assert not [told(each) for each in used if not _reached(each)]
    assert not clipped(window)
