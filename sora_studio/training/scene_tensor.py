# pyright: basic, reportMissingImports=false
"""A scene as one tensor of 401 patches of 576 values, the form in which the engine keeps and denoises it.

144 patches of the backdrop, 64 of each of two figures in two poses, and one row that holds the figures' places and
the choices: which view of the place it is, which look each figure has.
"""

import torch
import torch.nn.functional as F
from torch import Tensor

from sora_studio.training.layer_model import PATCH
from sora_studio.training.world.backdrop import LATENT_HEIGHT, LATENT_WIDTH, VARIANTS
from sora_studio.training.world.cast import LOOKS, POSES
from sora_studio.training.world.draw import FIGURES_MOST, PLACE_NUMBERS, SPRITE_SIDE

CHANNELS = 4
PATCH_VALUES = CHANNELS * PATCH * PATCH
BACKDROP_ROWS, BACKDROP_COLUMNS = LATENT_HEIGHT // PATCH, LATENT_WIDTH // PATCH
FIGURE_ROWS = SPRITE_SIDE // PATCH
_BACKDROP = BACKDROP_ROWS * BACKDROP_COLUMNS
_FIGURE = FIGURE_ROWS * FIGURE_ROWS
PATCHES = _BACKDROP + FIGURES_MOST * POSES * _FIGURE + 1
_PLACE_SPACING = 8
_PLACES = FIGURES_MOST * _PLACE_SPACING
CHOICES = (VARIANTS, LOOKS, LOOKS)


def joined(backdrop: Tensor, figures: Tensor, places: Tensor, choices: Tensor) -> Tensor:
    """backdrop (B, 4, 108, 192), figures (B, 2, 2, 4, 96, 96), places (B, 2, 6), choices (B, 14) to scenes
    (B, 401, 576)."""
    batch = backdrop.shape[0]
    rows = [F.pixel_unshuffle(backdrop, PATCH).flatten(2).transpose(1, 2)]
    flat = F.pixel_unshuffle(figures.flatten(0, 2), PATCH).flatten(2).transpose(1, 2)
    rows.append(flat.reshape(batch, FIGURES_MOST * POSES * _FIGURE, PATCH_VALUES))
    numbers = torch.cat([F.pad(places, (0, _PLACE_SPACING - PLACE_NUMBERS)).flatten(1), choices], 1)
    rows.append(F.pad(numbers, (0, PATCH_VALUES - numbers.shape[1])).unsqueeze(1))
    return torch.cat(rows, 1)


def parted(scene: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """The inverse of `joined`."""
    batch = scene.shape[0]
    backdrop, figures, numbers = scene.split([_BACKDROP, FIGURES_MOST * POSES * _FIGURE, 1], 1)
    backdrop = backdrop.transpose(1, 2).unflatten(2, (BACKDROP_ROWS, BACKDROP_COLUMNS))
    figures = figures.reshape(batch * FIGURES_MOST * POSES, _FIGURE, PATCH_VALUES).transpose(1, 2)
    figures = F.pixel_shuffle(figures.unflatten(2, (FIGURE_ROWS, FIGURE_ROWS)), PATCH)
    places = numbers[:, 0, :_PLACES].reshape(batch, FIGURES_MOST, _PLACE_SPACING)
    choices = numbers[:, 0, _PLACES : _PLACES + sum(CHOICES)]
    figures = figures.reshape(batch, FIGURES_MOST, POSES, CHANNELS, SPRITE_SIDE, SPRITE_SIDE)
    return F.pixel_shuffle(backdrop, PATCH), figures, places[..., :PLACE_NUMBERS], choices
