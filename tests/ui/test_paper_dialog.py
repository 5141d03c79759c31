"""The dialog in which boards are chosen, and the commands that write them beside the window."""

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("PySide6")
pytest.importorskip("pypdf", reason="pypdf, which reads the PDFs back, is not installed")

import pypdf
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from sora_studio.studio.studio import RenderOrder
from sora_studio.ui.commands import Commands
from sora_studio.ui.document import FilmDocument
from sora_studio.ui.messages import Message
from sora_studio.ui.paper.choices import PaperChoices
from sora_studio.ui.paper.commands import PaperCommands
from sora_studio.ui.paper.content import Panel
from sora_studio.ui.paper.dialog import PaperDialog, recall
from sora_studio.ui.paper.printing import print_film
from sora_studio.ui.paper.progress import FileEnded
from tests.studio.film import open_tiny_studio, tiny_film
from tests.ui.pdf_text import text_of


class Desk:
    def __init__(self, folder: Path, qtbot: QtBot) -> None:
        self.qtbot = qtbot
        self.settings = QSettings(str(folder / "desk.ini"), QSettings.Format.IniFormat)
        self.window = QWidget()
        qtbot.addWidget(self.window)
        self.document = FilmDocument(open_tiny_studio(folder, tiny_film()))
        self.commands = Commands(self.window)
        self.paper = PaperCommands(self.document, self.commands, self.window, self.settings)
        self.told: list[Message] = []
        self.document.noticed.connect(self.told.append)

    def dialog(self) -> PaperDialog:
        dialog = PaperDialog(self.document, self.settings, self.window)
        self.qtbot.addWidget(dialog)
        dialog.show()
        self.qtbot.waitUntil(lambda: dialog.preview.image is not None, timeout=10_000)
        return dialog

    def render(self) -> None:
        self.document.render(RenderOrder(stage="draft"))
        self.qtbot.waitUntil(lambda: all(each.shown for each in self.document.shots_shown()), timeout=30_000)

    def wait(self) -> None:
        self.qtbot.waitUntil(lambda: not self.paper.running.running, timeout=30_000)


@pytest.fixture
def desk(tmp_path: Path, qtbot: QtBot, dressed) -> Iterator[Desk]:
    desk = Desk(tmp_path, qtbot)
    yield desk
    desk.paper.running.close(5)
    desk.document.close()


def upright(dialog: PaperDialog) -> bool:
    image = dialog.preview.image
    assert image is not None
    return image.height() > image.width()


def press(dialog: PaperDialog, widget: QWidget, qtbot: QtBot) -> None:
    qtbot.mouseClick(widget, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not dialog._timer.isActive())


def test_choices_change_the_preview_and_are_there_again_next_time(desk: Desk, qtbot: QtBot) -> None:
    dialog = desk.dialog()
    assert upright(dialog) is False
    dialog.asked.turned.step(1)
    qtbot.waitUntil(lambda: upright(dialog), timeout=10_000)
    dialog.asked.per_page.value = 1
    dialog.asked.per_page.changed.emit(1)
    assert dialog.pages.text() == "Page 1 of 3"
    press(dialog, dialog.on, qtbot)
    assert dialog.pages.text() == "Page 2 of 3"
    dialog.asked.fields["notes"].click()
    dialog.asked.version.setText("7")
    dialog.save_as(desk.document.studio.path.with_name("boards"))
    assert dialog.out.name == "boards.pdf"
    again = recall(desk.settings)
    assert (again.landscape, again.per_page, again.version) == (False, 1, "7")
    assert "notes" not in again.fields


def test_shots_without_pictures_are_told_before_they_are_printed(desk: Desk) -> None:
    dialog = desk.dialog()
    assert "3 of 3 shots have no picture yet" in dialog.problem.text()
    dialog.save_as(desk.document.studio.path.parent / "nowhere" / "boards.pdf")
    assert "There is no folder" in dialog.problem.text()
    assert dialog.isVisible()


def test_the_boards_of_a_rendered_film_are_written_beside_the_window(desk: Desk, tmp_path: Path) -> None:
    desk.render()
    dialog = desk.dialog()
    assert not dialog.problem.isVisible()
    dialog.save_as(tmp_path / "boards.pdf")
    heard: list[object] = []
    desk.document.event_arrived.connect(heard.append)
    desk.paper.write_boards(dialog.book, dialog.picture_of, dialog.out)
    assert not desk.commands.run("film.boards_pdf"), "one file at a time"
    desk.wait()
    assert desk.told[-1].text == "boards.pdf is written: 1 page."
    assert heard[-1] == FileEnded("boards.pdf")
    (page,) = pypdf.PdfReader(tmp_path / "boards.pdf").pages
    assert len(page.images) == 3
    assert "a red candle" in text_of(tmp_path / "boards.pdf")


def test_a_film_is_printed_without_a_dialog_too(desk: Desk, tmp_path: Path) -> None:
    assert print_film(desk.document.studio, tmp_path / "boards.pdf", PaperChoices(per_page=2)) == 2
    assert "a red candle" in text_of(tmp_path / "boards.pdf")


def test_printing_is_stopped_by_its_command(desk: Desk, tmp_path: Path) -> None:
    desk.render()
    dialog = desk.dialog()
    started = threading.Event()

    def slow(panel: Panel, frame: int, height: int) -> None:
        started.set()
        time.sleep(0.05)

    desk.paper.write_boards(dialog.book, slow, tmp_path / "boards.pdf")
    assert started.wait(10)
    assert desk.commands.run("film.paper_cancel")
    desk.wait()
    assert "Nothing was replaced" in desk.told[-1].text
    assert not (tmp_path / "boards.pdf").exists()


def test_the_web_page_needs_a_picture_and_is_written_beside_the_window(desk: Desk, tmp_path: Path) -> None:
    desk.commands.refresh()
    assert not desk.commands.action("film.html_page").isEnabled()
    desk.render()
    assert desk.commands.action("film.html_page").isEnabled()
    desk.paper.write_page(tmp_path / "film.html")
    desk.wait()
    assert desk.told[-1].text == "film.html is written."
    assert "<video" in (tmp_path / "film.html").read_text(encoding="utf-8")
    desk.paper.write_page(tmp_path / "nowhere" / "film.html")
    desk.wait()
    assert desk.told[-1].grave
    assert "no folder" in desk.told[-1].text
