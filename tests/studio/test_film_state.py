"""What every shot shows, worked out anew only where something it depends on changed."""

from dataclasses import replace
from pathlib import Path

from sora_studio.studio.film_state import FilmState
from sora_studio.studio.studio import RenderOrder, Studio
from sora_studio.timeline.edits import insert, remove, set_continues, set_prompt
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
        state.update(studio.project, studio.pack)
        assert state.all() == studio.shots()
        assert [each.shown.stale for each in state.all() if each.shown] == [False, True, False]


def test_an_edit_of_one_shot_changes_that_one(tmp_path: Path) -> None:
    with open_tiny_studio(tmp_path) as studio:
        rendered(studio)
        state = FilmState(studio.store)
        assert state.update(studio.project, studio.pack) == frozenset(ids(studio))
        assert state.update(studio.project, studio.pack) == frozenset()
        first = ids(studio)[0]
        studio.edit("Write", lambda p: set_prompt(p, first, "snow"))
        assert state.update(studio.project, studio.pack) == {first}


def test_a_shot_that_continues_follows_the_one_before(tmp_path: Path) -> None:
    with open_tiny_studio(tmp_path) as studio:
        first, second, _ = ids(studio)
        studio.edit("Continue", lambda p: set_continues(p, second, True))
        state = FilmState(studio.store)
        state.update(studio.project, studio.pack)
        before = state.request(second)
        studio.edit("Write", lambda p: set_prompt(p, first, "snow"))
        state.update(studio.project, studio.pack)
        assert before is not None
        assert state.request(second) != before


def test_places_follow_inserting_and_removing(tmp_path: Path) -> None:
    with open_tiny_studio(tmp_path) as studio:
        state = FilmState(studio.store)
        scene = studio.project.scenes[0].id
        first, second, third = ids(studio)
        new = Shot("new", Direction("fog"), 24)
        state.update(insert(studio.project, new, scene, first), studio.pack)
        assert state.positions == {first: 1, "new": 2, second: 3, third: 4}
        assert "new" in state.update(remove(insert(studio.project, new, scene, first), "new"), studio.pack)
        assert state.shown("new") is None


def test_without_a_pack_nothing_is_called_stale(tmp_path: Path) -> None:
    with open_tiny_studio(tmp_path) as studio:
        rendered(studio, RenderOrder(stage="draft"))
        changed = replace(studio.project, settings=replace(studio.project.settings, pack="gone"))
        state = FilmState(studio.store)
        state.update(changed, None)
        assert [each.shown is not None and not each.shown.stale for each in state.all()] == [True] * 3
