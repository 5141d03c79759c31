"""A pack in the list: its title, version and size, whether the film or shots use it, and whether it was refused."""

from PySide6.QtCore import QCoreApplication, QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget

from sora_studio.studio.pack_details import PackDetails
from sora_studio.studio.pack_memory import amount
from sora_studio.ui import theme
from sora_studio.ui.kit.buttons import PRESSING, keeps_its_keys
from sora_studio.ui.language import translate

HEIGHT = 72
_Flag = Qt.AlignmentFlag


def _tr(text: str) -> str:
    return QCoreApplication.translate("Models", text)


class PackRow(QAbstractButton):
    def __init__(self, pack: PackDetails, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.pack = pack
        self._used, self._shots = False, 0
        self.setCheckable(True)
        self.setFixedHeight(HEIGHT)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setAccessibleName(pack.title or pack.name)
        self.setToolTip(str(pack.folder))
        theme.changed.connect(self.update)

    def set_used(self, used: bool, shots: int = 0) -> None:
        """Whether the open film is drawn with it, and how many shots have it of their own."""
        self._used, self._shots = used, shots
        self.setAccessibleDescription(self._state()[0])
        self.update()

    def _state(self) -> tuple[str, QColor]:
        colours = theme.colours()
        if self.pack.refused:
            return _tr("Refused"), colours.danger
        if self._used:
            return _tr("In use"), colours.success
        return (translate("Models", "%n shot(s)", "", self._shots) if self._shots else ""), colours.success

    def sizeHint(self) -> QSize:
        return QSize(260, HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours = theme.colours()
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        chosen, warm = self.isChecked(), self.underMouse()
        painter.setBrush(colours.accent_soft if chosen else colours.hover if warm else colours.raised)
        painter.setPen(QPen(colours.focus, 2) if self.hasFocus() else Qt.PenStyle.NoPen)
        painter.drawRoundedRect(box, 8, 8)
        mark = theme.pixmap("package", colours.text, 20, self.devicePixelRatioF())
        painter.drawPixmap(round(box.x() + 14), round(box.center().y() - 10), mark)
        room = QRectF(box.x() + 48, box.y() + 15, box.width() - 62, 20)
        state, colour = self._state()
        small, strong = theme.font("label"), theme.font("strong")
        painter.setFont(small)
        painter.setPen(colour)
        painter.drawText(room, _Flag.AlignRight | _Flag.AlignVCenter, state)
        used = QFontMetricsF(small).horizontalAdvance(state) + 8
        painter.setFont(strong)
        painter.setPen(colours.text)
        title = QFontMetricsF(strong).elidedText(self.pack.title or self.pack.name, _ELIDE, room.width() - used)
        painter.drawText(room, _Flag.AlignVCenter, title)
        about = self._about()
        painter.setFont(theme.font("small"))
        painter.setPen(colours.text_dim)
        second = room.translated(0, 21)
        about = QFontMetricsF(theme.font("small")).elidedText(about, _ELIDE, second.width())
        painter.drawText(second, _Flag.AlignVCenter, about)
        painter.end()

    def _about(self) -> str:
        if self.pack.refused:
            return self.pack.refused
        return f"{_tr('Version %s') % self.pack.version}  ·  {amount(self.pack.size_bytes)}"

    def event(self, event: QEvent) -> bool:
        return keeps_its_keys(self, event) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in PRESSING[1:]:
            self.click()
        else:
            super().keyPressEvent(event)


_ELIDE = Qt.TextElideMode.ElideRight
