"""What is salvaged from a damaged project is what was saved last, or is told to be doubtful; the original is left."""

import random
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings

from sora_studio.errors import DamagedProject, ProjectFileError
from sora_studio.storage.parts import row_hash
from sora_studio.storage.project_file import ProjectFile
from sora_studio.storage.salvage import RECOVERED, Salvage, salvage
from sora_studio.timeline.edits import insert, remove, set_prompt
from sora_studio.timeline.project import Project, Scene
from sora_studio.timeline.shot import Direction, Shot
from tests.timeline.films import projects

BLOCK = 512


def _film() -> Project:
    # Long prompts take overflow pages.
    shots = [Shot(f"s{i}", Direction(f"view {i} " * (700 if i % 13 == 5 else 20)), 48) for i in range(120)]
    scenes = (Scene(f"{n}", f"INT. {n}", shots=tuple(shots[30 * n : 30 * n + 30])) for n in range(4))
    return Project("Quay", scenes=tuple(scenes))


def _edited(path: Path, edits: int, dice: random.Random) -> Project:
    """A film with a history: rows written anew, moved between pages, removed; pages freed and taken again."""
    with ProjectFile.create(path, _film()) as file:
        film = file.load()
        for number in range(edits):
            _, shot = dice.choice(list(film.shots()))
            match dice.randrange(4):
                case 0:
                    film = remove(film, shot.id)
                case 1:
                    scene = dice.choice(film.scenes)
                    film = insert(film, Shot(f"n{number}", Direction(f"new {number}"), 24), scene.id)
                case _:
                    film = set_prompt(film, shot.id, f"edit {number} " * dice.choice((1, 30, 600)))
            file.save(film)
        return film


def _check(found: Salvage, saved: Project) -> None:
    """Every shot is as it was saved last, but for those told of; what is missing is told of."""
    have, want = {shot.id: shot for _, shot in found.project.shots()}, {shot.id: shot for _, shot in saved.shots()}
    wrong = [shot_id for shot_id, shot in have.items() if want.get(shot_id) != shot]
    doubtful = sum("perhaps as it was" in loss for loss in found.losses)
    assert len(wrong) <= doubtful
    assert found.intact_shots == len(have) - doubtful
    if len(have) < len(want):
        assert found.losses


def _broken(whole: bytes, dice: random.Random) -> Iterator[bytes]:
    for _ in range(60):
        broken = bytearray(whole)
        for _ in range(dice.choice((1, 1, 5, 40))):
            broken[dice.randrange(len(whole))] ^= 1 << dice.randrange(8)
        yield bytes(broken)
    for _ in range(40):
        start = dice.randrange(0, len(whole), BLOCK)
        length = dice.choice((BLOCK, 4096, 5 * 4096))
        yield whole[:start] + bytes(length) + whole[start + length :]
    yield from (whole[: dice.randrange(len(whole))] for _ in range(40))


@pytest.mark.parametrize("seed", range(3))
def test_nothing_salvaged_is_silently_wrong(tmp_path: Path, seed: int) -> None:
    dice = random.Random(seed)
    path = tmp_path / "film.sora"
    saved = _edited(path, 120, dice)
    whole = path.read_bytes()
    kept, of = 0, 0
    for broken in _broken(whole, dice):
        path.write_bytes(broken)
        found = salvage(path)
        _check(found, saved)
        kept, of = kept + found.intact_shots, of + sum(1 for _ in saved.shots())
        assert path.read_bytes() == broken
    assert kept > 0.6 * of


@given(film=projects())
@settings(max_examples=25)
def test_a_film_that_is_whole_is_salvaged_whole(tmp_path_factory: pytest.TempPathFactory, film: Project) -> None:
    path = tmp_path_factory.mktemp("film") / "film.sora"
    ProjectFile.create(path, film).close()
    found = salvage(path)
    assert found.project == film
    assert found.losses == ()
    assert found.intact_shots == found.all_shots == sum(1 for _ in film.shots())


def _damaged(path: Path, change: str) -> Salvage:
    ProjectFile.create(path, _film()).close()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA secure_delete = 1")
        connection.execute(change)
        connection.commit()
    with pytest.raises(DamagedProject):
        ProjectFile.open(path)
    return salvage(path)


