"""What is dropped on the timeline from outside: scripts, pictures, movies, sound."""

from pathlib import Path

from PySide6.QtCore import QObject, QPointF, QRectF
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent

from sora_studio.errors import SoraError
from sora_studio.studio.sketches import Drawings, keep_drawings, read_drawing, with_sketches
from sora_studio.studio.sound import new_cue
from sora_studio.studio.sound_keeping import Media, keep_media
from sora_studio.timeline.ids import unused_id
from sora_studio.timeline.project import Project
from sora_studio.timeline.sound import AudioTrack
from sora_studio.timeline.sound_edits import add_cue, add_track
from sora_studio.ui.beside import Beside
from sora_studio.ui.document import FilmDocument, Message
from sora_studio.ui.language import translate
from sora_studio.ui.movies import MovieImports
from sora_studio.ui.scripts import bring_scripts
from sora_studio.ui.timeline import gathered
from sora_studio.ui.timeline.drop_kinds import kind_of
from sora_studio.ui.timeline.model import TimelineModel
from sora_studio.ui.timeline.paint_over import NOTHING_OVER, Over


class Drops(QObject):
    """Every drop is one edit for each kind of file; movies and sound are read beside the window."""

    def __init__(self, canvas, document: FilmDocument, model: TimelineModel) -> None:
        super().__init__(canvas)
        self._canvas, self._document, self._model = canvas, document, model

    def enter(self, event: QDragEnterEvent) -> None:
        if _paths(event):
            event.acceptProposedAction()
            self.over(event)

    def over(self, event: QDragMoveEvent) -> None:
        paths = _paths(event)
        if not paths:
            event.ignore()
            return
        event.acceptProposedAction()
        self._canvas.show_over(self._over(event.position(), kind_of(paths[0])))

    def leave(self) -> None:
        self._canvas.show_over(NOTHING_OVER)

    def drop(self, event: QDropEvent) -> None:
        self.leave()
        paths = _paths(event)
        event.acceptProposedAction()
        self.bring(paths, event.position())

    def bring(self, paths: list[Path], at: QPointF) -> None:
        """Bring files into the film at a point of the canvas."""
        sorts: dict[str, list[Path]] = {}
        for path in paths:
            sorts.setdefault(kind_of(path), []).append(path)
        frame = self._model.span.frame_at(at.x())
        if scripts := sorts.get("script"):
            bring_scripts(self._document, scripts, self._canvas.window())
        for path in sorts.get("movie", []):
            MovieImports.of(self._document).start(path)
        try:
            if pictures := sorts.get("picture"):
                self._pictures(pictures, at)
        except SoraError as error:
            self._document.tell(Message(error.message, error.hint))
        for path in sorts.get("sound", []):
            self.bring_sound(path, frame, self._model.lanes.track_at(at.y()))

    def bring_sound(self, path: Path, frame: int, track: int = -1) -> None:
        """Read a sound file beside the window, then put it on a track at a frame; track -1: the first."""
        store = self._document.studio.store
        done = lambda media: self._place(media, frame, track)  # noqa: E731
        failed = lambda error: self._document.tell(Message(error.message, error.hint))  # noqa: E731
        Beside(self, lambda: keep_media(store, path), done, failed)

    def _place(self, media: Media, frame: int, track: int) -> None:
        def edit(film: Project) -> Project:
            if not film.tracks:
                film = add_track(
                    film, AudioTrack(unused_id("track-1", ()), translate("Edits", "Sound {number}").format(number=1))
                )
            target = film.tracks[track if 0 <= track < len(film.tracks) else 0]
            return add_cue(film, target.id, new_cue(film, media, frame))

        self._document.edit(translate("Edits", "Add sound “{name}”").format(name=media.name), edit)

    def _pictures(self, paths: list[Path], at: QPointF) -> None:
        """One picture on a clip becomes its sketch; others become shots of their own."""
        drawings = [read_drawing(path) for path in paths]
        document = self._document
        hit = self._model.sight.hit(at.x(), at.y())
        if len(paths) == 1 and hit.index >= 0 and hit.part in ("body", "label", "head", "tail"):
            given: Drawings = {hit.index + 1: drawings[0]}
            keep_drawings(document.studio.store, given)
            label = translate("Edits", "Draw shot {shot}").format(shot=document.label(hit.id))
            document.edit(label, lambda film: with_sketches(film, given))
            return
        strip = self._model.strip
        index = strip.nearest_gap(self._model.span.frame_at(at.x()))
        gap = gathered.gap_at(strip, index)
        given: Drawings = {index + 1 + n: drawing for n, drawing in enumerate(drawings)}
        keep_drawings(document.studio.store, given)

        def edit(film: Project) -> Project:
            shots = [gathered.new_shot(film, path.stem.replace("_", " ").replace("-", " ")) for path in paths]
            return with_sketches(gathered.with_shots(film, shots, gap)[0], given)

        one, several = translate("Edits", "Add “{name}”"), translate("Edits", "Add drawings")
        document.edit(several if len(paths) > 1 else one.format(name=paths[0].name), edit)

    def _over(self, at: QPointF, kind: str) -> Over:
        """Where it would land."""
        sight = self._model.sight
        span, lanes = sight.span, sight.lanes
        if kind == "sound":
            track = max(0, lanes.track_at(at.y()))
            top, height = (
                (lanes.sound[track].top, lanes.sound[track].height) if lanes.sound else (lanes.video.bottom, 34)
            )
            x = span.x(span.frame_at(at.x()))
            words = self._model.clock.timecode(span.frame_at(at.x()))
            return Over(drop=QRectF(x, top + 1, 120, height - 2), words=words, x=at.x(), y=at.y())
        if kind == "picture":
            hit = sight.hit(at.x(), at.y())
            if hit.index >= 0 and hit.part in ("body", "label", "head", "tail"):
                return Over(drop=self._canvas.clip_rect(hit.id))
            return Over(gap=sight.strip.nearest_gap(span.frame_at(at.x())))
        return Over(gap=len(sight.strip))


def _paths(event: QDropEvent | QDragMoveEvent) -> list[Path]:
    """The local files dragged that the film can take."""
    urls = event.mimeData().urls() if event.mimeData().hasUrls() else []
    found = [Path(url.toLocalFile()) for url in urls if url.isLocalFile()]
    return [path for path in found if kind_of(path)]
