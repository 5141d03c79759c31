"""What the palette lists: commands and shots, those that answer best or were used last on top. No Qt in it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace

from sora_studio.ui.fuzzy import match

AT_MOST = 80
# Words found in the group or among the keys count less than letters found in the name.
ELSEWHERE_COSTS = 10.0
RECENT_BONUS = 2.0


@dataclass(frozen=True, slots=True)
class Row:
    """One line: what it is called, where it belongs, its keys, and what Enter does. `places` are matched letters."""

    id: str
    text: str
    group: str
    keys: str = ""
    icon: str = ""
    enabled: bool = True
    places: tuple[int, ...] = ()
    run: Callable[[], object] = field(default=lambda: None, compare=False)


def ranked(typed: str, commands: Sequence[Row], shots: Iterable[Row], recent: Sequence[str]) -> list[Row]:
    """Rows for what was typed, best first; with nothing typed, the commands, used last on top, impossible below."""
    if not typed.strip():
        by_id = {row.id: row for row in commands}
        last = [by_id[id] for id in recent if id in by_id]
        others = sorted((row for row in commands if row.id not in recent), key=lambda row: not row.enabled)
        return [*last, *others]
    scored = [each for row in commands if (each := _scored(typed, row, recent)) is not None]
    found = [row for _, row in sorted(scored, key=lambda each: -each[0])]
    room = max(AT_MOST - len(found), AT_MOST // 2)
    return [*found, *_shots(typed, shots, room)]


def _scored(typed: str, row: Row, recent: Sequence[str]) -> tuple[float, Row] | None:
    bonus = (RECENT_BONUS if row.id in recent else 0.0) + (1.0 if row.enabled else 0.0)
    direct = match(typed, row.text)
    if direct is not None:
        return direct.score + bonus, replace(row, places=direct.places)
    around = f"{row.group} {row.text} {row.keys}".casefold()
    words = typed.casefold().split()
    return (bonus - ELSEWHERE_COSTS, row) if all(word in around for word in words) else None


def _shots(typed: str, shots: Iterable[Row], room: int) -> list[Row]:
    """Shots that hold every word typed: prompts are long, and letters in order would be found in any of them."""
    words = typed.casefold().split()
    found: list[Row] = []
    for row in shots:
        text = row.text.casefold()
        if all(word in text for word in words):
            found.append(replace(row, places=_places(words, text) if len(text) == len(row.text) else ()))
    # A number typed means the shot of that number before any prompt that mentions it.
    found.sort(key=lambda row: not row.text.casefold().split(":")[0].endswith(f" {words[-1]}"))
    return found[:room]


def _places(words: Sequence[str], text: str) -> tuple[int, ...]:
    places: set[int] = set()
    for word in words:
        at = text.find(word)
        places.update(range(at, at + len(word)))
    return tuple(sorted(places))
