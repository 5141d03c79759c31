"""Sound files are kept once, shown as peaks, mixed as the film says, and exported with it."""

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import av
import numpy as np
import pytest

from sora_studio.errors import Cancelled, SoraError, StorageError
from sora_studio.film.sound import SAMPLE_RATE
from sora_studio.inference.cancel import CancelToken
from sora_studio.storage.blobs import BlobStore
from sora_studio.studio.sound import film_sound, mix, new_cue
from sora_studio.studio.sound_keeping import PEAKS_PER_SECOND, Media, keep_media, peaks
from sora_studio.studio.studio import RenderOrder
from sora_studio.timeline.project import Project
from sora_studio.timeline.sound import AudioCue, AudioTrack
from sora_studio.timeline.sound_edits import add_cue, add_track, set_cue, set_track
from sora_studio.timeline.time import FrameRate
from tests.film.sounds import clap, tone, write_sound, write_wav
from tests.studio.film import open_tiny_studio

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def store(tmp_path: Path) -> BlobStore:
    return BlobStore(tmp_path / "film.takes")


def _film(media: Media, **cue: object) -> Project:
    """A film at 24 fps with the sound from its second second on."""
    project = add_track(Project("Film"), AudioTrack("t", "Music"))
    return add_cue(project, "t", replace(new_cue(project, media, 24), **cue))  # pyright: ignore[reportArgumentType]


def _level(heard: np.ndarray) -> float:
    return float(np.sqrt(2 * np.mean(heard.astype(float) ** 2)))


def test_a_sound_is_kept_whole_under_its_own_hash(tmp_path: Path, store: BlobStore) -> None:
    path = write_wav(tmp_path / "rain.wav", tone(3, 8000), sample_rate=8000)
    media = keep_media(store, path)
    assert (media.name, media.seconds) == ("rain.wav", pytest.approx(3, abs=1e-3))
    path.unlink()
    found = peaks(store, media.sha256)
    assert found.shape == (3 * PEAKS_PER_SECOND, 2)
    assert found.dtype == np.float32
    assert (found[:, 0].min(), found[:, 1].max()) == pytest.approx((-0.5, 0.5), abs=0.02)
    assert len(mix(_film(media), store, 0, 96)) == 4 * SAMPLE_RATE


def test_the_same_file_is_decoded_once(tmp_path: Path, store: BlobStore) -> None:
    path = write_wav(tmp_path / "rain.wav", tone(1))
    first = keep_media(store, path)
    other = path.rename(tmp_path / "other name.wav")
    again = keep_media(store, other, decode=lambda *_: pytest.fail("decoded again"))
    assert again == Media(first.sha256, "other name.wav", first.seconds)


def test_a_damaged_sound_is_healed_by_importing_it_again(tmp_path: Path, store: BlobStore) -> None:
    path = write_wav(tmp_path / "rain.wav", tone(1))
    media = keep_media(store, path)
    kept = store.path("media", media.sha256)
    for broken in (b"", kept.read_bytes()[:-5], bytes([1]) + kept.read_bytes()[1:]):
        kept.write_bytes(broken)
        assert film_sound(_film(media), store).missing == ("rain.wav",)
        assert not mix(_film(media), store, 0, 48).any()
        assert keep_media(store, path) == media
        assert film_sound(_film(media), store).missing == ()


def test_lost_peaks_are_found_again_and_a_lost_sound_says_so(tmp_path: Path, store: BlobStore) -> None:
    media = keep_media(store, write_wav(tmp_path / "rain.wav", tone(1)))
    store.path("peaks", media.sha256).unlink()
    assert len(peaks(store, media.sha256)) == PEAKS_PER_SECOND
    store.path("peaks", media.sha256).unlink()
    store.path("media", media.sha256).unlink()
    with pytest.raises(SoraError, match="missing") as lost:
        peaks(store, media.sha256)
    assert "Import" in lost.value.hint


def _directory(path: Path) -> None:
    path.mkdir()


def _huge(path: Path) -> None:
    path.touch()
    os.truncate(path, 2_000_000_001)


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda path: None, "There is no file"),
        (_directory, "isn't a file"),
        (os.mkfifo if hasattr(os, "mkfifo") else _directory, "isn't a file"),
        (_huge, "larger than 2 GB"),
        (lambda path: path.write_text("#EXTM3U\n/etc/passwd\n"), "isn't a sound file"),
        (lambda path: path.write_bytes(b"RIFF\0\0\0\0WAVEfmt "), "can't be read"),
    ],
)
def test_what_is_no_sound_is_refused_and_leaves_nothing(
    tmp_path: Path, store: BlobStore, make: Callable[[Path], object], said: str
) -> None:
    path = tmp_path / "thing.wav"
    make(path)
    with pytest.raises(SoraError, match=said) as refused:
        keep_media(store, path)
    assert refused.value.hint
    assert not [left for left in store.folder.rglob("*") if left.is_file()]


