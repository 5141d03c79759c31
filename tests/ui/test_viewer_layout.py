"""The viewer's arithmetic: where the picture, guides, masks and burn-ins lie, what is typed, how a card is set."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sora_studio.errors import EditError
from sora_studio.studio.box import Box
from sora_studio.studio.burn_ins import FIELDS, BurnIns, Seen, burn_in_texts, placed
from sora_studio.timeline.project import Project
from sora_studio.timeline.time import FrameRate
from sora_studio.ui.viewer import layout
from sora_studio.ui.viewer.card_layout import CardText, SetText, lay_out_card
from sora_studio.ui.viewer.layout import FIT, Zoom
from sora_studio.ui.viewer.pace import STEPS, Pace
from sora_studio.ui.viewer.scrub import ScrubBar, cuts_apart, next_cut, previous_cut, shot_index, stretches
from sora_studio.ui.viewer.timecode import film_timecode, typed_frame
from sora_studio.ui.viewer.typesetting import elided, fit_text, wrap

AREA = Box(0, 0, 960, 600)
FILM = (1280, 720)


def near(box: Box, *sides: float) -> bool:
    return all(abs(a - b) < 0.51 for a, b in zip((box.x, box.y, box.width, box.height), sides, strict=True))


def type_width(text: str, size: float) -> float:
    """Every letter as wide as an average one of Inter."""
    return 0.56 * size * len(text)


# The picture


def test_a_picture_that_fits_is_centred_and_keeps_its_shape() -> None:
    assert near(layout.picture_box(AREA, FILM, FIT, 1.0), 0, 30, 960, 540)


def test_at_100_percent_one_film_pixel_is_one_pixel_of_the_screen() -> None:
    assert near(layout.picture_box(AREA, FILM, Zoom(1.0), 2.0), 160, 120, 640, 360)
    assert layout.picture_box(AREA, FILM, Zoom(1.0), 1.0).width == 1280


def test_dragging_stops_where_the_edges_meet() -> None:
    zoom = layout.panned(AREA, FILM, Zoom(1.0), 1.0, 5000, -5000)
    box = layout.picture_box(AREA, FILM, zoom, 1.0)
    assert box.x == 0
    assert box.bottom == AREA.height


def test_after_a_drag_beyond_the_edge_the_way_back_begins_at_once() -> None:
    zoom = layout.panned(AREA, FILM, Zoom(1.0), 1.0, 5000, 0)
    back = layout.panned(AREA, FILM, zoom, 1.0, -10, 0)
    assert layout.picture_box(AREA, FILM, back, 1.0).x == -10


@given(st.floats(240, 3000), st.floats(135, 2000), st.sampled_from([1.0, 1.25, 1.5, 2.0, 3.0]))
def test_a_fitted_picture_lies_in_its_place_on_whole_pixels(width: float, height: float, ratio: float) -> None:
    box = layout.picture_box(Box(0, 0, width, height), FILM, FIT, ratio)
    assert box.x >= -1
    assert box.y >= -1
    assert box.right <= width + 1
    assert box.bottom <= height + 1
    for side in (box.x, box.y, box.width, box.height):
        assert abs(side * ratio - round(side * ratio)) < 1e-6


def test_pictures_are_asked_for_as_large_as_they_are_seen_and_coarse_when_shuttling() -> None:
    box = Box(0, 0, 640, 360)
    assert layout.height_wanted(box, 720, 1.0, 0) == 360
    assert layout.height_wanted(box, 720, 2.0, 1) == 720
    assert layout.height_wanted(box, 720, 3.0, 0) == 720
    assert layout.height_wanted(box, 720, 2.0, 4) == layout.COARSE_HEIGHT


def test_pictures_that_come_late_grow_coarser_and_are_fine_again_at_rest() -> None:
    pace = Pace()
    seen = [pace.fineness]
    for late in [False] * 20 + [True] * 40:
        pace.due(late)
        if pace.fineness != seen[-1]:
            seen.append(pace.fineness)
    assert seen == list(STEPS)
    pace.rest()
    assert pace.fineness == STEPS[0]
    for _ in range(100):
        pace.due(late=False)
    assert pace.fineness == STEPS[0]


# Guides


def test_safe_areas_are_those_of_the_standard() -> None:
    picture = Box(0, 0, 1000, 500)
    assert near(picture.share(layout.ACTION_SAFE), 35, 17.5, 930, 465)
    assert near(picture.share(layout.TITLE_SAFE), 50, 25, 900, 450)


def test_thirds_cut_both_sides_in_three() -> None:
    upright, upright_too, level, level_too = layout.thirds(Box(0, 0, 900, 600))
    assert (upright.x1, upright_too.x1, level.y1, level_too.y1) == (300, 600, 200, 400)


@pytest.mark.parametrize("mask", layout.MASKS)
def test_a_mask_leaves_its_shape_and_bars_cover_the_rest(mask: str) -> None:
    picture = Box(10, 20, 1600, 900)
    seen = layout.masked(picture, mask)
    assert seen.width / seen.height == pytest.approx(float(layout.MASKS[mask]))
    covered = sum(bar.width * bar.height for bar in layout.mask_bars(picture, mask))
    assert covered + seen.width * seen.height == pytest.approx(picture.width * picture.height)


def test_a_mask_of_the_films_own_shape_covers_nothing() -> None:
    assert layout.mask_bars(Box(0, 0, 1600, 900), "16:9") == ()


# Burn-ins

SEEN = Seen("01:00:04:12", "2", "12A", 3, 13, 96, "draft", True, date(2026, 11, 24))


def test_burn_ins_say_timecode_slate_frame_draft_and_date() -> None:
    assert burn_in_texts(SEEN) == {
        "shot": "Sc 2  Sh 12A  Tk 3",
        "state": "DRAFT  OUT OF DATE",
        "date": "2026-11-24",
        "timecode": "01:00:04:12",
        "frame": "013 / 096",
    }


@example({"date", "shot", "state"}, "split", 160.0, 2.39)
@given(
    st.sets(st.sampled_from(FIELDS)),
    st.sampled_from(["split", "top", "bottom"]),
    st.floats(160, 4000),
    st.sampled_from([16 / 9, 2.39, 1.0, 9 / 16]),
)
def test_burn_ins_stay_inside_the_picture_and_apart(fields: set[str], place, width: float, aspect: float) -> None:
    picture = Box(30, 40, width, width / aspect)
    items = placed(picture, BurnIns(frozenset(fields), place), burn_in_texts(SEEN), lambda text: 5.0 * len(text))
    assert {item.field for item in items} == fields
    for item in items:
        assert item.box.x >= picture.x
        assert item.box.width > picture.width or item.box.right <= picture.right + 0.01
        # Three lines one below the other are more than the upper half of a small picture.
        has_room = 2 * 3 * 1.5 * item.box.height < picture.height
        if place != "bottom" and has_room and item.field in ("shot", "state", "date"):
            assert item.box.y < picture.centre[1]
    for one in items:
        for other in items:
            if one.field < other.field and one.box.y == other.box.y:
                left, right = sorted((one.box, other.box), key=lambda box: box.x)
                assert left.right <= right.x + 0.01


# The scrub bar


@given(st.integers(1, 100_000), st.floats(50, 3000))
def test_a_frame_is_found_again_where_it_is_drawn(duration: int, width: float) -> None:
    bar = ScrubBar(duration, width, 8)
    for frame in {0, duration // 3, duration - 1}:
        assert abs(bar.frame(bar.x(frame + 0.5)) - frame) <= 1
    assert bar.frame(-50) == 0
    assert bar.frame(width + 50) == duration - 1


def test_shots_that_look_alike_are_one_stretch() -> None:
    joined = stretches((0, 10, 30, 35), ScrubBar(35, 600), ["draft", "draft", "card"].__getitem__)
    assert [(each.start, each.stop, each.badge) for each in joined] == [(0, 30, "draft"), (30, 35, "card")]
    assert stretches((0,), ScrubBar(0, 600), ["card"].__getitem__) == ()


def test_no_more_shots_are_asked_about_than_there_are_pixels() -> None:
    asked: list[int] = []

    def badge(place: int) -> str:
        asked.append(place)
        return "draft" if place % 2 else "card"

    laid = stretches(range(0, 240_001, 24), ScrubBar(240_000, 516, 8), badge)
    assert len(asked) <= 501
    assert (laid[0].start, laid[-1].stop) == (0, 240_000)
    assert all(one.stop == other.start for one, other in pairwise(laid))


def test_cuts_are_jumped_to_and_fro() -> None:
    cuts = (0, 10, 30, 60)
    assert [next_cut(cuts, frame) for frame in (0, 9, 10, 35, 59)] == [10, 10, 30, 59, 59]
    assert [previous_cut(cuts, frame) for frame in (59, 30, 29, 10, 0)] == [30, 10, 10, 0, 0]
    assert [shot_index(cuts, frame) for frame in (0, 9, 10, 59, 99)] == [0, 0, 1, 2, 2]
    assert (next_cut((0,), 0), previous_cut((0,), 0), shot_index((0,), 0)) == (0, 0, 0)


def test_cuts_too_close_to_tell_apart_are_not_drawn() -> None:
    assert len(cuts_apart(range(0, 61, 10), ScrubBar(60, 600))) == 5
    assert cuts_apart(range(0, 6001, 10), ScrubBar(6000, 600)) == ()


# Timecode


@pytest.mark.parametrize(
    ("typed", "frame"),
    [
        ("01:00:02:00", 48),
        ("1012", 10 * 24 + 12),
        ("12", 108),
        ("+10", 110),
        ("-200", 52),
        ("+1:00", None),
        ("tea", None),
        ("01:00:00:30", None),
    ],
)
def test_what_a_hand_types_is_a_place_in_the_film(typed: str, frame: int | None) -> None:
    project = Project("Film")
    if frame is None:
        with pytest.raises(EditError):
            typed_frame(project, typed, 100)
    else:
        assert typed_frame(project, typed, 100) == frame


def test_timecode_counts_from_the_films_start_and_drops_frames_where_it_says_so() -> None:
    assert film_timecode(Project("Film"), 100) == "01:00:04:04"
    film = Project("Film", frame_rate=FrameRate(30000, 1001), start_timecode="00:00:59;29")
    assert film_timecode(film, 1) == "00:01:00;02"
    assert typed_frame(film, "00:01:00;02", 0) == 1


# Cards


@given(st.text(alphabet="abc defg hij, klm", min_size=1, max_size=600), st.floats(40, 900), st.floats(20, 500))
def test_set_text_never_leaves_its_room(text: str, width: float, height: float) -> None:
    block = fit_text(text, width, height, (40.0, 30.0, 20.0, 10.0), type_width)
    assert all(type_width(line, block.size) <= width or len(line) == 1 for line in block.lines)
    assert block.height <= height or len(block.lines) <= 1


def test_wrapping_keeps_every_word() -> None:
    text = "a fox trots across the frozen lake at dawn"
    assert " ".join(wrap(text, 100, 10, type_width)) == text
    assert "".join(wrap("x" * 90, 100, 10, type_width)) == "x" * 90


def test_a_line_too_long_ends_in_an_ellipsis() -> None:
    assert elided("EXT. MEADOW", 40, 10, type_width).endswith("…")


def inside(card: Box, text: SetText | None) -> bool:
    return text is None or (
        text.box.x >= card.x and text.box.right <= card.right + 0.01 and bottom(text) <= card.bottom
    )


def bottom(text: SetText) -> float:
    return text.box.y + text.block.height


@given(
    st.integers(1, 600),
    st.integers(0, 300),
    st.sets(st.sampled_from(["Wide shot", "Over-the-shoulder shot", "Worm's-eye view", "Camera cranes down"])),
    st.sampled_from([16 / 9, 2.39, 4 / 3, 1.0, 9 / 16]),
    st.floats(160, 2160),
)
def test_a_card_holds_prompts_of_1_to_600_letters_in_every_shape(
    letters: int, spoken: int, tags: set[str], aspect: float, height: float
) -> None:
    prompt = ("a woolly mammoth grazes in a snowy meadow under white mountains " * 10)[:letters].strip() or "x"
    text = CardText(
        "12A", "EXT. SNOWY MEADOW - DAY", prompt, "MARA", ("I never saw so much snow. " * 12)[:spoken].strip(),
        tuple(sorted(tags)), "No picture yet", "4.0 s · 96 frames",
    )  # fmt: skip
    card = Box(0, 0, height * aspect, height)
    laid = lay_out_card(card, text, type_width, type_width)
    everything = (laid.number, laid.heading, laid.prompt, laid.speaker, laid.dialogue, laid.footer, laid.footer_right)
    assert all(inside(card, each) for each in everything)
    assert all(tag.box.right <= card.right for tag in laid.tags)
    assert " ".join(laid.prompt.block.lines) == prompt, "the whole prompt can be read"
    floor = laid.dialogue_bar.y if laid.dialogue_bar else laid.footer.box.y
    assert laid.rule.bottom <= laid.prompt.box.y
    assert bottom(laid.prompt) <= floor
