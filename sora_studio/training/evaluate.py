# pyright: basic, reportMissingImports=false
"""Measures a pack: every figure its card quotes, printed and kept in evaluation.json.

What was measured of the same files is not measured again, so that an evaluation can be stopped and taken up.
"""

import hashlib
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import torch

from sora_studio.training.measure.adherence import adherence, two_subjects
from sora_studio.training.measure.continuation import continuation
from sora_studio.training.measure.cost import cost
from sora_studio.training.measure.judge import confusions, own_accuracy, read_exams
from sora_studio.training.measure.judge_train import held_back, ready_judge
from sora_studio.training.measure.language import free_language, six_tales
from sora_studio.training.measure.moves import ready_reader
from sora_studio.training.measure.sameness import sameness
from sora_studio.training.measure.steadiness import flicker
from sora_studio.training.pack_player import STAGES, PackPlayer

JUDGE_MINUTES = 30.0
PAIRS, STEADY_CLIPS, LONG_SHOTS = 60, 16, 8
SHEETS = "measured"


def evaluate_pack(work: Path, pack: Path, count: int, *, judge_minutes: float = JUDGE_MINUTES) -> None:
    """Writes `work`/evaluation.json, and sheets beside the pack's card; `count` clips for adherence."""
    torch.set_num_threads(1)
    cv2.setNumThreads(1)
    judge = ready_judge(work, judge_minutes)
    reader, reads = ready_reader(work)
    player, folder = PackPlayer(pack, threads=1), work / SHEETS
    measurements: dict[str, Callable[[], dict[str, Any]]] = {
        "judge": lambda: _examined(work, judge, reads),
        "six_tales": lambda: six_tales(player, judge, folder),
        "free_language": lambda: free_language(player, judge),
        "sameness": lambda: sameness(player, pack, folder),
        "two_subjects": lambda: two_subjects(player, judge, PAIRS, folder),
        "flicker": lambda: flicker(player, STEADY_CLIPS),
        "continuation": lambda: continuation(player, judge, LONG_SHOTS),
        "adherence": lambda: adherence(player, judge, reader, count, folder),
        "cost": lambda: cost(pack),
    }
    file = work / "evaluation.json"
    report = _begun(file, {"pack": _fingerprint(pack), "count": count, "judge_steps": _age(work)})
    for name, measure in measurements.items():
        if name not in report:
            began = time.monotonic()
            report[name] = _rounded(measure())
            report["seconds"][name] = round(time.monotonic() - began)
            file.write_text(json.dumps(report, indent=1), encoding="utf-8")
        print(f"\n{name} ({report['seconds'][name]} s)\n{json.dumps(report[name], indent=1)}", flush=True)
    copy_sheets(folder, pack)


def copy_sheets(folder: Path, pack: Path) -> None:
    """The sheets of an evaluation, put beside the card that speaks of them."""
    for sheet in sorted(folder.glob("*.jpg")):
        (pack / sheet.name).write_bytes(sheet.read_bytes())


def _examined(work: Path, judge: Any, reads: float) -> dict[str, Any]:
    pictures, concepts = read_exams(held_back(work))
    right = {**own_accuracy(judge, pictures, concepts), "move": reads}
    return {"pictures": len(pictures), "right": right, "mistakes": confusions(judge, pictures, concepts)}


def _begun(file: Path, about: dict[str, Any]) -> dict[str, Any]:
    """What is already known about the same pack, judge and number of clips."""
    if file.exists():
        report = json.loads(file.read_text(encoding="utf-8"))
        if all(report.get(name) == value for name, value in about.items()):
            return report
    return {**about, "seconds": {}}


def _fingerprint(pack: Path) -> str:
    total = hashlib.sha256()
    for stage in STAGES:
        total.update((pack / f"{stage}.onnx").read_bytes())
    return total.hexdigest()[:16]


def _age(work: Path) -> int:
    return int(torch.load(work / "judge.pt", weights_only=True)["masters"]["steps"])


def _rounded(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _rounded(part) for name, part in value.items()}
    if isinstance(value, list):
        return [_rounded(part) for part in value]
    return round(value, 4) if isinstance(value, float | np.floating) else value
