# pyright: basic, reportMissingImports=false
"""The transformer that dreams one kind of layer, a backdrop or a figure, in patches of pixels."""

from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from sora_studio.training.layers import FOURIER_BANDS, attend, fourier, plain_norm, small

PATCH = 12
CELLS = PATCH * PATCH
MODULATIONS = 8
TEXTURE_CHANNELS = 4
MEND_CHANNELS = 16


@dataclass(frozen=True, slots=True)
class LayerShape:
    """What a layer is and the sizes of its painter; a checkpoint needs it to be read again.

    A layer has `channels` of rows x columns patches and, where it has a place in the frame, `numbers`; what it is given
    to go on from has `given` channels and `given_numbers`.
    """

    concept_sizes: tuple[int, ...]
    heeded: tuple[int, ...]
    rows: int
    columns: int
    channels: int
    given: int
    numbers: int
    given_numbers: int
    width: int
    blocks: int
    heads: int


class LayerBlock(nn.Module):
    """Local convolution, attention over the layer, attention to the concepts, MLP."""

    def __init__(self, shape: LayerShape) -> None:
        super().__init__()
        d, half = shape.width, shape.width // 2
        self.shape = shape
        self.offset = nn.Parameter(torch.zeros(MODULATIONS, d))
        self.conv = small(nn.Conv2d(d, d, 3, padding=1))
        self.qkv, self.out = nn.Linear(d, 3 * d), small(nn.Linear(d, d))
        self.concept_q, self.concept_kv = nn.Linear(d, half), nn.Linear(d, 2 * half)
        self.concept_out = small(nn.Linear(half, d))
        self.grow, self.shrink = nn.Linear(d, 2 * d), small(nn.Linear(2 * d, d))

    def forward(self, x: Tensor, modulation: Tensor, concepts: Tensor) -> Tensor:
        """x (B, N, d), the patches first; modulation (B, 8, d), concepts (B, A, d)."""
        shape = self.shape
        m = (modulation + self.offset).unsqueeze(2)
        patches = shape.rows * shape.columns
        y = F.silu(plain_norm(x, shape.width) * (1 + m[:, 0]) + m[:, 1])[:, :patches]
        y = self.conv(y.transpose(1, 2).unflatten(2, (shape.rows, shape.columns))).flatten(2).transpose(1, 2)
        x = x + F.pad(y, (0, 0, 0, min(1, shape.numbers)))
        y = plain_norm(x, shape.width) * (1 + m[:, 2]) + m[:, 3]
        x = x + self.out(attend(*self.qkv(y).chunk(3, -1), heads=shape.heads)) * (1 + m[:, 4])
        key, value = self.concept_kv(concepts).chunk(2, -1)
        query = self.concept_q(plain_norm(x, shape.width))
        x = x + self.concept_out(attend(query, key, value, heads=shape.heads))
        y = plain_norm(x, shape.width) * (1 + m[:, 5]) + m[:, 6]
        return x + self.shrink(F.gelu(self.grow(y), approximate="tanh")) * (1 + m[:, 7])


class LayerModel(nn.Module):
    """Predicts the clean layer from a noisy one, in large patches of pixels (Li & He 2025, Back to Basics)."""

    def __init__(self, shape: LayerShape) -> None:
        super().__init__()
        self.shape, d = shape, shape.width
        self.patches = nn.Linear((shape.channels + shape.given + 1) * CELLS, d)
        self.positions = nn.Parameter(torch.randn(1, shape.rows * shape.columns, d) * 0.02)
        self.attributes = nn.ModuleList([nn.Linear(shape.concept_sizes[i], d, bias=False) for i in shape.heeded])
        for parameter in self.attributes.parameters():
            nn.init.normal_(parameter, std=0.5)  # one-hot input: each value is a column of its own
        self.level = nn.Sequential(nn.Linear(2 * FOURIER_BANDS, d), nn.SiLU(), nn.Linear(d, d))
        self.summary = nn.Sequential(nn.Linear(2 * d, d), nn.SiLU())
        self.modulation = small(nn.Linear(d, MODULATIONS * d), 0.0)
        self.blocks = nn.ModuleList([LayerBlock(shape) for _ in range(shape.blocks)])
        self.out = small(nn.Linear(d, shape.channels * CELLS), 0.0)
        # Patches know nothing of their neighbours' last pixels: two convolutions at full size mend the seams.
        self.texture = nn.Linear(d, TEXTURE_CHANNELS * CELLS)
        self.mend = nn.Conv2d(shape.channels + TEXTURE_CHANNELS, MEND_CHANNELS, 3, padding=1)
        self.mended = small(nn.Conv2d(MEND_CHANNELS, shape.channels, 3, padding=1), 0.0)
        if shape.numbers:
            self.place = nn.Linear(shape.numbers + shape.given_numbers + 1, d)
            self.placed = small(nn.Linear(d, shape.numbers), 0.0)

    def forward(
        self,
        sample: Tensor,
        numbers: Tensor,
        timestep: Tensor,
        concepts: Tensor,
        given: Tensor,
        given_numbers: Tensor,
        has_given: Tensor,
    ) -> tuple[Tensor, Tensor]:
        """sample (B, C, H, W), numbers (B, n), timestep (B,), concepts (B, S), given (B, G, H, W), given_numbers
        (B, g), has_given (B,): the clean sample and numbers."""
        shape, dtype = self.shape, self.patches.weight.dtype
        flag = has_given.reshape(-1, 1, 1, 1)
        plane = flag.expand(-1, 1, *sample.shape[2:])
        seen = torch.cat([sample, given * flag, plane], 1)
        x = self.patches(F.pixel_unshuffle(seen, PATCH).flatten(2).transpose(1, 2).to(dtype)) + self.positions
        if shape.numbers:
            known = torch.cat([given_numbers, torch.ones_like(given_numbers[:, :1])], 1) * has_given.unsqueeze(1)
            place = self.place(torch.cat([numbers, known], 1).to(dtype))
            x = torch.cat([x, place.unsqueeze(1)], 1)
        parts = concepts.to(dtype).split(shape.concept_sizes, -1)
        tokens = [table(parts[i]) for table, i in zip(self.attributes, shape.heeded, strict=True)]
        level = self.level(fourier(timestep).to(dtype))
        asked = torch.stack(tokens, 1)
        modulation = self.modulation(self.summary(torch.cat([level, asked.sum(1)], -1)))
        modulation = modulation.unflatten(1, (MODULATIONS, shape.width))
        asked = plain_norm(torch.cat([asked, level.unsqueeze(1)], 1), shape.width)
        for block in self.blocks:
            x = block(x, modulation, asked)
        x = plain_norm(x, shape.width)
        clean_numbers = self.placed(x[:, -1]) if shape.numbers else numbers
        return self.as_pixels(x[:, : shape.rows * shape.columns]), clean_numbers

    def as_pixels(self, tokens: Tensor) -> Tensor:
        both = torch.cat([self.out(tokens), self.texture(tokens)], -1).transpose(1, 2)
        both = F.pixel_shuffle(both.unflatten(2, (self.shape.rows, self.shape.columns)), PATCH)
        return both[:, : self.shape.channels] + self.mended(F.silu(self.mend(both)))
