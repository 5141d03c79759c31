"""How two states of a film differ, in a person's terms; and going back."""

from dataclasses import replace

from hypothesis import given

from sora_studio.timeline.comparison import compare, restored
from sora_studio.timeline.edits import add_take, insert, move, remove, set_prompt
from sora_studio.timeline.project import Project
from sora_studio.timeline.shot import Take
from tests.timeline.films import film, projects, shot

TAKE = Take("f" * 16, "refined", 1)


def test_each_shot_is_told_of_once() -> None:
    before = film()
    after = insert(before, shot("new"), "s1")
    after = remove(after, "b")
    after = move(after, "e", "s1", "c")
    after = set_prompt(move(after, "a", "s2"), "a", "a storm")
    after = set_prompt(after, "d", "snow")
    told = compare(before, after)
    assert told.added == {"new"}
    assert told.removed == {"b"}
    assert told.changed == {"a", "d"}
    assert told.moved == {"e"}
    assert not told.other


def test_what_rendering_brings_is_no_difference() -> None:
    assert not compare(film(), add_take(film(), "a", TAKE))


def test_what_is_no_shots_is_told_as_such() -> None:
    told = compare(film(), replace(film(), title="Another"))
    assert told.other
    assert not told.changed


def bare(film: Project) -> Project:
    scenes = (
        replace(scene, shots=tuple(replace(shot, takes=(), pinned="") for shot in scene.shots)) for scene in film.scenes
    )
    return replace(film, scenes=tuple(scenes))


@given(before=projects(), after=projects())
def test_nothing_that_differs_goes_untold(before: Project, after: Project) -> None:
    assert bool(compare(before, after)) == (bare(before) != bare(after))


def test_a_version_restored_keeps_the_takes_made_since() -> None:
    version = add_take(film(), "a", Take("1" * 16, "refined", 0))
    now = remove(set_prompt(add_take(version, "a", TAKE), "a", "a storm"), "b")
    back = restored(now, version)
    assert not compare(version, back)
    assert [take.digest for take in back.find("a")[1].takes] == [TAKE.digest, "1" * 16]
