"""Cards of the welcome page: a picture with words below, pressed as a button is."""

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFontMetricsF, QImage, QKeyEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget

from sora_studio.ui import theme
from sora_studio.ui.kit.buttons import PRESSING, keeps_its_keys

ASPECT = 16 / 9
WORDS_HEIGHT = 60
MARGIN = 12
AFTER_PAINT_MS = 20
REMOVING = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)
_Flag = Qt.AlignmentFlag


class Card(QAbstractButton):
    """Subclasses paint the picture. `dimmed` cards stand for what is not there any more."""

    remove_asked = Signal()

    def __init__(self, title: str, about: str, dimmed: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title, self.about, self.dimmed = title, about, dimmed
        self._asked = self._taken = False
        self.setAccessibleName(f"{title}, {about}")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        theme.changed.connect(self.update)

    def has_picture(self) -> bool:
        """Whether the picture is read; asked for the first time, it is soon: the window is painted before that."""
        if not self._asked:
            self._asked = True
            QTimer.singleShot(AFTER_PAINT_MS, self, self._take_picture)
        return self._taken

    def read_picture(self) -> None:
        """Read from the disk what `paint_picture` needs."""

    def _take_picture(self) -> None:
        self.read_picture()
        self._taken = True
        self.update()

    def heightForWidth(self, width: int) -> int:
        return round(width / ASPECT) + self.words_height()

    def words_height(self) -> int:
        return WORDS_HEIGHT

    def sizeHint(self) -> QSize:
        return QSize(300, self.heightForWidth(300))

    def paint_picture(self, painter: QPainter, frame: QRectF) -> None:
        """Fill the frame; the painter is clipped to it."""

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        colours = theme.colours()
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        outline = QPainterPath()
        outline.addRoundedRect(box, 8, 8)
        painter.fillPath(outline, colours.hover if self.underMouse() or self.isDown() else colours.raised)
        frame = QRectF(box.x(), box.y(), box.width(), box.height() - self.words_height() + 1)
        painter.save()
        painter.setClipPath(outline)
        painter.setClipRect(frame, Qt.ClipOperation.IntersectClip)
        painter.setOpacity(0.35 if self.dimmed else 1)
        painter.fillRect(frame, colours.sunken)
        self.paint_picture(painter, frame)
        painter.restore()
        self.paint_words(painter, box.adjusted(MARGIN, frame.height(), -MARGIN, 0))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(colours.focus, 2) if self.hasFocus() else QPen(colours.line, 1))
        painter.drawPath(outline)
        painter.end()

    def paint_words(self, painter: QPainter, room: QRectF) -> None:
        colours = theme.colours()
        title, about = theme.font("strong"), theme.font("small")
        first = QRectF(room.x(), room.y() + 10, room.width(), 20)
        painter.setFont(title)
        painter.setPen(colours.text_faint if self.dimmed else colours.text)
        painter.drawText(first, _Flag.AlignLeft | _Flag.AlignVCenter, _elided(self.title, title, room.width()))
        painter.setFont(about)
        painter.setPen(colours.text_faint if self.dimmed else colours.text_dim)
        second = QRectF(room.x(), first.bottom() + 2, room.width(), 18)
        painter.drawText(second, _Flag.AlignLeft | _Flag.AlignVCenter, _elided(self.about, about, room.width()))

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride and event.key() in REMOVING:
            event.accept()
            return True
        return keeps_its_keys(self, event) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in PRESSING[1:]:
            self.click()
        elif event.key() in REMOVING:
            self.remove_asked.emit()
        else:
            super().keyPressEvent(event)


def cover(painter: QPainter, frame: QRectF, image: QImage) -> None:
    """Draw the image over the whole frame, cut at the sides or at top and bottom."""
    scale = max(frame.width() / image.width(), frame.height() / image.height())
    width, height = frame.width() / scale, frame.height() / scale
    source = QRectF((image.width() - width) / 2, (image.height() - height) / 2, width, height)
    painter.drawImage(frame, image, source)


def _elided(text: str, font, width: float) -> str:
    return QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, width)
