# pyright: basic, reportMissingImports=false
"""Stage B: a transformer that dreams a moving sketch, 64x36 colours and a subject mask, straight in pixels."""

from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from sora_studio.training.layers import FOURIER_BANDS, attend, fourier, plain_norm, small

CHANNELS = 4
HEIGHT, WIDTH, PATCH = 36, 64, 4
ROWS, COLUMNS = HEIGHT // PATCH, WIDTH // PATCH
MODULATIONS = 8
TEXTURE_CHANNELS = 8


@dataclass(frozen=True, slots=True)
class DraftShape:
    """The sizes a checkpoint needs to be read again."""

    concept_sizes: tuple[int, ...]
    heeded: tuple[int, ...]  # attributes a sketch depends on: light, weather and style are the painter's
    width: int = 192
    blocks: int = 6
    heads: int = 3


class DraftBlock(nn.Module):
    """Local convolution, attention in the frame, attention along time, attention to the concepts, MLP."""

    def __init__(self, shape: DraftShape) -> None:
        super().__init__()
        d, half = shape.width, shape.width // 2
        self.width, self.heads = d, shape.heads
        self.offset = nn.Parameter(torch.zeros(MODULATIONS, d))
        self.conv = small(nn.Conv2d(d, d, 3, padding=1))
        self.space_qkv, self.space_out = nn.Linear(d, 3 * d), small(nn.Linear(d, d))
        # Silent until clips teach it, as in AnimateDiff (Guo et al. 2023): the still model is left as it was.
        self.time_qkv, self.time_out = nn.Linear(d, 3 * half), small(nn.Linear(half, d), 0.0)
        self.concept_q, self.concept_kv = nn.Linear(d, half), nn.Linear(d, 2 * half)
        self.concept_out = small(nn.Linear(half, d))
        self.grow, self.shrink = nn.Linear(d, 2 * d), small(nn.Linear(2 * d, d))

    def forward(self, x: Tensor, modulation: Tensor, concepts: Tensor, moments: Tensor | None) -> Tensor:
        """x (B*F, N, d), modulation (B*F, 8, d), concepts (B*F, A, d), moments (B, F, d) or None for stills."""
        m = (modulation + self.offset).unsqueeze(2)
        y = F.silu(plain_norm(x, self.width) * (1 + m[:, 0]) + m[:, 1])
        y = self.conv(y.transpose(1, 2).unflatten(2, (ROWS, COLUMNS)))
        x = x + y.flatten(2).transpose(1, 2)
        y = plain_norm(x, self.width) * (1 + m[:, 2]) + m[:, 3]
        x = x + self.space_out(attend(*self.space_qkv(y).chunk(3, -1), heads=self.heads)) * (1 + m[:, 4])
        if moments is not None:
            x = x + self.along_time(x, moments)
        key, value = self.concept_kv(concepts).chunk(2, -1)
        query = self.concept_q(plain_norm(x, self.width))
        x = x + self.concept_out(attend(query, key, value, heads=self.heads))
        y = plain_norm(x, self.width) * (1 + m[:, 5]) + m[:, 6]
        return x + self.shrink(F.gelu(self.grow(y), approximate="tanh")) * (1 + m[:, 7])

    def along_time(self, x: Tensor, moments: Tensor) -> Tensor:
        """Attention across the frames of one clip at each position of the picture."""
        batch, frames, d = moments.shape
        y = plain_norm(x, self.width).reshape(batch, frames, ROWS * COLUMNS, d).transpose(1, 2)
        y = (y + moments.unsqueeze(1)).reshape(batch * ROWS * COLUMNS, frames, d)
        y = self.time_out(attend(*self.time_qkv(y).chunk(3, -1), heads=self.heads))
        y = y.reshape(batch, ROWS * COLUMNS, frames, d).transpose(1, 2)
        return y.reshape(batch * frames, ROWS * COLUMNS, d)


