"""Texts that are shown as they are: a prompt may hold angle brackets, and must never be read as HTML."""

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from sora_studio.ui import theme


class PlainLabel(QLabel):
    """A text in one of the theme's roles. The role "label" is always dim."""

    def __init__(self, text: str = "", role: str = "body", dim: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFont(theme.font(role))
        self.setProperty("dim", dim or role == "label")

    def set_dim(self, dim: bool) -> None:
        """Make it quieter than what it stands beside, or as loud."""
        self.setProperty("dim", dim)
        # A style sheet looks at properties only when a widget is dressed anew.
        self.style().unpolish(self)
        self.style().polish(self)


class ElidedLabel(PlainLabel):
    """One line that ends in "…" where it lacks room; the whole text is in the tool tip."""

    def __init__(self, text: str = "", role: str = "body", dim: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(text, role, dim, parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def minimumSizeHint(self) -> QSize:
        return QSize(24, super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        whole = self.text()
        shown = self.fontMetrics().elidedText(whole, Qt.TextElideMode.ElideRight, self.contentsRect().width())
        painter = QPainter(self)
        painter.setFont(self.font())
        painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
        painter.drawText(self.contentsRect(), self.alignment() | Qt.AlignmentFlag.AlignVCenter, shown)
        painter.end()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip:
            fits = self.fontMetrics().horizontalAdvance(self.text()) <= self.contentsRect().width()
            self.setToolTip("" if fits else self.text())
        return super().event(event)
