"""Versions: the film as it was, kept beside it; near ones close together, far ones far apart, named ones for good."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sora_studio.cli.main import main
from sora_studio.errors import ProjectFileError, StorageError
from sora_studio.storage.blobs import BlobStore
from sora_studio.storage.project_file import ProjectFile
from sora_studio.studio.thinning import thinned
from sora_studio.studio.versions import (
    keep_version,
    open_as_copy,
    read_version,
    version_called,
    versions_folder,
    versions_of,
)
from sora_studio.timeline.edits import set_prompt
from tests.studio.damage import spoil
from tests.studio.film import tiny_film

NOON = datetime(2026, 3, 1, 12)


@pytest.fixture
def film(tmp_path: Path) -> Path:
    ProjectFile.create(tmp_path / "film.sora", tiny_film()).close()
    return tmp_path / "film.sora"


def keep(film: Path, name: str = "", now: datetime = NOON) -> None:
    with ProjectFile.open(film) as file:
        keep_version(film, file.copy_to, name, now)


def change(film: Path) -> None:
    with ProjectFile.open(film) as file:
        _, shot = next(file.load().shots())
        file.save(set_prompt(file.load(), shot.id, "a storm"))


def test_a_version_is_the_film_as_it_was(film: Path) -> None:
    keep(film)
    change(film)
    [version] = versions_of(film)
    assert read_version(version) == tiny_film()
    assert (version.kept, version.name) == (NOON, "")
    # Looking at it leaves nothing beside it.
    assert [each.name for each in versions_folder(film).iterdir()] == [version.path.name]


texts = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60)


@given(name=texts.map(lambda text: " ".join(text.split())).filter(bool))
@settings(max_examples=60)
def test_any_name_comes_back_as_it_was_given(tmp_path_factory: pytest.TempPathFactory, name: str) -> None:
    film = tmp_path_factory.mktemp("film") / "film.sora"
    kept = keep_version(film, lambda path: path.write_bytes(b""), name, NOON)
    assert versions_of(film) == [kept]
    assert name.startswith(kept.name)
    assert len(kept.name) > 20 or kept.name == name
    assert kept.path.parent == versions_folder(film)


def test_where_no_folder_can_be_made_it_says_so(film: Path) -> None:
    versions_folder(film).write_text("in the way")
    with pytest.raises(StorageError) as refused:
        keep(film)
    assert refused.value.hint


def test_named_versions_stay_and_automatic_ones_are_thinned(film: Path) -> None:
    keep(film, "Before Ana saw it", NOON - timedelta(days=400))
    for days in (200, 199, 10, 0):
        keep(film, now=NOON - timedelta(days=days))
    keep(film, now=NOON + timedelta(minutes=1))
    ages = [(NOON - version.kept).days for version in versions_of(film)]
    assert ages == [-1, 0, 10, 199, 400]


@given(minutes=st.lists(st.integers(1, 200), min_size=1, max_size=400))
@settings(max_examples=30)
def test_thinned_as_one_goes_no_day_and_no_week_is_left_without(minutes: list[int]) -> None:
    """Each time one is kept the others are thinned, as it really happens, over many days of work."""
    now, kept, made = NOON, set[datetime](), list[datetime]()
    for pause in minutes:
        now += timedelta(minutes=pause * 7)
        made.append(now)
        kept = thinned(kept | {now}, now)
    assert {each for each in made if now - each <= timedelta(hours=1)} <= kept
    for age, span in ((30, "%Y-%m-%d"), (10_000, "%G %V")):
        due = {each.strftime(span) for each in made if now - each <= timedelta(days=age)}
        assert due == {each.strftime(span) for each in kept if now - each <= timedelta(days=age)}
    near = sum(now - each <= timedelta(hours=1) for each in kept)
    assert len(kept) <= near + 25 + 31 + (now - made[0]).days // 7 + 2


def test_a_version_becomes_a_film_of_its_own_with_its_takes(film: Path) -> None:
    BlobStore.beside(film).put("takes", "ab" * 32, lambda sink: sink.write(b"pictures"))
    keep(film, "Act 1: final?")
    change(film)
    copy = open_as_copy(film, version_called(film, "Act 1: final?"))
    assert copy.name == "film Act 1 final.sora"
    assert ProjectFile.read(copy) == tiny_film()
    assert BlobStore.beside(copy).verify("takes", "ab" * 32)


def test_a_damaged_version_is_refused(film: Path) -> None:
    keep(film)
    [version] = versions_of(film)
    spoil(version.path, tiny_film(), 2)
    with pytest.raises(ProjectFileError, match="2 of 3 shots"):
        read_version(version)


def test_the_command_line_lists_keeps_and_copies(film: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["versions", str(film)]) == 1
    assert "No version" in capsys.readouterr().err
    assert main(["versions", str(film), "--keep", "First"]) == 0
    change(film)
    assert main(["versions", str(film)]) == 0
    told = capsys.readouterr().out
    assert "First" in told
    assert "1 changed" in told
    assert main(["versions", str(film), "--copy", "1"]) == 0
    assert ProjectFile.read(film.with_name("film First.sora")) == tiny_film()
    assert main(["versions", str(film), "--copy", "9"]) == 1


def test_a_damaged_films_versions_are_listed_all_the_same(film: Path, capsys: pytest.CaptureFixture[str]) -> None:
    keep(film, "Good")
    spoil(film, tiny_film(), 1)
    assert main(["versions", str(film)]) == 0
    told = capsys.readouterr().out
    assert "damaged" in told
    assert "Good" in told
