# pyright: basic, reportMissingImports=false
"""What a sketch tells of its frame without learning: crisp areas, their outlines, and a glow around these."""

import torch
import torch.nn.functional as F
from torch import Tensor

SCALE = 2
REACH = 5  # pixels: about as wide as the softest edge of a figure that fills the frame
GLOW_REACH = 9
CRISPNESS = 4.0
FAINTEST_EDGE = 0.2
PLANES = 14
OUTLINES = slice(6, 13)  # among the planes: outline, coloured outline, glow


def enlarged(sketch: Tensor) -> Tensor:
    return F.interpolate(sketch, scale_factor=float(SCALE), mode="bilinear", align_corners=False)


def crisp(soft: Tensor) -> Tensor:
    """Moves each pixel towards the darker or the brighter side of the edge it lies on (a shock filter's one step)."""
    brightest, darkest = _highest(soft), -_highest(-soft)
    place = (soft - darkest) / (brightest - darkest + 0.05)
    place = ((place - 0.5) * CRISPNESS + 0.5).clamp(0, 1)
    return darkest + place * (brightest - darkest)


def edges(sharp: Tensor) -> Tensor:
    """How much of an edge each pixel is, (n, 1, H, W) in 0..1, from colours and the subject's mask alike."""
    around = F.pad(sharp, (1, 1, 1, 1), mode="replicate")
    across = (around[:, :, 1:-1, 2:] - around[:, :, 1:-1, :-2]).abs()
    along = (around[:, :, 2:, 1:-1] - around[:, :, :-2, 1:-1]).abs()
    return ((across + along).amax(1, keepdim=True) - FAINTEST_EDGE).clamp(0, 1)


def planes(sketch: Tensor) -> tuple[Tensor, Tensor]:
    """The layers a style mixes its frame from, (n, 14, H, W): crisp and soft colours, outline, coloured outline, glow,
    and one; and beside them what the network itself looks at, crisp colours and outline (n, 4, H, W)."""
    soft = enlarged(sketch)
    sharp = crisp(soft)
    outline = edges(sharp)
    coloured = outline * (soft[:, :3] + 1) / 2
    glow = _spread(coloured)
    layers = [sharp[:, :3], soft[:, :3], outline, coloured, glow, torch.ones_like(outline)]
    return torch.cat(layers, 1), torch.cat([sharp[:, :3], outline], 1)


def _highest(x: Tensor) -> Tensor:
    half = REACH // 2
    x = F.max_pool2d(x, (1, REACH), stride=1, padding=(0, half))
    return F.max_pool2d(x, (REACH, 1), stride=1, padding=(half, 0))


def _spread(x: Tensor) -> Tensor:
    """A box blur, one axis after the other: a fifth of the time of both at once."""
    width = 2 * GLOW_REACH - 1
    x = F.avg_pool2d(x, (1, width), stride=1, padding=(0, GLOW_REACH - 1))
    return F.avg_pool2d(x, (width, 1), stride=1, padding=(GLOW_REACH - 1, 0))
