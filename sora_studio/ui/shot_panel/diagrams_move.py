"""Camera moves as arrows on the edge of a frame, and the strokes all the panel's small drawings are made of."""

from collections.abc import Callable
from math import atan2, cos, degrees, hypot, sin

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QTransform

THICK = 2.2
INNER = QRectF(16, 9, 20, 12)


class Strokes:
    """Draws lines and shapes in two colours: what matters, and what is only there to see it by."""

    def __init__(self, painter: QPainter, faint: QColor, bright: QColor) -> None:
        self._painter, self._faint, self._bright = painter, faint, bright

    def frame(self, rect: QRectF) -> None:
        path = QPainterPath()
        path.addRoundedRect(rect, 2, 2)
        self._stroke(path, self._faint, 1.2)

    def line(self, path: QPainterPath, faint: bool = False, width: float = 1.4) -> None:
        self._stroke(path, self._faint if faint else self._bright, width)

    def fill(self, path: QPainterPath, clip: QRectF | None = None, faint: bool = False) -> None:
        self._painter.save()
        if clip is not None:
            inside = QPainterPath()
            inside.addRoundedRect(clip.adjusted(0.6, 0.6, -0.6, -0.6), 1.5, 1.5)
            self._painter.setClipPath(inside)
        self._painter.setPen(Qt.PenStyle.NoPen)
        self._painter.setBrush(self._faint if faint else self._bright)
        path.setFillRule(Qt.FillRule.WindingFill)
        self._painter.drawPath(path)
        self._painter.restore()

    def arrow(self, *points: tuple[float, float]) -> None:
        """A thick arrow through two points, or curved over a third between them."""
        start, stop = QPointF(*points[0]), QPointF(*points[-1])
        bend = QPointF(*points[1]) if len(points) == 3 else start
        angle = atan2(stop.y() - bend.y(), stop.x() - bend.x())
        neck = QPointF(stop.x() - 3.6 * cos(angle), stop.y() - 3.6 * sin(angle))
        path = QPainterPath(start)
        if len(points) == 3:
            path.quadTo(bend, neck)
        else:
            path.lineTo(neck)
        self.line(path, width=THICK)
        head = QPainterPath(stop)
        for side in (-1, 1):
            head.lineTo(neck.x() - side * 3.4 * sin(angle), neck.y() + side * 3.4 * cos(angle))
        head.closeSubpath()
        self.fill(head)

    def camera(self, at: QPointF, to: QPointF, tilted: bool = False) -> None:
        """A camera that looks at a point, and the line it looks along."""
        reach = hypot(to.x() - at.x(), to.y() - at.y())
        unit = QPointF((to.x() - at.x()) / reach, (to.y() - at.y()) / reach)
        if reach > 14:
            look = QPainterPath(at + unit * 8)
            look.lineTo(to - unit * 6)
            self._stroke(look, self._bright, 1, Qt.PenStyle.DotLine)
        body = QPainterPath()
        body.addRoundedRect(QRectF(-5, -3.4, 8, 6.8), 1.4, 1.4)
        body.addPolygon([QPointF(3, 0), QPointF(6.4, -2.6), QPointF(6.4, 2.6)])
        turned = QTransform().translate(at.x(), at.y())
        turned.rotate(degrees(atan2(unit.y(), unit.x())) + (-22 if tilted else 0))
        self.fill(turned.map(body))

    def _stroke(
        self, path: QPainterPath, colour: QColor, width: float, style: Qt.PenStyle = Qt.PenStyle.SolidLine
    ) -> None:
        self._painter.setBrush(Qt.BrushStyle.NoBrush)
        self._painter.setPen(QPen(colour, width, style, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
        self._painter.drawPath(path)


def _arrows(strokes: Strokes, *arrows: tuple[tuple[float, float], ...], inner: bool = False) -> None:
    if inner:
        path = QPainterPath()
        path.addRect(INNER)
        strokes.line(path, faint=True, width=1)
    for arrow in arrows:
        strokes.arrow(*arrow)


def _static(strokes: Strokes) -> None:
    cross = QPainterPath(QPointF(26, 11))
    cross.lineTo(26, 19)
    cross.moveTo(22, 15)
    cross.lineTo(30, 15)
    strokes.line(cross)


def _roll(strokes: Strokes) -> None:
    around = QPainterPath()
    around.arcMoveTo(QRectF(18, 7, 16, 16), 210)
    around.arcTo(QRectF(18, 7, 16, 16), 210, -230)
    strokes.line(around, width=THICK)
    strokes.arrow((33.2, 12), (33.6, 19.5))


def _orbit(strokes: Strokes) -> None:
    middle = QPainterPath()
    middle.addEllipse(QPointF(26, 12.5), 3, 3.6)
    strokes.fill(middle, faint=True)
    strokes.arrow((14, 13), (24, 29), (40, 14))


def _handheld(strokes: Strokes) -> None:
    wave = QPainterPath(QPointF(13, 16))
    for at in range(4):
        x = 13 + at * 6.5
        wave.quadTo(x + 1.6, 6 if at % 2 else 25, x + 6.5, 14 if at % 2 else 16)
    strokes.line(wave, width=1.8)


def _rack_focus(strokes: Strokes) -> None:
    far = QPainterPath()
    far.addEllipse(QPointF(36, 11), 4, 4)
    strokes.line(far, faint=True, width=1)
    near = QPainterPath()
    near.addEllipse(QPointF(17, 18), 5, 5)
    strokes.fill(near)
    strokes.arrow((23.5, 15.5), (31, 12.6))


# A turn of the camera is a curved arrow, a journey of it a straight one; a zoom stays inside the frame.
MOVES: dict[str, Callable[[Strokes], None]] = {
    "static": _static,
    "pan left": lambda s: _arrows(s, ((41, 21), (26, 13), (11, 21))),
    "pan right": lambda s: _arrows(s, ((11, 21), (26, 13), (41, 21))),
    "tilt up": lambda s: _arrows(s, ((31, 24), (22, 15), (31, 6))),
    "tilt down": lambda s: _arrows(s, ((31, 6), (22, 15), (31, 24))),
    "roll": _roll,
    "zoom in": lambda s: _arrows(s, ((10, 6), (16, 9.6)), ((42, 24), (36, 20.4)), inner=True),
    "zoom out": lambda s: _arrows(s, ((16, 9.6), (9, 5.4)), ((36, 20.4), (43, 24.6)), inner=True),
    "push in": lambda s: _arrows(s, ((26, 29), (26, 15)), inner=True),
    "pull out": lambda s: _arrows(s, ((26, 14), (26, 29)), inner=True),
    "truck left": lambda s: _arrows(s, ((41, 27), (11, 27))),
    "truck right": lambda s: _arrows(s, ((11, 27), (41, 27))),
    "pedestal up": lambda s: _arrows(s, ((46, 25), (46, 5))),
    "pedestal down": lambda s: _arrows(s, ((46, 5), (46, 25))),
    "crane up": lambda s: _arrows(s, ((13, 25), (34, 25), (44, 5))),
    "crane down": lambda s: _arrows(s, ((13, 5), (34, 5), (44, 25))),
    "arc": _orbit,
    "handheld": _handheld,
    "rack focus": _rack_focus,
}
