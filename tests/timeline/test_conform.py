from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from sora_studio.timeline.conform import conform
from sora_studio.timeline.ids import text_id
from sora_studio.timeline.project import Project, RenderSettings, Scene
from sora_studio.timeline.shot import Direction, Shot, Take
from sora_studio.timeline.time import FrameRate

Script = list[tuple[str, list[str]]]
FOX = ("MEADOW", ["A red fox runs over the snow.", "A black bird watches it from a tree.", "Snow begins to fall."])
ROOM = ("ROOM", ["A candle burns on a table.", "An old man opens the door."])


def script(scenes: Script, **values: object) -> Project:
    """A film as read from a script: ids from the texts themselves."""
    read = tuple(
        Scene(text_id("scene", heading), heading, shots=tuple(_shot(text) for text in texts))
        for heading, texts in scenes
    )
    return Project("Film", scenes=read, **values)  # type: ignore[arg-type]


def _shot(text: str) -> Shot:
    return Shot(text_id("shot", text), Direction(prompt=text), 96, action=text)


def worked_on(project: Project) -> Project:
    """Every shot with a take of its own, pinned, seeded and slipped."""
    for _, shot in list(project.shots()):
        take = Take(f"take of {shot.id}", "refined", 1)
        project = project.with_shot(
            replace(
                shot,
                takes=(take,),
                pinned=take.digest,
                seed=5,
                head_frames=3,
                sketch="0" * 64,
                strength_percent=60,
                pack="ink",
            )
        )
    return project


def ids(project: Project) -> list[str]:
    return [shot.id for _, shot in project.shots()]


def test_the_same_script_changes_nothing() -> None:
    project = worked_on(script([FOX, ROOM]))
    assert conform(project, script([FOX, ROOM])) == project


def test_the_model_a_script_names_for_a_shot_is_its_model() -> None:
    project, read = worked_on(script([FOX])), script([FOX])
    named = read.with_shot(replace(read.scenes[0].shots[1], pack="paper"))
    assert [shot.pack for _, shot in conform(project, named).shots()] == ["ink", "paper", "ink"]


def test_one_inserted_paragraph_is_one_new_id() -> None:
    project = worked_on(script([FOX, ROOM]))
    heading, texts = FOX
    longer = (heading, [texts[0], "A wolf comes out of the forest.", *texts[1:]])
    conformed = conform(project, script([longer, ROOM]))
    assert len(set(ids(conformed)) - set(ids(project))) == 1
    assert [shot for _, shot in conformed.shots() if shot.id in ids(project)] == [shot for _, shot in project.shots()]


def test_a_rewritten_prompt_keeps_id_takes_and_seed() -> None:
    project = worked_on(script([FOX, ROOM]))
    heading, texts = FOX
    conformed = conform(project, script([(heading, [texts[0], "Something else entirely.", texts[2]]), ROOM]))
    was, now = project.scenes[0].shots[1], conformed.scenes[0].shots[1]
    assert now == replace(
        was, direction=Direction(prompt="Something else entirely."), action="Something else entirely."
    )


def test_a_shot_rewritten_beside_a_new_one_is_known_by_its_words() -> None:
    project = worked_on(script([FOX]))
    heading, texts = FOX
    changed = [texts[0], "A wolf howls.", "A black bird watches the fox from a tall tree.", texts[2]]
    assert ids(conform(project, script([(heading, changed)])))[2] == ids(project)[1]


def test_shots_rewritten_and_swapped_are_known_by_their_words() -> None:
    project = worked_on(script([("A", ["A red fox runs over snow.", "A candle burns on a table."])]))
    swapped = script([("A", ["A candle burns on a long table.", "A red fox runs over deep snow."])])
    assert ids(conform(project, swapped)) == ids(project)[::-1]


