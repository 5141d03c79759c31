"""A project comes back from its file as it was saved."""

import shutil
import sqlite3
import string
import subprocess
import sys
import tempfile
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sora_studio.errors import ProjectFileError
from sora_studio.storage import parts
from sora_studio.storage.migrations import NEWEST
from sora_studio.storage.project_file import ProjectFile
from sora_studio.storage.queue_table import Job
from sora_studio.timeline.edits import insert, set_prompt
from sora_studio.timeline.encoding import encode
from sora_studio.timeline.markers import Marker
from sora_studio.timeline.project import Project, RenderSettings, Scene
from sora_studio.timeline.shot import DialogueLine, Direction, Shot, Take, Transition
from sora_studio.timeline.time import FrameRate
from tests.timeline.films import tracks

texts = st.text(max_size=12)
directions = st.builds(Direction, texts, texts, texts, texts, texts, texts)
takes = st.builds(
    Take, st.text(string.hexdigits, max_size=8), st.sampled_from(["draft", "refined"]), st.integers(0, 2**63)
)
transitions = st.just(Transition()) | st.builds(Transition, st.just("dissolve"), st.integers(1, 48))
shots = st.builds(
    Shot,
    id=st.uuids().map(str),
    direction=directions,
    duration_frames=st.integers(1, 500),
    head_frames=st.integers(0, 50),
    dialogue=st.lists(st.builds(DialogueLine, texts, texts, texts), max_size=2).map(tuple),
    action=texts,
    transition=transitions,
    seed=st.none() | st.integers(0, 2**32),
    takes=st.lists(takes, max_size=2).map(tuple),
)
scenes = st.builds(Scene, st.uuids().map(str), texts, directions, st.lists(shots, max_size=4).map(tuple), texts)
projects = st.builds(
    Project,
    title=texts,
    frame_rate=st.sampled_from([FrameRate(24), FrameRate(24000, 1001), FrameRate(25)]),
    direction=directions,
    settings=st.builds(RenderSettings, guidance=st.floats(-1, 20)),
    scenes=st.lists(scenes, max_size=3).map(tuple),
    tracks=tracks(),
    markers=st.lists(st.builds(Marker, st.uuids().map(str), st.integers(0, 999), texts), max_size=3).map(tuple),
)


def _film(shot_count: int = 3) -> Project:
    shots = tuple(Shot(f"shot-{i}", Direction(f"the harbour, view {i}"), 96) for i in range(shot_count))
    return Project("Harbour", scenes=(Scene("scene-1", "EXT. HARBOUR", shots=shots),))


def _reopened(path: Path) -> Project:
    with ProjectFile.open(path) as file:
        return file.load()


@settings(max_examples=25, deadline=None)
@given(st.lists(projects, min_size=1, max_size=4))
def test_every_save_comes_back_whatever_was_saved_before(versions: list[Project]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "film.sora"
        with ProjectFile.create(path, versions[0]) as file:
            for version in versions[1:]:
                file.save(version)
                assert file.load() == version
        assert _reopened(path) == versions[-1]


def test_an_edit_a_move_and_a_removal_come_back(tmp_path: Path) -> None:
    film = _film(4)
    with ProjectFile.create(tmp_path / "film.sora", film) as file:
        (scene,) = file.load().scenes
        first, second, third, fourth = scene.shots
        edited = replace(scene, shots=(third, replace(first, notes="closer"), fourth))
        moved = replace(film, scenes=(Scene("scene-0", "INT. BOAT", shots=(second,)), edited))
        file.save(moved)
        fewer = replace(moved, scenes=moved.scenes[1:])
        file.save(moved)
        assert _sees(file.path) == "open in another Sora Studio"
        file.save(fewer)
    assert _reopened(tmp_path / "film.sora") == fewer


def test_saving_one_edit_writes_one_shot(tmp_path: Path) -> None:
    film = _film(50)
    path = tmp_path / "film.sora"
    ProjectFile.create(path, film).close()
    before = _rows(path)
    with ProjectFile.open(path) as file:
        shot = film.scenes[0].shots[7]
        file.save(film.with_shot(replace(shot, notes="slower")))
    after = _rows(path)
    assert [key for key in after if after[key] != before[key]] == [("shot", b"shot-7")]


def _rows(path: Path) -> dict[tuple[str, bytes], tuple[int, bytes]]:
    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute("SELECT kind, id, rowid, data FROM part").fetchall()
    return {(kind, part_id): (rowid, data) for kind, part_id, rowid, data in rows}


def _sees(path: Path) -> str:
    """What another process finds."""
    code = (
        "import sys; from pathlib import Path\n"
        "from sora_studio.errors import ProjectFileError\n"
        "from sora_studio.storage.project_file import ProjectFile\n"
        "try: ProjectFile.open(Path(sys.argv[1])).close(); print('opened')\n"
        "except ProjectFileError as error: print(error.message)\n"
    )
    run = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True)
    return "open in another Sora Studio" if "open in another Sora Studio" in run.stdout else run.stdout.strip()


