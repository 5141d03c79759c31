"""Look a thing up by the name a person typed, and call functions only with options they know."""

import inspect
from collections.abc import Callable, Iterable, Mapping
from difflib import get_close_matches
from typing import TypeVar

from sora_studio.errors import GenerationError

Entry = TypeVar("Entry")


def choose(what: str, name: str, table: Mapping[str, Entry]) -> Entry:
    """The entry called `name`. Raises GenerationError naming the close matches and every choice."""
    if name in table:
        return table[name]
    close = get_close_matches(name.lower().replace("-", "_"), table, n=2)
    guess = f"Did you mean {' or '.join(close)}? " if close else ""
    raise GenerationError(f"There is no {what} called {name!r}.", f"{guess}Choose one of: {', '.join(sorted(table))}.")


def options_of(function: Callable[..., object]) -> list[str]:
    """The names of a function's keyword-only parameters."""
    return [p.name for p in inspect.signature(function).parameters.values() if p.kind is p.KEYWORD_ONLY]


def refuse_unknown(what: str, given: Iterable[str], known: Iterable[str]) -> None:
    """Raises GenerationError when an option is given that `what` does not know."""
    unknown = sorted(set(given) - set(known))
    if unknown:
        allowed = ", ".join(known)
        hint = f"It takes: {allowed}." if allowed else "It takes no options."
        raise GenerationError(f"{what} has no option called {', '.join(unknown)}.", hint)
