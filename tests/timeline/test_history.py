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
    return st.one_of(
        st.builds(lambda name, after: lambda film: edits.insert(film, shot(name), "s1", after), names, names),
        st.builds(lambda name: lambda film: edits.remove(film, name), names),
        st.builds(lambda name, after: lambda film: edits.move(film, name, "s2", after), names, names | st.just("")),
        st.builds(lambda name, n: lambda film: edits.set_prompt(film, name, f"prompt {n}"), names, frames),
        st.builds(lambda name, n: lambda film: trims.trim(film, name, n), names, frames),
        st.builds(lambda name, n, edge: lambda film: trims.ripple(film, name, n, edge), names, frames, edges),
        st.builds(lambda name, n: lambda film: trims.roll(film, name, n), names, frames),
        st.builds(lambda name, n: lambda film: trims.slip(film, name, n), names, frames),
        st.builds(lambda name, n: lambda film: trims.slide(film, name, n), names, frames),
        st.builds(lambda name, n, new: lambda film: trims.split(film, name, n, new), names, frames, names),
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
