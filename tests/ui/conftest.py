"""Window tests run with no screen, dressed as users see them; a warning of Qt's fails the test that caused it."""

import importlib.util
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

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
