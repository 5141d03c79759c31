"""A film's texts without the characters that XML 1.0, and so most programs, can't hold."""

import re
from typing import Any

from sora_studio.timeline.encoding import from_data, to_data
from sora_studio.timeline.project import Project

# What XML 1.0's production for Char leaves out: control characters and halves of surrogate pairs.
_UNPRINTABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def printable(project: Project) -> Project:
    """The same film where all its texts can be written; nearly always the very same value."""
    data = to_data(project)
    cleaned = _clean(data)
    return project if cleaned == data else from_data(cleaned)


def _clean(value: Any) -> Any:
    match value:
        case str():
            return _UNPRINTABLE.sub("", value)
        case list():
            return [_clean(each) for each in value]  # pyright: ignore[reportUnknownVariableType]
        case dict():
            return {key: _clean(each) for key, each in value.items()}  # pyright: ignore[reportUnknownVariableType]
        case _:
            return value
