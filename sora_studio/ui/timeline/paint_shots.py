"""Paints the pictures' lane: a clip for each shot with its thumbnails, words and state."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from sora_studio.timeline.shot import Shot
from sora_studio.timeline.time import FrameRange
from sora_studio.ui.timeline.far import Run, runs
from sora_studio.ui.timeline.hit import DISSOLVE_PX, Sight
from sora_studio.ui.timeline.look import Look
from sora_studio.ui.timeline.model import TimelineModel
from sora_studio.ui.timeline.readout import name
from sora_studio.ui.timeline.state_words import STATE_ICONS, state_word
from sora_studio.ui.timeline.thumbnails import Thumbnails, places

HEAD = 20.0
CAPTION = 32.0
# Below these widths a clip loses its pictures and words, and below the last clips merge into runs of colour.
WITH_WORDS, WITH_PICTURE, FAR = 36.0, 10.0, 4.0


class ShotPainter:
    """`dragged` names the shots that are lifted, which are drawn faintly where they were."""

    def __init__(self, model: TimelineModel, thumbnails: Thumbnails) -> None:
        self._model, self._thumbnails = model, thumbnails
        self.dragged: frozenset[str] = frozenset()
        self.handles: frozenset[int] = frozenset()

    def paint(self, painter: QPainter, look: Look, sight: Sight, exposed: QRectF) -> None:
        lane, colours = sight.lanes.video, look.colours
        painter.fillRect(QRectF(exposed.left(), lane.top, exposed.width(), lane.height), colours.sunken)
        span, strip = sight.span, sight.strip
        seen = strip.seen(FrameRange(span.frame_at(exposed.left() - 3), span.frame_at(exposed.right() + 3) + 1))
        if not seen:
            return
        width = span.x(strip.starts[seen.stop]) - span.x(strip.starts[seen.start])
        if width / len(seen) < FAR:
            self._far(painter, look, sight, exposed)
            return
        for index in seen:
            self._clip(painter, look, sight, index, exposed)
        for index in range(max(0, seen.start - 1), seen.stop):
            if sight.strip.shots[index].transition.duration_frames:
                self._dissolve(painter, look, sight, index)

    def _far(self, painter: QPainter, look: Look, sight: Sight, exposed: QRectF) -> None:
        def sort(index: int) -> tuple[str, bool]:
            shot_id = sight.strip.shots[index].id
            return self._model.badge(shot_id), shot_id in self._model.selected

        lane, colours = sight.lanes.video, look.colours
        foot = lane.bottom - 5
        run: Run[tuple[str, bool]]
        for run in runs(sight.span, sight.strip, exposed.left(), exposed.right(), sort):
            badge, selected = run.sort
            fill = colours.clip_selected if selected else colours.clip
            painter.fillRect(QRectF(run.left, lane.top + 1, run.right - run.left, lane.height - 7), fill)
            painter.fillRect(QRectF(run.left, foot, run.right - run.left, 4), getattr(colours, f"badge_{badge}"))

    def _clip(self, painter: QPainter, look: Look, sight: Sight, index: int, exposed: QRectF) -> None:
        span, strip, lane, colours = sight.span, sight.strip, sight.lanes.video, look.colours
        shot, frames = strip.shots[index], strip.range(index)
        left, right = span.x(frames.start), span.x(frames.stop)
        rect = QRectF(left, lane.top + 1, max(1.0, right - left - 1), lane.height - 2)
        badge = self._model.badge(shot.id)
        selected = shot.id in self._model.selected
        if rect.width() < WITH_PICTURE:
            painter.fillRect(rect, colours.clip_selected if selected else colours.clip)
            painter.fillRect(QRectF(rect.left(), rect.top(), rect.width(), 4), getattr(colours, f"badge_{badge}"))
            return
        faint = shot.id in self.dragged
        if faint:
            painter.setOpacity(0.35)
        body = QRectF(rect.left(), rect.top() + HEAD, rect.width(), rect.height() - HEAD)
        painter.fillRect(body, colours.clip)
        pictured = self._pictures(painter, look, sight, shot, frames, body, exposed)
        self._words(painter, look, shot, body, pictured, exposed)
        self._head(painter, look, sight, index, rect, badge, selected)
        self._frame(painter, look, rect, shot, selected)
        if faint:
            painter.setOpacity(1.0)

    def _pictures(
        self, painter: QPainter, look: Look, sight: Sight, shot: Shot, frames: FrameRange, body: QRectF, exposed: QRectF
    ) -> bool:
        """Thumbnails along the clip; False where it has none."""
        film = sight.project
        width = max(8.0, body.height() * film.width / film.height)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        pictured = False
        left, right = max(body.left(), exposed.left()), min(body.right(), exposed.right())
        for x, frame in places(sight.span, frames, width, left, right):
            image = self._thumbnails.image(shot.id, frame, body.height() * look.scale)
            if image is None:
                continue
            pictured = True
            shown = min(width, body.right() - x)
            source = QRectF(0, 0, image.width() * shown / width, image.height())
            painter.drawImage(QRectF(x, body.top(), shown, body.height()), image, source)
        return pictured

    def _words(self, painter: QPainter, look: Look, shot: Shot, body: QRectF, pictured: bool, exposed: QRectF) -> None:
        """The prompt, over the foot of the picture or in the middle of a title card; a long clip keeps it in sight."""
        text, colours = shot.direction.prompt, look.colours
        left, right = max(body.left(), 0.0), min(body.right(), self._model.span.width)
        if right - left < WITH_WORDS:
            return
        if not pictured:
            self._card(
                painter, look, QRectF(left + 8, body.top() + 4, right - left - 16, body.height() - 8), text, body
            )
            return
        height = min(CAPTION, body.height() / 2)
        scrim = QRectF(body.left(), body.bottom() - height, body.width(), height)
        painter.fillRect(scrim, look.scrim)
        words = QRectF(left + 8, scrim.top(), right - left - 16, height)
        lines = 2 if height >= 28 else 1
        look.block(painter, words, text, "small", colours.clip_text, lines)

    def _card(self, painter: QPainter, look: Look, words: QRectF, text: str, body: QRectF) -> None:
        colours = look.colours
        painter.fillRect(body, colours.panel)
        inner = body.adjusted(3, 3, -3, -3)
        if inner.width() > 12:
            painter.setPen(QPen(colours.line_strong, 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(
                QRectF(int(inner.left()) + 0.5, int(inner.top()) + 0.5, int(inner.width()), int(inner.height()))
            )
        lines = max(1, int(words.height() // look.metrics["small"].lineSpacing()))
        shown = text or self._model.tr("Write what this shot shows")
        look.paragraph(painter, words, shown, "small", colours.text if text else colours.text_faint, lines)

    def _head(
        self, painter: QPainter, look: Look, sight: Sight, index: int, rect: QRectF, badge: str, selected: bool
    ) -> None:
        """The clip's head: number, marks, state, and how far a running take is."""
        shot, colours = sight.strip.shots[index], look.colours
        head = QRectF(rect.left(), rect.top(), rect.width(), HEAD)
        current = shot.id == self._model.document.selection.current
        fill = colours.accent if current else colours.clip_selected if selected else colours.clip
        painter.fillRect(head, fill)
        state = getattr(colours, f"badge_{badge}")
        if badge == "running" and not current:
            done = self._model.document.progress(shot.id)
            painter.fillRect(
                QRectF(head.left(), head.top(), head.width() * done, HEAD), look.tint("badge_running", 110)
            )
            painter.fillRect(QRectF(head.left(), head.bottom() - 2, head.width() * done, 2), state)
        elif badge != "running":
            painter.fillRect(QRectF(head.left(), head.bottom() - 2, head.width(), 2), state)
        ink = colours.accent_text if current else colours.clip_text
        left, right = max(head.left(), 0.0) + 7, min(head.right(), self._model.span.width) - 6
        right = self._state(painter, look, badge, QRectF(left, head.top(), right - left, HEAD - 2), ink, shot)
        number = name(sight.strip, index)
        width = look.width(number, "number")
        if right - left > 6:
            look.line(painter, QRectF(left, head.top(), min(width + 2, right - left), HEAD - 2), number, "number", ink)
        left += width + 6
        for mark in self._marks(shot):
            if right - left < 16:
                break
            painter.drawPixmap(QPointF(left, head.top() + 3), look.icon(mark, ink))
            left += 16

    def _state(self, painter: QPainter, look: Look, badge: str, room: QRectF, ink: QColor, shot: Shot) -> float:
        """The state at the head's right end, with its word where there is room; gives where it begins."""
        right = room.right()
        word = state_word(badge)
        if badge == "running":
            word = f"{round(self._model.document.progress(shot.id) * 100)}%"
        width = look.width(word, "small") + 2
        if room.width() > width + 64:
            right -= width
            look.line(painter, QRectF(right, room.top(), width, room.height()), word, "small", ink)
            right -= 4
        if room.width() > 40 and (icon := STATE_ICONS[badge]):
            right -= 12
            painter.drawPixmap(QPointF(right, room.top() + 3), look.icon(icon, ink))
            right -= 4
        return right

    @staticmethod
    def _marks(shot: Shot) -> list[str]:
        return [icon for has, icon in ((shot.continues, "link"), (bool(shot.sketch), "pencil")) if has]

    def _frame(self, painter: QPainter, look: Look, rect: QRectF, shot: Shot, selected: bool) -> None:
        if selected:
            painter.setPen(QPen(look.colours.accent, 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(rect.adjusted(1, 1, -1, -1))

    def _dissolve(self, painter: QPainter, look: Look, sight: Sight, index: int) -> None:
        """The slope of one picture going over into the next, and the bar to grasp at its foot."""
        frames, lane, span = sight.strip.dissolve_range(index), sight.lanes.video, sight.span
        left, right = span.x(frames.start), span.x(frames.stop)
        if right - left < 4:
            return
        top, bottom = lane.top + 1 + HEAD, lane.bottom - 1
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.tint("accent", 70))
        painter.drawPolygon(QPolygonF([QPointF(left, bottom), QPointF(right, top), QPointF(right, bottom)]))
        painter.setPen(QPen(look.colours.accent, 1.5))
        painter.drawLine(QPointF(left, bottom), QPointF(right, top))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        bar = QRectF(left, lane.bottom - DISSOLVE_PX, right - left, DISSOLVE_PX - 2)
        painter.fillRect(bar, look.tint("accent_soft", 235))
        painter.setPen(QPen(look.colours.accent, 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(bar.adjusted(0.5, 0.5, -0.5, -0.5))
        if bar.width() > 18:
            at = QPointF(bar.center().x() - 6, bar.center().y() - 6)
            painter.drawPixmap(at, look.icon("blend", look.colours.text))
