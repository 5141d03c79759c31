"""What goes on between a press and letting go: one class for each way of dragging."""

from typing import Protocol

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QImage

from sora_studio.errors import EditError
from sora_studio.timeline.time import FrameRange
from sora_studio.ui.document import FilmDocument, Message
from sora_studio.ui.language import translate
from sora_studio.ui.timeline import gathered
from sora_studio.ui.timeline.deeds import NO_KEYS, Deed, Keys
from sora_studio.ui.timeline.drag import Dragged, ShotDrag, begin
from sora_studio.ui.timeline.drag_sound import begin_cue, begin_marker
from sora_studio.ui.timeline.hit import Hit
from sora_studio.ui.timeline.model import TimelineModel
from sora_studio.ui.timeline.paint_over import Over
from sora_studio.ui.timeline.points import snapper
from sora_studio.ui.timeline.readout import names
from sora_studio.ui.timeline.snapping import TOLERANCE_PX, Snapper

CUE_DEEDS = ("cue_move", "cue_head", "cue_tail", "cue_slip", "fade_in", "fade_out")


class Pull(Protocol):
    def drag(self, start: QPointF, at: QPointF, keys: Keys) -> None:
        """The pointer is at `at`; the press was where `start` is now."""
        ...

    def finish(self) -> None: ...

    def cancel(self) -> None: ...


class ScrubPull:
    """The playhead follows the pointer."""

    def __init__(self, canvas, document: FilmDocument, model: TimelineModel) -> None:
        self._document, self._model = document, model
        self._was_at = document.transport.frame
        document.transport.pause()

    def drag(self, start: QPointF, at: QPointF, keys: Keys) -> None:
        self._document.transport.seek(self._model.span.frame_at(at.x()))

    def finish(self) -> None:
        pass

    def cancel(self) -> None:
        self._document.transport.seek(self._was_at)


class MarkPull:
    """The in or out mark, and the playhead with it, so that its frame is seen."""

    def __init__(self, canvas, document: FilmDocument, model: TimelineModel, mark: Deed) -> None:
        self._transport, self._model, self._mark = document.transport, model, mark

    def drag(self, start: QPointF, at: QPointF, keys: Keys) -> None:
        self._transport.seek(self._model.span.frame_at(at.x()))
        if self._mark == "in":
            self._transport.set_in()
        else:
            self._transport.set_out()

    def finish(self) -> None:
        pass

    def cancel(self) -> None:
        pass


class RubberPull:
    """A box: what it touches is selected."""

    def __init__(self, canvas, document: FilmDocument, model: TimelineModel, start: QPointF, keys: Keys) -> None:
        self._canvas, self._document, self._model = canvas, document, model
        self._before = document.selection.shot_ids
        self._kept = self._before if keys.ctrl or keys.shift else ()
        if not self._kept:
            model.pick()
            document.selection.select((), current=document.selection.current)

    def drag(self, start: QPointF, at: QPointF, keys: Keys) -> None:
        box = QRectF(start, at).normalized()
        span, strip, lanes = self._model.span, self._model.strip, self._model.lanes
        found: list[str] = []
        if box.bottom() > lanes.video.top and box.top() < lanes.video.bottom and box.right() > span.x(0):
            seen = strip.seen(FrameRange(span.frame_at(box.left()), span.frame_at(box.right()) + 1))
            found = [strip.shots[index].id for index in seen]
        cues = [
            cue.id
            for track, band in zip(self._model.project.tracks, lanes.sound, strict=True)
            if box.bottom() > band.top and box.top() < band.bottom
            for cue in track.cues
            if span.x(cue.stop_frame) > box.left() and span.x(cue.start_frame) < box.right()
        ]
        self._model.pick(frozenset(cues))
        ids = [*self._kept, *found]
        self._document.selection.select(ids, current=found[-1] if found else self._document.selection.current)
        self._canvas.show_over(Over(box=box))

    def finish(self) -> None:
        pass

    def cancel(self) -> None:
        self._document.selection.select(self._before)


