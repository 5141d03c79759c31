"""Versions of a film, kept beside it: automatic ones as one works, and those a person keeps under a name."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sora_studio.errors import ProjectFileError
from sora_studio.storage.blobs import BlobStore
from sora_studio.storage.disk import explain
from sora_studio.storage.project_file import ProjectFile
from sora_studio.studio.film_copy import copy_film
from sora_studio.studio.new_film import free_path
from sora_studio.studio.thinning import thinned
from sora_studio.timeline.project import Project

FOLDER_SUFFIX = ".versions"
TIME = "%Y-%m-%d %H-%M-%S"
FILE_NAME = re.compile(r"(\d{4}-\d\d-\d\d \d\d-\d\d-\d\d)(?: (.+))?")
# As a file system counts, which allows 255 in all.
LONGEST_NAME_BYTES = 200
# What no file name may hold somewhere is written as in a web address: %3F for "?".
FORBIDDEN = re.compile(r'[<>:"/\\|?*%\x00-\x1f]|[. ]$')
ESCAPED = re.compile("%([0-9A-F]{2})")


@dataclass(frozen=True, slots=True)
class Version:
    """A film as it was `kept`, in local time. `name` is the person's; "" where it was kept automatically."""

    path: Path
    kept: datetime
    name: str = ""


def versions_folder(project_path: Path) -> Path:
    """film.sora has its versions in film.versions/."""
    return project_path.with_suffix(FOLDER_SUFFIX)


def versions_of(project_path: Path) -> list[Version]:
    """The film's versions, the newest first."""
    files = versions_folder(project_path).glob(f"*{project_path.suffix}")
    found = [version for file in files if (version := _read_name(file)) is not None]
    return sorted(found, key=lambda version: (version.kept, version.name), reverse=True)


def keep_version(
    project_path: Path, copy_to: Callable[[Path], object], name: str = "", now: datetime | None = None
) -> Version:
    """Have `copy_to` write a copy; automatic ones are thinned out, those with a name stay for good.

    May be called from any thread. Raises StorageError, ProjectFileError.
    """
    now = (now or datetime.now()).replace(microsecond=0)
    folder = versions_folder(project_path)
    name = _fitting(" ".join(name.split()))
    version = Version(folder / f"{_file_stem(now, name)}{project_path.suffix}", now, name)
    try:
        folder.mkdir(exist_ok=True)
        copy_to(version.path)
        _thin_out(project_path, now)
    except OSError as error:
        raise explain(error, folder, "a version of the film") from error
    return version


def read_version(version: Version) -> Project:
    """The film as it was. Raises ProjectFileError."""
    return ProjectFile.read(version.path)


def open_as_copy(project_path: Path, version: Version) -> Path:
    """Make a film of its own of the version, with its takes, beside the film. Raises ProjectFileError, StorageError."""
    project = read_version(version)
    said = version.name or f"{version.kept:%Y-%m-%d %H-%M}"
    path = free_path(f"{project_path.stem} {said}", project_path.parent)
    return copy_film(BlobStore.beside(project_path), path, lambda partial: ProjectFile.create(partial, project).close())


def version_called(project_path: Path, said: str) -> Version:
    """The one of that name or number (1 is the newest). Raises ProjectFileError."""
    versions = versions_of(project_path)
    named = next((version for version in versions if version.name and version.name == said), None)
    if named is None and said.isdecimal() and 1 <= int(said) <= len(versions):
        named = versions[int(said) - 1]
    if named is None:
        raise ProjectFileError(f"There is no version “{said}”.", f"sora-studio versions {project_path} lists them.")
    return named


def _thin_out(project_path: Path, now: datetime) -> None:
    automatic = [version for version in versions_of(project_path) if not version.name]
    kept = thinned((version.kept for version in automatic), now)
    for version in automatic:
        if version.kept not in kept:
            version.path.unlink(missing_ok=True)


def _fitting(name: str) -> str:
    """The name, cut where a file's name could not hold it."""
    while len(_escaped(name).encode("utf-8", "surrogateescape")) > LONGEST_NAME_BYTES:
        name = name[:-1].rstrip()
    return name


def _escaped(name: str) -> str:
    return FORBIDDEN.sub(lambda found: f"%{ord(found[0]):02X}", name)


def _file_stem(kept: datetime, name: str) -> str:
    return f"{kept.strftime(TIME)} {_escaped(name)}".rstrip()


def _read_name(file: Path) -> Version | None:
    found = FILE_NAME.fullmatch(file.stem)
    if found is None:
        return None
    try:
        kept = datetime.strptime(found[1], TIME)
    except ValueError:
        return None
    return Version(file, kept, ESCAPED.sub(lambda code: chr(int(code[1], 16)), found[2] or ""))
