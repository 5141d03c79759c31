"""Import and export in each format that writes in a way of its own: what was there is kept, or the new is whole."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from importlib import import_module
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import av
import cv2
import opentimelineio as otio

from sora_studio.exchange.cut_reading import read_cut
from sora_studio.inference.cancel import CancelToken
from sora_studio.studio.archive import unpack_archive, write_archive
from sora_studio.studio.bringing_in import bring_in, put_in
from sora_studio.studio.file_import import footage_import
from sora_studio.studio.film_products import FilmWriting, preset_for
from sora_studio.studio.footage import Footage
from sora_studio.studio.footage_process import Reading
from sora_studio.studio.handing_over import hand_over
from sora_studio.studio.pipe import Mouth, read_message
from sora_studio.studio.studio import Studio
from sora_studio.timeline.time import FrameRate
from tests.torture.deed import MOVIE, NEW, OLD, PICTURE, SOUND, Deed, film_state, opened

# Loaded once for all: what a deed loads while it is watched is counted among its calls, and the next doesn't load it.
FILM = (
    "animation", "camera", "compose", "encoders", "fit", "flow", "join", "loudness", "picture_files", "retime",
    "soundtrack", "transitions",
)  # fmt: skip
LIBRARIES = (
    "aaf2.model.ext.classdefs", "aaf2.model.ext.typedefs", "av.subtitles.stream", "encodings.cp437",
    "encodings.utf_16_le", "xlsxwriter",
)  # fmt: skip
for name in (*(f"sora_studio.film.{each}" for each in FILM), *LIBRARIES):
    import_module(name)
for name in ("AAF", "otioz", "otio_json"):
    otio.adapters.from_name(name).module()

BEFORE = b"what was there before"
SHOT_FRAMES = 24


def _writing(name: str, act: Callable[[Studio, Path], object], look: Callable[[Path], object]) -> Deed:
    """Write over what is there; `look` raises for what isn't the whole of it."""
    return Deed(f"export {name}", partial(_begin, name, act), partial(_state, name, look), thorough=False)


def _begin(name: str, act: Callable[[Studio, Path], object], folder: Path) -> Callable[[], object]:
    (folder / name).write_bytes(BEFORE)
    studio = opened(folder)
    return lambda: act(studio, folder / name)


def _state(name: str, look: Callable[[Path], object], folder: Path) -> str:
    assert film_state(folder) == OLD
    if (folder / name).read_bytes() == BEFORE:
        return OLD
    look(folder / name)
    return NEW


def _handed_over(studio: Studio, out: Path) -> None:
    """Of the first shot alone: each shot's movie is written as the first's is."""
    [scene] = studio.project.scenes
    project = replace(studio.project, scenes=(replace(scene, shots=scene.shots[:1]),))
    hand_over(project, studio.shots("draft")[:1], studio.store, out)


def _exported(studio: Studio, out: Path, preset: str = "") -> None:
    project = replace(studio.project, tracks=())
    writing = FilmWriting(
        project, studio.shots("draft"), studio.store, out, preset_for(out, preset), lambda *_: None, CancelToken()
    )
    writing.write()


def _is_aaf(path: Path) -> None:
    timeline = otio.adapters.read_from_file(str(path), "AAF")
    [clip] = timeline.find_clips()
    assert clip.duration().to_frames() == SHOT_FRAMES


def _is_bundle(path: Path) -> None:
    assert [clip.duration_frames for clip in read_cut(path).clips] == [SHOT_FRAMES]
    with ZipFile(path) as bundle:
        assert bundle.testzip() is None
        [movie] = (name for name in bundle.namelist() if name.endswith(".mov"))
        with av.open(BytesIO(bundle.read(movie)), "r") as opened_movie:
            assert sum(1 for _ in opened_movie.decode(video=0)) >= SHOT_FRAMES


def _is_workbook(path: Path) -> None:
    with ZipFile(path) as book:
        assert book.testzip() is None
        assert "xl/worksheets/sheet1.xml" in book.namelist()
        assert [name for name in book.namelist() if name.startswith("xl/media/")]


def _is_archive(path: Path) -> None:
    assert unpack_archive(path, path.with_name("unpacked.sora")) == []
    assert film_state(path.parent, "unpacked.sora") == OLD


