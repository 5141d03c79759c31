"""A scratch voice: the dialogue spoken by this machine's own espeak-ng, until people record it. Nothing goes out."""

import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from sora_studio.errors import SoraError
from sora_studio.inference.cancel import CancelToken
from sora_studio.storage.blobs import BlobStore
from sora_studio.studio.sound_decoding import decoded_here
from sora_studio.studio.sound_keeping import Media, keep_media
from sora_studio.timeline.ids import text_id, unused_id
from sora_studio.timeline.project import Project
from sora_studio.timeline.shot import DialogueLine, Shot
from sora_studio.timeline.sound import AudioCue, AudioTrack

PROGRAM = "espeak-ng"
LANGUAGE = "en-gb"
# Apart enough to be told from each other; who speaks first gets the first.
VARIANTS = ("m3", "f2", "m1", "f4", "m7", "f3", "m5", "f5")
WORDS_PER_MINUTE, FASTEST_WORDS_PER_MINUTE = 155, 240
BREATH_S = 0.15
TIMEOUT_S = 60
LONGEST_TEXT = 4_000
TRACK_ID = "scratch-voice"
CHECK = "Check the installation of espeak-ng."
_SILENT_MARKS = re.compile(r"[^\w\s.,;:!?'’\-–—…]+")


@dataclass(frozen=True, slots=True)
class ScratchVoice:
    """What was spoken, ready to be put under the film; `notes` say which lines didn't fit their shots."""

    cues: tuple[AudioCue, ...]
    notes: tuple[str, ...]


def can_speak() -> bool:
    """Whether this machine has the program."""
    return shutil.which(PROGRAM) is not None


def speak_film(
    project: Project,
    store: BlobStore,
    cancel: CancelToken | None = None,
    on_progress: Callable[[int, int], None] = lambda done, total: None,
) -> ScratchVoice:
    """Speak the dialogue of every shot, each character in a voice of its own. May be called from any thread.

    Raises SoraError where there is no voice or nothing to say; Cancelled.
    """
    program = shutil.which(PROGRAM)
    if program is None:
        raise SoraError(
            "This machine has no voice: espeak-ng isn't installed.",
            "Install it (Debian, Ubuntu: apt install espeak-ng; macOS: brew install espeak-ng), then try again.",
        )
    shots = list(_speaking(project))
    if not shots:
        raise SoraError("Nobody speaks in this film.", "Give a shot some dialogue first.")
    voices = _voices(line.character for _, shot in shots for line in shot.dialogue)
    cues: list[AudioCue] = []
    notes: list[str] = []
    free_from = 0
    with tempfile.TemporaryDirectory(prefix="sora-voice-") as folder:
        mouth = _Mouth(program, Path(folder), store, cancel or CancelToken())
        for done, (start, shot) in enumerate(shots, start=1):
            start = max(start, free_from)
            said = _said(mouth, project, shot, voices)
            for line, media in said:
                length = max(1, project.frame_rate.frames(media.seconds))
                cues.append(_cue(project, cues, line, media, start, length))
                start += length + project.frame_rate.frames(BREATH_S)
            free_from = start
            late = start - project.shot_range(shot.id).stop
            if late > project.frame_rate.frames(0.5):
                seconds = float(project.frame_rate.seconds(late))
                notes.append(f"Shot {_position(project, shot)}: its lines are {seconds:.1f} s longer than the shot.")
            on_progress(done, len(shots))
    return ScratchVoice(tuple(cues), tuple(notes))


def with_scratch_voice(project: Project, voice: ScratchVoice) -> Project:
    """The film with the voice on a track of its own, marked as scratch, in the place of an earlier one."""
    track = AudioTrack(TRACK_ID, "Scratch voice", speech=True)
    before = next((each for each in project.tracks if each.id == TRACK_ID), None)
    if before is None:
        return replace(project, tracks=(replace(track, cues=voice.cues), *project.tracks))
    tracks = (replace(each, cues=voice.cues) if each is before else each for each in project.tracks)
    return replace(project, tracks=tuple(tracks))


def _speaking(project: Project) -> Iterator[tuple[int, Shot]]:
    """The shots in which there is something to say, each behind its first film frame."""
    start = 0
    for _, shot in project.shots():
        if any(_to_say(line) for line in shot.dialogue):
            yield start, shot
        start += shot.duration_frames


def _to_say(line: DialogueLine) -> str:
    """The words of a line without what a voice would stumble over."""
    return " ".join(_SILENT_MARKS.sub(" ", line.text).split())[:LONGEST_TEXT]


def _voices(characters: Iterator[str]) -> dict[str, str]:
    names = dict.fromkeys(name.strip().casefold() for name in characters)
    return {name: VARIANTS[at % len(VARIANTS)] for at, name in enumerate(names)}


def _said(mouth: "_Mouth", project: Project, shot: Shot, voices: dict[str, str]) -> list[tuple[DialogueLine, Media]]:
    """The shot's lines, spoken faster where they would be longer than the shot."""
    lines = [(line, voices[line.character.strip().casefold()]) for line in shot.dialogue if _to_say(line)]
    room_s = float(project.frame_rate.seconds(shot.duration_frames)) - BREATH_S * (len(lines) - 1)
    said = [(line, mouth.say(_to_say(line), voice, WORDS_PER_MINUTE)) for line, voice in lines]
    too_long = sum(media.seconds for _, media in said) / max(room_s, 0.1)
    if too_long <= 1:
        return said
    faster = min(FASTEST_WORDS_PER_MINUTE, round(WORDS_PER_MINUTE * too_long * 1.05))
    return [(line, mouth.say(_to_say(line), voice, faster)) for line, voice in lines]


def _cue(project: Project, cues: list[AudioCue], line: DialogueLine, media: Media, start: int, length: int) -> AudioCue:
    others = {cue.id for track in project.tracks if track.id != TRACK_ID for cue in track.cues}
    cue_id = unused_id(text_id("voice", f"{media.sha256} {start}"), others | {cue.id for cue in cues})
    who = line.character.strip() or "Someone"
    return AudioCue(cue_id, media.sha256, f"Scratch: {who}", start, length)


def _position(project: Project, shot: Shot) -> int:
    return next(at for at, (_, each) in enumerate(project.shots(), start=1) if each is shot)


@dataclass(frozen=True, slots=True)
class _Mouth:
    program: str
    folder: Path
    store: BlobStore
    cancel: CancelToken

    def say(self, text: str, variant: str, words_per_minute: int) -> Media:
        """Speak a text and keep it. Raises SoraError where the program can't."""
        self.cancel.check()
        out = self.folder / "scratch.wav"
        voice = ["-v", f"{LANGUAGE}+{variant}", "-s", str(words_per_minute), "-w", str(out), "--stdin"]
        try:
            # The words go in as data, never as part of a command.
            done = subprocess.run(
                [self.program, *voice], input=text.encode(), capture_output=True, timeout=TIMEOUT_S, check=False
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            raise SoraError(f"The voice could not be started: {error}.", CHECK) from error
        if done.returncode or not out.is_file():
            said = done.stderr.decode(errors="replace").strip()[:200] or f"it ended with status {done.returncode}"
            raise SoraError(f"The voice could not speak: {said}.", CHECK)
        return keep_media(self.store, out, self.cancel, decode=decoded_here)
