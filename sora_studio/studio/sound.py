"""Sound files kept beside the takes, decoded once and named by their SHA-256; what the film sounds like."""

import hashlib
import stat
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from struct import Struct

import numpy as np
from numpy.typing import NDArray

from sora_studio.errors import SoraError, StorageError
from sora_studio.film.levelled import Levelled
from sora_studio.film.sound import (
    PEAKS_PER_SECOND,
    SAMPLE_RATE,
    Mix,
    Pcm16,
    PeakFinder,
    PlacedSound,
    Stereo,
    resampled,
    sample_at,
)
from sora_studio.inference.cancel import CancelToken
from sora_studio.storage.arrays import load_arrays, save_arrays
from sora_studio.storage.blobs import BlobStore, Sink
from sora_studio.studio.endings import unreadable
from sora_studio.studio.sound_decoding import Decode, decoded_apart
from sora_studio.studio.speech import Speech
from sora_studio.timeline.ids import text_id, unused_id
from sora_studio.timeline.project import Project
from sora_studio.timeline.sound import AudioCue, AudioTrack, audible_tracks
from sora_studio.timeline.time import FrameRange, FrameRate

__all__ = ["PEAKS_PER_SECOND", "FilmSound", "Media", "film_sound", "keep_media", "mix", "new_cue", "peaks"]

MEDIA, PEAKS = "media", "peaks"
LARGEST_FILE_BYTES = 2_000_000_000
# A kept sound: magic with a version, samples per second, channels; then 16-bit little-endian samples, left and right.
HEADER = Struct("<8sII")
HEAD = HEADER.pack(b"SORAPCM1", SAMPLE_RATE, 2)
SAMPLE_BYTES = 4
# Read at a time where a whole sound goes by.
BLOCK = 10 * SAMPLE_RATE


@dataclass(frozen=True, slots=True)
class Media:
    """A kept sound file: its SHA-256 (hex), what it was called, how long it sounds."""

    sha256: str
    name: str
    seconds: float


def keep_media(
    store: BlobStore, path: Path, cancel: CancelToken | None = None, decode: Decode = decoded_apart
) -> Media:
    """Keep a sound file, or the sound of a film, for the film's cues; one that is kept already costs only a look.

    Takes about a second for ten minutes of sound, and little memory; `decode` says where a file not yet kept is
    decoded. Raises SoraError, Cancelled.
    """
    cancel = cancel or CancelToken()
    name = path.name.encode("utf-8", "replace").decode()
    sha256 = file_digest(path, cancel)
    if not (store.has(PEAKS, sha256) and store.verify(MEDIA, sha256)):
        store.put(MEDIA, sha256, lambda sink: _write_sound(sink, decode(path, cancel), cancel))
        _keep_peaks(store, sha256)
    return Media(sha256, name, _Kept(store, sha256).length / SAMPLE_RATE)


def new_cue(project: Project, media: Media, start_frame: int) -> AudioCue:
    """A cue of all of the sound at a place in the film, with an id no other has."""
    taken = {cue.id for track in project.tracks for cue in track.cues}
    cue_id = unused_id(text_id("cue", f"{media.sha256} {start_frame}"), taken)
    return AudioCue(cue_id, media.sha256, media.name, start_frame, max(1, project.frame_rate.frames(media.seconds)))


def peaks(store: BlobStore, media: str) -> NDArray[np.float32]:
    """The lowest and highest of every 1/200 s of a kept sound, (n, 2) in -1..1. Raises SoraError when it is gone."""
    try:
        found = load_arrays(store.read(PEAKS, media))[0]["peaks"]
    except (StorageError, KeyError):
        _keep_peaks(store, media)
        found = load_arrays(store.read(PEAKS, media))[0]["peaks"]
    return found.astype(np.float32) / np.float32(32768)


@dataclass(frozen=True, slots=True)
class FilmSound:
    """What is heard of a film at 48 kHz. `missing` names the sounds whose files are gone or damaged: silent here."""

    mix: Mix
    rate: FrameRate
    missing: tuple[str, ...] = ()

    @property
    def silent(self) -> bool:
        return not self.mix.sounds

    @property
    def key(self) -> list[object]:
        """Everything the sound depends on, as plain values."""
        return [
            [each.media, each.start, each.count, each.offset, each.gain, each.fade_in, each.fade_out]
            + ([each.ducking.gain, each.ducking.spans] if each.ducking else [])
            for each in self.mix.sounds
        ]

    def sample_at(self, frame: int, sample_rate: int = SAMPLE_RATE) -> int:
        """The sample that a film frame begins with, or falls into."""
        return sample_at(frame, self.rate, sample_rate)

    def read(self, start: int, count: int) -> Stereo:
        """`count` samples from film sample `start` on. Raises StorageError when a file goes meanwhile."""
        return self.mix.read(start, count)

    def reader(self, sample_rate: int, gain: float = 1.0) -> Callable[[int, int], Stereo]:
        """`read` at another rate, for a device that wants it; all of it louder or softer by a linear gain."""
        sound = self if gain == 1 else Levelled(self, gain)
        return lambda start, count: resampled(sound, start, count, sample_rate)


