"""A damaged project is never taken for a sound one, and is never written to."""

import random
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

import pytest

from sora_studio.errors import ProjectFileError
from sora_studio.storage.parts import row_hash
from sora_studio.storage.project_file import ProjectFile
from sora_studio.timeline.project import Project, Scene
from sora_studio.timeline.shot import Direction, Shot


def _film() -> Project:
    def scene(name: str, count: int) -> Scene:
        return Scene(
            name, "EXT. QUAY", shots=tuple(Shot(f"{name}-{i}", Direction(f"view {i}"), 48) for i in range(count))
        )

    return Project("Quay", scenes=(scene("a", 20), scene("b", 20)))


def _check_never_silently_wrong(tmp_path: Path, broken_files: Iterable[bytes]) -> int:
    """How many of the files were refused; every other must hold the film as saved."""
    refused = 0
    path = tmp_path / "broken.sora"
    for broken in broken_files:
        path.write_bytes(broken)
        try:
            with ProjectFile.open(path) as file:
                assert file.load() == _film()
        except ProjectFileError:
            refused += 1
        for journal in tmp_path.glob("broken.sora-*"):
            journal.unlink()
    return refused


def _sound_file(tmp_path: Path) -> bytes:
    ProjectFile.create(tmp_path / "film.sora", _film()).close()
    return (tmp_path / "film.sora").read_bytes()


def test_no_cut_is_taken_for_the_whole(tmp_path: Path) -> None:
    whole = _sound_file(tmp_path)
    lengths = sorted({*range(0, 200, 7), *range(0, len(whole), 397), *range(4096, len(whole), 4096), len(whole) - 1})
    assert _check_never_silently_wrong(tmp_path, (whole[:length] for length in lengths)) == len(lengths)


def test_no_flipped_bit_changes_the_film_unnoticed(tmp_path: Path) -> None:
    whole = _sound_file(tmp_path)
    dice = random.Random(7)

    def flipped() -> Iterable[bytes]:
        for _ in range(250):
            broken = bytearray(whole)
            broken[dice.randrange(len(whole))] ^= 1 << dice.randrange(8)
            yield bytes(broken)

    assert _check_never_silently_wrong(tmp_path, flipped()) > 60


def test_no_zeroed_block_changes_the_film_unnoticed(tmp_path: Path) -> None:
    whole = _sound_file(tmp_path)
    blocks = range(0, len(whole), 512)
    broken = (whole[:start] + bytes(512) + whole[start + 512 :] for start in blocks)
    assert _check_never_silently_wrong(tmp_path, broken) > len(blocks) / 4


@pytest.mark.parametrize(
    ("change", "intact"),
    [
        ("DELETE FROM part WHERE id = CAST('a-3' AS BLOB)", "39 of 40 shots are intact"),
        ("UPDATE part SET data = replace(data, 'view', 'vieW') WHERE kind = 'shot' AND id > 'b'", "of 40 shots"),
        ("UPDATE part SET id = CAST('a-99' AS BLOB) WHERE id = CAST('a-3' AS BLOB)", "39 of 40 shots are intact"),
        ("INSERT INTO part SELECT kind, CAST('more' AS BLOB), data, sha256 FROM part WHERE kind = 'film'", "40 of 40"),
        ("DELETE FROM part WHERE kind = 'film'", "40 of 40 shots are intact"),
        ("DELETE FROM part", "nothing of it can be read"),
        ("DROP TABLE part", "is damaged"),
    ],
)
def test_a_row_lost_changed_or_made_up_is_told(tmp_path: Path, change: str, intact: str) -> None:
    _sound_file(tmp_path)
    path = tmp_path / "film.sora"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(change)
        connection.commit()
    with pytest.raises(ProjectFileError) as refused:
        ProjectFile.open(path)
    assert intact in refused.value.message
    assert refused.value.hint


@pytest.mark.parametrize("data", ["", "[]", "3", "[" * 100_000, "{}", '{"shots": 3}', '{"shots": ["\\ud800"]}', "\0"])
def test_a_row_that_proves_intact_and_says_nothing_is_told(tmp_path: Path, data: str) -> None:
    _sound_file(tmp_path)
    path = tmp_path / "film.sora"
    with closing(sqlite3.connect(path)) as connection:
        proof = row_hash(b"scene", b"a", data.encode())
        put = "UPDATE part SET data = ?, sha256 = ? WHERE kind = 'scene' AND id = CAST('a' AS BLOB)"
        connection.execute(put, (data.encode(), proof))
        connection.commit()
    with pytest.raises(ProjectFileError) as refused:
        ProjectFile.open(path)
    assert refused.value.message
