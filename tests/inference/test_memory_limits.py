"""A container's limits, as Linux writes them in files: of both versions of control groups."""

from pathlib import Path

import pytest

from sora_studio.inference import memory_limits
from sora_studio.inference.memory_limits import allowed_bytes, left_bytes

MACHINE, FREE = 64_000, 48_000


@pytest.fixture
def groups(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """No group at all, until files are written there."""
    monkeypatch.setattr(memory_limits, "_GROUPS", tmp_path)
    monkeypatch.setattr(memory_limits, "_GROUPS_OF_PROCESS", tmp_path / "cgroup")
    return tmp_path


def second_version(folder: Path, most: object, taken: int, given_back: int = 0) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "memory.max").write_text(f"{most}\n")
    (folder / "memory.current").write_text(f"{taken}\n")
    (folder / "memory.stat").write_text(f"anon 5\ninactive_file {given_back}\n")


def test_where_there_are_no_groups_the_machine_is_all_its_own(groups: Path) -> None:
    assert (allowed_bytes(MACHINE), left_bytes(FREE)) == (MACHINE, FREE)


def test_the_narrowest_group_around_a_process_counts(groups: Path) -> None:
    (groups / "cgroup").write_text("0::/user/film\n")
    second_version(groups / "user/film", "max", 9_000)
    second_version(groups / "user", 20_000, 12_000)
    assert (allowed_bytes(MACHINE), left_bytes(FREE)) == (20_000, 8_000)
    second_version(groups / "user/film", 10_000, 9_000)
    assert (allowed_bytes(MACHINE), left_bytes(FREE)) == (10_000, 1_000)


def test_what_was_read_of_files_can_be_had_again(groups: Path) -> None:
    (groups / "cgroup").write_text("0::/\n")
    second_version(groups, 10_000, 9_000, given_back=6_000)
    assert left_bytes(FREE) == 7_000


def test_a_machine_that_has_less_than_a_group_may_have_is_the_limit(groups: Path) -> None:
    (groups / "cgroup").write_text("0::/\n")
    second_version(groups, 1_000_000, 9_000)
    assert (allowed_bytes(MACHINE), left_bytes(FREE)) == (MACHINE, FREE)


def test_groups_of_the_first_version_are_heeded_and_those_without_memory_not(groups: Path) -> None:
    (groups / "cgroup").write_text("4:memory:/docker/1\n3:cpu:/docker/1\n0::/\n")
    # Inside the container its own group is seen as the outermost.
    own = groups / "memory"
    own.mkdir()
    (own / "memory.limit_in_bytes").write_text("20000\n")
    (own / "memory.usage_in_bytes").write_text("15000\n")
    (own / "memory.stat").write_text("inactive_file 1\ntotal_inactive_file 2000\n")
    assert (allowed_bytes(MACHINE), left_bytes(FREE)) == (20_000, 7_000)


def test_a_full_group_has_next_to_nothing_left_and_not_an_unknown_amount(groups: Path) -> None:
    (groups / "cgroup").write_text("0::/\n")
    second_version(groups, 10_000, 11_000)
    assert left_bytes(FREE) == 1
