"""Other people's files brought into a film, each as one edit: scenes, dialogue, sound, or an editor's cut of it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from shutil import rmtree

from sora_studio.errors import ScriptError, SoraError
from sora_studio.exchange.conforming import conform_to_cut
from sora_studio.exchange.cut_reading import CUT_ENDINGS, read_cut
from sora_studio.exchange.files import decoded, read_bytes
from sora_studio.exchange.importing import FILM_ENDINGS, PICTURE_ENDINGS, ImportedFilm, read_film
from sora_studio.exchange.reading import LARGEST_SCRIPT_BYTES
from sora_studio.exchange.srt import read_subtitles
from sora_studio.exchange.subtitles import with_dialogue
from sora_studio.storage.blobs import BlobStore, Sink
from sora_studio.storage.project_file import ProjectFile
from sora_studio.studio.config import Config
from sora_studio.studio.footage import Footage, Progress, footage_film, rate_for, read_footage, with_footage
from sora_studio.studio.new_film import MOVIE_ENDINGS
from sora_studio.studio.open_film import OpenFilm
from sora_studio.studio.opening import PROJECT_SUFFIX
from sora_studio.studio.script_import import with_script
from sora_studio.studio.sketches import DRAWINGS, read_drawing
from sora_studio.studio.sound import Media, keep_media, new_cue
from sora_studio.studio.sound_decoding import SoundReader
from sora_studio.studio.studio import Studio
from sora_studio.timeline.ids import text_id, unused_id
from sora_studio.timeline.project import Project, Scene
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


def bring_in(
    film: OpenFilm, path: Path, *, as_scenes: bool = False, on_progress: Progress = lambda done, total: None
) -> BroughtIn:
    """Bring a file into an open film as one edit.

    A cut list is the new order and lengths of the film's own shots, subtitles are its dialogue, a sound is a track
    under it, and anything else is scenes after its own, a picture a shot drawn from it, a movie its own shots;
    `as_scenes`: a cut list and subtitles are scenes as well. `on_progress` hears of a movie's frames.
    Raises SoraError; then the film is as it was.
    """
    ending = path.suffix.lower()
    if ending not in ENDINGS:
        raise ScriptError(f"{path} isn't a file this program imports.", f"They end in {', '.join(ENDINGS)}.")
    if ending in SOUND_ENDINGS:
        return _sound(film, path)
    if ending in MOVIE_ENDINGS:
        return bring_footage(film, read_footage(path, film.store, rate_for(film.project), on_progress))
    if ending in CUT_ENDINGS and not as_scenes:
        done = conform_to_cut(film.project, read_cut(path, film.project.frame_rate))
        _edit(film, f"Conform to “{path.name}”", done.project)
        return BroughtIn(done.changes, done.unmatched)
    if ending == SUBTITLES and not as_scenes:
        return _dialogue(film, path)
    return _scenes(film, path)


def bring_footage(film: OpenFilm, footage: Footage) -> BroughtIn:
    """Put a movie that was read into the film, as one edit. Raises SoraError."""
    _edit(film, f"Import “{footage.name}”", with_footage(film.project, footage))
    shots = len(footage.shots)
    said = f"“{footage.name}” is a scene of {shots} {'shot' if shots == 1 else 'shots'}, after the film's own."
    return BroughtIn((said,), footage.notes)


def new_film_from(
    path: Path, keep: Path, config: Config, on_progress: Progress = lambda done, total: None
) -> tuple[Studio, tuple[str, ...]]:
    """A new film at `keep` of a file, opened, and what of the file was left out; of a movie, at its rate.

    Never writes over a project. Raises SoraError.
    """
    if keep.suffix.lower() != PROJECT_SUFFIX:
        raise SoraError(f"{keep} is no name for a project.", f"End it in {PROJECT_SUFFIX}.")
    if path.suffix.lower() in MOVIE_ENDINGS:
        return _new_film_of_movie(path, keep, config, on_progress)
    imported = _read(path)
    empty = replace(imported.project, scenes=(Scene("scene", ""),))
    studio = Studio(ProjectFile.create(keep, empty), config)
    try:
        made, notes = _kept(studio.store, imported)
        project, lost = _with_sounds(made, studio.store, imported.sounds, 0, made.frame_rate)
        # The film begins with this: there is nothing to undo to.
        studio.absorb(lambda _: project)
    except BaseException:
        studio.close()
        raise
    return studio, (*imported.notes, *notes, *lost)


def _new_film_of_movie(path: Path, keep: Path, config: Config, on_progress: Progress) -> tuple[Studio, tuple[str, ...]]:
    store = BlobStore.beside(keep)
    was_there = store.folder.exists()
    try:
        footage = read_footage(path, store, None, on_progress)
    except BaseException:
        if not was_there:
            rmtree(store.folder, ignore_errors=True)
        raise
    empty = replace(footage_film(footage), scenes=(Scene("scene", ""),))
    studio = Studio(ProjectFile.create(keep, empty), config)
    studio.absorb(lambda film: with_footage(film, footage))
    return studio, footage.notes


def _read(path: Path) -> ImportedFilm:
    if path.suffix.lower() in PICTURE_ENDINGS:
        # Boards go without a picture that can't be read; of a picture alone nothing would be left.
        read_drawing(path)
    return read_film(path)


def _edit(film: OpenFilm, label: str, project: Project) -> None:
    film.edit(label, lambda _: project)


def _scenes(film: OpenFilm, path: Path) -> BroughtIn:
    imported = _read(path)
    made, notes = _kept(film.store, imported)
    start = film.project.duration_frames
    project = with_script(film.project, made)
    project, lost = _with_sounds(project, film.store, imported.sounds, start, made.frame_rate)
    _edit(film, f"Import “{path.name}”", project)
    scenes, shots = len(made.scenes), sum(1 for _ in made.shots())
    said = f"{scenes} {'scene' if scenes == 1 else 'scenes'}, {shots} {'shot' if shots == 1 else 'shots'} added."
    return BroughtIn((said,), (*imported.notes, *notes, *lost))


def _dialogue(film: OpenFilm, path: Path) -> BroughtIn:
    text = decoded(read_bytes(path, LARGEST_SCRIPT_BYTES, "file"), path, "file")
    try:
        subtitles = read_subtitles(text)
    except ScriptError as error:
        raise ScriptError(f"{path.name}: {error.message}", error.hint) from error
    project, notes = with_dialogue(film.project, subtitles)
    before = {shot.id: shot.dialogue for _, shot in film.project.shots()}
    changed = sum(1 for _, shot in project.shots() if shot.dialogue != before[shot.id])
    _edit(film, f"Import “{path.name}”", project)
    said = (f"Dialogue of {changed} {'shot' if changed == 1 else 'shots'} changed.",) if changed else ()
    return BroughtIn(said, tuple(notes))


def _sound(film: OpenFilm, path: Path) -> BroughtIn:
    project, lost = _with_sounds(film.project, film.store, [(0, path)], 0, film.project.frame_rate)
    if lost:
        raise SoraError(lost[0], "Choose a WAV, MP3, FLAC, OGG or M4A file.")
    _edit(film, f"Import “{path.name}”", project)
    return BroughtIn((f"“{path.name}” is on a track of its own, from the film's first frame.",), ())


def _kept(store: BlobStore, imported: ImportedFilm) -> tuple[Project, list[str]]:
    """The film with its drawings kept and on its shots, and what of them can't be read."""
    project, notes = imported.project, list[str]()
    names: dict[str, str] = {}
    for shot_id, path in imported.drawings:
        try:
            content = read_drawing(path)
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


