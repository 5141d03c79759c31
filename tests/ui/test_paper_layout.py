"""Pages and their text by arithmetic alone: nothing overlaps, nothing leaves the page, no word is lost."""

from itertools import combinations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sora_studio.ui.paper.choices import FIELDS, PaperChoices, from_words, to_words
from sora_studio.ui.paper.content import Panel, PaperFilm
from sora_studio.ui.paper.layout import (
    MARGIN,
    PAPERS,
    PER_PAGE,
    SHEET_COLUMNS,
    Box,
    continued_boxes,
    page_frame,
    panel_boxes,
    panel_cells,
    sheet_boxes,
    sheet_cells,
)
from sora_studio.ui.paper.pages import bind
from sora_studio.ui.paper.text_flow import SMALLEST, Passage, elided, flow

papers, landscapes, counts = st.sampled_from(list(PAPERS)), st.booleans(), st.sampled_from(PER_PAGE)
aspects = st.floats(0.3, 4.0)
SLACK = 1e-6


def measure(text: str, size: float, strong: bool) -> float:
    """Letters of many widths, as a font has them."""
    return sum(0.3 + (ord(letter) % 7) / 10 for letter in text) * size * (1.08 if strong else 1.0)


def within(inner: Box, outer: Box) -> bool:
    return (
        inner.x >= outer.x - SLACK
        and inner.y >= outer.y - SLACK
        and inner.right <= outer.right + SLACK
        and inner.bottom <= outer.bottom + SLACK
        and min(inner.width, inner.height) >= 0
    )


def apart(one: Box, other: Box) -> bool:
    return (
        one.right <= other.x + SLACK
        or other.right <= one.x + SLACK
        or one.bottom <= other.y + SLACK
        or other.bottom <= one.y + SLACK
    )


def check_boxes(boxes: list[Box], page: Box) -> None:
    assert all(within(box, page) for box in boxes)
    assert all(apart(one, other) for one, other in combinations([b for b in boxes if b.width and b.height], 2))


def printable(paper: str, landscape: bool) -> Box:
    frame = page_frame(paper, landscape)
    return Box(MARGIN, MARGIN, frame.width - 2 * MARGIN, frame.height - 2 * MARGIN)


@given(papers, landscapes, counts, aspects, st.booleans(), st.booleans())
def test_nothing_overlaps_or_leaves_the_page(
    paper: str, landscape: bool, count: int, aspect: float, beside: bool, pair: bool
) -> None:
    frame = page_frame(paper, landscape)
    cells = panel_cells(frame.body, count, aspect, beside)
    assert len(cells) == count
    boxes = [frame.header, frame.footer]
    for cell in cells:
        assert within(cell, frame.body)
        parts = panel_boxes(cell, aspect, beside, pair)
        assert len(parts.pictures) == (2 if pair else 1)
        boxes += [parts.head, *parts.pictures, parts.text]
        for picture in parts.pictures:
            assert picture.width / picture.height == pytest.approx(aspect)
            assert picture.width > 15
        assert parts.text.height >= 3 * SMALLEST
        assert parts.text.width > 40
        check_boxes([continued_boxes(cell).head, continued_boxes(cell).text], cell)
    check_boxes(boxes, printable(paper, landscape))


@given(papers, landscapes, st.sampled_from(SHEET_COLUMNS), aspects)
def test_a_contact_sheet_keeps_to_its_page(paper: str, landscape: bool, columns: int, aspect: float) -> None:
    frame = page_frame(paper, landscape)
    cells = sheet_cells(frame.body, columns, aspect)
    assert len(cells) % columns == 0
    boxes = [frame.header, frame.footer]
    for cell in cells:
        parts = sheet_boxes(cell, aspect)
        boxes += [*parts.pictures, parts.head]
        assert parts.pictures[0].width / parts.pictures[0].height == pytest.approx(aspect)
    check_boxes(boxes, printable(paper, landscape))


def test_pages_have_the_sizes_their_names_promise() -> None:
    inches = {name: (round(w / 72, 2), round(h / 72, 2)) for name, (w, h) in PAPERS.items()}
    assert inches == {"A4": (8.27, 11.69), "Letter": (8.5, 11), "A3": (11.69, 16.54), "11x17": (11, 17)}
    frame = page_frame("A4", landscape=True)
    assert frame.width > frame.height


@pytest.mark.parametrize(
    ("count", "landscape", "grid"), [(1, True, (1, 1)), (6, True, (3, 2)), (6, False, (2, 3)), (12, False, (3, 4))]
)
def test_pictures_come_out_as_large_as_they_can(count: int, landscape: bool, grid: tuple[int, int]) -> None:
    cells = panel_cells(page_frame("A4", landscape).body, count, 16 / 9, beside=False)
    assert (len({cell.x for cell in cells}), len({cell.y for cell in cells})) == grid


# Text