def test_a_lost_shot_leaves_its_scene_and_is_named(tmp_path: Path) -> None:
    found = _damaged(tmp_path / "film.sora", "DELETE FROM part WHERE id = CAST('s31' AS BLOB)")
    assert found.losses == ("Shot 2 of scene “INT. 1” is lost.",)
    assert found.project == remove(_film(), "s31")
    assert (found.intact_shots, found.all_shots) == (119, 120)


def test_shots_of_a_lost_scene_are_kept_in_a_scene_of_their_own(tmp_path: Path) -> None:
    found = _damaged(tmp_path / "film.sora", "DELETE FROM part WHERE kind = 'scene' AND id = CAST('2' AS BLOB)")
    film = _film()
    assert found.project.scenes[:3] == (*film.scenes[:2], film.scenes[3])
    assert found.project.scenes[3].heading == RECOVERED
    assert set(found.project.scenes[3].shots) == set(film.scenes[2].shots)
    assert found.intact_shots == found.all_shots == 120
    assert len(found.losses) == 2


def test_without_the_films_own_row_scenes_and_shots_are_kept(tmp_path: Path) -> None:
    found = _damaged(tmp_path / "film.sora", "DELETE FROM part WHERE kind = 'film'")
    assert set(found.project.scenes) == set(_film().scenes)
    assert found.project.title == "film"
    assert any("title" in loss for loss in found.losses)


def test_a_header_wiped_out_loses_no_shot_on_other_pages(tmp_path: Path) -> None:
    path = tmp_path / "film.sora"
    ProjectFile.create(path, _film()).close()
    path.write_bytes(bytes(BLOCK) + path.read_bytes()[BLOCK:])
    with pytest.raises(DamagedProject, match="This project is damaged: 0 of 120 shots are intact"):
        ProjectFile.open(path)
    found = salvage(path)
    # Which pages are free is told by the header: each shot is there, and each is doubtful.
    assert replace(found.project, title="") == replace(_film(), title="")
    assert sum("perhaps as it was" in loss for loss in found.losses) == 120


def test_what_the_journal_of_a_killed_program_holds_is_salvaged_too(tmp_path: Path) -> None:
    path, killed = tmp_path / "film.sora", tmp_path / "killed.sora"
    with ProjectFile.create(path, _film()) as file:
        saved = set_prompt(file.load(), "s3", "written last")
        file.save(saved)
        # Both as they lie there while the program runs.
        killed.write_bytes(_spoilt(path.read_bytes(), b"view 99"))
        killed.with_name("killed.sora-wal").write_bytes(path.with_name("film.sora-wal").read_bytes())
    before = killed.read_bytes(), killed.with_name("killed.sora-wal").read_bytes()
    with pytest.raises(DamagedProject):
        ProjectFile.open(killed)
    found = salvage(killed)
    assert found.project == remove(saved, "s99")
    assert (killed.read_bytes(), killed.with_name("killed.sora-wal").read_bytes()) == before


def _spoilt(whole: bytes, text: bytes) -> bytes:
    assert text in whole
    return whole.replace(text, text.upper())


@pytest.mark.parametrize("damage", [lambda whole: _spoilt(whole, b"view 7"), lambda whole: whole[: len(whole) // 2]])
def test_a_refused_project_is_left_as_it_was(tmp_path: Path, damage: Callable[[bytes], bytes]) -> None:
    path = tmp_path / "film.sora"
    ProjectFile.create(path, _film()).close()
    broken = damage(path.read_bytes())
    path.write_bytes(broken)
    with pytest.raises(ProjectFileError):
        ProjectFile.open(path)
    assert path.read_bytes() == broken
    assert [each.name for each in tmp_path.iterdir()] == ["film.sora"]


def test_a_row_of_no_sense_is_passed_over_though_it_proves_intact(tmp_path: Path) -> None:
    path, data = tmp_path / "film.sora", b"[" * 100_000
    ProjectFile.create(path, _film()).close()
    with closing(sqlite3.connect(path)) as connection:
        put = "UPDATE part SET data = ?, sha256 = ? WHERE kind = 'scene' AND id = CAST('2' AS BLOB)"
        assert connection.execute(put, (data, row_hash(b"scene", b"2", data))).rowcount == 1
        connection.commit()
    assert len(list(salvage(path).project.shots())) == len(list(_film().shots()))
