"""The dialogue spoken by the machine: by its espeak-ng where there is one, and told in words where there is none."""

import os
import stat
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from sora_studio.errors import SoraError
from sora_studio.studio.scratch_voice import can_speak, speak_film, with_scratch_voice
from sora_studio.studio.sound import film_sound
from sora_studio.studio.studio import Studio
from sora_studio.timeline.edits import set_dialogue
from sora_studio.timeline.shot import DialogueLine
from tests.studio.film import open_tiny_studio

# Speaks a tone as long as its words take; says on its error output how it was asked.
PROGRAM = """#!{python}
import sys, wave, math, array
words, at = sys.stdin.buffer.read().decode(), sys.argv
seconds = len(words.split()) * 60 / int(at[at.index("-s") + 1])
tone = array.array("h", (round(9000 * math.sin(at * 0.1)) for at in range(round(22050 * seconds))))
with wave.open(at[at.index("-w") + 1], "wb") as out:
    out.setnchannels(1), out.setsampwidth(2), out.setframerate(22050), out.writeframes(tone.tobytes())
with open("{log}", "a") as log:
    log.write(at[at.index("-v") + 1] + " " + words + chr(10))
"""


@pytest.fixture
def studio(tmp_path: Path) -> Studio:
    studio = open_tiny_studio(tmp_path)
    said = [
        (DialogueLine("Zoë", "Who lit it?"),),
        (DialogueLine("Tom", "I did."), DialogueLine("zoë ", 'Why? <b>Tell me</b> & "quick".')),
        (),
    ]
    for (_, shot), lines in zip(list(studio.project.shots()), said, strict=True):
        studio.edit("say", lambda film, shot=shot, lines=lines: set_dialogue(film, shot.id, lines))
    return studio


@pytest.fixture
def voice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Another program under the name of the voice; what it was asked is in the file."""
    log = tmp_path / "asked.txt"
    program = tmp_path / "bin" / "espeak-ng"
    program.parent.mkdir()
    program.write_text(PROGRAM.format(python=sys.executable, log=log))
    program.chmod(program.stat().st_mode | stat.S_IEXEC)
    monkeypatch.setenv("PATH", f"{program.parent}{os.pathsep}{os.environ['PATH']}")
    return log


def test_lines_are_spoken_in_their_shots_in_voices_of_their_own(studio: Studio, voice: Path) -> None:
    spoken = speak_film(studio.project, studio.store)
    assert [cue.name for cue in spoken.cues] == ["Scratch: Zoë", "Scratch: Tom", "Scratch: zoë"]
    assert spoken.cues[0].start_frame == 0
    assert spoken.cues[1].start_frame >= 24
    asked = dict.fromkeys(line.split(" ", 1)[0] for line in voice.read_text().splitlines())
    assert len(asked) == 2, "the same name in other letters is the same voice"
    assert "Why? b Tell me b quick ." in voice.read_text()
    assert spoken.notes
    assert spoken.notes[0].startswith("Shot 2: its lines are ")


def test_the_voice_is_heard_marked_as_scratch_and_replaced(studio: Studio, voice: Path) -> None:
    film = with_scratch_voice(studio.project, speak_film(studio.project, studio.store))
    (track,) = film.tracks
    assert (track.name, track.speech) == ("Scratch voice", True)
    heard = film_sound(film, studio.store).read(0, 24_000)
    assert np.abs(heard).max() > 0.1
    louder = replace(film, tracks=(replace(track, gain_db=3.0),))
    again = with_scratch_voice(louder, speak_film(louder, studio.store))
    assert len(again.tracks) == 1
    assert again.tracks[0].gain_db == 3.0
    assert [cue.media for cue in again.tracks[0].cues] == [cue.media for cue in track.cues]


def test_no_voice_and_nothing_to_say_are_told(studio: Studio, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert not can_speak()
    with pytest.raises(SoraError, match="isn't installed"):
        speak_film(studio.project, studio.store)


def test_a_voice_that_fails_is_told(studio: Studio, voice: Path) -> None:
    program = voice.parent / "bin" / "espeak-ng"
    program.write_text(f"#!{sys.executable}\nimport sys\nsys.exit('no such voice')\n")
    with pytest.raises(SoraError, match="could not speak: no such voice"):
        speak_film(studio.project, studio.store)


@pytest.mark.skipif(not can_speak(), reason="needs espeak-ng")
def test_espeak_itself_speaks(studio: Studio) -> None:
    spoken = speak_film(studio.project, studio.store)
    assert len(spoken.cues) == 3
    assert 10 < spoken.cues[0].duration_frames < 40, "three words"
    film = with_scratch_voice(studio.project, spoken)
    assert np.abs(film_sound(film, studio.store).read(0, 48_000)).max() > 0.05
