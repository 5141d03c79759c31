"""How a shot goes into the next one, in the words of the cutting room."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from sora_studio.errors import EditError

# A wipe is named by where its edge goes, a push by where the pictures go.
TransitionKind = Literal[
    "cut", "dissolve", "dip to black", "dip to white",
    "wipe left", "wipe right", "wipe up", "wipe down", "push left", "push right",
]  # fmt: skip
KINDS: tuple[TransitionKind, ...] = get_args(TransitionKind)
_SYNONYMS: Mapping[str, TransitionKind] = {
    "smash cut": "cut",
    "match cut": "cut",
    "jump cut": "cut",
    "crossfade": "dissolve",
    "cross fade": "dissolve",
    "cross dissolve": "dissolve",
    "dip": "dip to black",
    "fade": "dip to black",
    "fade out": "dip to black",
    "fade to black": "dip to black",
    "fade to white": "dip to white",
    "white out": "dip to white",
    "wipe": "wipe right",
    "push": "push left",
    "slide": "push left",
    "slide left": "push left",
    "slide right": "push right",
}
_READINGS: Mapping[str, TransitionKind] = dict(zip(KINDS, KINDS, strict=True)) | _SYNONYMS


@dataclass(frozen=True, slots=True)
class Transition:
    """How a shot goes into the next one.

    All but a cut are centred on the cut and borrow frames from beyond both shots' cut points (handles), so that they
    change no shot's duration: a film lasts the plain sum of its shots.
    """

    kind: TransitionKind = "cut"
    duration_frames: int = 0

    def __post_init__(self) -> None:
        if (self.kind == "cut") != (self.duration_frames == 0) or self.duration_frames < 0:
            raise EditError(
                f"A {self.kind} can't last {self.duration_frames} frames.",
                "A cut lasts 0 frames; any other transition lasts 1 or more.",
            )

    @property
    def frames_before_cut(self) -> int:
        return self.duration_frames // 2

    @property
    def frames_after_cut(self) -> int:
        return self.duration_frames - self.frames_before_cut

    def lasting(self, duration_frames: int) -> "Transition":
        """The same over so many frames; 0 makes it a cut, and a cut that is to last a dissolve."""
        if not duration_frames:
            return CUT
        return Transition("dissolve" if self.kind == "cut" else self.kind, duration_frames)


CUT = Transition()


def read_kind(words: str) -> tuple[TransitionKind, str] | None:
    """The transition that `words` name and the length that follows it, or ""; None where they name none.

    The longest name counts, and a "to" after it is passed over: "Wipe left to", "DISSOLVE TO:", "dissolve 12".
    """
    said = re.sub(r"[\s_-]+", " ", words).strip()
    parts = said.split(" ")
    for count in range(min(3, len(parts)), 0, -1):
        kind = _READINGS.get(" ".join(parts[:count]).rstrip(":.").casefold())
        if kind is not None:
            rest = parts[count:]
            length = " ".join(rest[1:] if rest and rest[0].rstrip(":").casefold() == "to" else rest)
            return (kind, length) if not length or length[0].isdecimal() else None
    return None
