"""Camera moves as storyboard artists draw them: bold arrows at the frame's edge, legible over any picture."""

from collections.abc import Callable
from math import atan2, cos, hypot, sin

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

Points = tuple[tuple[float, float], ...]

# Where the frame's edge runs, as shares of its width and height.
NEAR, FAR = 0.075, 0.925


def draw_move(painter: QPainter, frame: QRectF, move: str, ink: QColor, halo: QColor) -> None:
    """Draw the move's mark over a picture; nothing for a still camera or a move it has no mark for."""
    make = _MARKS.get(move)
    if make is None:
        return
    size = max(1.6, frame.height() / 64)
    path = QPainterPath()
    for points in make():
        path.addPath(_arrow([QPointF(frame.x() + x * frame.width(), frame.y() + y * frame.height()) for x, y in points],
                            3.4 * size))  # fmt: skip
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for colour, width in ((halo, size * 2.6), (ink, size * 1.25)):
        painter.setPen(QPen(colour, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
        painter.drawPath(path)
    painter.restore()


def move_ends(move: str) -> Points | None:
    """Where the mark's arrow begins and ends, as shares of the frame; None for a mark of none or several arrows."""
    make = _MARKS.get(move)
    arrows = make() if make is not None else []
    return (arrows[0][0], arrows[0][-1]) if len(arrows) == 1 else None


def _arrow(points: list[QPointF], head: float) -> QPainterPath:
    """A line through the points, curved where there are three, with an open head at its end."""
    path = QPainterPath(points[0])
    if len(points) == 3:
        path.quadTo(points[1], points[2])
    else:
        for point in points[1:]:
            path.lineTo(point)
    tip, bend = points[-1], points[-2]
    reach = hypot(tip.x() - bend.x(), tip.y() - bend.y())
    if reach < 1e-6:
        return path
    angle = atan2(tip.y() - bend.y(), tip.x() - bend.x())
    for side in (-0.65, 0.65):
        path.moveTo(tip)
        path.lineTo(tip.x() - head * cos(angle + side), tip.y() - head * sin(angle + side))
    return path


def _corners(start: float, stop: float) -> list[Points]:
    """Four arrows along the diagonals, from `start` of the way in to `stop`."""
    return [
        ((x + dx * start, y + dy * start), (x + dx * stop, y + dy * stop))
        for x, y, dx, dy in ((0, 0, 1, 1), (1, 0, -1, 1), (0, 1, 1, -1), (1, 1, -1, -1))
    ]


_MARKS: dict[str, Callable[[], list[Points]]] = {
    # A camera that turns has a curved arrow, one that travels a straight one along the edge.
    "pan left": lambda: [((0.66, 0.92), (0.5, 0.8), (0.34, 0.92))],
    "pan right": lambda: [((0.34, 0.92), (0.5, 0.8), (0.66, 0.92))],
    "tilt up": lambda: [((FAR, 0.68), (0.86, 0.5), (FAR, 0.32))],
    "tilt down": lambda: [((FAR, 0.32), (0.86, 0.5), (FAR, 0.68))],
    "truck left": lambda: [((0.7, 0.91), (0.3, 0.91))],
    "truck right": lambda: [((0.3, 0.91), (0.7, 0.91))],
    "pedestal up": lambda: [((FAR, 0.74), (FAR, 0.26))],
    "pedestal down": lambda: [((FAR, 0.26), (FAR, 0.74))],
    "crane up": lambda: [((0.78, 0.9), (FAR, 0.86), (FAR, 0.3))],
    "crane down": lambda: [((0.78, 0.1), (FAR, 0.14), (FAR, 0.7))],
    "push in": lambda: _corners(0.05, 0.2),
    "pull out": lambda: _corners(0.2, 0.05),
    "zoom in": lambda: _corners(0.05, 0.13),
    "zoom out": lambda: _corners(0.13, 0.05),
    "arc": lambda: [((0.28, 0.8), (0.5, 1.02), (0.72, 0.8))],
    "roll": lambda: [((0.1, 0.3), (0.14, 0.08), (0.3, 0.1)), ((0.9, 0.7), (0.86, 0.92), (0.7, 0.9))],
    "handheld": lambda: [((0.38, 0.91), (0.44, 0.86), (0.5, 0.94), (0.56, 0.86), (0.62, 0.91))],
    "rack focus": lambda: [((0.3, 0.91), (0.42, 0.91)), ((0.7, 0.91), (0.58, 0.91))],
}
