# pyright: basic, reportMissingImports=false
"""What a given first frame tells each layer: the part of the canvas it shows, and the figures cut out of it."""

import torch
import torch.nn.functional as F
from torch import Tensor

from sora_studio.training.compositor import FRAME_HEIGHT, FRAME_WIDTH, Compositor
from sora_studio.training.layout import LAYOUT
from sora_studio.training.world.backdrop import LATENT_HEIGHT, LATENT_WIDTH
from sora_studio.training.world.draw import SPRITE_SIDE
from sora_studio.training.world.layers import VIEW_HEIGHT, VIEW_WIDTH

FIGURE_FROM = 0.0  # the mask is in [-1, 1]
TYPICAL_DEPTH = 0.5  # of what a frame shows, before its depths are dreamed
SMALLEST_HALF = 4.0  # base pixels


def backdrop_given(compositor: Compositor, frame: Tensor, concepts: Tensor, move: Tensor) -> Tensor:
    """frame (B, 4, 144, 256) laid on the canvas where the camera, moved as far as `move` says, sees it,
    (B, 4, 108, 192).

    The last channel is 1 where the canvas is known: in the frame and behind no figure.
    """
    depth = frame.new_full((len(frame), LATENT_HEIGHT, LATENT_WIDTH), TYPICAL_DEPTH)
    grid = compositor.frame_grid(concepts, move, depth)
    seen = F.grid_sample(frame, grid, padding_mode="border", align_corners=False)
    inside = (grid.abs() < 1).all(-1).unsqueeze(1)
    known = (inside & (seen[:, 3:] < FIGURE_FROM)).to(frame.dtype)
    return torch.cat([seen[:, :3] * known, known], 1)


def figure_given(frame: Tensor, concepts: Tensor, number: int) -> tuple[Tensor, Tensor]:
    """Figure 0 or 1 cut out of frame (B, 4, 144, 256): its picture (B, 4, 96, 96), premultiplied in [-1, 1], and its
    box (B, 3) as places count it: x, y, logarithm of the half width. Of two figures each has a side."""
    mine = figure_mask(frame, concepts, number)
    left, right, top, bottom = extent(mine).unbind(-1)
    x, y = (left + right) / 2, (top + bottom) / 2
    half = (torch.maximum(right - left, bottom - top) / 2).clamp(min=SMALLEST_HALF)
    steps = (torch.arange(SPRITE_SIDE, device=frame.device) + 0.5) * (2 / SPRITE_SIDE) - 1
    grid_x = (x.view(-1, 1, 1) + half.view(-1, 1, 1) * steps.view(1, 1, -1)) / (VIEW_WIDTH / 2)
    grid_y = (y.view(-1, 1, 1) + half.view(-1, 1, 1) * steps.view(1, -1, 1)) / (VIEW_HEIGHT / 2)
    grid = torch.stack([grid_x.expand(-1, SPRITE_SIDE, -1), grid_y.expand(-1, -1, SPRITE_SIDE)], -1)
    lit = torch.cat([(frame[:, :3] + 1) / 2 * mine.unsqueeze(1), mine.unsqueeze(1)], 1)
    picture = F.grid_sample(lit, grid, align_corners=False) * 2 - 1
    return picture, torch.stack([x / 64, y / 36, torch.log(half / 32)], -1)


def figure_mask(frame: Tensor, concepts: Tensor, number: int) -> Tensor:
    """1 where figure 0 or 1 is in frame (B, 4, 144, 256), (B, 144, 256)."""
    mask = (frame[:, 3] > FIGURE_FROM).to(frame.dtype)
    columns = torch.arange(FRAME_WIDTH, device=frame.device, dtype=frame.dtype)
    companion = concepts[:, LAYOUT.slice_of("companion")]
    paired = ((companion[:, 0] + companion[:, 1]) < 0.5).to(frame.dtype).view(-1, 1, 1)
    weight = mask.sum((1, 2)).clamp(min=1)
    middle = ((mask * columns).sum((1, 2)) / weight).view(-1, 1, 1)
    side = (columns <= middle) if number == 0 else (columns > middle)
    return mask * torch.where(paired > 0.5, side.to(frame.dtype), torch.ones_like(side, dtype=frame.dtype))


def extent(mask: Tensor) -> Tensor:
    """Left, right, top and bottom (B, 4) of a mask (B, 144, 256), in base pixels from the frame's middle; the whole
    frame where it is empty."""
    columns = torch.arange(FRAME_WIDTH, device=mask.device, dtype=mask.dtype)
    rows = torch.arange(FRAME_HEIGHT, device=mask.device, dtype=mask.dtype)
    left, right = _ends(mask.amax(1), columns)
    top, bottom = _ends(mask.amax(2), rows)
    scale_x, scale_y = VIEW_WIDTH / FRAME_WIDTH, VIEW_HEIGHT / FRAME_HEIGHT
    across = [edge * scale_x - VIEW_WIDTH / 2 for edge in (left, right + 1)]
    down = [edge * scale_y - VIEW_HEIGHT / 2 for edge in (top, bottom + 1)]
    return torch.stack([*across, *down], -1)


def _ends(line: Tensor, positions: Tensor) -> tuple[Tensor, Tensor]:
    """First and last position (B,) where line (B, n) is 1; the whole line where nowhere is."""
    far = positions[-1]
    any_one = line.amax(1) > 0
    first = torch.where(line > 0, positions, far).amin(1)
    last = torch.where(line > 0, positions, torch.zeros_like(positions)).amax(1)
    return torch.where(any_one, first, torch.zeros_like(first)), torch.where(any_one, last, far.expand_as(last))
