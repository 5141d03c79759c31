# pyright: basic, reportMissingImports=false
"""Holds a dreamed scene to its given first frame: where the frame shows the place, the place is as shown; where a
figure stood, and which way it faced, it stands and faces. What the frame doesn't show stays dreamed.

A painter asked to begin like a frame only comes near it, and an eye sees every near miss at the cut.
"""

import torch
import torch.nn.functional as F
from torch import Tensor

from sora_studio.training.compositor import Compositor
from sora_studio.training.first_frame import extent, figure_given, figure_mask
from sora_studio.training.world.camera import SHOT_S
from sora_studio.training.world.draw import FIGURES_MOST
from sora_studio.training.world.layers import HEIGHT, VIEW_HEIGHT, VIEW_WIDTH, WIDTH

# A figure's soft edge, in frame pixels: so near to it the place isn't shown clean.
EDGE = 2
# How soon, in canvas cells, what is shown gives way to what is dreamed at the frame's border.
_BORDER_CELLS = 1.5
SMALLEST_FIGURE = 24  # frame pixels; less is a speck, or the tip of somebody who has left
_MOST_GROWTH = 0.5  # of a figure's logarithm of size
# Nobody who begins a shot in the frame walks out of it: their middle stays this share of their half width inside.
_INSIDE = 0.4


def held_to_frame(
    compositor: Compositor, backdrop: Tensor, figures: Tensor, places: Tensor, concepts: Tensor, frame: Tensor
) -> tuple[Tensor, Tensor]:
    """The backdrop (B, 4, h, w) and places (B, 2, 6) of a clean scene, held to `frame` (B, 4, 144, 256) at its start;
    figures are (B, 2, 2, 4, s, s)."""
    backdrop = backdrop_held(compositor, backdrop, concepts, frame)
    held = facing_held(compositor, figures, places, concepts, frame)
    for _ in range(2):  # its size moves what is seen of a figure off the place it was moved to
        held = places_held(compositor, figures, held, concepts, frame)
    there = torch.stack([is_there(frame, concepts, number) for number in range(FIGURES_MOST)], 1)
    return backdrop, torch.where(there.unsqueeze(-1), walks_held(held), places)


def is_there(frame: Tensor, concepts: Tensor, number: int) -> Tensor:
    """Whether (B,) the frame shows figure 0 or 1."""
    return figure_mask(frame, concepts, number).sum((1, 2)) >= SMALLEST_FIGURE


def at_start(compositor: Compositor, concepts: Tensor) -> Tensor:
    """How far the camera has moved (B, 5, 1, 1) as a shot begins."""
    start = torch.zeros_like(concepts[:, 0])
    return compositor.motion(concepts, start, start + SHOT_S)


def backdrop_held(compositor: Compositor, backdrop: Tensor, concepts: Tensor, frame: Tensor) -> Tensor:
    """The canvas's colours as the frame shows them, as far as it does."""
    depth = ((backdrop[:, 3] + 1) / 2).clamp(0, 1)
    grid = compositor.frame_grid(concepts, at_start(compositor, concepts), depth)
    clean = -F.max_pool2d(frame[:, 3:], 2 * EDGE + 1, stride=1, padding=EDGE)
    seen = F.grid_sample(torch.cat([frame[:, :3], clean], 1), grid, padding_mode="border", align_corners=False)
    zoom, _ = compositor.framing(concepts)
    rows, columns = depth.shape[1:]
    cells = (zoom * WIDTH / columns / (VIEW_WIDTH / 2), zoom * HEIGHT / rows / (VIEW_HEIGHT / 2))
    from_border = [(1 - grid[..., axis].abs()) / cells[axis] for axis in range(2)]
    inside = (torch.minimum(*from_border) / _BORDER_CELLS).clamp(0, 1)
    shown = inside.unsqueeze(1) * (seen[:, 3:] > 0.9).to(frame.dtype)
    return torch.cat([backdrop[:, :3] + shown * (seen[:, :3] - backdrop[:, :3]), backdrop[:, 3:]], 1)