class MovePull:
    """The selected shots, lifted and put between two others."""

    def __init__(self, canvas, document: FilmDocument, model: TimelineModel, hit: Hit) -> None:
        self._canvas, self._document, self._model = canvas, document, model
        self._ids = model.selected or frozenset({hit.id})
        self._indices = sorted(model.strip.places[shot_id] for shot_id in self._ids if shot_id in model.strip.places)
        self._gap: gathered.Gap | None = None
        self._ghost = tuple(_images(canvas, [model.strip.shots[index].id for index in self._indices[:3]]))

    def drag(self, start: QPointF, at: QPointF, keys: Keys) -> None:
        span, strip = self._model.span, self._model.strip
        frame = (at.x() + span.scroll) / span.pixels_per_frame
        index = strip.nearest_gap(frame)
        self._gap = gathered.gap_at(strip, index, later_scene=frame >= strip.starts[index])
        words = names(strip, self._indices)
        over = Over(gap=index, ghost=self._ghost, ghost_words=words[0].upper() + words[1:], x=at.x(), y=at.y())
        self._canvas.show_over(over, self._ids)

    def finish(self) -> None:
        if self._gap is not None:
            gap, ids = self._gap, self._ids
            label = translate("Edits", "Move {shots}").format(shots=names(self._model.strip, self._indices))
            self._document.edit(label, lambda film: gathered.move_shots(film, ids, gap))

    def cancel(self) -> None:
        pass


class EditPull:
    """A trim, roll, slip, slide, dissolve, or anything of a sound or marker: the film is shown as it would be."""

    def __init__(self, canvas, document: FilmDocument, model: TimelineModel, doing: Deed, hit: Hit, drag: ShotDrag):
        self._canvas, self._document, self._model = canvas, document, model
        self._doing, self._hit, self._drag = doing, hit, drag
        self._film, self._track = document.project, hit.index
        self._points: Snapper = snapper(doing, hit, self._film, model.strip, model.marks, model.clip_frames)
        self._dragged: Dragged | None = None

    @classmethod
    def begin(cls, canvas, document: FilmDocument, model: TimelineModel, doing: Deed, hit: Hit) -> "EditPull | None":
        """None where there is nothing to drag that way; the user is told why."""
        if doing in CUE_DEEDS:
            drag = begin_cue(doing, hit.id, document.project)
        elif doing == "marker":
            drag = begin_marker(hit.id, document.project)
        else:
            drag = begin(doing, hit, document.project, model.strip, model.clip_frames)
        if drag is None:
            _tell_why_not(document, doing)
            return None
        return cls(canvas, document, model, doing, hit, drag)

    def drag(self, start: QPointF, at: QPointF, keys: Keys = NO_KEYS) -> None:
        span = self._model.span
        frames, snapped = span.frames(at.x() - start.x()), None
        self._change_track(at.y())
        if self._model.snapping != keys.shift:
            tolerance = TOLERANCE_PX / span.pixels_per_frame
            frames, snapped = self._points.shifted(self._drag.edges, frames, tolerance)
        dragged = self._drag.dragged(frames)
        try:
            self._model.preview(dragged.change(self._film))
        except EditError as error:
            self._canvas.show_over(Over(words=error.message, x=at.x(), y=at.y()))
            return
        self._dragged = dragged
        held = snapped if dragged.frames == frames else None
        over = Over(dragged.edges, held, dragged.readout, at.x(), at.y(), spare=self._spare())
        self._canvas.show_over(over)

    def _spare(self) -> tuple[FrameRange, ...]:
        """The unused ends of the take whose clip is dragged, as the film stands now."""
        if self._doing not in ("trim_head", "trim_tail", "slip"):
            return ()
        strip = self._model.strip
        shot, frames = strip.shots[self._hit.index], strip.frames(self._hit.index)
        clip = self._model.clip_frames(shot) if shot.takes else None
        if clip is None:
            return ()
        first = frames.start - shot.head_frames
        return FrameRange(first, frames.start), FrameRange(frames.stop, max(frames.stop, first + clip))

    def _change_track(self, y: float) -> None:
        track = self._model.lanes.track_at(y)
        if self._doing == "cue_move" and track not in (-1, self._track):
            self._track = track
            moved = begin_cue("cue_move", self._hit.id, self._film, self._film.tracks[track].id)
            self._drag = moved or self._drag

    def finish(self) -> None:
        self._model.preview(None)
        if self._dragged is not None:
            self._document.edit(self._dragged.label, self._dragged.change)

    def cancel(self) -> None:
        self._model.preview(None)


def _images(canvas, shot_ids: list[str]) -> list[QImage]:
    found = (canvas.thumbnails.image(shot_id, 0, 54 * canvas.look.scale) for shot_id in shot_ids)
    return [image for image in found if image is not None]


def _tell_why_not(document: FilmDocument, doing: Deed) -> None:
    if doing == "slip":
        document.tell(
            Message(translate("Drag", "This shot has no take to slip."), translate("Drag", "Render it first."))
        )
    elif doing == "slide":
        why = translate("Drag", "Only a shot between two others can slide.")
        document.tell(Message(why, translate("Drag", "Move it, or trim the shot next to it.")))
    elif doing == "roll":
        why = translate("Drag", "There is no cut here to roll.")
        document.tell(Message(why, translate("Drag", "Roll the cut between two shots.")))
