"""Opening a film: a project as it is, or a script conformed into the project kept for it."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from sora_studio.errors import ProjectFileError, SoraError
from sora_studio.exchange import read_script
from sora_studio.inference.packs import pack_named
from sora_studio.storage.project_file import ProjectFile
from sora_studio.studio.config import Config
from sora_studio.studio.planning import check_plan
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

    Shots whose text survived keep their ids, takes and pins; settings are the script's, as `change` leaves them.
    What can't be rendered is refused before anything is saved. Raises SoraError.
    """
    if source.suffix.lower() == PROJECT_SUFFIX:
        return _edited(open_project(source, config), "Change render settings", change)
    script = read_script(source)
    _check_name(keep)
    if not keep.exists():
        project = change(script)
        check_plan(project, pack_named(project.settings.pack, config.folders))
        return Studio(ProjectFile.create(keep, project), config)

    def conformed(project: Project) -> Project:
        return change(replace(conform(project, script), settings=script.settings))

    return _edited(Studio(ProjectFile.open(keep), config), f"Conform to {source.name}", conformed)


def _edited(studio: Studio, label: str, change: Change) -> Studio:
    try:
        project = change(studio.project)
        check_plan(project, pack_named(project.settings.pack, studio.config.folders))
        studio.edit(label, lambda _: project)
    except BaseException:
        studio.close()
        raise
    return studio


def _check_name(path: Path) -> None:
    if path.suffix.lower() != PROJECT_SUFFIX:
        raise SoraError(f"{path} is no name for a project.", f"End it in {PROJECT_SUFFIX}.")
