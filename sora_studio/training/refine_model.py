# pyright: basic, reportMissingImports=false
"""Stage C: a small U-Net that paints a frame from its sketch: light, weather, style and edges."""

from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from sora_studio.training.layers import FOURIER_BANDS, attend, fourier, plain_norm, small
from sora_studio.training.outline import OUTLINES, PLANES, planes
from sora_studio.training.textures import STILL_TEXTURES, Textures

CELL = 4
SKETCH_SCALE = 2
SKETCH_CHANNELS, PLACE_CHANNELS, OUTLINE_CHANNELS = 4, 2, 4
GRADE_PACE = 4.0  # the mixing of layers learns this much faster than the rest
PICTURE_VARIANCE = 0.3  # of drawn frames in [-1, 1]


@dataclass(frozen=True, slots=True)
class RefineShape:
    """The sizes a checkpoint needs to be read again."""

    concept_width: int
    widths: tuple[int, int, int] = (40, 80, 128)
    context: int = 128
    heads: int = 4


class PaintBlock(nn.Module):
    """Two convolutions with the wishes (light, style, noise level) scaling and shifting between them.

    No normalisation: statistics over the picture would differ between a crop and a frame, and over the channels of a
    cell they lose how strong an edge is (as Lim et al. 2017, EDSR, found for super-resolution).
    """

    def __init__(self, inputs: int, width: int, context: int) -> None:
        super().__init__()
        self.first = lively(nn.Conv2d(inputs, width, 3, padding=1))
        self.film = nn.Linear(context, 2 * width)
        self.second = lively(nn.Conv2d(width, width, 3, padding=1), 0.2)
        self.skip = lively(nn.Conv2d(inputs, width, 1)) if inputs != width else nn.Identity()

    def forward(self, x: Tensor, wishes: Tensor) -> Tensor:
        y = self.first(F.silu(x))
        scale, shift = self.film(wishes)[:, :, None, None].chunk(2, 1)
        return self.skip(x) + self.second(F.silu(y * (1 + scale) + shift))


class WholePicture(nn.Module):
    """Attention over all cells of the lowest level, so that sky and light agree across the frame."""

    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.width, self.heads = width, heads
        self.qkv, self.out = nn.Linear(width, 3 * width), small(nn.Linear(width, width))

    def forward(self, x: Tensor) -> Tensor:
        rows, columns = x.shape[2:]
        y = plain_norm(x.flatten(2).transpose(1, 2), self.width)
        y = self.out(attend(*self.qkv(y).chunk(3, -1), heads=self.heads))
        return x + y.transpose(1, 2).reshape(-1, self.width, rows, columns)


def lively(conv: nn.Conv2d, gain: float = 1.0) -> nn.Conv2d:
    """Keeps the signal's size from layer to layer (He et al. 2015), times `gain`."""
    nn.init.kaiming_normal_(conv.weight)
    with torch.no_grad():
        conv.weight.mul_(gain)
    return conv


