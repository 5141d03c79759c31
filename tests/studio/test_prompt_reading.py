from dataclasses import replace
from pathlib import Path

import pytest

from sora_studio.exchange import parse_plain_text
from sora_studio.inference.packs import load_pack
from sora_studio.paths import models_folders
from sora_studio.studio.config import Config
from sora_studio.studio.film_state import FilmState
from sora_studio.studio.pack_words import drawable_words
from sora_studio.studio.prompt_reading import PromptReader, wording
from sora_studio.studio.recipe import is_stale, read_recipe
from sora_studio.studio.studio import RenderOrder, Studio
from sora_studio.timeline.cascade import prompt_as_sent, resolve
from sora_studio.timeline.edits import set_prompt, set_sketch
from tests.inference.tiny_pack import Tiny
from tests.studio.film import open_tiny_studio


@pytest.fixture
def studio(tmp_path: Path):
    with open_tiny_studio(tmp_path, tiny=Tiny(hears=True)) as opened:
        yield opened


def first(studio: Studio) -> str:
    return next(studio.project.shots())[1].id


def read(studio: Studio, shot_id: str):
    reader = PromptReader(studio.config)
    try:
        return reader.read(wording(studio, shot_id))
    finally:
        reader.close()


def test_a_prompt_is_read_as_it_is_sent(studio: Studio) -> None:
    scene, shot = next(studio.project.shots())
    reading = read(studio, shot.id)
    assert reading.text == prompt_as_sent(resolve(studio.project, scene, shot)) == "a red candle"
    assert (reading.tokens, reading.limit) == (5, 6)
    assert reading.cut_from == len(reading.text)
    assert reading.unknown == ()


def test_what_does_not_fit_is_cut_after_the_last_word_read(studio: Studio) -> None:
    studio.edit("Write", lambda film: set_prompt(film, first(studio), "a red candle burns a red candle"))
    reading = read(studio, first(studio))
    assert reading.tokens > reading.limit
    assert reading.text[: reading.cut_from] == "a red candle burns"


def test_words_the_model_cannot_draw_are_named(studio: Studio) -> None:
    studio.edit("Write", lambda film: set_prompt(film, first(studio), "a red Violin"))
    assert read(studio, first(studio)).unknown == ("Violin",)


def test_a_shot_drawn_by_hand_misses_no_words(studio: Studio) -> None:
    studio.edit("Write", lambda film: set_prompt(film, first(studio), "a red Violin"))
    studio.edit("Draw", lambda film: set_sketch(film, first(studio), "0" * 64))
    assert read(studio, first(studio)).unknown == ()


def test_without_a_pack_the_prompt_is_still_shown(studio: Studio) -> None:
    studio.edit(
        "Choose pack", lambda film: replace(film, settings=replace(film.settings, pack="a pack that went away"))
    )
    reading = read(studio, first(studio))
    assert (reading.text, reading.limit, reading.cut_from) == ("a red candle", 0, len("a red candle"))


def test_the_bundled_pack_knows_a_dog_from_a_violin(tmp_path: Path) -> None:
    film = parse_plain_text("a woman walks her dog\n\na violin on a table\n", "Words")
    with open_tiny_studio(tmp_path, film) as studio:
        studio.config = Config(device="cpu")
        shots = [shot.id for _, shot in studio.project.shots()]
        reader = PromptReader(studio.config)
        assert reader.read(wording(studio, shots[0])).unknown == ()
        assert "violin" in reader.read(wording(studio, shots[1])).unknown
        reader.close()


def test_the_bundled_pack_s_card_names_its_styles() -> None:
    pack = load_pack(models_folders()[-1] / "sketch")
    assert {"ink", "neon", "papercraft"} <= set(drawable_words(pack)["style"])


def test_a_pack_without_a_card_names_no_words(studio: Studio) -> None:
    assert drawable_words(studio.pack) == {}


def test_a_take_s_recipe_says_what_has_changed_since(studio: Studio) -> None:
    list(studio.render(RenderOrder(positions=[1], stage="draft", previews=False)))
    shot = next(studio.project.shots())[1]
    take = shot.takes[-1]
    request = _request(studio)
    assert not is_stale(request, take)
    fresh = read_recipe(studio.store, take, request)
    assert fresh.changes == ()
    assert "Prompt: a red candle" in fresh.text
    studio.edit("Write", lambda film: set_prompt(film, shot.id, "a red candle burns"))
    assert is_stale(_request(studio), take)
    [change] = read_recipe(studio.store, take, _request(studio)).changes
    assert (change.label, change.value, change.now) == ("Prompt", "a red candle", "a red candle burns")


def test_a_recipe_says_how_many_steps_the_step_cache_left_out(studio: Studio) -> None:
    own = replace(studio.project.settings, steps=20, step_cache=1.0)
    studio.edit("Set", lambda film: replace(film, settings=own))
    list(studio.render(RenderOrder(positions=[1], previews=False)))
    shot = next(studio.project.shots())[1]
    recipe = read_recipe(studio.store, shot.takes[-1], _request(studio))
    assert "Step cache: 1" in recipe.text
    assert f"Steps left out: {studio.counts.left_out}" in recipe.text
    assert 5 < studio.counts.left_out <= 16
    assert recipe.changes == ()
    studio.edit("Set", lambda film: replace(film, settings=replace(own, step_cache=0.0)))
    [change] = read_recipe(studio.store, shot.takes[-1], _request(studio)).changes
    assert (change.label, change.value, change.now) == ("Step cache", "1", "off")


def test_another_seed_is_another_take_and_not_a_stale_one(studio: Studio) -> None:
    list(studio.render(RenderOrder(positions=[1], takes=2, stage="draft", previews=False)))
    shot = next(studio.project.shots())[1]
    assert [is_stale(_request(studio), take) for take in shot.takes] == [False, False]
    assert read_recipe(studio.store, shot.takes[1], _request(studio)).changes == ()


def test_a_take_that_is_gone_says_so(studio: Studio) -> None:
    list(studio.render(RenderOrder(positions=[1], stage="draft", previews=False)))
    take = next(studio.project.shots())[1].takes[-1]
    studio.store.path("drafts", take.digest).unlink()
    recipe = read_recipe(studio.store, take, _request(studio))
    assert recipe.lines == ()
    assert "Render the shot again" in recipe.problem


def _request(studio: Studio):
    state = FilmState(studio.store)
    state.update(studio.project, studio.packs)
    return state.request(first(studio))
