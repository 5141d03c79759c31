"""Window tests run with no screen, dressed as users see them; a warning of Qt's fails the test that caused it."""

import importlib.util
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from sora_studio import paths

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

HAVE_QT = importlib.util.find_spec("PySide6") is not None and importlib.util.find_spec("pytestqt") is not None
if not HAVE_QT:
    collect_ignore_glob = ["test_*.py"]

# What the platform with no screen says of itself; no user ever reads it.
OF_OFFSCREEN = ("This plugin does not support", "QStandardPaths: ")


@pytest.fixture(autouse=True)
def own_config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """No test reads or writes the settings of whoever runs it."""
    file = tmp_path / "config" / "config.toml"
    monkeypatch.setenv("SORA_STUDIO_CONFIG", str(file))
    return file


@pytest.fixture(autouse=True)
def no_qt_warnings(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fails a test during which Qt warned of something."""
    if not HAVE_QT:
        yield
        return
    from PySide6.QtCore import QtMsgType, qInstallMessageHandler

    said: list[str] = []

    def hear(kind: QtMsgType, context: object, message: str) -> None:
        if kind not in (QtMsgType.QtDebugMsg, QtMsgType.QtInfoMsg) and not message.startswith(OF_OFFSCREEN):
            said.append(message)

    before = qInstallMessageHandler(hear)
    yield
    qInstallMessageHandler(before)
    assert not said, f"Qt warned: {said}"


@pytest.fixture(autouse=True)
def no_widgets_left(no_qt_warnings: None) -> Iterator[None]:
    """What a test opened is deleted before the next: every window there is takes its part in each change of theme.

    Qt leaves what is to be deleted later to an event loop, and between tests none runs.
    """
    yield
    if not HAVE_QT:
        return
    from PySide6.QtCore import QCoreApplication, QEvent
    from PySide6.QtWidgets import QApplication

    for widget in QApplication.topLevelWidgets():
        if widget.parent() is None:
            widget.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def dressed(qapp):
    """The application in its dark theme."""
    from sora_studio.ui import theme

    theme.apply(qapp, "dark")
    return qapp


@pytest.fixture
def own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of the user's is read, and the only models are those a test makes."""
    monkeypatch.setattr(paths, "user_data_folder", lambda: tmp_path / "data")
    monkeypatch.setattr(paths, "documents_folder", lambda: tmp_path / "documents")
    monkeypatch.setattr(paths, "models_folders", list)


@pytest.fixture
def begin(tmp_path: Path, qtbot, dressed, own_folders: None) -> Iterator[Callable[..., Any]]:
    """Sits a person down at a window, with a film open where one is named; the models are those beside it."""
    from sora_studio.studio.config import Config
    from tests.ui.person import Person, open_window

    people: list[Person] = []

    def sit_down(film: Path | None = None, **config: object) -> Person:
        settings = {"device": "cpu", "models_folder": str(tmp_path / "models"), **config}
        person = Person(open_window(tmp_path, Config(**settings)), qtbot)  # type: ignore[arg-type]
        people.append(person)
        assert film is None or person.window.open(film)
        return person

    yield sit_down
    for person in people:
        person.window.close()
        person.window.deleteLater()
