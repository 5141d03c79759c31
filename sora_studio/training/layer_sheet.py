# pyright: basic, reportMissingImports=false
"""What a layer painter draws now: every setting, or every figure, as the middle of a contact sheet."""

from itertools import pairwise
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from sora_studio.training.draft_model import as_seen_by
from sora_studio.training.layer_model import LayerModel
from sora_studio.training.layout import LAYOUT
from sora_studio.training.pack_file import SETTINGS
from sora_studio.training.pack_player import shifted_levels
from sora_studio.training.sampling import to_pixels
from sora_studio.training.sheets import label_of, varied_scenes, write_sheet
from sora_studio.training.world.attributes import ATTRIBUTES, Scene, encode_scene

STEPS = 8
GREY = 0.55


def layer_sheet(model: LayerModel, file: Path) -> None:
    if model.shape.numbers:
        scenes = varied_scenes(42, np.random.default_rng(9))
        concepts = as_seen_by(_one_hot(scenes), 0)
        pictures, _ = sample_layers(model, concepts, seed=3)
        poses = (pictures.unflatten(1, (2, 4)) + 1) / 2
        over_grey = poses[:, :, :3] + GREY * (1 - poses[:, :, 3:]).clamp(0, 1)
        shown = to_pixels(torch.cat([over_grey[:, 0], over_grey[:, 1]], -1) * 2 - 1)
        write_sheet(list(shown), [label_of(scene) for scene in scenes], 6, file, 240)
        return
    scenes = [Scene(subject="none", setting=s) for s in ATTRIBUTES["setting"][1:] for _ in range(2)]
    pictures, _ = sample_layers(model, _one_hot(scenes), seed=3)
    write_sheet(list(to_pixels(pictures[:, :3])), [label_of(scene) for scene in scenes], 6, file, 288)


def sample_layers(model: LayerModel, concepts: Tensor, *, steps: int = STEPS, seed: int = 0) -> tuple[Tensor, Tensor]:
    """Clean layers and numbers of `concepts` (B, S), nothing given, every choice in turn."""
    shape, n = model.shape, len(concepts)
    generator = torch.Generator().manual_seed(seed)
    x = torch.randn((n, shape.channels, shape.rows * 12, shape.columns * 12), generator=generator)
    numbers = torch.randn((n, shape.numbers), generator=generator)
    given = torch.zeros(n, shape.given, *x.shape[2:])
    choices = shape.concept_sizes[-1]
    choice = F.one_hot(torch.arange(n) % choices, choices).float()
    concepts = torch.cat([concepts, choice], 1)
    levels = torch.from_numpy(shifted_levels(steps, float(SETTINGS["draft_shift"]))).float()
    with torch.no_grad():
        for now, later in pairwise(levels):
            t = now.expand(n)
            clean, placed = model(x, numbers, t, concepts, given, torch.zeros(n, shape.given_numbers), torch.zeros(n))
            x = clean + (later / now) * (x - clean)
            numbers = placed + (later / now) * (numbers - placed)
    return x, numbers


def _one_hot(scenes: list[Scene]) -> Tensor:
    return torch.from_numpy(LAYOUT.one_hot(np.array([encode_scene(scene) for scene in scenes])))
