"""Saving, and all that writes a project file: Save As, a copy with takes, a version, a take that is kept."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from sora_studio.studio.versions import read_version, versions_of
from tests.torture.deed import COPY, FILM, NEW, OLD, Deed, changed, edited, film_state, is_new, opened


def _save(folder: Path) -> Callable[[], object]:
    studio = opened(folder)
    return lambda: studio.edit("Write", changed)


def _save_as(folder: Path) -> Callable[[], object]:
    studio = edited(folder)
    return lambda: studio._file.copy_to(folder / COPY)


def _save_copy(folder: Path) -> Callable[[], object]:
    studio = edited(folder)
    return lambda: studio.save_copy(folder / "other.sora")


def _other_state(folder: Path) -> str:
    assert film_state(folder) == NEW, "the film itself was changed back"
    if not (folder / "other.sora").exists():
        return OLD
    assert film_state(folder, "other.sora") == NEW
    return NEW


def _both_state(folder: Path) -> str:
    assert film_state(folder) == NEW, "the film itself was changed back"
    return film_state(folder, COPY)


def _keep_version(folder: Path) -> Callable[[], object]:
    return edited(folder).keep_version


def _version_state(folder: Path) -> str:
    assert film_state(folder) == NEW, "the film itself was changed back"
    kept = versions_of(folder / FILM)
    assert all(is_new(read_version(each)) for each in kept)
    return NEW if kept else OLD


def _keep_take(folder: Path) -> Callable[[], object]:
    studio = opened(folder)
    before = next(studio.project.shots())[1]
    content = studio.store.read("drafts", before.takes[0].digest)
    digest = before.takes[0].digest[::-1]
    take = replace(before.takes[0], digest=digest)

    def keep() -> None:
        studio.store.put("drafts", digest, lambda sink: sink.write(content))
        studio.keep_takes([(before.id, take)])

    return keep


def _take_state(folder: Path) -> str:
    with opened(folder) as studio:
        count = len(next(studio.project.shots())[1].takes)
    assert film_state(folder) == OLD
    return NEW if count == 2 else OLD


SAVING = (
    Deed("save", _save, film_state),
    Deed("save as", _save_as, _both_state),
    Deed("copy with takes", _save_copy, _other_state),
    Deed("keep a version", _keep_version, _version_state),
    Deed("keep a take", _keep_take, _take_state),
)
