"""Texts made fit to be sent to a stranger: what a person wrote is taken out of them, and where their files lie."""

import re
from collections.abc import Iterable
from pathlib import Path, PurePath

LEFT_OUT = "…"
# Messages quote what the person wrote: “like this”, Python's own "like this" or 'this', but a traceback its files.
QUOTED = re.compile(r"“[^”\n]*”?|(?<!File )\"[^\"\n]*\"|(?<!\w)'[^'\n]*'(?!\w)")
# The last line of a traceback: what is behind the colon may be anything.
EXCEPTION = re.compile(r"^(?P<kind>[A-Za-z_][\w.]*(?:Error|Exception|Interrupt|Warning|Failed|Stopped)): .*$", re.M)
PATH = re.compile(r"(?:(?<![\w~…./\\])/|\b[A-Za-z]:[\\/])[^\s\"'“”:;,<>|]+")
# Folders that say which library a file belongs to, and nothing of whose machine it is.
KNOWN = ("site-packages", "dist-packages", "sora_studio")
CODE = (".py", ".so", ".dll", ".dylib")
SYSTEM = ("/usr/", "/lib", "/proc/", "/dev/", "/opt/", "/System/")


def without_words(text: str) -> str:
    """The text without what it quotes."""
    return EXCEPTION.sub(rf"\g<kind>: {LEFT_OUT}", QUOTED.sub(f"“{LEFT_OUT}”", text))


def without_paths(text: str, known: Iterable[PurePath] = ()) -> str:
    """The text with no folder of the user's: `known` ones wherever they stand, others where they look like one."""
    for path in sorted({*map(str, known)} - {"", ".", "/"}, key=len, reverse=True):
        text = text.replace(path, LEFT_OUT)
    text = text.replace(str(Path.home()), "~") if Path.home() != Path("/") else text
    return PATH.sub(lambda found: _shortened(found[0]), text)


def _shortened(path: str) -> str:
    parts = path.replace("\\", "/").split("/")
    for name in KNOWN:
        if name in parts:
            return "/".join([LEFT_OUT, *parts[parts.index(name) :]])
    if path.startswith(SYSTEM):
        return path
    return f"{LEFT_OUT}/{parts[-1] if parts[-1].endswith(CODE) else LEFT_OUT}"
