# pyright: basic, reportMissingImports=false, reportPrivateImportUsage=false
"""A clip that begins with a given frame: its latent stands where the first would be drawn, and no noise is seen in it.

One graph draws with a given frame and without; which, it is told by a number, 1 or 0.
"""

import torch
from torch import Tensor

from sora_studio.conversion.part import Inputs

VARYING = {"first_frame": (2, 3)}


def begun(clip: Tensor, first_frame: Tensor, has_first_frame: Tensor) -> Tensor:
    """A clip (1, C, F, h, w) with the given latent (1, C, h, w) in the place of its first, where there is one."""
    kept = has_first_frame.reshape(1, 1, 1, 1, 1)
    first = kept * first_frame.unsqueeze(2) + (1.0 - kept) * clip[:, :, :1]
    return torch.cat([first, clip[:, :, 1:]], dim=2)


def told(timestep: Tensor, has_first_frame: Tensor, latents: int, tokens: int) -> Tensor:
    """The timestep (1,) for each of the `tokens` of each latent (1, latents · tokens): 0 where a frame is given."""
    first = timestep * (1.0 - has_first_frame)
    return torch.cat([first.expand(tokens), timestep.expand((latents - 1) * tokens)]).unsqueeze(0)


def given_first(channels: int, sides: tuple[int, int], has: float) -> Inputs:
    """Inputs to trace and to check with."""
    return {"first_frame": torch.randn(1, channels, *sides), "has_first_frame": torch.tensor([has])}
