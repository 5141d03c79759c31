"""The window's words in the user's language, for files that know no Qt too: the application lends its translation."""

from collections.abc import Callable

Translate = Callable[[str, str, str, int], str]


def _as_written(context: str, text: str, disambiguation: str, n: int) -> str:
    return text


_translate: Translate = _as_written


def use(translation: Translate) -> None:
    """Ask this for every text from now on."""
    global _translate
    _translate = translation


def translate(context: str, text: str, disambiguation: str = "", n: int = -1) -> str:
    """The text as the user reads it; `n` takes the place of %n.

    A language's own plural forms come with its translation. English spells them: "%n shot(s)".
    """
    said = _translate(context, text, disambiguation, n)
    return said if n < 0 else said.replace("%n", str(n)).replace("(s)", "" if n == 1 else "s")
