"""The film's sound in the window: led by the playhead, and never in the way where no device is."""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QObject, Signal

from sora_studio.storage.blobs import BlobStore
from sora_studio.studio.sound import mix, new_cue
from sora_studio.studio.sound_keeping import keep_media
from sora_studio.timeline.project import Project
from sora_studio.timeline.sound import AudioTrack
from sora_studio.timeline.sound_edits import set_track
from sora_studio.ui.sound import output, player
from sora_studio.ui.sound.mix_ahead import MixAhead
from sora_studio.ui.sound.player import SoundPlayer
from sora_studio.ui.transport import Transport
from tests.film.sounds import tone, write_wav
from tests.studio.film import tiny_film

RATE = 48_000


@dataclass
class Kept:
    store: BlobStore


class Document(QObject):
    """A film of ten seconds with a tone under all of it, as the window holds one."""

    project_changed = Signal(object, object)

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.studio = Kept(BlobStore(folder / "film.takes"))
        media = keep_media(self.studio.store, write_wav(folder / "tone.wav", tone(10)))
        cue = new_cue(Project("Film"), media, 0)
        self.project = Project("Film", tracks=(AudioTrack("t", "Music", (cue,)),))

    def edit(self, change: Callable[[Project], Project]) -> None:
        before, self.project = self.project, change(self.project)
        self.project_changed.emit(before, self.project)


