"""Stored pictures are whole or absent, and damage is never handed on."""

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from sora_studio.errors import StorageError
from sora_studio.storage import disk
from sora_studio.storage.blobs import BlobStore

DIGEST = "ab" * 32


def _put(store: BlobStore, content: bytes = b"picture", digest: str = DIGEST) -> Path:
    return store.put("takes", digest, lambda sink: sink.write(content))


def _leftovers(folder: Path) -> list[Path]:
    return list(folder.rglob(f"{disk.PARTIAL_PREFIX}*"))


def test_a_blob_is_read_back_from_beside_its_project(tmp_path: Path) -> None:
    store = BlobStore.beside(tmp_path / "film.sora")
    assert not store.has("takes", DIGEST)
    path = _put(store)
    assert path.is_relative_to(tmp_path / "film.takes")
    assert store.has("takes", DIGEST)
    assert BlobStore.beside(tmp_path / "film.sora").read("takes", DIGEST) == b"picture"
    assert not store.has("drafts", DIGEST)


def test_a_blob_is_written_in_pieces(tmp_path: Path) -> None:
    store = BlobStore(tmp_path)
    store.put("takes", DIGEST, lambda sink: [sink.write(b"a" * 100_000) for _ in range(5)])
    assert store.read("takes", DIGEST) == b"a" * 500_000


def test_an_intact_blob_is_never_written_over(tmp_path: Path) -> None:
    store = BlobStore(tmp_path)
    _put(store, b"first")
    _put(store, b"second")
    assert store.read("takes", DIGEST) == b"first"


def test_every_flipped_bit_and_every_cut_is_noticed(tmp_path: Path) -> None:
    store = BlobStore(tmp_path)
    path = _put(store, bytes(range(20)))
    whole = path.read_bytes()
    flipped = [whole[:i] + bytes([whole[i] ^ (1 << bit)]) + whole[i + 1 :] for i in range(len(whole)) for bit in (0, 7)]
    for broken in [*flipped, *(whole[:length] for length in range(len(whole))), whole + b"x"]:
        path.write_bytes(broken)
        assert not store.verify("takes", DIGEST)
        with pytest.raises(StorageError):
            store.read("takes", DIGEST)


def test_a_damaged_blob_is_replaced(tmp_path: Path) -> None:
    store = BlobStore(tmp_path)
    _put(store).write_bytes(b"rubbish")
    _put(store, b"again")
    assert store.read("takes", DIGEST) == b"again"


def test_a_missing_blob_names_its_file(tmp_path: Path) -> None:
    with pytest.raises(StorageError) as missing:
        BlobStore(tmp_path).read("takes", DIGEST)
    assert DIGEST in missing.value.message


@pytest.mark.parametrize(
    "digest", ["../../../../etc/passwd", "", "ab/../cd" * 4, "AB" * 32, "ab" * 32 + "\n", "/" * 32]
)
def test_only_a_digest_becomes_part_of_a_path(tmp_path: Path, digest: str) -> None:
    store = BlobStore(tmp_path)
    for ask in (store.has, store.read, store.path):
        with pytest.raises(StorageError):
            ask("takes", digest)
    with pytest.raises(StorageError):
        store.path("../x", DIGEST)


def test_a_writer_that_fails_leaves_nothing(tmp_path: Path) -> None:
    store = BlobStore(tmp_path)

    def write(sink: object) -> None:
        raise ValueError("the renderer stopped")

    with pytest.raises(ValueError, match="renderer"):
        store.put("takes", DIGEST, write)
    assert not store.has("takes", DIGEST)
    assert not _leftovers(tmp_path)


@pytest.mark.skipif(sys.platform == "win32", reason="there age alone decides")
def test_what_a_dead_process_left_is_removed_and_the_living_keep_theirs(tmp_path: Path) -> None:
    dead = subprocess.Popen(["true"])
    dead.wait()
    orphan = tmp_path / f"{disk.PARTIAL_PREFIX}{dead.pid}-00"
    ours = tmp_path / f"{disk.PARTIAL_PREFIX}{os.getpid()}-00"
    old = tmp_path / f"{disk.PARTIAL_PREFIX}{os.getpid()}-01"
    for path in (orphan, ours, old):
        path.touch()
    os.utime(old, (0, 0))
    BlobStore(tmp_path)
    assert not orphan.exists()
    assert ours.exists()
    assert not old.exists()


def test_an_unconfirmed_write_ends_all_writing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = BlobStore(tmp_path)
    calls: list[int] = []

    def failing_fsync(descriptor: int) -> None:
        calls.append(descriptor)
        raise OSError(errno.EIO, "Input/output error")

    (tmp_path / "takes" / DIGEST[:2]).mkdir(parents=True)
    monkeypatch.setattr(os, "fsync", failing_fsync)
    for _ in range(3):
        with pytest.raises(StorageError):
            _put(store)
    assert len(calls) == 1, "a failed flush was asked again"
    assert not store.has("takes", DIGEST)
    assert not _leftovers(tmp_path)
    monkeypatch.undo()
    with pytest.raises(StorageError):
        _put(store)


@pytest.mark.parametrize("refusal", [errno.ENOTSUP, errno.EPERM])
def test_a_file_system_without_links_keeps_blobs_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, refusal: int
) -> None:
    def no_links(*_: object) -> None:
        raise OSError(refusal, os.strerror(refusal))

    monkeypatch.setattr(os, "link", no_links)
    store = BlobStore(tmp_path)
    _put(store, b"first")
    _put(store, b"second")
    assert store.read("takes", DIGEST) == b"first"
    assert not _leftovers(tmp_path)


def test_a_file_in_the_way_is_explained(tmp_path: Path) -> None:
    (tmp_path / "film.takes").write_text("not a folder")
    with pytest.raises(StorageError) as refused:
        _put(BlobStore(tmp_path / "film.takes"))
    assert refused.value.hint


def test_a_large_blob_is_read_in_pieces(tmp_path: Path) -> None:
    store = BlobStore(tmp_path)
    path = _put(store, bytes(range(200)))
    assert store.length("takes", DIGEST) == 200
    assert store.read_piece("takes", DIGEST, 150, 20) == bytes(range(150, 170))
    assert store.read_piece("takes", DIGEST, 190, 20) == bytes(range(190, 200))
    assert store.read_piece("takes", DIGEST, 999, 20) == b""
    whole = path.read_bytes()
    for broken in (b"", whole[:-1], whole + b"x", b"x" + whole[1:]):
        path.write_bytes(broken)
        with pytest.raises(StorageError, match="damaged"):
            store.read_piece("takes", DIGEST, 0, 20)
    path.unlink()
    with pytest.raises(StorageError, match="missing"):
        store.length("takes", DIGEST)
