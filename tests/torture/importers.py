"""What reads files from strangers, each with sound files of its kind to start from."""

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from pathlib import Path

import av
import cv2
import numpy as np
from av.video.stream import VideoStream

from sora_studio.exchange.importing import FILM_ENDINGS
from sora_studio.exchange.media import Media
from sora_studio.exchange.writing import ENDINGS as WRITTEN
from sora_studio.exchange.writing import write_film
from sora_studio.film.movie_file import MovieFile, at_rate
from sora_studio.film.sound_file import sound_blocks
from sora_studio.inference.onnx_header import read_onnx_header
from sora_studio.inference.packs import load_pack
from sora_studio.storage.parts import row_hash
from sora_studio.storage.project_file import ProjectFile
from sora_studio.storage.queue_table import Job
from sora_studio.studio.job_queue import JobQueue
from sora_studio.studio.sketches import DRAWING_ENDINGS, read_drawing
from sora_studio.timeline.project import Project
from sora_studio.timeline.shot import DialogueLine
from tests.exchange.cuts import cut_film
from tests.exchange.test_fuzz import PIECES as SCRIPT_PIECES
from tests.exchange.test_fuzz_formats import PIECES, read
from tests.exchange.test_imports import FDX
from tests.film.sounds import tone, write_sound, write_wav
from tests.inference.tiny_pack import make_pack
from tests.studio.film import SCRIPT, tiny_film

