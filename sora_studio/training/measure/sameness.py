"""The same seed gives the same bits; another word changes what it says. How much of the picture moves with it?"""

from pathlib import Path
from typing import Any

import numpy as np

from sora_studio.training.measure.making import make_still
from sora_studio.training.measure.pictures import Shown, write_pictures
from sora_studio.training.pack_player import PackPlayer

# What a viewer notices: a channel by a twentieth of its range.
NOTICED = 12
TEXT = "A {colour} {subject} in a {setting} {time}, {weather}, wide shot, {style}"
BASES: tuple[dict[str, str], ...] = (
    {
        "colour": "red", "subject": "car", "setting": "desert", "time": "by day", "weather": "clear sky",
        "style": "flat colour animation",
    },
    {
        "colour": "white", "subject": "horse", "setting": "meadow", "time": "at sunset", "weather": "clear sky",
        "style": "watercolour",
    },
    {
        "colour": "blue", "subject": "robot", "setting": "city street", "time": "at night", "weather": "rain",
        "style": "ink drawing",
    },
)  # fmt: skip
CHANGES = {
    "colour": "green",
    "subject": "bicycle",
    "setting": "forest",
    "time": "at dawn",
    "weather": "fog",
    "style": "pencil drawing",
}  # fmt: skip


def sameness(player: PackPlayer, pack: Path, folder: Path) -> dict[str, Any]:
    """Whether a picture made twice, the second time by a fresh player, is the same to the bit; and the share of pixels
    that change noticeably with one word, by what the word says."""
    pictures: list[np.ndarray] = []
    moved: dict[str, list[float]] = {name: [] for name in CHANGES}
    shown: list[Shown] = []
    for seed, base in enumerate(BASES):
        first = make_still(player, TEXT.format(**base), seed).picture
        pictures.append(first)
        shown.append((first, "as it was"))
        for name, word in CHANGES.items():
            other = make_still(player, TEXT.format(**(base | {name: word})), seed).picture
            moved[name].append(share_moved(first, other))
            shown.append((other, f"{name}: {word} ({moved[name][-1]:.0%} of the pixels)"))
    write_pictures(shown, 1 + len(CHANGES), folder / "one-word.jpg", 240)
    fresh = PackPlayer(pack)
    again = [make_still(fresh, TEXT.format(**base), seed).picture for seed, base in enumerate(BASES)]
    return {
        "identical": all(np.array_equal(one, other) for one, other in zip(pictures, again, strict=True)),
        "moved": {name: float(np.mean(shares)) for name, shares in moved.items()},
    }


def share_moved(one: np.ndarray, other: np.ndarray) -> float:
    """The share of pixels (h, w, 3) that differ noticeably in some channel."""
    return float((np.abs(one.astype(np.int16) - other.astype(np.int16)).max(-1) > NOTICED).mean())