class DraftModel(nn.Module):
    """Predicts the clean sketch from a noisy one ("sample" prediction; Li & He 2025, Back to Basics)."""

    def __init__(self, shape: DraftShape) -> None:
        super().__init__()
        self.shape, d = shape, shape.width
        cells = PATCH * PATCH
        self.patches = nn.Linear((2 * CHANNELS + 1) * cells, d)
        self.positions = nn.Parameter(torch.randn(1, ROWS * COLUMNS, d) * 0.02)
        self.attributes = nn.ModuleList([nn.Linear(shape.concept_sizes[i], d, bias=False) for i in shape.heeded])
        for parameter in self.attributes.parameters():
            nn.init.normal_(parameter, std=0.5)  # one-hot input: each value is a column of its own
        self.noise_level = nn.Sequential(nn.Linear(2 * FOURIER_BANDS, d), nn.SiLU(), nn.Linear(d, d))
        self.moment = nn.Sequential(nn.Linear(2 * FOURIER_BANDS, d), nn.SiLU(), nn.Linear(d, d))
        self.summary = nn.Sequential(nn.Linear(3 * d, d), nn.SiLU())
        self.modulation = small(nn.Linear(d, MODULATIONS * d), 0.0)
        self.blocks = nn.ModuleList([DraftBlock(shape) for _ in range(shape.blocks)])
        self.out = small(nn.Linear(d, CHANNELS * cells), 0.0)
        # Patches know nothing of their neighbours' last pixels: two convolutions at full size mend the seams.
        self.texture = nn.Linear(d, TEXTURE_CHANNELS * cells)
        self.mend = nn.Conv2d(2 * CHANNELS + TEXTURE_CHANNELS, 24, 3, padding=1)
        self.mended = small(nn.Conv2d(24, CHANNELS, 3, padding=1), 0.0)

    def forward(
        self,
        sample: Tensor,
        timestep: Tensor,
        concepts: Tensor,
        frame_times: Tensor,
        first_frame: Tensor,
        has_first_frame: Tensor,
        *,
        moving: bool = True,
    ) -> Tensor:
        """sample (B, F, 4, 36, 64), timestep (B,), concepts (B, S), frame_times (B, F) seconds, first_frame
        (B, 4, 36, 64), has_first_frame (B,); `moving=False` leaves attention along time out. Returns sample's shape.
        """
        batch, frames = sample.shape[:2]
        dtype, d = self.patches.weight.dtype, self.shape.width
        x = self.patches(self.as_patches(sample, first_frame, has_first_frame).to(dtype)) + self.positions
        asked_for = concepts.to(dtype).split(self.shape.concept_sizes, -1)
        parts = [asked_for[i] for i in self.shape.heeded]
        tokens = torch.stack([table(part) for table, part in zip(self.attributes, parts, strict=True)], dim=1)
        moments = self.moment(fourier(frame_times).to(dtype))
        level = self.noise_level(fourier(timestep).to(dtype)).unsqueeze(1).expand(-1, frames, -1)
        asked = tokens.sum(1, keepdim=True).expand(-1, frames, -1)
        modulation = self.modulation(self.summary(torch.cat([level, moments, asked], -1)))
        modulation = modulation.reshape(batch * frames, MODULATIONS, d)
        tokens = torch.cat([tokens.unsqueeze(1).expand(-1, frames, -1, -1), (moments + level).unsqueeze(2)], 2)
        tokens = plain_norm(tokens.flatten(0, 1), d)
        for block in self.blocks:
            x = block(x, modulation, tokens, moments if moving else None)
        return self.as_pixels(plain_norm(x, d), sample.flatten(0, 1).to(dtype)).reshape(sample.shape)

    def as_pixels(self, tokens: Tensor, noisy: Tensor) -> Tensor:
        """Tokens (n, N, d) and the noisy frames (n, 4, 36, 64) to clean frames."""
        both = torch.cat([self.out(tokens), self.texture(tokens)], -1).transpose(1, 2).unflatten(2, (ROWS, COLUMNS))
        both = F.pixel_shuffle(both, PATCH)
        seams = self.mended(F.silu(self.mend(torch.cat([both, noisy], 1))))
        return both[:, :CHANNELS] + seams

    def as_patches(self, sample: Tensor, first_frame: Tensor, has_first_frame: Tensor) -> Tensor:
        """Each frame beside the frame the clip starts from and whether there is one: (B*F, N, 9 * 16)."""
        frames = sample.shape[1]
        flag = has_first_frame.reshape(-1, 1, 1, 1).expand(-1, 1, HEIGHT, WIDTH)
        start = torch.cat([first_frame * flag, flag], 1).unsqueeze(1).expand(-1, frames, -1, -1, -1)
        both = torch.cat([sample, start], 2).flatten(0, 1)
        return F.pixel_unshuffle(both, PATCH).flatten(2).transpose(1, 2)
