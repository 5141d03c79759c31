# pyright: basic, reportMissingImports=false
"""Layers both painters of the bundled pack share: smooth embeddings of a number, normalisation, attention."""

import math
from typing import TypeVar

import torch
import torch.nn.functional as F
from torch import Tensor, nn

FOURIER_BANDS = 32
LayerT = TypeVar("LayerT", nn.Linear, nn.Conv2d)


def fourier(value: Tensor) -> Tensor:
    """Sines and cosines of `value` (...,) at 32 rates from 0.5 to 40 rad per unit; returns (..., 64) in fp32.

    The slow rates let neighbouring noise levels and times share what they learn; the fast ones tell 0.05 apart.
    """
    steps = torch.arange(FOURIER_BANDS, dtype=torch.float32, device=value.device) / (FOURIER_BANDS - 1)
    angle = value.float().unsqueeze(-1) * (0.5 * torch.exp(steps * math.log(80.0)))
    return torch.cat([angle.sin(), angle.cos()], dim=-1)


def plain_norm(x: Tensor, width: int) -> Tensor:
    """Layer norm of the last axis with no weights; the width is a constant because exporters want one."""
    return F.layer_norm(x, (width,))


def small(layer: LayerT, std: float = 0.004) -> LayerT:
    """Starts a residual branch near silence, so that a deep stack begins as the identity."""
    nn.init.normal_(layer.weight, std=std) if std else nn.init.zeros_(layer.weight)
    if layer.bias is not None:
        nn.init.zeros_(layer.bias)
    return layer


def attend(query: Tensor, key: Tensor, value: Tensor, *, heads: int) -> Tensor:
    """Multi-head attention of (B, N, C) over (B, M, C).

    Written out: on a CPU in bf16 the backward pass of the fused kernel took a third of a whole training step.
    """

    def split(x: Tensor) -> Tensor:
        return x.unflatten(-1, (heads, x.shape[-1] // heads)).transpose(1, 2)

    scores = split(query * (query.shape[-1] // heads) ** -0.5) @ split(key).transpose(2, 3)
    return (scores.softmax(-1) @ split(value)).transpose(1, 2).flatten(2)
