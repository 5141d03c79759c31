"""Small drawings of what a shot size, an angle or a camera move means: a figure in a frame, a camera, an arrow."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPixmap

from sora_studio.ui import theme
from sora_studio.ui.shot_panel.diagrams_move import MOVES, Strokes

WIDTH, HEIGHT = 52, 30
FRAME = QRectF(6, 3, 40, 24)

STANDS = QPointF(37, 6.5)

# How tall the whole figure stands against the frame, and where the top of its head is, in frame heights.
_FIGURES = {
    "EWS": (0.22, 0.6),
    "WS": (0.5, 0.36),
    "LS": (0.66, 0.24),
    "FS": (0.86, 0.08),
    "MLS": (1.15, 0.1),
    "cowboy": (1.4, 0.1),
    "MS": (1.8, 0.1),
    "MCU": (2.5, 0.1),
    "CU": (3.8, 0.08),
    "BCU": (5.4, 0.04),
    "ECU": (9.5, -0.35),
}


def picture(field: str, code: str, ratio: float, dim: bool = False) -> QPixmap:
    """The drawing of a code in the theme's colours, `WIDTH` by `HEIGHT` logical pixels; "" is an empty frame."""
    size = QSize(round(WIDTH * ratio), round(HEIGHT * ratio))
    drawn = QPixmap(size)
    drawn.setDevicePixelRatio(ratio)
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    colours = theme.colours()
    lines = QColor(colours.text_faint)
    bright = QColor(colours.text_dim if dim else colours.accent)
    strokes = Strokes(painter, lines, bright)
    draw = {"size": _SIZES, "angle": _ANGLES, "move": MOVES}[field].get(code)
    if draw is None or field != "angle":
        strokes.frame(FRAME)
    if draw is not None:
        draw(strokes)
    painter.end()
    return drawn


def _figure(strokes: Strokes, height: float, top: float, at: float = 0.5) -> None:
    """A figure of `height` frames, its head's top at `top`, cut off by the frame."""
    tall = height * FRAME.height()
    head = tall * 0.15
    centre = FRAME.left() + FRAME.width() * at
    crown = FRAME.top() + FRAME.height() * top
    path = QPainterPath()
    path.addEllipse(QPointF(centre, crown + head / 2), head * 0.44, head * 0.5)
    neck = crown + head * 1.12
    half = tall * 0.115
    path.addRoundedRect(QRectF(centre - half, neck, 2 * half, tall * 0.42), half * 0.6, half * 0.6)
    for side in (-1, 1):
        leg = QRectF(0, 0, half * 0.8, tall * 0.42)
        leg.moveCenter(QPointF(centre + side * half * 0.5, crown + tall * 0.79))
        path.addRoundedRect(leg, half * 0.35, half * 0.35)
    strokes.fill(path, clip=FRAME)


def _eyes(strokes: Strokes) -> None:
    middle = FRAME.center()
    for side in (-1, 1):
        eye = QPainterPath()
        x = middle.x() + side * 9
        eye.moveTo(x - 6, middle.y())
        eye.quadTo(x, middle.y() - 7, x + 6, middle.y())
        eye.quadTo(x, middle.y() + 7, x - 6, middle.y())
        strokes.line(eye)
        pupil = QPainterPath()
        pupil.addEllipse(QPointF(x, middle.y()), 2.2, 2.2)
        strokes.fill(pupil)


def _two(strokes: Strokes) -> None:
    for at in (0.33, 0.67):
        _figure(strokes, 1.8, 0.14, at)


def _over_shoulder(strokes: Strokes) -> None:
    _figure(strokes, 1.9, 0.16, 0.66)
    near = QPainterPath()
    near.addEllipse(QPointF(FRAME.left() + 8, FRAME.top() + 10), 5.5, 6.5)
    near.addRoundedRect(QRectF(FRAME.left() - 8, FRAME.top() + 17.5, 27, 14), 7, 7)
    strokes.fill(near, clip=FRAME, faint=True)


def _point_of_view(strokes: Strokes) -> None:
    _figure(strokes, 1.0, 0.24)
    lens = QPainterPath()
    lens.addEllipse(FRAME.center(), 17, 10.5)
    strokes.line(lens, faint=True)


def _insert(strokes: Strokes) -> None:
    thing = QPainterPath()
    thing.addRoundedRect(QRectF(FRAME.center().x() - 8, FRAME.center().y() - 7, 16, 14), 2, 2)
    strokes.line(thing)
    lid = QPainterPath()
    lid.addEllipse(FRAME.center(), 3.2, 3.2)
    strokes.fill(lid)


def _establishing(strokes: Strokes) -> None:
    ground = FRAME.bottom() - 4
    town = QPainterPath()
    for x, tall in ((5, 9), (12, 14), (19, 7), (27, 11)):
        town.addRect(QRectF(FRAME.left() + x, ground - tall, 6, tall))
    strokes.fill(town, faint=True)
    _figure(strokes, 0.24, 0.6, 0.88)


_SIZES: dict[str, Callable[[Strokes], None]] = {
    **{code: partial(_figure, height=height, top=top) for code, (height, top) in _FIGURES.items()},
    "ECU": _eyes,
    "two-shot": _two,
    "OTS": _over_shoulder,
    "POV": _point_of_view,
    "insert": _insert,
    "establishing": _establishing,
}


def _seen_from(strokes: Strokes, camera: QPointF, dutch: bool = False, at: QPointF = STANDS) -> None:
    """A small figure standing on the ground, and the camera that looks at it."""
    ground = QPainterPath(QPointF(5, 26.5))
    ground.lineTo(47, 26.5)
    strokes.line(ground, faint=True)
    body = QPainterPath()
    body.addEllipse(QPointF(at.x(), at.y() + 3), 2.8, 3)
    body.addRoundedRect(QRectF(at.x() - 3.4, at.y() + 6.9, 6.8, 19 - at.y()), 2.6, 2.6)
    strokes.fill(body, faint=True)
    strokes.camera(camera, QPointF(at.x(), at.y() + 6.5), dutch)


_ANGLES: dict[str, Callable[[Strokes], None]] = {
    "eye": partial(_seen_from, camera=QPointF(13, 13)),
    "high": partial(_seen_from, camera=QPointF(13, 6)),
    "low": partial(_seen_from, camera=QPointF(13, 20)),
    "overhead": partial(_seen_from, camera=QPointF(26, 5), at=QPointF(26, 13)),
    "worm's-eye": partial(_seen_from, camera=QPointF(22, 23.5)),
    "dutch": partial(_seen_from, camera=QPointF(13, 13), dutch=True),
}
