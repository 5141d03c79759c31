"""A film sent in one file opens elsewhere as it was, and an archive of a stranger's writes nothing it shouldn't."""

import shutil
import struct
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from sora_studio.errors import Cancelled, ProjectFileError, SoraError, StorageError
from sora_studio.inference.cancel import CancelToken
from sora_studio.storage.blobs import BlobStore
from sora_studio.storage.project_file import ProjectFile
from sora_studio.studio import archive
from sora_studio.studio.archive import PROJECT, unpack_archive, write_archive
from sora_studio.studio.keeping import KIND_OF_STAGE, frames_of
from sora_studio.studio.studio import RenderOrder, Studio
from tests.studio.film import open_tiny_studio


@pytest.fixture
def studio(tmp_path: Path) -> Iterator[Studio]:
    (tmp_path / "mine").mkdir()
    with open_tiny_studio(tmp_path / "mine") as studio:
        for _ in studio.render(RenderOrder(previews=False), device="cpu"):
            pass
        yield studio


def test_a_film_goes_into_one_file_and_comes_out_as_it_was(studio: Studio, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    write_archive(studio, tmp_path / "film.zip", on_progress=lambda done, total: told.append((done, total)))
    assert told[-1][0] == told[-1][1] > 0
    assert unpack_archive(tmp_path / "film.zip", tmp_path / "theirs.sora") == []
    store = BlobStore.beside(tmp_path / "theirs.sora")
    with ProjectFile.open(tmp_path / "theirs.sora") as file:
        assert file.load() == studio.project
        for _, shot in file.load().shots():
            (take,) = shot.takes
            assert (frames_of(store, take) == frames_of(studio.store, take)).all()
    assert not list(tmp_path.glob(".partial*"))
    with pytest.raises(ProjectFileError, match="already"):
        unpack_archive(tmp_path / "film.zip", tmp_path / "theirs.sora")


def test_a_stopped_archive_leaves_the_one_before(studio: Studio, tmp_path: Path) -> None:
    cancel = CancelToken()
    cancel.cancel()
    (tmp_path / "film.zip").write_bytes(b"before")
    with pytest.raises(Cancelled):
        write_archive(studio, tmp_path / "film.zip", cancel=cancel)
    assert (tmp_path / "film.zip").read_bytes() == b"before"
    assert {path.name for path in tmp_path.iterdir()} == {"film.zip", "mine"}
    with pytest.raises(SoraError, match="no folder"):
        write_archive(studio, tmp_path / "no" / "film.zip")


def test_a_damaged_take_is_told_and_the_others_are_there(studio: Studio, tmp_path: Path) -> None:
    take = next(studio.project.shots())[1].takes[0]
    path = studio.store.path(KIND_OF_STAGE[take.stage], take.digest)
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.write_bytes(content)
    write_archive(studio, tmp_path / "film.zip")
    (note,) = unpack_archive(tmp_path / "film.zip", tmp_path / "theirs.sora")
    assert "damaged" in note
    store = BlobStore.beside(tmp_path / "theirs.sora")
    kept = [each for _, shot in studio.project.shots() for each in shot.takes]
    assert [store.verify(KIND_OF_STAGE[each.stage], each.digest) for each in kept] == [False, True, True]


def _with(name: str, content: bytes = b"x") -> Callable[[Path], None]:
    def change(path: Path) -> None:
        with zipfile.ZipFile(path, "a") as file:
            file.writestr(name, content)

    return change


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-300])


def _without_film(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("film.takes/text/ab/" + "ab" * 16, b"x")


def _not_a_film(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as file:
        file.writestr(PROJECT, b"not a film")


def _locked(path: Path) -> None:
    data = bytearray(path.read_bytes())
    # The flags of the first entry in the central directory (PKWARE APPNOTE 4.3.12).
    at = data.index(b"PK\x01\x02") + 8
    struct.pack_into("<H", data, at, 1)
    path.write_bytes(data)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (_with("../outside.txt"), "no part of a film"),
        (_with("/etc/outside"), "no part of a film"),
        (_with("film.takes/../../outside"), "no part of a film"),
        (_with("film.takes/text/ab/" + "cd" * 16), "no part of a film"),
        (_with("run.py"), "no part of a film"),
        (_cut, "damaged"),
        (_without_film, "no film in it"),
        (_not_a_film, "isn't a Sora Studio project"),
        (_locked, "password"),
    ],
)
def test_what_is_no_film_is_refused_and_leaves_nothing(
    studio: Studio, tmp_path: Path, change: Callable[[Path], None], why: str
) -> None:
    write_archive(studio, tmp_path / "film.zip")
    change(tmp_path / "film.zip")
    before = {path for path in tmp_path.rglob("*") if "mine" not in path.parts}
    with pytest.raises(ProjectFileError, match=why) as refused:
        unpack_archive(tmp_path / "film.zip", tmp_path / "theirs.sora")
    assert refused.value.hint
    assert {path for path in tmp_path.rglob("*") if "mine" not in path.parts} == before


def test_a_film_larger_than_the_disk_is_told_before_anything_is_written(
    studio: Studio, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_archive(studio, tmp_path / "film.zip")
    full = shutil.disk_usage(tmp_path)._replace(free=1000)
    monkeypatch.setattr(archive.shutil, "disk_usage", lambda _: full)
    with pytest.raises(StorageError, match="needs"):
        unpack_archive(tmp_path / "film.zip", tmp_path / "theirs.sora")
    assert not (tmp_path / "theirs.takes").exists()
    with pytest.raises(ProjectFileError, match="no archive"):
        unpack_archive(tmp_path / "nothing.zip", tmp_path / "theirs.sora")