def _is_animation(path: Path) -> None:
    with av.open(str(path)) as film:
        assert sum(1 for _ in film.decode(video=0)) == 3 * SHOT_FRAMES // 2


def _export_stills(folder: Path) -> Callable[[], object]:
    stills = folder / "film stills"
    stills.mkdir()
    (stills / "before.png").write_bytes(BEFORE)
    studio = opened(folder)
    return lambda: _exported(studio, folder / "film.png", "stills")


def _stills_state(folder: Path) -> str:
    """The old folder, or the new one; between the two each is whole under a name of its own."""
    assert film_state(folder) == OLD
    stills = folder / "film stills"
    if not stills.exists():
        [stills] = folder.glob("film stills before *")
    found = sorted(path.name for path in stills.iterdir())
    if found == ["before.png"]:
        assert (stills / "before.png").read_bytes() == BEFORE
        return OLD
    assert len(found) == 3
    assert all(cv2.imread(str(stills / name)) is not None for name in found), found
    return NEW


def _export_sound(folder: Path) -> Callable[[], object]:
    (folder / "film.wav").write_bytes(BEFORE)
    studio = opened(folder)
    bring_in(studio, folder / SOUND)
    shown, out = studio.shots("draft"), folder / "film.wav"
    return FilmWriting(studio.project, shown, studio.store, out, preset_for(out), lambda *_: None, CancelToken()).write


def _sound_state(folder: Path) -> str:
    if (folder / "film.wav").read_bytes() == BEFORE:
        return OLD
    with av.open(str(folder / "film.wav")) as sound:
        assert sum(frame.samples for frame in sound.decode(audio=0)) == 3 * SHOT_FRAMES * 2000
    return NEW


def _import_archive(folder: Path) -> Callable[[], object]:
    with opened(folder) as studio:
        write_archive(studio, folder / "sent.zip")
    return lambda: unpack_archive(folder / "sent.zip", folder / "other.sora")


def _archive_state(folder: Path) -> str:
    if not (folder / "other.sora").exists():
        return OLD
    assert film_state(folder, "other.sora") == OLD
    return NEW


def _import_picture(folder: Path) -> Callable[[], object]:
    studio = opened(folder)
    return lambda: bring_in(studio, folder / PICTURE)


def _picture_state(folder: Path) -> str:
    with opened(folder) as studio:
        sketches = [shot.sketch for _, shot in studio.project.shots() if shot.sketch]
        assert all(studio.store.verify("drawings", sketch) for sketch in sketches), "a drawing of the film is gone"
    assert film_state(folder) == OLD
    return NEW if sketches else OLD


def _import_movie(folder: Path) -> Callable[[], object]:
    """As its process reads it, and as the film then takes it up; here in one, for one is watched."""
    studio = opened(folder)

    def act() -> None:
        said = BytesIO()
        end = Reading(folder / MOVIE, studio.store, Mouth(said)).read([24, 1])
        said.seek(0)
        heard = [message[0] for message in iter(lambda: read_message(said), None)]
        shots = tuple((head["digest"], head["frames"]) for head in heard if head["is"] == "shot")
        put_in(studio, footage_import(Footage(MOVIE, FrameRate(*end["rate"]), shots)))

    return act


def _movie_state(folder: Path) -> str:
    with opened(folder) as studio:
        footage = any(shot.footage for _, shot in studio.project.shots())
    assert film_state(folder) == OLD  # Which looks at every take, the movie's too.
    return NEW if footage else OLD


FORMATS = (
    _writing("film.aaf", _handed_over, _is_aaf),
    _writing("film.otioz", _handed_over, _is_bundle),
    _writing("film.xlsx", _handed_over, _is_workbook),
    _writing("film.zip", write_archive, _is_archive),
    _writing("film.gif", _exported, _is_animation),
    Deed("export stills", _export_stills, _stills_state, thorough=False),
    Deed("export sound", _export_sound, _sound_state, thorough=False),
    Deed("import an archive", _import_archive, _archive_state, thorough=False),
    Deed("import a picture", _import_picture, _picture_state, thorough=False),
    Deed("import a movie", _import_movie, _movie_state, thorough=False),
)
