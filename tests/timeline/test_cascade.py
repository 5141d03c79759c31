import pytest
from hypothesis import given
from hypothesis import strategies as st

from sora_studio.timeline.cascade import JOINT, Part, parts_as_sent, prompt_as_sent, resolve
from sora_studio.timeline.project import Project, Scene
from sora_studio.timeline.shot import Direction, Shot
from sora_studio.timeline.vocabulary import VOCABULARY, canonical


def _resolved(film: Direction, scene: Direction, shot: Direction) -> Direction:
    place = Scene("s", "", scene, (Shot("a", shot, 96),))
    project = Project("Film", direction=film, scenes=(place,))
    return resolve(project, place, place.shots[0])


def test_prompts_join_and_the_nearest_word_wins() -> None:
    film = Direction("a tale of snow", "text", style="ink", size="WS", move="static")
    scene = Direction("exterior, meadow, day.", style="flat", angle="low")
    shot = Direction("A fox runs.", size="CU")
    assert _resolved(film, scene, shot) == Direction(
        "a tale of snow, exterior, meadow, day, A fox runs", "text", "flat", "CU", "low", "static"
    )


def test_what_two_levels_both_say_is_said_once() -> None:
    place = Direction("interior, room")
    assert _resolved(Direction(), place, place).prompt == "interior, room"


def test_the_encoder_reads_words_not_codes() -> None:
    asked = Direction("A fox runs.", "text", "papercraft", "CU", "high", "push in")
    assert prompt_as_sent(asked) == "A fox runs, close-up, high angle, camera pushes in, papercraft style"
    assert prompt_as_sent(Direction("A fox", style="In the style of ink")) == "A fox, In the style of ink"
    assert prompt_as_sent(Direction("A fox", size="a size of my own")) == "A fox, a size of my own"
    assert prompt_as_sent(Direction()) == ""


def test_every_part_of_what_is_sent_knows_where_it_comes_from() -> None:
    film = Direction("a tale of snow", style="ink")
    scene = Direction("a meadow.", size="WS", move="pan left")
    shot = Direction("A fox runs.", size="CU")
    place = Scene("s", "", scene, (Shot("a", shot, 96),))
    assert parts_as_sent(Project("Film", direction=film, scenes=(place,)), place, place.shots[0]) == (
        Part("a tale of snow", "film", "prompt"),
        Part("a meadow", "scene", "prompt"),
        Part("A fox runs", "shot", "prompt"),
        Part("close-up", "shot", "size"),
        Part("camera pans left", "scene", "move"),
        Part("ink style", "film", "style"),
    )


texts = st.one_of(st.sampled_from(["", "A fox.", "a Fox", "close-up", "ink style", " . \n."]), st.text(max_size=4))
some_directions = st.builds(Direction, texts, texts, texts, st.sampled_from(["", "CU", "x"]), texts, texts)


@given(some_directions, some_directions, some_directions)
def test_the_parts_are_what_is_sent(film: Direction, scene: Direction, shot: Direction) -> None:
    place = Scene("s", "", scene, (Shot("a", shot, 96),))
    project = Project("Film", direction=film, scenes=(place,))
    sent = prompt_as_sent(resolve(project, place, place.shots[0]))
    assert JOINT.join(part.text for part in parts_as_sent(project, place, place.shots[0])) == sent


@pytest.mark.parametrize(
    ("field", "words", "code"),
    [
        ("size", "cu", "CU"),
        ("size", "Close-Up", "CU"),
        ("size", "close up", "CU"),
        ("size", "extreme wide shot", "EWS"),
        ("size", "Over the shoulder", "OTS"),
        ("angle", "bird\N{RIGHT SINGLE QUOTATION MARK}s eye", "overhead"),
        ("angle", "worm's-eye", "worm's-eye"),
        ("angle", "Dutch", "dutch"),
        ("move", "dolly in", "push in"),
        ("move", "PUSH  IN", "push in"),
        ("move", "boom up", "pedestal up"),
        ("move", "camera pans left", "pan left"),
        ("size", "XXL", None),
        ("move", "moonwalk", None),
    ],
)
def test_the_trade_s_words_become_codes(field: str, words: str, code: str | None) -> None:
    assert canonical(field, words) == code


def test_every_code_reads_as_itself() -> None:
    for field, codes in VOCABULARY.items():
        assert [canonical(field, code) for code in codes] == list(codes)
