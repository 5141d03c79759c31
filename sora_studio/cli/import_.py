"""`sora-studio import`: another program's file into a film, or as a new one."""

import argparse

from sora_studio.cli.output import Output
from sora_studio.studio.archive import is_archive, unpack_archive
from sora_studio.studio.bringing_in import bring_in, new_film_from
from sora_studio.studio.config import load_config
from sora_studio.studio.opening import open_project


def run(arguments: argparse.Namespace, output: Output) -> None:
    """Raises SoraError for anything the user can mend; then the film is as it was."""
    path, into = arguments.file, arguments.into
    if is_archive(path):
        notes: tuple[str, ...] = tuple(unpack_archive(path, into))
        changes = (f"The film in {path.name} is there.",)
    elif not into.exists():
        studio, notes = new_film_from(path, into, load_config())
        with studio:
            shots = sum(1 for _ in studio.project.shots())
            changes = (f"{len(studio.project.scenes)} scenes, {shots} shots",)
    else:
        with open_project(into, load_config()) as studio:
            done = bring_in(studio, path, as_scenes=arguments.add)
        changes, notes = done.changes or ("Nothing changed.",), done.notes
    for change in changes:
        output.line(f"{into}: {change}", {"event": "changed", "project": str(into), "message": change})
    for note in notes:
        output.line(f"note: {note}", {"event": "notice", "message": note})
