"""Frames between frames lie between them."""

import numpy as np
import pytest
from numpy.typing import NDArray

from sora_studio.errors import ExportError
from sora_studio.film.fit import fit
from sora_studio.film.plan import FilmShot
from sora_studio.film.retime import RetimedTake
from sora_studio.timeline.time import FrameRate

Frames = NDArray[np.uint8]
RED = (200, 40, 30)
AT_24 = FrameRate(24)


def _wall() -> Frames:
    """A wall with something to see on it, as bright as RED."""
    y, x = np.mgrid[:90, :160]
    pattern = (12 * np.sin(x / 7.0) + 12 * np.cos(y / 5.0)).astype(np.int16)
    return np.clip(np.array([80, 90, 100], np.int16) + pattern[..., None], 0, 255).astype(np.uint8)


def _sliding_square(count: int = 5, step: int = 12) -> Frames:
    clip = np.stack([_wall()] * count)
    for index in range(count):
        left = 20 + step * index
        clip[index, 30:60, left : left + 30] = RED
    return clip


def _take(clip: Frames, frames_per_second: float = 4, rate: FrameRate = AT_24) -> RetimedTake:
    return RetimedTake(FilmShot("key", lambda: clip, frames_per_second, 100), rate)


def _square_centre(frame: Frames) -> tuple[float, float]:
    rows, columns = np.nonzero(np.abs(frame.astype(int) - RED).sum(axis=2) < 80)
    return float(columns.mean()), float(rows.mean())


def test_the_takes_own_frames_are_shown_untouched() -> None:
    clip = _sliding_square()
    take = _take(clip)
    for index in range(5):
        assert np.array_equal(take.frame(6 * index), clip[index])


def test_a_moving_square_is_found_on_its_way() -> None:
    take = _take(_sliding_square(step=12))
    for film_frame in range(25):
        column, row = _square_centre(take.frame(film_frame))
        assert column == pytest.approx(20 + 14.5 + 2 * film_frame, abs=3)
        assert row == pytest.approx(44.5, abs=1)


def test_a_still_wall_stays_still_beside_what_moves() -> None:
    clip = _sliding_square()
    take = _take(clip)
    away = np.s_[70:, :, :]
    for film_frame in range(25):
        assert np.abs(take.frame(film_frame)[away].astype(int) - clip[0][away]).max() <= 2


def test_unrelated_pictures_are_mixed_and_not_torn() -> None:
    dice = np.random.default_rng(3)
    clip = dice.integers(0, 255, (2, 90, 160, 3)).astype(np.uint8)
    mixed = _take(clip).frame(3).astype(int)
    plain = clip.astype(int).mean(axis=0)
    assert np.abs(mixed - plain).mean() < 12


def test_a_fade_is_followed_evenly() -> None:
    clip = np.stack([np.full((90, 160, 3), 20 + 30 * index, np.uint8) for index in range(4)])
    take = _take(clip)
    levels = [float(take.frame(film_frame).mean()) for film_frame in range(19)]
    assert levels == pytest.approx([20 + 5 * film_frame for film_frame in range(19)], abs=1.5)


def test_the_take_is_held_before_its_start_and_past_its_end() -> None:
    clip = _sliding_square()
    take = _take(clip)
    assert np.array_equal(take.frame(-9), clip[0])
    assert np.array_equal(take.frame(25), clip[4])
    assert np.array_equal(take.frame(10_000), clip[4])


def test_seventeen_frames_at_four_a_second_fill_four_seconds() -> None:
    clip = np.stack([np.full((36, 64, 3), 10 * index, np.uint8) for index in range(17)])
    take = _take(clip)
    levels = [float(take.frame(film_frame).mean()) for film_frame in range(96)]
    assert levels == pytest.approx([10 * film_frame / 6 for film_frame in range(96)], abs=1.5)


@pytest.mark.parametrize("rate", [FrameRate(24000, 1001), FrameRate(30000, 1001), FrameRate(25), FrameRate(60)])
def test_time_runs_as_fast_as_the_film(rate: FrameRate) -> None:
    clip = np.stack([np.full((36, 64, 3), 12 * index, np.uint8) for index in range(9)])
    take = _take(clip, rate=rate)
    for film_frame in range(0, rate.frames(2.0), 7):
        seconds = float(rate.seconds(film_frame))
        assert float(take.frame(film_frame).mean()) == pytest.approx(12 * 4 * seconds, abs=1.5)


def test_a_take_at_the_films_rate_is_shown_as_it_is() -> None:
    clip = _sliding_square()
    take = _take(clip, 23.976, FrameRate(24000, 1001))
    assert all(np.array_equal(take.frame(index), clip[index]) for index in range(5))


def test_one_frame_is_a_still() -> None:
    clip = _sliding_square(1)
    assert np.array_equal(_take(clip).frame(50), clip[0])


@pytest.mark.parametrize("shape", [(0, 9, 16, 3), (4, 9, 16), (4, 9, 16, 4)])
def test_a_take_without_pictures_is_refused(shape: tuple[int, ...]) -> None:
    with pytest.raises(ExportError):
        _take(np.zeros(shape, np.uint8))


@pytest.mark.parametrize(("width", "height"), [(320, 180), (320, 240), (160, 160), (80, 120), (64, 36), (160, 90)])
def test_a_picture_is_never_stretched(width: int, height: int) -> None:
    frame = np.full((90, 160, 3), 200, np.uint8)
    frame[25:65, 60:100] = (10, 20, 250)
    fitted = fit(frame, width, height)
    assert fitted.shape == (height, width, 3)
    rows, columns = np.nonzero(fitted[..., 2] > fitted[..., 0].astype(int) + 120)
    square_height, square_width = np.ptp(rows) + 1, np.ptp(columns) + 1
    assert abs(square_height - square_width) <= 2
    assert columns.mean() == pytest.approx(width / 2 - 0.5, abs=1.5)
    assert rows.mean() == pytest.approx(height / 2 - 0.5, abs=1.5)
    wide = width * 90 > height * 160 + 200
    tall = height * 160 > width * 90 + 200
    assert (not fitted[:, 0].any()) == wide
    assert (not fitted[0].any()) == tall
