"""Contact sheets of the finished pack: what it draws for sentences nobody trained it on."""

from pathlib import Path

import numpy as np

from sora_studio.training.pack_player import PackPlayer, pixels
from sora_studio.training.sheets import write_sheet

TEXTS = (
    "a stylish woman walking down a neon Tokyo street",
    "woolly mammoths grazing in a snowy meadow",
    "a space man in a red wool knitted motorcycle helmet",
    "a drone view of waves crashing along Big Sur's coast",
    "a fluffy monster beside a melting red candle",
    "a papercraft coral reef world",
    "night train through a snowy forest, pan left, ink drawing",
)
LOOKS = ("flat, by day", "ink drawing, foggy", "papercraft, at sunset", "neon, at night, in the rain")
SUBJECTS = ("a boat on the coast", "a dog in a forest", "a red car in a city street", "an astronaut on the moon")


def draw_sheets(work: Path, pack: Path) -> None:
    """Writes `work`/sheets/pack-clips.png (each row a clip, its first draft frame last) and pack-styles.png."""
    player = PackPlayer(pack)
    times = np.linspace(0, 4, 5)
    pictures: list[np.ndarray] = []
    labels: list[str] = []
    for number, text in enumerate(TEXTS):
        concepts, drafts = player.draft(text, times, number)
        pictures += [*player.paint(drafts, concepts, times, number), pixels(drafts[:1, :3])[0]]
        labels += [text, *[""] * 5]
    write_sheet(pictures, labels, 6, work / "sheets" / "pack-clips.png", 192)
    _style_sheet(player, work / "sheets" / "pack-styles.png")


def _style_sheet(player: PackPlayer, file: Path) -> None:
    texts = [f"{subject}, {look}" for subject in SUBJECTS for look in LOOKS]
    start = np.zeros(1)
    pictures: list[np.ndarray] = []
    for number, text in enumerate(texts):
        # One seed a subject: the same scene in four lights.
        concepts, drafts = player.draft(text, start, number // len(LOOKS))
        pictures.append(player.paint(drafts, concepts, start, number)[0])
    write_sheet(pictures, texts, len(LOOKS), file, 256)
