"""A film decodes to exactly the frames that were cut together."""

import os
import subprocess
import weakref
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from numpy.typing import NDArray

from sora_studio.errors import Cancelled, ExportError
from sora_studio.film import FilmReport, FilmShot, render_film
from sora_studio.storage.blobs import BlobStore
from sora_studio.timeline.shot import Transition
from sora_studio.timeline.time import FrameRate

Frames = NDArray[np.uint8]
AT_24 = FrameRate(24)


def _clip(levels: range | list[int]) -> Frames:
    """Frames told apart by how grey they are."""
    return np.stack([np.full((36, 64, 3), level, np.uint8) for level in levels])


def _shot(
    levels: range | list[int], duration_frames: int | None = None, head_frames: int = 0, dissolve: int = 0
) -> FilmShot:
    """A shot at the film's own rate, so every take frame is a film frame."""
    transition = Transition("dissolve", dissolve) if dissolve else Transition()
    length = len(levels) - head_frames if duration_frames is None else duration_frames
    return FilmShot(f"{levels}", lambda: _clip(levels), 24, length, head_frames, transition)


def _render(shots: list[FilmShot], folder: Path, rate: FrameRate = AT_24, **options: object) -> FilmReport:
    store = BlobStore(folder / "film.takes")
    arguments = {"frame_rate": rate, "width": 64, "height": 36, "segments": store, **options}
    return render_film(shots, folder / "film.mp4", **arguments)  # pyright: ignore[reportArgumentType]


def _levels(path: Path) -> list[float]:
    """How grey each decoded frame is; fails unless the frames follow each other without gap or jump."""
    with av.open(str(path)) as film:
        track = film.streams.video[0]
        frames = list(film.decode(track))
        assert track.average_rate is not None
        times = [Fraction(frame.pts or 0) * (frame.time_base or 0) * track.average_rate for frame in frames]
        assert times == list(range(len(frames)))
        assert track.frames == len(frames)
        assert Fraction(track.duration or 0) * (track.time_base or 0) * track.average_rate == len(frames)
        return [float(frame.to_ndarray(format="rgb24").mean()) for frame in frames]


def test_every_frame_comes_back_in_order_with_hard_cuts(tmp_path: Path) -> None:
    takes = [range(20, 44), range(220, 196, -1), range(90, 120)]
    report = _render([_shot(take) for take in takes], tmp_path)
    assert (report.frames, report.segments_encoded, report.segments_reused) == (78, 3, 0)
    assert report.bytes == (tmp_path / "film.mp4").stat().st_size
    assert _levels(tmp_path / "film.mp4") == pytest.approx([*takes[0], *takes[1], *takes[2]], abs=2)


def test_shots_shorter_than_the_encoders_lookahead_come_back_in_order(tmp_path: Path) -> None:
    dice = np.random.default_rng(5)
    takes = [[int(level) for level in dice.integers(16, 240, count)] for count in (1, 1, 2, 1, 3, 1, 5, 2, 1, 4, 1, 60)]
    _render([_shot(take) for take in takes], tmp_path)
    assert _levels(tmp_path / "film.mp4") == pytest.approx([level for take in takes for level in take], abs=3)


@pytest.mark.parametrize("rate", [FrameRate(24000, 1001), FrameRate(25), FrameRate(30000, 1001), FrameRate(30)])
def test_every_rate_is_exact(tmp_path: Path, rate: FrameRate) -> None:
    shots = [replace(_shot(range(40, 75)), frames_per_second=float(rate.per_second)) for _ in range(3)]
    _render(shots, tmp_path, rate)
    assert _levels(tmp_path / "film.mp4") == pytest.approx([*range(40, 75)] * 3, abs=2)
    with av.open(str(tmp_path / "film.mp4")) as film:
        assert film.streams.video[0].average_rate == rate.per_second


def test_a_dissolve_goes_evenly_through_the_middle(tmp_path: Path) -> None:
    report = _render([_shot([40] * 20, dissolve=9), _shot([200] * 20)], tmp_path)
    levels = _levels(tmp_path / "film.mp4")
    assert (report.frames, report.segments_encoded) == (40, 3)
    assert levels[20] == pytest.approx(120, abs=2)  # 4 frames before the cut, 5 after
    assert levels[15:26] == pytest.approx([40 + 16 * step for step in range(11)], abs=2)
    assert levels[:16] == pytest.approx([40] * 16, abs=2)
    assert levels[25:] == pytest.approx([200] * 15, abs=2)