texts = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Zl", "Zp")) | st.sampled_from("   \n雪山。、"),
    max_size=200,
)
passages = st.lists(
    st.builds(Passage, st.sampled_from(["", "ANNA", "NOTES", "A VERY LONG NAME OF A SPEAKER (V.O.)"]), texts),
    max_size=5,
)


def letters(text: str) -> str:
    return "".join(text.split())


@given(passages, st.floats(45, 400), st.floats(25, 300))
@example([Passage("", ""), Passage("ANNA", "00\u00a00")], 45.0, 25.0)
def test_text_keeps_to_its_box_and_none_of_it_is_lost(said: list[Passage], width: float, height: float) -> None:
    box = Box(10, 20, width, height)
    printed, rounds = "", 0
    left: tuple[Passage, ...] = tuple(said)
    while True:
        lines, left = flow(left, box, 9.0, measure)
        assert lines or not left, "no line fits: it would go on for ever"
        for line in lines:
            assert within(line.box, box)
            assert line.indent + measure(line.text, line.size, line.strong) <= width + SLACK or len(line.text) == 1
        check_boxes([line.box for line in lines], box)
        printed += "".join(letters(line.text) for line in lines)
        rounds += 1
        if not left:
            break
    assert printed == letters("".join(passage.text for passage in said))


def test_a_speech_cut_by_the_box_goes_on_under_its_speaker() -> None:
    lines, left = flow([Passage("ANNA", "word " * 80)], Box(0, 0, 100, 60), 8.0, measure)
    assert lines[0].label == "ANNA"
    assert left[0].label == "ANNA (CONT’D)"
    assert flow(left, Box(0, 0, 100, 30), 8.0, measure)[1][0].label == "ANNA (CONT’D)"


def test_japanese_is_broken_without_spaces_and_never_before_a_full_stop() -> None:
    lines, _ = flow([Passage("", "雪の中を歩く。" * 12)], Box(0, 0, 60, 400), 8.0, measure)
    assert len(lines) > 3
    assert not any(line.text.startswith("。") for line in lines)


def test_what_is_too_long_for_its_line_ends_in_an_ellipsis() -> None:
    short = elided("a very long title", 40, 10, measure)
    assert short.endswith("…")
    assert measure(short, 10, False) <= 40
    assert elided("short", 400, 10, measure) == "short"


# Pages


def film(*panels: Panel) -> PaperFilm:
    return PaperFilm("Film", "", "2026-01-01", "", 16 / 9, panels)


def panel(number: int, text: str = "words", pair: bool = False) -> Panel:
    frames = (0, 47) if pair else (24,)
    return Panel(f"s{number}", str(number), "WS", "2s", "00:00:00:00", "", frames, "1", (Passage("", text),), "card")


@given(counts, st.lists(st.tuples(st.integers(0, 900), st.booleans()), max_size=20), st.booleans())
def test_every_panel_and_every_word_is_on_some_page(per_page: int, shots: list[tuple[int, bool]], beside: bool) -> None:
    told = film(*(panel(at, "word " * words, pair) for at, (words, pair) in enumerate(shots)))
    book = bind(told, PaperChoices(per_page=per_page, beside=beside), measure)
    placed = [each for page in book.pages for each in page.panels]
    assert [page.number for page in book.pages] == list(range(1, len(book.pages) + 1))
    assert all(len(page.panels) == per_page for page in book.pages[:-1])
    frames = [(each.panel.number, frame) for each in placed for frame in each.frames]
    assert frames == [(each.number, frame) for each in told.panels for frame in each.frames]
    for each in told.panels:
        lines = [line.text for place in placed if place.panel is each for line in place.lines]
        assert " ".join(lines).split() == each.passages[0].text.split()


def test_a_film_of_no_shots_is_one_empty_page() -> None:
    assert [page.panels for page in bind(film(), PaperChoices(), measure).pages] == [()]
    assert [page.panels for page in bind(film(), PaperChoices(sheet=True), measure).pages] == [()]


@given(
    st.builds(
        PaperChoices,
        st.booleans(),
        papers,
        st.booleans(),
        counts,
        st.sampled_from(SHEET_COLUMNS),
        st.booleans(),
        st.booleans(),
        st.booleans(),
        st.sets(st.sampled_from(FIELDS)).map(lambda chosen: tuple(f for f in FIELDS if f in chosen)),
        st.text("abc 3", max_size=8).map(str.strip),
    )
)
def test_choices_are_remembered_whole(choices: PaperChoices) -> None:
    assert from_words(to_words(choices)) == choices


@pytest.mark.parametrize(
    "words", [{"paper": "A9"}, {"per_page": "5"}, {"per_page": "x"}, {"columns": "0"}, {"sheet": "?"}]
)
def test_settings_that_say_nonsense_leave_what_is_usual(words: dict[str, str]) -> None:
    assert from_words(words) == PaperChoices()
