import json
import pickle
from collections.abc import Callable
from dataclasses import replace
from itertools import permutations

import pytest
from hypothesis import given, settings

from sora_studio.errors import EditError, ProjectFileError
from sora_studio.timeline import edits
from sora_studio.timeline.change import Change, Rearranged, Replaced, apply, diff
from sora_studio.timeline.change_data import change_from_data, change_to_data
from sora_studio.timeline.project import Project
from sora_studio.timeline.shot import Direction, Take, Transition
from sora_studio.timeline.time import FrameRate
from tests.timeline.films import film, projects, shot


@given(projects(), projects())
def test_a_change_leads_there_and_its_inverse_back(before: Project, after: Project) -> None:
    change = diff(before, after)
    assert apply(before, change) == after
    assert apply(after, change.inverse()) == before
    assert bool(change) == (before != after)


@given(projects(), projects())
@settings(max_examples=30)
def test_a_change_survives_json_and_pickle(before: Project, after: Project) -> None:
    change = diff(before, after)
    assert change_from_data(json.loads(json.dumps(change_to_data(change)))) == change
    assert pickle.loads(pickle.dumps(change)) == change


def test_a_change_names_only_what_changed() -> None:
    before = film()
    assert diff(before, edits.set_prompt(before, "b", "rain")) == Change(
        (Replaced(("scenes", "s1", "shots", "b", "direction", "prompt"), "shot b", "rain"),)
    )
    assert diff(before, before) == Change()


@pytest.mark.parametrize("order", list(permutations("abc")))
def test_any_order_is_reached_by_the_fewest_moves(order: tuple[str, ...]) -> None:
    before = film()
    scene = before.scenes[0]
    after = before.with_scene(replace(scene, shots=tuple(shot(name) for name in order)))
    change = diff(before, after)
    assert apply(before, change) == after
    moves = sum(len(edit.after) for edit in change.edits if isinstance(edit, Rearranged))
    assert moves == {"abc": 0, "acb": 1, "bac": 1, "bca": 1, "cab": 1, "cba": 2}["".join(order)]


def test_changes_of_two_people_to_different_shots_both_apply() -> None:
    start = film()
    mine = diff(start, edits.insert(edits.set_prompt(start, "a", "rain"), shot("new"), "s1", after="a"))
    theirs = diff(start, edits.remove(edits.set_prompt(start, "b", "snow"), "d"))
    both = apply(apply(start, mine), theirs)
    assert both == apply(apply(start, theirs), mine)
    assert [s.id for _, s in both.shots()] == ["a", "new", "b", "c", "e"]
    assert (both.find("a")[1].direction.prompt, both.find("b")[1].direction.prompt) == ("rain", "snow")


def test_two_fields_of_one_shot_and_two_takes_merge() -> None:
    start = film()
    mine = diff(start, edits.add_take(edits.set_prompt(start, "a", "rain"), "a", Take("1", "draft", 1)))
    theirs = diff(start, edits.set_direction(start, "a", replace(start.find("a")[1].direction, size="CU")))
    both = apply(apply(start, theirs), mine).find("a")[1]
    assert (both.direction, both.takes) == (Direction(prompt="rain", size="CU"), (Take("1", "draft", 1),))


def test_a_move_and_an_edit_of_the_same_shot_both_apply() -> None:
    start = film()
    moved = diff(start, edits.move(start, "c", "s1"))
    both = apply(edits.set_prompt(start, "c", "rain"), moved)
    assert [s.direction.prompt for s in both.scenes[0].shots] == ["rain", "shot a", "shot b"]


@pytest.mark.parametrize(
    "other",
    [
        lambda film: edits.set_prompt(film, "b", "snow"),
        lambda film: edits.remove(film, "b"),
        lambda film: edits.remove_scene(film, "s1"),
    ],
)
def test_a_change_is_refused_where_its_values_are_gone(other: Callable[[Project], Project]) -> None:
    start = film()
    change = diff(start, edits.set_prompt(start, "b", "rain"))
    with pytest.raises(EditError, match="doesn't fit") as caught:
        apply(other(start), change)
    assert caught.value.hint


def test_removing_a_shot_someone_else_changed_is_refused() -> None:
    start = film()
    with pytest.raises(EditError, match="doesn't fit"):
        apply(edits.set_prompt(start, "b", "snow"), diff(start, edits.remove(start, "b")))


def test_inserting_the_same_shot_twice_is_refused() -> None:
    start = film()
    change = diff(start, edits.insert(start, shot("new"), "s1", after="a"))
    with pytest.raises(EditError, match="“new”"):
        apply(apply(start, change), change)


def test_values_without_meaning_in_parts_change_whole() -> None:
    start = film()
    dissolved = edits.set_transition(start, "a", Transition("dissolve", 12))
    assert [edit.path[-1] for edit in diff(start, dissolved).edits] == ["transition"]
    assert diff(start, replace(start, frame_rate=FrameRate(30000, 1001))).edits == (
        Replaced(("frame_rate",), FrameRate(24), FrameRate(30000, 1001)),
    )


@pytest.mark.parametrize(
    "data",
    [
        None,
        {},
        [3],
        [{}],
        [{"path": ["title"], "before": "Film"}],
        [{"path": ["title"], "before": 3, "after": "x"}],
        [{"path": ["nothing"], "before": "", "after": "x"}],
        [{"path": ["title"], "left": [], "came": []}],
        [{"path": ["scenes"], "left": [{"id": "x"}], "came": []}],
        [{"path": ["scenes"], "left": [], "came": [{"id": "x", "after": "", "item": {"id": "y", "heading": ""}}]}],
    ],
)
def test_data_that_is_no_change_is_refused(data: object) -> None:
    with pytest.raises(ProjectFileError):
        change_from_data(data)