class RefineModel(nn.Module):
    """Predicts the clean frame from a noisy one and its sketch; works on cells of 4x4 pixels."""

    def __init__(self, shape: RefineShape) -> None:
        super().__init__()
        self.shape = shape
        fine, middle, coarse = shape.widths
        context, cells = shape.context, 3 * CELL * CELL
        self.wishes = nn.Sequential(
            nn.Linear(shape.concept_width + 4 * FOURIER_BANDS, context),
            nn.SiLU(),
            nn.Linear(context, context),
            nn.SiLU(),
        )
        sketched = SKETCH_CHANNELS * (CELL // SKETCH_SCALE) ** 2
        inputs = cells + sketched + PLACE_CHANNELS + OUTLINE_CHANNELS * CELL * CELL
        self.enter = lively(nn.Conv2d(inputs, fine, 3, padding=1))
        self.fine_in = PaintBlock(fine, fine, context)
        self.to_middle = lively(nn.Conv2d(fine, middle, 3, stride=2, padding=1))
        self.middle_in = PaintBlock(middle, middle, context)
        self.to_coarse = lively(nn.Conv2d(middle, coarse, 3, stride=2, padding=1))
        self.coarse = nn.ModuleList([PaintBlock(coarse, coarse, context) for _ in range(3)])
        self.whole = WholePicture(coarse, shape.heads)
        self.from_coarse = lively(nn.Conv2d(coarse, middle, 1))
        self.middle_out = PaintBlock(2 * middle, middle, context)
        self.from_middle = lively(nn.Conv2d(middle, fine, 1))
        self.fine_out = nn.ModuleList([PaintBlock(2 * fine, fine, context), PaintBlock(fine, fine, context)])
        self.leave = small(nn.Conv2d(fine, cells + STILL_TEXTURES, 3, padding=1), 0.0)
        # Light and style are first of all a way to mix colours, outlines and glow: a matrix chosen by the wishes.
        self.grade = small(nn.Linear(context, 3 * PLANES), 0.0)
        self.textures = Textures(context)
        self.textured = small(nn.Linear(context, 3 * STILL_TEXTURES), 0.02)

    def forward(
        self,
        sample: Tensor,
        timestep: Tensor,
        sketch: Tensor,
        concepts: Tensor,
        moment: Tensor,
        place: Tensor,
        still: Tensor,
        corner: Tensor,
    ) -> Tensor:
        """sample (n, 3, H, W), timestep (n,), sketch (n, 4, H/2, W/2), concepts (n, S), moment (n,) seconds, place
        (n, 2, H/4, W/4): where in the frame each cell lies, -1..1; still (n, 6, H, W): the still textures there;
        corner (n, 2): x and y of the picture's corner in the frame. Returns the clean picture (n, 3, H, W).
        """
        dtype = self.enter.weight.dtype
        asked = torch.cat([concepts.float(), fourier(timestep), fourier(moment)], -1).to(dtype)
        wishes = self.wishes(asked)
        cells = F.pixel_unshuffle(sample * trust(timestep), CELL)
        under = F.pixel_unshuffle(sketch, CELL // SKETCH_SCALE)
        with torch.no_grad():
            layers, seen = planes(sketch.float())
        seen = F.pixel_unshuffle(seen, CELL)
        x = self.fine_in(self.enter(torch.cat([cells, under, place, seen], 1).to(dtype)), wishes)
        y = self.middle_in(self.to_middle(x), wishes)
        z = self.to_coarse(y)
        for i, block in enumerate(self.coarse):
            z = self.whole(block(z, wishes)) if i == 0 else block(z, wishes)
        z = F.interpolate(self.from_coarse(z), scale_factor=2.0, mode="nearest")
        y = self.middle_out(torch.cat([y, z], 1), wishes)
        y = F.interpolate(self.from_middle(y), scale_factor=2.0, mode="nearest")
        x = torch.cat([x, y], 1)
        for block in self.fine_out:
            x = block(x, wishes)
        left = self.leave(F.silu(x))
        detail = F.pixel_shuffle(left[:, STILL_TEXTURES:], CELL)
        shown = 1 + F.interpolate(left[:, :STILL_TEXTURES], scale_factor=float(CELL), mode="nearest")
        tints = self.textured(wishes).reshape(-1, 3, STILL_TEXTURES)
        texture = (tints @ (still.to(dtype) * shown).flatten(2)).unflatten(2, sample.shape[2:])
        painted = detail + self.graded(layers.to(dtype), wishes) + texture
        return self.textures.weathered(painted, concepts, wishes, moment, corner)

    def draw_bolder(self, gain: float) -> None:
        """Strengthens outlines and glow: where an edge lies is uncertain, and then the loss is least for faint ones."""
        gains = torch.ones(3, PLANES)
        gains[:, OUTLINES] = gain
        with torch.no_grad():
            self.grade.weight.mul_(gains.flatten().unsqueeze(1))
            self.grade.bias.mul_(gains.flatten())

    def graded(self, layers: Tensor, wishes: Tensor) -> Tensor:
        """The sketch's colours and outlines (n, 14, H, W) mixed to a picture, in the light and style wished for."""
        mixing = GRADE_PACE * self.grade(wishes).reshape(-1, 3, PLANES)
        crisp_colours = torch.eye(3, PLANES, dtype=layers.dtype, device=layers.device)
        return ((mixing + crisp_colours) @ layers.flatten(2)).unflatten(2, layers.shape[2:])


def trust(timestep: Tensor) -> Tensor:
    """How far the noisy picture is to be believed, (n, 1, 1, 1): the gain of the best linear estimate of x0 (Wiener).

    Pure noise counts for nothing, so nothing has to be learned to ignore it.
    """
    t = timestep.view(-1, 1, 1, 1)
    signal = (1 - t) * PICTURE_VARIANCE
    return signal / ((1 - t) * signal + t**2)


def places(rows: int, columns: int) -> Tensor:
    """Where each cell of a whole frame lies: (1, 2, rows, columns), x then y, from -1 to 1."""
    y, x = torch.meshgrid(torch.linspace(-1, 1, rows), torch.linspace(-1, 1, columns), indexing="ij")
    return torch.stack([x, y])[None]
