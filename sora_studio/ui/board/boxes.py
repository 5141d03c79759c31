"""Places on the board, in logical pixels, and what was found at one."""

from dataclasses import dataclass
from typing import Literal

from sora_studio.studio.box import Box


@dataclass(frozen=True, slots=True)
class Hit:
    """A panel's or a header's index, or nothing's."""

    part: Literal["panel", "header", "nothing"]
    index: int = -1


@dataclass(frozen=True, slots=True)
class Insertion:
    """Where dragged panels would go: before the shot at `place` in the scene; `mark` is the line that shows it."""

    scene: int
    place: int
    mark: Box
