import argparse
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sora_studio.cli.arguments import build_parser
from sora_studio.cli.main import main
from sora_studio.cli.values import picture_size, shot_numbers, sketch_of_shot, strength_of_shot


@pytest.mark.parametrize(("text", "shots"), [("2,4-6", (2, 4, 5, 6)), ("1", (1,)), ("3-3, 1", (1, 3))])
def test_lists_of_shots(text: str, shots: tuple[int, ...]) -> None:
    assert shot_numbers(text) == shots


@pytest.mark.parametrize("text", ["", "0", "4-2", "a", "1,,2", "-3", "1-"])
def test_what_is_no_list_of_shots(text: str) -> None:
    with pytest.raises(argparse.ArgumentTypeError, match="2,4-6"):
        shot_numbers(text)


@given(st.sets(st.integers(1, 9999), min_size=1))
def test_any_set_of_shots_can_be_said(shots: set[int]) -> None:
    assert shot_numbers(",".join(map(str, shots))) == tuple(sorted(shots))


@pytest.mark.parametrize(("text", "size"), [("1280x720", (1280, 720)), ("1080X1920", (1080, 1920))])
def test_picture_sizes(text: str, size: tuple[int, int]) -> None:
    assert picture_size(text) == size


@pytest.mark.parametrize("text", ["1280", "1281x720", "0x0", "99999x99999", "widexhigh", "1280x720x2"])
def test_what_is_no_picture_size(text: str) -> None:
    with pytest.raises(argparse.ArgumentTypeError, match="1280x720"):
        picture_size(text)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("a.png", (None, Path("a.png"))),
        ("3=a.png", (3, Path("a.png"))),
        ("3=none", (3, None)),
        ("none", (None, None)),
        ("./none", (None, Path("none"))),
        ("./3=a.png", (None, Path("3=a.png"))),
        ("take=2.png", (None, Path("take=2.png"))),
    ],
)
def test_drawings_of_shots(text: str, meant: tuple[int | None, Path | None]) -> None:
    assert sketch_of_shot(text) == meant


@pytest.mark.parametrize("text", ["", "3=", "0=a.png"])
def test_what_is_no_drawing_of_a_shot(text: str) -> None:
    with pytest.raises(argparse.ArgumentTypeError, match=r"3=FILE\.png"):
        sketch_of_shot(text)


@pytest.mark.parametrize(
    "words",
    [
        ["render", "x.txt"],
        ["rendr"],
        ["render", "x.txt", "--out", "x.mp4", "--steps", "0"],
        ["render", "x.txt", "--out", "x.mp4", "--guidance", "nan"],
        ["render", "x.txt", "--out", "x.mp4", "--cache", "1.5"],
        ["render", "x.txt", "--out", "x.mp4", "--cache", "on"],
        ["render", "x.txt", "--out", "x.mp4", "--takes", "-1"],
    ],
)
def test_wrong_words_exit_1_with_a_hint(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        build_parser().parse_args(words)
    assert stopped.value.code == 1
    said = capsys.readouterr().err
    assert said.startswith("error: ")
    assert "hint: " in said


def test_no_words_ask_for_the_window(capsys: pytest.CaptureFixture[str]) -> None:
    asked: list[Path | None] = []
    assert main([], lambda film: asked.append(film) or 0) == 0
    assert asked == [None]
    assert main([]) == 1
    assert "hint: Run sora-studio." in capsys.readouterr().err


@pytest.mark.parametrize(
    ("text", "meant"), [("60", (None, 60)), ("60%", (None, 60)), ("3=5%", (3, 5)), ("1=100", (1, 100))]
)
def test_strengths_of_shots(text: str, meant: tuple[int | None, int]) -> None:
    assert strength_of_shot(text) == meant


@pytest.mark.parametrize("text", ["", "0", "4%", "101", "0=60", "half", "3="])
def test_what_is_no_strength(text: str) -> None:
    with pytest.raises(argparse.ArgumentTypeError, match="5% to 100%"):
        strength_of_shot(text)
