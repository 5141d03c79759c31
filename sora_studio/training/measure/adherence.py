# pyright: basic, reportMissingImports=false
"""Does a clip show what its text asked for? Asked of pairs of figure and setting that training never showed."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from sora_studio.training.measure.exams import figures_of, questions
from sora_studio.training.measure.judge import Judges, Opinion, look
from sora_studio.training.measure.making import Made, make, make_still
from sora_studio.training.measure.moves import MoveReader
from sora_studio.training.measure.pictures import Shown, write_pictures
from sora_studio.training.measure.texts import full_caption, held_out_scene, named, pair_scene
from sora_studio.training.pack_player import PackPlayer, pixels
from sora_studio.training.world.attributes import Scene

SHOWN, FAILED_SHOWN = 24, 12


def adherence(player: PackPlayer, judges: Judges, reader: MoveReader, count: int, folder: Path) -> dict[str, Any]:
    """Shares of `count` clips that show what was asked, per attribute; writes two sheets into `folder`."""
    rng = np.random.default_rng(31)
    right: dict[str, list[bool]] = defaultdict(list)
    understood: dict[str, list[bool]] = defaultdict(list)
    mistakes: Counter[str] = Counter()
    shown: list[Shown] = []
    failed: list[Shown] = []
    for number in range(count):
        scene = held_out_scene(rng)
        made = make(player, full_caption(scene, rng), number)
        opinion = look(judges, made.picture, made.mask)
        wrong = _ask(scene, made, opinion, reader, right, understood)
        mistakes.update(f"{name}: {pair}" for name, pair in wrong.items())
        if number < SHOWN:
            shown.append((made.picture, _asked(scene)))
        if wrong and len(failed) < FAILED_SHOWN:
            failed.append((made.picture, f"{_asked(scene)}: {'; '.join(wrong.values())}"))
        if number % 20 == 19:
            print(f"{number + 1} clips: {_line(right)}", flush=True)
    write_pictures(shown, 4, folder / "held-out.jpg")
    write_pictures(failed, 3, folder / "failures.jpg")
    shares = {name: float(np.mean(answers)) for name, answers in right.items()}
    return {
        "clips": count,
        "right": shares,
        "mean": float(np.mean(list(shares.values()))),
        "read_right": {name: float(np.mean(answers)) for name, answers in understood.items()},
        "commonest_mistakes": [f"{pair} ({n})" for pair, n in mistakes.most_common(25)],
    }


def _ask(
    scene: Scene,
    made: Made,
    opinion: Opinion,
    reader: MoveReader,
    right: dict[str, list[bool]],
    understood: dict[str, list[bool]],
) -> dict[str, str]:
    """Adds the answers about one clip to the tallies; returns what was wrong, as "asked > seen" by attribute."""
    wrong: dict[str, str] = {}
    for name, value in questions(scene).items():
        right[name].append(opinion.best(name) == value)
        understood[name].append(named(made.concepts, name) == value)
        if not right[name][-1]:
            wrong[name] = f"{value} > {opinion.best(name)}"
    move = reader.read(pixels(made.drafts))
    right["move"].append(move == scene.move)
    understood["move"].append(named(made.concepts, "move") == scene.move)
    if move != scene.move:
        wrong["move"] = f"{scene.move} > {move}"
    return wrong


def two_subjects(player: PackPlayer, judges: Judges, count: int, folder: Path) -> dict[str, Any]:
    """How often both figures of a prompt are seen; the first are shown on a sheet."""
    rng = np.random.default_rng(53)
    both: list[bool] = []
    each: list[bool] = []
    shown: list[Shown] = []
    for number in range(count):
        scene = pair_scene(rng)
        made = make_still(player, full_caption(scene, rng), number)
        seen = set(look(judges, made.picture, made.mask, figures=2).seen())
        both.append(seen == figures_of(scene))
        each.append(bool(seen & figures_of(scene)))
        if number < FAILED_SHOWN:
            shown.append((made.picture, f"{scene.subject} {scene.relation} {scene.companion} {scene.setting}"))
    write_pictures(shown, 3, folder / "two-subjects.jpg")
    return {"clips": count, "both": float(np.mean(both)), "one_at_least": float(np.mean(each))}


def _asked(scene: Scene) -> str:
    words = (scene.subject, scene.setting, scene.time, scene.weather, scene.style, scene.size, scene.angle)
    return " ".join(words)


def _line(right: Mapping[str, list[bool]]) -> str:
    return "  ".join(f"{name} {np.mean(answers):.2f}" for name, answers in right.items())
