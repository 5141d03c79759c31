"""One storyboard panel: number, marks and length above its picture, action and dialogue below."""

from dataclasses import dataclass
from functools import cache

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter, QPen

from sora_studio.studio.box import Box
from sora_studio.ui import theme
from sora_studio.ui.board.layout import STRIP
from sora_studio.ui.board.looks import Look
from sora_studio.ui.board.move_marks import draw_move
from sora_studio.ui.board.panel_text import PanelText
from sora_studio.ui.board.wrapping import wrapped

# Below the picture, in lines of small type.
ACTION_LINES, DIALOGUE_LINES = 3, 2
PAD = 6
_Flag = Qt.AlignmentFlag


@dataclass(frozen=True, slots=True)
class PanelState:
    number: str
    text: PanelText
    badge: str
    progress: float
    image: QImage | None
    selected: bool
    current: bool
    playhead: bool
    fresh: bool = False


def badge_name(badge: str) -> str:
    """A shot's state as the user reads it."""
    words = {
        "card": QCoreApplication.translate("Board", "Not drawn yet"),
        "footage": QCoreApplication.translate("Board", "Footage"),
        "draft": QCoreApplication.translate("Board", "Draft"),
        "refined": QCoreApplication.translate("Board", "Refined"),
        "stale": QCoreApplication.translate("Board", "Out of date"),
        "queued": QCoreApplication.translate("Board", "Waiting"),
        "running": QCoreApplication.translate("Board", "Drawing"),
        "failed": QCoreApplication.translate("Board", "Failed"),
    }
    return words[badge]


def badge_colour(badge: str) -> QColor:
    return getattr(theme.colours(), f"badge_{badge}")


def line_height() -> float:
    return round(_metrics("small").lineSpacing() * 1.16)


def text_height(spoken: bool) -> float:
    """What the text below a picture takes, with room for dialogue where anybody speaks in the film."""
    return 2 * PAD + 2 + (ACTION_LINES + (DIALOGUE_LINES if spoken else 0)) * line_height()


def paint_panel(
    painter: QPainter, panel: Box, picture_height: float, state: PanelState, look: Look, has_text: bool
) -> None:
    box = QRectF(panel.x, panel.y, panel.width, panel.height)
    picture = QRectF(box.x(), box.y() + STRIP, box.width(), picture_height)
    _strip(painter, QRectF(box.x(), box.y(), box.width(), STRIP), state, look, has_text)
    _picture(painter, picture, state, look, has_text)
    if has_text:
        below = QRectF(box.x(), picture.bottom(), box.width(), box.bottom() - picture.bottom())
        _below(painter, below, state, look)
    if state.selected:
        _outline(painter, picture, state.current)


def _strip(painter: QPainter, strip: QRectF, state: PanelState, look: Look, has_text: bool) -> None:
    inside = strip.adjusted(0, 0, 0, -4)
    bold = theme.font("strong")
    _draw(painter, inside, state.number, bold, look.text, _Flag.AlignLeft)
    used = QFontMetricsF(bold).horizontalAdvance(state.number) + 10
    if not has_text:
        return
    if not look.paper:
        colour = badge_colour(state.badge)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawEllipse(QPointF(inside.x() + used + 1, inside.center().y()), 3.5, 3.5)
        used += 12
    small = theme.font("small")
    metrics = _metrics("small")
    right = metrics.horizontalAdvance(state.text.duration)
    _draw(painter, inside, state.text.duration, small, look.dim, _Flag.AlignRight)
    room = inside.adjusted(used, 0, -right - 10, 0)
    marks = metrics.elidedText(state.text.marks, Qt.TextElideMode.ElideRight, room.width())
    _draw(painter, room, marks, small, look.dim, _Flag.AlignLeft)


def _picture(painter: QPainter, frame: QRectF, state: PanelState, look: Look, has_text: bool) -> None:
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    if state.image is not None:
        painter.drawImage(frame, state.image)
    else:
        painter.fillRect(frame, look.picture)
        _card(painter, frame, state, look, has_text)
    ink = QColor(Qt.GlobalColor.white) if state.image is not None or not look.paper else look.text
    if state.image is None and not look.paper:
        ink = look.faint
    # Dark in every theme: it parts white arrows from snow.
    halo = QColor(Qt.GlobalColor.black) if state.image is not None else QColor(Qt.GlobalColor.transparent)
    halo.setAlphaF(min(halo.alphaF(), 0.7))
    draw_move(painter, frame, state.text.move, ink, halo)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(look.text if look.paper else look.line, 1.5 if look.paper else 1))
    painter.drawRect(frame.adjusted(0.5, 0.5, -0.5, -0.5))
    if not look.paper:
        _state_over(painter, frame, state)
    painter.restore()


