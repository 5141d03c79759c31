"""A killed process loses nothing that was called saved; a full disk loses nothing saved before."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from sora_studio.errors import ProjectFileError, StorageError
from sora_studio.storage.blobs import BlobStore
from sora_studio.storage.disk import PARTIAL_PREFIX
from sora_studio.storage.project_file import ProjectFile
from sora_studio.timeline.project import Project, Scene
from sora_studio.timeline.shot import Direction, Shot
from tests.disks import small_disk

# Says each number once it has been saved, as fast as it can, until it is killed.
WRITER = """
import sys
from pathlib import Path
from sora_studio.storage.blobs import BlobStore
from sora_studio.storage.project_file import ProjectFile
from sora_studio.timeline.project import Project
with ProjectFile.open(Path(sys.argv[1])) as file:
    store = BlobStore.beside(file.path)
    for number in range(int(file.load().title) + 1, 1_000_000):
        store.put("takes", f"{number:064x}", lambda sink: sink.write(str(number).encode() * 1000))
        file.save(Project(str(number)))
        print(number, flush=True)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
def test_kill_9_loses_no_acknowledged_save(tmp_path: Path) -> None:
    path = tmp_path / "film.sora"
    ProjectFile.create(path, Project("0")).close()
    for kill_after in (1, 2, 13, 40):
        writer = subprocess.Popen([sys.executable, "-c", WRITER, str(path)], stdout=subprocess.PIPE, text=True)
        assert writer.stdout is not None
        said = [writer.stdout.readline() for _ in range(kill_after)]
        writer.send_signal(signal.SIGKILL)
        said += writer.stdout.readlines()
        writer.wait()
        writer.stdout.close()
        acknowledged = int([line for line in said if line.endswith("\n")][-1])
        with ProjectFile.open(path) as file:
            saved = int(file.load().title)
        assert saved in (acknowledged, acknowledged + 1)
        store = BlobStore.beside(path)
        assert all(store.verify("takes", f"{number:064x}") for number in range(1, saved + 1))
        assert not list(store.folder.rglob(f"{PARTIAL_PREFIX}*"))


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    with small_disk(tmp_path / "small disk", "2m") as folder:
        yield folder


def test_a_full_disk_keeps_every_finished_take(disk: Path) -> None:
    store = BlobStore(disk / "film.takes")
    kept = 0

    def fill() -> None:
        nonlocal kept
        while kept < 100:
            store.put("takes", f"{kept:064x}", lambda sink: sink.write(os.urandom(200_000)))
            kept += 1

    with pytest.raises(StorageError) as full:
        fill()
    assert "The disk is full" in full.value.message
    assert str(store.folder) in full.value.message
    assert kept > 3
    assert all(store.verify("takes", f"{number:064x}") for number in range(kept))
    assert not store.has("takes", f"{kept:064x}")
    assert not list(store.folder.rglob(f"{PARTIAL_PREFIX}*"))
    store.path("takes", f"{0:064x}").unlink()
    store.put("takes", f"{kept:064x}", lambda sink: sink.write(b"fits again"))


def _film(number: int) -> Project:
    shots = tuple(Shot(f"{i}", Direction(f"{number} " * 5000), 24) for i in range(number))
    return Project("Full", scenes=(Scene("s", "INT.", shots=shots),))


def test_a_full_disk_keeps_the_last_save(disk: Path) -> None:
    path = disk / "film.sora"
    with ProjectFile.create(path, _film(1)) as file:
        saved = 1

        def fill() -> None:
            nonlocal saved
            while saved < 1000:
                file.save(_film(saved + 1))
                saved += 1

        with pytest.raises(ProjectFileError) as full:
            fill()
        assert "the disk is full" in full.value.message
        assert file.load() == _film(saved)
        with pytest.raises((ProjectFileError, StorageError), match="disk is full"):
            file.copy_to(disk / "copy.sora")
    assert not (disk / "copy.sora").exists()
    with ProjectFile.open(path) as file:
        assert file.load() == _film(saved)
        file.save(_film(1))
    with ProjectFile.open(path) as file:
        assert file.load() == _film(1)
