"""How a take looks in the tray: its picture, how far it is made, its stars, its pin."""

from math import cos, pi, sin

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QWidget

from sora_studio.ui import theme
from sora_studio.ui.shot_panel.take_rows import TakeRow

FOOT = 24
STAR = 13
# What is written over a picture stands on a dark veil, whichever theme is on.
ON_PICTURES = theme.THEMES["dark"]


class TakeFace(QAbstractButton):
    """Paints a row of the tray; what the pointer and the keys do is the tile's."""

    def __init__(self, row: TakeRow, shape: float, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.shape = shape
        self.image: QImage | None = None
        self.problem = ""
        self.hovered_star = 0
        self.row = row

    def show_row(self, row: TakeRow) -> None:
        self.row = row
        self.setAccessibleName(self._spoken())
        self.setToolTip(self._tip())
        self.update()

    def show_image(self, image: QImage | None, problem: str = "") -> None:
        self.image = None if problem else image or self.image
        self.problem = problem
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(150, self.heightForWidth(150))

    def heightForWidth(self, width: int) -> int:
        return round(width / self.shape) + FOOT

    def _name(self) -> str:
        return self.tr("Take %d") % self.row.number if self.row.number else self.tr("New take")

    def _spoken(self) -> str:
        row = self.row
        said = [self._name(), row.stage if row.state == "kept" else row.state]
        said += [self.tr("%d stars") % row.rating] if row.rating else []
        said += [word for word, on in ((self.tr("pinned"), row.pinned), (self.tr("stale"), row.stale)) if on]
        return ", ".join(said)

    def _tip(self) -> str:
        row = self.row
        if row.state != "kept":
            return f"{row.message} {row.hint}".strip() or self._spoken()
        lines = [self.tr("%s, %s, seed %d") % (self._name(), row.stage, row.seed)]
        lines += [self.tr("The prompt has changed since.")] if row.stale else []
        lines += [self.problem] if self.problem else []
        return "\n".join([*lines, self.tr("Click to look at it, 1 to 5 to rate, P to pin, Delete to delete")])

    def picture_rect(self) -> QRectF:
        return QRectF(0, 0, self.width(), self.height() - FOOT)

    def star_rect(self, star: int) -> QRect:
        return QRect(self.width() - (6 - star) * STAR - 2, self.height() - FOOT + 5, STAR, STAR)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        self._paint_picture(painter)
        if self.row.state == "kept":
            self._paint_marks(painter)
            self._paint_stars(painter)
        else:
            self._paint_coming(painter)
        self._paint_foot(painter)
        painter.end()

    def _paint_picture(self, painter: QPainter) -> None:
        colours = theme.colours()
        frame = self.picture_rect().adjusted(1, 1, -1, -1)
        path = QPainterPath()
        path.addRoundedRect(frame, theme.RADIUS - 1, theme.RADIUS - 1)
        painter.fillPath(path, colours.sunken)
        if self.image is not None:
            painter.save()
            painter.setClipPath(path)
            painter.drawImage(frame, self.image)
            painter.restore()
        elif self.row.state == "kept":
            self._say(painter, self.problem and self.tr("The file is missing. Render it again."))
        # The keyboard's frame must differ from that of what is looked at: both can be on at once.
        edge = colours.text if self.hasFocus() else colours.accent if self.isChecked() else colours.line_strong
        pen = painter.pen()
        pen.setColor(edge)
        pen.setWidthF(2 if self.isChecked() or self.hasFocus() else 1)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(path)

    def _paint_marks(self, painter: QPainter) -> None:
        """Top left how far it is made, top right the pin."""
        colours = ON_PICTURES
        if self.row.stale:
            self._mark(painter, self.tr("Stale"), colours.badge_stale)
        elif self.row.stage == "refined":
            self._mark(painter, self.tr("Refined"), colours.badge_refined)
        else:
            self._mark(painter, self.tr("Draft"), colours.badge_draft)
        if self.row.pinned or self.underMouse():
            pin = self.pin_rect()
            self._veil(painter, QRectF(pin))
            colour = colours.accent if self.row.pinned else colours.text_faint
            picture = theme.pixmap("pin", colour, 12, self.devicePixelRatioF())
            painter.drawPixmap(pin.center().x() - 5, pin.center().y() - 5, picture)

    def _mark(self, painter: QPainter, text: str, colour: QColor) -> None:
        painter.setFont(theme.font("label"))
        room = QRectF(6, 6, painter.fontMetrics().horizontalAdvance(text) + 20, 18)
        self._veil(painter, room)
        painter.setBrush(colour)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawEllipse(QPointF(room.left() + 8, room.center().y()), 3, 3)
        painter.setPen(ON_PICTURES.text)
        painter.drawText(room.adjusted(14, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, text)

    def pin_rect(self) -> QRect:
        return QRect(self.width() - 26, 6, 20, 18)

    def _veil(self, painter: QPainter, room: QRectF) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ON_PICTURES.overlay)
        painter.drawRoundedRect(room, 4, 4)

    def _paint_stars(self, painter: QPainter) -> None:
        colours = theme.colours()
        lit = self.hovered_star or self.row.rating
        if not (lit or self.underMouse() or self.hasFocus()):
            return
        for star in range(1, 6):
            on = star <= lit
            painter.setBrush(colours.warning if on else Qt.BrushStyle.NoBrush)
            painter.setPen(colours.warning if on else colours.text_faint)
            painter.drawPath(_star(QRectF(self.star_rect(star)).center(), 4.6))

    def _paint_foot(self, painter: QPainter) -> None:
        colours = theme.colours()
        painter.setFont(theme.font("label"))
        painter.setPen(colours.text if self.isChecked() else colours.text_dim)
        text = self._name()
        if self.row.shown:
            text = self.tr("%s · shown") % text
        room = QRect(2, self.height() - FOOT, self.width() - 4, FOOT)
        if self.row.state == "kept" and (self.row.rating or self.underMouse() or self.hasFocus()):
            room.setRight(self.star_rect(1).left() - 2)
            text = self._name()
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)

    def _paint_coming(self, painter: QPainter) -> None:
        """What is on its way or failed, over the live preview."""
        colours = ON_PICTURES
        frame = self.picture_rect().adjusted(1, 1, -1, -1)
        if self.row.state == "failed":
            self._mark(painter, self.tr("Failed"), colours.badge_failed)
            self._say(painter, self.row.message or self.tr("This take failed."), theme.colours().text)
            return
        if self.image is None:
            self._say(painter, self.tr("Queued") if self.row.state == "waiting" else self.tr("Starting…"))
        if self.row.state == "running":
            bar = QRectF(frame.left() + 8, frame.bottom() - 10, frame.width() - 16, 4)
            painter.fillRect(bar, colours.overlay)
            painter.fillRect(QRectF(bar.left(), bar.top(), bar.width() * self.row.progress, 4), colours.badge_running)

    def _say(self, painter: QPainter, text: str, colour: QColor | None = None) -> None:
        painter.setFont(theme.font("small"))
        painter.setPen(colour or theme.colours().text_faint)
        room = self.picture_rect().adjusted(8, 22, -8, -14).toRect()
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, text)


def _star(centre: QPointF, radius: float) -> QPainterPath:
    path = QPainterPath()
    for point in range(10):
        reach = radius if point % 2 == 0 else radius * 0.45
        angle = -pi / 2 + point * pi / 5
        corner = QPointF(centre.x() + reach * cos(angle), centre.y() + reach * sin(angle))
        path.lineTo(corner) if point else path.moveTo(corner)
    path.closeSubpath()
    return path
