"""`sora-studio speak`: the dialogue of a film as a scratch voice, until people record it."""

import argparse

from sora_studio.cli.output import Output
from sora_studio.cli.progress import counted
from sora_studio.studio.config import load_config
from sora_studio.studio.opening import open_project
from sora_studio.studio.scratch_voice import speak_film, with_scratch_voice


def run(arguments: argparse.Namespace, output: Output) -> None:
    """Raises SoraError where there is no voice or nothing to say; then the film is as it was."""
    path = arguments.project
    with open_project(path, load_config()) as studio:
        voice = speak_film(studio.project, studio.store)
        studio.edit("Scratch voice", lambda film: with_scratch_voice(film, voice))
    said = f"{path}: {counted(len(voice.cues), 'line')} spoken, on the track “Scratch voice”."
    output.line(said, {"event": "spoken", "project": str(path), "lines": len(voice.cues)})
    for note in voice.notes:
        output.line(f"note: {note}", {"event": "notice", "message": note})
