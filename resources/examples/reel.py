"""The finished reel of the six tales, and its storyboard beside it: python resources/examples/reel.py FILE.mp4

Made of six-tales.fountain and six-tales.srt beside this file: rendered with the bundled pack (about five minutes on two
cores; a second time only what changed), with title cards, dissolves, camera moves, the narration spoken by espeak-ng
where it is installed, and a music bed that is played here. What is made can be opened, as FILE.sora, and worked on.
"""

import argparse
import os
import sys
import tempfile
import wave
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1]))

from sora_studio.errors import SoraError  # noqa: E402
from sora_studio.exchange.srt import read_subtitles  # noqa: E402
from sora_studio.exchange.subtitles import with_dialogue  # noqa: E402
from sora_studio.studio.config import Config, load_config  # noqa: E402
from sora_studio.studio.events import FilmWritten, Notice, TakeReady  # noqa: E402
from sora_studio.studio.opening import open_for_render  # noqa: E402
from sora_studio.studio.scratch_voice import can_speak, speak_film, with_scratch_voice  # noqa: E402
from sora_studio.studio.sound import new_cue  # noqa: E402
from sora_studio.studio.sound_keeping import keep_media  # noqa: E402
from sora_studio.studio.studio import RenderOrder, Studio  # noqa: E402
from sora_studio.studio.title_cards import card_shot  # noqa: E402
from sora_studio.timeline.camera import move  # noqa: E402
from sora_studio.timeline.project import Project  # noqa: E402
from sora_studio.timeline.shot import Transition, fitted_transition  # noqa: E402
from sora_studio.timeline.sound import AudioTrack  # noqa: E402

SCRIPT, NARRATION = HERE / "six-tales.fountain", HERE / "six-tales.srt"
# One over each tale, gently: the model draws moves of its own.
MOVES = ("push in", "pan right", "tilt up", "pull out", "push in", "pan left")
DISSOLVE_S, FADE_S = 0.75, 1.0
LOUDNESS_LUFS, UNDER_SPEECH_DB = -16.0, 9.0
SAMPLE_RATE = 48_000
# Four chords in turn, in semitones from A: A minor 7, F major 7, C major 7, G 6.
CHORDS = ((-12, 0, 3, 7, 10), (-16, -4, 0, 3, 7), (-9, 3, 7, 10, 14), (-14, -2, 2, 5, 7))
CHORD_S, FADE_BETWEEN_S = 6.0, 2.5


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("out", type=Path, metavar="FILE.mp4", help="the film; the project and the boards lie beside it")
    out = parser.parse_args().out.absolute()
    try:
        make(out, load_config(), print)
    except SoraError as error:
        sys.exit(f"error: {error.message}\nhint: {error.hint}")


def make(out: Path, config: Config, tell: Callable[[str], object]) -> None:
    """The film, its project and its storyboard. Raises SoraError."""
    with open_for_render(SCRIPT, out.with_suffix(".sora"), config, told) as studio:
        studio.check_film(out)
        for event in studio.render(RenderOrder(previews=False), config.device):
            if isinstance(event, TakeReady):
                tell(f"Shot {event.position}: {event.take.stage}")
        finish(studio, tell)
        for event in studio.write_film(out):
            if isinstance(event, Notice):
                tell(event.message)
            if isinstance(event, FilmWritten):
                tell(f"{event.path}: {event.frames} frames, {event.seconds:.1f} s")
        boards(studio, out.with_suffix(".pdf"))
        tell(f"{out.with_suffix('.pdf')} is written.")


def told(project: Project) -> Project:
    """The tales with their narration, whose times know nothing of cards: those are set again when it is cut."""
    return with_dialogue(without_cards(project), read_subtitles(NARRATION.read_text(encoding="utf-8")))[0]


def without_cards(film: Project) -> Project:
    scenes = (replace(scene, shots=tuple(shot for shot in scene.shots if not shot.card)) for scene in film.scenes)
    return replace(film, scenes=tuple(scenes))


def finish(studio: Studio, tell: Callable[[str], object]) -> None:
    """Titles, dissolves, moves and fades, then the voice and the music under them."""
    studio.edit("Cut the reel", lambda film: cut(film, studio))
    if can_speak():
        voice = speak_film(studio.project, studio.store)
        studio.edit("Speak", lambda film: with_scratch_voice(film, voice))
        for note in voice.notes:
            tell(note)
    else:
        tell("espeak-ng isn't installed: nobody speaks the narration.")
    studio.edit("Play", lambda film: with_music(film, studio))


