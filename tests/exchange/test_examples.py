"""The example scripts that come with the program."""

from pathlib import Path

import pytest

from sora_studio.exchange import read_script
from sora_studio.timeline.project import Project

EXAMPLES = Path(__file__).parents[2] / "resources" / "examples"
# What the bundled pack was taught.
SIZES = {"WS", "MS", "CU", ""}
MOVES = {"static", "pan left", "pan right", "tilt up", "tilt down", "push in", "pull out", ""}
STYLES = {"flat", "ink", "papercraft", "neon", ""}


def example(name: str) -> Project:
    return read_script(EXAMPLES / name)


def test_six_tales_is_six_scenes_of_one_four_second_shot() -> None:
    film = example("six-tales.fountain")
    assert (film.title, film.width, film.height) == ("Six Tales", 1280, 720)
    assert [[shot.duration_frames for shot in scene.shots] for scene in film.scenes] == [[96]] * 6
    assert film.frame_rate.seconds(film.duration_frames) == 24
    assert [transition.kind for transition in film.transitions()].count("dissolve") == 2
    told = [shot.direction.prompt for _, shot in film.shots()]
    subjects = ["Tokyo", "mammoths", "red wool knitted motorcycle helmet", "Big Sur", "candle", "papercraft"]
    assert [subject in prompt for subject, prompt in zip(subjects, told, strict=True)] == [True] * 6


def test_night_train_is_twelve_shots() -> None:
    film = example("night-train.txt")
    assert (film.title, len(list(film.shots()))) == ("Night Train", 12)


def test_lonely_astronaut_has_scenes_and_dialogue() -> None:
    film = example("lonely-astronaut.fountain")
    said = [line for _, shot in film.shots() for line in shot.dialogue]
    assert (film.title, len(film.scenes)) == ("The Lonely Astronaut", 4)
    assert {line.character for line in said} == {"VERA", "HOUSTON (V.O.)", "OLD MAN (O.S.)", "OLD MAN"}
    assert "whispering" in {line.parenthetical for line in said}


@pytest.mark.parametrize("name", ["six-tales.fountain", "night-train.txt", "lonely-astronaut.fountain"])
def test_examples_ask_only_for_what_the_bundled_pack_knows(name: str) -> None:
    for _, shot in example(name).shots():
        asked = shot.direction
        assert (asked.size in SIZES, asked.move in MOVES, asked.style in STYLES) == (True, True, True)
