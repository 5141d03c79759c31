from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sora_studio.errors import EditError
from sora_studio.timeline import edits, trims
from sora_studio.timeline.history import History
from sora_studio.timeline.project import Project
from sora_studio.timeline.shot import Take, Transition
from tests.timeline.films import film, shot

Edit = Callable[[Project], Project]
names = st.sampled_from(["a", "b", "c", "d", "e", "n1", "n2"])
frames = st.integers(-60, 60)
edges = st.sampled_from(["head", "tail"])


def _dissolve(frames: int) -> Transition:
    return Transition("dissolve", frames)


def _edits() -> st.SearchStrategy[Edit]:
    """Any edit with any arguments: many are impossible where they land, as a user's may be."""
    return _edits_of_what_is_there() | _edits_that_make_shots()


def _edits_that_make_shots() -> st.SearchStrategy[Edit]:
    """Shots made anew, maybe under the id of one that was removed."""
    return st.one_of(
        st.builds(lambda name, after: lambda film: edits.insert(film, shot(name), "s1", after), names, names),
        st.builds(lambda name, n, new: lambda film: trims.split(film, name, n, new), names, frames, names),
    )


def _edits_of_what_is_there() -> st.SearchStrategy[Edit]:
    return st.one_of(
        st.builds(lambda name: lambda film: edits.remove(film, name), names),
        st.builds(lambda name, after: lambda film: edits.move(film, name, "s2", after), names, names | st.just("")),
        st.builds(lambda name, n: lambda film: edits.set_prompt(film, name, f"prompt {n}"), names, frames),
        st.builds(lambda name, n: lambda film: trims.trim(film, name, n), names, frames),
        st.builds(lambda name, n, edge: lambda film: trims.ripple(film, name, n, edge), names, frames, edges),
        st.builds(lambda name, n: lambda film: trims.roll(film, name, n), names, frames),
        st.builds(lambda name, n: lambda film: trims.slip(film, name, n), names, frames),
        st.builds(lambda name, n: lambda film: trims.slide(film, name, n), names, frames),
        st.builds(lambda name, n: lambda film: edits.add_take(film, name, Take(str(n), "draft", n)), names, frames),
        st.builds(lambda name, n: lambda film: edits.set_transition(film, name, _dissolve(n)), names, frames),
        st.just(lambda film: edits.move_scene(film, "s2")),
        st.just(lambda film: edits.remove_scene(film, "s2")),
    )  # fmt: skip


@given(st.lists(_edits(), max_size=25))
def test_undoing_all_and_redoing_all_gives_identical_films(sequence: list[Edit]) -> None:
    history = History(film())
    states = [history.project]
    for edit in sequence:
        try:
            edited = edit(history.project)
        except EditError:
            continue
        if edited != history.project:
            history.record(edited, "edit")
            states.append(edited)
    for state in reversed(states[:-1]):
        assert history.undo() == state
    for state in states[1:]:
        assert history.redo() == state
    assert len(history.undo_labels) == len(states) - 1


def test_typing_with_one_merge_key_is_one_step() -> None:
    history = History(film())
    for text in ("r", "ra", "rain"):
        history.record(edits.set_prompt(history.project, "a", text), "Type", merge_key="prompt a")
    history.record(edits.set_prompt(history.project, "b", "snow"), "Type", merge_key="prompt b")
    assert history.undo_labels == ("Type", "Type")
    history.undo()
    assert history.project.find("a")[1].direction.prompt == "rain"
    assert history.undo() == film()
    assert history.redo().find("a")[1].direction.prompt == "rain"


def test_typing_after_an_undo_is_a_step_of_its_own() -> None:
    history = History(film())
    history.record(edits.set_prompt(history.project, "a", "rain"), "Type", merge_key="prompt a")
    history.undo()
    history.redo()
    history.record(edits.set_prompt(history.project, "a", "rainy"), "Type", merge_key="prompt a")
    assert history.undo().find("a")[1].direction.prompt == "rain"


def test_typing_below_an_undone_step_is_a_step_of_its_own() -> None:
    history = History(film())
    history.record(edits.set_prompt(history.project, "a", "rain"), "Type", merge_key="prompt a")
    history.record(edits.remove(history.project, "b"), "Remove")
    history.undo()
    history.record(edits.set_prompt(history.project, "a", "rainy"), "Type", merge_key="prompt a")
    assert history.undo().find("a")[1].direction.prompt == "rain"


