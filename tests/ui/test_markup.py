"""Whatever a film, a script or a message says is shown as it is written: nothing of it is opened or fetched."""

import sys
from collections.abc import Iterator
from dataclasses import replace
from itertools import cycle
from pathlib import Path

import pytest

pytest.importorskip("PySide6")

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QColor, QGuiApplication, QImage
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPlainTextEdit, QTextEdit, QToolTip, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from sora_studio import paths
from sora_studio.storage.project_file import ProjectFile
from sora_studio.studio.config import Config
from sora_studio.timeline.markers import Marker
from sora_studio.timeline.project import Project
from sora_studio.timeline.shot import DialogueLine, Direction
from sora_studio.timeline.sound import AudioTrack
from sora_studio.ui.messages import Message
from tests.studio.film import tiny_film
from tests.ui.lure import Lure
from tests.ui.person import Person, open_window

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="who opens a file is told on Linux")

SCREENS = ("workspace.edit", "workspace.board", "workspace.models", "view.queue", "workspace.edit")
BATCH = 10
ALL = 200


@pytest.fixture
def lure(tmp_path: Path) -> Iterator[Lure]:
    picture = QImage(8, 8, QImage.Format.Format_RGB32)
    picture.fill(QColor("red"))
    assert picture.save(str(tmp_path / "red.png"))
    lure = Lure(tmp_path / "lure").set_out((tmp_path / "red.png").read_bytes())
    assert len(lure.texts()) == ALL
    yield lure
    lure.close()


def film_that_says(texts: list[str]) -> Project:
    """A film with such a text wherever a film can say anything."""
    say = cycle(texts).__next__
    film = tiny_film("a red candle\n\nsnow burns\n\na candle burns\n")
    [scene] = film.scenes
    shots = tuple(
        replace(
            shot,
            direction=Direction(say(), say(), say(), "CU"),
            dialogue=(DialogueLine(say(), say(), say()),),
            action=say(),
            notes=say(),
            number=say(),
        )
        for shot in scene.shots
    )
    tracks = (AudioTrack("t", say()),)
    markers = (Marker("m", 0, say()),)
    scene = replace(scene, heading=say(), number=say(), direction=Direction(say(), say(), say()), shots=shots)
    return replace(
        film,
        title=say(),
        author=say(),
        direction=Direction(say(), say(), say()),
        scenes=(scene,),
        tracks=tracks,
        markers=markers,
    )


@pytest.mark.parametrize(
    "first", [0, *(pytest.param(first, marks=pytest.mark.slow) for first in range(BATCH, ALL, BATCH))]
)
def test_no_text_opens_a_file_or_reaches_for_an_address(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot, dressed, lure: Lure, first: int
) -> None:
    monkeypatch.setattr(paths, "user_data_folder", lambda: tmp_path / "data")
    texts = lure.texts()[first : first + BATCH]
    ProjectFile.create(tmp_path / "film.sora", film_that_says(texts)).close()
    person = Person(open_window(tmp_path, Config(device="cpu")), qtbot)
    window = person.window
    assert window.open(tmp_path / "film.sora")
    for screen in SCREENS:
        window.commands.run(screen)
        qtbot.wait(20)
        for shot_id in person.shot_ids:
            person.document.selection.select([shot_id])
            _linger(window)
            assert not lure.taken(), f"{screen}, {shot_id}"
    window.show_palette()
    _linger(window)
    window.palette_of_commands.close_up()
    assert not lure.taken(), "the palette"
    for text in texts:
        window.tell(Message(text, text))
        QApplication.processEvents()
        _write_everywhere(window, text)
        assert not lure.taken(), text
    window.close_film()
    _linger(window)
    assert not lure.taken(), "the welcome page"
    window.close()
    window.deleteLater()


def test_the_lure_is_taken_where_a_text_is_read_as_more(qtbot: QtBot, dressed, lure: Lure) -> None:
    label = QLabel(lure.texts()[0])
    qtbot.addWidget(label)
    label.show()
    QApplication.processEvents()
    assert lure.taken() == ["the file was opened"]


def _linger(window: QWidget) -> None:
    """Paint everything, and rest the pointer on all that has something to say then."""
    window.grab()
    for widget in window.findChildren(QWidget):
        # What is shown for one shot goes when another is shown.
        if isValid(widget) and widget.isVisible() and widget.toolTip():
            QToolTip.showText(widget.mapToGlobal(widget.rect().center()), widget.toolTip(), widget)
            for tip in QApplication.topLevelWidgets():
                if tip.inherits("QTipLabel"):
                    tip.grab()
    QToolTip.hideText()
    QApplication.processEvents()


def _write_everywhere(window: QWidget, text: str) -> None:
    """Put the text into every field, as a browser gives it to the clipboard."""
    mime = QMimeData()
    mime.setText(text)
    mime.setHtml(text)
    QGuiApplication.clipboard().setMimeData(mime)
    for field in filter(isValid, window.findChildren(QWidget)):
        if isinstance(field, QLineEdit) and not field.isReadOnly():
            before = field.text()
            field.selectAll()
            field.paste()
            field.grab()
            field.setText(before)
        elif isinstance(field, QPlainTextEdit | QTextEdit) and not field.isReadOnly():
            before = field.toPlainText()
            field.paste()
            field.grab()
            field.setPlainText(before)
    # What lies in the clipboard at the end of a process is let go of after all that could let go of it.
    QGuiApplication.clipboard().clear()
    QApplication.processEvents()
