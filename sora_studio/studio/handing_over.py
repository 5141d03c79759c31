"""A film handed to other programs: its cut list, script or list, and beside it the movies and sounds it points to."""

import re
import shutil
import wave
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path

from sora_studio.errors import ExportError
from sora_studio.exchange.media import Media, PictureFile, SoundFile, picture_spans, take_start, timecode
from sora_studio.exchange.shot_names import shot_names
from sora_studio.exchange.shot_workbook import still_height
from sora_studio.exchange.writing import ENDINGS, FORMATS, format_of, would_lose, write_film
from sora_studio.film import render_film
from sora_studio.film.presets import ENDINGS as FILM_ENDINGS
from sora_studio.film.sound import SAMPLE_RATE
from sora_studio.film.stills import jpeg
from sora_studio.film.target import replacing
from sora_studio.inference.cancel import CancelToken
from sora_studio.storage.blobs import BlobStore
from sora_studio.storage.disk import partial_path
from sora_studio.studio.film_making import take_as_shot
from sora_studio.studio.pictures import FilmPictures
from sora_studio.studio.showing import ShownShot
from sora_studio.studio.sound_keeping import kept_sound
from sora_studio.timeline.ids import unused_id
from sora_studio.timeline.project import Project

__all__ = ["FORMATS", "hand_over", "is_film", "media_folder", "would_lose"]

_NOT_IN_NAMES = re.compile(r"[^\w-]+")
MOVIE, SOUND = ".mov", ".wav"
# Samples written at a time.
BLOCK = 10 * SAMPLE_RATE
# A movie's timecode track counts the frames of a second in one byte (QuickTime File Format, timecode media).
HIGHEST_LABELLED = 255

Progress = Callable[[int, int], None]


def is_film(path: Path) -> bool:
    """Whether a name asks for the film itself, its pictures or its sound, and not for a description of it.

    Raises ExportError where it asks for nothing this program writes.
    """
    if path.suffix.lower() in FILM_ENDINGS:
        return True
    if path.suffix.lower() not in ENDINGS:
        raise ExportError(
            f"“{path.name}” doesn't say what to write.", f"End the name in {', '.join((*FILM_ENDINGS, *ENDINGS))}."
        )
    return False


def media_folder(out: Path) -> Path:
    """Where the movies and sounds lie that a cut list points to."""
    return out.with_name(f"{out.stem} media")


def hand_over(
    project: Project,
    shown: Sequence[ShownShot],
    store: BlobStore,
    out: Path,
    *,
    with_media: bool = True,
    on_progress: Progress | None = None,
    cancel: CancelToken | None = None,
) -> list[str]:
    """Write the film to `out` in the format of its ending; returns in sentences what isn't in it.

    A format that points to media gets each shot's picture as a movie of its own, with frames to spare at both ends,
    and each sound as WAV, unless `with_media` is False: then they are offline. Raises SoraError, Cancelled.
    """
    asked = format_of(out)
    if not out.parent.is_dir():
        raise ExportError(f"There is no folder {out.parent}.", "Make the folder first, or choose another.")
    if asked.wants_stills:
        return write_film(project, Media(stills=_stills(project, shown, store)), out)
    if not (with_media and asked.refers_to_media):
        return write_film(project, Media(), out)
    with _folder_for(out, asked.holds_media) as folder:
        writer = _MediaWriter(project, store, folder, on_progress, cancel or CancelToken())
        media = Media(writer.pictures(shown), writer.sounds())
        return [*write_film(project, media, out), *writer.offline]


@contextmanager
def _folder_for(out: Path, passing: bool) -> Generator[Path]:
    """The folder for the media; a `passing` one is gone when the file is written that holds them."""
    folder = partial_path(out.parent) if passing else media_folder(out)
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise ExportError(f"The folder {folder} can't be made: {error.strerror}.", "Choose another name.") from error
    try:
        yield folder
    finally:
        if passing:
            shutil.rmtree(folder, ignore_errors=True)


def _stills(project: Project, shown: Sequence[ShownShot], store: BlobStore) -> dict[str, bytes]:
    """A JPEG of the middle of each shot that shows a take."""
    pictures = FilmPictures(store)
    pictures.update(project, shown)
    height = still_height(project)
    drawn = ((each.shot, pictures.still(each.shot.id, each.shot.duration_frames // 2, height)) for each in shown)
    return {shot.id: jpeg(frame) for shot, frame in drawn if frame is not None}


class _MediaWriter:
    def __init__(
        self, project: Project, store: BlobStore, folder: Path, on_progress: Progress | None, cancel: CancelToken
    ) -> None:
        self.offline: list[str] = []
        self._project, self._store, self._folder = project, store, folder
        self._on_progress, self._cancel = on_progress, cancel

    def pictures(self, shown: Sequence[ShownShot]) -> dict[str, PictureFile]:
        """A movie for each shot that has something to show; its timecode counts from its take's first frame."""
        project = self._project
        names, spans = shot_names(project), picture_spans(project)
        total, done = sum(len(spans[each.shot.id]) for each in shown if each.shown is not None), 0
        files: dict[str, PictureFile] = {}
        for each in shown:
            span = spans[each.shot.id]
            if each.shown is None:
                self.offline.append(f"Shot {each.position} has no take yet: its clip is offline.")
                continue
            shot = take_as_shot(each.shot, each.shown, self._store)
            file = self._folder / f"{names[each.shot.id]}{MOVIE}"
            render_film(
                [shot.part(span.start - each.shot.head_frames, len(span))],
                file,
                frame_rate=project.frame_rate,
                width=project.width,
                height=project.height,
                segments=self._store,
                on_progress=self._after(done, total),
                cancel=self._cancel,
                timecode=self._label(span.start),
                framing=project.framing,
            )
            done += len(span)
            files[each.shot.id] = PictureFile(file, span)
        return files

    def sounds(self) -> dict[str, SoundFile]:
        """Each sound of the film as 48 kHz stereo WAV."""
        files: dict[str, SoundFile] = {}
        taken: set[str] = set()
        for track in self._project.tracks:
            for cue in track.cues:
                if cue.media in files:
                    continue
                stem = _NOT_IN_NAMES.sub("-", Path(cue.name).stem).strip("-") or "sound"
                name = unused_id(stem, taken)
                taken.add(name)
                if (file := self._sound(cue.media, self._folder / f"{name}{SOUND}")) is not None:
                    files[cue.media] = file
                else:
                    self.offline.append(f"The file of the sound “{cue.name}” is missing or damaged: it is offline.")
        return files

    def _sound(self, media: str, out: Path) -> SoundFile | None:
        kept = kept_sound(self._store, media)
        if kept is None:
            return None
        with replacing(out) as partial, wave.open(str(partial), "wb") as file:
            file.setnchannels(2)
            file.setsampwidth(2)
            file.setframerate(SAMPLE_RATE)
            for start in range(0, kept.length, BLOCK):
                self._cancel.check()
                file.writeframesraw(kept.read(start, BLOCK).tobytes())
        return SoundFile(out, Fraction(kept.length, SAMPLE_RATE))

    def _label(self, take_frame: int) -> str:
        if self._project.frame_rate.nominal > HIGHEST_LABELLED:
            return ""
        return timecode(self._project, take_start(self._project) + take_frame)

    def _after(self, done: int, total: int) -> Progress:
        def told(frames: int, _: int) -> None:
            if self._on_progress is not None:
                self._on_progress(done + frames, total)

        return told
