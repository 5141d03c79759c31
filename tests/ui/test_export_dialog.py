"""The export dialog: format, ending and size go together; what is asked for is what is written."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

pytest.importorskip("PySide6")

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from sora_studio.studio.studio import RenderOrder
from sora_studio.ui.document import FilmDocument
from sora_studio.ui.export.dialog import ExportDialog
from tests.studio.film import open_tiny_studio, tiny_film


@pytest.fixture
def dialog(qtbot: QtBot, dressed: object, tmp_path: Path) -> Iterator[ExportDialog]:
    studio = open_tiny_studio(tmp_path, replace(tiny_film(), width=1920, height=1080))
    list(studio.render(RenderOrder(positions=[1]), device="cpu"))
    document = FilmDocument(studio)
    dialog = ExportDialog(document)
    qtbot.addWidget(dialog)
    with qtbot.waitExposed(dialog):
        dialog.show()
    yield dialog
    document.close()


def choose(dialog: ExportDialog, text: str) -> None:
    """By keys, as a person does."""
    dialog.format.setFocus()
    QTest.keyClick(dialog.format, Qt.Key.Key_Home)
    while not dialog.format.currentText().startswith(text):
        before = dialog.format.currentIndex()
        QTest.keyClick(dialog.format, Qt.Key.Key_Down)
        assert dialog.format.currentIndex() == before + 1, text


def retype(dialog: ExportDialog, text: str) -> None:
    dialog.path.setFocus()
    dialog.path.selectAll()
    QTest.keyClicks(dialog.path, text)


def test_a_format_brings_its_ending_its_size_and_its_words(dialog: ExportDialog) -> None:
    assert dialog.told.text().startswith("H.264, 24 fps, 24 frames (1.0 s).")
    assert (dialog.request.width, dialog.request.height) == (1920, 1080)
    choose(dialog, "ProRes 422 P")
    assert dialog.path.text().endswith(".mov")
    assert dialog.request.preset == "prores-proxy"
    choose(dialog, "Animated G")
    assert dialog.path.text().endswith(".gif")
    assert "12 fps, 12 frames (1.0 s)" in dialog.told.text()
    assert "It has no sound." in dialog.told.text()
    assert (dialog.request.width, dialog.request.height) == (640, 360)
    choose(dialog, "Sound o")
    assert dialog.path.text().endswith(".wav")
    assert not dialog.picture.isVisible()
    assert "48 kHz" in dialog.told.text()


def test_an_ending_that_is_typed_chooses_the_format(dialog: ExportDialog) -> None:
    retype(dialog, "/films/tale.mov")
    assert dialog.request.preset == "h264", "H.264 goes into .mov too"
    choose(dialog, "ProRes 422 HQ")
    retype(dialog, "/films/other.mov")
    assert dialog.request.preset == "prores"
    retype(dialog, "/films/tale.png")
    assert (dialog.request.preset, dialog.request.out) == ("png", Path("/films/tale.png"))
    retype(dialog, "/films/tale")
    assert dialog.request.out == Path("/films/tale.png"), "the format says which ending"
    retype(dialog, "/films/tale.xyz")
    assert dialog.request.preset == "png", "nobody's ending changes nothing"


def test_a_folder_of_pictures_that_is_there_is_told(dialog: ExportDialog, tmp_path: Path) -> None:
    (tmp_path / "tale frames").mkdir()
    retype(dialog, str(tmp_path / "tale.png"))
    assert "tale frames is there already and will be replaced." in dialog.told.text()
