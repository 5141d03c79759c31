"""Sound tracks and markers are saved row by row, and films from before there were any open unchanged."""

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import apsw
import pytest

from sora_studio.errors import ProjectFileError
from sora_studio.storage.database import APPLICATION_ID, Database
from sora_studio.storage.migrations import MIGRATIONS, NEWEST
from sora_studio.storage.parts import row_hash
from sora_studio.storage.project_file import ProjectFile
from sora_studio.storage.queue_table import Job
from sora_studio.timeline.encoding import encode
from sora_studio.timeline.markers import Marker, move_marker
from sora_studio.timeline.project import Project, Scene
from sora_studio.timeline.shot import Direction, Shot
from sora_studio.timeline.sound import AudioCue, AudioTrack
from sora_studio.timeline.sound_edits import move_cue, remove_track, set_track
from tests.disks import small_disk


def _film() -> Project:
    shots = tuple(Shot(f"shot-{i}", Direction(f"the harbour, view {i}"), 96) for i in range(3))
    tracks = tuple(
        AudioTrack(f"track-{i}", f"Track {i}", (AudioCue(f"cue-{i}", "0" * 64, "sea.wav", 24 * i, 48, gain_db=-3.0),))
        for i in range(3)
    )
    markers = tuple(Marker(f"marker-{i}", 24 * i, f"note {i}") for i in range(3))
    return Project("Harbour", scenes=(Scene("scene", "EXT. QUAY", shots=shots),), tracks=tracks, markers=markers)


def _rows(path: Path) -> dict[tuple[str, bytes], bytes]:
    with closing(sqlite3.connect(path)) as connection:
        return {(kind, name): data for kind, name, data in connection.execute("SELECT kind, id, data FROM part")}


@pytest.mark.parametrize(
    ("edit", "written"),
    [
        (lambda film: move_cue(film, "cue-1", 99), {("track", b"track-1")}),
        (lambda film: set_track(film, "track-2", muted=True), {("track", b"track-2")}),
        (lambda film: move_marker(film, "marker-0", 5), {("marker", b"marker-0")}),
        (lambda film: move_marker(film, "marker-0", 500), {("marker", b"marker-0"), ("film", b"")}),
        (lambda film: remove_track(film, "track-1"), {("track", b"track-1"), ("film", b"")}),
    ],
)
def test_an_edit_writes_only_what_it_changed(tmp_path: Path, edit, written: set[tuple[str, bytes]]) -> None:
    path = tmp_path / "film.sora"
    ProjectFile.create(path, _film()).close()
    before = _rows(path)
    edited = edit(_film())
    with ProjectFile.open(path) as file:
        assert file.load() == _film()
        file.save(edited)
    after = _rows(path)
    assert {key for key in before.keys() | after.keys() if before.get(key) != after.get(key)} == written
    with ProjectFile.open(path) as file:
        assert file.load() == edited


