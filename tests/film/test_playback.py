"""A viewer shows the frames that an export writes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

import sora_studio.film.encoders  # noqa: F401  Loaded before it is watched: a trial of a graphics card is no export.
from sora_studio.errors import ExportError, StorageError
from sora_studio.film import FilmShot, encode, render_film
from sora_studio.film.codecs import VideoEncoder
from sora_studio.film.plan import FilmSize
from sora_studio.film.playback import FilmPlayback, Moment, Reel
from sora_studio.film.shelf import LostTake, TakeShelf
from sora_studio.film.transitions import dissolve
from sora_studio.storage.blobs import BlobStore
from sora_studio.timeline.shot import CUT, Transition
from sora_studio.timeline.time import FrameRate

Frames = NDArray[np.uint8]
SIZE = FilmSize(64, 36, FrameRate(24))


def _clip(number: int, count: int = 9) -> Frames:
    """A square sliding over a pattern, told apart from other clips by its colour."""
    y, x = np.mgrid[:36, :64]
    wall = (90 + 20 * np.sin(x / 5) + 20 * np.cos(y / 4)).astype(np.uint8)
    clip = np.repeat(np.repeat(wall[None, ..., None], 3, axis=3), count, axis=0)
    for index in range(count):
        clip[index, 10:22, 5 + 4 * index : 17 + 4 * index] = (200, 25 * number, 250 - 25 * number)
    return clip


def _shot(number: int, duration: int = 30, head: int = 0, dissolve: int = 0) -> FilmShot:
    transition = Transition("dissolve", dissolve) if dissolve else CUT
    return FilmShot(f"take {number}", lambda: _clip(number), 4, duration, head, transition)


@dataclass(frozen=True)
class Blank:
    """A shot with nothing to show."""

    duration_frames: int


def playback(shots: Sequence[FilmShot | Blank], size: FilmSize = SIZE, shelf: TakeShelf | None = None) -> FilmPlayback:
    def shot_at(place: int) -> FilmShot | None:
        shot = shots[place]
        return shot if isinstance(shot, FilmShot) else None

    return FilmPlayback(Reel(shot.duration_frames for shot in shots), shot_at, size, shelf or TakeShelf())


def moment(film: FilmPlayback, frame: int) -> Moment:
    found = film.moment(frame)
    assert found is not None
    return found


@pytest.fixture
def exported(monkeypatch: pytest.MonkeyPatch) -> list[Frames]:
    """The frames that the exporter hands to the encoder."""
    written: list[Frames] = []
    encode_segment = encode.encode_segment

    def watched(frames: Iterator[Frames], size: FilmSize, encoder: VideoEncoder) -> bytes:
        def seen() -> Iterator[Frames]:
            for frame in frames:
                written.append(frame.copy())
                yield frame

        return encode_segment(seen(), size, encoder)

    monkeypatch.setattr(encode, "encode_segment", watched)
    return written


def test_every_frame_is_the_one_the_export_writes(tmp_path: Path, exported: list[Frames]) -> None:
    shots = [_shot(1, dissolve=7), _shot(2, 40, head=3, dissolve=12), _shot(3, 13), _shot(4, 70)]
    store = BlobStore(tmp_path / "film.takes")
    render_film(shots, tmp_path / "film.mp4", frame_rate=SIZE.rate, width=64, height=36, segments=store)
    film = playback(shots)
    assert film.reel.duration_frames == len(exported) == 153
    # Any order: a viewer jumps.
    for index in np.random.default_rng(2).permutation(len(exported)):
        np.testing.assert_array_equal(film.frame(int(index), 36), exported[index], str(index))


def test_a_dissolve_mixes_both_shots_evenly_about_the_cut() -> None:
    film = playback([_shot(1, dissolve=9), _shot(2)])
    out, into = playback([_shot(1)]), playback([replace(_shot(2), head_frames=0)])
    for step in range(9):
        frame = 26 + step  # 4 frames before the cut at 30, 5 after
        outgoing = out.alone(_shot(1), frame, 36)
        incoming = into.alone(_shot(2), frame - 30, 36)
        np.testing.assert_array_equal(film.frame(frame, 36), dissolve(outgoing, incoming, (step + 1) / 10))
    np.testing.assert_array_equal(film.frame(25, 36), out.frame(25, 36))
    np.testing.assert_array_equal(film.frame(35, 36), into.frame(5, 36))


def test_a_blank_shot_shows_nothing_and_is_cut_to_and_from() -> None:
    film = playback([_shot(1, dissolve=8), Blank(10), _shot(2, dissolve=8)])
    assert film.reel.duration_frames == 70
    np.testing.assert_array_equal(film.frame(29, 36), playback([_shot(1)]).frame(29, 36))
    assert [film.frame(index, 36) for index in (30, 39)] == [None, None]
    assert moment(film, 39) == Moment(1, 9)
    np.testing.assert_array_equal(film.frame(40, 36), playback([_shot(2)]).frame(0, 36))
    np.testing.assert_array_equal(film.frame(69, 36), playback([_shot(2)]).frame(29, 36))


def test_there_is_nothing_outside_the_film() -> None:
    film = playback([_shot(1)])
    assert film.frame(-1, 36) is None
    assert film.frame(30, 36) is None
    assert playback([]).moment(0) is None


def test_a_frame_has_the_films_shape_at_any_height() -> None:
    wide = playback([_shot(1)], FilmSize(240, 100, FrameRate(24)))
    for height in (1, 50, 100, 333):
        frame = wide.frame(4, height)
        assert frame is not None
        assert frame.shape == (height, max(1, round(height * 2.4)), 3)
    frame = wide.frame(0, 100)
    assert frame is not None
    assert not frame[:, :20].any(), "a 16:9 take stands between black bars in a wider film"
    assert frame[:, 120].any()


def test_a_rough_frame_is_a_plain_mix_of_the_takes_own() -> None:
    film, clip = playback([_shot(1)]), _clip(1)
    np.testing.assert_array_equal(film.frame(12, 36, exact=False), clip[2])
    np.testing.assert_array_equal(film.frame(15, 36, exact=False), dissolve(clip[2], clip[3], 0.5))


def test_a_take_that_is_gone_is_blank_and_not_looked_for_again() -> None:
    looked = 0

    def load() -> Frames:
        nonlocal looked
        looked += 1
        raise StorageError("ab12 is missing.", "Render the shot again.")

    shelf = TakeShelf()
    lost = replace(_shot(2, dissolve=8), load=load)
    film = playback([_shot(1, dissolve=8), lost, _shot(3)], shelf=shelf)
    np.testing.assert_array_equal(film.frame(29, 36), playback([_shot(1)]).frame(29, 36))
    assert [film.frame(index, 36) for index in (30, 59)] == [None, None]
    np.testing.assert_array_equal(film.frame(60, 36), playback([_shot(3)]).frame(0, 36))
    assert shelf.problem("take 2") == "ab12 is missing."
    assert looked == 1
    shelf.forget("take 2")
    assert shelf.problem("take 2") == ""
    assert film.frame(40, 36) is None
    assert looked == 2


def test_a_take_with_no_pictures_in_it_is_lost_too() -> None:
    shelf = TakeShelf()
    empty = replace(_shot(1), load=lambda: np.empty((0, 36, 64, 3), np.uint8))
    assert playback([empty], shelf=shelf).frame(0, 36) is None
    assert "no pictures" in shelf.problem("take 1")
    with pytest.raises(LostTake) as lost:
        shelf.take(replace(empty, key="again"), SIZE.rate)
    assert isinstance(lost.value.__cause__, ExportError)


def test_takes_are_held_up_to_a_number_of_bytes_the_latest_used_longest() -> None:
    loaded: list[int] = []

    def shot(number: int) -> FilmShot:
        def load() -> Frames:
            loaded.append(number)
            return _clip(number)

        return replace(_shot(number), load=load)

    one = _clip(0).nbytes
    shelf = TakeShelf(limit_bytes=2 * one)
    shots = [shot(number) for number in range(4)]
    film = playback(shots, shelf=shelf)
    for frame in (0, 30, 5, 60, 10):  # shots 0, 1, 0, 2, 0
        film.frame(frame, 36)
    assert loaded == [0, 1, 2]
    assert shelf.held_bytes == 2 * one
    film.frame(31, 36)
    assert loaded == [0, 1, 2, 1]
    alone = TakeShelf(limit_bytes=1)
    playback(shots, shelf=alone).frame(0, 36)
    assert alone.held_bytes == one, "what is being looked at is held whatever its size"


def test_a_long_film_asks_only_for_the_shots_beside_a_frame() -> None:
    asked: set[int] = set()

    def shot_at(place: int) -> FilmShot:
        asked.add(place)
        return _shot(place % 10, 20, dissolve=6)

    film = FilmPlayback(Reel([20] * 10_000), shot_at, SIZE, TakeShelf())
    assert film.reel.duration_frames == 200_000
    found = moment(film, 123_459)
    assert (found.place, found.shot_frame) == (6172, 19)
    assert found.segment is not None
    assert (found.index, found.segment.frames) == (2, 6)
    assert asked == {6171, 6172, 6173}
