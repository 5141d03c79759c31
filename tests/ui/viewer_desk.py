"""A window with nothing in it but the viewer of a real film."""

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from sora_studio.studio.studio import RenderOrder, Studio
from sora_studio.ui.commands import Commands
from sora_studio.ui.document import FilmDocument, Message
from sora_studio.ui.viewer.view import Viewer

LATE_FRAMES = 4


class Desk:
    """A window with the viewer in it, its film, and what it told the user."""

    def __init__(self, studio: Studio, qtbot: QtBot) -> None:
        self.qtbot = qtbot
        self.document = FilmDocument(studio)
        self.window = QWidget()
        self.commands = Commands(self.window)
        self.viewer = Viewer(self.document, self.commands)
        column = QVBoxLayout(self.window)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.viewer)
        self.commands.use_keymap("sora")
        self.commands.refresh()
        self.told: list[Message] = []
        self.document.noticed.connect(self.told.append)
        self.held: list[bool] = []
        self.window.resize(960, 640)
        self.window.show()
        qtbot.waitExposed(self.window)
        self.window.activateWindow()
        self.viewer.setFocus()

    @property
    def transport(self):
        return self.document.transport

    @property
    def shot_ids(self) -> list[str]:
        return [shot.id for _, shot in self.document.project.shots()]

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        target = self.viewer.pitch or self.window
        self.qtbot.waitUntil(target.isActiveWindow)
        self.qtbot.keyClick(target, key, modifiers)

    def render(self, stage: str = "draft", positions: tuple[int, ...] = (1, 2, 3), takes: int = 1) -> None:
        self.document.render(RenderOrder(positions, takes, stage))  # type: ignore[arg-type]
        self.qtbot.waitUntil(
            lambda: all(item.state == "done" for item in self.document.queue.items) and self.all_seen(positions),
            timeout=30_000,
        )

    def all_seen(self, positions: tuple[int, ...]) -> bool:
        return all(self.document.badge(self.shot_ids[at - 1]) in ("draft", "refined") for at in positions)

    def picture(self) -> QImage:
        """What stands on the surface once everything asked for has come."""
        self.viewer.surface.grab()
        self.qtbot.waitUntil(lambda: not self.document.pictures.busy, timeout=10_000)
        return self.viewer.surface.grab().toImage()

    def close(self) -> None:
        if self.viewer.pitch is not None:
            self.viewer.pitch.close()
        self.document.close()
        self.window.close()
        self.window.deleteLater()


def pixels(image: QImage) -> np.ndarray:
    image = image.convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    return rows[:, : 3 * image.width()].reshape(image.height(), image.width(), 3).astype(int)


def difference(one: QImage, other: QImage) -> float:
    return float(np.abs(pixels(one) - pixels(other)).mean())
