"""Every command in the README is true: its words parse, its files exist, and what it says it does, it does."""

import re
import shlex
from pathlib import Path

import pytest

from sora_studio.cli.arguments import build_parser
from sora_studio.cli.main import main
from sora_studio.inference.families import FAMILIES
from sora_studio.studio.scratch_voice import can_speak
from tests.torture.arguments import parser

ROOT = Path(__file__).resolve().parent.parent
FAMILY_ROW = re.compile(r"^\|[^|]+\| ((?:`\w+Pipeline`(?:, )?)+) \|[^|]+\|$", re.MULTILINE)
README = (ROOT / "README.md").read_text(encoding="utf-8")


def commands() -> list[list[str]]:
    """The words of every `$ ./studio ...` line in the README's console blocks."""
    blocks = re.findall(r"```console\n(.*?)```", README, re.DOTALL)
    lines = [line.removeprefix("$ ") for block in blocks for line in block.splitlines() if line.startswith("$ ")]
    return [shlex.split(line) for line in lines]


LAUNCHED = [words[1:] for words in commands() if words[0] == "./studio" and words[1:2] in (["test"], ["torture"])]
OURS = [words[1:] for words in commands() if words[0] == "./studio" and words[1:] not in LAUNCHED]


def test_the_readme_gives_the_two_commands_first() -> None:
    first, second = commands()[:2]
    assert first == ["./studio", "render", "resources/examples/six-tales.fountain", "--out", "six-tales.mp4"]
    assert second == ["./studio", "test"]


@pytest.mark.parametrize("words", OURS, ids=" ".join)
def test_commands_parse_and_name_files_that_exist(words: list[str]) -> None:
    build_parser().parse_args(words)
    for word in words:
        if word.startswith("resources/"):
            assert (ROOT / word).is_file(), word


def test_the_launchers_own_commands_are_there_and_parse() -> None:
    assert {words[0] for words in LAUNCHED} == {"test", "torture"}
    launcher = (ROOT / "studio").read_text(encoding="utf-8")
    for word, *arguments in LAUNCHED:
        assert f"\n    {word}) shift && run_{'tests' if word == 'test' else word}" in launcher
        if word == "torture":
            parser().parse_args(arguments)


def test_every_command_of_the_program_is_in_the_readme() -> None:
    commands = {"render", "open", "new", "info", "shots", "packs", "doctor", "config", "export", "import"}
    commands |= {"versions", "repair", "speak"}
    assert {words[0] for words in OURS if words} == commands
    assert [] in OURS, "the window is opened by no command at all"


def test_the_commands_that_render_nothing_work_in_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SORA_STUDIO_CONFIG", str(tmp_path / "config.toml"))
    (tmp_path / "resources").symlink_to(ROOT / "resources")
    # A sound project isn't repaired, and not every machine has a voice.
    left_out = {"render", "open", "repair"} | (set() if can_speak() else {"speak"})
    quiet = [words for words in OURS if words and words[0] not in left_out]
    assert [main(words) for words in quiet] == [0] * len(quiet)
    assert (tmp_path / "lonely-astronaut.sora").is_file()


def test_linked_files_are_there() -> None:
    links = [link for link in re.findall(r"\]\(([^)#]+)\)", README) if "://" not in link]
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_nothing_is_left_to_fill_in() -> None:
    assert re.findall(r"@[A-Z_]+@", README) == []


def test_ci_runs_the_readmes_test_command() -> None:
    assert 'studio" test' in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


def test_the_families_of_models_are_those_that_are_read() -> None:
    named = [name.strip("`") for names in FAMILY_ROW.findall(README) for name in names.split(", ")]
    assert sorted(named) == sorted(FAMILIES)
