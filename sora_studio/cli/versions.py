"""`sora-studio versions`: what was kept of a film as it went, and getting at it."""

import argparse
from pathlib import Path

from sora_studio.cli.output import Output
from sora_studio.errors import SoraError
from sora_studio.studio.config import load_config
from sora_studio.studio.opening import open_project
from sora_studio.studio.versions import Version, open_as_copy, read_version, version_called, versions_of
from sora_studio.timeline.comparison import Comparison, compare
from sora_studio.timeline.project import Project


def run(arguments: argparse.Namespace, output: Output) -> None:
    """Raises SoraError. The list works for a film that is damaged, or gone."""
    path: Path = arguments.project
    if arguments.keep is not None:
        with open_project(path, load_config()) as studio:
            kept = studio.keep_version(arguments.keep)
        output.line(f"{kept.path}: kept", {"event": "kept", "path": str(kept.path), "name": kept.name})
    elif arguments.copy is not None:
        copy = open_as_copy(path, version_called(path, arguments.copy))
        output.line(f"{copy}: a film of its own", {"event": "copied", "project": str(copy)})
    else:
        _list(path, output)


def _list(path: Path, output: Output) -> None:
    versions = versions_of(path)
    if not versions:
        raise SoraError(
            f"No version of {path} was kept.", "The window keeps some as you work; --keep NAME keeps one now."
        )
    now = _now(path, output)
    rows, data = zip(*(_row(number, version, now) for number, version in enumerate(versions, start=1)), strict=True)
    output.table(("", "kept", "name", "shots", "since then"), rows, data)


def _now(path: Path, output: Output) -> Project | None:
    try:
        with open_project(path, load_config()) as studio:
            return studio.project
    except SoraError as error:
        output.line(f"note: {error.message}", {"event": "notice", "message": error.message})
        return None


def _row(number: int, version: Version, now: Project | None) -> tuple[tuple[str, ...], dict[str, object]]:
    data: dict[str, object] = {
        "number": number, "kept": version.kept.isoformat(), "name": version.name, "path": str(version.path)
    }  # fmt: skip
    try:
        film = read_version(version)
    except SoraError as error:
        return (str(number), f"{version.kept}", version.name, "", error.message), {**data, "error": error.message}
    shots = sum(1 for _ in film.shots())
    since = compare(film, now) if now is not None else None
    if since is not None:
        data |= {"added": len(since.added), "removed": len(since.removed), "changed": len(since.changed)}
    told = _told(since) if since is not None else ""
    return (str(number), f"{version.kept}", version.name, str(shots), told), {**data, "shots": shots}


def _told(since: Comparison) -> str:
    if not since:
        return "nothing"
    counts = {"added": since.added, "removed": since.removed, "changed": since.changed, "moved": since.moved}
    told = [f"{len(shots)} {what}" for what, shots in counts.items() if shots]
    return ", ".join(told) or "the film's settings, scenes or sound"
