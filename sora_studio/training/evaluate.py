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
from sora_studio.training.measure.judge import Judges
from sora_studio.training.measure.judge_train import examine, held_back, read_exams, ready_judges
from sora_studio.training.measure.language import free_language, six_tales
from sora_studio.training.measure.moves import ready_reader
from sora_studio.training.measure.sameness import sameness
from sora_studio.training.measure.steadiness import flicker
from sora_studio.training.pack_player import STAGES, PackPlayer

JUDGE_MINUTES = 60.0
PAIRS, STEADY_CLIPS, LONG_SHOTS = 60, 16, 8
SHEETS = "measured"


def evaluate_pack(work: Path, pack: Path, count: int, *, judge_minutes: float = JUDGE_MINUTES) -> None:
    """Writes `work`/evaluation.json, and sheets beside the pack's card; `count` clips for adherence."""
    torch.set_num_threads(1)
    cv2.setNumThreads(1)
    judges = ready_judges(work, judge_minutes)
    reader, reads = ready_reader(work)
    player, folder = PackPlayer(pack, threads=1), work / SHEETS
    measurements: dict[str, Callable[[], dict[str, Any]]] = {
        "judge": lambda: _examined(work, judges, reads),
        "six_tales": lambda: six_tales(player, judges, folder),
        "free_language": lambda: free_language(player, judges),
        "sameness": lambda: sameness(player, pack, folder),
        "two_subjects": lambda: two_subjects(player, judges, PAIRS, folder),
        "flicker": lambda: flicker(player, STEADY_CLIPS),
        "continuation": lambda: continuation(player, judges, LONG_SHOTS),
        "adherence": lambda: adherence(player, judges, reader, count, folder),
        "cost": lambda: cost(pack),
    }
    file = work / "evaluation.json"
    of_pack = _fingerprint(*(pack / f"{stage}.onnx" for stage in STAGES))
    report = _begun(file, {"pack": of_pack, "count": count, "judges": _fingerprint(work / "judges.pt")})
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


def _examined(work: Path, judges: Judges, reads: float) -> dict[str, Any]:
    exams = read_exams(held_back(work))
    examined = examine(judges, exams)
    return {"pictures": len(exams["concepts"]), **examined, "right": {**examined["right"], "move": reads}}


def _begun(file: Path, about: dict[str, Any]) -> dict[str, Any]:
    """What is already known about the same pack, judge and number of clips."""
    if file.exists():
        report = json.loads(file.read_text(encoding="utf-8"))
        if all(report.get(name) == value for name, value in about.items()):
            return report
    return {**about, "seconds": {}}


def _fingerprint(*files: Path) -> str:
    total = hashlib.sha256()
    for file in files:
        total.update(file.read_bytes())
    return total.hexdigest()[:16]


def _rounded(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _rounded(part) for name, part in value.items()}
    if isinstance(value, list):
        return [_rounded(part) for part in value]
    return round(value, 4) if isinstance(value, float | np.floating) else value
