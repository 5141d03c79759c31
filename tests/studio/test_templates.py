"""Beginning a film: from a template, a text, a script, from nothing; and a script into a film that is open."""

from dataclasses import replace
from pathlib import Path

import pytest

from sora_studio import paths
from sora_studio.errors import ProjectFileError, ScriptError
from sora_studio.exchange import read_script
from sora_studio.exchange.importing import FILM_ENDINGS
from sora_studio.studio.config import Config
from sora_studio.studio.new_film import READ_ENDINGS, NewFilm, create_film, film_in, free_path
from sora_studio.studio.opening import read_text
from sora_studio.studio.script_import import script_import
from sora_studio.studio.templates import Template, example, read_template, templates
from sora_studio.timeline.time import FrameRate
from tests.studio.film import tiny_film


@pytest.mark.parametrize("template", templates(), ids=lambda each: each.script.stem)
def test_a_template_is_a_film_to_begin_with(template: Template) -> None:
    assert template.about.endswith(".")
    assert template.shots >= 6
    film = read_script(template.script)
    assert all(shot.direction.prompt and shot.direction.size and shot.direction.move for _, shot in film.shots())
    assert film.direction.style


@pytest.mark.parametrize("template", [*templates(), example()], ids=lambda each: each.script.stem)
def test_what_is_listed_of_a_script_is_what_it_makes(template: Template) -> None:
    """`python -m sora_studio.studio.templates` lists them anew."""
    assert template == read_template(template.script)


def test_every_bundled_script_is_listed() -> None:
    bundled = sorted(paths.resource("templates").glob("*.fountain"))
    assert [each.script for each in templates()] == bundled


def test_the_commercial_is_thirty_seconds_to_the_frame() -> None:
    commercial = next(each for each in templates() if "Commercial" in each.title)
    assert read_script(commercial.script).duration_frames == 30 * 24


def test_the_example_is_the_six_tales() -> None:
    assert (example().title, example().shots) == ("Six Tales", 6)


def test_a_text_becomes_a_film_and_is_kept(tmp_path: Path) -> None:
    asked = NewFilm("text", tmp_path / "new" / "a.sora", "My film", "A red door.\n\nA dog runs.")
    with create_film(asked, Config()) as studio:
        assert studio.project.title == "My film"
        assert [shot.direction.prompt for _, shot in studio.project.shots()] == ["A red door.", "A dog runs."]
    assert asked.save_to.exists()


def test_every_kind_of_file_that_is_read_as_a_film_is_offered() -> None:
    assert sorted(READ_ENDINGS) == sorted(FILM_ENDINGS)


def test_a_film_begins_with_a_shot_list_and_tells_what_it_left_out(tmp_path: Path) -> None:
    shots = tmp_path / "list.csv"
    shots.write_text("Description,Size\na fox runs,CU\nsnow falls,WS\n", encoding="utf-8")
    told: list[str] = []
    asked = NewFilm("script", tmp_path / "a.sora", "List", script=shots)
    with create_film(asked, Config(), told) as studio:
        assert [shot.direction.prompt for _, shot in studio.project.shots()] == ["a fox runs", "snow falls"]
        assert not studio.undo_labels
    assert told == []
    assert [shot.direction.size for _, shot in film_in(shots).shots()] == ["CU", "WS"]


def test_a_pasted_screenplay_is_read_as_one() -> None:
    film = read_text("Two", "INT. ROOM - DAY\n\nA candle burns.\n\nANNA\nHello.\n")
    assert film.scenes[0].heading == "INT. ROOM - DAY"
    assert [line.text for _, shot in film.shots() for line in shot.dialogue] == ["Hello."]


def test_an_empty_text_is_refused_and_leaves_no_file(tmp_path: Path) -> None:
    with pytest.raises(ScriptError):
        create_film(NewFilm("text", tmp_path / "a.sora", "A", " \n"), Config())
    assert not (tmp_path / "a.sora").exists()


def test_a_blank_film_has_a_scene_to_put_shots_into(tmp_path: Path) -> None:
    with create_film(NewFilm("blank", tmp_path / "a.sora", "Blank"), Config()) as studio:
        assert len(studio.project.scenes) == 1
        assert studio.project.duration_frames == 0


def test_nothing_is_written_over(tmp_path: Path) -> None:
    with create_film(NewFilm("blank", tmp_path / "a.sora"), Config()):
        pass
    with pytest.raises(ProjectFileError):
        create_film(NewFilm("blank", tmp_path / "a.sora"), Config())


def test_the_offered_name_is_free_and_one_a_disk_can_hold(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paths, "documents_folder", lambda: tmp_path)
    first = free_path("Love: a/b?")
    assert first == tmp_path / "Sora Studio" / "Love a b.sora"
    first.parent.mkdir()
    first.touch()
    assert free_path("Love: a/b?").name == "Love a b 2.sora"
    assert free_path(" .. ").name == "Untitled.sora"
    assert free_path("con").name == "con film.sora"


def test_a_script_joins_an_open_film_under_ids_of_its_own(tmp_path: Path) -> None:
    film = tiny_film()
    script = tmp_path / "more.fountain"
    script.write_text("Frame Rate: 12\nStyle: ink\nDuration: 2s\n\nINT. ROOM\n\na red candle\n\nsnow burns\n")
    joined = script_import(script)(film)
    assert joined.scenes[0] == film.scenes[0]
    added = joined.scenes[1]
    assert (added.heading, added.direction.style) == ("INT. ROOM", "ink")
    assert [shot.duration_frames for shot in added.shots] == [48, 48]
    ids = [shot.id for _, shot in joined.shots()]
    assert len(ids) == len(set(ids))


def test_a_script_takes_the_place_of_an_empty_scene(tmp_path: Path) -> None:
    script = tmp_path / "more.txt"
    script.write_text("A dog.")
    film = tiny_film()
    empty = replace(film, frame_rate=FrameRate(25), scenes=(replace(film.scenes[0], shots=()),))
    assert [len(scene.shots) for scene in script_import(script)(empty).scenes] == [1]
