"""Row 15: a run of frames encoded by us and by ffmpeg's own program, the same encoder with the same settings."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import numpy as np

from benchmarks.paired import compare
from benchmarks.rows import Row
from sora_studio.film.codecs import H264
from sora_studio.film.encode import THREADS, encode_segment
from sora_studio.film.plan import FilmSize, Frame
from sora_studio.timeline.time import FrameRate

FRAMES = 240
SIZE = FilmSize(1280, 720, FrameRate(24))


def ffmpeg_program() -> str:
    """ffmpeg on the PATH, else the one of the package imageio-ffmpeg; "" for none."""
    if found := shutil.which("ffmpeg"):
        return found
    return import_module("imageio_ffmpeg").get_ffmpeg_exe() if find_spec("imageio_ffmpeg") else ""


def moving_frames(size: FilmSize, count: int) -> Iterator[Frame]:
    """A soft picture that wanders, with a little grain: neither still nor noise."""
    random = np.random.default_rng(15)
    rows, columns = np.mgrid[0 : size.height, 0 : size.width + 2 * count]
    picture = np.stack([128 + 90 * np.sin(rows / (40 + 9 * c)) * np.cos(columns / (60 - 7 * c)) for c in range(3)], -1)
    wide = np.clip(picture + random.normal(0, 4, picture.shape), 0, 255).astype(np.uint8)
    for number in range(count):
        yield np.ascontiguousarray(wide[:, 2 * number : 2 * number + size.width])


def rows(folder: Path) -> list[Row]:
    """The row; without an ffmpeg to compare with it says so."""
    metric, goal = "our encode fps / ffmpeg's on the same frames", "≥ 0.97"
    program = ffmpeg_program()
    if not program:
        print("Row 15 is left out: there is no ffmpeg on the PATH, and no imageio-ffmpeg.", file=sys.stderr)
        return []
    # Read from a file by both, so that neither gets them for nothing.
    raw, out = folder / "frames.rgb", folder / "theirs.mp4"
    with raw.open("wb") as file:
        for frame in moving_frames(SIZE, FRAMES):
            file.write(frame.data)
    sizes: list[int] = []

    def ours() -> None:
        sizes.append(len(encode_segment(_frames(raw), SIZE, H264.software)))

    faster = compare(lambda: _theirs(program, raw, out), ours)
    if not 0.9 < sizes[-1] / out.stat().st_size < 1.1:
        raise SystemExit(f"Not the same work: {sizes[-1]} bytes of ours, {out.stat().st_size} of ffmpeg's.")
    return [Row(15, f"{metric}, {SIZE.width}x{SIZE.height}", str(faster), goal, faster.median)]


def _frames(raw: Path) -> Iterator[Frame]:
    length = SIZE.width * SIZE.height * 3
    with raw.open("rb") as file:
        while data := file.read(length):
            yield np.frombuffer(data, np.uint8).reshape(SIZE.height, SIZE.width, 3)


def _theirs(program: str, raw: Path, out: Path) -> None:
    size, rate = f"{SIZE.width}x{SIZE.height}", str(SIZE.rate.nominal)
    given = ["-f", "rawvideo", "-pix_fmt", "rgb24", "-s", size, "-r", rate, "-i", str(raw)]
    convert = "scale=out_color_matrix=bt709:out_range=tv:flags=bicubic+accurate_rnd+bitexact,format=yuv420p"
    encoder = H264.software
    options = [part for name, value in encoder.options for part in (f"-{name}", value)]
    tags = ["-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709", "-color_range", "tv"]
    command = [program, "-v", "error", "-y", *given, "-vf", convert, "-c:v", encoder.name, *options, *tags]
    subprocess.run([*command, "-threads", str(THREADS), str(out)], check=True, stdin=subprocess.DEVNULL)