def facing_held(compositor: Compositor, figures: Tensor, places: Tensor, concepts: Tensor, frame: Tensor) -> Tensor:
    """Each figure turned the way in which it looks more like the figure in the frame."""
    unlike = []
    for facing in (1.0, -1.0):
        turned = torch.cat([places[..., :5], torch.full_like(places[..., 5:], facing)], -1)
        begun = _begun(compositor, figures, turned, concepts)
        cut = [[figure_given(of, concepts, n)[0] for of in (frame, begun)] for n in range(FIGURES_MOST)]
        unlike.append(torch.stack([((seen - got) ** 2).mean((1, 2, 3)) for seen, got in cut], 1))
    facing = torch.where(unlike[0] <= unlike[1], torch.ones_like(unlike[0]), -torch.ones_like(unlike[0]))
    return torch.cat([places[..., :5], facing.unsqueeze(-1)], -1)


def places_held(compositor: Compositor, figures: Tensor, places: Tensor, concepts: Tensor, frame: Tensor) -> Tensor:
    """Figures moved and sized so that at the start each fills what it fills in the frame. Of one that the frame cuts
    off, the edges that are seen count."""
    growth = at_start(compositor, concepts)[:, 4].flatten(1)
    begun = _begun(compositor, figures, places, concepts)
    held = []
    for number in range(FIGURES_MOST):
        wanted, got = (extent(figure_mask(of, concepts, number)) for of in (frame, begun))
        across, wider = _moved(wanted[:, :2], got[:, :2], VIEW_WIDTH / 2)
        down, taller = _moved(wanted[:, 2:], got[:, 2:], VIEW_HEIGHT / 2)
        known = ((wider != 0).to(frame.dtype) + (taller != 0).to(frame.dtype)).clamp(min=1)
        size = ((wider + taller) / known).clamp(-_MOST_GROWTH, _MOST_GROWTH)
        shift = torch.cat([across / 64, down / 36], -1) / growth
        held.append(
            torch.cat([places[:, number, :2] + shift, places[:, number, 2:3] + size, places[:, number, 3:]], -1)
        )
    return torch.stack(held, 1)


def walks_held(places: Tensor) -> Tensor:
    """Walks (B, 2, 6) that end where they can still be seen; each begins where it began."""
    x, y, size, speed, *rest = places.unbind(-1)
    half, start = 32 * size.exp(), x * 64 - speed * 12 * (SHOT_S / 2)
    room = (VIEW_WIDTH / 2 - _INSIDE * half).clamp(min=0)
    ahead = torch.where(speed > 0, (room - start).clamp(min=0), (room + start).clamp(min=0))
    slower = speed.sign() * torch.minimum(speed.abs() * 12, ahead / SHOT_S) / 12
    return torch.stack([(start + slower * 12 * (SHOT_S / 2)) / 64, y, size, slower, *rest], -1)


def _begun(compositor: Compositor, figures: Tensor, places: Tensor, concepts: Tensor) -> Tensor:
    """The shot's first frame, over black."""
    start = torch.zeros_like(concepts[:, 0])
    black = -torch.ones_like(figures[:, 0, 0])
    return compositor(black, figures, places, concepts, start, start + SHOT_S)


def _moved(wanted: Tensor, got: Tensor, border: float) -> tuple[Tensor, Tensor]:
    """Along one axis, of ends (B, 2): how far to go (B, 1), and the logarithm of how much to grow, 0 where an end lies
    at the border and nobody knows."""
    cut = (torch.maximum(wanted.abs(), got.abs()) >= border - 1.5).to(wanted.dtype)
    seen = 1 - cut
    shift = ((wanted - got) * seen).sum(-1, keepdim=True) / seen.sum(-1, keepdim=True).clamp(min=1)
    longer = torch.log((wanted[:, 1:] - wanted[:, :1]).clamp(min=2) / (got[:, 1:] - got[:, :1]).clamp(min=2))
    return shift, longer * seen.prod(-1, keepdim=True)