def _with_sounds(
    project: Project, store: BlobStore, sounds: Iterable[tuple[int, Path]], start: int, rate: FrameRate
) -> tuple[Project, list[str]]:
    """The film with sounds on new tracks, at frames counted from `start` at `rate`; and which can't be read."""
    tracks: list[str] = []
    kept, notes = _kept_sounds(store, sounds)
    for frame, path, media in kept:
        cue = new_cue(project, media, start + project.frame_rate.frames(rate.seconds(frame)))
        # Where something plays already on one of the new tracks, another takes it.
        track_id = next((each for each in tracks if _has_room(project, each, cue)), "")
        if not track_id:
            track_id = unused_id(text_id("track", path.name), {track.id for track in project.tracks})
            tracks.append(track_id)
            name = path.stem.encode("utf-8", "replace").decode()
            project = add_track(project, AudioTrack(track_id, name))
        project = add_cue(project, track_id, cue)
    return project, notes


def _kept_sounds(
    store: BlobStore, sounds: Iterable[tuple[int, Path]]
) -> tuple[list[tuple[int, Path, Media]], list[str]]:
    """The sounds as kept, in one process for all of them; and which can't be read."""
    kept: list[tuple[int, Path, Media]] = []
    notes: list[str] = []
    with SoundReader() as reader:
        for frame, path in sounds:
            try:
                kept.append((frame, path, keep_media(store, path, decode=reader.decode)))
            except SoraError as error:
                notes.append(error.message)
    return kept, notes


def _has_room(project: Project, track_id: str, cue: AudioCue) -> bool:
    there = find_track(project, track_id).cues
    return all(each.stop_frame <= cue.start_frame or cue.stop_frame <= each.start_frame for each in there)
