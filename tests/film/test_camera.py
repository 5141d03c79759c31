"""A camera over a take: what it looks at is where it should be, and the frames between keys go evenly."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sora_studio.errors import EditError
from sora_studio.film import FilmShot, render_film
from sora_studio.film.camera import seen
from sora_studio.film.fit import fit
from sora_studio.film.plan import FilmSize
from sora_studio.film.playback import FilmPlayback, Reel
from sora_studio.film.shelf import TakeShelf
from sora_studio.storage.blobs import BlobStore
from sora_studio.timeline.camera import MOVES, CameraKey, View, move, moved_keys, view_at, with_key
from sora_studio.timeline.time import FrameRate

SIZE = FilmSize(320, 180, FrameRate(24))
VIEWS = st.builds(View, st.floats(0, 1), st.floats(0, 1), st.floats(0.2, 8), st.floats(-180, 180))


def dot(x: float, y: float, width: int = 160, height: int = 90) -> np.ndarray:
    """Black but for a soft dot about (x, y), from 0 to 1."""
    row, column = np.mgrid[0:height, 0:width] + 0.5
    near = np.exp(-((column - x * width) ** 2 + (row - y * height) ** 2) / 18)
    return np.repeat((255 * near)[..., None], 3, axis=2).astype(np.uint8)


def centre(frame: np.ndarray) -> tuple[float, float]:
    grey = frame[..., 0].astype(float)
    row, column = np.mgrid[0 : frame.shape[0], 0 : frame.shape[1]] + 0.5
    return (grey * column).sum() / grey.sum() / frame.shape[1], (grey * row).sum() / grey.sum() / frame.shape[0]


def test_looking_straight_on_shows_the_whole_picture() -> None:
    picture = np.random.default_rng(3).integers(0, 255, (12, 20, 3)).astype(np.uint8)
    picture = fit(picture, 160, 90)
    through = seen(picture, View(), SIZE).astype(float)
    assert np.abs(through - fit(picture, 320, 180))[4:-4, 4:-4].mean() < 2


@pytest.mark.parametrize("zoom", [0.3, 1.0, 1.5, 4.0])
@pytest.mark.parametrize("degrees", [0.0, 30.0, -90.0])
def test_what_is_looked_at_is_in_the_middle(zoom: float, degrees: float) -> None:
    through = seen(dot(0.3, 0.6), View(0.3, 0.6, zoom, degrees), SIZE)
    assert centre(through) == pytest.approx((0.5, 0.5), abs=0.006)


def test_zooming_moves_all_else_away_from_the_middle_and_turning_turns_it() -> None:
    assert centre(seen(dot(0.6, 0.5), View(zoom=2), SIZE)) == pytest.approx((0.7, 0.5), abs=0.005)
    assert centre(seen(dot(0.7, 0.5), View(0.6), SIZE)) == pytest.approx((0.6, 0.5), abs=0.005)
    # The camera turned a quarter clockwise: what was on the right is above.
    right = centre(seen(dot(0.6, 0.5), View(degrees=90), SIZE))
    assert right == pytest.approx((0.5, 0.5 - 0.1 * 320 / 180), abs=0.01)


def test_a_take_of_another_shape_keeps_its_bars_or_is_cropped() -> None:
    wide = np.full((50, 200, 3), 200, np.uint8)
    assert not seen(wide, View(), SIZE)[:20].any()
    assert seen(wide, View(), replace(SIZE, framing="crop")).min() > 150


@given(VIEWS, VIEWS, st.integers(0, 40))
def test_the_camera_never_leaves_the_way_between_two_keys(start: View, end: View, frame: int) -> None:
    keys = (CameraKey(5, start), CameraKey(30, end, "linear"))
    view = view_at(keys, frame)
    for field in ("x", "y", "zoom", "degrees"):
        low, high = sorted((getattr(start, field), getattr(end, field)))
        assert low - 1e-6 <= getattr(view, field) <= high + 1e-6
    assert view_at(moved_keys(keys, 7), frame + 7) == view
    assert (view_at(keys, 5), view_at(keys, 30)) == (start, end)


def test_eases_are_what_they_are_called() -> None:
    def path(ease: str) -> list[float]:
        keys = (CameraKey(0, View(0.0), ease), CameraKey(10, View(1.0)))  # pyright: ignore[reportArgumentType]
        return [view_at(keys, frame).x for frame in (1, 5, 9)]

    assert path("linear") == pytest.approx([0.1, 0.5, 0.9])
    assert path("in") == pytest.approx([0.01, 0.25, 0.81])
    assert path("out") == pytest.approx([0.19, 0.75, 0.99])
    assert path("both") == pytest.approx([0.028, 0.5, 0.972])
    assert path("hold") == [0, 0, 0]


@pytest.mark.parametrize("name", MOVES)
def test_ready_made_moves_stay_inside_the_picture(name: str) -> None:
    picture = np.full((90, 160, 3), 200, np.uint8)
    keys = move(name, 48)
    for frame in range(48):
        assert seen(picture, view_at(keys, frame), SIZE).min() > 150, frame


def test_the_viewer_shows_what_the_export_writes_and_only_that_is_new(tmp_path: Path) -> None:
    take = np.stack([dot(0.5, 0.5)] * 24)
    still = FilmShot("dot", take.copy, 24, 24)
    panned = replace(still, camera=with_key(move("pan right", 24), CameraKey(12, View(0.5, 0.5, 1.3, 5))))
    store, written = BlobStore(tmp_path / "film.takes"), tmp_path / "film.mp4"
    size = {"frame_rate": SIZE.rate, "width": 320, "height": 180, "segments": store}

    def encoded(shot: FilmShot) -> int:
        return render_film([shot], written, **size).segments_encoded  # pyright: ignore[reportArgumentType]

    assert [encoded(still), encoded(panned), encoded(still), encoded(panned)] == [1, 1, 0, 0]
    film = FilmPlayback(Reel([24]), lambda _: panned, SIZE, TakeShelf())
    frames = [film.frame(at, 180) for at in (0, 12, 23)]
    assert all(frame is not None for frame in frames)
    places = [centre(frame)[0] for frame in frames if frame is not None]
    assert places[0] > 0.6 > places[1] > 0.4 > places[2]


def test_views_that_cant_be_are_refused() -> None:
    for values in ({"zoom": 0.0}, {"zoom": float("nan")}, {"x": 5.0}, {"degrees": float("inf")}):
        with pytest.raises(EditError):
            View(**values)
