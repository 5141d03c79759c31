"""What a person does that changes a disk, each with how to tell what it left: the old, the new, or neither."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import av

from sora_studio.exchange.cut_reading import read_cut
from sora_studio.exchange.media import Media
from sora_studio.exchange.writing import write_film as hand_over
from sora_studio.inference.cancel import CancelToken
from sora_studio.storage.project_file import ProjectFile
from sora_studio.studio.backups import backups_of
from sora_studio.studio.bringing_in import bring_in
from sora_studio.studio.config import Config
from sora_studio.studio.film_making import write_film
from sora_studio.studio.keeping import KIND_OF_STAGE
from sora_studio.studio.opening import new_project, open_project
from sora_studio.studio.studio import RenderOrder, Studio
from sora_studio.timeline.edits import set_prompt
from sora_studio.timeline.project import Project
from tests.film.sounds import tone, write_wav
from tests.studio.film import SCRIPT, open_tiny_studio, tiny_film

OLD, NEW = "old", "new"
FILM, COPY, MOVIE, LIST, SOUND = "film.sora", "copy.sora", "film.mp4", "film.edl", "waves.wav"
PROMPT = "red snow"
# Only a film as old as this has the shot it begins with under its first words.
_TINY_FRAMES = 72


@dataclass(frozen=True, slots=True)
class Deed:
    """`begin` opens what is needed and returns what is then done; `state` says what a folder holds of it.

    `state` raises SoraError or AssertionError for what is neither old nor new.
    """

    name: str
    begin: Callable[[Path], Callable[[], object]]
    state: Callable[[Path], str]


def lay_out(folder: Path) -> None:
    """A film with takes and an encoded movie, a copy of it, a cut list and a sound: what every deed starts from."""
    folder.mkdir()
    (folder / "page.txt").write_text(SCRIPT, encoding="utf-8")
    write_wav(folder / SOUND, tone(0.2))
    with open_tiny_studio(folder) as studio:
        list(studio.render(RenderOrder(stage="draft", previews=False), device="cpu"))
        list(studio.write_film(folder / MOVIE, "draft"))
        studio.save_copy(folder / COPY)
        hand_over(studio.project, Media(), folder / LIST)


def _open(folder: Path, name: str = FILM) -> Studio:
    return open_project(folder / name, Config(device="cpu", models_folder=str(folder / "models")))


def _changed(film: Project) -> Project:
    return set_prompt(film, next(film.shots())[1].id, PROMPT)


def _is_new(project: Project) -> bool:
    first = next(project.shots())[1]
    assert first.direction.prompt in (PROMPT, next(tiny_film().shots())[1].direction.prompt)
    return first.direction.prompt == PROMPT


def _edited(folder: Path) -> Studio:
    studio = _open(folder)
    studio.edit("Write", _changed)
    return studio


# Save


def _save(folder: Path) -> Callable[[], object]:
    studio = _open(folder)
    return lambda: studio.edit("Write", _changed)


def _film_state(folder: Path, name: str = FILM) -> str:
    """The film opens, has every take it tells of, and can be saved."""
    with _open(folder, name) as studio:
        new = _is_new(studio.project)
        for _, shot in studio.project.shots():
            for take in shot.takes:
                assert studio.store.verify(KIND_OF_STAGE[take.stage], take.digest), f"{name} lost a take"
        studio.edit("Look", lambda film: set_prompt(film, next(film.shots())[1].id, "looked at"))
    return NEW if new else OLD


# Save As, a copy with its takes, a backup


def _save_as(folder: Path) -> Callable[[], object]:
    studio = _edited(folder)
    return lambda: studio._file.copy_to(folder / COPY)


def _save_copy(folder: Path) -> Callable[[], object]:
    studio = _edited(folder)
    return lambda: studio.save_copy(folder / "other.sora")


def _other_state(folder: Path) -> str:
    assert _film_state(folder) == NEW, "the film itself was changed back"
    if not (folder / "other.sora").exists():
        return OLD
    assert _film_state(folder, "other.sora") == NEW
    return NEW


def _both_state(folder: Path) -> str:
    assert _film_state(folder) == NEW, "the film itself was changed back"
    return _film_state(folder, COPY)


def _back_up(folder: Path) -> Callable[[], object]:
    return _edited(folder).back_up


def _backup_state(folder: Path) -> str:
    assert _film_state(folder) == NEW, "the film itself was changed back"
    kept = backups_of(folder / FILM)
    for each in kept:
        with ProjectFile.open(each) as backup:
            assert _is_new(backup.load())
    return NEW if kept else OLD


# A take


def _keep_take(folder: Path) -> Callable[[], object]:
    studio = _open(folder)
    before = next(studio.project.shots())[1]
    content = studio.store.read("drafts", before.takes[0].digest)
    digest = before.takes[0].digest[::-1]
    take = replace(before.takes[0], digest=digest)

    def keep() -> None:
        studio.store.put("drafts", digest, lambda sink: sink.write(content))
        studio.keep_takes([(before.id, take)])

    return keep


def _take_state(folder: Path) -> str:
    with _open(folder) as studio:
        count = len(next(studio.project.shots())[1].takes)
    assert _film_state(folder) == OLD
    return NEW if count == 2 else OLD


# Import


def _new_film(folder: Path) -> Callable[[], object]:
    config = Config(device="cpu", models_folder=str(folder / "models"))
    return lambda: new_project(folder / "page.txt", folder / "other.sora", config)


def _new_film_state(folder: Path) -> str:
    assert (folder / "page.txt").read_text(encoding="utf-8") == SCRIPT
    if not (folder / "other.sora").exists():
        return OLD
    with _open(folder, "other.sora") as studio:
        assert len(list(studio.project.shots())) == 3
    return NEW


def _import_sound(folder: Path) -> Callable[[], object]:
    studio = _open(folder)
    return lambda: bring_in(studio, folder / SOUND)


def _sound_state(folder: Path) -> str:
    with _open(folder) as studio:
        cues = [cue for track in studio.project.tracks for cue in track.cues]
        assert all(studio.store.verify("media", cue.media) for cue in cues), "a sound of the film is gone"
    assert _film_state(folder) == OLD
    return NEW if cues else OLD


# Export


def _export(folder: Path) -> Callable[[], object]:
    studio = _open(folder)
    studio.edit("Shorten", _shorter)
    project, shown = studio.project, studio.shots("draft")
    out = folder / MOVIE
    return lambda: write_film(
        project, shown, studio.store, out, on_progress=lambda done, of: None, cancel=CancelToken()
    )


def _shorter(film: Project) -> Project:
    [scene] = film.scenes
    first, *rest = scene.shots
    shots = (replace(first, duration_frames=12), *rest)
    return replace(film, scenes=(replace(scene, shots=shots),))


def _movie_state(folder: Path) -> str:
    with av.open(str(folder / MOVIE)) as movie:
        frames = sum(1 for _ in movie.decode(video=0))
    assert frames in (_TINY_FRAMES, _TINY_FRAMES - 12), f"the movie has {frames} frames"
    assert _film_state(folder) == OLD
    return OLD if frames == _TINY_FRAMES else NEW


def _hand_over(folder: Path) -> Callable[[], object]:
    studio = _open(folder)
    project = _shorter(studio.project)
    return lambda: hand_over(project, Media(), folder / LIST)


def _list_state(folder: Path) -> str:
    cut = read_cut(folder / LIST)
    frames = sum(clip.duration_frames for clip in cut.clips)
    assert frames in (_TINY_FRAMES, _TINY_FRAMES - 12), f"the cut list has {frames} frames"
    return OLD if frames == _TINY_FRAMES else NEW


DEEDS = (
    Deed("save", _save, _film_state),
    Deed("save as", _save_as, _both_state),
    Deed("copy with takes", _save_copy, _other_state),
    Deed("backup", _back_up, _backup_state),
    Deed("keep a take", _keep_take, _take_state),
    Deed("new film of a script", _new_film, _new_film_state),
    Deed("import a sound", _import_sound, _sound_state),
    Deed("export a movie", _export, _movie_state),
    Deed("export a cut list", _hand_over, _list_state),
)