def film_sound(
    project: Project, store: BlobStore, within: Sequence[FrameRange] | None = None, track_id: str = ""
) -> FilmSound:
    """What is heard of the film as it is now, only what touches the frames `within` where they are given.

    With a `track_id` only that track, as it is heard among the others. The value stands alone: read it on any thread.
    """
    placed: list[PlacedSound] = []
    missing: dict[str, None] = {}
    kept: dict[str, _Kept | None] = {}
    under_speech = Speech(project, store)
    for track, cue in _audible(project, within):
        if track_id not in ("", track.id):
            continue
        if cue.media not in kept:
            kept[cue.media] = _kept(store, cue.media)
        if (pcm := kept[cue.media]) is None:
            missing[cue.name] = None
        else:
            ducking = under_speech.for_track(track)
            placed.append(PlacedSound.of(cue, pcm, project.frame_rate, track.gain_db, ducking))
    return FilmSound(Mix(tuple(placed)), project.frame_rate, tuple(missing))


def mix(project: Project, store: BlobStore, start_frame: int, frames: int, sample_rate: int = SAMPLE_RATE) -> Stereo:
    """What is heard during some film frames, float32 (n, 2); at 48 kHz never over -1 dB of full scale.

    Pieces one after the other fit without a seam. A sound whose file is gone is silent: `film_sound` names it.
    """
    start, stop = (sample_at(frame, project.frame_rate, sample_rate) for frame in (start_frame, start_frame + frames))
    # The limiter and the resampling look a little beyond both ends.
    around = project.frame_rate.frames(0.1) + 1
    sound = film_sound(project, store, [FrameRange(start_frame - around, start_frame + frames + around)])
    return resampled(sound, start, stop - start, sample_rate)


def unreadable_sounds(project: Project, store: BlobStore, within: Sequence[FrameRange]) -> tuple[str, ...]:
    """The names of sounds heard in these frames whose files are gone or damaged, every byte being checked."""
    intact: dict[str, bool] = {}
    bad: dict[str, None] = {}
    for _, cue in _audible(project, within):
        if cue.media not in intact:
            intact[cue.media] = _is_intact(store, cue.media)
        if not intact[cue.media]:
            bad[cue.name] = None
    return tuple(bad)


def _audible(project: Project, within: Sequence[FrameRange] | None) -> Iterator[tuple[AudioTrack, AudioCue]]:
    for track in audible_tracks(project.tracks):
        for cue in track.cues:
            if within is None or any(cue.start_frame < part.stop and part.start < cue.stop_frame for part in within):
                yield track, cue


def _is_intact(store: BlobStore, media: str) -> bool:
    try:
        return store.verify(MEDIA, media)
    except StorageError:  # No name a sound can have.
        return False


class _Kept:
    """A kept sound, opened anew at every read: nothing is held open."""

    def __init__(self, store: BlobStore, media: str) -> None:
        """Raises StorageError when it is gone, cut short or from a newer version."""
        self._store, self._media = store, media
        if store.read_piece(MEDIA, media, 0, HEADER.size) != HEAD:
            raise StorageError("This sound was kept by a newer Sora Studio.", "Import its file again.")
        self.length = (store.length(MEDIA, media) - HEADER.size) // SAMPLE_BYTES

    def read(self, start: int, count: int) -> Pcm16:
        count = max(0, min(count, self.length - start))
        data = self._store.read_piece(MEDIA, self._media, HEADER.size + SAMPLE_BYTES * start, SAMPLE_BYTES * count)
        return np.frombuffer(data, "<i2").reshape(-1, 2)


def kept_sound(store: BlobStore, media: str) -> "_Kept | None":
    """A kept sound to read from: its `length` in samples, and `read(start, count)`; None when its file is gone."""
    return _kept(store, media)


def _kept(store: BlobStore, media: str) -> _Kept | None:
    try:
        return _Kept(store, media)
    except StorageError:
        return None


def file_digest(path: Path, cancel: CancelToken, most_bytes: int = LARGEST_FILE_BYTES) -> str:
    """The file's SHA-256, in hex. Raises SoraError for what is no file of a size we take, and Cancelled."""
    digest = hashlib.sha256()
    try:
        about = path.stat()
        if not stat.S_ISREG(about.st_mode):
            raise SoraError(f"“{path.name}” isn't a file.", "Choose a sound or a movie.")
        if about.st_size > most_bytes:
            most = f"{most_bytes / 1e9:g} GB"
            raise SoraError(f"“{path.name}” is larger than {most}.", "Save it smaller, or cut it into pieces.")
        with path.open("rb") as file:
            while block := file.read(1 << 20):
                cancel.check()
                digest.update(block)
    except FileNotFoundError as error:
        raise SoraError(f"There is no file “{path}”.", "Check the name, or choose another file.") from error
    except OSError as error:
        raise unreadable(path, error) from error
    return digest.hexdigest()


def _write_sound(sink: Sink, blocks: Generator[Pcm16], cancel: CancelToken) -> None:
    sink.write(HEAD)
    with closing(blocks):
        for block in blocks:
            cancel.check()
            sink.write(np.ascontiguousarray(block, "<i2").tobytes())


def _keep_peaks(store: BlobStore, media: str) -> None:
    try:
        kept = _Kept(store, media)
    except StorageError as error:
        raise SoraError("The file of this sound is missing or damaged.", "Import the sound again.") from error
    finder = PeakFinder()
    for start in range(0, kept.length, BLOCK):
        finder.add(kept.read(start, BLOCK))
    found = finder.peaks()
    store.put(PEAKS, media, lambda sink: save_arrays(sink, {"peaks": found}, {"per_second": PEAKS_PER_SECOND}))
