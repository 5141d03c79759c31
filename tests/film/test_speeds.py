"""Shots that are slowed, quickened, frozen and reversed show the frames they should, and only those are made anew."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from sora_studio.film import FilmShot, render_film
from sora_studio.storage.blobs import BlobStore
from sora_studio.timeline.retime import Between, Retime
from sora_studio.timeline.shot import Transition
from sora_studio.timeline.time import FrameRate

RATE = FrameRate(24)
# A take of 40 frames, each 5 lighter than the one before.
TAKE = np.stack([np.full((36, 64, 3), 20 + 5 * index, np.uint8) for index in range(40)])


def shot(retime: Retime, duration: int, head: int = 0) -> FilmShot:
    first = retime.first_position(head, duration)
    return FilmShot("take", TAKE.copy, 24, duration, first, step=retime.step, between=retime.between)


def greys(folder: Path, *shots: FilmShot) -> list[float]:
    """The take's frame that each film frame shows, by its grey."""
    store = BlobStore(folder / "film.takes")
    render_film(shots, folder / "film.mp4", frame_rate=RATE, width=64, height=36, segments=store)
    with av.open(str(folder / "film.mp4")) as film:
        seen = [float(frame.to_ndarray(format="rgb24").mean()) for frame in film.decode(video=0)]
    return [(grey - 20) / 5 for grey in seen]


@pytest.mark.parametrize(
    ("retime", "head", "expected"),
    [
        (Retime(), 3, [3, 4, 5, 6, 7, 8]),
        (Retime(2.0), 3, [3, 5, 7, 9, 11, 13]),
        (Retime(0.0), 7, [7] * 6),
        (Retime(reverse=True), 3, [8, 7, 6, 5, 4, 3]),
        (Retime(2.0, reverse=True), 0, [10, 8, 6, 4, 2, 0]),
        (Retime(0.5, between="repeat"), 3, [3, 3, 4, 4, 5, 5]),
        (Retime(0.5, between="blend"), 3, [3, 3.5, 4, 4.5, 5, 5.5]),
        (Retime(0.5, reverse=True, between="blend"), 3, [5.5, 5, 4.5, 4, 3.5, 3]),
        (Retime(20.0), 35, [35, 39, 39, 39, 39, 39]),
    ],
)
def test_each_frame_is_the_takes_that_the_speed_asks_for(
    tmp_path: Path, retime: Retime, head: int, expected: list[float]
) -> None:
    assert greys(tmp_path, shot(retime, 6, head)) == pytest.approx(expected, abs=0.5)


def test_flow_moves_what_blending_doubles() -> None:
    from sora_studio.film.retime import RetimedTake

    frames = np.full((2, 90, 160, 3), 30, np.uint8)
    frames[0, 30:60, 40:70] = frames[1, 30:60, 56:86] = 220
    moving = FilmShot("box", lambda: frames, 24, 4, step=Fraction(1, 2))
    halves: dict[Between, np.ndarray] = {}
    ways: tuple[Between, ...] = ("flow", "blend", "repeat")
    for way in ways:
        take = RetimedTake(replace(moving, between=way), RATE)
        halves[way] = take.frame(moving.position(1), way)[45, :, 0].astype(int)
    assert np.flatnonzero(halves["flow"] > 180).min() == pytest.approx(48, abs=2), "half way"
    assert (halves["blend"][42:54] == 125).all(), "half of each, where only one has it"
    np.testing.assert_array_equal(halves["repeat"], frames[0, 45, :, 0])


def test_a_dissolve_borrows_frames_at_the_shots_own_speed(tmp_path: Path) -> None:
    first = replace(shot(Retime(2.0), 6), transition=Transition("dissolve", 4))
    seen = greys(tmp_path, first, shot(Retime(0.0), 6, 30))
    # Frames 4 to 7 go over: the first shot runs on at twice the speed beyond its end.
    mixed = [(1 - at / 5) * (8 + 2 * (at - 1)) + at / 5 * 30 for at in (1, 2, 3, 4)]
    assert seen[4:8] == pytest.approx(mixed, abs=0.6)


def test_another_speed_is_another_segment_and_the_same_is_kept(tmp_path: Path) -> None:
    store = BlobStore(tmp_path / "film.takes")

    def encoded(retime: Retime) -> int:
        size = {"frame_rate": RATE, "width": 64, "height": 36, "segments": store}
        return render_film([shot(retime, 6)], tmp_path / "a.mp4", **size).segments_encoded  # pyright: ignore[reportArgumentType]

    assert [encoded(Retime()), encoded(Retime(0.5)), encoded(Retime(0.5, between="blend"))] == [1, 1, 1]
    assert [encoded(Retime()), encoded(Retime(0.5)), encoded(Retime(reverse=True))] == [0, 0, 1]
