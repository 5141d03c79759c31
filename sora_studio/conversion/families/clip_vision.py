# pyright: basic, reportMissingImports=false, reportPrivateImportUsage=false
"""CLIP's image encoder, with what its processor does to a picture before: both are told by the checkpoint."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
import transformers
from torch import Tensor

from sora_studio.conversion.families.clip import PENULTIMATE
from sora_studio.conversion.part import Part, Wrapped, loaded
from sora_studio.inference.pipeline_folder import pipeline_folder

_BICUBIC = 3
# Of a cubic convolution, as Pillow has it (Keys 1981).
_STEEPNESS = -0.5
_LEVELS = 255.0
# The whole parts of a share that Pillow counts in, which settles where a level lies between two.
_SHARES = float(1 << 22)


@dataclass(frozen=True)
class Cut:
    """How a picture is brought to (height, width): its shorter side as long as `shortest`, then the middle of it.

    Its colours, from 0 to 1, have their `means` taken off and are divided by `deviations`.
    """

    shortest: int
    sides: tuple[int, int]
    means: tuple[float, ...]
    deviations: tuple[float, ...]


class _Seeing(Wrapped):
    """A picture (1, 3, H, W) in [-1, 1] to the states of the last layer but one (1, n, w)."""

    def __init__(self, model: Any, cut: Cut) -> None:
        super().__init__(model)
        self.cut = cut

    def forward(self, picture: Tensor) -> Tensor:
        height, width = (_count(side) for side in picture.shape[2:])
        shorter = torch.minimum(height, width)
        tall, wide = (torch.floor(self.cut.shortest * side / shorter) for side in (height, width))
        columns = _weights(picture.shape[3], width, wide, self.cut.sides[1])
        rows = _weights(picture.shape[2], height, tall, self.cut.sides[0])
        levels = _levels((picture.double() + 1.0) * (_LEVELS / 2.0))
        # In whole steps each time, as Pillow does it.
        small = _levels(rows @ _levels(levels @ columns.T)).float()
        means, deviations = (torch.tensor(each).view(1, -1, 1, 1) for each in (self.cut.means, self.cut.deviations))
        seen = self.model((small / _LEVELS - means) / deviations, output_hidden_states=True, return_dict=True)
        return seen.hidden_states[-2]


def _count(side: int) -> Tensor:
    return torch.arange(side, dtype=torch.float64)[-1] + 1.0


def _levels(values: Tensor) -> Tensor:
    return torch.floor(values + 0.5).clamp(0.0, _LEVELS)


def _weights(side: int, own: Tensor, wanted: Tensor, cut: int) -> Tensor:
    """How much of each of a side's `own` pixels is in each of the middle `cut` of the `wanted` ones (cut, own)."""
    step = own / wanted
    begin = torch.floor((wanted - cut) / 2.0)
    at = (torch.arange(cut, dtype=torch.float64) + begin + 0.5) * step
    pixels = torch.arange(side, dtype=torch.float64) + 0.5
    # Made smaller, each is of as many more.
    far = (pixels.unsqueeze(0) - at.unsqueeze(1)).abs() / step.clamp(min=1.0)
    near = ((_STEEPNESS + 2.0) * far - (_STEEPNESS + 3.0)) * far * far + 1.0
    further = ((far - 5.0) * far + 8.0) * far * _STEEPNESS - 4.0 * _STEEPNESS
    shares = torch.where(far < 1.0, near, torch.where(far < 2.0, further, torch.zeros_like(far)))
    return torch.round(shares / shares.sum(dim=1, keepdim=True) * _SHARES) / _SHARES


def picture_reader(part: str, processor: str) -> Callable[[Path], Part]:
    """The states of the last layer but one of a picture of any size, cut as the folder `processor` has it."""

    def load(folder: Path) -> Part:
        cut = read_cut(folder, processor)
        model = loaded(transformers.CLIPVisionModel, folder, part)
        pictures = [{"picture": torch.rand(1, 3, *sides) * 2.0 - 1.0} for sides in ((48, 80), (300, 250))]
        return Part(
            part,
            _Seeing(model, cut),
            pictures[0],
            (PENULTIMATE,),
            pictures[1],
            {"picture": (2, 3)},
            keeps_precision=True,
        )

    return load


def read_cut(folder: Path, processor: str) -> Cut:
    """As the checkpoint has it. Raises PackError."""
    settings = pipeline_folder(folder).settings(f"{processor}/preprocessor_config.json")
    size, crop = settings.table("size"), settings.table("crop_size")
    cut = Cut(
        size.integer("shortest_edge", 1, 1 << 12),
        (crop.integer("height", 1, 1 << 12), crop.integer("width", 1, 1 << 12)),
        settings.numbers("image_mean"),
        settings.numbers("image_std"),
    )
    if max(cut.sides) > cut.shortest:
        settings.refuse("crop_size", f"is larger than the picture, whose shorter side is {cut.shortest}")
    if settings.integer("resample", 0, 5) != _BICUBIC:
        settings.refuse("resample", f"must be {_BICUBIC}, bicubic, as CLIP's is")
    return cut
