"""Opening a film: a project as it is, or a script conformed into the project kept for it."""

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from sora_studio.errors import ProjectFileError, SoraError
from sora_studio.exchange import parse_fountain, parse_plain_text, read_script
from sora_studio.paths import PROJECT_SUFFIX
from sora_studio.storage.project_file import ProjectFile
from sora_studio.studio.config import Config
from sora_studio.studio.packs_in_use import FilmPacks
from sora_studio.studio.plan_check import check_plan
from sora_studio.studio.studio import Studio
from sora_studio.timeline.conform import conform
from sora_studio.timeline.ids import text_id
from sora_studio.timeline.project import Project, Scene

# What only a screenplay has: a scene heading on a line of its own, or a title page.
_SCREENPLAY = re.compile(r"^(?:(?:INT|EXT|EST|I/E)[. /]|Title:)", re.MULTILINE)

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
    return _created(read_script(script), path, config)


def new_blank(title: str, path: Path, config: Config) -> Studio:
    """A new film of one empty scene. Raises ProjectFileError; never writes over a project."""
    return _created(Project(title, scenes=(Scene(text_id("scene", title), ""),)), path, config)


def new_from_text(title: str, text: str, path: Path, config: Config) -> Studio:
    """A new film of a typed or pasted text. Raises ScriptError, ProjectFileError; never writes over a project."""
    return _created(read_text(title, text), path, config)


def read_text(title: str, text: str) -> Project:
    """The film a text describes: a paragraph a shot, or a screenplay in Fountain. Raises ScriptError."""
    parse = parse_fountain if _SCREENPLAY.search(text) else parse_plain_text
    film = parse(text, title)
    return replace(film, title=title) if title else film


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
        check_plan(project, FilmPacks(config.folders))
        return Studio(ProjectFile.create(keep, project), config)

    def conformed(project: Project) -> Project:
        return change(replace(conform(project, script), settings=script.settings))

    return _edited(Studio(ProjectFile.open(keep), config), f"Conform to {source.name}", conformed)


def _created(project: Project, path: Path, config: Config) -> Studio:
    _check_name(path)
    if path.exists():
        raise ProjectFileError(f"{path} is there already.", "Choose another name, or render into it: it is updated.")
    return Studio(ProjectFile.create(path, project), config)


def _edited(studio: Studio, label: str, change: Change) -> Studio:
    try:
        project = change(studio.project)
        check_plan(project, studio.packs)
        studio.edit(label, lambda _: project)
    except BaseException:
        studio.close()
        raise
    return studio


def _check_name(path: Path) -> None:
    if path.suffix.lower() != PROJECT_SUFFIX:
        raise SoraError(f"{path} is no name for a project.", f"End it in {PROJECT_SUFFIX}.")
