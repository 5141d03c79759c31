"""What stands between a double click and the first window: nothing that only a film needs."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("PySide6")

from PySide6.QtGui import QColor
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from sora_studio import paths
from sora_studio.studio.config import Config
from sora_studio.ui.welcome.view import Welcome
from tests.ui.person import open_window

# Each takes long to come, or reads and writes films.
LATER = (
    "numpy", "cv2", "av", "onnxruntime", "opentimelineio", "tokenizers", "rich", "apsw", "xml",
    "sora_studio.exchange", "sora_studio.film", "sora_studio.inference", "sora_studio.storage", "sora_studio.timeline",
)  # fmt: skip
START = """
import json, sys
from sora_studio.studio.config import Config
from sora_studio.ui.app import dress, make_application
config = Config()
application = make_application()
dress(application, config)
from sora_studio.ui.main_window import MainWindow
window = MainWindow(config)
window.show()
while not window.windowHandle().isExposed():
    application.processEvents()
print(json.dumps(sorted(sys.modules)))
"""


def test_the_first_window_brings_in_nothing_of_a_films(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, str(tmp_path))
    done = subprocess.run([sys.executable, "-c", START], capture_output=True, text=True, check=True, timeout=60)
    there = set(json.loads(done.stdout.splitlines()[-1]))
    assert "sora_studio.ui.welcome.view" in there
    assert not there & set(LATER)


def test_the_pictures_of_the_welcome_page_come_after_it(
    qtbot: QtBot, dressed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paths, "user_data_folder", lambda: tmp_path / "data")
    page = Welcome(Config())
    qtbot.addWidget(page)
    page.resize(1200, 800)
    page.show()
    qtbot.waitExposed(page)
    hero = page.home.hero
    qtbot.waitUntil(hero.has_picture)
    qtbot.waitUntil(lambda: len({QColor(hero.grab().toImage().pixel(x, 60)).rgb() for x in range(20, 600, 40)}) > 4)


def test_a_menu_that_is_opened_at_once_has_its_icons(
    qtbot: QtBot, dressed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paths, "user_data_folder", lambda: tmp_path / "data")
    window = open_window(tmp_path, Config())
    bare = lambda: [each.id for each in window.commands.all() if each.icon and each.action.icon().isNull()]  # noqa: E731
    assert bare()
    next(menu for menu in window.menuBar().findChildren(QMenu) if not menu.isEmpty()).aboutToShow.emit()
    assert not bare()
    window.close()
    window.deleteLater()
