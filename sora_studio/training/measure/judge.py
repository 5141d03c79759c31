# pyright: basic, reportMissingImports=false
"""The judge of the evaluation: a small network that says what a picture shows, trained on drawn pictures only."""

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from sora_studio.training.measure.exams import ANSWERS, EXAM_SIZE, questions, scene_of

WIDTHS, BLOCKS = (48, 96, 192), (1, 2, 3)
PLACED = 16
# The second of two figures is seen where the judge gives it this share of its belief; of one, it gives others less.
SECOND_SEEN = 0.15


class Block(nn.Module):
    """A residual block (He et al. 2015), normalised by groups: nothing to average over a training set."""

    def __init__(self, inputs: int, width: int, stride: int = 1) -> None:
        super().__init__()
        self.norm = nn.GroupNorm(8, inputs)
        self.first = nn.Conv2d(inputs, width, 3, stride=stride, padding=1)
        self.second = nn.Conv2d(width, width, 3, padding=1)
        self.skip = nn.Conv2d(inputs, width, 1, stride=stride) if stride > 1 else nn.Identity()
        nn.init.zeros_(self.second.weight)

    def forward(self, x: Tensor) -> Tensor:
        return self.skip(x) + self.second(F.relu(self.first(F.relu(self.norm(x)))))


class Judge(nn.Module):
    """Pictures (n, 3, 108, 192) in [-1, 1] to logits for every question of ANSWERS."""

    def __init__(self) -> None:
        super().__init__()
        self.enter = nn.Conv2d(5, WIDTHS[0], 4, stride=4)
        stages: list[nn.Module] = []
        for k, width in enumerate(WIDTHS):
            if k:
                stages.append(Block(WIDTHS[k - 1], width, 2))
            stages += [Block(width, width) for _ in range(BLOCKS[k])]
        self.stages = nn.Sequential(*stages, nn.GroupNorm(8, WIDTHS[-1]), nn.ReLU())
        self.placed = nn.Conv2d(WIDTHS[-1], PLACED, 1)
        columns, rows = EXAM_SIZE[0] // 16, EXAM_SIZE[1] // 16 + 1
        known = 2 * WIDTHS[-1] + PLACED * columns * rows
        self.answers = nn.ModuleDict({name: nn.Linear(known, len(values)) for name, values in ANSWERS.items()})
        across = torch.linspace(-1, 1, EXAM_SIZE[0]).expand(EXAM_SIZE[1], -1)
        down = torch.linspace(-1, 1, EXAM_SIZE[1])[:, None].expand(-1, EXAM_SIZE[0])
        self.where = nn.Buffer(torch.stack([across, down])[None], persistent=False)

    def forward(self, pictures: Tensor) -> dict[str, Tensor]:
        where = self.where.to(pictures.dtype).expand(len(pictures), -1, -1, -1)
        seen = self.stages(self.enter(torch.cat([pictures, where], 1)))
        placed = F.relu(self.placed(seen)).flatten(1)
        known = torch.cat([seen.mean((2, 3)), seen.amax((2, 3)), placed], 1)
        return {name: answer(known) for name, answer in self.answers.items()}


class Opinion:
    """What a judge believes of pictures: per question the shares (n, answers) it gives each answer."""

    def __init__(self, shares: dict[str, np.ndarray]) -> None:
        self.shares = shares

    def __len__(self) -> int:
        return len(self.shares["figures"])

    def belief(self, number: int, name: str, value: str) -> float:
        return float(self.shares[name][number, ANSWERS[name].index(value)])

    def best(self, number: int, name: str) -> str:
        return ANSWERS[name][int(self.shares[name][number].argmax())]

    def figures(self, number: int) -> set[str]:
        """Who is seen: the likeliest, and a second that is hardly less likely."""
        shares = self.shares["figures"][number]
        first, second = np.argsort(shares)[::-1][:2]
        seen = [first, second] if shares[second] > SECOND_SEEN else [first]
        return {ANSWERS["figures"][int(i)] for i in seen}

    def agrees(self, number: int, name: str, right: frozenset[str]) -> bool:
        """Whether the likeliest answer is right; of two figures, whether both are seen and nobody likelier."""
        return self.figures(number) == right if len(right) > 1 else self.best(number, name) in right


def as_signal(pictures: np.ndarray) -> Tensor:
    """(n, 108, 192, 3) uint8 to what the judge looks at."""
    return torch.from_numpy(np.ascontiguousarray(pictures)).permute(0, 3, 1, 2).float() / 127.5 - 1


def look(judge: Judge, pictures: np.ndarray, batch: int = 64) -> Opinion:
    """The judge's opinion of pictures (n, 108, 192, 3)."""
    parts: list[dict[str, Tensor]] = []
    with torch.no_grad():
        for start in range(0, len(pictures), batch):
            answers = judge(as_signal(pictures[start : start + batch]))
            parts.append({name: answer.softmax(-1) for name, answer in answers.items()})
    return Opinion({name: torch.cat([part[name] for part in parts]).numpy() for name in ANSWERS})


def targets(concepts: np.ndarray) -> dict[str, Tensor]:
    """Per question the right answers' shares (n, answers); all zero where it can't be asked."""
    result = {name: torch.zeros(len(concepts), len(values)) for name, values in ANSWERS.items()}
    for row, indices in enumerate(concepts):
        for name, right in questions(scene_of(indices)).items():
            for value in right:
                result[name][row, ANSWERS[name].index(value)] = 1 / len(right)
    return result


def own_accuracy(judge: Judge, pictures: np.ndarray, concepts: np.ndarray) -> dict[str, float]:
    """The judge's share of right answers, each attribute apart; "both" is of pictures with two figures."""
    right: Counter[str] = Counter()
    asked: Counter[str] = Counter()
    opinion = look(judge, pictures)
    for number, indices in enumerate(concepts):
        for name, answers in questions(scene_of(indices)).items():
            under = {1: "subject", 2: "both"}[len(answers)] if name == "figures" else name
            asked[under] += 1
            right[under] += opinion.agrees(number, name, answers)
    return {name: right[name] / asked[name] for name in asked}


def confusions(judge: Judge, pictures: np.ndarray, concepts: np.ndarray, most: int = 8) -> dict[str, list[str]]:
    """Per question the commonest mistakes, as "is > taken for: how often"."""
    mistakes: dict[str, Counter[str]] = {name: Counter() for name in ANSWERS}
    opinion = look(judge, pictures)
    for number, indices in enumerate(concepts):
        for name, answers in questions(scene_of(indices)).items():
            if len(answers) == 1 and not opinion.agrees(number, name, answers):
                mistakes[name][f"{next(iter(answers))} > {opinion.best(number, name)}"] += 1
    return {name: [f"{pair}: {n}" for pair, n in found.most_common(most)] for name, found in mistakes.items()}


def read_exams(files: Iterable[Path]) -> tuple[np.ndarray, np.ndarray]:
    loaded = [np.load(file) for file in files]
    return np.concatenate([f["pictures"] for f in loaded]), np.concatenate([f["concepts"] for f in loaded])
