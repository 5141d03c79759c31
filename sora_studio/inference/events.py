"""What a running stage tells: plain picklable values, called back on the thread that generates."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
import numpy.typing as npt

Stage: TypeAlias = Literal["encode", "draft", "refine"]


@dataclass(frozen=True, slots=True, eq=False)
class StepDone:
    """`step` of `steps` is finished; `preview` is the clip as it stands, uint8 (n, h, w, 3), if there is one.

    A preview may have fewer frames than the clip: those of the windows drawn so far, or a few spread over it. A step
    is `left_out` where the step cache took over what the model gave before.
    """

    stage: Stage
    step: int
    steps: int
    seconds_left: float
    preview: npt.NDArray[np.uint8] | None = None
    left_out: bool = False


@dataclass(frozen=True, slots=True)
class TextTruncated:
    """The text encoder reads `limit` tokens and the text has `tokens`: the end of it is not seen."""

    text: str
    tokens: int
    limit: int


@dataclass(frozen=True, slots=True)
class WordsUnknown:
    """Words of `text` that name what the model can't draw, in their order, each once."""

    text: str
    words: tuple[str, ...]


OnStep: TypeAlias = Callable[[StepDone], None]
OnTruncated: TypeAlias = Callable[[TextTruncated], None]
OnUnknown: TypeAlias = Callable[[WordsUnknown], None]
