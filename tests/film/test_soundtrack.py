"""The film's sound lies under its picture to the frame, as long as the film and no longer."""

import tracemalloc
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from sora_studio.film import FilmShot, render_film
from sora_studio.film.codecs import PRORES_HQ
from sora_studio.film.loudness import Normalised
from sora_studio.film.sound import SAMPLE_RATE, Mix, PlacedSound, Sound, Stereo, sample_at
from sora_studio.film.soundtrack import Soundtrack
from sora_studio.storage.blobs import BlobStore
from sora_studio.timeline.time import FrameRate
from tests.film.sounds import clap, tone
from tests.film.test_sound import Held

RATES = [FrameRate(24), FrameRate(25), FrameRate(24000, 1001), FrameRate(30000, 1001), FrameRate(12)]


def _film(
    folder: Path,
    sound: Sound | None,
    rate: FrameRate,
    frames: int = 60,
    flash: int | None = None,
    name: str = "film.mp4",
    key: str = "mix",
) -> Path:
    """A black film of three shots, white in the frame `flash`."""
    black, white = np.zeros((36, 64, 3), np.uint8), np.full((36, 64, 3), 255, np.uint8)
    shots: list[FilmShot] = []
    for number, part in enumerate(np.array_split(np.arange(frames), 3)):
        clip = np.stack([white if frame == flash else black for frame in part])
        shots.append(FilmShot(f"{number} {flash}", lambda clip=clip: clip, float(rate.per_second), len(part)))
    render_film(
        shots,
        folder / name,
        frame_rate=rate,
        width=64,
        height=36,
        segments=BlobStore(folder / "film.takes"),
        soundtrack=None if sound is None else Soundtrack(sound, key, frames, rate),
    )
    return folder / name


def _heard(path: Path) -> np.ndarray:
    """The film's sound as a player hears it, from the film's first moment on."""
    with av.open(str(path)) as film:
        frames = list(film.decode(audio=0))
        first = frames[0]
        assert first.pts is not None
        assert first.time_base is not None
        assert first.pts * first.time_base == 0
        return np.concatenate([frame.to_ndarray() for frame in frames], axis=1)


def _flash(path: Path) -> Fraction:
    """When the picture is brightest, in seconds."""
    with av.open(str(path)) as film:
        frames = list(film.decode(video=0))
    brightest = max(frames, key=lambda frame: frame.to_ndarray(format="gray").mean())
    assert brightest.pts is not None
    assert brightest.time_base is not None
    return brightest.pts * brightest.time_base


@pytest.mark.parametrize("rate", RATES, ids=str)
@pytest.mark.parametrize("name", ["film.mp4", "film.mov"])
def test_a_clap_is_seen_and_heard_at_once(tmp_path: Path, rate: FrameRate, name: str) -> None:
    flash = 41
    at_s = float(rate.seconds(flash))
    sound = Mix([PlacedSound(Held(clap(10, at_s)), "", 0, 480_000)])
    path = _film(tmp_path, sound, rate, flash=flash, name=name)
    loud = np.abs(_heard(path)).max(axis=0) > 0.2
    heard_s = loud.argmax() / SAMPLE_RATE
    assert _flash(path) == pytest.approx(at_s, abs=1e-6)
    assert heard_s == pytest.approx(at_s, abs=0.005)


@pytest.mark.parametrize("rate", RATES, ids=str)
@pytest.mark.parametrize("frames", [3, 60, 257])
def test_sound_lasts_as_long_as_the_film(tmp_path: Path, rate: FrameRate, frames: int) -> None:
    sound = Mix([PlacedSound(Held(tone(60)), "", 0, 60 * SAMPLE_RATE)])
    path = _film(tmp_path, sound, rate, frames)
    length = rate.seconds(frames)
    with av.open(str(path)) as film:
        picture, track = film.streams.video[0], film.streams.audio[0]
        assert film.duration is not None
        assert film.duration / 1e6 == pytest.approx(float(length), abs=1e-3)
        assert picture.duration is not None
        assert picture.time_base is not None
        assert picture.duration * picture.time_base == length
        assert track.duration is not None
        assert track.time_base is not None
        assert float(track.duration * track.time_base) == pytest.approx(float(length), abs=1e-3)
    # AAC comes in whole frames; the track says how much of the last one is heard.
    assert 0 <= _heard(path).shape[1] - sample_at(frames, rate) < 1024


