"""Other people's files read for a film, on any thread: what is in them is kept, and how the film changes is known."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from sora_studio.errors import ScriptError, SoraError
from sora_studio.exchange.conforming import conform_to_cut
from sora_studio.exchange.cut_reading import CUT_ENDINGS, read_cut
from sora_studio.exchange.files import decoded, read_bytes
from sora_studio.exchange.importing import FILM_ENDINGS, PICTURE_ENDINGS, ImportedFilm, read_film
from sora_studio.exchange.reading import LARGEST_SCRIPT_BYTES
from sora_studio.exchange.srt import read_subtitles
from sora_studio.exchange.subtitles import with_dialogue
from sora_studio.storage.blobs import BlobStore, Sink
from sora_studio.studio.footage import Footage, Progress, rate_for, read_footage, with_footage
from sora_studio.studio.new_film import MOVIE_ENDINGS
from sora_studio.studio.script_import import with_script
from sora_studio.studio.sketches import DRAWINGS, read_drawing
from sora_studio.studio.sound import new_cue
from sora_studio.studio.sound_decoding import SoundReader
from sora_studio.studio.sound_keeping import Media, keep_media
from sora_studio.timeline.ids import text_id, unused_id
from sora_studio.timeline.project import Project
from sora_studio.timeline.sound import AudioCue, AudioTrack
from sora_studio.timeline.sound_edits import add_cue, add_track, find_track
from sora_studio.timeline.time import FrameRate

SUBTITLES = ".srt"
SOUND_ENDINGS = (".wav", ".mp3", ".flac", ".ogg", ".m4a")
ENDINGS = (*FILM_ENDINGS, *PICTURE_ENDINGS, *SOUND_ENDINGS, *MOVIE_ENDINGS)


@dataclass(frozen=True, slots=True)
class BroughtIn:
    """What an import did, in sentences: `changes` to the film, `notes` on what was left out or found no match."""

    changes: tuple[str, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FileImport:
    """A file that was read. `put` gives the film with it; it is quick, opens no file, and may raise SoraError.

    One that `is_cut` changes the film's own shots: whoever brings it may want to look first.
    """

    label: str
    put: Callable[[Project], tuple[Project, BroughtIn]]
    is_cut: bool = False


# Sounds that were kept, at frames of the file they came from.
KeptSounds = list[tuple[int, Path, Media]]


def read_import(
    path: Path,
    store: BlobStore,
    project: Project,
    *,
    as_scenes: bool = False,
    on_progress: Progress = lambda done, total: None,
) -> FileImport:
    """Read a file for a film.

    A cut list is the new order and lengths of the film's own shots, subtitles are its dialogue, a sound is a track
    under it, and anything else is scenes after its own, a picture a shot drawn from it, a movie its own shots;
    `as_scenes`: a cut list and subtitles are scenes as well. `on_progress` hears of a movie's frames. Raises SoraError.
    """
    ending = path.suffix.lower()
    if ending not in ENDINGS:
        raise ScriptError(f"{path} isn't a file this program imports.", f"They end in {', '.join(ENDINGS)}.")
    if ending in SOUND_ENDINGS:
        return _sound(path, store)
    if ending in MOVIE_ENDINGS:
        return footage_import(read_footage(path, store, rate_for(project), on_progress))
    if ending in CUT_ENDINGS and not as_scenes:
        return _cut(path, project.frame_rate)
    if ending == SUBTITLES and not as_scenes:
        return _dialogue(path)
    return _scenes(path, store)


def footage_import(footage: Footage) -> FileImport:
    """A movie that was read."""
    shots = len(footage.shots)
    said = f"“{footage.name}” is a scene of {shots} {'shot' if shots == 1 else 'shots'}, after the film's own."
    done = BroughtIn((said,), footage.notes)
    return FileImport(f"Import “{footage.name}”", lambda film: (with_footage(film, footage), done))


@dataclass(frozen=True, slots=True)
class PicturedFilm:
    """A film in a file, and the content of those of its pictures that are read already."""

    imported: ImportedFilm
    pictures: Mapping[Path, bytes]


def read_pictured_film(path: Path) -> PicturedFilm:
    """The film in a file of any kind that is one. Raises SoraError."""
    # Boards go without a picture that can't be read; of a picture alone nothing would be left.
    alone = path.suffix.lower() in PICTURE_ENDINGS
    return PicturedFilm(read_film(path), {path: read_drawing(path)} if alone else {})


def _cut(path: Path, rate: FrameRate) -> FileImport:
    cut = read_cut(path, rate)

    def put(film: Project) -> tuple[Project, BroughtIn]:
        done = conform_to_cut(film, cut)
        return done.project, BroughtIn(done.changes, done.unmatched)

    return FileImport(f"Conform to “{path.name}”", put, is_cut=True)


def _scenes(path: Path, store: BlobStore) -> FileImport:
    film = read_pictured_film(path)
    imported, (made, notes) = film.imported, with_kept_drawings(store, film)
    sounds, lost = kept_sounds(store, imported.sounds)
    scenes, shots = len(made.scenes), sum(1 for _ in made.shots())
    said = f"{scenes} {'scene' if scenes == 1 else 'scenes'}, {shots} {'shot' if shots == 1 else 'shots'} added."
    done = BroughtIn((said,), (*imported.notes, *notes, *lost))

    def put(film: Project) -> tuple[Project, BroughtIn]:
        return with_sounds(with_script(film, made), sounds, film.duration_frames, made.frame_rate), done

    return FileImport(f"Import “{path.name}”", put)


def _dialogue(path: Path) -> FileImport:
    text = decoded(read_bytes(path, LARGEST_SCRIPT_BYTES, "file"), path, "file")
    try:
        subtitles = read_subtitles(text)
    except ScriptError as error:
        raise ScriptError(f"{path.name}: {error.message}", error.hint) from error

    def put(film: Project) -> tuple[Project, BroughtIn]:
        made, notes = with_dialogue(film, subtitles)
        before = {shot.id: shot.dialogue for _, shot in film.shots()}
        changed = sum(1 for _, shot in made.shots() if shot.dialogue != before[shot.id])
        said = (f"Dialogue of {changed} {'shot' if changed == 1 else 'shots'} changed.",) if changed else ()
        return made, BroughtIn(said, tuple(notes))

    return FileImport(f"Import “{path.name}”", put)


def _sound(path: Path, store: BlobStore) -> FileImport:
    sounds, lost = kept_sounds(store, [(0, path)])
    if lost:
        raise SoraError(lost[0], "Choose a WAV, MP3, FLAC, OGG or M4A file.")
    done = BroughtIn((f"“{path.name}” is on a track of its own, from the film's first frame.",), ())
    return FileImport(f"Import “{path.name}”", lambda film: (with_sounds(film, sounds, 0, film.frame_rate), done))


def with_kept_drawings(store: BlobStore, film: PicturedFilm) -> tuple[Project, list[str]]:
    """The film with its drawings kept and on its shots, and what of them can't be read."""
    project, notes = film.imported.project, list[str]()
    names: dict[str, str] = {}
    for shot_id, path in film.imported.drawings:
        try:
            content = film.pictures.get(path) or read_drawing(path)
        except SoraError as error:
            notes.append(error.message)
            continue
        names[shot_id] = sha256(content).hexdigest()
        store.put(DRAWINGS, names[shot_id], _writer(content))
    scenes = tuple(
        replace(scene, shots=tuple(replace(shot, sketch=names.get(shot.id, shot.sketch)) for shot in scene.shots))
        for scene in project.scenes
    )
    return replace(project, scenes=scenes), notes


