# pyright: basic, reportMissingImports=false
"""Layers to frames: the multiplane camera of the drawn world, in tensors, so that it ships as a graph of the pack."""

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from sora_studio.training.layout import LAYOUT
from sora_studio.training.world import camera as drawn
from sora_studio.training.world.attributes import ATTRIBUTES
from sora_studio.training.world.cast import POSES
from sora_studio.training.world.figure import PERIOD_S
from sora_studio.training.world.layers import HEIGHT, HORIZON, VIEW_HEIGHT, VIEW_WIDTH, WIDTH

FRAME_WIDTH, FRAME_HEIGHT = 256, 144
UNSAID = {"size": "MS", "angle": "eye", "move": "static"}


class Compositor(nn.Module):
    """Lays figures over a backdrop as the camera of a shot sees them; the arithmetic of world.camera."""

    def __init__(self) -> None:
        super().__init__()
        moves = [drawn.SWEEP.get(m, (0.0, 0.0, 0.0, 0.0)) for m in _values("move")]
        pushes = [(max(0.0, p), max(0.0, -p)) for p in (drawn.PUSH.get(m, 0.0) for m in _values("move"))]
        self.sweep, self.push = nn.Buffer(torch.tensor(moves)), nn.Buffer(torch.tensor(pushes))
        self.zoom = nn.Buffer(torch.tensor([drawn.ZOOM[size] for size in _values("size")]))
        self.horizon = nn.Buffer(torch.tensor([drawn.HORIZON_ROW[angle] for angle in _values("angle")]))
        x, y = drawn.frame_grid(FRAME_WIDTH, FRAME_HEIGHT)
        self.x, self.y = nn.Buffer(torch.tensor(x)), nn.Buffer(torch.tensor(y))

    def framing(self, concepts: Tensor) -> tuple[Tensor, Tensor]:
        """Zoom and the canvas row in the frame's middle, (B, 1, 1) each."""
        zoom = _chosen(concepts, "size") @ self.zoom
        row = _chosen(concepts, "angle") @ self.horizon
        home = HORIZON - (row - VIEW_HEIGHT / 2) / zoom
        return zoom.view(-1, 1, 1), home.view(-1, 1, 1)

    def forward(
        self, backdrop: Tensor, figures: Tensor, places: Tensor, concepts: Tensor, times: Tensor, duration: Tensor
    ) -> Tensor:
        """backdrop (B, 4, h, w), figures (B, 2, 2, 4, s, s), places (B, 2, 6), concepts (B, S), times (B,) and
        duration (B,) seconds: one frame of each scene, (B, 4, 144, 256) in [-1, 1], the last channel the figures' mask.
        """
        move = self.motion(concepts, times, duration)
        frame = (self.backdrop(backdrop, concepts, move) + 1) / 2
        mask = torch.zeros_like(frame[:, :1])
        number = torch.floor(times / PERIOD_S * POSES + 1e-4) % POSES
        second = (number > 0.5).to(frame.dtype).view(-1, 1, 1, 1)
        # A walk, like a camera's move, spans the shot whatever its length: nobody leaves the frame of a long one.
        along = ((times / duration.clamp(min=1e-3) - 0.5) * drawn.SHOT_S).view(-1, 1, 1)
        # The companion first: the subject stands before it.
        for k in (1, 0):
            picture = torch.where(second > 0.5, figures[:, k, 1], figures[:, k, 0])
            picture = ((picture + 1) / 2).clamp(0, 1) * present(concepts, k).view(-1, 1, 1, 1)
            laid = F.grid_sample(picture, self.figure_grid(places[:, k], move, along), align_corners=False)
            frame = frame * (1 - laid[:, 3:]) + laid[:, :3]
            mask = 1 - (1 - mask) * (1 - laid[:, 3:])
        return torch.cat([frame, mask], 1) * 2 - 1

    def motion(self, concepts: Tensor, times: Tensor, duration: Tensor) -> Tensor:
        """(B, 5, 1, 1): pan x, pan y, truck, orbit in base pixels of the frame, and the growth."""
        linear = (times / duration.clamp(min=1e-3)).clamp(0, 1)
        share = 0.5 * linear + 0.5 * linear * linear * (3 - 2 * linear)
        move = _chosen(concepts, "move")
        sweep = (move @ self.sweep) * (share - 0.5).unsqueeze(1)
        push = move @ self.push
        growth = 1 + drawn.GROWTH * (push[:, 0] * share + push[:, 1] * (1 - share))
        return torch.cat([sweep, growth.unsqueeze(1)], 1)[..., None, None]

    def backdrop(self, canvas: Tensor, concepts: Tensor, move: Tensor) -> Tensor:
        """The canvas's colours as the camera sees them, (B, 3, 144, 256)."""
        depth = torch.ones_like(self.x)[None]
        for _ in range(2):
            grid = self.canvas_grid(concepts, move, depth)
            seen = F.grid_sample(canvas[:, 3:], grid, padding_mode="border", align_corners=False)
            depth = ((seen[:, 0] + 1) / 2).clamp(0, 1)
        grid = self.canvas_grid(concepts, move, depth)
        return F.grid_sample(canvas[:, :3], grid, padding_mode="border", align_corners=False).clamp(-1, 1)

    def canvas_grid(self, concepts: Tensor, move: Tensor, depth: Tensor) -> Tensor:
        """Which place of the canvas each pixel of the frame shows, at that depth (B, 144, 256)."""
        zoom, home = self.framing(concepts)
        along, pan_y, grown = _carried(move, depth)
        x = WIDTH / 2 + (along + self.x / grown) / zoom
        y = home + (pan_y + self.y / grown) / zoom
        return torch.stack([2 * x / WIDTH - 1, 2 * y / HEIGHT - 1], -1)

    def frame_grid(self, concepts: Tensor, move: Tensor, depth: Tensor) -> Tensor:
        """Which place of the frame shows each cell of the canvas, at that depth (B, h, w): the other way."""
        zoom, home = self.framing(concepts)
        along, pan_y, grown = _carried(move, depth)
        rows, columns = depth.shape[1:]
        x = (torch.arange(columns, device=depth.device) + 0.5) * (WIDTH / columns) - WIDTH / 2
        y = (torch.arange(rows, device=depth.device) + 0.5) * (HEIGHT / rows)
        across = (x.view(1, 1, -1) * zoom - along) * grown / (VIEW_WIDTH / 2)
        down = ((y.view(1, -1, 1) - home) * zoom - pan_y) * grown / (VIEW_HEIGHT / 2)
        return torch.stack([across, down], -1)

    def figure_grid(self, place: Tensor, move: Tensor, along: Tensor) -> Tensor:
        pan_x, pan_y, truck, _, growth = move.unbind(1)
        x, y, half, speed, stretch, facing = (part.view(-1, 1, 1) for part in as_box(place))
        centre_x = growth * (x + speed * along - pan_x - truck)
        centre_y = growth * (y - pan_y)
        half = half * growth
        return torch.stack([facing * (self.x - centre_x) / half, (self.y - centre_y) / (half * stretch)], -1)


