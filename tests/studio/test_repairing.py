"""A damaged project's copy: sound, with its takes, with a list of what was lost; the original as it was."""

from pathlib import Path

import pytest

from sora_studio.cli.main import main
from sora_studio.errors import ProjectFileError, SoraError
from sora_studio.storage.blobs import BlobStore
from sora_studio.storage.project_file import ProjectFile
from sora_studio.studio.repairing import list_beside, repaired_copy
from sora_studio.timeline.edits import remove
from tests.studio.damage import spoil
from tests.studio.film import tiny_film


@pytest.fixture
def damaged(tmp_path: Path) -> Path:
    """A film of three shots, the second spoilt, with a take beside it."""
    path, film = tmp_path / "film.sora", tiny_film()
    ProjectFile.create(path, film).close()
    BlobStore.beside(path).put("takes", "ab" * 32, lambda sink: sink.write(b"pictures"))
    spoil(path, film, 2)
    return path


def test_the_copy_is_sound_and_has_the_takes(damaged: Path) -> None:
    before = damaged.read_bytes()
    made = repaired_copy(damaged)
    assert made.path.name == "film repaired.sora"
    assert (made.intact_shots, made.all_shots) == (2, 3)
    film = tiny_film()
    _, lost = list(film.shots())[1]
    with ProjectFile.open(made.path) as file:
        assert file.load() == remove(film, lost.id)
    assert BlobStore.beside(made.path).read("takes", "ab" * 32) == b"pictures"
    assert damaged.read_bytes() == before


def test_what_was_lost_is_kept_beside_the_copy(damaged: Path) -> None:
    made = repaired_copy(damaged)
    told = list_beside(made.path).read_text("utf-8")
    assert "2 of 3 shots are intact." in told
    assert "Shot 2 of scene" in told
    assert made.losses[0] in told


def test_a_second_copy_takes_another_name_and_none_is_written_over(damaged: Path) -> None:
    assert repaired_copy(damaged).path != repaired_copy(damaged).path
    with pytest.raises(ProjectFileError, match="already"):
        repaired_copy(damaged, damaged.with_name("film repaired.sora"))


def test_a_sound_project_is_not_repaired(tmp_path: Path) -> None:
    ProjectFile.create(tmp_path / "film.sora", tiny_film()).close()
    with pytest.raises(ProjectFileError, match="isn't damaged"):
        repaired_copy(tmp_path / "film.sora")
    assert [each.name for each in tmp_path.iterdir()] == ["film.sora"]


def test_where_nothing_is_left_it_says_so(damaged: Path) -> None:
    # The header is whole, so it is known to be a project; nothing else of it is.
    damaged.write_bytes(damaged.read_bytes()[:100] + bytes(8000))
    with pytest.raises(SoraError, match="Nothing of"):
        repaired_copy(damaged)


def test_the_command_line_tells_what_was_lost(damaged: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["info", str(damaged)]) == 1
    refused = capsys.readouterr().err
    assert "This project is damaged: 2 of 3 shots are intact." in refused
    assert "The original is untouched." in refused
    assert main(["repair", str(damaged), "--out", str(damaged.with_name("good.sora"))]) == 0
    assert "lost: Shot 2 of scene" in capsys.readouterr().out
    assert main(["info", str(damaged.with_name("good.sora"))]) == 0
