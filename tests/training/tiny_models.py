# pyright: basic, reportMissingImports=false
"""Painters too small to learn anything, and scenes as the tensors they see."""

from dataclasses import replace
from typing import TypeVar

import numpy as np
import torch
from torch import Tensor, nn

from sora_studio.training.draft_model import DraftShape, backdrop_shape, figure_shape
from sora_studio.training.drafted import as_signal
from sora_studio.training.layout import LAYOUT
from sora_studio.training.refine_model import RefineShape
from sora_studio.training.world.attributes import Scene, encode_scene
from sora_studio.training.world.draw import draw_layers

TINY_BACKDROP = replace(backdrop_shape(), width=16, blocks=1, heads=2)
TINY_FIGURE = replace(figure_shape(), width=16, blocks=1, heads=2)
TINY_DRAFT = DraftShape(TINY_BACKDROP, TINY_FIGURE)
TINY_PAINTER = RefineShape(LAYOUT.width, widths=(8, 8, 8), context=8, heads=2)
ModelT = TypeVar("ModelT", bound=nn.Module)


def woken(model: ModelT) -> ModelT:
    """Layers that start at or near zero would hide a wrong connection behind them."""
    for parameter in model.parameters():
        if parameter.std() < 0.02:
            nn.init.normal_(parameter, std=0.1)
    return model.eval()


def asked(*scenes: Scene) -> Tensor:
    """Concepts (n, S) of scenes."""
    return torch.from_numpy(LAYOUT.one_hot(np.array([encode_scene(scene) for scene in scenes])))


def layers(scene: Scene, seed: int) -> tuple[Tensor, Tensor, Tensor]:
    """A drawn scene's backdrop (1, 4, 108, 192), figures (1, 2, 2, 4, 96, 96) and places (1, 2, 6)."""
    drawn = draw_layers(scene, seed)
    return as_signal(drawn.backdrop)[None], as_signal(drawn.figures)[None], torch.from_numpy(drawn.places)[None]