BOARDS = {
    "fps": 25, "aspectRatio": 2.35, "defaultBoardTiming": 2000,
    "boards": [
        {"uid": "A", "url": "board-1.png", "duration": 1500, "dialogue": "Hello?", "action": "The tide",
         "newShot": True, "notes": "slow", "audio": {"filename": "1-voice.wav"},
         "layers": {"fill": {"url": "board-1-fill.png"}}},
        {"uid": "B", "url": "board-2.png", "time": 1500, "number": 2, "shot": "1B"},
    ],
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Importer:
    """`read` is given a file named film + `ending`; it may raise SoraError and nothing else.

    `place` puts an input where `read` finds it.
    """

    name: str
    ending: str
    samples: tuple[bytes, ...]
    read: Callable[[Path], object]
    words: tuple[bytes, ...] = ()
    place: Callable[[Path, bytes], object] = Path.write_bytes


def importers(room: Path) -> list[Importer]:
    """All of them; what they need beside the input is laid out in `room`."""
    return [*_texts(room), _projects(room), _sounds(room), _movies(room), _drawings(), *_packs(room)]


def _texts(room: Path) -> list[Importer]:
    spoken = _spoken(tiny_film())
    samples: dict[str, list[bytes]] = {
        ".txt": [SCRIPT.encode()],
        ".fdx": [FDX.encode()],
        ".storyboarder": [json.dumps(BOARDS, indent=1).encode()],
    }
    for ending in (each for each in WRITTEN if each in FILM_ENDINGS):
        for number, film in enumerate((spoken, _short(cut_film()))):
            path = room / f"{number}{ending}"
            write_film(film, Media(), path)
            samples.setdefault(ending, []).append(path.read_bytes())
    words = {".fountain": SCRIPT_PIECES, ".txt": SCRIPT_PIECES, **PIECES}
    return [
        Importer(ending[1:], ending, tuple(of), read, tuple(word.encode() for word in words.get(ending, ())))
        for ending, of in samples.items()
    ]


def _spoken(film: Project) -> Project:
    [scene] = film.scenes
    said = (DialogueLine("MARY", "Is anybody there?", "softly"),)
    return replace(film, scenes=(replace(scene, shots=tuple(replace(shot, dialogue=said) for shot in scene.shots)),))


def _short(film: Project) -> Project:
    """Its first scene: the smaller the sample, the more of its bytes are tried."""
    return replace(film, scenes=film.scenes[:1], tracks=(), markers=film.markers[:1])


def _projects(room: Path) -> Importer:
    """Rows that say anything at all, each with the hash that proves it."""
    whole = room / "whole.sora"
    with ProjectFile.create(whole, cut_film()) as file:
        request = json.dumps({"digest": "0" * 64, "stage": "draft", "request": {"seed": 1}})
        file.save(file.load(), {1: Job(1, "a", request)})
    with closing(sqlite3.connect(whole)) as database:
        rows = database.execute("SELECT kind, id, data FROM part UNION SELECT 'job', id, data FROM job").fetchall()
    sound = whole.read_bytes()

    def place(path: Path, data: bytes) -> None:
        path.write_bytes(sound)
        # Which row the input came from shows by what it is most like.
        kind, part_id, _ = max(rows, key=lambda row: _shared(row[2], data))
        with closing(sqlite3.connect(path, isolation_level=None)) as database:
            database.execute("PRAGMA journal_mode = MEMORY")
            database.execute("PRAGMA synchronous = OFF")
            if kind == "job":
                proof = row_hash(b"job", str(part_id).encode(), data)
                database.execute("UPDATE job SET data = ?, sha256 = ? WHERE id = ?", (data, proof, part_id))
                return
            proof = row_hash(kind.encode(), part_id, data)
            row = (data, proof, kind, part_id)
            database.execute("UPDATE part SET data = ?, sha256 = ? WHERE kind = ? AND id = ?", row)

    def look(path: Path) -> None:
        with ProjectFile.open(path) as file:
            assert file.load().duration_frames >= 0
            queue = JobQueue(file.load_jobs(), lambda changes: file.save(file.load(), changes))
            queue.reset_running()
            queue.left()

    return Importer("project", ".sora", tuple(data for _, _, data in rows), look, place=place)


def _shared(one: bytes, other: bytes) -> int:
    return next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _sounds(room: Path) -> Importer:
    short = tone(0.02)
    files = [write_wav(room / "short.wav", short)]
    for ending, codec in ((".flac", "flac"), (".ogg", "libopus"), (".mp3", "libmp3lame"), (".m4a", "aac")):
        files.append(write_sound(room / f"short{ending}", codec, "mono", short))

    def listen(path: Path) -> None:
        with suppress(OSError):  # What this program reads sounds for explains those.
            for block in sound_blocks(path):
                assert block.dtype == np.int16

    return Importer("media", ".wav", tuple(file.read_bytes() for file in files), listen)


def _movies(room: Path) -> Importer:
    """As the process reads them that decodes them; few and small pictures, for each input is decoded whole."""
    files: list[bytes] = []
    for name, codec, pixels in (("h264.mp4", "libx264", "yuv420p"), ("prores.mov", "prores_ks", "yuv422p10le")):
        with av.open(str(room / name), "w") as file:
            video = file.add_stream(codec, rate=24)
            assert isinstance(video, VideoStream)
            video.width, video.height, video.pix_fmt = 32, 16, pixels
            for number in range(3):
                file.mux(video.encode(av.VideoFrame.from_ndarray(np.full((16, 32, 3), 80 * number, np.uint8))))
            file.mux(video.encode(None))
        files.append((room / name).read_bytes())

    def look(path: Path) -> None:
        with suppress(OSError), MovieFile(path) as movie:  # The process that reads movies explains those.
            for frame in at_rate(movie.pictures(), movie.rate):
                assert frame.dtype == np.uint8

    return Importer("movie", ".mp4", tuple(files), look)


def _drawings() -> Importer:
    picture = np.arange(8 * 12 * 3, dtype=np.uint8).reshape(8, 12, 3)
    samples = tuple(cv2.imencode(ending, picture)[1].tobytes() for ending in DRAWING_ENDINGS)
    return Importer("drawing", ".png", samples, read_drawing)


def _packs(room: Path) -> list[Importer]:
    pack = make_pack(room / "tiny")
    models = tuple((pack / name).read_bytes() for name in ("encode.onnx", "draft.onnx", "refine.onnx"))

    def describe(path: Path, data: bytes) -> None:
        (pack / "pack.toml").write_bytes(data)
        path.touch()

    return [
        Importer("ONNX", ".onnx", models, read_onnx_header),
        Importer("pack.toml", ".toml", ((pack / "pack.toml").read_bytes(),), lambda _: load_pack(pack), place=describe),
    ]
