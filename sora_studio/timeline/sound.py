"""Sound under the film as plain values: tracks of cues, in film frames; what a cue plays is named by its SHA-256."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import pairwise
from math import isfinite

from sora_studio.errors import EditError
from sora_studio.timeline.time import FrameRate

QUIETEST_DB, LOUDEST_DB = -96.0, 24.0
MOST_DUCK_DB = 48.0


def _check_gain(gain_db: float, what: str) -> None:
    if not isfinite(gain_db) or not QUIETEST_DB <= gain_db <= LOUDEST_DB:
        raise EditError(
            f"{what} can't be set to {gain_db:g} dB.",
            f"Choose between {QUIETEST_DB:g} and +{LOUDEST_DB:g} dB, or mute.",
        )


@dataclass(frozen=True, slots=True)
class AudioCue:
    """A piece of a sound file at a place in the film.

    It plays `duration_frames` from film frame `start_frame` on, beginning `offset_frames` into its sound; past the
    sound's end it is silent. `media` is the sound file's SHA-256 (hex), `name` what the file was called.
    """

    id: str
    media: str
    name: str
    start_frame: int
    duration_frames: int
    offset_frames: int = 0
    gain_db: float = 0.0
    fade_in_frames: int = 0
    fade_out_frames: int = 0

    def __post_init__(self) -> None:
        if self.start_frame < 0:
            raise EditError(
                f"A sound can't start {-self.start_frame} frames before the film does.", "Put it on frame 0 or later."
            )
        if self.duration_frames < 1:
            raise EditError(
                f"A sound can't last {self.duration_frames} frames.", "Leave it one frame or more, or remove it."
            )
        if self.offset_frames < 0:
            raise EditError(
                f"A sound can't play from {-self.offset_frames} frames before its beginning.",
                "There is nothing before its first frame; move its edge the other way or less far.",
            )
        if min(self.fade_in_frames, self.fade_out_frames) < 0:
            raise EditError("A fade can't last less than 0 frames.", "Set it to 0 for none.")
        if self.fade_in_frames + self.fade_out_frames > self.duration_frames:
            raise EditError(
                f"Fades of {self.fade_in_frames} and {self.fade_out_frames} frames don't fit into a sound "
                f"of {self.duration_frames}.",
                "Shorten a fade, or make the sound longer.",
            )
        _check_gain(self.gain_db, "A sound")

    @property
    def stop_frame(self) -> int:
        """The first film frame after the cue."""
        return self.start_frame + self.duration_frames

    def from_frame(self, film_frame: int) -> "AudioCue":
        """The cue with its head moved to a film frame: earlier shows more of its sound, later less. EditError."""
        moved = film_frame - self.start_frame
        return self._with_edges(film_frame, self.stop_frame, self.offset_frames + moved, moved > 0, cut_tail=False)

    def until_frame(self, film_frame: int) -> "AudioCue":
        """The cue with its tail moved to end just before a film frame. EditError."""
        cut = film_frame < self.stop_frame
        return self._with_edges(self.start_frame, film_frame, self.offset_frames, cut_head=False, cut_tail=cut)

    def _with_edges(self, start: int, stop: int, offset: int, cut_head: bool, cut_tail: bool) -> "AudioCue":
        # A fade keeps its length as far as the cue can carry it; the edge that moved gives way first.
        length = max(0, stop - start)
        fade_in, fade_out = self.fade_in_frames, self.fade_out_frames
        if cut_head:
            fade_out = min(fade_out, length)
            fade_in = min(fade_in, length - fade_out)
        elif cut_tail:
            fade_in = min(fade_in, length)
            fade_out = min(fade_out, length - fade_in)
        return replace(
            self,
            start_frame=start,
            duration_frames=stop - start,
            offset_frames=offset,
            fade_in_frames=fade_in,
            fade_out_frames=fade_out,
        )


@dataclass(frozen=True, slots=True)
class AudioTrack:
    """Cues one after the other, in the order they play; no two sound at once. Soloed tracks silence all others.

    `speech` tracks are what is said; while one of them speaks this track is `duck_db` quieter (0: it never gives way).
    """

    id: str
    name: str
    cues: tuple[AudioCue, ...] = ()
    gain_db: float = 0.0
    muted: bool = False
    solo: bool = False
    speech: bool = False
    duck_db: float = 0.0

    def __post_init__(self) -> None:
        _check_gain(self.gain_db, "A track")
        if not isfinite(self.duck_db) or not 0 <= self.duck_db <= MOST_DUCK_DB:
            raise EditError(
                f"A track can't be {self.duck_db:g} dB quieter under speech.", f"Choose from 0 to {MOST_DUCK_DB:g} dB."
            )
        in_order = tuple(sorted(self.cues, key=lambda cue: cue.start_frame))
        for before, after in pairwise(in_order):
            if before.stop_frame > after.start_frame:
                raise EditError(
                    f"“{before.name}” and “{after.name}” would sound at once on track “{self.name}”.",
                    "Put one of them on another track.",
                )
        if in_order != self.cues:
            object.__setattr__(self, "cues", in_order)


def audible_tracks(tracks: Iterable[AudioTrack]) -> tuple[AudioTrack, ...]:
    """The tracks that are heard: not muted, and soloed where any is."""
    known = tuple(tracks)
    solo = any(track.solo for track in known)
    return tuple(track for track in known if not track.muted and (track.solo or not solo))


def track_at_rate(track: AudioTrack, before: FrameRate, after: FrameRate) -> AudioTrack:
    """The track of a film whose frame rate changed: everything stays at its second, to the nearest frame."""
    cues: list[AudioCue] = []
    free_from = 0
    for cue in track.cues:
        start, stop, offset, fade_in, fade_out = (
            after.frames(before.seconds(frames))
            for frames in (
                cue.start_frame,
                cue.stop_frame,
                cue.offset_frames,
                cue.fade_in_frames,
                cue.fade_out_frames,
            )
        )
        start = max(start, free_from)
        free_from = max(stop, start + 1)
        length = free_from - start
        fade_in = min(fade_in, length)
        cues.append(
            replace(
                cue,
                start_frame=start,
                duration_frames=length,
                offset_frames=offset,
                fade_in_frames=fade_in,
                fade_out_frames=min(fade_out, length - fade_in),
            )
        )
    return replace(track, cues=tuple(cues))
