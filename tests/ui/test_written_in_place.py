"""Names and lengths written where they stand: a marker's, a dissolve's, a track's."""

from collections.abc import Callable
from pathlib import Path

import pytest

pytest.importorskip("PySide6")

from PySide6.QtCore import QPoint

from sora_studio.timeline.shot import Transition
from sora_studio.ui.timeline.line_editor import LineEditor
from tests.studio.film import open_tiny_studio
from tests.ui.person import Ctrl, Key, Person, Shift


@pytest.fixture
def person(tmp_path: Path, begin: Callable[..., Person]) -> Person:
    """At a window with the tiny film open, and no other models than its own."""
    open_tiny_studio(tmp_path).close()
    return begin(tmp_path / "film.sora")


def line(person: Person) -> LineEditor:
    found = [each for each in person.editor.timeline.findChildren(LineEditor) if each.isVisible()]
    assert len(found) == 1
    return found[0]


def no_line(person: Person) -> bool:
    return not [each for each in person.editor.timeline.findChildren(LineEditor) if each.isVisible()]


def test_a_marker_is_named_where_it_stands(person: Person) -> None:
    person.document.transport.seek(20)
    assert person.window.commands.run("timeline.marker.add")
    [marker] = person.document.project.markers
    person.editor.timeline.model.pick(marker=marker.id)
    assert person.window.commands.run("timeline.marker.name")
    assert line(person).hasFocus()
    person.type("the door opens")
    person.press(Key.Key_Return)
    assert no_line(person)
    assert person.document.project.markers[0].text == "the door opens"
    person.window.commands.run("timeline.marker.name")
    person.type("no")
    person.press(Key.Key_Escape)
    assert person.document.project.markers[0].text == "the door opens"
    assert person.canvas.hasFocus()


def test_a_dissolve_is_as_long_as_is_written_on_its_cut(person: Person) -> None:
    second = person.shot_ids[1]
    person.document.selection.select([second])
    assert person.window.commands.run("timeline.dissolve_length")
    assert line(person).text() == "6f"
    person.type("soon")
    person.press(Key.Key_Return)
    assert person.window.toast.texts
    assert line(person).text() == "soon"
    person.type("10f")
    person.press(Key.Key_Return)
    assert no_line(person)
    assert person.document.project.find(second)[1].transition == Transition("dissolve", 10)


def test_a_track_is_named_where_its_name_stands_and_a_click_elsewhere_keeps_it(person: Person) -> None:
    person.window.commands.run("timeline.sound.add_track")
    headers, lanes = person.editor.timeline.headers, person.editor.timeline.model.lanes
    person.double_click(headers, QPoint(30, round(lanes.sound[0].top + 12)))
    person.type("Birds")
    person.click(person.canvas, person.on_clip(1))
    assert no_line(person)
    assert person.document.project.tracks[0].name == "Birds"


def test_nothing_written_in_place_outlives_its_film(person: Person) -> None:
    person.document.selection.select([person.shot_ids[1]])
    person.window.commands.run("timeline.dissolve_length")
    person.type("9f")
    person.press(Key.Key_W, Ctrl | Shift)
    person.window.close_film()
    assert person.window.document is None