def test_moved_shots_and_scenes_keep_their_ids() -> None:
    project = worked_on(script([FOX, ROOM]))
    conformed = conform(project, script([ROOM, FOX]))
    assert conformed.scenes == (project.scenes[1], project.scenes[0])
    one, two = (FOX[0], FOX[1][:2]), (ROOM[0], [*ROOM[1], FOX[1][2]])
    assert ids(conform(project, script([one, two]))) == [*ids(project)[:2], *ids(project)[3:], ids(project)[2]]


def test_a_renamed_scene_keeps_its_id() -> None:
    project = script([FOX, ROOM])
    conformed = conform(project, script([("FOREST", FOX[1]), ROOM]))
    assert [(scene.id, scene.heading) for scene in conformed.scenes] == [
        (project.scenes[0].id, "FOREST"),
        (project.scenes[1].id, "ROOM"),
    ]


def test_the_script_decides_what_it_says_and_leaves_open_what_it_does_not() -> None:
    project = replace(script([FOX]), settings=RenderSettings(pack="other", steps=9))
    said = script([FOX], settings=RenderSettings(steps=4), direction=Direction(style="ink"), width=640)
    conformed = conform(project, said)
    assert (conformed.settings, conformed.direction.style, conformed.width) == (
        RenderSettings(pack="other", steps=4),
        "ink",
        640,
    )


def test_a_seed_in_the_script_wins_and_slips_follow_the_rate() -> None:
    project = worked_on(script([FOX]))
    read = script([FOX], frame_rate=FrameRate(48))
    read = read.with_shot(replace(read.scenes[0].shots[0], seed=7))
    shots = conform(project, read).scenes[0].shots
    assert [(shot.seed, shot.head_frames) for shot in shots] == [(7, 6), (5, 6), (5, 6)]


def test_a_text_that_comes_back_after_its_shot_was_rewritten_gets_an_id_of_its_own() -> None:
    project = conform(script([("A", ["one", "two"])]), script([("A", ["changed", "two"])]))
    conformed = conform(project, script([("A", ["changed", "two", "one"])]))
    assert len(set(ids(conformed))) == 3
    assert ids(conformed)[:2] == ids(project)


texts = st.lists(st.sampled_from(["a fox", "a red fox", "a bird", "snow", "rain"]), max_size=6, unique=True)
scripts = st.lists(st.tuples(st.sampled_from(["A", "B", "C"]), texts), max_size=3, unique_by=lambda scene: scene[0])


@given(scripts, scripts)
def test_any_script_onto_any_film_gives_the_script_s_film_with_unique_ids(old: Script, new: Script) -> None:
    seen: set[str] = set()
    new = [(heading, [text for text in texts if not (text in seen or seen.add(text))]) for heading, texts in new]
    seen.clear()
    old = [(heading, [text for text in texts if not (text in seen or seen.add(text))]) for heading, texts in old]
    project = worked_on(script(old))
    conformed = conform(project, script(new))
    assert [(s.heading, [shot.action for shot in s.shots]) for s in conformed.scenes] == new
    assert len(set(ids(conformed))) == len(ids(conformed))
    assert len({scene.id for scene in conformed.scenes}) == len(new)
    survived = {shot.action: shot.id for _, shot in project.shots()}
    assert all(shot.id == survived.get(shot.action, shot.id) for _, shot in conformed.shots())
    assert conform(conformed, script(new)) == conformed


def test_title_cards_footage_and_the_films_finish_outlive_a_new_draft() -> None:
    card, other = Shot("card", Direction(), 72, card="Six Tales"), Shot("end", Direction(), 72, footage="VID.mp4")
    draft = script([ROOM])
    first, second = draft.scenes[0].shots
    scene = replace(draft.scenes[0], shots=(card, first, other, second))
    film = replace(draft, scenes=(scene,), matte=2.39, fade_in_frames=12)
    after = conform(film, script([("ROOM", ["An old man opens the door.", "He laughs."])]))
    assert [shot.card or shot.footage for _, shot in after.shots()] == ["Six Tales", "VID.mp4", "", ""]
    assert (after.matte, after.fade_in_frames) == (2.39, 12)
    assert conform(film, draft).scenes == film.scenes
