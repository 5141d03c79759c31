from collections.abc import Callable
from dataclasses import replace

import pytest

from sora_studio.errors import EditError
from sora_studio.timeline import edits
from sora_studio.timeline.project import Project, Scene
from sora_studio.timeline.shot import Direction, Take, Transition
from tests.timeline.films import film, shot


def order(project: Project) -> str:
    return "|".join("".join(s.id for s in scene.shots) for scene in project.scenes)


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        (lambda film: edits.insert(film, shot("n"), "s1"), "nabc|de"),
        (lambda film: edits.insert(film, shot("n"), "s1", after="b"), "abnc|de"),
        (lambda film: edits.insert(film, shot("n"), "s2", after="e"), "abc|den"),
        (lambda film: edits.remove(film, "b"), "ac|de"),
        (lambda film: edits.move(film, "a", "s1", after="c"), "bca|de"),
        (lambda film: edits.move(film, "a", "s2", after="d"), "bc|dae"),
        (lambda film: edits.move(film, "e", "s1"), "eabc|d"),
        (lambda film: edits.insert_scene(film, Scene("s3", "", shots=(shot("n"),)), "s1"), "abc|n|de"),
        (lambda film: edits.move_scene(film, "s1", after="s2"), "de|abc"),
        (lambda film: edits.remove_scene(film, "s1"), "de"),
    ],
)
def test_shots_and_scenes_go_where_they_are_put(edit: Callable[[Project], Project], expected: str) -> None:
    assert order(edit(film())) == expected


@pytest.mark.parametrize(
    "edit",
    [
        lambda film: edits.insert(film, shot("a"), "s1"),
        lambda film: edits.insert(film, shot("n"), "nowhere"),
        lambda film: edits.insert(film, shot("n"), "s1", after="d"),
        lambda film: edits.remove(film, "nobody"),
        lambda film: edits.move(film, "a", "s1", after="a"),
        lambda film: edits.move(film, "a", "s2", after="b"),
        lambda film: edits.insert_scene(film, Scene("s1", "")),
        lambda film: edits.insert_scene(film, Scene("s3", "", shots=(shot("a"),))),
        lambda film: edits.move_scene(film, "s1", after="s1"),
        lambda film: edits.move_scene(film, "s1", after="nowhere"),
        lambda film: edits.set_prompt(film, "nobody", "rain"),
        lambda film: edits.pin_take(film, "a", "nothing"),
        lambda film: edits.rate_take(film, "a", "nothing", 3),
        lambda film: edits.set_transition(film, "e", Transition("dissolve", 12)),
        lambda film: edits.set_transition(film, "nobody", Transition()),
        lambda film: edits.set_continues(film, "a", True),
        lambda film: edits.set_sketch(film, "nobody", "0" * 64),
        lambda film: edits.set_pack(film, ["a", "nobody"], "ink"),
    ],
)
def test_impossible_edits_say_what_to_do(edit: Callable[[Project], Project]) -> None:
    with pytest.raises(EditError) as caught:
        edit(film())
    assert caught.value.hint


def test_an_edit_leaves_everything_else_the_very_same() -> None:
    before = film()
    after = edits.set_prompt(before, "b", "rain")
    assert after.scenes[1] is before.scenes[1]
    assert after.scenes[0].shots[0] is before.scenes[0].shots[0]
    assert before == film()


def test_directions_are_set_on_each_level() -> None:
    ink = Direction(style="ink")
    assert edits.set_direction(film(), "a", ink).find("a")[1].direction == ink
    assert edits.set_scene_direction(film(), "s2", ink).scene("s2").direction == ink
    assert edits.set_film_direction(film(), ink).direction == ink


def test_a_dissolve_longer_than_its_shots_carry_is_refused_with_the_longest_one() -> None:
    with pytest.raises(EditError) as caught:
        edits.set_transition(film(), "a", Transition("dissolve", 97))
    assert "96 frames at most" in caught.value.hint
    assert edits.set_transition(film(), "c", Transition("dissolve", 96)).duration_frames == film().duration_frames


def test_takes_are_kept_once_rated_pinned_and_forgotten() -> None:
    one, two = Take("one", "draft", 1), Take("two", "refined", 2)
    project = edits.add_take(edits.add_take(film(), "a", one), "a", two)
    assert edits.add_take(project, "a", replace(one, rating=5)) == project
    project = edits.rate_take(edits.pin_take(project, "a", "one"), "a", "two", 4)
    assert project.find("a")[1].takes == (one, replace(two, rating=4))
    assert edits.remove_take(project, "a", "two").find("a")[1].pinned == "one"
    assert edits.remove_take(project, "a", "one").find("a")[1].pinned == ""
    assert edits.pin_take(project, "a", "").find("a")[1].pinned == ""
    with pytest.raises(EditError, match="rated 6"):
        edits.rate_take(project, "a", "one", 6)


def test_a_seed_is_locked_and_freed() -> None:
    locked = edits.set_seed(film(), "a", 7)
    assert locked.find("a")[1].seed == 7
    assert edits.set_seed(locked, "a", None) == film()


def test_a_shot_continues_the_one_before_or_begins_anew() -> None:
    continued = edits.set_continues(film(), "d", True)
    assert continued.find("d")[1].continues
    assert edits.set_continues(continued, "d", False) == film()
    assert edits.set_continues(film(), "a", False) == film()


def test_a_drawing_is_put_on_a_shot_and_taken_off() -> None:
    drawn = edits.set_sketch(film(), "a", "0" * 64)
    assert drawn.find("a")[1].sketch == "0" * 64
    assert edits.set_sketch(drawn, "a", "") == film()


def test_several_shots_are_made_with_a_model_of_their_own_or_the_films() -> None:
    changed = edits.set_pack(film(), ["a", "d"], "ink")
    assert [shot.pack for _, shot in changed.shots()] == ["ink", "", "", "ink", ""]
    assert edits.set_pack(changed, ["a", "d"], "") == film()
