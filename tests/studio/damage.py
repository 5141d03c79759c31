"""Damage done to a project on the disk, as a failing disk does it: bits of rows change, and nobody is told."""

from pathlib import Path

from sora_studio.timeline.project import Project


def spoil(path: Path, film: Project, *places: int) -> None:
    """Change a letter in the prompts of these shots (from 1) inside the file."""
    whole = path.read_bytes()
    shots = [shot for _, shot in film.shots()]
    for place in places:
        prompt = f'"prompt":"{shots[place - 1].direction.prompt}"'.encode()
        assert whole.count(prompt) == 1
        whole = whole.replace(prompt, prompt.upper())
    path.write_bytes(whole)
