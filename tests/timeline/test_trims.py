from collections.abc import Callable
from contextlib import suppress
from typing import Literal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from sora_studio.errors import EditError
from sora_studio.timeline import edits, trims
from sora_studio.timeline.project import Project
from sora_studio.timeline.seeds import take_seed
from sora_studio.timeline.shot import DialogueLine, Take, Transition
from sora_studio.timeline.time import FrameRange, FrameRate
from tests.timeline.films import film, projects, shot


def _cuts(project: Project) -> list[tuple[str, int, int]]:
    return [(s.id, s.head_frames, s.duration_frames) for _, s in project.shots()]


@pytest.mark.parametrize("edge", ["head", "tail"])
def test_ripple_changes_the_length_and_moves_what_follows(edge: Literal["head", "tail"]) -> None:
    before = film()
    after = trims.ripple(before, "b", 10, edge)
    grown = 10 if edge == "tail" else -10
    assert after.duration_frames == before.duration_frames + grown
    assert after.shot_range("a") == before.shot_range("a")
    assert after.shot_range("c") == FrameRange(192 + grown, 288 + grown)
    assert after.find("b")[1].head_frames == (0 if edge == "tail" else 10)


def test_trim_sets_how_long_a_shot_lasts() -> None:
    after = trims.trim(film(), "b", 40)
    assert (after.find("b")[1].duration_frames, after.duration_frames) == (40, 5 * 96 - 56)


def test_roll_moves_one_cut_and_the_picture_behind_it_stays_put() -> None:
    after = trims.roll(film(), "c", 10)
    assert _cuts(after) == [("a", 0, 96), ("b", 0, 96), ("c", 0, 106), ("d", 10, 86), ("e", 0, 96)]
    assert trims.roll(after, "c", -10) == film()


def test_slip_shows_another_part_in_the_same_place() -> None:
    after = trims.slip(film(), "b", 7)
    assert after.find("b")[1].head_frames == 7
    assert [after.shot_range(name) for name in "abc"] == [film().shot_range(name) for name in "abc"]


def test_slide_moves_a_shot_between_its_neighbours() -> None:
    after = trims.slide(film(), "b", 10)
    assert _cuts(after) == [("a", 0, 106), ("b", 0, 96), ("c", 10, 86), ("d", 0, 96), ("e", 0, 96)]


@given(projects(), st.data())
def test_roll_slip_slide_and_split_never_change_the_film_length(project: Project, data: st.DataObject) -> None:
    ids = [s.id for _, s in project.shots()]
    assume(ids)
    name, frames = data.draw(st.sampled_from(ids)), data.draw(st.integers(-40, 40))
    edit = data.draw(st.sampled_from([trims.roll, trims.slip, trims.slide]))
    with suppress(EditError):
        after = edit(project, name, frames)
        assert after.duration_frames == project.duration_frames
        assert edit(after, name, -frames) == project
    with suppress(EditError):
        halves = trims.split(project, name, frames, "z")
        assert halves.duration_frames == project.duration_frames
        one, other = halves.find(name)[1], halves.find("z")[1]
        assert one.head_frames + one.duration_frames == other.head_frames
        assert halves.shot_range("z").stop == project.shot_range(name).stop


@pytest.mark.parametrize(
    "edit",
    [
        lambda film: trims.trim(film, "a", 0),
        lambda film: trims.ripple(film, "a", -96),
        lambda film: trims.ripple(film, "a", 96, "head"),
        lambda film: trims.ripple(film, "a", -1, "head"),
        lambda film: trims.roll(film, "e", 1),
        lambda film: trims.roll(film, "a", 96),
        lambda film: trims.roll(film, "a", -1),
        lambda film: trims.slip(film, "a", -1),
        lambda film: trims.slide(film, "a", 1),
        lambda film: trims.slide(film, "e", 1),
        lambda film: trims.split(film, "a", 0, "z"),
        lambda film: trims.split(film, "a", 96, "z"),
        lambda film: trims.split(film, "a", 10, "e"),
        lambda film: trims.trim(film, "nobody", 10),
    ],
)
def test_impossible_trims_say_what_to_do(edit: Callable[[Project], Project]) -> None:
    with pytest.raises(EditError) as caught:
        edit(film())
    assert caught.value.hint


def test_the_second_half_of_a_split_continues_no_other() -> None:
    after = trims.split(edits.set_continues(film(), "b", True), "b", 30, "b2")
    assert (after.find("b")[1].continues, after.find("b2")[1].continues) == (True, False)


def test_both_halves_of_a_split_keep_showing_their_take() -> None:
    take = Take("digest", "refined", 5)
    before = edits.set_dialogue(edits.add_take(film(), "b", take), "b", (DialogueLine("MARY", "Hello"),))
    before = edits.set_transition(before, "b", Transition("dissolve", 12))
    after = trims.split(before, "b", 30, "b2")
    first, second = after.find("b")[1], after.find("b2")[1]
    assert (first.pinned, second.pinned, second.takes) == ("digest", "digest", (take,))
    assert take_seed(after, second) == take_seed(before, before.find("b")[1])
    assert (first.transition, second.transition) == (Transition(), Transition("dissolve", 12))
    assert (len(first.dialogue), len(second.dialogue)) == (1, 0)


@given(projects(), st.sampled_from([FrameRate(25), FrameRate(30000, 1001), FrameRate(60)]))
def test_a_faster_rate_keeps_every_cut_within_half_a_frame(project: Project, rate: FrameRate) -> None:
    after = trims.set_frame_rate(project, rate)
    for _, old in project.shots():
        seconds = project.frame_rate.seconds(project.shot_range(old.id).stop)
        off = abs(rate.seconds(after.shot_range(old.id).stop) - seconds)
        assert off <= rate.seconds(1) / 2 or rate.per_second < project.frame_rate.per_second


def test_rounding_of_many_shots_never_adds_up() -> None:
    shots = tuple(shot(f"n{at}", 1) for at in range(1000))
    before = edits.insert_scene(film(), film().scenes[0].__class__("s3", "", shots=shots), "s2")
    after = trims.set_frame_rate(before, FrameRate(25))
    assert after.duration_frames == FrameRate(25).frames(FrameRate(24).seconds(before.duration_frames))


def test_a_slower_rate_loses_no_shot() -> None:
    before = trims.trim(trims.trim(film(), "b", 1), "c", 1)
    after = trims.set_frame_rate(before, FrameRate(12))
    assert [s.duration_frames for _, s in after.shots()] == [48, 1, 1, 47, 48]
