"""What was said into a microphone, kept as a sound and put under the shot it was said over."""

import tempfile
import wave
from dataclasses import replace
from pathlib import Path

from sora_studio.errors import SoraError
from sora_studio.storage.blobs import BlobStore
from sora_studio.studio.sound import new_cue
from sora_studio.studio.sound_decoding import decoded_here
from sora_studio.studio.sound_keeping import Media, keep_media
from sora_studio.timeline.project import Project
from sora_studio.timeline.sound import AudioTrack
from sora_studio.timeline.sound_edits import add_cue, add_track

TRACK_ID = "scratch"
SAMPLE_BYTES = 2


def keep_recording(store: BlobStore, samples: bytes, sample_rate: int, name: str) -> Media:
    """Keep 16-bit little-endian samples of one channel as a sound of that name. Raises SoraError for none at all."""
    if len(samples) < SAMPLE_BYTES:
        raise SoraError("Nothing was recorded.", "Look whether the microphone is on, then record again.")
    with tempfile.TemporaryDirectory(prefix="sora-recording-") as folder:
        path = Path(folder) / "recording.wav"
        with wave.open(str(path), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(SAMPLE_BYTES)
            file.setframerate(sample_rate)
            file.writeframes(samples)
        return replace(keep_media(store, path, decode=decoded_here), name=name)


def with_recording(project: Project, media: Media, shot_id: str) -> Project:
    """The film with the recording on its scratch track from the shot's first frame on, over an earlier one's.

    Raises EditError where the shot is gone.
    """
    start = project.shot_range(shot_id).start
    if all(track.id != TRACK_ID for track in project.tracks):
        project = add_track(project, AudioTrack(TRACK_ID, "Scratch", speech=True))
    return add_cue(project, TRACK_ID, new_cue(project, media, start))
