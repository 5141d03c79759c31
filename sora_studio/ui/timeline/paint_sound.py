"""Paints the sound lanes: cues with their waveforms, fades and names."""

from math import floor

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from sora_studio.timeline.sound import AudioCue, audible_tracks
from sora_studio.ui.timeline.hit import Sight
from sora_studio.ui.timeline.lanes import Band
from sora_studio.ui.timeline.look import Look
from sora_studio.ui.timeline.model import TimelineModel
from sora_studio.ui.timeline.waveforms import TILE, Waveforms

NAME = 15.0


class SoundPainter:
    def __init__(self, model: TimelineModel, waveforms: Waveforms) -> None:
        self._model, self._waveforms = model, waveforms

    def paint(self, painter: QPainter, look: Look, sight: Sight, exposed: QRectF) -> None:
        first = sight.lanes.video.bottom
        below = QRectF(exposed.left(), first, exposed.width(), max(0.0, exposed.bottom() - first))
        painter.fillRect(below, look.colours.window)
        heard = {track.id for track in audible_tracks(sight.project.tracks)}
        painter.save()
        painter.setClipRect(QRectF(0, first, sight.span.width, 4000), Qt.ClipOperation.IntersectClip)
        for track, band in zip(sight.project.tracks, sight.lanes.sound, strict=True):
            if band.bottom < exposed.top() or band.top > exposed.bottom():
                continue
            painter.fillRect(QRectF(exposed.left(), band.top, exposed.width(), band.height), look.colours.sunken)
            painter.setOpacity(1.0 if track.id in heard else 0.4)
            for cue in track.cues:
                left, right = sight.span.x(cue.start_frame), sight.span.x(cue.stop_frame)
                if right >= exposed.left() - 2 and left <= exposed.right() + 2:
                    self._cue(painter, look, sight, cue, band, exposed)
            painter.setOpacity(1.0)
        painter.restore()

    def _cue(self, painter: QPainter, look: Look, sight: Sight, cue: AudioCue, band: Band, exposed: QRectF) -> None:
        colours, span = look.colours, sight.span
        left, right = span.x(cue.start_frame), span.x(cue.stop_frame)
        rect = QRectF(left, band.top + 1, max(1.0, right - left - 1), band.height - 2)
        painter.fillRect(rect, colours.audio_clip)
        wave = rect.adjusted(0, NAME, 0, -2)
        problem = self._waveforms.problem(cue.media)
        if rect.width() > 3 and not problem:
            self._wave(painter, look, sight, cue, wave, exposed)
        self._fades(painter, look, sight, cue, rect)
        picked = cue.id in self._model.cues
        at = max(rect.left() + 6, 6.0)
        words = QRectF(at, rect.top(), min(rect.right(), span.width) - at - 4, NAME)
        gain = f"  {cue.gain_db:+g} dB" if cue.gain_db else ""
        look.line(
            painter, words, problem or f"{cue.name}{gain}", "small", colours.danger if problem else colours.clip_text
        )
        if picked:
            painter.setPen(QPen(colours.accent, 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(rect.adjusted(1, 1, -1, -1))

    def _wave(self, painter: QPainter, look: Look, sight: Sight, cue: AudioCue, room: QRectF, exposed: QRectF) -> None:
        span = sight.span
        per_second = span.pixels_per_frame * float(sight.project.frame_rate.per_second)
        # The sound's own beginning, which may lie before the cue's.
        origin = span.x(cue.start_frame - cue.offset_frames)
        left, right = max(room.left(), exposed.left()), min(room.right(), exposed.right())
        painter.save()
        painter.setClipRect(
            QRectF(left, room.top(), max(0.0, right - left), room.height()), Qt.ClipOperation.IntersectClip
        )
        number = max(0, floor((left - origin) / TILE))
        while origin + number * TILE < right:
            tile = self._waveforms.tile(
                cue.media, number, per_second, int(room.height()), look.colours.wave, look.scale
            )
            if tile is None:
                break
            painter.drawPixmap(QPointF(origin + number * TILE, room.top()), tile)
            number += 1
        painter.restore()

    def _fades(self, painter: QPainter, look: Look, sight: Sight, cue: AudioCue, rect: QRectF) -> None:
        span = sight.span
        inner, outer = span.x(cue.start_frame + cue.fade_in_frames), span.x(cue.stop_frame - cue.fade_out_frames)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for edge, at, fades in (
            (rect.left(), inner, cue.fade_in_frames > 0),
            (rect.right(), outer, cue.fade_out_frames > 0),
        ):
            if fades and abs(at - edge) > 2:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(look.tint("sunken", 150))
                slope = [QPointF(edge, rect.top()), QPointF(at, rect.top()), QPointF(edge, rect.bottom())]
                painter.drawPolygon(QPolygonF(slope))
                painter.setPen(QPen(look.colours.wave, 1))
                painter.drawLine(QPointF(at, rect.top()), QPointF(edge, rect.bottom()))
        if cue.id in self._model.cues and rect.width() > 28:
            painter.setPen(QPen(look.colours.audio_clip, 1))
            painter.setBrush(look.colours.clip_text)
            for at in (max(inner, rect.left() + 4), min(outer, rect.right() - 4)):
                painter.drawEllipse(QPointF(at, rect.top() + 5), 3.5, 3.5)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