def _writer(content: bytes) -> Callable[[Sink], object]:
    return lambda sink: sink.write(content)


def kept_sounds(store: BlobStore, sounds: Iterable[tuple[int, Path]]) -> tuple[KeptSounds, list[str]]:
    """The sounds as kept, decoded in one process for all of them; and which can't be read."""
    kept: KeptSounds = []
    notes: list[str] = []
    with SoundReader() as reader:
        for frame, path in sounds:
            try:
                kept.append((frame, path, keep_media(store, path, decode=reader.decode)))
            except SoraError as error:
                notes.append(error.message)
    return kept, notes


def with_sounds(project: Project, sounds: KeptSounds, start: int, rate: FrameRate) -> Project:
    """The film with sounds on new tracks, at frames counted from `start` at `rate`."""
    tracks: list[str] = []
    for frame, path, media in sounds:
        cue = new_cue(project, media, start + project.frame_rate.frames(rate.seconds(frame)))
        # Where something plays already on one of the new tracks, another takes it.
        track_id = next((each for each in tracks if _has_room(project, each, cue)), "")
        if not track_id:
            track_id = unused_id(text_id("track", path.name), {track.id for track in project.tracks})
            tracks.append(track_id)
            name = path.stem.encode("utf-8", "replace").decode()
            project = add_track(project, AudioTrack(track_id, name))
        project = add_cue(project, track_id, cue)
    return project


def _has_room(project: Project, track_id: str, cue: AudioCue) -> bool:
    there = find_track(project, track_id).cues
    return all(each.stop_frame <= cue.start_frame or cue.stop_frame <= each.start_frame for each in there)
