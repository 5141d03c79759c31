import pytest

from sora_studio.errors import ScriptError
from sora_studio.exchange import parse_plain_text
from sora_studio.timeline.project import Project
from sora_studio.timeline.shot import Direction, Transition


def read(text: str) -> Project:
    return parse_plain_text(text, "Untitled")


def prompts(text: str) -> list[str]:
    return [shot.direction.prompt for _, shot in read(text).shots()]


def test_a_paragraph_is_a_shot() -> None:
    film = read("A fox runs\nover the snow.\n \n\nA *bird* sings.\n")
    assert [shot.direction.prompt for _, shot in film.shots()] == ["A fox runs over the snow.", "A bird sings."]
    assert (film.title, film.duration_frames, len(film.scenes)) == ("Untitled", 2 * 96, 1)


def test_notes_direct_their_paragraph() -> None:
    film = read(
        "[[style: ink]]\nA fox [[size: CU]] runs. [[duration: 1s]] [[transition: dissolve 6]] [[why]]\n\nA bird."
    )
    _, first = next(film.shots())
    assert first.direction == Direction("A fox runs.", style="ink", size="CU")
    assert (first.duration_frames, first.transition, first.notes) == (24, Transition("dissolve", 6), "why")


def test_headings_are_the_title_and_the_scenes() -> None:
    film = read("# Night Train\n\nA train.\n\n## Forest - Night\nTrees.\n\n# Coast\n\nWaves.\n\n---\n\nFoam.")
    assert film.title == "Night Train"
    assert [(scene.heading, len(scene.shots)) for scene in film.scenes] == [
        ("", 1),
        ("Forest - Night", 1),
        ("Coast", 2),
    ]
    assert film.scenes[1].direction.prompt == "Forest, Night"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1. A fox.\n\n2) A bird.", ["A fox.", "A bird."]),
        ("1. A fox\nin snow.\n2. A bird.\n3. Snow.", ["A fox in snow.", "A bird.", "Snow."]),
        ("Shot 3: A fox.\n\nshot #4 - A bird.", ["A fox.", "A bird."]),
        (
            "3 dogs run.\n\n1.5 metres of snow.\n\n1940. A train.",
            ["3 dogs run.", "1.5 metres of snow.", "1940. A train."],
        ),
    ],
)
def test_leading_numbers_are_not_part_of_a_prompt(text: str, expected: list[str]) -> None:
    assert prompts(text) == expected


def test_what_fountain_would_read_as_syntax_is_prose_here() -> None:
    assert prompts("MARY\nruns.\n\nA /* star */ falls.") == ["MARY runs.", "A / star / falls."]


@pytest.mark.parametrize("text", ["", "# Only a title", "---\n\n***", "[[size: CU]]"])
def test_a_text_without_shots_is_refused(text: str) -> None:
    with pytest.raises(ScriptError, match="no shots"):
        read(text)


def test_a_bad_note_names_its_line() -> None:
    with pytest.raises(ScriptError, match=r"^Line 4: “banana” isn't a duration") as caught:
        read("# Film\n\nA fox\n[[duration: banana]]")
    assert "4s" in caught.value.hint


def test_a_shot_names_its_model() -> None:
    film = read("A fox.\n\n[[pack:  my ink ]] It jumps. [[package: x]]\n\n## Coast\n[[pack: paper]]\n\nWaves.\n\nFoam.")
    assert [shot.pack for _, shot in film.shots()] == ["", "my ink", "paper", ""]
    assert [shot.notes for _, shot in film.shots()] == ["", "package: x", "", ""]


def test_a_note_lets_a_shot_continue_the_one_before() -> None:
    film = read(
        "A fox.\n\n[[ Continues ]] [[strength: 60 %]] It jumps.\n\nSnow. [[continues here?]]\n\n"
        "## Coast\n[[continues]]\n\nWaves."
    )
    shots = [shot for _, shot in film.shots()]
    assert [shot.continues for shot in shots] == [False, True, False, True]
    assert [shot.strength_percent for shot in shots] == [0, 60, 0, 0]
    assert [shot.notes for shot in shots] == ["", "", "continues here?", ""]
