"""When someone speaks in a film, heard in its speech tracks, so that other tracks can give way."""

from functools import cached_property

import numpy as np

from sora_studio.errors import SoraError
from sora_studio.film.ducking import Ducking, joined_spans
from sora_studio.film.sound import PEAK_SAMPLES, linear, sample_at
from sora_studio.storage.blobs import BlobStore
from sora_studio.studio.sound_keeping import peaks
from sora_studio.timeline.project import Project
from sora_studio.timeline.sound import AudioCue, AudioTrack, audible_tracks

# Louder than a room, quieter than a whisper close to the microphone.
SPEAKS_DB = -40.0


class Speech:
    """Of one film as it is now. Nothing is listened to before a track asks."""

    def __init__(self, project: Project, store: BlobStore) -> None:
        self._project, self._store = project, store

    def for_track(self, track: AudioTrack) -> Ducking | None:
        """How a track gives way; None where it doesn't."""
        if not track.duck_db or track.speech or not self._spans:
            return None
        return Ducking(linear(-track.duck_db), self._spans)

    @cached_property
    def _spans(self) -> tuple[tuple[int, int], ...]:
        """Film samples in which someone speaks."""
        spans: list[tuple[int, int]] = []
        for track in audible_tracks(self._project.tracks):
            for cue in track.cues if track.speech else ():
                spans += self._spoken(cue)
        return joined_spans(spans)

    def _spoken(self, cue: AudioCue) -> list[tuple[int, int]]:
        try:
            heard = np.abs(peaks(self._store, cue.media)).max(axis=1) > linear(SPEAKS_DB - cue.gain_db)
        except SoraError:
            return []  # Its file is gone: it is silent, and told of elsewhere.
        rate = self._project.frame_rate
        start, offset = sample_at(cue.start_frame, rate), sample_at(cue.offset_frames, rate)
        count = sample_at(cue.stop_frame, rate) - start
        within = heard[offset // PEAK_SAMPLES : -(-(offset + count) // PEAK_SAMPLES)]
        turns = np.flatnonzero(np.diff(np.concatenate([[False], within, [False]]).astype(np.int8)))
        places = np.minimum(turns * PEAK_SAMPLES, count) + start
        return list(joined_spans((int(first), int(last)) for first, last in places.reshape(-1, 2)))
