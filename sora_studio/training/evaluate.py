# pyright: basic, reportMissingImports=false
"""Does a clip show what its text asked for? Measured from the pack's ONNX files by a judge that knows only drawings."""

import json
from collections import defaultdict
from dataclasses import replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import torch

from sora_studio.training.classifier import JUDGED, Judge, look, ready_judge
from sora_studio.training.data import EXAM_SIZE
from sora_studio.training.moves import camera_motion, nearest_move, typical_motions
from sora_studio.training.pack_player import PackPlayer, pixels
from sora_studio.training.world.attributes import ATTRIBUTES, UNSPECIFIED, Scene, sample_scene
from sora_studio.training.world.captions import caption
from sora_studio.training.world.draw import draw_clip

TIMES_S = np.linspace(0, 4, 9)
JUDGED_FRAMES = [0, 8]
TYPICAL_CLIPS = 140
Tally = dict[str, list[bool]]


def evaluate_pack(work: Path, pack: Path, count: int, *, judge_minutes: float = 3.0) -> None:
    """Prints a table and writes `work`/evaluation.json: `count` clips of seen pairs, as many of unseen ones."""
    torch.set_num_threads(2)
    judge, own = ready_judge(work, judge_minutes)
    print("the judge on drawn pictures it never saw:", {k: round(v, 3) for k, v in own.items()}, flush=True)
    typical = _drawn_motions(np.random.default_rng(21), TYPICAL_CLIPS)
    player = PackPlayer(pack)
    tallies: dict[str, Tally] = {}
    for kind, held_out in (("seen", False), ("unseen", True)):
        rng = np.random.default_rng(31 + held_out)
        scenes = [_lone(sample_scene(rng, held_out=held_out)) for _ in range(count)]
        tallies[kind] = _judge_generated(player, judge, typical, scenes, rng)
        tallies[f"drawn {kind}"] = _judge_drawn(judge, typical, scenes)
    report = _report(tallies, own, count)
    (work / "evaluation.json").write_text(json.dumps(report, indent=1), encoding="utf-8")
    _print_table(report)


def _judge_generated(
    player: PackPlayer, judge: Judge, typical: dict[str, np.ndarray], scenes: list[Scene], rng: np.random.Generator
) -> Tally:
    """Only what the caption states is asked of the picture."""
    tally: Tally = defaultdict(list)
    for number, scene in enumerate(scenes):
        text, stated = caption(scene, rng)
        concepts = player.concepts(text)
        sketch = player.sketch(concepts, TIMES_S, number)
        frames = player.paint(sketch[JUDGED_FRAMES], concepts, TIMES_S[JUDGED_FRAMES], number)
        _add(tally, judge, frames, {k: v for k, v in stated.items() if v != UNSPECIFIED})
        if stated["move"] != UNSPECIFIED:
            tally["move"].append(nearest_move(camera_motion(pixels(sketch[:, :3])), typical) == stated["move"])
        if number % 10 == 9:
            means = "  ".join(f"{name} {np.mean(answers):.2f}" for name, answers in tally.items())
            print(f"{number + 1} clips: {means}", flush=True)
    return tally


def _judge_drawn(judge: Judge, typical: dict[str, np.ndarray], scenes: list[Scene]) -> Tally:
    tally: Tally = defaultdict(list)
    for number, scene in enumerate(scenes):
        values = {name: getattr(scene, name) for name in ATTRIBUTES}
        _add(tally, judge, draw_clip(scene, number, [0.0, 4.0], scale=1.0).frames, values)
        tally["move"].append(nearest_move(_sketched_motion(scene, number), typical) == scene.move)
    return tally


def _add(tally: Tally, judge: Judge, frames: np.ndarray, wanted: dict[str, str]) -> None:
    answers = look(judge, _small(frames, EXAM_SIZE))
    for name in JUDGED:
        if name in wanted:
            tally[name] += [ATTRIBUTES[name][int(i)] == wanted[name] for i in answers[name]]


def _drawn_motions(rng: np.random.Generator, count: int) -> dict[str, np.ndarray]:
    moves = [ATTRIBUTES["move"][1 + number % 7] for number in range(count)]
    motions = [_sketched_motion(replace(_lone(sample_scene(rng)), move=m), seed) for seed, m in enumerate(moves)]
    return typical_motions(np.stack(motions), moves)


def _sketched_motion(scene: Scene, seed: int) -> np.ndarray:
    """At the size stage B dreams at, so that drawn and dreamed clips are measured alike."""
    return camera_motion(_small(draw_clip(scene, seed, list(TIMES_S), scale=0.5, sketch=True).frames, (64, 36)))


def _report(tallies: dict[str, Tally], own: dict[str, float], count: int) -> dict[str, Any]:
    def mean(kind: str, name: str) -> float:
        answers = tallies[kind][name]
        return round(float(np.mean(answers)), 3) if answers else float("nan")

    def row(name: str, chance: float) -> dict[str, float]:
        kinds = {"drawn": "drawn seen", "generated": "seen", "drawn_unseen": "drawn unseen", "unseen": "unseen"}
        return {column: mean(kind, name) for column, kind in kinds.items()} | {"chance": round(chance, 3)}

    attributes = {n: {"judge": round(own[n], 3)} | row(n, 1 / (len(ATTRIBUTES[n]) - 1)) for n in JUDGED}
    return {"count": count, "attributes": attributes, "moves": row("move", 1 / 7)}


def _print_table(report: dict[str, Any]) -> None:
    print(f"{'':10}" + "".join(f"{column:>14}" for column in next(iter(report["attributes"].values()))))
    for name, row in report["attributes"].items():
        print(f"{name:10}" + "".join(f"{value:14.3f}" for value in row.values()))
    print("camera moves:", report["moves"], flush=True)


def _lone(scene: Scene) -> Scene:
    """Without a companion, so that there is one right answer to who is seen."""
    return replace(scene, companion="none")


def _small(frames: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    return np.stack([cv2.resize(frame, size, interpolation=cv2.INTER_AREA) for frame in frames])
