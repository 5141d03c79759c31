"""`sora-studio import`: another program's file into a film, or as a new one."""

import argparse
from pathlib import Path

from sora_studio.cli.output import Output
from sora_studio.cli.progress import RenderProgress, counted
from sora_studio.studio.archive import is_archive, unpack_archive
from sora_studio.studio.bringing_in import bring_in, new_film_from
from sora_studio.studio.config import load_config
from sora_studio.studio.events import MovieProgress
from sora_studio.studio.footage import Progress
from sora_studio.studio.opening import open_project


def run(arguments: argparse.Namespace, output: Output) -> None:
    """Raises SoraError for anything the user can mend; then the film is as it was."""
    path, into = arguments.file, arguments.into
    with RenderProgress(output) as progress:
        changes, notes = _brought_in(
            path, into, arguments.add, lambda done, total: progress.show(MovieProgress(path.name, done, total))
        )
    for change in changes:
        output.line(f"{into}: {change}", {"event": "changed", "project": str(into), "message": change})
    for note in notes:
        output.line(f"note: {note}", {"event": "notice", "message": note})


def _brought_in(
    path: Path, into: Path, as_scenes: bool, on_progress: Progress
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What changed, and what was left out."""
    if is_archive(path):
        return (f"The film in {path.name} is there.",), tuple(unpack_archive(path, into))
    if not into.exists():
        studio, notes = new_film_from(path, into, load_config(), on_progress)
        with studio:
            shots = sum(1 for _ in studio.project.shots())
            return (f"{counted(len(studio.project.scenes), 'scene')}, {counted(shots, 'shot')}",), notes
    with open_project(into, load_config()) as studio:
        done = bring_in(studio, path, as_scenes=as_scenes, on_progress=on_progress)
    return done.changes or ("Nothing changed.",), done.notes
