"""The journal of a killed program, damaged on the disk: an older film is never taken for the one saved last."""

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from sora_studio.errors import DamagedProject
from sora_studio.storage.project_file import ProjectFile
from sora_studio.storage.salvage import salvage
from sora_studio.timeline.project import Project

SAVES = 8


@pytest.fixture
def killed(tmp_path: Path) -> Path:
    """A project whose journal holds eight saves, as it lies there after a kill: titles tell which save is read."""
    with ProjectFile.create(tmp_path / "film.sora", Project("0")) as file:
        for number in range(1, SAVES + 1):
            file.save(Project(str(number)))
        return copied(file.path, tmp_path / "killed.sora")


def journal(path: Path) -> Path:
    return path.with_name(f"{path.name}-wal")


def copied(path: Path, to: Path) -> Path:
    to.write_bytes(path.read_bytes())
    journal(to).write_bytes(journal(path).read_bytes())
    return to


def opened(path: Path) -> int | None:
    """Which save is read; None where the project is said to be damaged."""
    try:
        with ProjectFile.open(path) as file:
            return int(file.load().title)
    except DamagedProject:
        return None


def test_one_that_is_whole_is_read_to_its_end(killed: Path) -> None:
    assert opened(killed) == SAVES


def damages(whole: bytes, dice: random.Random) -> Iterator[bytes]:
    for _ in range(150):
        broken = bytearray(whole)
        broken[dice.randrange(len(whole))] ^= 1 << dice.randrange(8)
        yield bytes(broken)
    for start in range(0, len(whole), 1024):
        yield whole[:start] + bytes(512) + whole[start + 512 :]


def test_no_damage_makes_an_older_save_the_last(killed: Path, tmp_path: Path) -> None:
    whole, refused, older = journal(killed).read_bytes(), 0, 0
    content = killed.read_bytes()
    for broken in damages(whole, random.Random(5)):
        path = tmp_path / "broken.sora"
        path.write_bytes(content)
        journal(path).write_bytes(broken)
        read = opened(path)
        refused += read is None
        # A save that is damaged alone, at the end, may be one that a power cut interrupted; where the frame that ends
        # the one before is damaged, both look like one.
        assert read is None or read >= SAVES - 2
        older += read == SAVES - 2
        if read is None:
            assert (path.read_bytes(), journal(path).read_bytes()) == (content, broken)
    assert refused > 100
    assert older <= 3


def test_it_is_said_how_many_saves_are_lost(killed: Path) -> None:
    whole = bytearray(journal(killed).read_bytes())
    whole[len(whole) // 2] ^= 1
    journal(killed).write_bytes(whole)
    with pytest.raises(DamagedProject) as refused:
        ProjectFile.open(killed)
    found = salvage(killed)
    lost = SAVES - int(found.project.title)
    # The last save isn't counted, for it can't be told from one that never ended.
    assert found.losses[0] == f"The last {lost - 1} saves are lost: all of it is as it was before."
    assert refused.value.losses == found.losses


def test_a_last_save_that_never_ended_is_no_damage(killed: Path) -> None:
    whole = journal(killed).read_bytes()
    journal(killed).write_bytes(whole[:-2000])
    assert opened(killed) == SAVES - 1


def test_a_journal_begun_anew_is_read_as_such(tmp_path: Path) -> None:
    """SQLite writes over a journal it has copied into the file; what is left of the old one counts for nothing."""
    long = "x" * 5_000_000
    with ProjectFile.create(tmp_path / "film.sora", Project("0")) as file:
        for number in range(1, 5):
            file.save(Project(str(number), author=long if number == 2 else ""))
        before = journal(file.path).stat().st_size
        file.save(Project("5"))
        assert journal(file.path).stat().st_size == before, "the old journal is still there, behind the new one"
        killed = copied(file.path, tmp_path / "killed.sora")
    assert opened(killed) == 5
