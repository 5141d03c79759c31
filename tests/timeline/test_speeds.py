"""Cuts in retimed shots: what stays in the film goes on showing what it showed."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sora_studio.errors import EditError, ProjectFileError
from sora_studio.timeline.camera import CameraKey, View, move, view_at, with_key
from sora_studio.timeline.encoding import from_data, to_data
from sora_studio.timeline.project import Project, Scene
from sora_studio.timeline.retime import Retime
from sora_studio.timeline.shot import Shot
from sora_studio.timeline.time import FrameRate
from sora_studio.timeline.trims import recut, ripple, set_frame_rate, split, trim
from tests.timeline.films import shot

SPEEDS = st.sampled_from((0.0, 0.5, 1.0, 2.0))
RETIMES = st.builds(Retime, SPEEDS, st.booleans())


def film(retime: Retime, head: int = 40) -> Project:
    return Project("a", scenes=(Scene("s", "", shots=(shot("a", 20, head, retime=retime),)),))


def shown(each: Shot) -> list[Fraction]:
    first = each.retime.first_position(each.head_frames, each.duration_frames)
    return [first + at * each.retime.step for at in range(each.duration_frames)]


def of(project: Project) -> list[list[Fraction]]:
    return [shown(each) for _, each in project.shots()]


def near(some: list[Fraction], other: list[Fraction]) -> bool:
    """To the half frame a head is rounded to."""
    return len(some) == len(other) and all(abs(a - b) <= Fraction(1, 2) for a, b in zip(some, other, strict=True))


@given(RETIMES, st.integers(1, 19))
def test_a_split_changes_no_frame(retime: Retime, at: int) -> None:
    (whole,) = of(film(retime))
    first, second = of(split(film(retime), "a", at, "b"))
    assert near(first, whole[:at])
    assert near(second, whole[at:])


@given(RETIMES, st.integers(1, 19))
def test_trims_keep_what_is_left_in_place(retime: Retime, frames: int) -> None:
    (whole,) = of(film(retime))
    assert near(of(trim(film(retime), "a", frames))[0], whole[:frames])
    assert near(of(ripple(film(retime), "a", frames, "head"))[0], whole[frames:])


@given(RETIMES, st.integers(-10, 30), st.integers(1, 40))
def test_a_cut_from_elsewhere_counts_in_the_shots_own_frames(retime: Retime, later: int, length: int) -> None:
    before = film(retime, 400).find("a")[1]
    after = recut(before, later, length)
    first = before.retime.first_position(before.head_frames, 20)
    wanted = [first + (later + at) * before.retime.step for at in range(length)]
    assert near(shown(after), wanted)


def test_speeds_that_cant_be_are_refused() -> None:
    for speed in (-1.0, 20.5, float("nan"), float("inf")):
        with pytest.raises(EditError, match="can't run at"):
            Retime(speed)


@given(st.integers(1, 19))
def test_a_split_leaves_the_camera_where_it_was(at: int) -> None:
    keys = move("pan left", 20)
    whole = Project("a", scenes=(Scene("s", "", shots=(shot("a", 20, 40, camera=keys),)),))
    halves = [each for _, each in split(whole, "a", at, "b").shots()]
    views = [view_at(each.camera, frame) for each in halves for frame in range(each.duration_frames)]
    assert views == [view_at(keys, frame) for frame in range(20)]


def test_a_camera_keeps_its_seconds_at_another_rate() -> None:
    whole = Project("a", scenes=(Scene("s", "", shots=(shot("a", 48, camera=move("push in", 49)),)),))
    ((_, after),) = set_frame_rate(whole, FrameRate(12)).shots()
    assert [key.frame for key in after.camera] == [0, 24]


def test_speeds_and_cameras_are_saved_and_films_without_them_open() -> None:
    keys = with_key(move("roll", 20), CameraKey(-3, View(0.2, 0.3, 2.0, 10.0), "hold"))
    made = Project(
        "a", scenes=(Scene("s", "", shots=(shot("a", 20, camera=keys, retime=Retime(0.5, True, "blend")),)),)
    )
    data = to_data(made)
    assert from_data(data) == made
    for field in ("camera", "retime"):
        del data["scenes"][0]["shots"][0][field]
    assert from_data(data).find("a")[1] == shot("a", 20)
    data["scenes"][0]["shots"][0]["camera"] = [{"frame": 3}, {"frame": 3}]
    with pytest.raises(ProjectFileError, match="one to a frame"):
        from_data(data)