def test_a_dissolve_shows_what_lies_beyond_the_cut(tmp_path: Path) -> None:
    # The incoming shot starts 2 frames into its take, which brightens by 50; the outgoing take ends with its shot.
    _render([_shot([0] * 10, dissolve=6), _shot([50, 100, 150, 200, 250, 250, 250], 5, head_frames=2)], tmp_path)
    levels = _levels(tmp_path / "film.mp4")
    incoming = [50, 50, 100, 150, 200, 250]  # the first is held: nothing lies before it
    expected = [level * (step + 1) / 7 for step, level in enumerate(incoming)]
    assert levels[7:13] == pytest.approx(expected, abs=3)


def test_a_take_is_stretched_to_its_shot(tmp_path: Path) -> None:
    shot = FilmShot("ramp", lambda: _clip(range(20, 190, 10)), 4, 96)
    _render([shot], tmp_path)
    assert _levels(tmp_path / "film.mp4") == pytest.approx([20 + 10 * frame / 6 for frame in range(96)], abs=3)


def test_only_what_changed_is_encoded_again(tmp_path: Path) -> None:
    shots = [_shot(range(20 + i, 40 + i), dissolve=4 * (i == 2)) for i in range(6)]
    assert _render(shots, tmp_path).segments_encoded == 7
    first = (tmp_path / "film.mp4").read_bytes()
    again = _render(shots, tmp_path)
    assert (again.segments_encoded, again.segments_reused) == (0, 7)
    assert (tmp_path / "film.mp4").read_bytes() == first

    retaken = [*shots[:4], _shot(range(150, 170)), shots[5]]
    assert _render(retaken, tmp_path).segments_encoded == 1
    assert _levels(tmp_path / "film.mp4")[80:100] == pytest.approx([*range(150, 170)], abs=2)
    beside_the_dissolve = [*shots[:3], _shot(range(200, 220)), *shots[4:]]
    assert _render(beside_the_dissolve, tmp_path).segments_encoded == 2
    assert _render(shots[::-1][:3], tmp_path).segments_encoded == 1, "only the shot that lost its dissolve is new"


def test_the_same_film_is_the_same_bytes_anywhere(tmp_path: Path) -> None:
    shots = [FilmShot("a", lambda: _clip(range(0, 90, 9)), 4, 50, 0, Transition("dissolve", 5)), _shot(range(50, 80))]
    films: list[bytes] = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        _render(shots, tmp_path / name)
        films.append((tmp_path / name / "film.mp4").read_bytes())
    assert films[0] == films[1]


def test_a_damaged_segment_is_encoded_again(tmp_path: Path) -> None:
    shots = [_shot(range(20, 50)), _shot(range(90, 120))]
    _render(shots, tmp_path)
    first = (tmp_path / "film.mp4").read_bytes()
    damaged = next(path for path in (tmp_path / "film.takes" / "segments").rglob("*") if path.is_file())
    damaged.write_bytes(damaged.read_bytes()[:-7])
    for encoded in (1, 0):
        assert _render(shots, tmp_path).segments_encoded == encoded
        assert (tmp_path / "film.mp4").read_bytes() == first


def test_colours_are_tagged_and_come_back_as_bt709(tmp_path: Path) -> None:
    colours = [(220, 30, 30), (30, 200, 40), (40, 50, 210), (200, 180, 40)]
    for number, colour in enumerate(colours):
        clip = np.full((24, 36, 64, 3), colour, np.uint8)
        _render([FilmShot(str(number), lambda clip=clip: clip, 24, 24)], tmp_path)
        with av.open(str(tmp_path / "film.mp4")) as film:
            context = film.streams.video[0].codec_context
            tags = (context.colorspace, context.color_primaries, context.color_trc, context.color_range)
            assert tags == (1, 1, 1, 1)  # BT.709 thrice, limited range (ITU-T H.273)
            assert context.pix_fmt == "yuv420p"
            luma = next(film.decode(video=0)).to_ndarray()[:36].mean()
        red, green, blue = colour
        assert luma == pytest.approx(16 + 219 / 255 * (0.2126 * red + 0.7152 * green + 0.0722 * blue), abs=2)


def test_players_can_start_before_the_file_has_arrived(tmp_path: Path) -> None:
    _render([_shot(range(20, 50))], tmp_path)
    data = (tmp_path / "film.mp4").read_bytes()
    assert data.index(b"moov") < data.index(b"mdat")


def test_memory_holds_two_takes_however_long_the_film(tmp_path: Path) -> None:
    loaded: list[weakref.ref[Frames]] = []
    most_alive = 0

    def load(level: int) -> Frames:
        nonlocal most_alive
        clip = _clip(range(level, level + 10))
        loaded.append(weakref.ref(clip))
        most_alive = max(most_alive, sum(reference() is not None for reference in loaded))
        return clip

    def shot(number: int) -> FilmShot:
        return FilmShot(str(number), lambda: load(10 * number), 24, 8, 1, Transition("dissolve", 2))

    _render([shot(number) for number in range(12)], tmp_path)
    assert len(loaded) == 12, "a take was loaded twice"
    assert most_alive <= 2


