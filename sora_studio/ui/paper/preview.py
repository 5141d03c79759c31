"""The first pages as they will be printed, drawn beside the window and shown with the edges of their paper."""

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from sora_studio.ui import theme
from sora_studio.ui.paper.page_painter import WHITE, PictureOf, draw_page
from sora_studio.ui.paper.pages import Book
from sora_studio.ui.paper.type_on_paper import UNIT


def draw_preview(book: Book, number: int, pixels: int, picture_of: PictureOf, check: Callable[[], None]) -> QImage:
    """A page on white, its longer side `pixels` long; on any thread."""
    frame = book.frame
    scale = pixels / max(frame.width, frame.height)
    image = QImage(round(frame.width * scale), round(frame.height * scale), QImage.Format.Format_RGB32)
    image.fill(WHITE)
    painter = QPainter(image)
    try:
        painter.scale(scale / UNIT, scale / UNIT)
        draw_page(painter, book, book.pages[number], picture_of, dpi=max(24, round(72 * scale)), check=check)
    finally:
        painter.end()
    return image


class PagePreview(QWidget):
    """One page, as large as there is room; the old one stays until the new one is drawn."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.image: QImage | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(self.tr("Preview of the page"))

    def sizeHint(self) -> QSize:
        return QSize(560, 520)

    def show_page(self, image: QImage | None) -> None:
        self.image = image
        self.update()

    @property
    def pixels(self) -> int:
        """How long the longer side of a sharp page is."""
        return round(max(self.width(), self.height(), 400) * self.devicePixelRatioF())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        colours = theme.colours()
        painter.fillRect(self.rect(), colours.sunken)
        if self.image is not None:
            margin = 4 * theme.GRID
            room = QRectF(self.rect()).adjusted(margin, margin, -margin, -margin)
            size = self.image.size().toSizeF().scaled(room.size(), Qt.AspectRatioMode.KeepAspectRatio)
            place = QRectF(QPointF(), size)
            place.moveCenter(room.center())
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.fillRect(place.translated(2, 3), colours.shadow)
            painter.drawImage(place, self.image)
        painter.end()
