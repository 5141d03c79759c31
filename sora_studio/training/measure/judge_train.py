# pyright: basic, reportMissingImports=false
"""Trains the judges on drawn and blemished exams, and examines them on exams they never saw."""

import time
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from sora_studio.training.data import EXAMS, write_chunk
from sora_studio.training.loop import Smooth, learning_rate
from sora_studio.training.measure.exams import (
    ANSWERS,
    FIGURES_MOST,
    OF_FIGURE,
    blemished,
    figures_of,
    questions,
    scene_of,
)
from sora_studio.training.measure.judge import Judges, as_signal

SCENES, FIGURES, PEAK_RATE, AGAIN_RATE = 32, 64, 2e-3, 1e-3
# What `data` has not drawn of them is drawn here first, some three minutes on one core.
ENOUGH_EXAMS = 15_000
REFRESH_STEPS = 100
SMOOTHING = 0.05
Arrays = dict[str, np.ndarray]
NOT_ASKED = -1


def ready_judges(work: Path, minutes: float) -> Judges:
    """The judges of `work`, trained for `minutes` in all sittings together."""
    file, judges, spent = work / "judges.pt", Judges(), 0.0
    if file.exists():
        kept = torch.load(file, weights_only=True)
        judges.load_state_dict(kept["weights"])
        spent = kept["minutes"]
    if spent < minutes:
        _train(judges, Lessons(work), minutes - spent, PEAK_RATE if spent == 0 else AGAIN_RATE)
        torch.save({"weights": judges.state_dict(), "minutes": minutes}, file)
    return judges.eval()


def _train(judges: Judges, lessons: "Lessons", minutes: float, peak_rate: float) -> None:
    smooth, rng = Smooth(), np.random.default_rng()
    judges.train().to(memory_format=torch.channels_last)  # pyright: ignore[reportCallIssue]
    optimizer = torch.optim.AdamW(judges.parameters(), peak_rate, weight_decay=0.05)
    while lessons.refresh() < ENOUGH_EXAMS:
        write_chunk(lessons.work / EXAMS.folder, EXAMS, rng)
    started, step = time.monotonic(), 0
    while (progress := (time.monotonic() - started) / 60 / minutes) < 1:
        if step % REFRESH_STEPS == 0:
            of = lessons.refresh()
            print(f"judges: {step} steps, {of} exams, {progress * minutes:.1f} min  {smooth}", flush=True)
        seen, wanted = lessons.draw(rng)
        with torch.autocast("cpu", torch.bfloat16):
            answers = judges(*seen)
        losses = exam_losses(answers, wanted)
        for name, loss in losses.items():
            smooth.add(name, loss.item())
        optimizer.zero_grad()
        torch.stack(list(losses.values())).sum().backward()
        for group in optimizer.param_groups:
            group["lr"] = learning_rate(peak_rate, step, progress)
        optimizer.step()
        step += 1


class Lessons:
    """The exams to learn from, with the right answers; reads those drawn meanwhile."""

    def __init__(self, work: Path) -> None:
        self.work = work
        self.files: list[Path] = []

    def refresh(self) -> int:
        """Number of exams at hand."""
        files = [file for file in exam_files(self.work) if not is_held_back(file)]
        if files and files != self.files:
            self.files, self.exams = files, read_exams(files)
            self.wanted = targets(self.exams)
            self.found = np.argwhere(self.exams["who"] >= 0)
        return len(self.exams["pictures"]) if self.files else 0

    def draw(self, rng: np.random.Generator) -> tuple[tuple[Tensor, Tensor, Tensor], dict[str, Tensor]]:
        """Blemished pictures and, of others, blemished figures with their places; the answers' numbers."""
        scenes = rng.integers(len(self.exams["pictures"]), size=SCENES)
        at = tuple(self.found[rng.integers(len(self.found), size=FIGURES)].T)
        pictures = _signal([blemished(picture, rng) for picture in self.exams["pictures"][scenes]])
        figures = _signal([blemished(figure, rng) for figure in self.exams["figures"][at]])
        places = torch.from_numpy(self.exams["spots"][at] + rng.normal(0, 0.03, (FIGURES, 4)).astype(np.float32))
        wanted = {name: torch.from_numpy(v[at] if name in OF_FIGURE else v[scenes]) for name, v in self.wanted.items()}
        return (pictures, figures, places), wanted


