"""No text at all may do more than raise ScriptError."""

from collections.abc import Callable
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sora_studio.errors import ScriptError
from sora_studio.exchange import parse_fountain, parse_plain_text
from sora_studio.timeline.encoding import from_data, to_data
from sora_studio.timeline.project import Project

Parser = Callable[[str, str], Project]
PARSERS = [parse_fountain, parse_plain_text]
PIECES = [
    "Title: x\n", "Size: 2x2\n", "Seed: ", "INT. A - DAY #1#\n", ".B", "MARY (V.O.)\n", "(softly)\n", "@x\n", "^",
    "[[", "]]", "[[size: CU]]", "[[duration: 3s]]", "[[seed: 1]]", "[[transition: dissolve 9]]", "/*", "*/",
    "*", "_", "\\", "DISSOLVE TO:\n", "> x <", ">", "~la\n", "# x\n", "= y\n", "===\n", "!", "1. ", "hello",
    "\n", "\n\n", "  \n", "\t", "\r", "\ufeff", "\x00", "\x01", "\x02", "é", "雪",
]  # fmt: skip
scripts = st.lists(st.sampled_from(PIECES) | st.text(max_size=3), max_size=30).map("".join)


@pytest.mark.parametrize("parse", PARSERS)
@given(text=scripts | st.text())
def test_any_text_is_a_film_or_a_script_error(parse: Parser, text: str) -> None:
    with suppress(ScriptError):
        film = parse(text, "Untitled")
        assert from_data(to_data(film)) == film
        assert all(shot.direction.prompt == " ".join(shot.direction.prompt.split()) for _, shot in film.shots())
        assert all(shot.direction.prompt for _, shot in film.shots())


@pytest.mark.parametrize("parse", PARSERS)
@given(
    paragraphs=st.lists(st.from_regex(r"[A-Z][a-z]{1,8}( [a-z]{1,8}){0,5}\.", fullmatch=True), min_size=1, max_size=9)
)
def test_every_paragraph_of_prose_is_one_shot_in_order(parse: Parser, paragraphs: list[str]) -> None:
    film = parse("\n\n".join(paragraphs), "Untitled")
    assert [shot.direction.prompt for _, shot in film.shots()] == paragraphs


@pytest.mark.parametrize("parse", PARSERS)
@pytest.mark.parametrize(
    "piece",
    ["[[", "]]", "[[]]", "/*", "/**/", "*a", "a_", "_", "*", "(", "A\n(b)\nc\n\n", "#", "\n", "  \n", "[[a\n", "INT. "],
)
def test_a_hostile_repetition_is_read_in_time(parse: Parser, piece: str) -> None:
    # Anything slower than linear would take this test from a second to hours.
    with suppress(ScriptError):
        parse("A fox.\n\nMARY\nhello\n" + piece * (200_000 // len(piece)) + " b", "Untitled")