def test_a_full_store_is_the_stores_fault(tmp_path: Path) -> None:
    (tmp_path / "film.takes").write_text("a file where the folder should be")
    with pytest.raises(StorageError, match="sound could not be saved"):
        keep_media(BlobStore(tmp_path / "film.takes"), write_wav(tmp_path / "rain.wav", tone(1)))


def test_importing_can_be_stopped(tmp_path: Path, store: BlobStore) -> None:
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(Cancelled):
        keep_media(store, write_wav(tmp_path / "rain.wav", tone(1)), cancel)


def test_the_mix_has_each_sound_where_the_film_has_it(tmp_path: Path, store: BlobStore) -> None:
    media = keep_media(store, write_wav(tmp_path / "tone.wav", tone(2)))
    project = _film(media)
    assert not mix(project, store, 0, 24).any()
    assert _level(mix(project, store, 24, 48)) == pytest.approx(0.5, rel=0.01)
    assert not mix(project, store, 72, 24).any()
    quieter = set_track(set_cue(project, project.tracks[0].cues[0].id, gain_db=-4.0), "t", gain_db=-2.0)
    assert _level(mix(quieter, store, 24, 48)) == pytest.approx(0.25, rel=0.01)
    faded = set_cue(project, project.tracks[0].cues[0].id, fade_in_frames=24, fade_out_frames=24)
    early, middle, late = (_level(mix(faded, store, frame, 2)) for frame in (25, 47, 69))
    assert early < 0.1 < middle > 0.1 > late


def test_mute_and_solo_are_heard(tmp_path: Path, store: BlobStore) -> None:
    low = keep_media(store, write_wav(tmp_path / "low.wav", tone(2, level=0.1)))
    high = keep_media(store, write_wav(tmp_path / "high.wav", tone(2, level=0.3)))
    project = add_track(_film(low), AudioTrack("u", "Voice", (AudioCue("c", high.sha256, "high.wav", 24, 48),)))
    assert _level(mix(project, store, 24, 48)) == pytest.approx(0.4, rel=0.01)
    assert _level(mix(set_track(project, "t", muted=True), store, 24, 48)) == pytest.approx(0.3, rel=0.01)
    assert _level(mix(set_track(project, "t", solo=True), store, 24, 48)) == pytest.approx(0.1, rel=0.01)
    assert not mix(set_track(project, "u", solo=True, muted=True), store, 24, 48).any()


@pytest.mark.parametrize("sample_rate", [48_000, 44_100])
def test_frames_mixed_one_by_one_make_the_whole(tmp_path: Path, store: BlobStore, sample_rate: int) -> None:
    media = keep_media(store, write_wav(tmp_path / "tone.wav", tone(2, level=0.95)))
    project = replace(_film(media, gain_db=6.0), frame_rate=FrameRate(30000, 1001))
    whole = mix(project, store, 0, 90, sample_rate)
    pieces = [mix(project, store, a, b - a, sample_rate) for a, b in pairwise([0, 1, 23, 24, 50, 51, 90])]
    assert np.concatenate(pieces) == pytest.approx(whole, abs=1e-5)
    assert np.abs(whole).max() <= (0.8913 if sample_rate == SAMPLE_RATE else 1)


def test_the_exported_film_has_the_clap_under_its_picture(tmp_path: Path) -> None:
    with open_tiny_studio(tmp_path) as studio:
        list(studio.render(RenderOrder(), device="cpu"))
        list(studio.write_film(tmp_path / "silent.mp4"))
        media = keep_media(studio.store, write_sound(tmp_path / "clap.mp3", "libmp3lame", "mono", clap(2, at_s=1)))
        studio.edit("Add track", lambda film: add_track(film, AudioTrack("t", "Effects")))
        studio.edit("Add sound", lambda film: add_cue(film, "t", new_cue(film, media, 12)))
        list(studio.write_film(tmp_path / "film.mp4"))
        assert _first_sound(tmp_path / "film.mp4") == pytest.approx(1.5, abs=1 / 24)
        studio.edit("Mute", lambda film: set_track(film, "t", muted=True))
        list(studio.write_film(tmp_path / "muted.mp4"))
        studio.undo()
        list(studio.write_film(tmp_path / "again.mp4"))
    films = {name: (tmp_path / f"{name}.mp4").read_bytes() for name in ("silent", "film", "muted", "again")}
    assert films["muted"] == films["silent"]
    assert films["again"] == films["film"]


