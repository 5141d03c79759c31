# pyright: basic, reportMissingImports=false
"""Free language: prompts in words the trainers never use, and the six tales a script tells."""

from pathlib import Path
from typing import Any

import numpy as np

from sora_studio.training.free_language import FREE_LANGUAGE
from sora_studio.training.measure.exams import OF_FIGURE
from sora_studio.training.measure.judge import Judges, Opinion, look
from sora_studio.training.measure.making import make_still
from sora_studio.training.measure.pictures import Shown, write_pictures
from sora_studio.training.measure.texts import named
from sora_studio.training.pack_player import PackPlayer
from sora_studio.training.world.attributes import UNSPECIFIED

# The prompts the studio sends for resources/examples/six-tales.fountain, and two more for a choice among eight; who
# and where a reader expects.
TALES: tuple[tuple[str, frozenset[str], str], ...] = (
    (
        "exterior, tokyo street, night, A stylish woman in a red dress walks down a neon Tokyo street, medium shot, "
        "camera pushes in, neon style",
        frozenset({"woman"}),
        "city",
    ),
    (
        "exterior, snowy meadow, day, Woolly mammoths graze in a snowy meadow, their long fur stirring in the wind, "
        "white mountains far behind them, wide shot, camera pans left, flat style",
        frozenset({"mammoth"}),
        "snow",
    ),
    (
        "exterior, salt desert, day, A space man wearing a red wool knitted motorcycle helmet looks out over a salt "
        "desert under a wide blue sky, medium shot, low angle, camera tilts up, ink style",
        frozenset({"astronaut"}),
        "desert",
    ),
    (
        "exterior, big sur coast, sunset, Waves crash against the rugged cliffs of Big Sur's coast, seen from a drone, "
        "the golden light of sunset on the foam, wide shot, overhead view, camera pans right, flat style",
        frozenset(),
        "coast",
    ),
    (
        "interior, room, night, A fluffy monster beside a melting red candle, medium shot, camera pulls out, "
        "flat style",
        frozenset({"monster", "candle"}),
        "room",
    ),
    (
        "exterior, coral reef, day, A papercraft world of a coral reef, full of colourful paper fish and sea "
        "creatures, wide shot, static camera, papercraft style",
        frozenset({"fish"}),
        "reef",
    ),
    ("A night train steams through a snowy forest, ink drawing", frozenset({"train"}), "forest"),
    ("A dog runs over a flowery meadow in the morning, watercolour", frozenset({"dog"}), "meadow"),
)
TOLD = 6
_DOUBT = 1e-4


def free_language(player: PackPlayer, judges: Judges) -> dict[str, Any]:
    """Of prompts in other words: how often the sensible figure and setting are read, and how often they are seen."""
    rows: list[tuple[bool, bool, bool, bool]] = []
    for number, (text, subject, setting) in enumerate(FREE_LANGUAGE):
        made = make_still(player, text, number)
        opinion = look(judges, made.picture, made.mask, figures_in(made.concepts))
        read = (named(made.concepts, "subject") == subject, named(made.concepts, "setting") == setting)
        rows.append((*read, subject in opinion.seen(), opinion.best("setting") == setting))
    answers = np.array(rows)
    return {
        "prompts": len(rows),
        "read": {**_shares(answers[:, :2]), "both": float(answers[:, :2].all(1).mean())},
        "seen": {**_shares(answers[:, 2:]), "both": float(answers[:, 2:].all(1).mean())},
    }


def _shares(answers: np.ndarray) -> dict[str, float]:
    return {"subject": float(answers[:, 0].mean()), "setting": float(answers[:, 1].mean())}


def six_tales(player: PackPlayer, judges: Judges, folder: Path, seed: int = 0) -> dict[str, Any]:
    """Which of eight captions the judge, who stands in for a person, gives each of the six stills; writes the sheet."""
    shown: list[Shown] = []
    chosen: list[int] = []
    for text, _, _ in TALES[:TOLD]:
        made = make_still(player, text, seed)
        opinion = look(judges, made.picture, made.mask, figures_in(made.concepts))
        chosen.append(int(np.argmax([_likeness(opinion, who, where) for _, who, where in TALES])))
        shown.append((made.picture, f"taken for caption {chosen[-1] + 1}"))
    write_pictures(shown, 3, folder / "six-tales.jpg", 480)
    right = [number == caption for number, caption in enumerate(chosen)]
    return {"stills": TOLD, "captions": len(TALES), "right": sum(right), "chosen": [c + 1 for c in chosen]}


def figures_in(concepts: np.ndarray) -> int:
    """How many figures stage A reads in a text; none is looked for as one."""
    return 1 if named(concepts, "companion") in ("none", UNSPECIFIED) else 2


def _likeness(opinion: Opinion, who: frozenset[str], where: str) -> float:
    """The logarithm of the belief in a caption's figures, each the one found that is most like it, and its setting."""
    if who and opinion.figures:
        numbers = [OF_FIGURE["subject"].index(name) for name in who]
        figures = np.mean([max(np.log(found["subject"][n] + _DOUBT) for found in opinion.figures) for n in numbers])
    else:
        figures = np.log(_DOUBT) if who or opinion.figures else 0.0
    return float(figures + np.log(opinion.belief("setting", where) + _DOUBT))
