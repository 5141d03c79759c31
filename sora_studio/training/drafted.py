# pyright: basic, reportMissingImports=false
"""Drawn layers as the draft frames the shipped compositor makes of them."""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import torch
from torch import Tensor

from sora_studio.training.compositor import Compositor
from sora_studio.training.layout import LAYOUT
from sora_studio.training.sampling import to_pixels
from sora_studio.training.world.attributes import Scene, encode_scene
from sora_studio.training.world.camera import SHOT_S
from sora_studio.training.world.draw import SceneLayers


def drafted(layers: SceneLayers, scene: Scene, moments: Sequence[float]) -> np.ndarray:
    """Frames (F, 144, 256, 4) uint8 at the given seconds of a four-second shot."""
    n = len(moments)
    concepts = torch.from_numpy(LAYOUT.one_hot(np.array([encode_scene(scene)])))
    with torch.no_grad():
        frames = _compositor()(
            as_signal(layers.backdrop).expand(n, -1, -1, -1),
            as_signal(layers.figures).expand(n, -1, -1, -1, -1, -1),
            torch.from_numpy(layers.places).expand(n, -1, -1),
            concepts.expand(n, -1),
            torch.tensor(moments, dtype=torch.float32),
            torch.full((n,), SHOT_S),
        )
    return to_pixels(frames)


def as_signal(pixels: np.ndarray) -> Tensor:
    """(..., h, w, c) uint8 to (..., c, h, w) in [-1, 1]."""
    return torch.from_numpy(np.ascontiguousarray(pixels)).movedim(-1, -3).float() / 127.5 - 1


@lru_cache(maxsize=1)
def _compositor() -> Compositor:
    torch.set_num_threads(1)
    return Compositor().eval()
