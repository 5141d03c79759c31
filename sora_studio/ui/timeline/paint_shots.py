"""Paints the pictures' lane: a clip for each shot, and the dissolves over their cuts."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPixmap, QPolygonF

from sora_studio.timeline.time import FrameRange
from sora_studio.ui.timeline.clip_cache import ClipCache
from sora_studio.ui.timeline.clip_painter import HEAD, Clip, ClipPainter
from sora_studio.ui.timeline.far import runs
from sora_studio.ui.timeline.hit import DISSOLVE_PX, Sight
from sora_studio.ui.timeline.look import Look
from sora_studio.ui.timeline.model import TimelineModel
from sora_studio.ui.timeline.readout import name
from sora_studio.ui.timeline.thumbnails import Thumbnails

# Narrower clips are bare colour, and where the average is narrower still, clips merge into runs of it.
BARE, FAR = 10.0, 4.0


class ShotPainter:
    """`dragged` names the shots that are lifted, drawn faintly; `handles` those whose spare frames are shown."""

    def __init__(self, model: TimelineModel, thumbnails: Thumbnails) -> None:
        self._model = model
        self._clips, self.cache = ClipPainter(model, thumbnails), ClipCache()
        self.dragged: frozenset[str] = frozenset()

    def paint(self, painter: QPainter, look: Look, sight: Sight, exposed: QRectF) -> None:
        lane, span, strip = sight.lanes.video, sight.span, sight.strip
        painter.fillRect(QRectF(exposed.left(), lane.top, exposed.width(), lane.height), look.colours.sunken)
        seen = strip.seen(FrameRange(span.frame_at(exposed.left() - 3), span.frame_at(exposed.right() + 3) + 1))
        if not seen:
            return
        width = span.x(strip.starts[seen.stop]) - span.x(strip.starts[seen.start])
        if width / len(seen) < FAR:
            self._far(painter, look, sight, exposed)
            return
        current = self._model.document.selection.current
        for index in seen:
            self._clip(painter, look, sight, index, current)
        for index in range(max(0, seen.start - 1), seen.stop):
            if strip.shots[index].transition.duration_frames:
                self._dissolve(painter, look, sight, index)

    def _far(self, painter: QPainter, look: Look, sight: Sight, exposed: QRectF) -> None:
        shots, badge, chosen = sight.strip.shots, self._model.badge, self._model.selected
        lane, colours = sight.lanes.video, look.colours
        sort = lambda index: (badge(shots[index].id), shots[index].id in chosen)  # noqa: E731
        for run in runs(sight.span, sight.strip, exposed.left(), exposed.right(), sort):
            state, selected = run.sort
            fill = colours.clip_selected if selected else colours.clip
            painter.fillRect(QRectF(run.left, lane.top + 1, run.right - run.left, lane.height - 7), fill)
            line = QRectF(run.left, lane.bottom - 5, run.right - run.left, 4)
            painter.fillRect(line, getattr(colours, f"badge_{state}"))

    def _clip(self, painter: QPainter, look: Look, sight: Sight, index: int, current: str) -> None:
        span, lane, shot = sight.span, sight.lanes.video, sight.strip.shots[index]
        # Whole pixels, so that a clip looks the same wherever it is scrolled to.
        left, right = round(span.x(sight.strip.starts[index])), round(span.x(sight.strip.starts[index + 1]))
        width, height = max(1, right - left - 1), int(lane.height) - 2
        badge, selected = self._model.badge(shot.id), shot.id in self._model.selected
        if width < BARE:
            fill = look.colours.clip_selected if selected else look.colours.clip
            painter.fillRect(QRectF(left, lane.top + 1, width, height), fill)
            painter.fillRect(QRectF(left, lane.top + 1, width, 4), getattr(look.colours, f"badge_{badge}"))
            return
        hidden_left, hidden_right = max(0, -left), max(0, left + width - int(span.width))
        seen = max(1, width - hidden_left - hidden_right)
        progress = self._model.document.progress(shot.id) if badge == "running" else 0.0
        number = name(sight.strip, index)
        insets = self._insets(sight, index, hidden_left, hidden_right)
        key = (hidden_left, seen, badge, progress, selected, shot.id == current, number, span.pixels_per_frame, insets)

        def draw(on: QPainter) -> None:
            on.translate(-(left + hidden_left), -(lane.top + 1))
            rect = QRectF(left, lane.top + 1, width, height)
            part = QRectF(left + hidden_left, lane.top + 1, seen, height)
            frames, first = sight.strip.frames(index), shot.id == current
            clip = Clip(shot, number, frames, rect, part, badge, progress, selected, first, *insets)
            self._clips.paint(on, look, span, clip)

        pixmap = self.cache.clip(shot, key, seen, height, look.scale, draw)
        self._put(painter, pixmap, left + hidden_left, lane.top + 1, shot.id in self.dragged)

    @staticmethod
    def _insets(sight: Sight, index: int, hidden_left: int, hidden_right: int) -> tuple[float, float]:
        """How many pixels of the clip's seen part the dissolves at its ends cover."""
        zoom, strip = sight.span.pixels_per_frame, sight.strip
        left = strip.transition(index - 1).frames_after_cut * zoom - hidden_left
        right = strip.transition(index).frames_before_cut * zoom - hidden_right
        return max(0.0, round(left)), max(0.0, round(right))

    @staticmethod
    def _put(painter: QPainter, pixmap: QPixmap, left: float, top: float, faint: bool) -> None:
        if faint:
            painter.setOpacity(0.35)
        painter.drawPixmap(QPointF(left, top), pixmap)
        if faint:
            painter.setOpacity(1.0)

    def _dissolve(self, painter: QPainter, look: Look, sight: Sight, index: int) -> None:
        """The slope of one picture going over into the next, and the bar to grasp at its foot."""
        frames, lane, span = sight.strip.transition_range(index), sight.lanes.video, sight.span
        left, right = span.x(frames.start), span.x(frames.stop)
        if right - left < 4:
            return
        top, bottom = lane.top + 1 + HEAD, lane.bottom - DISSOLVE_PX
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.tint("accent", 80))
        painter.drawPolygon(QPolygonF([QPointF(left, bottom), QPointF(right, top), QPointF(right, bottom)]))
        painter.setPen(QPen(look.colours.accent, 1.5))
        painter.drawLine(QPointF(left, bottom), QPointF(right, top))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        bar = QRectF(round(left), bottom, round(right) - round(left), DISSOLVE_PX - 1)
        painter.fillRect(bar, look.colours.accent_soft)
        painter.setPen(QPen(look.colours.accent, 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(bar.adjusted(0.5, 0.5, -0.5, -0.5))
        if bar.width() > 18:
            at = QPointF(bar.center().x() - 6, bar.center().y() - 6)
            painter.drawPixmap(at, look.icon("blend", look.colours.text))
