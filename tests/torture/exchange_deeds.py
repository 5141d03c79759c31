"""Import and export: a new film of a script, a sound brought in, a movie written, a cut list written."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import av

from sora_studio.exchange.cut_reading import read_cut
from sora_studio.exchange.media import Media
from sora_studio.exchange.writing import write_film as hand_over
from sora_studio.inference.cancel import CancelToken
from sora_studio.studio.bringing_in import bring_in
from sora_studio.studio.config import Config
from sora_studio.studio.film_making import write_film
from sora_studio.studio.opening import new_project
from sora_studio.timeline.project import Project
from tests.studio.film import SCRIPT
from tests.torture.deed import LIST, MOVIE, NEW, OLD, SOUND, TINY_FRAMES, Deed, film_state, opened


def _new_film(folder: Path) -> Callable[[], object]:
    config = Config(device="cpu", models_folder=str(folder / "models"))
    return lambda: new_project(folder / "page.txt", folder / "other.sora", config)


def _new_film_state(folder: Path) -> str:
    assert (folder / "page.txt").read_text(encoding="utf-8") == SCRIPT
    if not (folder / "other.sora").exists():
        return OLD
    with opened(folder, "other.sora") as studio:
        assert len(list(studio.project.shots())) == 3
    return NEW


def _import_sound(folder: Path) -> Callable[[], object]:
    studio = opened(folder)
    return lambda: bring_in(studio, folder / SOUND)


def _sound_state(folder: Path) -> str:
    with opened(folder) as studio:
        cues = [cue for track in studio.project.tracks for cue in track.cues]
        assert all(studio.store.verify("media", cue.media) for cue in cues), "a sound of the film is gone"
    assert film_state(folder) == OLD
    return NEW if cues else OLD


def _export(folder: Path) -> Callable[[], object]:
    studio = opened(folder)
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
    assert frames in (TINY_FRAMES, TINY_FRAMES - 12), f"the movie has {frames} frames"
    assert film_state(folder) == OLD
    return OLD if frames == TINY_FRAMES else NEW


def _hand_over(folder: Path) -> Callable[[], object]:
    with opened(folder) as studio:
        project = _shorter(studio.project)
    return lambda: hand_over(project, Media(), folder / LIST)


def _list_state(folder: Path) -> str:
    cut = read_cut(folder / LIST)
    frames = sum(clip.duration_frames for clip in cut.clips)
    assert frames in (TINY_FRAMES, TINY_FRAMES - 12), f"the cut list has {frames} frames"
    return OLD if frames == TINY_FRAMES else NEW


EXCHANGE = (
    Deed("new film of a script", _new_film, _new_film_state),
    Deed("import a sound", _import_sound, _sound_state),
    Deed("export a movie", _export, _movie_state),
    Deed("export a cut list", _hand_over, _list_state),
)
