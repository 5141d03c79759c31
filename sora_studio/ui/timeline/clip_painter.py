"""Paints one clip: its head with number, marks and state, its pictures, its words."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from sora_studio.timeline.shot import Shot
from sora_studio.timeline.time import FrameRange
from sora_studio.ui.timeline.geometry import Span
from sora_studio.ui.timeline.look import Look
from sora_studio.ui.timeline.model import TimelineModel
from sora_studio.ui.timeline.state_words import STATE_ICONS, state_word
from sora_studio.ui.timeline.thumbnails import Thumbnails, places

HEAD, CAPTION = 20.0, 32.0
# A clip narrower than this has no words.
WITH_WORDS = 40.0


@dataclass(frozen=True, slots=True)
class Clip:
    """All a clip is painted from. `seen` is the part of `rect` that lies in the window; the insets are what
    dissolves cover of it."""

    shot: Shot
    number: str
    frames: FrameRange
    rect: QRectF
    seen: QRectF
    badge: str
    progress: float
    selected: bool
    current: bool
    inset_left: float = 0.0
    inset_right: float = 0.0


class ClipPainter:
    def __init__(self, model: TimelineModel, thumbnails: Thumbnails) -> None:
        self._model, self._thumbnails = model, thumbnails

    def paint(self, painter: QPainter, look: Look, span: Span, clip: Clip) -> None:
        rect = clip.rect
        body = QRectF(rect.left(), rect.top() + HEAD, rect.width(), rect.height() - HEAD)
        pictured = self._pictures(painter, look, span, clip, body)
        words = QRectF(clip.seen.left(), body.top(), clip.seen.width(), body.height())
        words.adjust(clip.inset_left, 0, -clip.inset_right, 0)
        if not pictured:
            self._card(painter, look, clip, body, words)
        elif words.width() >= WITH_WORDS:
            self._caption(painter, look, clip, body, words)
        self._head(painter, look, clip)
        if clip.selected:
            painter.setPen(QPen(look.colours.accent, 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(rect.adjusted(1, 1, -1, -1))

    def _pictures(self, painter: QPainter, look: Look, span: Span, clip: Clip, body: QRectF) -> bool:
        """Thumbnails along the clip; False where it has none."""
        film = self._model.project
        width = max(8.0, body.height() * film.width / film.height)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        pictured = False
        for x, frame in places(span, clip.frames, width, clip.seen.left(), clip.seen.right()):
            image = self._thumbnails.image(clip.shot.id, frame, body.height() * look.scale)
            if image is None:
                continue
            if not pictured:
                painter.fillRect(body, look.colours.clip)
            pictured = True
            shown = min(width, body.right() - x)
            if shown > 0:
                source = QRectF(0, 0, image.width() * shown / width, image.height())
                painter.drawImage(QRectF(x, body.top(), shown, body.height()), image, source)
        return pictured

    def _caption(self, painter: QPainter, look: Look, clip: Clip, body: QRectF, words: QRectF) -> None:
        """The prompt over the foot of the picture."""
        text = clip.shot.direction.prompt
        if not text:
            return
        height = min(CAPTION, body.height() / 2)
        painter.fillRect(QRectF(body.left(), body.bottom() - height, body.width(), height), look.scrim)
        room = QRectF(words.left() + 7, body.bottom() - height, words.width() - 13, height)
        look.block(painter, room, text, "small", look.colours.clip_text, 2 if height >= 28 else 1)

    def _card(self, painter: QPainter, look: Look, clip: Clip, body: QRectF, words: QRectF) -> None:
        """A title card with the prompt in its middle."""
        colours = look.colours
        painter.fillRect(body, colours.panel)
        if body.width() > 14:
            painter.setPen(QPen(colours.line_strong, 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(body.toRect().adjusted(3, 3, -4, -4))
        if words.width() < WITH_WORDS:
            return
        room = words.adjusted(9, 6, -9, -6)
        lines = max(1, int(room.height() // look.metrics["small"].lineSpacing()))
        text = clip.shot.direction.prompt
        shown = text or self._model.tr("No prompt yet")
        look.paragraph(painter, room, shown, "small", colours.text if text else colours.text_faint, lines)

    def _head(self, painter: QPainter, look: Look, clip: Clip) -> None:
        colours, head = look.colours, QRectF(clip.rect.left(), clip.rect.top(), clip.rect.width(), HEAD)
        fill = colours.accent if clip.current else colours.clip_selected if clip.selected else colours.clip
        painter.fillRect(head, fill)
        state = getattr(colours, f"badge_{clip.badge}")
        line = QRectF(head.left(), head.bottom() - 2, head.width(), 2)
        if clip.badge == "running":
            done = head.width() * clip.progress
            painter.fillRect(QRectF(head.left(), head.top(), done, HEAD), look.tint("badge_running", 90))
            line.setWidth(done)
        painter.fillRect(line, colours.accent_text if clip.current and clip.badge == "running" else state)
        ink = colours.accent_text if clip.current else colours.clip_text
        room = QRectF(clip.seen.left() + 7, head.top(), clip.seen.width() - 13, HEAD - 2)
        right = self._state(painter, look, clip, room, ink)
        width = look.width(clip.number, "number")
        if width > right - room.left() + 1:
            return
        look.line(painter, QRectF(room.left(), room.top(), width + 6, room.height()), clip.number, "number", ink)
        left = room.left() + width + 6
        for icon in _marks(clip.shot):
            if right - left >= 14:
                painter.drawPixmap(QPointF(left, head.top() + 3), look.icon(icon, ink))
                left += 15

    def _state(self, painter: QPainter, look: Look, clip: Clip, room: QRectF, ink: QColor) -> float:
        """The state at the head's right end, in a word where there is room; gives where it begins."""
        right = room.right()
        word = f"{round(clip.progress * 100)}%" if clip.badge == "running" else state_word(clip.badge)
        width = look.width(word, "small") + 2
        if room.width() > width + 60:
            right -= width
            look.line(painter, QRectF(right, room.top(), width, room.height()), word, "small", ink)
            right -= 3
        if room.width() > 40 and (icon := STATE_ICONS[clip.badge]):
            right -= 12
            painter.drawPixmap(QPointF(right, room.top() + 3), look.icon(icon, ink))
            right -= 4
        return right


def _marks(shot: Shot) -> list[str]:
    marks = ((shot.continues, "link"), (bool(shot.sketch), "pencil"), (bool(shot.pack), "package"))
    return [icon for has, icon in marks if has]
