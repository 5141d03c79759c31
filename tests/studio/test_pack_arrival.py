"""A pack comes into the folder of models whole or not at all; what was begun is gone on from where that is wanted."""

import shutil
from collections import namedtuple
from pathlib import Path

import pytest

from sora_studio import paths
from sora_studio.errors import PackError, StorageError
from sora_studio.studio.pack_arrival import arriving, place_of


@pytest.fixture
def models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(paths, "user_data_folder", lambda: tmp_path)
    return tmp_path / "models"


def test_a_pack_takes_its_place_once_it_is_whole(models: Path) -> None:
    with arriving(place_of("mine"), "copy", 5) as folder:
        (folder / "pack.toml").write_text("whole")
        assert not (models / "mine").exists()
    assert [path.name for path in models.iterdir()] == ["mine"]
    with pytest.raises(PackError, match="is there already"):
        place_of("mine")


@pytest.mark.parametrize("kept", [False, True])
def test_what_was_begun_is_removed_or_kept_to_go_on_from(models: Path, kept: bool) -> None:
    with pytest.raises(PackError), arriving(place_of("mine"), "copy", 5, kept=kept) as folder:
        half_filled(folder, PackError("It changed."))
    assert not (models / "mine").exists()
    with arriving(place_of("mine"), "copy", 5, kept=kept) as folder:
        assert [file.name for file in folder.iterdir()] == (["pack.toml"] if kept else [])


def test_what_a_copy_that_was_killed_left_is_no_part_of_the_next(models: Path) -> None:
    left = models / ".mine-copy" / "mine" / "left.onnx"
    left.parent.mkdir(parents=True)
    left.write_bytes(b"x")
    with arriving(place_of("mine"), "copy", 5) as folder:
        assert list(folder.iterdir()) == []


def test_a_full_disk_is_told_before_anything_is_written_and_what_is_there_counts(
    models: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = namedtuple("usage", "total used free")(10_000_000, 0, 6_000_000)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage)
    with (
        pytest.raises(StorageError, match="mine takes 9 MB, and 6 MB are free"),
        arriving(place_of("mine"), "copy", 9_000_000),
    ):
        pytest.fail("it was begun")
    begun = models / ".mine-rev" / "mine" / "weights.onnx"
    begun.parent.mkdir(parents=True)
    begun.write_bytes(bytes(4_000_000))
    with arriving(place_of("mine"), "rev", 9_000_000, kept=True) as folder:
        assert (folder / "weights.onnx").is_file()


def test_a_disk_that_refuses_is_told_in_its_words(models: Path) -> None:
    with (
        pytest.raises(StorageError, match=r"mine: No space left on device\."),
        arriving(place_of("mine"), "copy", 5) as folder,
    ):
        half_filled(folder, OSError(28, "No space left on device", str(folder)))
    assert list(models.iterdir()) == []


def half_filled(folder: Path, error: Exception) -> None:
    (folder / "pack.toml").write_text("half")
    raise error