def _card(painter: QPainter, frame: QRectF, state: PanelState, look: Look, has_text: bool) -> None:
    """No picture yet: the framing in words, or the action where there is no room for it below."""
    inside = frame.adjusted(12, 10, -12, -10)
    if has_text:
        words = state.text.framing or QCoreApplication.translate("Board", "Not drawn yet")
        _draw(painter, inside, words[:1].upper() + words[1:], theme.font("small"), look.faint, _Flag.AlignHCenter)
        return
    lines = wrapped(state.text.action, inside.width(), max(1, int(inside.height() // line_height())), _width("small"))
    top = frame.center().y() - len(lines) * line_height() / 2
    for at, line in enumerate(lines):
        place = QRectF(inside.x(), top + at * line_height(), inside.width(), line_height())
        _draw(painter, place, line, theme.font("small"), look.dim, _Flag.AlignHCenter)


def _state_over(painter: QPainter, frame: QRectF, state: PanelState) -> None:
    """Only what asks for attention is written over the picture; the rest is the dot above it."""
    colours = theme.colours()
    if state.badge in ("stale", "queued", "running", "failed"):
        colour, text = badge_colour(state.badge), badge_name(state.badge)
        font = theme.font("label")
        width = QFontMetricsF(font).horizontalAdvance(text) + 16
        pill = QRectF(frame.x() + 8, frame.y() + 8, min(width, frame.width() - 16), 20)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colours.panel)
        painter.drawRoundedRect(pill, 10, 10)
        _draw(painter, pill, text, font, colour, _Flag.AlignHCenter)
    if state.badge == "running":
        bar = QRectF(frame.x(), frame.bottom() - 4, frame.width(), 4)
        painter.fillRect(bar, colours.overlay)
        bar.setWidth(frame.width() * state.progress)
        painter.fillRect(bar, badge_colour("running"))
    if state.playhead:
        painter.fillRect(QRectF(frame.x(), frame.y(), 3, frame.height()), colours.playhead)


def _below(painter: QPainter, box: QRectF, state: PanelState, look: Look) -> None:
    line, font = line_height(), theme.font("small")
    action = QRectF(box.x(), box.y() + PAD, box.width(), ACTION_LINES * line)
    said = QRectF(box.x(), action.bottom() + 2, box.width(), DIALOGUE_LINES * line)
    inset = 6 if look.paper else 0
    if look.paper:
        _rule(painter, box, look)
    width = _width("small")
    for at, text in enumerate(wrapped(state.text.action, box.width() - 2 * inset, ACTION_LINES, width)):
        place = QRectF(action.x() + inset, action.y() + at * line, action.width() - 2 * inset, line)
        _draw(painter, place, text, font, look.text, _Flag.AlignLeft)
    spoken = state.text.spoken
    if not spoken:
        return
    if not look.paper:
        lines = wrapped(spoken, box.width() - 10, DIALOGUE_LINES, width)
        painter.fillRect(QRectF(said.x(), said.y() + 2, 2, len(lines) * line - 4), theme.colours().accent)
        inset = 10
    for at, text in enumerate(wrapped(spoken, box.width() - inset - 4, DIALOGUE_LINES, width)):
        place = QRectF(said.x() + inset, said.y() + at * line, said.width() - inset, line)
        _draw(painter, place, text, font, look.dim, _Flag.AlignLeft)


def _rule(painter: QPainter, box: QRectF, look: Look) -> None:
    """The ruled box of a printed board: a frame, and a line to write on for every line of type."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(look.line, 1))
    for at in range(1, round((box.height() - 2 * PAD) / line_height())):
        y = box.y() + PAD + at * line_height() + (1 if at > ACTION_LINES else 0) - 0.5
        painter.drawLine(QPointF(box.x() + 6, y), QPointF(box.right() - 6, y))
    painter.setPen(QPen(look.text, 1.5))
    painter.drawRect(box.adjusted(0.5, -1, -0.5, -0.5))


def _outline(painter: QPainter, frame: QRectF, current: bool) -> None:
    colours = theme.colours()
    painter.setBrush(Qt.BrushStyle.NoBrush)
    pen = QPen(colours.accent, 3 if current else 2)
    pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    painter.setPen(pen)
    painter.drawRect(frame.adjusted(-2, -2, 2, 2))


def _draw(painter: QPainter, box: QRectF, text: str, font: QFont, colour: QColor, side: Qt.AlignmentFlag) -> None:
    painter.setFont(font)
    painter.setPen(colour)
    painter.drawText(box, side | _Flag.AlignVCenter | Qt.TextFlag.TextSingleLine, text)


@cache
def _metrics(role: str) -> QFontMetricsF:
    return QFontMetricsF(theme.font(role))


def _width(role: str):
    return _metrics(role).horizontalAdvance
