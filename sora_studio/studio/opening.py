"""Opening a film: a project as it is, or a script conformed into the project kept for it."""

from collections.abc import Callable
from pathlib import Path

from sora_studio.errors import ProjectFileError, SoraError
from sora_studio.exchange import read_script
from sora_studio.storage.project_file import ProjectFile
from sora_studio.studio.config import Config
from sora_studio.studio.studio import Studio
from sora_studio.timeline.conform import conform
from sora_studio.timeline.project import Project

PROJECT_SUFFIX = ".sora"

Change = Callable[[Project], Project]


def open_project(path: Path, config: Config) -> Studio:
    """The project at `path`. Raises ProjectFileError."""
    if not path.exists():
        raise ProjectFileError(
            f"There is no project {path}.", "Check the name, or make one: sora-studio new SCRIPT --out FILE.sora"
        )
    return Studio(ProjectFile.open(path), config)


def new_project(script: Path, path: Path, config: Config) -> Studio:
    """A new project from a script. Raises ScriptError, ProjectFileError; never writes over a project."""
    _check_name(path)
    if path.exists():
        raise ProjectFileError(f"{path} is there already.", "Choose another name, or render into it: it is updated.")
    return Studio(ProjectFile.create(path, read_script(script)), config)


def open_for_render(source: Path, keep: Path, config: Config, change: Change) -> Studio:
    """The film to render: the project `source`, or the one kept at `keep` brought up to date with the script.

    Shots whose text survived keep their ids, takes and pins. `change` is applied last. Raises SoraError.
    """
    if source.suffix.lower() == PROJECT_SUFFIX:
        studio = open_project(source, config)
        _edit(studio, "Change render settings", change)
        return studio
    script = read_script(source)
    _check_name(keep)
    if not keep.exists():
        return Studio(ProjectFile.create(keep, change(script)), config)
    studio = Studio(ProjectFile.open(keep), config)
    _edit(studio, f"Conform to {source.name}", lambda project: change(conform(project, script)))
    return studio


def _edit(studio: Studio, label: str, change: Change) -> None:
    try:
        studio.edit(label, change)
    except BaseException:
        studio.close()
        raise


def _check_name(path: Path) -> None:
    if path.suffix.lower() != PROJECT_SUFFIX:
        raise SoraError(f"{path} is no name for a project.", f"End it in {PROJECT_SUFFIX}.")
