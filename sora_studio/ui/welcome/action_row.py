"""A way to begin: an icon, what it does, and a word more."""

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget

from sora_studio.ui import theme
from sora_studio.ui.kit.buttons import PRESSING, keeps_its_keys

HEIGHT = 58
BY_KEYBOARD = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason, Qt.FocusReason.ShortcutFocusReason)
_Flag = Qt.AlignmentFlag


class ActionRow(QAbstractButton):
    def __init__(self, icon: str, title: str, about: str, primary: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon, self._title, self._about, self._primary = icon, title, about, primary
        self._by_keyboard = False
        self.setAccessibleName(title)
        self.setAccessibleDescription(about)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFixedHeight(HEIGHT)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(320, HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours = theme.colours()
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        warm = self.underMouse() or self.isDown()
        if self._primary:
            ground, text, dim = colours.focus if warm else colours.accent, colours.accent_text, colours.accent_text
        else:
            ground, text, dim = colours.hover if warm else colours.raised, colours.text, colours.text_dim
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawRoundedRect(box, 8, 8)
        if self.hasFocus() and self._by_keyboard:
            painter.setPen(QPen(colours.accent_text if self._primary else colours.focus, 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(3, 3, -3, -3), 6, 6)
        mark = theme.pixmap(self._icon, text, 20, self.devicePixelRatioF())
        painter.drawPixmap(round(box.x() + 16), round(box.center().y() - 10), mark)
        left = box.x() + 52
        painter.setFont(theme.font("strong"))
        painter.setPen(text)
        painter.drawText(QRectF(left, box.y() + 9, box.right() - left - 12, 19), _Flag.AlignVCenter, self._title)
        painter.setFont(theme.font("small"))
        painter.setPen(dim)
        painter.drawText(QRectF(left, box.y() + 29, box.right() - left - 12, 17), _Flag.AlignVCenter, self._about)
        painter.end()

    def focusInEvent(self, event: QFocusEvent) -> None:
        # The page opens with the first way to begin under Enter; a ring there before a key is touched says nothing.
        self._by_keyboard = event.reason() in BY_KEYBOARD
        super().focusInEvent(event)

    def event(self, event: QEvent) -> bool:
        return keeps_its_keys(self, event) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in PRESSING[1:]:
            self.click()
        else:
            super().keyPressEvent(event)
