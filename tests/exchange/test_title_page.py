import pytest

from sora_studio.errors import ScriptError
from sora_studio.exchange import parse_fountain
from sora_studio.timeline.project import RenderSettings
from sora_studio.timeline.shot import Direction
from sora_studio.timeline.time import FrameRate

PAGE = """Title:
    _**Night
    Train**_
Credit: written by
Author: Mary Steel
Frame rate: 29.97
Size: 1920x1080
Prompt: an old film
Style: ink, wash
Negative: text
Seed: 7
Duration: 2s
Pack: other
Sampler: dpmpp_2m
Steps: 20
Guidance: 3.5
Refine steps: 4
Step cache: 0.05
Start timecode: 00:59:00:00
Draft date: 1/1/2026

EXT. A - DAY

A fox.
"""


def test_the_title_page_sets_up_the_film() -> None:
    film = parse_fountain(PAGE, "Untitled")
    assert (film.title, film.author) == ("Night Train", "Mary Steel")
    assert (film.frame_rate, film.width, film.height) == (FrameRate(30000, 1001), 1920, 1080)
    assert film.direction == Direction("an old film", "text", "ink, wash")
    assert film.settings == RenderSettings("other", "dpmpp_2m", 20, 3.5, 4, 7, 0.05)
    assert film.start_timecode == "00:59:00:00"
    assert [shot.duration_frames for _, shot in film.shots()] == [60]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("Frame rate: banana", "isn't a frame rate"),
        ("Frame rate: 0", "frame rate"),
        ("Size: large", "isn't a picture size"),
        ("Size: 1281x720", "isn't a picture size"),
        ("Size: 0x0", "isn't a picture size"),
        ("Duration: long", "isn't a duration"),
        ("Seed: -1", "isn't a seed"),
        ("Steps: many", "isn't a number of steps"),
        ("Steps: 0", "isn't a number of steps"),
        ("Guidance: nan", "isn't a guidance scale"),
        ("Step cache: 1.5", "isn't a step cache"),
        ("Start timecode: noon", "isn't a timecode"),
        (f"Style: {'x' * 2001}", "the style is 2,001 characters long"),
    ],
)
def test_a_setting_that_cannot_be_names_its_line(line: str, said: str) -> None:
    with pytest.raises(ScriptError, match=f"^Line 2: .*{said}") as caught:
        parse_fountain(f"Title: Film\n{line}\n\nA fox.", "Untitled")
    assert caught.value.hint


@pytest.mark.parametrize("opening", ["He whispers: now.", "Tokyo: a neon street.", "Nothing here"])
def test_prose_with_a_colon_is_no_title_page(opening: str) -> None:
    film = parse_fountain(f"{opening}\n\nA fox.", "Untitled")
    assert [shot.direction.prompt for _, shot in film.shots()] == [opening, "A fox."]


def test_a_script_may_start_with_a_transition_or_a_time_of_day() -> None:
    assert next(parse_fountain("FADE IN:\n\nA fox.", "Untitled").shots())[1].notes == "FADE IN:"
    assert parse_fountain("INT. HOUSE - 3:00 PM\n\nA fox.", "Untitled").scenes[0].heading == "INT. HOUSE - 3:00 PM"


def test_a_title_page_without_an_empty_line_ends_where_the_script_begins() -> None:
    film = parse_fountain("Title: Film\nEXT. A - DAY\n\nA fox.", "Untitled")
    assert (film.title, film.scenes[0].heading) == ("Film", "EXT. A - DAY")
