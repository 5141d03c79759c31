"""Films from a pack that draws scenes: drafts kept small, words it can't draw told, shots that go on from shots."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from sora_studio.errors import SoraError
from sora_studio.studio import keeping
from sora_studio.studio.events import Event, Notice, Preview, ShotFailed, StageProgress, TakeReady
from sora_studio.studio.plan_check import check_plan
from sora_studio.studio.planning import TakeStage, plan_takes
from sora_studio.studio.studio import RenderOrder, Studio
from sora_studio.timeline.edits import pin_take, set_continues, set_prompt
from tests.inference.tiny_pack import Tiny, edit_description, make_pack
from tests.studio.film import open_tiny_studio, tiny_film

SCENES = Tiny(scenes=True, hears=True)
CHAIN = "a red candle\n\n[[continues]] snow burns\n\n[[continues]] a candle burns\n"


def rendered(studio: Studio, order: RenderOrder | None = None) -> list[Event]:
    return list(studio.render(order or RenderOrder(), device="cpu"))


def stages_run(studio: Studio) -> tuple[int, int, int]:
    return studio.counts.encode, studio.counts.draft, studio.counts.refine


def notices(events: list[Event]) -> list[str]:
    return [event.message for event in events if isinstance(event, Notice)]


def draft_of(studio: Studio, position: int, take: int = 1) -> np.ndarray:
    planned = plan_takes(studio.project, studio.packs, positions=(position,), takes=take)[take - 1]
    draft = keeping.kept_draft(studio.store, planned.request.draft_digest)
    assert draft is not None
    return draft


@pytest.mark.parametrize("tiny", [SCENES, Tiny()])
def test_a_draft_kept_is_the_draft_made(tmp_path: Path, tiny: Tiny) -> None:
    """Refined in one go or later from the kept draft: the same film to the last bit."""
    films: list[list[np.ndarray]] = []
    orders: dict[str, list[TakeStage]] = {"once": ["refined"], "twice": ["draft", "refined"]}
    for name, stages in orders.items():
        with open_tiny_studio(tmp_path / name, tiny=tiny) as studio:
            for stage in stages:
                rendered(studio, RenderOrder(stage=stage))
            assert stages_run(studio) == (4, 3, 3)
            takes = [each.shown.take for each in studio.shots() if each.shown]
            films.append([keeping.frames_of(studio.store, take) for take in takes])
    assert all(np.array_equal(one, other) for one, other in zip(*films, strict=True))


def test_a_scenes_draft_is_kept_once_as_bytes_and_shown_in_colour(tmp_path: Path) -> None:
    with open_tiny_studio(tmp_path, tiny=SCENES) as studio:
        rendered(studio, RenderOrder(stage="draft"))
        take = plan_takes(studio.project, studio.packs, stage="draft")[0]
        arrays = keeping.kept(studio.store, keeping.DRAFTS, take.digest)
        assert arrays is not None
        assert {name: (array.dtype, array.shape) for name, array in arrays.items()} == {
            "frames": (np.uint8, (5, 2, 4, 4))
        }
        assert keeping.frames_of(studio.store, take.as_take).shape == (5, 2, 4, 3)
        film = list(studio.write_film(tmp_path / "film.mp4", "draft"))
        assert film


def test_previews_and_steps_of_a_scene(tmp_path: Path) -> None:
    with open_tiny_studio(tmp_path, tiny=SCENES) as studio:
        events = rendered(studio, RenderOrder(positions=(1,)))
    steps = [e.step for e in events if isinstance(e, StageProgress) and e.stage == "draft"]
    assert steps == [1, 2, 3]
    assert [e.frames.shape for e in events if isinstance(e, Preview)] == [(5, 2, 4, 3)] * 3


@pytest.mark.parametrize("tiny", [SCENES, Tiny()])
def test_nothing_is_filmed_for_nobody(tmp_path: Path, tiny: Tiny) -> None:
    with open_tiny_studio(tmp_path, tiny=tiny) as studio:
        events = rendered(studio, RenderOrder(positions=(1,), previews=False))
        decoded = 3 if tiny.scenes else 0
        assert studio.model_runs == 2 + 2 * 3 + decoded + 3 * 2, "5 frames are 3 runs of the decoder, and of Stage C"
    assert [e.step for e in events if isinstance(e, StageProgress) and e.stage == "draft"] == [1, 2, 3]
    assert not any(isinstance(event, Preview) for event in events)


def test_words_the_model_cannot_draw_are_told_once_a_shot_and_again_next_time(tmp_path: Path) -> None:
    project = tiny_film("a zebra\n\nsnow\n\na zebra, a harp and a harp")
    told = [
        "Shot 1: the model can't draw “zebra”; it draws what is nearest.",
        "Shot 3: the model can't draw “zebra”, “harp” or “and”; it draws what is nearest.",
    ]
    pack = make_pack(tmp_path / "models" / "tiny", SCENES)
    edit_description(pack, lambda text: text.replace("max_tokens = 6", "max_tokens = 32"))
    with open_tiny_studio(tmp_path, project) as studio:
        assert notices(rendered(studio, RenderOrder(takes=2))) == told
        assert notices(rendered(studio, RenderOrder(takes=3))) == told
        assert notices(rendered(studio, RenderOrder(positions=(3,)))) == told[1:]
        before = studio.model_runs
        assert notices(rendered(studio)) == told
        assert studio.model_runs == before


def test_two_shots_of_the_same_words_are_both_told(tmp_path: Path) -> None:
    project = tiny_film("[[seed: 5]] a zebra\n\n[[seed: 5]] a zebra\n")
    with open_tiny_studio(tmp_path, project, SCENES) as studio:
        assert [message[:7] for message in notices(rendered(studio))] == ["Shot 1:", "Shot 2:"]


@pytest.mark.parametrize("tiny", [SCENES, Tiny()])
def test_a_shot_goes_on_from_the_last_draft_frame_of_the_one_before(tmp_path: Path, tiny: Tiny) -> None:
    quiet = replace(tiny, noise_share=0.0)
    with open_tiny_studio(tmp_path / "chain", tiny_film(CHAIN), quiet) as studio:
        check_plan(studio.project, studio.packs)
        rendered(studio)
        assert stages_run(studio) == (4, 3, 3)
        chained = [draft_of(studio, position) for position in (1, 2, 3)]
    with open_tiny_studio(tmp_path / "apart", tiny_film(CHAIN.replace("[[continues]] ", "")), quiet) as studio:
        rendered(studio)
        apart = [draft_of(studio, position) for position in (1, 2, 3)]
    np.testing.assert_array_equal(chained[0], apart[0])
    for at in (1, 2):
        begun = chained[at - 1][-1]
        added = np.full_like(begun, begun.mean()) if tiny.scenes else begun
        expected = np.clip(apart[at][0] + added, -1, 1) if tiny.scenes else apart[at][0] + added
        np.testing.assert_allclose(chained[at][0], expected, atol=1.1 / 127.5)


def test_a_changed_shot_changes_those_that_go_on_from_it(tmp_path: Path) -> None:
    with open_tiny_studio(tmp_path, tiny_film(CHAIN + "\n\nsnow\n"), SCENES) as studio:
        rendered(studio)
        first = next(studio.project.shots())[1]
        studio.edit("Change prompt", lambda film: set_prompt(film, first.id, "a red snow"))
        made = [e.position for e in rendered(studio) if isinstance(e, TakeReady) and not e.reused]
    assert made == [1, 2, 3]


def test_one_shot_alone_makes_the_drafts_it_goes_on_from(tmp_path: Path) -> None:
    with open_tiny_studio(tmp_path / "alone", tiny_film(CHAIN), SCENES) as studio:
        ready = [e.position for e in rendered(studio, RenderOrder(positions=(3,))) if isinstance(e, TakeReady)]
        assert ready == [3]
        assert stages_run(studio) == (4, 3, 1)
        alone = draft_of(studio, 3)
    with open_tiny_studio(tmp_path / "whole", tiny_film(CHAIN), SCENES) as studio:
        rendered(studio)
        np.testing.assert_array_equal(draft_of(studio, 3), alone)


def test_every_take_goes_on_from_the_one_the_shot_before_shows(tmp_path: Path) -> None:
    with open_tiny_studio(tmp_path, tiny_film(CHAIN), SCENES) as studio:
        takes = plan_takes(studio.project, studio.packs, takes=2)
        assert [take.continues and take.continues.request for take in takes[2:4]] == [takes[0].request] * 2
        rendered(studio, RenderOrder(positions=(1,), takes=2))
        first = next(studio.project.shots())[1]
        studio.edit("Pin take", lambda film: pin_take(film, first.id, first.takes[1].digest))
        again = plan_takes(studio.project, studio.packs, positions=(2,))[0]
        assert again.continues
        assert again.continues.request == takes[1].request


def test_a_damaged_draft_in_a_chain_is_made_again(tmp_path: Path) -> None:
    with open_tiny_studio(tmp_path, tiny_film(CHAIN), SCENES) as studio:
        rendered(studio, RenderOrder(stage="draft"))
        planned = plan_takes(studio.project, studio.packs)
        for take in planned[:2]:
            studio.store.path("drafts", take.request.draft_digest).write_bytes(b"")
        rendered(studio, RenderOrder(positions=(2,)))
        assert stages_run(studio) == (4, 3 + 2, 1)


def test_a_very_long_chain_is_no_matter(tmp_path: Path) -> None:
    script = "snow\n\n" + "[[continues]] snow\n\n" * 1500
    with open_tiny_studio(tmp_path, tiny_film(script), SCENES) as studio:
        planned = plan_takes(studio.project, studio.packs)
        assert len({take.digest for take in planned}) == 1501
        assert planned[-1] == plan_takes(studio.project, studio.packs)[-1]
        assert len(repr(planned[-1])) < 2000


def test_a_pack_that_cannot_go_on_is_refused_before_anything_is_made(tmp_path: Path) -> None:
    tiny = replace(SCENES, without_first_frame=True)
    with open_tiny_studio(tmp_path, tiny_film(CHAIN), tiny) as studio:
        with pytest.raises(SoraError, match="Shot 2 continues the one before it, which the pack `tiny` can't do"):
            check_plan(studio.project, studio.packs)
        failed = [event for event in rendered(studio) if isinstance(event, ShotFailed)]
        assert [event.position for event in failed] == [2, 3]
        assert "can't continue" in failed[0].message


def test_the_first_shot_begins_anew_wherever_it_came_from(tmp_path: Path) -> None:
    with open_tiny_studio(tmp_path, tiny_film(), SCENES) as studio:
        second = [shot for _, shot in studio.project.shots()][1]
        marked = set_continues(studio.project, second.id, True)
        scene = marked.scenes[0]
        film = marked.with_scene(replace(scene, shots=scene.shots[1:]))
        assert [take.request.first_frame for take in plan_takes(film, studio.packs)] == ["", ""]


def test_a_shot_that_fails_takes_those_that_go_on_from_it_with_it(tmp_path: Path) -> None:
    with open_tiny_studio(tmp_path, tiny_film(CHAIN), replace(SCENES, blank="decode")) as studio:
        failed = [event for event in rendered(studio) if isinstance(event, ShotFailed)]
    assert sorted(event.position for event in failed) == [1, 2, 3]
