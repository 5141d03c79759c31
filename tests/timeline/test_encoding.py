import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given

from sora_studio.errors import ProjectFileError
from sora_studio.timeline.encoding import from_data, to_data
from sora_studio.timeline.project import Project
from tests.timeline.films import film, projects


@given(projects())
def test_a_film_survives_json(project: Project) -> None:
    assert from_data(json.loads(json.dumps(to_data(project)))) == project


def test_fields_left_out_take_their_defaults() -> None:
    assert from_data({"title": "Film"}) == Project("Film")


def _set(path: str, value: Any) -> Callable[[dict[str, Any]], None]:
    def change(data: Any) -> None:
        *way, last = path.split(".")
        for step in way:
            data = data[int(step) if step.isdecimal() else step]
        data[last] = value

    return change


@pytest.mark.parametrize(
    ("damage", "place"),
    [
        (_set("titel", "x"), "film has a field this version doesn't know: 'titel'"),
        (_set("title", 3), "film.title should be text"),
        (_set("width", True), "film.width should be a whole number"),
        (_set("width", "1280"), "film.width"),
        (_set("settings.guidance", float("nan")), "film.settings.guidance should be a finite number"),
        (_set("settings.guidance", 10**400), "film.settings.guidance"),
        (_set("frame_rate.numerator", 0), "film.frame_rate can't be"),
        (_set("scenes", {}), "film.scenes should be a list"),
        (_set("scenes.0.shots.1.duration_frames", -1), r"film.scenes\[0\].shots\[1\] can't be"),
        (_set("scenes.0.shots.1.transition.kind", "wipe"), "should be 'cut' or 'dissolve' or .*, not 'wipe'"),
        (_set("scenes.0.shots.1.takes", [{"digest": "x"}]), r"takes\[0\] lacks “seed”"),
        (_set("scenes.0.shots.1.seed", 1.5), "seed should be a whole number"),
        (_set("scenes.0.shots.1.continues", 1), "continues should be true or false"),
        (_set("scenes.0.shots.1.id", "a"), "two shots of one id"),
        (_set("scenes.1.id", "s1"), "two scenes of one id"),
        (_set("scenes.1.id", ""), "one with none"),
    ],
)
def test_damaged_data_names_the_place(damage: Callable[[dict[str, Any]], None], place: str) -> None:
    data = to_data(film())
    damage(data)
    with pytest.raises(ProjectFileError, match=place) as caught:
        from_data(data)
    assert caught.value.hint


@pytest.mark.parametrize("data", [None, [], "film", {1: 2}])
def test_data_that_is_no_film_is_refused(data: Any) -> None:
    with pytest.raises(ProjectFileError):
        from_data(data)
