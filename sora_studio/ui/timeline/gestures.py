"""Presses and drags on the canvas. Nothing is edited while the button is down; letting go makes one edit."""

from PySide6.QtCore import QObject, QPointF, Qt, QTimer, Slot
from PySide6.QtGui import QKeyEvent, QMouseEvent

from sora_studio.ui.document import FilmDocument
from sora_studio.ui.timeline.cursors import cursor_for
from sora_studio.ui.timeline.deeds import Deed, Keys, deed
from sora_studio.ui.timeline.edge_scroll import speed
from sora_studio.ui.timeline.hit import Hit
from sora_studio.ui.timeline.model import TimelineModel
from sora_studio.ui.timeline.paint_over import NOTHING_OVER
from sora_studio.ui.timeline.pulls import EditPull, MarkPull, MovePull, Pull, RubberPull, ScrubPull
from sora_studio.ui.timeline.splitting import split_at

THRESHOLD_PX = 4.0
SCROLL_MS = 16


class Gestures(QObject):
    """One press at a time: `_pull` is what is under way, None between presses."""

    def __init__(self, canvas, document: FilmDocument, model: TimelineModel) -> None:
        super().__init__(canvas)
        self._canvas, self._document, self._model = canvas, document, model
        self._pull: Pull | None = None
        self._select_on_release = self._scene_on_release = ""
        self._from = self._last = QPointF()
        self._panning: float | None = None
        self._begun = False
        self._keys = Keys()
        self._timer = QTimer(self)
        self._timer.setInterval(SCROLL_MS)
        self._timer.timeout.connect(self._scroll_at_edge)

    @property
    def active(self) -> bool:
        """Whether a drag is under way."""
        return self._pull is not None or self._panning is not None

    # The mouse

    def press(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.MiddleButton:
            self._panning = event.position().x()
        if event.button() != Qt.MouseButton.LeftButton or self._pull is not None:
            return
        self._from = self._last = event.position()
        self._keys = _keys(event.modifiers())
        self._begun, self._select_on_release, self._scene_on_release = False, "", ""
        hit = self._hit(event.position())
        if hit.part == "nothing" and not self._model.strip.shots and event.position().y() > self._model.lanes.video.top:
            self._canvas.prompt_wanted.emit("")
            return
        doing = deed(hit, self._model.tool, self._keys)
        self._choose(hit, doing)
        if doing in ("split", "split_cue"):
            split_at(self._document, hit, doing == "split_cue")
            return
        self._pull = self._begin(doing, hit)
        if isinstance(self._pull, ScrubPull):
            self._begun = True
            self._timer.start()
            self._drag()

    def move(self, event: QMouseEvent) -> None:
        if self._panning is not None:
            moved = event.position().x() - self._panning
            self._panning = event.position().x()
            self._model.look(self._model.span.scrolled(-moved))
            return
        self._last, self._keys = event.position(), _keys(event.modifiers())
        if self._pull is None:
            self.hover(event.position())
            return
        if not self._begun and (self._last - self._from).manhattanLength() >= THRESHOLD_PX:
            self._begun = True
            self._timer.start()
        if self._begun:
            self._drag()

    def release(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.MiddleButton:
            self._panning = None
        if event.button() != Qt.MouseButton.LeftButton or self._pull is None:
            return
        pull, begun = self._pull, self._begun
        self._end()
        if begun:
            pull.finish()
        elif self._select_on_release:
            self._document.selection.select([self._select_on_release])
        elif self._scene_on_release:
            self._canvas.scene_wanted.emit(self._scene_on_release)
        self.hover(event.position())

    def double_click(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        hit = self._hit(event.position())
        if hit.part in ("body", "label") and self._model.tool != "razor":
            self._canvas.prompt_wanted.emit(hit.id)
        elif hit.part.startswith("dissolve"):
            self._canvas.dissolve_wanted.emit(hit.id)
        elif hit.part == "marker":
            self._canvas.marker_wanted.emit(hit.id)
        else:
            self.press(event)

    def hover(self, at: QPointF) -> None:
        self._canvas.setCursor(cursor_for(deed(self._hit(at), self._model.tool, self._keys)))

    def leave(self) -> None:
        if self._pull is None:
            self._canvas.unsetCursor()

    def select_under(self, at: QPointF) -> None:
        """Before a menu: what lies under the pointer is selected, unless it is already."""
        hit = self._hit(at)
        if hit.part in ("cue", "cue_head", "cue_tail", "fade_in", "fade_out"):
            if hit.id not in self._model.cues:
                self._pick_cue(hit.id, False)
        elif hit.part == "marker":
            self._model.pick(marker=hit.id)
        elif hit.index >= 0 and hit.part not in ("scene", "track") and hit.id not in self._model.selected:
            self._model.pick()
            self._document.selection.select([hit.id])

    # Keys

    def key(self, event: QKeyEvent) -> bool:
        """Keys of the timeline itself, for where no command has them. Whether this was one."""
        transport, strip = self._document.transport, self._model.strip
        match event.key():
            case Qt.Key.Key_Escape if self.active:
                self.cancel()
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self._canvas.prompt_wanted.emit(self._document.selection.current)
            case Qt.Key.Key_Left:
                transport.step(-1)
            case Qt.Key.Key_Right:
                transport.step(1)
            case Qt.Key.Key_Up:
                transport.seek(strip.cut_before(transport.frame))
            case Qt.Key.Key_Down:
                transport.seek(strip.cut_after(transport.frame))
            case Qt.Key.Key_Home:
                transport.seek(0)
            case Qt.Key.Key_End:
                transport.seek(strip.duration - 1)
            case _:
                return False
        return True

    def cancel(self) -> None:
        """Esc: as if the button had never been pressed."""
        if self._pull is not None:
            pull = self._pull
            self._end()
            pull.cancel()
        self._panning = None

    # What goes on inside

    def _hit(self, at: QPointF) -> Hit:
        return self._model.sight.hit(at.x(), at.y())

    def _choose(self, hit: Hit, doing: Deed) -> None:
        """What pressing there selects."""
        model, selection = self._model, self._document.selection
        if hit.part == "marker":
            model.pick(marker=hit.id)
        elif hit.part.startswith(("cue", "fade")):
            self._pick_cue(hit.id, self._keys.ctrl)
        elif hit.part == "scene":
            model.pick()
            selection.select([shot.id for shot in model.strip.scene_at(hit.index).shots])
            self._scene_on_release = hit.id
        elif hit.part in ("body", "label", "head", "tail", "dissolve"):
            model.pick()
            plain_body = doing == "move"
            if plain_body and self._keys.ctrl:
                selection.toggle(hit.id)
            elif plain_body and self._keys.shift:
                selection.extend_to(hit.id)
            elif hit.id not in model.selected:
                selection.select([hit.id])
            elif plain_body:
                self._select_on_release = hit.id

    def _pick_cue(self, cue_id: str, toggle: bool) -> None:
        cues = self._model.cues ^ {cue_id} if toggle else frozenset({cue_id})
        self._document.selection.select((), current=self._document.selection.current)
        self._model.pick(cues)

    def _begin(self, doing: Deed, hit: Hit) -> Pull | None:
        canvas, document, model = self._canvas, self._document, self._model
        match doing:
            case "scrub":
                return ScrubPull(canvas, document, model)
            case "in" | "out":
                return MarkPull(canvas, document, model, doing)
            case "rubber":
                return RubberPull(canvas, document, model, self._from, self._keys)
            case "move":
                return MovePull(canvas, document, model, hit) if hit.id in model.selected else None
            case "scene":
                return MovePull(canvas, document, model, hit)
            case _:
                return EditPull.begin(canvas, document, model, doing, hit)

    def _drag(self) -> None:
        if self._pull is not None:
            self._pull.drag(self._from, self._last, self._keys)

    def _end(self) -> None:
        self._timer.stop()
        self._pull = None
        self._canvas.show_over(NOTHING_OVER)

    @Slot()
    def _scroll_at_edge(self) -> None:
        if self._pull is None or not self._begun:
            return
        by = speed(self._last.x(), self._canvas.width())
        if by:
            before = self._model.span
            self._model.look(before.scrolled(by))
            # Where the press was goes along with the film.
            self._from -= QPointF(self._model.span.scroll - before.scroll, 0)
            self._drag()


def _keys(modifiers: Qt.KeyboardModifier) -> Keys:
    has = Qt.KeyboardModifier
    return Keys(
        bool(modifiers & has.ControlModifier), bool(modifiers & has.ShiftModifier), bool(modifiers & has.AltModifier)
    )
