"""Sound is decoded whole, mixed as set, and comes out of the film where it was put."""

import contextlib
import itertools
import random
import struct
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from sora_studio.errors import SoraError
from sora_studio.film.sound import (
    CEILING,
    PEAK_SAMPLES,
    SAMPLE_RATE,
    Mix,
    Pcm16,
    PeakFinder,
    PlacedSound,
    Spliced,
    Stereo,
    Stretch,
    resampled,
)
from sora_studio.film.sound_file import sound_blocks, sound_format
from tests.film.sounds import clap, tone, write_sound, write_wav


class Held:
    """A sound in memory."""

    def __init__(self, samples: np.ndarray) -> None:
        self.samples = np.round(np.stack([samples, samples], axis=1) * 32767).astype(np.int16)

    def read(self, start: int, count: int) -> Pcm16:
        return self.samples[start : start + count]


def decoded(path: Path) -> np.ndarray:
    return np.concatenate(list(sound_blocks(path))).astype(float) / 32767


def level(sound: np.ndarray) -> float:
    """How loud the middle of a tone is: its amplitude."""
    middle = sound[len(sound) // 4 : -len(sound) // 4]
    return float(np.sqrt(2 * np.mean(middle**2)))


@pytest.mark.parametrize(
    ("channels", "sample_rate"), [(1, 48_000), (2, 48_000), (1, 8_000), (2, 44_100), (1, 96_000), (9, 48_000)]
)
def test_any_wav_becomes_stereo_of_the_same_length_and_level(tmp_path: Path, channels: int, sample_rate: int) -> None:
    samples = tone(2, sample_rate)
    sound = decoded(write_wav(tmp_path / "a.wav", *[samples] * channels, sample_rate=sample_rate))
    assert sound.shape == pytest.approx((96_000, 2), abs=2)
    assert [level(sound[:, side]) for side in (0, 1)] == pytest.approx([0.5, 0.5], rel=0.01)


def test_left_stays_left_and_a_surround_sound_folds_down(tmp_path: Path) -> None:
    silence = np.zeros(96_000)
    left, right = decoded(write_wav(tmp_path / "a.wav", tone(2), silence)).T
    assert (level(left), level(right)) == pytest.approx((0.5, 0), abs=0.01)
    # Left, right, centre, bass, left and right surround: the centre is heard on both sides.
    centre = [silence, silence, tone(2), silence, silence, silence]
    sound = decoded(write_sound(tmp_path / "b.wav", "pcm_s16le", "5.1", *centre))
    assert level(sound[:, 0]) == pytest.approx(level(sound[:, 1]), rel=0.01)
    assert level(sound[:, 0]) > 0.1


@pytest.mark.parametrize(
    ("name", "codec"),
    [
        ("a.wav", "pcm_s24le"),
        ("a.flac", "flac"),
        ("a.mp3", "libmp3lame"),
        ("a.ogg", "libopus"),
        ("a.m4a", "aac"),
        ("a.mov", "pcm_s16le"),
    ],
)
def test_every_kind_comes_in_with_its_sounds_where_they_were(tmp_path: Path, name: str, codec: str) -> None:
    samples = clap(2, at_s=1)
    sound = decoded(write_sound(tmp_path / name, codec, "stereo", samples, samples))
    assert len(sound) == pytest.approx(96_000, abs=1200)
    assert np.abs(sound[:, 0]).argmax() / SAMPLE_RATE == pytest.approx(1.005, abs=0.01)


def test_the_sound_of_a_film_starts_with_its_picture(tmp_path: Path) -> None:
    path = tmp_path / "film.mp4"
    with av.open(str(path), "w") as film:
        picture = film.add_stream("libx264", 24)
        picture.width, picture.height = 64, 36
        sound = film.add_stream("aac", 48_000, layout="mono")
        for index in range(48):
            frame = av.VideoFrame.from_ndarray(np.zeros((36, 64, 3), np.uint8), "rgb24")
            frame.pts, frame.time_base = index, Fraction(1, 24)
            film.mux(picture.encode(frame))
        late = av.AudioFrame.from_ndarray(tone(1)[None].astype(np.float32), "fltp", "mono")
        late.sample_rate, late.pts, late.time_base = 48_000, 48_000, Fraction(1, 48_000)
        film.mux(sound.encode(late))
        film.mux([*picture.encode(None), *sound.encode(None)])
    heard = np.abs(decoded(path)[:, 0]) > 0.1
    assert heard.argmax() / SAMPLE_RATE == pytest.approx(1, abs=1 / 24)


def test_a_file_cut_off_gives_what_is_there(tmp_path: Path) -> None:
    for path in (
        write_wav(tmp_path / "a.wav", tone(4)),
        write_sound(tmp_path / "a.mp3", "libmp3lame", "mono", tone(4)),
        write_sound(tmp_path / "a.flac", "flac", "mono", tone(4)),
    ):
        path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
        assert 70_000 < len(decoded(path)) < 98_000


def test_damage_within_a_file_keeps_the_rest_in_place(tmp_path: Path) -> None:
    path = write_sound(tmp_path / "a.mp3", "libmp3lame", "mono", clap(10, at_s=9))
    data = bytearray(path.read_bytes())
    middle = len(data) // 2
    data[middle : middle + 300] = bytes(300)
    path.write_bytes(data)
    sound = np.abs(decoded(path)[:, 0])
    assert sound.argmax() / SAMPLE_RATE == pytest.approx(9.005, abs=0.1)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"RIFF",
        b"hello, this is text",
        b"#EXTM3U\nhttp://example.com/a.mp3\n",
        b"ffconcat version 1.0\nfile /etc/passwd\n",
        b"[playlist]\nFile1=a.mp3\n",
        b"\x89PNG\r\n\x1a\n" + bytes(99),
        b"\x1aE\xdf\xa3" + bytes(99),
        b"RIFF\x24\x00\x00\x00WAVEfmt ",
        b"fLaC" + bytes(99),
        b"OggS" + bytes(99),
        b"\x00\x00\x00\x20ftypisom" + bytes(99),
        b"ID3\x04\x00\x00\x00\x00\x00\x10" + bytes(99),
        b"\xff\xfb\x90\x00" + bytes(20),
    ],
)
def test_what_is_no_sound_is_refused_in_one_sentence(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "thing.wav"
    path.write_bytes(content)
    with pytest.raises(SoraError, match=r"thing\.wav") as refused:
        list(sound_blocks(path))
    assert refused.value.hint
    assert refused.value.message.count(". ") == 0


def test_a_film_without_sound_is_refused(tmp_path: Path) -> None:
    with av.open(str(tmp_path / "silent.mp4"), "w") as film:
        picture = film.add_stream("libx264", 24)
        picture.width, picture.height = 64, 36
        film.mux(picture.encode(av.VideoFrame.from_ndarray(np.zeros((36, 64, 3), np.uint8), "rgb24")))
        film.mux(picture.encode(None))
    with pytest.raises(SoraError, match="has no sound in it"):
        list(sound_blocks(tmp_path / "silent.mp4"))


def test_a_name_like_an_address_is_only_a_name(tmp_path: Path) -> None:
    path = write_wav(tmp_path / "http: a %d.wav", tone(1))
    assert len(decoded(path)) == 48_000


def test_the_kind_is_told_by_content_not_by_name(tmp_path: Path) -> None:
    path = write_sound(tmp_path / "a.flac", "flac", "mono", tone(1))
    assert sound_format(path.rename(tmp_path / "a.txt")) == "flac"


def test_peaks_are_the_extremes_of_every_piece() -> None:
    samples = np.random.default_rng(3).integers(-32768, 32767, (10 * PEAK_SAMPLES + 7, 2)).astype(np.int16)
    finder = PeakFinder()
    for start in range(0, len(samples), 1000):
        finder.add(samples[start : start + 1000])
    peaks = finder.peaks()
    assert len(peaks) == 11
    third = samples[2 * PEAK_SAMPLES : 3 * PEAK_SAMPLES]
    assert tuple(peaks[2]) == (third.min(), third.max())
    assert tuple(peaks[10]) == (samples[10 * PEAK_SAMPLES :].min(), samples[10 * PEAK_SAMPLES :].max())


def test_a_sound_is_heard_where_it_was_put_and_nowhere_else() -> None:
    mix = Mix([PlacedSound(Held(np.full(1000, 0.25)), "", start=500, count=300, offset=100)])
    heard = mix.read(0, 2000)[:, 0]
    assert heard[500:800] == pytest.approx(0.25, abs=1e-3)
    assert not heard[:500].any()
    assert not heard[800:].any()


def test_a_sound_shorter_than_its_cue_ends_in_silence() -> None:
    mix = Mix([PlacedSound(Held(np.full(100, 0.25)), "", start=0, count=300)])
    assert not mix.read(100, 400).any()


def test_gain_and_fades_shape_it() -> None:
    steady = Held(np.full(4000, 0.5))
    heard = Mix([PlacedSound(steady, "", 0, 4000, gain=0.5, fade_in=1000, fade_out=2000)]).read(0, 4000)[:, 0]
    assert heard[[0, 500, 1500, 3000, 3999]] == pytest.approx([0, 0.125, 0.25, 0.125, 0], abs=2e-3)
    assert (np.diff(heard[:1000]) > 0).all()
    assert (np.diff(heard[2000:]) < 0).all()


def test_sounds_add_up_and_never_pass_the_ceiling() -> None:
    loud = Held(tone(1, level=0.9))
    sounds = [PlacedSound(loud, "", 0, 48_000), PlacedSound(loud, "", 12_000, 36_000)]
    heard = Mix(sounds).read(0, 48_000)
    assert np.abs(heard).max() <= CEILING
    assert np.abs(heard[24_000:36_000]).max() == pytest.approx(CEILING, abs=0.01)
    # Limited, not clipped: the loud part is still a tone.
    spectrum = np.abs(np.fft.rfft(heard[24_000:36_000, 0] * np.hanning(12_000)))
    assert spectrum[spectrum.argmax() + 20 :].max() < 1e-3 * spectrum.max()


def test_what_needs_no_limiting_is_left_as_it_is() -> None:
    quiet = Held(tone(1, level=0.5))
    heard = Mix([PlacedSound(quiet, "", 0, 48_000)]).read(0, 48_000)
    assert (heard * 32768 == quiet.samples).all()


@pytest.mark.parametrize("sample_rate", [48_000, 44_100, 16_000, 96_000])
def test_pieces_fit_without_a_seam(sample_rate: int) -> None:
    mix = Mix([PlacedSound(Held(tone(1, level=0.9)), "", at, 48_000, fade_in=99) for at in (0, 20_000)])
    whole = resampled(mix, 0, sample_rate, sample_rate)
    cuts = [0, 1, 977, 5000, 5001, 12_000, sample_rate]
    pieces = [resampled(mix, a, b - a, sample_rate) for a, b in itertools.pairwise(cuts)]
    assert np.concatenate(pieces) == pytest.approx(whole, abs=1e-6)


@pytest.mark.parametrize("sample_rate", [44_100, 16_000, 96_000])
def test_another_rate_keeps_the_tone(sample_rate: int) -> None:
    heard = resampled(Mix([PlacedSound(Held(tone(1)), "", 0, 48_000)]), 0, sample_rate, sample_rate)[:, 0]
    middle = slice(sample_rate // 10, -sample_rate // 10)
    assert heard[middle] == pytest.approx(tone(1, sample_rate)[middle], abs=2e-3)


def test_stretches_follow_one_another() -> None:
    class Ramp:
        def read(self, start: int, count: int) -> Stereo:
            return np.repeat(np.arange(start, start + count, dtype=np.float32)[:, None], 2, axis=1)

    spliced = Spliced(Ramp(), (Stretch(100, 10), Stretch(500, 5)))
    assert spliced.read(8, 10)[:, 0].tolist() == [108, 109, 500, 501, 502, 503, 504, 0, 0, 0]


def test_random_damage_never_hangs_or_escapes(tmp_path: Path) -> None:
    """Whatever a file holds, it is read or refused in our words."""
    path, samples = tmp_path / "a", tone(0.2)
    whole = [
        write_wav(tmp_path / "a.wav", samples).read_bytes(),
        write_sound(tmp_path / "a.mp3", "libmp3lame", "mono", samples).read_bytes(),
        write_sound(tmp_path / "a.flac", "flac", "mono", samples).read_bytes(),
        write_sound(tmp_path / "a.m4a", "aac", "mono", samples).read_bytes(),
    ]
    dice = random.Random(11)
    for data in (bytearray(dice.choice(whole)) for _ in range(120)):
        for _ in range(dice.choice([1, 10, 100])):
            data[dice.randrange(min(len(data), 600))] = dice.randrange(256)
        path.write_bytes(data[: dice.randrange(len(data))] if dice.random() < 0.2 else data)
        with contextlib.suppress(SoraError):
            assert sum(len(block) for block in sound_blocks(path)) < 100 * SAMPLE_RATE


@pytest.mark.parametrize("rate", [1, 999, 771_799_936])
def test_a_rate_no_sound_has_is_refused_at_once(tmp_path: Path, rate: int) -> None:
    path = write_wav(tmp_path / "a.wav", tone(0.1))
    data = bytearray(path.read_bytes())
    data[24:28] = struct.pack("<I", rate)
    path.write_bytes(data)
    with pytest.raises(SoraError, match="can't be read"):
        list(sound_blocks(path))


@pytest.mark.parametrize("damage", [lambda data: data[:60], lambda data: data[:44] + b"\xff" * 9, lambda data: data])
def test_a_header_that_promises_too_much_gives_what_is_there(tmp_path: Path, damage: Callable[[bytes], bytes]) -> None:
    path = write_wav(tmp_path / "a.wav", tone(0.01))
    data = bytearray(damage(path.read_bytes()))
    data[40:44] = struct.pack("<I", 0xFFFFFFF0)
    path.write_bytes(data)
    assert 0 < len(decoded(path)) <= 960
