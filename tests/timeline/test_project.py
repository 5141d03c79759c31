from dataclasses import replace

import pytest
from hypothesis import given

from sora_studio.errors import EditError
from sora_studio.timeline.project import Project, RenderSettings
from sora_studio.timeline.seeds import take_seed
from sora_studio.timeline.shot import CUT, Transition, fitted_transition
from sora_studio.timeline.time import FrameRange
from tests.timeline.films import film, projects, shot


def test_a_film_lasts_the_plain_sum_of_its_shots() -> None:
    dissolving = film().with_shot(shot("a", transition=Transition("dissolve", 12)))
    assert dissolving.duration_frames == film().duration_frames == 5 * 96
    assert dissolving.shot_range("b") == FrameRange(96, 192)
    assert film().shot_range("d") == FrameRange(288, 384)


def test_shots_are_found_with_their_scene_and_neighbours() -> None:
    scene, found = film().find("d")
    assert (scene.id, found.id) == ("s2", "d")
    before, _, after = film().neighbours("d")
    assert (before and before.id, after and after.id) == ("c", "e")
    assert film().neighbours("a")[0] is None
    assert film().neighbours("e")[2] is None


@pytest.mark.parametrize("lost", ["find", "shot_range", "neighbours", "scene"])
def test_what_the_film_lacks_is_an_edit_error(lost: str) -> None:
    with pytest.raises(EditError, match="“nobody”"):
        getattr(film(), lost)("nobody")


def test_shots_that_cannot_be_are_refused() -> None:
    for values in ({"duration_frames": 0}, {"head_frames": -1}):
        with pytest.raises(EditError):
            shot("a", **values)
    with pytest.raises(EditError):
        Transition("cut", 3)
    for frames in (0, -4):
        with pytest.raises(EditError):
            Transition("dissolve", frames)


@pytest.mark.parametrize(
    ("outgoing", "incoming", "wanted", "fitted"),
    [(96, 96, 12, 12), (96, 96, 200, 96), (10, 96, 24, 11), (96, 10, 24, 10), (96, 1, 24, 0), (1, 96, 24, 1)],
)
def test_a_dissolve_is_shortened_to_what_both_shots_carry(
    outgoing: int, incoming: int, wanted: int, fitted: int
) -> None:
    first = shot("a", outgoing, transition=Transition("dissolve", wanted))
    assert fitted_transition(first, shot("b", incoming)).duration_frames == fitted
    assert fitted_transition(first, None) == CUT


@given(projects())
def test_fitted_dissolves_never_meet_inside_a_shot(project: Project) -> None:
    covered_at_start = 0
    for (_, each), transition in zip(project.shots(), project.transitions(), strict=True):
        assert covered_at_start + transition.frames_before_cut <= each.duration_frames
        covered_at_start = transition.frames_after_cut
    assert covered_at_start == 0


def test_a_seed_hangs_on_the_shot_and_the_film_not_on_the_place() -> None:
    project = film()
    _, a = project.find("a")
    _, b = project.find("b")
    assert take_seed(project, a) == take_seed(replace(project, scenes=project.scenes[:1]), a)
    assert take_seed(project, a) != take_seed(project, b)
    assert take_seed(replace(project, settings=RenderSettings(seed=1)), a) != take_seed(project, a)
    assert [take_seed(project, replace(a, seed=2**32 - 1), take) for take in (0, 1)] == [2**32 - 1, 0]


def test_a_derived_seed_is_the_same_in_every_version() -> None:
    # A changed derivation would change every picture of every film already made.
    assert take_seed(film(), shot("a")) == 3542182797
