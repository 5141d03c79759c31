"""What every shot shows, worked out anew only where something it depends on changed."""

from dataclasses import replace
from pathlib import Path

import pytest

from sora_studio.studio import film_state
from sora_studio.studio.film_state import FilmState
from sora_studio.studio.planning import request_for
from sora_studio.studio.studio import RenderOrder, Studio
from sora_studio.timeline.edits import insert, move, remove, set_continues, set_prompt
from sora_studio.timeline.project import Project, Scene
from sora_studio.timeline.shot import Direction, Shot
from tests.studio.film import open_tiny_studio


def rendered(studio: Studio, order: RenderOrder | None = None) -> None:
    for _ in studio.render(order or RenderOrder(), device="cpu"):
        pass


def ids(studio: Studio) -> list[str]:
    return [shot.id for _, shot in studio.project.shots()]


def test_it_says_the_same_as_planning_the_whole_film(tmp_path: Path) -> None:
    with open_tiny_studio(tmp_path) as studio:
        rendered(studio)
        studio.edit("Write", lambda p: set_prompt(p, ids(studio)[1], "a candle"))
        state = FilmState(studio.store)
        state.update(studio.project, studio.packs)
        assert list(state.all()) == studio.shots()
        assert [each.shown.stale for each in state.all() if each.shown] == [False, True, False]


def test_an_edit_of_one_shot_changes_that_one(tmp_path: Path) -> None:
    with open_tiny_studio(tmp_path) as studio:
        rendered(studio)
        state = FilmState(studio.store)
        assert state.update(studio.project, studio.packs) == frozenset(ids(studio))
        assert state.update(studio.project, studio.packs) == frozenset()
        first = ids(studio)[0]
        studio.edit("Write", lambda p: set_prompt(p, first, "snow"))
        assert state.update(studio.project, studio.packs) == {first}


def test_a_shot_that_continues_follows_the_one_before(tmp_path: Path) -> None:
    with open_tiny_studio(tmp_path) as studio:
        first, second, _ = ids(studio)
        studio.edit("Continue", lambda p: set_continues(p, second, True))
        state = FilmState(studio.store)
        state.update(studio.project, studio.packs)
        before = state.request(second)
        studio.edit("Write", lambda p: set_prompt(p, first, "snow"))
        state.update(studio.project, studio.packs)
        assert before is not None
        assert state.request(second) != before


def test_places_follow_inserting_and_removing(tmp_path: Path) -> None:
    with open_tiny_studio(tmp_path) as studio:
        state = FilmState(studio.store)
        scene = studio.project.scenes[0].id
        first, second, third = ids(studio)
        new = Shot("new", Direction("fog"), 24)
        state.update(insert(studio.project, new, scene, first), studio.packs)
        assert state.strip.places == {first: 0, "new": 1, second: 2, third: 3}
        assert "new" in state.update(remove(insert(studio.project, new, scene, first), "new"), studio.packs)
        assert state.shown("new") is None


@pytest.mark.parametrize("scenes", [1, 40])
def test_an_edit_of_a_long_film_looks_at_what_it_touched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, scenes: int
) -> None:
    asked: list[str] = []

    def counted(project: Project, scene: Scene, shot: Shot, *rest: object) -> object:
        asked.append(shot.id)
        return request_for(project, scene, shot, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(film_state, "request_for", counted)
    with open_tiny_studio(tmp_path) as studio:
        shots = [Shot(f"s{at}", Direction("fog"), 24) for at in range(400)]
        size = len(shots) // scenes
        grouped = (Scene(f"c{n}", "", shots=tuple(shots[n * size : (n + 1) * size])) for n in range(scenes))
        film = replace(studio.project, scenes=tuple(grouped))
        state, packs = FilmState(studio.store), studio.packs
        state.update(film, packs)
        assert len(asked) == len(shots)

        def asks(after: Project) -> list[str]:
            asked.clear()
            state.update(after, packs)
            assert [each.shot.id for each in state.all()] == [shot.id for _, shot in after.shots()]
            assert all(state.request(shot.id) for _, shot in after.shots())
            return asked

        longer = insert(film, Shot("new", Direction("rain"), 24), "c0")
        assert asks(longer) == ["new"]
        assert asks(film) == []
        assert asks(set_prompt(film, "s399", "rain")) == ["s399"]
        following = set_continues(film, "s2", True)
        assert asks(following) == ["s2", "s399"]
        assert asks(set_prompt(following, "s1", "rain")) == ["s1", "s2"]
        assert asks(move(film, "s399", "c0", "s0")) == ["s1", "s2"]


def test_a_shot_split_off_into_a_scene_of_its_own_follows_that_scene(tmp_path: Path) -> None:
    with open_tiny_studio(tmp_path) as studio:
        scene = studio.project.scenes[0]
        apart = Scene("apart", "", Direction(style="ink"), scene.shots[-1:])
        film = replace(studio.project, scenes=(replace(scene, shots=scene.shots[:-1]), apart))
        state = FilmState(studio.store)
        state.update(studio.project, studio.packs)
        before = state.request(scene.shots[-1].id)
        state.update(film, studio.packs)
        assert state.request(scene.shots[-1].id) != before
        fresh = FilmState(studio.store)
        fresh.update(film, studio.packs)
        assert state.request(scene.shots[-1].id) == fresh.request(scene.shots[-1].id)


def test_without_a_pack_nothing_is_called_stale(tmp_path: Path) -> None:
    with open_tiny_studio(tmp_path) as studio:
        rendered(studio, RenderOrder(stage="draft"))
        changed = replace(studio.project, settings=replace(studio.project.settings, pack="gone"))
        state = FilmState(studio.store)
        state.update(changed, studio.packs)
        assert [each.shown is not None and not each.shown.stale for each in state.all()] == [True] * 3
