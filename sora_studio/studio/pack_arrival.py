"""A pack on its way into the user's own folder of models: beside its place until it is whole, then there at once."""

import shutil
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from sora_studio import paths
from sora_studio.errors import PackError, StorageError
from sora_studio.studio.pack_memory import amount


def place_of(name: str) -> Path:
    """Where the pack called so will lie. Raises PackError where something lies there already."""
    target = paths.user_data_folder() / "models" / name
    if target.exists():
        raise PackError(f"{target} is there already.", "Move that folder away first.")
    return target


@contextmanager
def arriving(target: Path, mark: str, size_bytes: int, *, kept: bool = False) -> Generator[Path]:
    """A folder to fill with a pack of that size; once the block is done it takes its place.

    What a block that failed had filled is removed, or `kept`, to go on from under the same `mark`. Raises StorageError.
    """
    # No pack while its name has a point before it.
    beside = target.parent / f".{target.name}-{mark}"
    unfinished = beside / target.name
    try:
        if not kept:
            shutil.rmtree(beside, ignore_errors=True)
        unfinished.mkdir(parents=True, exist_ok=True)
        _check_room(target.name, size_bytes - size_of(unfinished), unfinished)
        yield unfinished
        unfinished.rename(target)
        beside.rmdir()
    except OSError as error:
        why = error.strerror or error
        raise StorageError(
            f"The pack can't be written to {target}: {why}.", "Check that folder and its disk."
        ) from error
    finally:
        if not kept:
            shutil.rmtree(beside, ignore_errors=True)


def size_of(folder: Path) -> int:
    """Bytes of all files in it."""
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


def _check_room(name: str, needed_bytes: int, where: Path) -> None:
    free_bytes = shutil.disk_usage(where).free
    if free_bytes < needed_bytes:
        raise StorageError(
            f"{name} takes {amount(needed_bytes)}, and {amount(free_bytes)} are free.", "Make room first."
        )
