"""What a drag says while it goes on, and lengths as editors write them."""

from collections.abc import Sequence

from sora_studio.timeline.strip import ShotStrip
from sora_studio.ui.language import translate


def signed(frames: int) -> str:
    """A shift in frames, with its sign and a minus as wide as the plus."""
    return f"+{frames}" if frames > 0 else f"\N{MINUS SIGN}{-frames}" if frames else "±0"


def name(strip: ShotStrip, index: int) -> str:
    """A shot's number as it is shown: the script's own, else its place."""
    return strip.shots[index].number or str(index + 1)


def names(strip: ShotStrip, indices: Sequence[int]) -> str:
    """ "shot 4", "shots 2–4" when they lie side by side, else "3 shots"."""
    if len(indices) == 1:
        return translate("Shots", "shot {shot}").format(shot=name(strip, indices[0]))
    ordered = sorted(indices)
    if ordered[-1] - ordered[0] + 1 == len(ordered):
        first, last = name(strip, ordered[0]), name(strip, ordered[-1])
        return translate("Shots", "shots {first}–{last}").format(first=first, last=last)
    return translate("Shots", "%n shot(s)", "", len(ordered))
