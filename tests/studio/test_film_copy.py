"""A copy of a film stands alone: its project, its takes, and nothing that looks whole before it is."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from sora_studio.errors import ProjectFileError, StorageError
from sora_studio.film.segment_store import SEGMENTS
from sora_studio.storage import copying
from sora_studio.storage.blobs import BlobStore
from sora_studio.storage.disk import PARTIAL_PREFIX
from sora_studio.studio.config import Config
from sora_studio.studio.keeping import KIND_OF_STAGE
from sora_studio.studio.opening import open_project
from sora_studio.studio.studio import RenderOrder, Studio
from sora_studio.timeline.edits import set_prompt
from tests.studio.film import open_tiny_studio


@pytest.fixture
def studio(tmp_path: Path) -> Iterator[Studio]:
    (tmp_path / "film").mkdir()
    with open_tiny_studio(tmp_path / "film") as studio:
        for _ in studio.render(RenderOrder(stage="draft"), device="cpu"):
            pass
        for _ in studio.write_film(tmp_path / "film" / "film.mp4", "draft"):
            pass
        yield studio


def _takes(studio: Studio) -> list[tuple[str, str]]:
    takes = [take for _, shot in studio.project.shots() for take in shot.takes]
    return [(KIND_OF_STAGE[take.stage], take.digest) for take in takes]


def test_a_copy_has_every_take_and_outlives_the_film(studio: Studio, tmp_path: Path) -> None:
    copy = tmp_path / "elsewhere" / "film 2.sora"
    copy.parent.mkdir()
    takes = _takes(studio)
    assert takes
    assert studio.save_copy(copy) == copy
    project, config = studio.project, studio.config
    studio.edit("Write", lambda film: set_prompt(film, next(film.shots())[1].id, "a boat"))
    studio.close()
    shutil.rmtree(tmp_path / "film" / "film.takes")
    with open_project(copy, config) as opened:
        assert opened.project == project
        assert all(opened.store.verify(*take) for take in takes)
        assert all(shot.shown is not None for shot in opened.shots("draft"))


def test_on_one_disk_a_take_is_not_kept_twice_and_encoded_pieces_stay_behind(studio: Studio, tmp_path: Path) -> None:
    assert (studio.store.folder / SEGMENTS).is_dir()
    copy = BlobStore.beside(studio.save_copy(tmp_path / "copy.sora"))
    for kind, digest in _takes(studio):
        assert copy.path(kind, digest).samefile(studio.store.path(kind, digest))
    assert not (copy.folder / SEGMENTS).exists()


def test_another_disk_gets_files_of_its_own(studio: Studio, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    link = os.link

    def other_disk(source: Path, target: Path) -> None:
        if not Path(source).name.startswith(PARTIAL_PREFIX):
            raise OSError(18, "Invalid cross-device link")
        link(source, target)

    monkeypatch.setattr(copying.os, "link", other_disk)
    copy = BlobStore.beside(studio.save_copy(tmp_path / "copy.sora"))
    for kind, digest in _takes(studio):
        assert copy.verify(kind, digest)
        assert not copy.path(kind, digest).samefile(studio.store.path(kind, digest))


def test_a_copy_that_stops_half_way_has_no_project_and_goes_on_the_next_time(
    studio: Studio, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr(copying.os, "link", full)
        with pytest.raises(StorageError, match="disk is full"):
            studio.save_copy(tmp_path / "copy.sora")
    assert not (tmp_path / "copy.sora").exists()
    assert not list(tmp_path.glob(f"{PARTIAL_PREFIX}*"))
    studio.save_copy(tmp_path / "copy.sora")
    with open_project(tmp_path / "copy.sora", Config()) as opened:
        assert opened.project == studio.project


def test_a_copy_never_writes_over_a_file(studio: Studio, tmp_path: Path) -> None:
    other = tmp_path / "other.sora"
    other.write_text("precious")
    for path in (other, studio.path):
        with pytest.raises(ProjectFileError, match="already"):
            studio.save_copy(path)
    assert other.read_text() == "precious"
    with pytest.raises(ProjectFileError, match="no folder"):
        studio.save_copy(tmp_path / "no" / "copy.sora")
