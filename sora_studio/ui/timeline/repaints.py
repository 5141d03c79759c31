"""Which part of the canvas is painted anew when something changes: as little as shows it."""

from math import ceil

from PySide6.QtCore import QObject, Slot

from sora_studio.ui.document import FilmDocument
from sora_studio.ui.timeline.clip_cache import ClipCache
from sora_studio.ui.timeline.model import TimelineModel
from sora_studio.ui.timeline.paint_over import PLAYHEAD_REACH
from sora_studio.ui.timeline.thumbnails import Thumbnails
from sora_studio.ui.timeline.touched import touched


class Repaints(QObject):
    """Listens to the film and the model on behalf of the canvas."""

    def __init__(
        self, canvas, document: FilmDocument, model: TimelineModel, thumbnails: Thumbnails, cache: ClipCache
    ) -> None:
        super().__init__(canvas)
        self._canvas, self._document, self._model = canvas, document, model
        self._thumbnails, self._cache = thumbnails, cache
        self._playhead = document.transport.frame
        self._seen = model.sight
        model.film_changed.connect(self._on_film)
        for signal in (model.view_changed, model.picked_changed, document.selection.changed):
            signal.connect(self._all)
        document.selection.changed.connect(self._tell_selection)
        document.project_changed.connect(self._tell_selection)
        document.shown_changed.connect(self._on_shown)
        document.preview_changed.connect(self.shot)
        document.queue_changed.connect(self._on_queue)
        document.pictures.thumbnail_ready.connect(self.shot)
        document.transport.moved.connect(self._on_playhead)
        document.transport.state_changed.connect(self._all)
        self._tell_selection()

    @Slot()
    def _all(self) -> None:
        self._seen = self._model.sight
        self._canvas.update()

    @Slot(str)
    def shot(self, shot_id: str) -> None:
        """This shot looks otherwise now."""
        self._cache.touch(shot_id)
        frames = self._model.strip.range_of(shot_id)
        if frames is not None:
            left, right = self._model.span.x(frames.start), self._model.span.x(frames.stop)
            if right >= 0 and left <= self._canvas.width():
                left, right, lane = (
                    int(max(left, 0.0)) - 3,
                    int(min(right, self._canvas.width())) + 3,
                    self._model.lanes,
                )
                self._canvas.update(left, int(lane.video.top), right - left, ceil(lane.video.height))

    def _part(self, left: float, right: float, reach: float) -> None:
        """From one pixel to another, the whole height."""
        self._canvas.update(int(left - reach) - 1, 0, int(right - left + 2 * reach) + 3, self._canvas.height())

    @Slot()
    def _on_film(self) -> None:
        before, self._seen = self._seen, self._model.sight
        across = touched(before, self._seen)
        if across is None:
            self._all()
        elif across[0] < across[1]:
            left, right, lanes = int(across[0]) - 3, int(across[1]) + 3, self._seen.lanes
            self._canvas.update(left, int(lanes.scenes.top), right - left, ceil(lanes.video.bottom - lanes.scenes.top))

    @Slot(int)
    def _on_playhead(self, frame: int) -> None:
        """Two thin strips; the film is turned like a page when the playhead has played out of sight."""
        before, self._playhead = self._playhead, frame
        span, dragging = self._model.span, self._canvas.gestures.active
        for at in (before, frame):
            self._part(span.x(at), span.x(at), PLAYHEAD_REACH)
        if self._document.transport.playing and not dragging:
            self._model.look(span.paged_to(frame, self._document.transport.speed > 0))
        elif not dragging and not 0 <= span.x(frame) <= span.width:
            self._model.look(span.revealing(frame, frame + 1))

    @Slot(object)
    def _on_shown(self, shot_ids: frozenset[str]) -> None:
        self._thumbnails.forget(shot_ids)
        for shot_id in shot_ids:
            self.shot(shot_id)
        self._tell_selection()

    @Slot()
    def _on_queue(self) -> None:
        for shot_id in self._model.running():
            self.shot(shot_id)

    @Slot()
    def _tell_selection(self) -> None:
        self._canvas.setAccessibleDescription(self._model.spoken())
