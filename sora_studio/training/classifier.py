# pyright: basic, reportMissingImports=false
"""The judge of the evaluation: a small network that names what a picture shows, trained on drawn pictures only."""

import time
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from sora_studio.training.data import EXAMS
from sora_studio.training.layout import LAYOUT
from sora_studio.training.world.attributes import ATTRIBUTES

JUDGED = ("subject", "setting", "time", "weather", "style", "size")
HELD_BACK_FILES = 4
BATCH, PEAK_RATE = 48, 3e-3


class Judge(nn.Module):
    """Pictures (n, 3, 72, 128) in [-1, 1] to logits per judged attribute."""

    def __init__(self) -> None:
        super().__init__()
        widths = (3, 32, 64, 128, 192)
        stages = []
        for i in range(4):
            stages += [nn.Conv2d(widths[i], widths[i + 1], 5 if i == 0 else 3, stride=2, padding=2 if i == 0 else 1)]
            stages += [nn.BatchNorm2d(widths[i + 1]), nn.ReLU()]
            stages += [nn.Conv2d(widths[i + 1], widths[i + 1], 3, padding=1), nn.BatchNorm2d(widths[i + 1]), nn.ReLU()]
        self.stages = nn.Sequential(*stages)
        self.answers = nn.ModuleDict({name: nn.Linear(2 * widths[-1], len(ATTRIBUTES[name])) for name in JUDGED})

    def forward(self, pictures: Tensor) -> dict[str, Tensor]:
        seen = self.stages(pictures)
        seen = torch.cat([seen.mean((2, 3)), seen.amax((2, 3))], 1)
        return {name: answer(seen) for name, answer in self.answers.items()}


def as_exam(pictures: np.ndarray) -> Tensor:
    """(n, 72, 128, 3) uint8 to what the judge looks at."""
    return torch.from_numpy(np.ascontiguousarray(pictures)).permute(0, 3, 1, 2).float() / 127.5 - 1


def ready_judge(work: Path, minutes: float) -> tuple[Judge, dict[str, float]]:
    """The judge `work`/judge.pt holds, or else one trained for `minutes` and kept there; with its own accuracy."""
    file = work / "judge.pt"
    if not file.exists():
        judge, accuracy = train_judge(work, minutes)
        torch.save({"weights": judge.state_dict(), "accuracy": accuracy}, file)
    kept = torch.load(file, weights_only=True)
    judge = Judge()
    judge.load_state_dict(kept["weights"])
    return judge.eval(), kept["accuracy"]


def train_judge(work: Path, minutes: float) -> tuple[Judge, dict[str, float]]:
    """Trains on the drawn exams for `minutes`; returns the judge and its accuracy on exams it did not see."""
    files = sorted((work / EXAMS.folder).glob("*.npz"))
    pictures, concepts = _read(files[:-HELD_BACK_FILES])
    judge, rng = Judge(), np.random.default_rng(5)
    judge.to(memory_format=torch.channels_last)  # pyright: ignore[reportCallIssue]
    optimizer = torch.optim.AdamW(judge.parameters(), PEAK_RATE, weight_decay=0.05)
    started, step = time.monotonic(), 0
    while (progress := (time.monotonic() - started) / 60 / minutes) < 1:
        which = rng.integers(len(pictures), size=BATCH)
        seen = blemish(as_exam(pictures[which]), rng)
        with torch.autocast("cpu", torch.bfloat16):
            answers = judge(seen.contiguous(memory_format=torch.channels_last))
        loss = exam_loss(answers, concepts[which])
        optimizer.zero_grad()
        loss.backward()
        for group in optimizer.param_groups:
            group["lr"] = PEAK_RATE * min(1.0, (step + 1) / 100) * max(0.01, 1 - progress)
        optimizer.step()
        step += 1
        if step % 200 == 0:
            print(f"judge: step {step}  loss {loss.item():.3f}", flush=True)
    judge.eval()
    held_pictures, held_concepts = _read(files[-HELD_BACK_FILES:])
    answers = look(judge, held_pictures)
    return judge, {n: float((answers[n] == _targets(held_concepts, n).numpy()).mean()) for n in JUDGED}


def exam_loss(answers: dict[str, Tensor], concepts: np.ndarray) -> Tensor:
    losses = [F.cross_entropy(answers[n].float(), _targets(concepts, n), label_smoothing=0.05) for n in JUDGED]
    return torch.stack(losses).sum()


def blemish(pictures: Tensor, rng: np.random.Generator) -> Tensor:
    """Mirrors, blurs and speckles: a generated picture is no cleaner."""
    if rng.random() < 0.5:
        pictures = pictures.flip(3)
    if rng.random() < 0.3:
        pictures = F.interpolate(F.avg_pool2d(pictures, 2), scale_factor=2.0, mode="bilinear")
    return pictures + torch.randn_like(pictures) * 0.1 * float(rng.random())


def look(judge: Judge, pictures: np.ndarray) -> dict[str, np.ndarray]:
    """The judge's answers, as indices, for pictures (n, 72, 128, 3)."""
    with torch.no_grad():
        answers = judge(as_exam(pictures))
    return {name: answer.argmax(-1).numpy() for name, answer in answers.items()}


def _targets(concepts: np.ndarray, name: str) -> Tensor:
    return torch.from_numpy(concepts[:, LAYOUT.names.index(name)])


def _read(files: list[Path]) -> tuple[np.ndarray, np.ndarray]:
    loaded = [np.load(file) for file in files]
    return np.concatenate([f["pictures"] for f in loaded]), np.concatenate([f["concepts"] for f in loaded])
