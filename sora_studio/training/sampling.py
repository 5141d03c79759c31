# pyright: basic, reportMissingImports=false
"""Plain Euler sampling of both painters, for sheets while they train; films are made by sora_studio.inference."""

from collections.abc import Callable
from itertools import pairwise

import numpy as np
import torch
from torch import Tensor

Denoiser = Callable[[Tensor, Tensor], Tensor]


def euler(denoise: Denoiser, x: Tensor, steps: int, shift: float = 1.0) -> Tensor:
    """From noise to a clean sample along x_t = (1 - t) x0 + t eps; `denoise(x, t)` estimates x0."""
    t = torch.linspace(1, 0, steps + 1)
    t = shift * t / (1 + (shift - 1) * t)
    for now, later in pairwise(t):
        clean = denoise(x, now)
        x = clean + (later / now) * (x - clean)
    return x


def to_pixels(x: Tensor) -> np.ndarray:
    """(n, c, h, w) in [-1, 1] to (n, h, w, c) uint8."""
    return ((x + 1) * 127.5).round().clamp(0, 255).byte().permute(0, 2, 3, 1).cpu().numpy()
