"""What the film sounds like: its cues' kept sounds, mixed as its tracks say."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from sora_studio.film.levelled import Levelled
from sora_studio.film.sound import SAMPLE_RATE, Mix, PlacedSound, Stereo, resampled, sample_at
from sora_studio.storage.blobs import BlobStore
from sora_studio.studio.sound_keeping import KeptSound, Media, is_intact, kept_sound
from sora_studio.studio.speech import Speech
from sora_studio.timeline.ids import text_id, unused_id
from sora_studio.timeline.project import Project
from sora_studio.timeline.sound import AudioCue, AudioTrack, audible_tracks
from sora_studio.timeline.time import FrameRange, FrameRate


def new_cue(project: Project, media: Media, start_frame: int) -> AudioCue:
    """A cue of all of the sound at a place in the film, with an id no other has."""
    taken = {cue.id for track in project.tracks for cue in track.cues}
    cue_id = unused_id(text_id("cue", f"{media.sha256} {start_frame}"), taken)
    return AudioCue(cue_id, media.sha256, media.name, start_frame, max(1, project.frame_rate.frames(media.seconds)))


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
    kept: dict[str, KeptSound | None] = {}
    under_speech = Speech(project, store)
    for track, cue in _audible(project, within):
        if track_id not in ("", track.id):
            continue
        if cue.media not in kept:
            kept[cue.media] = kept_sound(store, cue.media)
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
            intact[cue.media] = is_intact(store, cue.media)
        if not intact[cue.media]:
            bad[cue.name] = None
    return tuple(bad)


def _audible(project: Project, within: Sequence[FrameRange] | None) -> Iterator[tuple[AudioTrack, AudioCue]]:
    for track in audible_tracks(project.tracks):
        for cue in track.cues:
            if within is None or any(cue.start_frame < part.stop and part.start < cue.stop_frame for part in within):
                yield track, cue
