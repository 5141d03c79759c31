# pyright: basic, reportMissingImports=false
"""Choices that have to be made before anything can be drawn: which view of a place, which skin and hair.

A picture diffused without them starts as the mean of all and ends as a patchwork. So each is a strong one-hot vector
beside the picture: it stands out of the noise long before any pixel does, and the picture follows it.
"""

import torch
from torch import Tensor

STRENGTH = 24.0


def likely(noisy: Tensor, timestep: Tensor) -> Tensor:
    """The probabilities (B, K) of each choice, all being alike before, from x_t = (1 - t) STRENGTH onehot + t eps."""
    t = timestep.clamp(min=1e-2).unsqueeze(1)
    return (noisy * ((1 - t) * STRENGTH / t**2)).softmax(-1)


def noised(choice: Tensor, timestep: Tensor) -> Tensor:
    """A sure choice (B, K) one-hot as it lies in a scene of noise level `timestep` (B,)."""
    t = timestep.unsqueeze(1)
    return (1 - t) * STRENGTH * choice + t * torch.randn_like(choice)
