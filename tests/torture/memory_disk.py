"""A folder on a disk of memory, for the rows that are about other things than disks and would wait for one."""

import os
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp

MEMORY = Path("/dev/shm")
# Containers often give it 64 MB, which five thousand takes would nearly fill.
LEAST_FREE_BYTES = 256_000_000


@contextmanager
def quick_room(room: Path) -> Generator[Path]:
    """Gone at the end; `room` itself where there is no such disk."""
    if not _has_space():
        yield room
        return
    folder = Path(mkdtemp(prefix="sora-torture-", dir=MEMORY))
    try:
        yield folder
    finally:
        rmtree(folder, ignore_errors=True)


def _has_space() -> bool:
    if not (MEMORY.is_dir() and os.access(MEMORY, os.W_OK)):
        return False
    disk = os.statvfs(MEMORY)
    return disk.f_bavail * disk.f_frsize >= LEAST_FREE_BYTES
