# pyright: basic, reportMissingImports=false
"""Trains the judge on drawn and blemished exams."""

import time
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from sora_studio.training.data import EXAMS
from sora_studio.training.loop import Clock, Masters, Smooth, averaged_model, learning_rate, restore, save
from sora_studio.training.measure.exams import ANSWERS, blemished
from sora_studio.training.measure.judge import Judge, as_signal, read_exams, targets

BATCH, PEAK_RATE = 32, 2e-3
ENOUGH_PICTURES = 2000
REFRESH_STEPS = 100
# Who is there is the hardest question.
WEIGHTS = {"figures": 3.0}
SMOOTHING = 0.03


def ready_judge(work: Path, minutes: float) -> Judge:
    """The judge of `work`, trained for `minutes` in all sittings together."""
    judge, file = Judge(), work / "judge.pt"
    masters, clock, seen, rng = Masters(judge, average=0.998), Clock(minutes), {"exams": 0}, np.random.default_rng()
    restore(file, masters, clock, seen)
    if clock.progress >= 1:
        return averaged_model(Judge(), masters.averaged)
    lessons, smooth = Lessons(work), Smooth()
    lessons.wait(ENOUGH_PICTURES)
    while clock.progress < 1:
        if masters.steps % REFRESH_STEPS == 0:
            of = lessons.refresh()
            print(f"judge: {seen['exams']} exams seen, {of} at hand, {clock.spent:.1f} min  {smooth}", flush=True)
        shown, wanted = lessons.draw(rng)
        losses = exam_losses(judge(shown.to(torch.bfloat16).contiguous(memory_format=torch.channels_last)), wanted)
        for name, loss in losses.items():
            smooth.add(name, loss.item())
        torch.stack([WEIGHTS.get(name, 1.0) * loss for name, loss in losses.items()]).sum().backward()
        masters.step(learning_rate(PEAK_RATE, masters.steps, clock.progress))
        seen["exams"] += BATCH
        if clock.due("save", 2.0):
            save(file, masters, clock, seen, {})
    save(file, masters, clock, seen, {})
    return averaged_model(Judge(), masters.averaged)


def held_back(work: Path) -> list[Path]:
    """The exam files the judge is never trained on: every tenth."""
    return [file for file in exam_files(work) if is_held_back(file)]


def exam_files(work: Path) -> list[Path]:
    return sorted((work / EXAMS.folder).glob("*.npz"))


def is_held_back(file: Path) -> bool:
    return int(file.stem) % 10 == 9


class Lessons:
    """The exams to learn from, with the right answers; reads those drawn meanwhile."""

    def __init__(self, work: Path) -> None:
        self.work = work
        self.files: list[Path] = []

    def refresh(self) -> int:
        """Number of pictures at hand."""
        files = [file for file in exam_files(self.work) if not is_held_back(file)]
        if files != self.files and files:
            self.files = files
            self.pictures, concepts = read_exams(files)
            self.wanted = targets(concepts)
        return len(self.pictures) if self.files else 0

    def wait(self, pictures: int) -> None:
        while self.refresh() < pictures:
            time.sleep(5)

    def draw(self, rng: np.random.Generator) -> tuple[Tensor, dict[str, Tensor]]:
        """A batch of blemished pictures and their answers."""
        which = rng.integers(len(self.pictures), size=BATCH)
        shown = as_signal(np.stack([blemished(self.pictures[i], rng) for i in which]))
        return shown, {name: value[which] for name, value in self.wanted.items()}


def exam_losses(answers: dict[str, Tensor], wanted: dict[str, Tensor]) -> dict[str, Tensor]:
    """Cross entropy per question, over the pictures it can be asked of."""
    losses: dict[str, Tensor] = {}
    for name, values in ANSWERS.items():
        asked = wanted[name].sum(-1)
        smoothed = wanted[name] * (1 - SMOOTHING) + asked[:, None] * SMOOTHING / len(values)
        losses[name] = -(smoothed * answers[name].float().log_softmax(-1)).sum() / asked.sum().clamp(min=1)
    return losses