def test_sound_comes_back_as_it_was_mixed(tmp_path: Path) -> None:
    sound = Mix([PlacedSound(Held(tone(5, hertz=440)), "", 0, 5 * SAMPLE_RATE)])
    heard = _heard(_film(tmp_path, sound, FrameRate(24), 96))
    expected = sound.read(0, heard.shape[1]).T
    middle = slice(4800, -4800)
    assert heard[:, middle] == pytest.approx(expected[:, middle], abs=0.02)


def test_the_picture_is_the_same_with_and_without_sound(tmp_path: Path) -> None:
    rate = FrameRate(24)
    silent = _film(tmp_path, None, rate, name="silent.mp4")
    sounding = _film(tmp_path, Mix([PlacedSound(Held(tone(1)), "", 0, 9999)]), rate, name="sounding.mp4")
    packets: list[list[bytes]] = []
    for path in (silent, sounding):
        with av.open(str(path)) as film:
            packets.append([bytes(packet) for packet in film.demux(video=0)])
    assert packets[0] == packets[1]
    with av.open(str(silent)) as film:
        assert not film.streams.audio


def test_the_same_sound_is_the_same_bytes(tmp_path: Path) -> None:
    sound = Mix([PlacedSound(Held(tone(3, level=0.9)), "", 0, 90_000), PlacedSound(Held(tone(3)), "", 5000, 90_000)])
    films: list[bytes] = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        films.append(_film(tmp_path / name, sound, FrameRate(24)).read_bytes())
    assert films[0] == films[1]


def test_sound_is_encoded_again_only_when_it_changed(tmp_path: Path) -> None:
    read: list[int] = []

    class Counted:
        def read(self, start: int, count: int) -> Stereo:
            read.append(count)
            return np.zeros((count, 2), np.float32)

    first = _film(tmp_path, Counted(), FrameRate(24), 60).read_bytes()
    assert sum(read) == 120_000
    assert _film(tmp_path, Counted(), FrameRate(24), 60).read_bytes() == first
    _film(tmp_path, Counted(), FrameRate(24), 60, flash=5)
    assert sum(read) == 120_000
    _film(tmp_path, Counted(), FrameRate(24), 60, key="another mix")
    assert sum(read) == 240_000
    _film(tmp_path, Counted(), FrameRate(24), 63)
    assert sum(read) == 240_000 + 126_000


def test_players_can_start_a_film_with_sound_before_it_has_arrived(tmp_path: Path) -> None:
    data = _film(tmp_path, Mix([PlacedSound(Held(tone(1)), "", 0, 9999)]), FrameRate(24)).read_bytes()
    assert data.index(b"moov") < data.index(b"mdat")


class Hum:
    """A sound of any length that nobody holds."""

    def read(self, start: int, count: int) -> Stereo:
        hum = np.sin(np.arange(start, start + count) * 0.03) / 2
        return np.repeat(hum[:, None], 2, axis=1).astype(np.float32)


@pytest.mark.parametrize("again", [False, True], ids=["fresh", "kept"])
def test_a_long_soundtrack_is_never_held_whole(tmp_path: Path, again: bool) -> None:
    frames, rate = 200, FrameRate(1)
    white = np.full((1, 36, 64, 3), 255, np.uint8)
    shot = FilmShot("white", lambda: white, 1.0, frames, between="repeat")

    def render(name: str) -> Path:
        sound = Soundtrack(Normalised(Hum(), -23.0, frames * SAMPLE_RATE), "hum", frames, rate)
        out, store = tmp_path / name, BlobStore(tmp_path / "film.takes")
        render_film(
            [shot], out, frame_rate=rate, width=64, height=36, segments=store, soundtrack=sound, codec=PRORES_HQ
        )
        return out

    if again:
        render("first.mov")
    tracemalloc.start()
    try:
        film = render("film.mov")
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert film.stat().st_size > frames * SAMPLE_RATE * 6
    assert most < 20e6