@dataclass
class _Told:
    progress: list[tuple[int, int]] = field(default_factory=list[tuple[int, int]])

    def __call__(self, done: int, total: int) -> None:
        self.progress.append((done, total))


def test_progress_is_told_to_the_end(tmp_path: Path) -> None:
    shots = [_shot(range(20, 40), dissolve=4), _shot(range(50, 70))]
    for _ in range(2):
        told = _Told()
        _render(shots, tmp_path, on_progress=told)
        assert told.progress == sorted(told.progress)
        assert told.progress[-1] == (40, 40)


@dataclass
class _Switch:
    cancelled: bool = False


def _load_then(act: Callable[[], None]) -> Frames:
    act()
    return _clip(range(20, 40))


def test_cancelling_leaves_the_old_film_and_finished_segments(tmp_path: Path) -> None:
    switch = _Switch()

    def cancel() -> None:
        switch.cancelled = True

    (tmp_path / "film.mp4").write_text("the film of yesterday")
    shots = [_shot(range(20, 40)), FilmShot("second", lambda: _load_then(cancel), 24, 20)]
    with pytest.raises(Cancelled):
        _render(shots, tmp_path, cancel=switch)
    assert (tmp_path / "film.mp4").read_text() == "the film of yesterday"
    assert {path.name for path in tmp_path.iterdir()} == {"film.mp4", "film.takes"}
    report = _render(shots, tmp_path)
    assert (report.segments_encoded, report.segments_reused) == (1, 1)


def test_a_take_that_cant_be_loaded_leaves_nothing(tmp_path: Path) -> None:
    def fail() -> None:
        raise ExportError("lost")

    with pytest.raises(ExportError, match="lost"):
        _render([_shot(range(20, 40)), FilmShot("second", lambda: _load_then(fail), 24, 20)], tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["film.takes"]


@pytest.mark.parametrize("name", ["film", "film.avi", "a.folder.mp4", "missing/film.mp4", "file.txt/film.mp4"])
def test_a_place_no_film_can_go_is_refused_before_any_work(tmp_path: Path, name: str) -> None:
    (tmp_path / "a.folder.mp4").mkdir()
    (tmp_path / "file.txt").touch()
    worked: list[int] = []
    shot = FilmShot("a", lambda: _load_then(lambda: worked.append(1)), 24, 20)
    store = BlobStore(tmp_path / "film.takes")
    with pytest.raises(ExportError) as refused:
        render_film([shot], tmp_path / name, frame_rate=FrameRate(24), width=64, height=36, segments=store)
    assert refused.value.hint
    assert not worked


def test_films_that_cant_be_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="no finished shots"):
        _render([], tmp_path)
    for width, height in ((63, 36), (64, 35), (0, 36), (64, 20_000)):
        with pytest.raises(ExportError, match=f"{width}x{height}"):
            _render([_shot(range(20, 40))], tmp_path, width=width, height=height)


@pytest.mark.parametrize("name", ["film: the cut.mp4", "-film.mp4", "映画 100%d.MOV", "film.m4v"])
def test_any_name_can_be_given(tmp_path: Path, name: str) -> None:
    store = BlobStore(tmp_path / "film.takes")
    size = {"frame_rate": FrameRate(24), "width": 64, "height": 36}
    render_film([_shot(range(20, 40))], tmp_path / name, segments=store, **size)  # pyright: ignore[reportArgumentType]
    (tmp_path / name).rename(tmp_path / "plain.mp4")
    assert len(_levels(tmp_path / "plain.mp4")) == 20


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "small disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(folder)]
    if os.name == "nt" or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("needs the right to mount a small disk")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_a_full_disk_is_told_and_leaves_the_old_film(tmp_path: Path, small_disk: Path) -> None:
    out = small_disk / "film.mp4"
    out.write_text("the film of yesterday")
    noise = np.random.default_rng(1).integers(0, 255, (24, 36, 64, 3)).astype(np.uint8)
    shots = [FilmShot("noise", lambda: noise, 24, 24)] * 4
    store = BlobStore(tmp_path / "film.takes")
    with pytest.raises(ExportError) as full:
        render_film(shots, out, frame_rate=FrameRate(24), width=64, height=36, segments=store)
    assert "The disk is full" in full.value.message
    assert [path.name for path in small_disk.iterdir()] == ["film.mp4"]
    assert out.read_text() == "the film of yesterday"