class Loudspeaker:
    """Stands for the device, which no test machine has: plays as many samples as the test says have passed."""

    made: "list[Loudspeaker]" = []  # noqa: RUF012

    def __init__(self, parent: QObject) -> None:
        self.sample_rate, self.played, self.failed, self.open, self.volume = RATE, 0, False, False, 1.0
        self.heard = np.empty((0, 2), np.int16)
        Loudspeaker.made.append(self)

    def play(self, mix: MixAhead, volume: float) -> None:
        self.mix, self.volume, self.open = mix, volume, True

    def set_volume(self, volume: float) -> None:
        self.volume = volume

    def pass_time(self, samples: int) -> None:
        for _ in range(samples // 480):
            self.mix.wait(1)
            block = np.frombuffer(self.mix.take(480 * 4), "<i2").reshape(-1, 2)
            self.heard = np.concatenate([self.heard, block])
        self.played += samples

    def close(self) -> None:
        self.open = False


@pytest.fixture
def document(tmp_path: Path, qapp) -> Document:
    return Document(tmp_path)


@pytest.fixture
def loudspeakers(monkeypatch: pytest.MonkeyPatch) -> list[Loudspeaker]:
    monkeypatch.setattr(player, "Output", Loudspeaker)
    Loudspeaker.made = []
    return Loudspeaker.made


@pytest.fixture
def playing(document: Document, loudspeakers: list[Loudspeaker]):
    """A player following a playhead over the film."""
    transport = Transport()
    transport.set_film(document.project.frame_rate, 240)
    sound = SoundPlayer(document)  # pyright: ignore[reportArgumentType]
    document.project_changed.connect(sound.on_project_changed)
    sound.follow(transport)
    yield sound, transport
    transport.pause()
    sound.stop()


def test_playing_is_heard_from_the_playhead_and_leads_it(playing, loudspeakers: list[Loudspeaker], document) -> None:
    sound, transport = playing
    transport.seek(48)
    transport.play()
    (speaker,) = loudspeakers
    assert sound.clock_frame() == 48
    speaker.pass_time(12_000)
    assert sound.clock_frame() == pytest.approx(54, abs=0.2)
    expected = mix(document.project, document.studio.store, 48, 6)
    assert speaker.heard / 32767 == pytest.approx(expected, abs=1e-4)
    transport.pause()
    assert not speaker.open
    assert sound.clock_frame() is None


def test_only_the_films_own_speed_is_heard(playing, loudspeakers: list[Loudspeaker]) -> None:
    _, transport = playing
    transport.shuttle(1)
    assert loudspeakers[0].open
    transport.shuttle(1)
    assert not loudspeakers[0].open
    transport.pause()
    transport.shuttle(-1)
    assert len(loudspeakers) == 1


def test_a_jump_while_playing_is_followed(playing, loudspeakers: list[Loudspeaker]) -> None:
    sound, transport = playing
    transport.play()
    loudspeakers[0].pass_time(4800)
    transport.seek(100)
    assert [speaker.open for speaker in loudspeakers] == [False, True]
    assert sound.clock_frame() == 100


def test_a_scrub_is_silent_until_it_rests(playing, loudspeakers: list[Loudspeaker], qtbot) -> None:
    sound, transport = playing
    transport.play()
    loudspeakers[0].pass_time(4800)
    for frame in range(100, 120):
        transport.seek(frame)
    assert len(loudspeakers) == 2
    assert not any(speaker.open for speaker in loudspeakers)
    qtbot.waitUntil(lambda: len(loudspeakers) == 3)
    assert 119 <= sound.clock_frame() <= 125


def test_an_edit_is_heard_while_playing(playing, loudspeakers: list[Loudspeaker], document: Document) -> None:
    _, transport = playing
    transport.play()
    (speaker,) = loudspeakers
    speaker.pass_time(4800)
    document.edit(lambda film: set_track(film, "t", gain_db=-6.0))
    speaker.pass_time(4800)
    before, after = (np.abs(part.astype(int)).max() for part in (speaker.heard[:4800], speaker.heard[4800:]))
    assert after == pytest.approx(before / 2, rel=0.02)
    expected = mix(document.project, document.studio.store, 0, 10)[4800:9600]
    assert speaker.heard[4800:] / 32767 == pytest.approx(expected, abs=1e-4)
    document.edit(lambda film: set_track(film, "t", muted=True))
    speaker.pass_time(480)
    assert not speaker.heard[-480:].any()


def level_db(heard: np.ndarray) -> float:
    """Of a tone in both channels: its peak, which is its loudness in LUFS (BS.1770, annex 1)."""
    return float(20 * np.log10(np.sqrt(2 * np.mean((heard / 32767) ** 2))))


def test_the_film_is_heard_as_loud_as_it_is_exported(
    playing, loudspeakers: list[Loudspeaker], document: Document, qtbot
) -> None:
    sound, transport = playing
    document.edit(lambda film: replace(film, scenes=tiny_film().scenes))
    transport.play()
    (speaker,) = loudspeakers
    speaker.pass_time(4800)
    assert level_db(speaker.heard) == pytest.approx(-6, abs=0.2), "as mixed"
    for target in (-23.0, -16.0):
        with qtbot.waitSignal(sound._level.found, timeout=20_000):
            document.edit(lambda film, target=target: replace(film, loudness_lufs=target))
        speaker.pass_time(4800)
        assert level_db(speaker.heard[-4800:]) == pytest.approx(target, abs=0.8)
    document.edit(lambda film: replace(film, loudness_lufs=0.0))
    speaker.pass_time(4800)
    assert level_db(speaker.heard[-4800:]) == pytest.approx(-6, abs=0.2)


def test_a_film_opened_is_as_loud_from_its_first_moment(
    document: Document, loudspeakers: list[Loudspeaker], qtbot
) -> None:
    document.project = replace(document.project, scenes=tiny_film().scenes, loudness_lufs=-23.0)
    transport = Transport()
    transport.set_film(document.project.frame_rate, 240)
    sound = SoundPlayer(document)  # pyright: ignore[reportArgumentType]
    with qtbot.waitSignal(sound._level.found, timeout=20_000):
        sound.follow(transport)
    transport.play()
    loudspeakers[0].pass_time(4800)
    assert level_db(loudspeakers[0].heard) == pytest.approx(-23, abs=0.8)
    transport.pause()


def test_a_silent_film_asks_for_no_device(playing, loudspeakers: list[Loudspeaker], document: Document) -> None:
    sound, transport = playing
    tracks = document.project.tracks
    document.edit(lambda film: replace(film, tracks=()))
    transport.play()
    assert not loudspeakers
    assert sound.clock_frame() is None
    assert sound.problem == ""
    document.edit(lambda film: replace(film, tracks=tracks))
    assert len(loudspeakers) == 1


def test_a_device_that_stops_is_given_up(playing, loudspeakers: list[Loudspeaker], monkeypatch) -> None:
    sound, transport = playing
    transport.play()
    monkeypatch.setattr(player, "PATIENCE_S", 0.01)
    monkeypatch.setattr(player, "STALL_S", 0.01)
    time.sleep(0.02)
    assert sound.clock_frame() is None
    assert not loudspeakers[0].open
    assert "without sound" in sound.problem


def test_a_device_that_wakes_slowly_is_joined_to_the_pictures(
    playing, loudspeakers: list[Loudspeaker], document: Document, monkeypatch
) -> None:
    sound, transport = playing
    transport.play()
    (speaker,) = loudspeakers
    monkeypatch.setattr(player, "STALL_S", 0.02)
    time.sleep(0.3)
    assert sound.clock_frame() is None, "the wall clock counts"
    speaker.pass_time(480)
    monkeypatch.setattr(player, "STALL_S", 0.25)
    joined = sound.clock_frame()
    assert joined == pytest.approx(0.3 * 24, abs=2)
    speaker.pass_time(480)
    expected = mix(document.project, document.studio.store, 0, 24)
    heard, place = speaker.heard[480:] / 32767, round((sound.clock_frame() or 0) / 24 * RATE)
    assert min(np.abs(expected[at : at + 480] - heard).max() for at in range(place - 2400, place, 1)) < 1e-3


def test_a_missing_sound_is_named(playing, document: Document) -> None:
    sound, transport = playing
    media = document.project.tracks[0].cues[0].media
    document.studio.store.path("media", media).unlink()
    transport.play()
    assert "tone.wav" in sound.problem
    assert sound.clock_frame() is None


def test_volume_is_the_windows_own(playing, loudspeakers: list[Loudspeaker]) -> None:
    sound, transport = playing
    sound.volume = 0.25
    transport.play()
    assert loudspeakers[0].volume == 0.25
    sound.volume = 7
    assert loudspeakers[0].volume == 1


def test_without_a_device_the_film_plays_on_and_says_so(document: Document, qtbot) -> None:
    """On the machine as it is: with a device it sounds, without one the wall clock counts; Qt warns of nothing."""
    sound = SoundPlayer(document)  # pyright: ignore[reportArgumentType]
    transport = Transport()
    transport.set_film(document.project.frame_rate, 240)
    sound.follow(transport)
    assert sound.available == (output.output_problem() == "")
    transport.play()
    qtbot.waitUntil(lambda: transport.frame > 3, timeout=5000)
    if not sound.available:
        assert sound.clock_frame() is None
        assert "without" in sound.problem
    else:
        assert sound.sounding
    transport.pause()
    assert not sound.sounding
