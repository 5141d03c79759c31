# pyright: basic, reportMissingImports=false
"""What a text leaves open is settled before anything is drawn: half of one thing and half of another is neither."""

import torch
from torch import Tensor

from sora_studio.training.layout import LAYOUT
from sora_studio.training.world.attributes import ATTRIBUTES

# What a text that says nothing of an attribute gets. Nobody settles whom or where it shows: the seed does.
UNSAID = {
    "companion": "none",
    "time": "day",
    "weather": "clear",
    "style": "flat",
    "size": "MS",
    "angle": "eye",
    "move": "static",
    "colour": "none",
    "companion_colour": "none",
    "relation": "beside",
}


def settled(concepts: Tensor) -> Tensor:
    """Probabilities (B, S) to the likeliest value of every attribute, one-hot."""
    parts = []
    for name, part in zip(LAYOUT.names, concepts.split(LAYOUT.sizes, -1), strict=True):
        if name in UNSAID:
            usual = torch.zeros_like(part[:1])
            usual[:, ATTRIBUTES[name].index(UNSAID[name])] = 1
            part = torch.cat([torch.zeros_like(part[:, :1]), part[:, 1:]], 1) + part[:, :1] * usual
        parts.append((part >= part.amax(-1, keepdim=True)).to(concepts.dtype))
    return torch.cat(parts, -1)
