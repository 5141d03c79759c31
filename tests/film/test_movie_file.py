"""Movies as pictures: the rate a film is cut at, frames by their time stamps, and where a movie cuts."""

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sora_studio.errors import SoraError
from sora_studio.film.movie_file import MovieFile, Picture, at_rate
from sora_studio.film.plan import Frame
from sora_studio.film.shot_cuts import CutFinder
from sora_studio.timeline.time import FrameRate


def movie(path: Path, rate: Fraction | int, size: tuple[int, int] = (64, 48), shape: Fraction = Fraction(1)) -> Path:
    with av.open(str(path), "w") as file:
        video = file.add_stream("libx264", rate=rate)
        video.width, video.height, video.pix_fmt = *size, "yuv420p"
        video.sample_aspect_ratio = shape
        for value in range(12):
            picture = np.full((size[1], size[0], 3), 20 * value, np.uint8)
            file.mux(video.encode(av.VideoFrame.from_ndarray(picture)))
        file.mux(video.encode(None))
    return path


@pytest.mark.parametrize(
    ("own", "film"),
    [
        (Fraction(24000, 1001), FrameRate(24000, 1001)),
        (24, FrameRate(24)),
        (Fraction(30000, 1001), FrameRate(30000, 1001)),
        (Fraction(2983, 100), FrameRate(30000, 1001)),
        (50, FrameRate(50)),
        (240, FrameRate(60)),
        (Fraction(27, 2), FrameRate(14)),
    ],
)
def test_the_rate_a_film_is_cut_at_is_next_to_the_movie_s(tmp_path: Path, own: Fraction, film: FrameRate) -> None:
    with MovieFile(movie(tmp_path / "a.mp4", own)) as opened:
        assert opened.rate == film


def test_at_its_own_rate_every_picture_is_a_frame(tmp_path: Path) -> None:
    with MovieFile(movie(tmp_path / "a.mp4", Fraction(30000, 1001))) as opened:
        frames = list(at_rate(opened.pictures(), opened.rate))
    assert [round(float(frame.mean()) / 20) for frame in frames] == list(range(12))


@pytest.mark.parametrize(
    ("size", "shape", "seen"),
    [
        ((1920, 1080), Fraction(1), (288, 512)),
        ((1080, 1920), Fraction(1), (512, 288)),
        ((100, 50), Fraction(1), (50, 100)),
        ((720, 576), Fraction(64, 45), (288, 512)),
    ],
)
def test_pictures_are_small_and_of_square_pixels(
    tmp_path: Path, size: tuple[int, int], shape: Fraction, seen: tuple[int, int]
) -> None:
    with MovieFile(movie(tmp_path / "a.mov", 24, size, shape)) as opened:
        assert next(opened.pictures()).frame.shape[:2] == seen


def test_what_is_no_movie_is_told(tmp_path: Path) -> None:
    for content in (b"", b"no movie at all, but long enough", b"\0\0\0\x18ftypisom" + bytes(64)):
        (tmp_path / "no.mp4").write_bytes(content)
        with pytest.raises(SoraError, match=r"no\.mp4"):
            MovieFile(tmp_path / "no.mp4")


times = st.lists(st.integers(1, 2000), min_size=1, max_size=30)


@given(lengths_ms=times, per_second=st.sampled_from([1, 24, 25, 60]))
def test_each_frame_shows_what_is_seen_in_its_middle(lengths_ms: list[int], per_second: int) -> None:
    def pictures() -> Iterator[Picture]:
        start = 0
        for number, length in enumerate(lengths_ms):
            yield Picture(Fraction(start, 1000), Fraction(length, 1000), _grey(number))
            start += length

    stops = np.cumsum(lengths_ms)
    shown = [int(frame[0, 0, 0]) for frame in at_rate(pictures(), FrameRate(per_second))]
    total_s = Fraction(int(stops[-1]), 1000)
    assert abs(len(shown) - total_s * per_second) <= 1
    middles_ms = [(2 * at + 1) * 500 / per_second for at in range(len(shown))]
    wanted = [min(int(np.searchsorted(stops, middle, side="left")), len(stops) - 1) for middle in middles_ms]
    assert all(abs(got - want) <= (abs(stops[min(got, want)] - middle) < 1e-6) for got, want, middle in
               zip(shown, wanted, middles_ms, strict=True))  # fmt: skip


def _grey(value: int) -> Frame:
    return np.full((2, 2, 3), value, np.uint8)


def test_a_cut_is_found_a_pan_is_none_and_a_flash_cuts_once() -> None:
    random = np.random.default_rng(3)
    wide = np.repeat(random.integers(90, 160, (72, 300, 1), np.uint8), 3, axis=2)
    pan = [np.ascontiguousarray(wide[:, at : at + 128]) for at in range(0, 60, 2)]
    other = np.zeros((72, 128, 3), np.uint8)
    other[..., 2] = 220
    frames = [*pan, *[other] * 30]
    finder = CutFinder(shortest_frames=12)
    assert [at for at, frame in enumerate(frames) if finder.begins_shot(frame)] == [30]
    finder = CutFinder(shortest_frames=12)
    flashed = [*pan[:20], np.full_like(other, 255), *pan[21:]]
    assert [at for at, frame in enumerate(flashed) if finder.begins_shot(frame)] == [20]