def test_typing_back_to_the_start_leaves_nothing_to_undo() -> None:
    history = History(film())
    history.record(edits.set_prompt(history.project, "a", "rain"), "Type", merge_key="prompt a")
    history.record(film(), "Type", merge_key="prompt a")
    assert history.undo_labels == ()


def test_a_new_edit_forgets_what_was_undone() -> None:
    history = History(film())
    history.record(edits.remove(history.project, "a"), "Remove")
    history.undo()
    history.record(edits.remove(history.project, "b"), "Remove")
    assert history.redo_labels == ()
    with pytest.raises(EditError, match="nothing to redo"):
        history.redo()


def test_recording_no_difference_is_no_step_and_old_steps_fall_off() -> None:
    history = History(film(), limit=2)
    history.record(film(), "Nothing")
    assert history.undo_labels == ()
    for name in ("a", "b", "c"):
        history.record(edits.remove(history.project, name), f"Remove {name}")
    assert history.undo_labels == ("Remove c", "Remove b")
    history.undo()
    history.undo()
    with pytest.raises(EditError, match="nothing to undo"):
        history.undo()


def _take(number: int) -> Take:
    return Take(f"{number:016x}", "draft", number)


def _absorb(history: History, shot_id: str, take: Take) -> None:
    def adding(project: Project) -> Project:
        return edits.add_take(project, shot_id, take)

    told = history.absorbed(adding)
    history.absorb(adding)
    assert history.project == told


def _takes(project: Project, shot_id: str) -> tuple[Take, ...]:
    return project.find(shot_id)[1].takes


def test_a_take_that_arrives_is_no_step_and_survives_undo_and_redo() -> None:
    history = History(film())
    history.record(edits.set_prompt(film(), "a", "rain"), "Change prompt")
    _absorb(history, "a", _take(1))
    _absorb(history, "b", _take(2))
    assert history.undo_labels == ("Change prompt",)
    assert history.undone() == history.undo()
    assert history.project.find("a")[1].direction.prompt == "shot a"
    assert _takes(history.project, "a") == (_take(1),)
    _absorb(history, "a", _take(3))
    assert history.redo_labels == ("Change prompt",)
    assert history.redone() == history.redo()
    assert history.project.find("a")[1].direction.prompt == "rain"
    assert _takes(history.project, "a") == (_take(1), _take(3))
    assert _takes(history.project, "b") == (_take(2),)


def test_what_the_user_did_to_a_take_is_undone_and_the_take_stays() -> None:
    history = History(film())
    history.record(edits.remove(film(), "c"), "Remove shot")
    _absorb(history, "a", _take(1))
    history.record(edits.rate_take(history.project, "a", _take(1).digest, 5), "Rate take")
    history.record(edits.remove_take(history.project, "a", _take(1).digest), "Remove take")
    history.undo()
    assert [take.rating for take in _takes(history.project, "a")] == [5]
    history.undo()
    history.undo()
    assert _takes(history.project, "a") == (_take(1),)
    for _ in range(3):
        history.redo()
    assert _takes(history.project, "a") == ()


def test_a_removed_shot_brought_back_has_the_takes_that_came_meanwhile() -> None:
    history = History(film())
    history.record(edits.remove(film(), "a"), "Remove shot")
    _absorb(history, "a", _take(1))
    history.record(edits.set_prompt(history.project, "b", "rain"), "Change prompt")
    history.undo()
    history.undo()
    assert _takes(history.project, "a") == (_take(1),)
    history.redo()
    history.record(edits.insert(history.project, shot("a"), "s1"), "Paste shot")
    assert _takes(history.project, "a") == (_take(1),)
    history.undo()
    history.redo()
    assert _takes(history.project, "a") == (_take(1),)


def test_a_take_the_user_removed_stays_away() -> None:
    history = History(film())
    history.record(edits.remove(film(), "a"), "Remove shot")
    _absorb(history, "a", _take(1))
    history.record(edits.insert(history.project, shot("a"), "s1"), "Paste shot")
    history.record(edits.remove_take(history.project, "a", _take(1).digest), "Remove take")
    history.record(edits.set_prompt(history.project, "b", "rain"), "Change prompt")
    assert _takes(history.project, "a") == ()
    for _ in range(2):
        history.undo()
    assert _takes(history.project, "a") == (_take(1),)
    history.redo()
    assert _takes(history.project, "a") == ()


def test_a_shot_made_and_moved_in_one_go_keeps_the_take_that_came_between() -> None:
    history = History(film())
    history.record(edits.insert(film(), shot("n1"), "s1"), "Insert shot", merge_key="drag n1")
    _absorb(history, "n1", _take(1))
    history.record(edits.move(history.project, "n1", "s2"), "Insert shot", merge_key="drag n1")
    while history.undo_labels:
        history.undo()
    assert history.project == film()
    while history.redo_labels:
        history.redo()
    assert _takes(history.project, "n1") == (_take(1),)


