# pyright: basic, reportMissingImports=false
"""Learned textures: paper, hatching and stars that stay in their place, and weather that drifts across the frame.

What repeats exactly needs no network to dream it (neural textures; Thies et al. 2019): gradient descent paints it into
an image, and the network decides where and how strongly it shows.
"""

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from sora_studio.training.layout import LAYOUT
from sora_studio.training.world.attributes import ATTRIBUTES
from sora_studio.training.world.weather import SCROLL, TILE

FRAME_HEIGHT, FRAME_WIDTH = 288, 512
PIXELS_PER_BASE = 2
SIDE = TILE * PIXELS_PER_BASE
STILL_TEXTURES = 6
DRIFTS = 2  # near and far
PACE = 4.0  # textures learn this much faster than the rest


class Textures(nn.Module):
    """Still textures (6, 288, 512) and, for every weather, two tiles (128, 128) that scroll and repeat."""

    def __init__(self, wishes: int) -> None:
        super().__init__()
        weathers = ATTRIBUTES["weather"]
        self.still = nn.Parameter(torch.randn(STILL_TEXTURES, FRAME_HEIGHT, FRAME_WIDTH) * 0.02)
        self.tiles = nn.Parameter(torch.full((len(weathers), DRIFTS, SIDE, SIDE), 0.02))
        self.tints = nn.Linear(wishes, DRIFTS * 3)

    def still_at(self, tops: list[int], lefts: list[int], height: int, width: int) -> Tensor:
        """Crops (n, 6, height, width) of the still textures."""
        both = zip(tops, lefts, strict=True)
        return PACE * torch.stack([self.still[:, y : y + height, x : x + width] for y, x in both])

    def weathered(self, picture: Tensor, concepts: Tensor, wishes: Tensor, moment: Tensor, corner: Tensor) -> Tensor:
        """picture (n, 3, h, w), whose corner (n, 2) is at x, y of the frame, with what falls or drifts before it."""
        weather = concepts[:, LAYOUT.slice_of("weather")].to(picture.dtype)
        speeds, falls = weather_motion()
        falling = (weather @ falls.to(weather)).view(-1, 1, 1, 1)
        tiles = (weather @ (PACE * self.tiles).flatten(1)).unflatten(1, (DRIFTS, SIDE, SIDE))
        speeds = (concepts[:, LAYOUT.slice_of("weather")].float() @ speeds.flatten(1)).unflatten(1, (DRIFTS, 2))
        tints = self.tints(wishes).unflatten(1, (DRIFTS, 3))
        for k in reversed(range(DRIFTS)):
            grid = self.scrolled(corner - speeds[:, k] * moment.unsqueeze(1), picture.shape[2:])
            tile = F.pad(tiles[:, k : k + 1], (0, 1, 0, 1), mode="circular")
            cover = falling * F.grid_sample(tile, grid.to(tile.dtype), align_corners=True)
            picture = picture + cover * (tints[:, k, :, None, None] - picture)
        return picture

    def scrolled(self, corner: Tensor, size: torch.Size) -> Tensor:
        """Where in a tile of 129x129, its edges repeated, each pixel of a picture lies: (n, h, w, 2)."""
        height, width = size
        x = corner[:, :1] + torch.arange(width, device=corner.device)
        y = corner[:, 1:] + torch.arange(height, device=corner.device)
        x, y = torch.remainder(x, SIDE) * (2 / SIDE) - 1, torch.remainder(y, SIDE) * (2 / SIDE) - 1
        return torch.stack([x[:, None, :].expand(-1, height, -1), y[:, :, None].expand(-1, -1, width)], -1)


def weather_motion() -> tuple[Tensor, Tensor]:
    """Of every weather how fast its tiles scroll, (W, 2, 2) pixels a second in fp32, and whether it has any, (W,)."""
    weathers = ATTRIBUTES["weather"]
    speeds = torch.tensor([SCROLL.get(weather, ((0.0, 0.0), (0.0, 0.0))) for weather in weathers])
    return speeds * PIXELS_PER_BASE, torch.tensor([float(weather in SCROLL) for weather in weathers])
