"""The models view: packs told truly, a card that can do nothing, and the film's model changed by one edit."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

pytest.importorskip("PySide6")

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QImage, QTextDocument
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMainWindow
from pytestqt.qtbot import QtBot

from sora_studio import paths
from sora_studio.studio.config import Config, load_config
from sora_studio.studio.pack_details import DeviceFit, PackDetails
from sora_studio.studio.pack_folders import add_models_folder
from sora_studio.studio.pack_memory import PackMemory, amount
from sora_studio.studio.studio import Studio
from sora_studio.timeline.project import Project
from sora_studio.ui.commands import Commands
from sora_studio.ui.document import FilmDocument, Message
from sora_studio.ui.models.card_browser import CardBrowser
from sora_studio.ui.models.view import ModelsView
from sora_studio.ui.models.words import fit_text
from tests.inference.tiny_pack import Tiny, make_pack
from tests.studio.film import open_tiny_studio

Left = Qt.MouseButton.LeftButton


@pytest.fixture(autouse=True)
def _no_other_packs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paths, "models_folders", lambda: [tmp_path / "bundled"])


class Desk:
    def __init__(self, studio: Studio, qtbot: QtBot) -> None:
        self.qtbot = qtbot
        self.window = QMainWindow()
        self.document = FilmDocument(studio, self.window)
        self.commands = Commands(self.window)
        self.view = ModelsView(self.document, self.commands)
        self.told: list[Message] = []
        self.configs: list[Config] = []
        self.document.noticed.connect(self.told.append)
        self.view.config_changed.connect(self.configs.append)
        self.window.setCentralWidget(self.view)
        self.window.resize(1200, 800)
        self.window.show()
        qtbot.waitExposed(self.window)
        self.wait_for_packs()

    def wait_for_packs(self, count: int | None = None) -> None:
        ready = lambda: bool(self.view.rows) if count is None else len(self.view.rows) == count  # noqa: E731
        self.qtbot.waitUntil(ready, timeout=20000)

    @property
    def pack(self) -> str:
        return self.document.project.settings.pack

    def row(self, name: str):
        return next(row for row in self.view.rows if row.pack.name == name)

    def close(self) -> None:
        self.document.close()
        self.window.close()


@pytest.fixture
def two_packs(tmp_path: Path) -> None:
    make_pack(tmp_path / "models" / "other", Tiny(noise_share=0.2))
    description = tmp_path / "models" / "other" / "pack.toml"
    description.write_text(description.read_text().replace('name = "tiny"', 'name = "other"'))
    (tmp_path / "models" / "broken").mkdir()
    (tmp_path / "models" / "broken" / "pack.toml").write_text("format = 1\n")


@pytest.fixture
def desk(tmp_path: Path, two_packs: None, qtbot: QtBot, dressed) -> Iterator[Desk]:
    desk = Desk(open_tiny_studio(tmp_path), qtbot)
    yield desk
    desk.close()


def test_the_films_pack_is_shown_with_what_it_draws(desk: Desk) -> None:
    page = desk.view.page
    assert [row.pack.name for row in desk.view.rows] == ["broken", "other", "tiny"]
    assert desk.row("tiny").isChecked()
    assert desk.row("tiny").accessibleDescription() == "In use"
    facts = page.facts
    assert "×" in facts["draws"].text()
    assert facts["stages"].text().startswith("A   encode.onnx")
    assert "CPU" in facts["device"].text()
    assert "Fits whole" in facts["memory"].text()
    assert not page.use.isEnabled()


def test_a_refused_pack_gives_its_reason_and_cannot_be_used(desk: Desk) -> None:
    QTest.mouseClick(desk.row("broken"), Left)
    assert "pack.toml" in desk.view.page.about.text()
    assert not desk.view.page.use.isVisible()


def test_another_pack_is_used_by_one_edit_that_can_be_undone(desk: Desk) -> None:
    QTest.mouseClick(desk.row("other"), Left)
    QTest.mouseClick(desk.view.page.use, Left)
    assert desk.pack == "other"
    assert desk.document.studio.undo_labels[0].startswith("Use model")
    assert not desk.view.page.use.isEnabled()
    desk.document.undo()
    assert desk.pack == "tiny"
    assert desk.view.page.use.isEnabled()


def test_a_pack_that_is_gone_is_told_in_place(tmp_path: Path, two_packs: None, qtbot: QtBot, dressed) -> None:
    studio = open_tiny_studio(tmp_path)

    def elsewhere(project: Project) -> Project:
        return replace(project, settings=replace(project.settings, pack="lost"))

    studio.edit("Use model", elsewhere)
    desk = Desk(studio, qtbot)
    assert desk.view.missing.isVisible()
    assert "“lost”" in desk.view.missing_text.text()
    QTest.mouseClick(desk.row("tiny"), Left)
    QTest.mouseClick(desk.view.page.use, Left)
    assert not desk.view.missing.isVisible()
    desk.close()


def test_a_folder_is_added_kept_in_the_settings_and_looked_into(desk: Desk, tmp_path: Path) -> None:
    make_pack(tmp_path / "drive" / "painter")
    desk.view.add_folder(tmp_path / "drive" / "painter")
    desk.wait_for_packs(4)
    assert {row.pack.name for row in desk.view.rows} == {"broken", "other", "tiny", "painter"}
    assert desk.configs == [load_config()]
    desk.view.add_folder(tmp_path / "drive")
    assert "already" in desk.told[-1].text


def test_a_folder_without_packs_is_refused(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    desk.view.add_folder(tmp_path / "empty")
    assert "no model pack" in desk.told[-1].text
    assert desk.told[-1].hint
    assert desk.configs == []


def test_a_second_folder_does_not_take_the_firsts_place(tmp_path: Path) -> None:
    config = Config()
    for drive in ("a", "b"):
        make_pack(tmp_path / drive / f"pack-{drive}")
        config = add_models_folder(config, tmp_path / drive)
    assert [folder.name for folder in config.folders[:2]] == ["a", "b"]


def test_a_card_shows_pictures_of_its_pack_and_nothing_else(tmp_path: Path, qtbot: QtBot, dressed) -> None:
    browser = CardBrowser()
    qtbot.addWidget(browser)
    pack, outside = tmp_path / "pack", tmp_path / "secret.png"
    pack.mkdir()
    picture = QImage(4, 4, QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.red)
    for path in (pack / "own.png", outside):
        picture.save(str(path))
    (pack / "link.png").symlink_to(outside)
    (pack / "notes.txt").write_text("text")
    browser.show_card("# Card\n\n![own](own.png)\n\n<img src='x'>\n\n[site](https://example.org)\n", pack)
    kind = QTextDocument.ResourceType.ImageResource.value
    assert isinstance(browser.loadResource(kind, QUrl("own.png")), QImage)
    refused = ["../secret.png", "link.png", "notes.txt", f"file://{outside}", "https://example.org/a.png", str(outside)]
    assert [browser.loadResource(kind, QUrl(each)) for each in refused] == [None] * len(refused)
    assert browser.loadResource(QTextDocument.ResourceType.HtmlResource.value, QUrl("own.png")) is None
    assert not browser.openLinks()
    assert "<img" in browser.toPlainText()


def test_memory_is_told_against_the_budget() -> None:
    pack = PackDetails("p", Path("p"), memory=PackMemory(8_000_000_000, 3_000_000_000, 1_500_000_000))
    said = [fit_text(pack, DeviceFit("CPU", "", budget * 10**9)) for budget in (16, 4, 2, 1)]
    assert [text.split(":")[0] for text in said] == [
        "Fits whole", "Fits one stage at a time", "Fits in pieces", "May not fit",
    ]  # fmt: skip
    assert "takes about 3.0 GB" in said[2]
    weights_only = replace(pack, memory=replace(pack.memory, is_known=False))
    assert "pictures come on top" in fit_text(weights_only, DeviceFit("CPU", "", 16_000_000_000))
    assert (amount(54_000_000), amount(4_600_000_000), amount(10)) == ("54 MB", "4.6 GB", "1 MB")