def test_recorded_is_what_record_leaves() -> None:
    history = History(film())
    history.record(edits.remove(film(), "a"), "Remove shot")
    _absorb(history, "a", _take(1))
    pasted = edits.insert(history.project, shot("a"), "s1")
    told = history.recorded(pasted)
    history.record(pasted, "Paste shot")
    assert history.project == told != pasted


def test_typing_stays_one_step_while_takes_arrive() -> None:
    history = History(film())
    for number, text in enumerate(("r", "ra", "rain")):
        history.record(edits.set_prompt(history.project, "a", text), "Type", merge_key="prompt a")
        _absorb(history, "a", _take(number))
    assert history.undo_labels == ("Type",)
    history.undo()
    assert history.project.find("a")[1].direction.prompt == "shot a"
    assert len(_takes(history.project, "a")) == 3
    assert history.redo().find("a")[1].direction.prompt == "rain"
    assert len(_takes(history.project, "a")) == 3


def test_steps_that_fall_off_leave_the_takes_there() -> None:
    history = History(film(), limit=2)
    history.record(edits.remove(film(), "e"), "Remove shot")
    _absorb(history, "e", _take(9))
    for number, name in enumerate("abcd"):
        _absorb(history, name, _take(number))
        history.record(edits.set_prompt(history.project, name, "rain"), "Change prompt")
    history.undo()
    history.undo()
    with pytest.raises(EditError, match="nothing to undo"):
        history.undo()
    assert [_takes(history.project, name)[0] for name in "abcd"] == [_take(number) for number in range(4)]
    history.record(edits.insert(history.project, shot("e"), "s2"), "Paste shot")
    assert _takes(history.project, "e") == (_take(9),), "a take whose shot was gone was forgotten"


absorbed = st.builds(lambda name, n: (name, _take(n)), names, st.integers(0, 5))
_Move = Edit | tuple[str, Take] | str
keys = st.sampled_from(["undo", "redo", "type"])


def _typed(project: Project) -> Project:
    return edits.set_prompt(project, "a", project.find("a")[1].direction.prompt + "x")


def _dragged(project: Project) -> Project:
    """A shot of its own is dragged into the film, and on."""
    if any(each.id == "n1" for _, each in project.shots()):
        return edits.move(project, "n1", "s1")
    return edits.insert(project, shot("n1"), "s1")


def _play(history: History, sequence: list[_Move]) -> dict[str, list[Take]]:
    """Make the moves, none of which takes a take away by itself; returns what was absorbed for each shot."""
    arrived: dict[str, list[Take]] = {}
    for each in sequence:
        try:
            if isinstance(each, tuple):
                name, take = each
                _absorb(history, name, take)
                arrived.setdefault(name, []).append(take)
            elif each == "undo" or each == "redo":
                told = history.undone() if each == "undo" else history.redone()
                assert (history.undo() if each == "undo" else history.redo()) == told
            else:
                edit = each if not isinstance(each, str) else _dragged if each == "drag in" else _typed
                edited = edit(history.project)
                told = history.recorded(edited)
                history.record(edited, "edit", each if isinstance(each, str) else None)
                assert history.project == told
        except EditError:
            continue
    return arrived


@given(st.lists(st.one_of(_edits_of_what_is_there(), absorbed, keys), max_size=30))
def test_takes_that_arrive_at_any_time_survive_undoing_all_and_redoing_all(sequence: list[_Move]) -> None:
    history = History(film())
    arrived = _play(history, sequence)
    while history.redo_labels:
        history.redo()
    end, steps = history.project, history.undo_labels
    for project in (end, *(history.undo() for _ in steps), *(history.redo() for _ in steps)):
        for _, each in project.shots():
            assert set(arrived.get(each.id, ())) <= set(each.takes)
    assert history.project == end
    assert history.undo_labels == steps


@given(st.lists(st.one_of(_edits(), absorbed, keys, st.just("drag in")), max_size=30))
def test_undoing_all_and_redoing_all_with_shots_that_come_back_under_their_id(sequence: list[_Move]) -> None:
    history = History(film(), limit=12)
    _play(history, sequence)
    while history.redo_labels:
        history.redo()
    end, steps = history.project, history.undo_labels
    for _ in steps:
        history.undo()
    for _ in steps:
        history.redo()
    assert history.project == end
