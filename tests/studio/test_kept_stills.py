"""Small pictures kept of takes: a film opened again shows them without reading one take."""

from pathlib import Path

import numpy as np
import pytest

from sora_studio.errors import StorageError
from sora_studio.storage.blobs import BlobStore
from sora_studio.studio import cache, keeping
from sora_studio.studio.kept_stills import HEIGHT, STILLS, KeptStills
from sora_studio.studio.pictures import FilmPictures
from sora_studio.studio.showing import ShownShot, ShownTake
from sora_studio.timeline.project import Project, Scene
from sora_studio.timeline.shot import INHERIT, Shot, Take

TAKE = Take("ab" * 32, "refined", 1)
SHOT = Shot("s", INHERIT, 48, takes=(TAKE,))
FILM = Project("Film", scenes=(Scene("c", "EXT.", shots=(SHOT,)),))
SHOWN = (ShownShot(1, SHOT, ShownTake(TAKE, 4.0, stale=False)),)


def frames(height: int = 288) -> np.ndarray:
    """Eight frames, each lighter than the one before."""
    light = np.linspace(10, 240, 8).astype(np.uint8)
    return np.broadcast_to(light[:, None, None, None], (8, height, height * 16 // 9, 3)).copy()


@pytest.fixture
def store(tmp_path: Path) -> BlobStore:
    store = BlobStore(tmp_path / "film.takes")
    keeping.keep(store, keeping.TAKES, TAKE.digest, {"frames": frames()}, {"frames_per_second": 4.0})
    return store


@pytest.fixture
def reads(store: BlobStore, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The kinds of what is read from the disk."""
    read, kinds = BlobStore.read, list[str]()
    monkeypatch.setattr(BlobStore, "read", lambda self, kind, digest: kinds.append(kind) or read(self, kind, digest))
    return kinds


def opened(store: BlobStore) -> FilmPictures:
    pictures = FilmPictures(store, stills=KeptStills(store))
    pictures.update(FILM, SHOWN)
    return pictures


def light_of(pictures: FilmPictures, at_frame: int, height: int = 96) -> float:
    still = pictures.still("s", at_frame, height)
    assert still is not None
    assert still.shape[0] == height
    return float(still.mean())


def test_the_second_opening_reads_no_take(store: BlobStore, reads: list[str]) -> None:
    before = [light_of(opened(store), at) for at in (0, 24, 47)]
    assert keeping.TAKES in reads
    reads.clear()
    again = [light_of(opened(store), at) for at in (0, 24, 47)]
    assert set(reads) == {STILLS}
    assert np.allclose(before, again, atol=3)


def test_what_is_looked_at_large_is_the_take_itself(store: BlobStore, reads: list[str]) -> None:
    light_of(opened(store), 0)
    reads.clear()
    light_of(opened(store), 0, HEIGHT + 32)
    assert reads == [keeping.TAKES]


def test_a_take_that_has_gone_is_not_shown_from_what_was_kept(store: BlobStore) -> None:
    light_of(opened(store), 0)
    store.path(keeping.TAKES, TAKE.digest).unlink()
    pictures = opened(store)
    assert pictures.still("s", 0, 96) is None
    assert pictures.problem("s")


def test_a_damaged_strip_is_passed_over(store: BlobStore) -> None:
    first = light_of(opened(store), 24)
    path = store.path(STILLS, TAKE.digest)
    path.write_bytes(path.read_bytes()[:-40])
    assert light_of(opened(store), 24) == first


def test_small_takes_and_disks_that_refuse_keep_nothing(store: BlobStore, monkeypatch: pytest.MonkeyPatch) -> None:
    stills = KeptStills(store)
    stills.keep(TAKE, frames(HEIGHT))
    assert not store.has(STILLS, TAKE.digest)

    def refuse(*_: object) -> None:
        raise StorageError("The disk is full.", "")

    monkeypatch.setattr(BlobStore, "put", refuse)
    assert light_of(opened(store), 0) > 0


def test_what_is_kept_of_takes_no_shot_has_goes_when_room_is_made(store: BlobStore) -> None:
    light_of(opened(store), 0)
    assert not cache.measure(store, FILM).removable["drafts"].files
    assert cache.clean_up(store, Project("Other"), ["drafts"]).files == 1
    assert not store.has(STILLS, TAKE.digest)