@pytest.mark.parametrize("per_scene", [25, 2000])
def test_what_an_edit_costs_grows_with_the_edit_and_not_with_the_film(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, per_scene: int
) -> None:
    shots = _film(2000).scenes[0].shots
    groups = (shots[at : at + per_scene] for at in range(0, len(shots), per_scene))
    film = replace(_film(), scenes=tuple(Scene(f"scene-{n}", "EXT. HARBOUR", shots=g) for n, g in enumerate(groups)))
    written: list[str] = []

    def counted(value: object) -> object:
        written.append(type(value).__name__)
        return encode(value)  # type: ignore[arg-type]

    with ProjectFile.create(tmp_path / "film.sora", film) as file:
        monkeypatch.setattr(parts, "encode", counted)
        longer = insert(film, Shot("new", Direction("rain"), 24), "scene-0")
        file.save(longer)
        assert sorted(written) == ["Scene", "Shot"]
        file.save(set_prompt(longer, "shot-1999", "snow"))
        assert sorted(written) == ["Scene", "Shot", "Shot"]
        file.save(film)
        assert sorted(written) == ["Scene", "Scene", "Shot", "Shot", "Shot"]


def test_the_file_is_free_again_once_closed(tmp_path: Path) -> None:
    file = ProjectFile.create(tmp_path / "film.sora", _film())
    file.close()
    assert _sees(file.path) == "opened"
    assert [path.name for path in tmp_path.iterdir()] == ["film.sora"]


@pytest.mark.parametrize(
    "content", [b"", b"FADE IN:\n", bytes(5000), b"SQLite format 3\0", b"SQLite format 3\0" + bytes(200)]
)
def test_what_isnt_a_project_is_refused_and_untouched(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "notes.sora"
    path.write_bytes(content)
    with pytest.raises(ProjectFileError) as refused:
        ProjectFile.open(path)
    assert "isn't a Sora Studio project" in refused.value.message
    assert path.read_bytes() == content
    assert list(tmp_path.iterdir()) == [path]


def test_another_programs_database_is_refused_and_untouched(tmp_path: Path) -> None:
    path = tmp_path / "other.sora"
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE part (id)")
        other.commit()
    before = path.read_bytes()
    with pytest.raises(ProjectFileError, match="isn't a Sora Studio project"):
        ProjectFile.open(path)
    assert path.read_bytes() == before


def test_a_newer_project_is_refused_and_untouched(tmp_path: Path) -> None:
    path = tmp_path / "film.sora"
    ProjectFile.create(path, _film()).close()
    with closing(sqlite3.connect(path)) as newer:
        newer.execute(f"PRAGMA user_version = {NEWEST + 1}")
    before = path.read_bytes()
    with pytest.raises(ProjectFileError, match="made by a newer Sora Studio"):
        ProjectFile.open(path)
    assert path.read_bytes() == before


def test_missing_files_and_folders_are_named(tmp_path: Path) -> None:
    for path in (tmp_path / "no.sora", tmp_path, tmp_path / "no" / "film.sora"):
        with pytest.raises(ProjectFileError) as refused:
            ProjectFile.open(path)
        assert str(path) in refused.value.message
    with pytest.raises(ProjectFileError, match="There is no folder"):
        ProjectFile.create(tmp_path / "no" / "film.sora", _film())


def test_making_a_project_never_writes_over_a_file(tmp_path: Path) -> None:
    path = tmp_path / "film.sora"
    path.write_text("precious")
    with pytest.raises(ProjectFileError, match="already"):
        ProjectFile.create(path, _film())
    assert path.read_text() == "precious"
    assert list(tmp_path.iterdir()) == [path]


def test_a_copy_holds_what_was_saved_last_and_stands_alone(tmp_path: Path) -> None:
    copy = tmp_path / "copies" / "film 2.sora"
    copy.parent.mkdir()
    copy.write_text("an older copy")
    with ProjectFile.create(tmp_path / "film.sora", _film(2)) as file:
        file.save(_film(5))
        file.save(_film(5), {1: Job(1, "shot-1", "{}")})
        file.copy_to(copy)
        assert [path.name for path in copy.parent.iterdir()] == [copy.name]
        with pytest.raises(ProjectFileError):
            file.copy_to(file.path)
        with ProjectFile.open(copy) as opened:
            assert opened.load() == _film(5)
            assert [job.shot_id for job in opened.load_jobs()] == ["shot-1"]


def test_a_copy_can_hold_what_is_not_saved_yet(tmp_path: Path) -> None:
    with ProjectFile.create(tmp_path / "film.sora", _film(2)) as file:
        file.copy_to(tmp_path / "copy.sora", _film(5))
        assert file.load() == _film(2)
    assert _reopened(tmp_path / "copy.sora") == _film(5)
    assert _reopened(tmp_path / "film.sora") == _film(2)


def test_a_file_kept_open_by_a_dead_process_opens(tmp_path: Path) -> None:
    film = _film(3)
    with ProjectFile.create(tmp_path / "film.sora", _film(2)) as file:
        file.save(film)
        # What a crash leaves: the file and its journal, mid-session.
        for path in list(tmp_path.iterdir()):
            shutil.copy(path, tmp_path / path.name.replace("film", "crashed"))
    assert _reopened(tmp_path / "crashed.sora") == film


@pytest.mark.skipif(sys.platform == "win32", reason="an open file keeps its name there")
def test_a_film_taken_away_while_it_is_open_is_never_called_saved(tmp_path: Path) -> None:
    path = tmp_path / "film.sora"
    with ProjectFile.create(path, Project("One")) as file:
        path.rename(tmp_path / "moved.sora")
        with pytest.raises(ProjectFileError, match="moved, removed or replaced") as gone:
            file.save(Project("Two"))
        assert gone.value.hint
        assert file.load() == Project("One")
        ProjectFile.create(path, Project("Other")).close()
        with pytest.raises(ProjectFileError, match="moved, removed or replaced"):
            file.save(Project("Two"))
        path.unlink()
        (tmp_path / "moved.sora").rename(path)
        file.save(Project("Two"))
    with ProjectFile.open(path) as file:
        assert file.load() == Project("Two")