def test_a_shot_left_out_takes_its_sound_along(tmp_path: Path) -> None:
    with open_tiny_studio(tmp_path) as studio:
        list(studio.render(RenderOrder(positions=(1, 3)), device="cpu"))
        media = keep_media(studio.store, write_wav(tmp_path / "clap.wav", clap(3, at_s=2.5)))
        studio.edit("Add track", lambda film: add_track(film, AudioTrack("t", "Effects")))
        studio.edit("Add sound", lambda film: add_cue(film, "t", new_cue(film, media, 0)))
        list(studio.write_film(tmp_path / "film.mp4"))
    assert _first_sound(tmp_path / "film.mp4") == pytest.approx(1.5, abs=1 / 24)


def test_a_film_is_never_written_with_a_sound_less(tmp_path: Path) -> None:
    with open_tiny_studio(tmp_path) as studio:
        list(studio.render(RenderOrder(), device="cpu"))
        media = keep_media(studio.store, write_wav(tmp_path / "rain.wav", tone(1)))
        studio.edit("Add track", lambda film: add_track(film, AudioTrack("t", "Effects")))
        studio.edit("Add sound", lambda film: add_cue(film, "t", new_cue(film, media, 0)))
        kept = studio.store.path("media", media.sha256)
        kept.write_bytes(kept.read_bytes()[:-1] + b"?")
        with pytest.raises(SoraError, match=r"rain\.wav") as lost:
            list(studio.write_film(tmp_path / "film.mp4"))
        assert "Import" in lost.value.hint
        assert not (tmp_path / "film.mp4").exists()
        studio.edit("Mute", lambda film: set_track(film, "t", muted=True))
        list(studio.write_film(tmp_path / "film.mp4"))


def _first_sound(path: Path) -> float:
    """When the first thing is heard, in seconds from the film's start."""
    with av.open(str(path)) as film:
        heard = np.concatenate([frame.to_ndarray() for frame in film.decode(audio=0)], axis=1)
        picture = film.streams.video[0]
        assert picture.duration is not None
        assert picture.time_base is not None
        assert heard.shape[1] == pytest.approx(float(picture.duration * picture.time_base) * SAMPLE_RATE, abs=1024)
    return float((np.abs(heard).max(axis=0) > 0.2).argmax()) / SAMPLE_RATE


MEASURED = """
import resource, sys
from pathlib import Path
from sora_studio.storage.blobs import BlobStore
from sora_studio.studio.sound import mix, new_cue
from sora_studio.studio.sound_keeping import keep_media, peaks
from sora_studio.timeline.project import Project
from sora_studio.timeline.sound import AudioTrack
store = BlobStore(Path(sys.argv[1]))
keep_media(store, Path(sys.argv[2]))
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
media = keep_media(store, Path(sys.argv[3]))
film = Project("Film")
mix(Project("Film", tracks=(AudioTrack("t", "T", (new_cue(film, media, 0),)),)), store, 24 * 60, 24)
print(media.seconds, len(peaks(store, media.sha256)), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""


@pytest.mark.parametrize(
    ("seconds", "megabytes"), [(600, 40), pytest.param(3 * 3600, 80, marks=pytest.mark.slow)], ids=["10 min", "3 h"]
)
@pytest.mark.skipif(sys.platform == "win32", reason="needs getrusage")
def test_long_sounds_take_little_memory(tmp_path: Path, store: BlobStore, seconds: int, megabytes: int) -> None:
    short = write_wav(tmp_path / "short.wav", tone(30, 8000), sample_rate=8000)
    long = tmp_path / "long.wav"
    header = bytearray(short.read_bytes()[:44])
    header[4:8], header[40:44] = (
        (36 + 16_000 * seconds).to_bytes(4, "little"),
        (16_000 * seconds).to_bytes(4, "little"),
    )
    long.write_bytes(header)
    os.truncate(long, 44 + 16_000 * seconds)
    run = subprocess.run(
        [sys.executable, "-c", MEASURED, str(store.folder), str(short), str(long)],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    length, found, grown_kb = run.stdout.split()
    assert float(length) == pytest.approx(seconds, abs=0.01)
    assert int(found) == pytest.approx(seconds * PEAKS_PER_SECOND, abs=1)
    assert int(grown_kb) < 1000 * megabytes