def cut(film: Project, studio: Studio) -> Project:
    """The tales between a title and an end card, each dissolving into the next, the camera always in slow motion."""
    rate = film.frame_rate
    film = without_cards(film)
    first, *others = film.scenes
    title = card_shot(film, studio.store, f"{film.title}\n{film.author}")
    film = replace(film, scenes=(replace(first, shots=(title, *first.shots)), *others))
    *others, last = film.scenes
    end = card_shot(film, studio.store, "The End\nDrawn by a small model, on a computer like yours")
    film = replace(
        film,
        scenes=(*others, replace(last, shots=(*last.shots, end))),
        fade_in_frames=rate.frames(FADE_S),
        fade_out_frames=rate.frames(FADE_S),
        loudness_lufs=LOUDNESS_LUFS,
    )
    tales = [shot for _, shot in film.shots() if not shot.card]
    for shot, name in zip(tales, MOVES, strict=False):
        film = film.with_shot(replace(shot, camera=move(name, shot.duration_frames)))
    order = [shot.id for _, shot in film.shots()]
    for shot_id in order[:-1]:
        _, shot, following = film.neighbours(shot_id)
        dissolving = replace(shot, transition=Transition("dissolve", rate.frames(DISSOLVE_S)))
        film = film.with_shot(replace(shot, transition=fitted_transition(dissolving, following)))
    return film


def with_music(film: Project, studio: Studio) -> Project:
    """A bed of music as long as the film, that gives way to the voice."""
    seconds = float(film.frame_rate.seconds(film.duration_frames))
    with tempfile.TemporaryDirectory() as folder:
        media = keep_media(studio.store, write_wav(Path(folder) / "music.wav", music(seconds)))
    others = tuple(track for track in film.tracks if track.id != "music")
    film = replace(film, tracks=others)
    cue = replace(new_cue(film, media, 0), duration_frames=film.duration_frames, name="Music bed", gain_db=-6.0)
    return replace(film, tracks=(*others, AudioTrack("music", "Music", (cue,), duck_db=UNDER_SPEECH_DB)))


def music(seconds: float) -> NDArray[np.float64]:
    """A slow bed of soft chords that fades at its ends, (samples, 2) in -1 to 1."""
    time = np.arange(round(seconds * SAMPLE_RATE)) / SAMPLE_RATE
    heard = np.zeros((len(time), 2))
    for number in range(int(seconds / CHORD_S) + 1):
        start = number * CHORD_S
        first, last = (round(at * SAMPLE_RATE) for at in (start, start + CHORD_S + FADE_BETWEEN_S))
        since = time[first:last] - start
        rise = np.clip(since / FADE_BETWEEN_S, 0, 1)
        fall = np.clip((CHORD_S + FADE_BETWEEN_S - since) / FADE_BETWEEN_S, 0, 1)
        swell = np.sin(np.pi / 2 * rise) * np.sin(np.pi / 2 * fall)
        for voice, semitones in enumerate(CHORDS[number % len(CHORDS)]):
            heard[first:last] += swell[:, None] * _note(time[first:last], 220 * 2 ** (semitones / 12), voice)
    ends = np.clip(np.minimum(time, seconds - time) / 2, 0, 1)
    heard *= ends[:, None]
    return heard * (0.7 / max(float(np.abs(heard).max()), 1e-9))


def _note(time: NDArray[np.float64], hertz: float, voice: int) -> NDArray[np.float64]:
    """A string of a few partials, left and right a hair out of tune with each other."""
    sides = [
        sum(np.sin(2 * np.pi * partial * hertz * (1 + apart) * time + voice) / partial**2 for partial in range(1, 6))
        for apart in (-0.0011, 0.0013)
    ]
    breathing = 1 + 0.15 * np.sin(2 * np.pi * (0.11 + 0.03 * voice) * time)
    return np.stack(sides, axis=1) * breathing[:, None]


def write_wav(path: Path, sound: NDArray[np.float64]) -> Path:
    """16-bit stereo."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(SAMPLE_RATE)
        file.writeframes(np.round(sound * 32767).astype("<i2").tobytes())
    return path


def boards(studio: Studio, out: Path) -> None:
    """The storyboard, six panels to a page of A4."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication

    from sora_studio.ui.paper import type_on_paper
    from sora_studio.ui.paper.choices import PaperChoices
    from sora_studio.ui.paper.printing import book_of, pictures_of
    from sora_studio.ui.paper.writer import write_pdf

    # The application must live as long as its fonts are used.
    application = QApplication.instance() or QApplication([])
    type_on_paper.load()
    shown = studio.shots()
    write_pdf(book_of(studio.project, shown, PaperChoices()), pictures_of(studio, shown), out)
    del application


if __name__ == "__main__":
    main()
