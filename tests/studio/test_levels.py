"""Loudness and ducking, measured in what is exported."""

from dataclasses import replace
from pathlib import Path

import av
import numpy as np
import pytest

from sora_studio.film.ducking import FALL, RISE, Ducking, joined_spans
from sora_studio.film.loudness import SILENT_LUFS, integrated_lufs
from sora_studio.film.sound import CEILING, SAMPLE_RATE, Mix
from sora_studio.studio.sound import film_sound, new_cue
from sora_studio.studio.sound_keeping import keep_media
from sora_studio.studio.studio import RenderOrder, Studio
from sora_studio.timeline.sound import AudioTrack
from tests.film.sounds import tone, write_wav
from tests.studio.film import open_tiny_studio


@pytest.fixture
def studio(tmp_path: Path) -> Studio:
    studio = open_tiny_studio(tmp_path)
    list(studio.render(RenderOrder(), device="cpu"))
    return studio


def with_sounds(studio: Studio, music_db: float, **film: float) -> None:
    """Music under the whole film, and a voice from 1 s to 1.5 s."""
    store = studio.store
    music = keep_media(store, write_wav(Path(studio.path.parent / "music.wav"), tone(3.0, hertz=997, level=0.1)))
    quiet = np.zeros(SAMPLE_RATE)
    voice = keep_media(
        store, write_wav(studio.path.parent / "voice.wav", np.concatenate([quiet, tone(0.5, hertz=300), quiet]))
    )
    under = AudioTrack("music", "Music", (new_cue(studio.project, music, 0),), duck_db=music_db)
    said = AudioTrack("voice", "Voice", (new_cue(replace(studio.project, tracks=(under,)), voice, 0),), speech=True)
    studio.edit("sound", lambda project: replace(project, tracks=(under, said), **film))  # type: ignore[arg-type]


def heard(studio: Studio, preset: str = "", name: str = "film.wav") -> np.ndarray:
    out = studio.path.parent / "film.wav"
    list(studio.write_film(out, preset=preset))
    file = out if not preset else studio.path.parent / "film stems" / name
    with av.open(str(file)) as sound:
        blocks = [frame.to_ndarray().reshape(-1, 2) for frame in sound.decode(sound.streams.audio[0])]
    return np.concatenate(blocks)[:, 0] / 2**31


def level_db(samples: np.ndarray, hertz: float) -> float:
    """The peak level of one tone in them."""
    turning = np.exp(-2j * np.pi * hertz * np.arange(len(samples)) / SAMPLE_RATE)
    return 20 * float(np.log10(2 * abs((samples * turning).mean()) + 1e-9))


def test_music_gives_way_while_someone_speaks_and_comes_back(studio: Studio) -> None:
    with_sounds(studio, 12.0)
    samples = heard(studio)
    before, during, after = (
        level_db(samples[round(start * SAMPLE_RATE) : round(stop * SAMPLE_RATE)], 997)
        for start, stop in ((0.2, 0.7), (1.05, 1.45), (2.2, 2.9))
    )
    assert before == pytest.approx(-20, abs=0.3) == after
    assert during == pytest.approx(-32, abs=0.5)
    assert level_db(samples[50_000:70_000], 300) == pytest.approx(-6, abs=0.5), "the voice itself stays"


def test_a_stem_gives_way_as_it_does_in_the_film(studio: Studio) -> None:
    with_sounds(studio, 12.0, loudness_lufs=-16.0)
    music = heard(studio, "stems", "film music.wav")
    assert level_db(music[9_600:33_600], 997) == pytest.approx(-20, abs=0.3)
    assert level_db(music[50_400:69_600], 997) == pytest.approx(-32, abs=0.5)


def test_a_muted_voice_moves_nothing(studio: Studio) -> None:
    with_sounds(studio, 12.0)
    muted = replace(studio.project.tracks[1], muted=True)
    studio.edit("mute", lambda film: replace(film, tracks=(film.tracks[0], muted)))
    assert film_sound(studio.project, studio.store).mix.sounds[0].ducking is None


@pytest.mark.parametrize("target", [-23.0, -30.0, -16.0])
def test_a_film_is_as_loud_as_is_asked(studio: Studio, target: float) -> None:
    media = keep_media(studio.store, write_wav(studio.path.parent / "tone.wav", tone(3.0, hertz=997, level=0.02)))
    track = AudioTrack("a", "A", (new_cue(studio.project, media, 0),))
    studio.edit("sound", lambda film: replace(film, tracks=(track,), loudness_lufs=target))
    # A 997 Hz tone in both channels is as many LUFS as its peak is dBFS (BS.1770, annex 1).
    assert level_db(heard(studio), 997) == pytest.approx(target, abs=0.2)


def test_what_is_brought_up_never_goes_over_the_ceiling(studio: Studio) -> None:
    with_sounds(studio, 0.0, loudness_lufs=-9.0)
    assert np.abs(heard(studio)).max() <= CEILING + 1e-4


def test_silence_stays_silent() -> None:
    silence = Mix(())
    assert integrated_lufs(silence, SAMPLE_RATE) <= SILENT_LUFS


def test_close_spans_are_one_and_gains_are_the_same_in_any_piece() -> None:
    spans = joined_spans([(200_000, 210_000), (48_000, 60_000), (60_000 + FALL + RISE - 1, 100_000)])
    assert spans == ((48_000, 100_000), (200_000, 210_000))
    ducking = Ducking(0.25, spans)
    whole = ducking.gains(0, 300_000)
    assert whole[[0, 48_000, 99_999, 150_000, 205_000, 299_999]] == pytest.approx([1, 0.25, 0.25, 1, 0.25, 1], abs=1e-3)
    pieces = np.concatenate([ducking.gains(start, 1_000) for start in range(0, 300_000, 1_000)])
    np.testing.assert_allclose(pieces, whole, atol=1e-6)