@pytest.mark.parametrize("kind", ["track", "marker"])
def test_a_lost_or_made_up_row_is_noticed(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "film.sora"
    ProjectFile.create(path, _film()).close()
    whole = path.read_bytes()
    for statement in (
        "DELETE FROM part",
        "UPDATE part SET data = data || ' '",
        "INSERT INTO part SELECT kind, CAST('extra' AS BLOB), data, sha256 FROM part",
    ):
        path.write_bytes(whole)
        with closing(sqlite3.connect(path)) as connection:
            connection.execute(f"{statement} WHERE kind = ? AND id = CAST(? AS BLOB)", (kind, f"{kind}-1"))
            connection.commit()
        with pytest.raises(ProjectFileError, match="damaged"):
            ProjectFile.open(path)


def _rows_of_old(film: Project) -> Iterator[tuple[str, bytes, bytes, bytes]]:
    """The rows that the first version wrote: it knew no sound."""
    parts: list[tuple[str, str, dict[str, object]]] = []
    bare = {name: value for name, value in encode(film).items() if name not in ("tracks", "markers")}
    parts.append(("film", "", {**bare, "scenes": [scene.id for scene in film.scenes]}))
    for scene in film.scenes:
        parts.append(("scene", scene.id, {**encode(scene), "shots": [shot.id for shot in scene.shots]}))
        parts += [("shot", shot.id, encode(shot)) for shot in scene.shots]
    for kind, name, data in parts:
        text = json.dumps(data, separators=(",", ":")).encode()
        yield kind, name.encode(), text, row_hash(kind.encode(), name.encode(), text)


def _old_file(path: Path, film: Project) -> None:
    database = Database(path, apsw.SQLITE_OPEN_READWRITE | apsw.SQLITE_OPEN_CREATE)
    database.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    database.execute(MIGRATIONS[0])
    database.execute_each("INSERT INTO part VALUES (?, ?, ?, ?)", _rows_of_old(film))
    database.execute("INSERT INTO job (state, data, sha256) VALUES ('pending', '', zeroblob(32))")
    database.execute("PRAGMA user_version = 1")
    database.close()


def test_a_film_from_before_there_was_sound_opens_unchanged(tmp_path: Path) -> None:
    film = replace(_film(), tracks=(), markers=())
    path = tmp_path / "film.sora"
    _old_file(path, film)
    before = _rows(path)
    with ProjectFile.open(path) as file:
        assert file.load() == film
        assert len(file.load_jobs()) == 1
    assert _rows(path) == before
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (NEWEST,)
    with ProjectFile.open(path) as file:
        file.save(_film())
    with ProjectFile.open(path) as file:
        assert file.load() == _film()


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A small disk that can be made read-only."""
    with small_disk(tmp_path / "disk", "4m") as folder:
        yield folder


def test_an_old_film_that_cant_be_written_can_be_looked_at(disk: Path) -> None:
    film = replace(_film(), tracks=(), markers=())
    _old_file(disk / "film.sora", film)
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
    with ProjectFile.open(disk / "film.sora") as file:
        assert file.read_only
        assert file.load() == film


def test_a_film_on_a_read_only_disk_opens_and_refuses_changes(disk: Path) -> None:
    ProjectFile.create(disk / "film.sora", _film()).close()
    content = (disk / "film.sora").read_bytes()
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
    with ProjectFile.open(disk / "film.sora") as file:
        assert file.read_only
        assert file.load() == _film()
        with pytest.raises(ProjectFileError, match="read only"):
            file.save(replace(_film(), title="Another"))
        with pytest.raises(ProjectFileError):
            file.save(_film(), {1: Job(1, "shot-1", "{}")})
        assert file.load() == _film()
    assert (disk / "film.sora").read_bytes() == content


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps permissions otherwise")
@pytest.mark.parametrize("closed", ["file", "folder"])
def test_what_permissions_forbid_to_write_can_still_be_looked_at(tmp_path: Path, closed: str) -> None:
    folder = tmp_path / "theirs"
    folder.mkdir()
    path = folder / "film.sora"
    ProjectFile.create(path, _film()).close()
    (path if closed == "file" else folder).chmod(0o444 if closed == "file" else 0o555)
    look = (
        "import os, sys; from pathlib import Path\n"
        "from sora_studio.storage.project_file import ProjectFile\n"
        "if os.getuid() == 0: os.setuid(65534)\n"
        "with ProjectFile.open(Path(sys.argv[1])) as file: print(file.read_only, file.load().title)\n"
    )
    if os.getuid() == 0:  # Nothing is forbidden to root: somebody else looks.
        os.chown(path, 65534, -1)
        for parent in (tmp_path, *tmp_path.parents[:3]):
            parent.chmod(parent.stat().st_mode | 0o055)
    seen = subprocess.run([sys.executable, "-c", look, str(path)], capture_output=True, text=True, check=False)
    assert seen.stdout.split(maxsplit=1) == ["True", f"{_film().title}\n"], seen.stderr
