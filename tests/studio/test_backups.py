"""Backups: whole copies of the project, the last few of them."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from sora_studio.errors import StorageError
from sora_studio.storage.project_file import ProjectFile
from sora_studio.studio.backups import MOST, backups_of, keep_backup
from tests.studio.film import tiny_film

NOON = datetime(2026, 1, 1, 12)


def test_a_backup_is_the_project_as_it_was(tmp_path: Path) -> None:
    with ProjectFile.create(tmp_path / "film.sora", tiny_film()) as file:
        kept = keep_backup(file.path, file.copy_to, NOON)
    with ProjectFile.open(kept) as copy:
        assert copy.load() == tiny_film()


def test_only_the_last_few_are_kept(tmp_path: Path) -> None:
    with ProjectFile.create(tmp_path / "film.sora", tiny_film()) as file:
        made = [keep_backup(file.path, file.copy_to, NOON + timedelta(minutes=i)) for i in range(MOST + 3)]
        assert backups_of(file.path) == made[::-1][:MOST]


def test_where_no_folder_can_be_made_it_says_so(tmp_path: Path) -> None:
    (tmp_path / "film.backups").write_text("in the way")
    with pytest.raises(StorageError) as refused:
        keep_backup(tmp_path / "film.sora", lambda path: None)
    assert refused.value.hint
