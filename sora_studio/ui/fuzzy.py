"""How well a text answers what was typed: letters in order, best at the beginnings of words. No Qt in it."""

from dataclasses import dataclass

# A letter found scores one; where it begins a word, or follows on the letter before, it says more.
WORD_START, FOLLOWS_ON, LEADS = 8, 8, 4


@dataclass(frozen=True, slots=True)
class Match:
    """The score, higher is better, and which characters of the text were matched."""

    score: float
    places: tuple[int, ...]


def match(typed: str, text: str) -> Match | None:
    """The best way to find `typed` in `text`, letters in order and spaces free; None where it isn't there."""
    letters = [letter for letter in typed.casefold() if not letter.isspace()]
    folded = text.casefold()
    if not letters:
        return Match(0.0, ())
    if len(folded) != len(text) or not _in_order(letters, folded):
        return None
    best: dict[int, Match] = {}
    for rank, letter in enumerate(letters):
        best = _extended(best, letter, folded, first=rank == 0)
    found = max(best.values(), key=lambda each: each.score)
    # Of two texts that match alike, the shorter says more exactly what was typed.
    return Match(found.score - len(text) / 100, found.places)


def _in_order(letters: list[str], text: str) -> bool:
    at = 0
    for letter in letters:
        at = text.find(letter, at) + 1
        if at == 0:
            return False
    return True


def _extended(before: dict[int, Match], letter: str, text: str, *, first: bool) -> dict[int, Match]:
    """The best match that ends on each place of `letter`, from those that end on the letter before."""
    after: dict[int, Match] = {}
    # The best of all matches that end at least two places to the left, kept up as the eye moves right.
    ended: Match | None = None
    for at, char in enumerate(text):
        if at >= 2 and at - 2 in before and (ended is None or before[at - 2].score > ended.score):
            ended = before[at - 2]
        if char != letter:
            continue
        gain = 1 + (WORD_START if at == 0 or not text[at - 1].isalnum() else 0)
        if first:
            after[at] = Match(gain + (LEADS if at == 0 else 0), (at,))
            continue
        beside = before.get(at - 1)
        ways = [Match(beside.score + gain + FOLLOWS_ON, (*beside.places, at))] if beside else []
        if ended is not None:
            ways.append(Match(ended.score + gain, (*ended.places, at)))
        if ways:
            after[at] = max(ways, key=lambda each: each.score)
    return after
