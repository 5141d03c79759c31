"""The ways from a shot into the next, as they are named and measured."""

import pytest

from sora_studio.errors import EditError
from sora_studio.timeline.transition import CUT, KINDS, Transition, TransitionKind, read_kind


@pytest.mark.parametrize(
    ("words", "kind", "rest"),
    [
        ("cut", "cut", ""),
        ("SMASH CUT TO:", "cut", ""),
        ("DISSOLVE TO:", "dissolve", ""),
        ("Cross-dissolve 12", "dissolve", "12"),
        ("dissolve to 0.5s", "dissolve", "0.5s"),
        ("FADE TO BLACK.", "dip to black", ""),
        ("fade out", "dip to black", ""),
        ("dip to white 1s", "dip to white", "1s"),
        ("WIPE TO:", "wipe right", ""),
        ("wipe_left 8", "wipe left", "8"),
        ("push right 10", "push right", "10"),
    ],
)
def test_a_transition_is_known_by_the_names_people_give_it(words: str, kind: TransitionKind, rest: str) -> None:
    assert read_kind(words) == (kind, rest)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_known_by_its_own_name(kind: TransitionKind) -> None:
    assert read_kind(f"{kind} 12") == (kind, "12")


@pytest.mark.parametrize("words", ["", "FADE IN:", "THE END", "iris", "dissolving 12"])
def test_what_is_none_is_not_taken_for_one(words: str) -> None:
    assert read_kind(words) is None


@pytest.mark.parametrize(("kind", "frames"), [("cut", 3), ("dissolve", 0), ("wipe left", 0), ("push right", -2)])
def test_only_a_cut_lasts_no_time(kind: TransitionKind, frames: int) -> None:
    with pytest.raises(EditError):
        Transition(kind, frames)


def test_a_transition_lasts_as_long_as_is_asked() -> None:
    assert Transition("wipe up", 8).lasting(5) == Transition("wipe up", 5)
    assert Transition("wipe up", 8).lasting(0) == CUT
    assert CUT.lasting(6) == Transition("dissolve", 6)
