from collections.abc import Callable
from dataclasses import replace

import pytest

from sora_studio.errors import EditError
from sora_studio.timeline import markers as edits
from sora_studio.timeline.conform import conform
from sora_studio.timeline.history import History
from sora_studio.timeline.markers import Marker
from sora_studio.timeline.project import Project
from sora_studio.timeline.time import FrameRate
from sora_studio.timeline.trims import set_frame_rate
from tests.timeline.films import film


def marked() -> Project:
    return replace(film(), markers=(Marker("m", 10, "rain starts"), Marker("n", 50)))


def test_markers_stay_in_film_order() -> None:
    project = edits.add_marker(marked(), Marker("new", 20, "thunder"))
    assert [marker.id for marker in project.markers] == ["m", "new", "n"]
    project = edits.move_marker(project, "m", 99)
    assert [(marker.id, marker.frame) for marker in project.markers] == [("new", 20), ("n", 50), ("m", 99)]
    project = edits.remove_marker(edits.rename_marker(project, "m", "rain stops"), "n")
    assert project.markers == (Marker("new", 20, "thunder"), Marker("m", 99, "rain stops"))


@pytest.mark.parametrize(
    "edit",
    [
        lambda film: edits.add_marker(film, Marker("m", 3)),
        lambda film: edits.move_marker(film, "m", -1),
        lambda film: edits.move_marker(film, "nothing", 1),
        lambda film: edits.rename_marker(film, "nothing", ""),
        lambda film: edits.remove_marker(film, "nothing"),
    ],
)
def test_the_impossible_is_refused_and_says_what_to_do(edit: Callable[[Project], Project]) -> None:
    with pytest.raises(EditError) as refused:
        edit(marked())
    assert refused.value.hint


def test_marker_edits_are_undone_and_redone() -> None:
    history = History(marked())
    history.record(edits.move_marker(history.project, "m", 99), "Move marker")
    moved = history.project
    assert history.undo() == marked()
    assert history.redo() == moved


def test_markers_keep_their_second_at_another_rate() -> None:
    assert [marker.frame for marker in set_frame_rate(marked(), FrameRate(48)).markers] == [20, 100]
    script = replace(film(), frame_rate=FrameRate(12))
    assert [marker.frame for marker in conform(marked(), script).markers] == [5, 25]
    assert conform(marked(), film()).markers == marked().markers