def _signal(pictures: list[np.ndarray]) -> Tensor:
    return as_signal(np.stack(pictures)).contiguous(memory_format=torch.channels_last)


def exam_losses(answers: dict[str, Tensor], wanted: dict[str, Tensor]) -> dict[str, Tensor]:
    """Cross entropy per question, over what it can be asked of."""
    losses = {
        name: F.cross_entropy(answers[name].float(), right, ignore_index=NOT_ASKED, label_smoothing=SMOOTHING)
        for name, right in wanted.items()
    }
    return {name: torch.nan_to_num(loss) for name, loss in losses.items()}


def targets(exams: Arrays) -> Arrays:
    """Per question the right answers' numbers, NOT_ASKED where it can't be asked: (n,), of a figure (n, 2)."""
    n = len(exams["concepts"])
    wanted = {name: np.full((n, FIGURES_MOST) if name in OF_FIGURE else n, NOT_ASKED, np.int64) for name in ANSWERS}
    wanted["subject"] = exams["who"].astype(np.int64)
    for row, indices in enumerate(exams["concepts"]):
        for name, value in questions(scene_of(indices)).items():
            if name == "size":
                found = exams["who"][row, 0] >= 0
                wanted[name][row, 0] = ANSWERS[name].index(value) if found else NOT_ASKED
            elif name != "subject":
                wanted[name][row] = ANSWERS[name].index(value)
    return wanted


def examine(judges: Judges, exams: Arrays, batch: int = 64) -> dict[str, Any]:
    """The judges' shares of right answers, "both" of exams with two figures; and their commonest mistakes."""
    wanted = targets(exams)
    tallies: dict[str, list[bool]] = {name: [] for name in (*ANSWERS, "both")}
    mistakes: Counter[str] = Counter()
    for start in range(0, len(exams["concepts"]), batch):
        part = slice(start, start + batch)
        answers = _answers(judges, {name: values[part] for name, values in exams.items()})
        for name, values in ANSWERS.items():
            right = wanted[name][part]
            for asked, said in zip(right[right >= 0], answers[name][right >= 0], strict=True):
                tallies[name].append(bool(asked == said))
                if asked != said:
                    mistakes[f"{name}: {values[asked]} > {values[said]}"] += 1
        for indices, said in zip(exams["concepts"][part], answers["subject"], strict=True):
            if len(asked := figures_of(scene_of(indices))) == FIGURES_MOST:
                tallies["both"].append({OF_FIGURE["subject"][int(i)] for i in said} == asked)
    shares = {name: float(np.mean(answers)) for name, answers in tallies.items()}
    return {"right": shares, "mistakes": [f"{pair} ({n})" for pair, n in mistakes.most_common(40)]}


def _answers(judges: Judges, exams: Arrays) -> Arrays:
    """The likeliest answers' numbers: (n,), of a figure (n, 2)."""
    figures = exams["figures"].reshape(-1, *exams["figures"].shape[2:])
    places = torch.from_numpy(exams["spots"]).flatten(0, 1)
    with torch.no_grad():
        answers = judges(as_signal(exams["pictures"]), as_signal(figures), places)
    chosen = {name: answer.argmax(-1).numpy() for name, answer in answers.items()}
    return {name: v.reshape(-1, FIGURES_MOST) if name in OF_FIGURE else v for name, v in chosen.items()}


def held_back(work: Path) -> list[Path]:
    """The exam files the judges are never trained on: every tenth."""
    return [file for file in exam_files(work) if is_held_back(file)]


def exam_files(work: Path) -> list[Path]:
    return sorted((work / EXAMS.folder).glob("*.npz"))


def is_held_back(file: Path) -> bool:
    return int(file.stem) % 10 == 9


def read_exams(files: Iterable[Path]) -> Arrays:
    loaded = [np.load(file) for file in files]
    return {name: np.concatenate([f[name] for f in loaded]) for name in loaded[0].files}
