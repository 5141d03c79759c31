# pyright: basic, reportMissingImports=false
"""The judges of the evaluation: small networks that say what a picture shows, trained on drawn pictures only."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from sora_studio.training.measure.exams import ANSWERS, OF_FIGURE, OF_SCENE, SCENE_SIZE, as_scene, as_seen
from sora_studio.training.measure.where import CUT_SIDE, cut_out, spots

_SPOT_NUMBERS = 4
_LAYOUT_CELLS = (5, 8)


class Block(nn.Module):
    """A residual block (He et al. 2015)."""

    def __init__(self, inputs: int, width: int, stride: int = 1) -> None:
        super().__init__()
        self.first = nn.Sequential(nn.Conv2d(inputs, width, 3, stride, 1, bias=False), nn.BatchNorm2d(width))
        self.second = nn.Sequential(nn.Conv2d(width, width, 3, 1, 1, bias=False), nn.BatchNorm2d(width))
        self.skip = nn.Conv2d(inputs, width, 1, stride) if stride > 1 else nn.Identity()

    def forward(self, x: Tensor) -> Tensor:
        return F.relu(self.skip(x) + self.second(F.relu(self.first(x))))


class Eye(nn.Module):
    """Pictures (n, 3, h, w) in [-1, 1] to what is seen in them, as numbers (n, width): their means, their greatest, and
    roughly where, since a horizon says the angle."""

    def __init__(self, size: tuple[int, int], widths: tuple[int, int, int], blocks: tuple[int, int, int]) -> None:
        super().__init__()
        stages: list[nn.Module] = [_halved(3, 32, 5), _halved(32, widths[0], 3)]
        for k, width in enumerate(widths):
            stages += [Block(widths[k - 1], width, 2)] if k else []
            stages += [Block(width, width) for _ in range(blocks[k])]
        self.stages = nn.Sequential(*stages)
        self.placed = nn.Conv2d(widths[-1], 16, 1)
        rows, columns = (-(-side // 16) for side in (size[1], size[0]))
        self.width = 2 * widths[-1] + 16 * rows * columns + 3 * _LAYOUT_CELLS[0] * _LAYOUT_CELLS[1]

    def forward(self, pictures: Tensor) -> Tensor:
        seen = self.stages(pictures)
        placed = F.relu(self.placed(seen)).flatten(1)
        colours = F.adaptive_avg_pool2d(pictures, _LAYOUT_CELLS).flatten(1)
        return torch.cat([seen.mean((2, 3)), seen.amax((2, 3)), placed, colours], 1)


def _halved(inputs: int, width: int, kernel: int) -> nn.Module:
    conv = nn.Conv2d(inputs, width, kernel, stride=2, padding=kernel // 2, bias=False)
    return nn.Sequential(conv, nn.BatchNorm2d(width), nn.ReLU())


class Judges(nn.Module):
    """One looks at the whole picture, the other at a figure cut out of it and at where it was."""

    def __init__(self) -> None:
        super().__init__()
        self.scene = Eye(SCENE_SIZE, (64, 96, 160), (1, 1, 1))
        self.figure = Eye((CUT_SIDE, CUT_SIDE), (64, 128, 192), (1, 2, 1))
        self.of_scene = _answers(self.scene.width, OF_SCENE)
        self.of_figure = _answers(self.figure.width + _SPOT_NUMBERS, OF_FIGURE)

    def forward(self, pictures: Tensor, figures: Tensor, places: Tensor) -> dict[str, Tensor]:
        """Logits for every question: of pictures (n, 3, 90, 160), and of figures (m, 3, 64, 64) at places (m, 4)."""
        scene, figure = self.scene(pictures), torch.cat([self.figure(figures), places], 1)
        answers = {name: answer(scene) for name, answer in self.of_scene.items()}
        return answers | {name: answer(figure) for name, answer in self.of_figure.items()}


def _answers(width: int, questions: Mapping[str, tuple[str, ...]]) -> nn.ModuleDict:
    return nn.ModuleDict({name: _answer(width, len(values)) for name, values in questions.items()})


def _answer(width: int, values: int) -> nn.Module:
    """A hidden layer: how large a shot is, its figure and its height say only together."""
    return nn.Sequential(nn.Linear(width, 128), nn.ReLU(), nn.Linear(128, values))


@dataclass(frozen=True, slots=True)
class Opinion:
    """What the judges believe of a picture: the shares of every answer, of the scene and of each figure found in it."""

    scene: dict[str, np.ndarray]
    figures: list[dict[str, np.ndarray]]

    def belief(self, name: str, value: str) -> float:
        return float(self.scene[name][ANSWERS[name].index(value)])

    def best(self, name: str) -> str:
        """The likeliest answer; of a figure's questions, about the first found, "none" where there is none."""
        if name in OF_FIGURE and not self.figures:
            return "none"
        shares = self.figures[0][name] if name in OF_FIGURE else self.scene[name]
        return ANSWERS[name][int(shares.argmax())]

    def seen(self) -> list[str]:
        """Who each figure is taken for."""
        return [OF_FIGURE["subject"][int(shares["subject"].argmax())] for shares in self.figures]


def look(judges: Judges, picture: np.ndarray, mask: np.ndarray, figures: int = 1) -> Opinion:
    """The judges' opinion of a picture (h, w, 3) with the mask (h', w') of its `figures`, 255 where they are."""
    frame, found = as_seen(picture), spots(as_seen(mask), figures)
    # A network wants one figure at least to look at.
    cut = [cut_out(frame, spot) for spot in found] or [np.zeros((CUT_SIDE, CUT_SIDE, 3), np.uint8)]
    places = [spot.numbers for spot in found] or [np.zeros(_SPOT_NUMBERS, np.float32)]
    with torch.no_grad():
        answers = judges(as_signal(as_scene(frame)[None]), as_signal(np.stack(cut)), torch.from_numpy(np.stack(places)))
    shares = {name: answer.softmax(-1).numpy() for name, answer in answers.items()}
    scene = {name: shares[name][0] for name in OF_SCENE}
    return Opinion(scene, [{name: shares[name][k] for name in OF_FIGURE} for k in range(len(found))])


def as_signal(pictures: np.ndarray) -> Tensor:
    """(n, h, w, 3) uint8 to what the judges look at."""
    return torch.from_numpy(np.ascontiguousarray(pictures)).permute(0, 3, 1, 2).float() / 127.5 - 1