def as_box(place: Tensor) -> tuple[Tensor, ...]:
    """Of places (B, 6), as world.draw.as_place writes them: x, y, half width, speed, stretch, facing 1 or -1."""
    x, y, size, speed, stretch, facing = place.unbind(-1)
    right = torch.where(facing < 0, -torch.ones_like(facing), torch.ones_like(facing))
    return x * 64, y * 36, 32 * size.clamp(-3, 2).exp(), speed * 12, 1 + stretch.clamp(-2, 2) / 8, right


def _carried(move: Tensor, depth: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """How far the camera has carried what lies at `depth` along and down, in base pixels, and how much it has grown."""
    pan_x, pan_y, truck, orbit, growth = move.unbind(1)
    grown = 1 + (growth - 1) * (drawn.FAR_GROWTH + (1 - drawn.FAR_GROWTH) * depth)
    along = pan_x + truck * (drawn.FAR_TRUCK + (1 - drawn.FAR_TRUCK) * depth) + orbit * (1 - depth)
    return along, pan_y, grown


def present(concepts: Tensor, number: int) -> Tensor:
    """Whether figure 0 (the subject) or 1 (its companion) is there: 1 or 0 per scene; unasked, only the subject is."""
    part = concepts[:, LAYOUT.slice_of(("subject", "companion")[number])]
    absent = part[:, 1] if number == 0 else part[:, 0] + part[:, 1]
    return (absent < 0.5).to(concepts.dtype)


def _values(name: str) -> list[str]:
    return [UNSAID[name], *ATTRIBUTES[name][1:]]


def _chosen(concepts: Tensor, name: str) -> Tensor:
    """The likeliest value as one-hot: a camera half panning left and half right would stand still."""
    part = concepts[:, LAYOUT.slice_of(name)]
    return F.one_hot(part.argmax(-1), part.shape[-1]).to(part.dtype)
