"""A film opened lately: its picture, title, length, and when it was last open."""

from datetime import date

from PySide6.QtCore import QCoreApplication, QRectF, Qt
from PySide6.QtGui import QContextMenuEvent, QImage, QPainter
from PySide6.QtWidgets import QMenu, QWidget

from sora_studio.studio.recent import RecentFilm
from sora_studio.ui import theme
from sora_studio.ui.welcome.cards import Card, cover
from sora_studio.ui.welcome.words import counted, day, length


def _tr(text: str) -> str:
    return QCoreApplication.translate("Welcome", text)


class RecentCard(Card):
    def __init__(self, film: RecentFilm, parent: QWidget | None = None) -> None:
        missing = film.missing
        when = day(film.opened, date.today())
        parts = [counted(film.shots), length(film.seconds), when] if film.shots else [_tr("No shots yet"), when]
        about = _tr("The file has moved or was deleted") if missing else "  ·  ".join(part for part in parts if part)
        super().__init__(film.title or _tr("Untitled"), about, missing, parent)
        self.film = film
        self._picture = QImage()
        self.setToolTip(film.path)

    def read_picture(self) -> None:
        thumbnail = self.film.thumbnail
        if thumbnail is not None:
            self._picture = QImage(str(thumbnail))

    def paint_picture(self, painter: QPainter, frame: QRectF) -> None:
        if not self.has_picture():
            return
        if not self._picture.isNull():
            cover(painter, frame, self._picture)
            return
        size = 32
        mark = theme.pixmap("clapperboard", theme.colours().text_faint, size, self.devicePixelRatioF())
        painter.drawPixmap(frame.center() - QRectF(0, 0, size, size).center(), mark)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if not self.dimmed:
            menu.addAction(_tr("Open"), self.click)
        menu.addAction(_tr("Take off this list"), self.remove_asked.emit)
        menu.popup(event.globalPos())
