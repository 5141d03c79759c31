"""A model pack as one value: what each stage is, its files by hash, its tensors, sizes and defaults.

Numbers that belong to weights live in the pack, never in code; `packs.load_pack` makes these from a folder.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Literal

from sora_studio.inference.pack_parts import (
    Diffusion,
    LatentDecoder,
    LatentUpscaler,
    LaterModel,
    PackFile,
    PictureEncoder,
    PictureReader,
)

Join = Literal["beside", "after", "apart"]


@dataclass(frozen=True, slots=True)
class EncodeStage:
    """Stage A: text to conditioning. `output` is both the model's tensor and the name the later stages know it by.

    `heard` is the model's tensor of how sure it is, token by token, to know the word (1, n); "" where it has none.
    `padding` is the id a text is filled up with to `max_tokens`; None where the model takes texts of any length.
    `pooled` is a tensor that sums a text up. `second` reads the same text, and how its states are `joined` with those
    of the stage it is second to: "beside", last axis to last axis; "after", token behind token, the narrower filled up
    with zeros; "apart", only what it sums up is used. Pooled tensors of one name are laid side by side. Where
    `empty_is_zero`, no text at all is told as zeros; `alone` keeps what a second gives as it is, too, for a refiner.
    Where a reader was left out, the states of all are filled up with zeros to `room`, (tokens, width).
    """

    model: PackFile
    tokenizer: PackFile
    max_tokens: int
    inputs: Mapping[str, str]
    output: str
    heard: str = ""
    padding: int | None = None
    pooled: str = ""
    second: "EncodeStage | None" = None
    empty_is_zero: bool = False
    joined: Join = "beside"
    alone: bool = False
    room: tuple[int, ...] = ()

    @property
    def readers(self) -> "tuple[EncodeStage, ...]":
        """All that read a text, in the order in which what they give is joined."""
        return (self, *(self.second.readers if self.second else ()))

    @property
    def longest(self) -> "EncodeStage":
        """The reader that reads the most of a text: what it can't is not seen at all."""
        return max(self.readers, key=lambda reader: reader.max_tokens)


@dataclass(frozen=True, slots=True)
class DraftStage:
    """Stage B: noise to a low-resolution clip. `inputs` maps a role (sample, timestep, concepts) to a tensor.

    `axes` orders the sample's axes (B, F frames, C, H, W, or T tokens of 2 x 2 latents);
    `latent_scale` is picture pixels per latent pixel, a fraction where they are no whole number; `preview_rgb` picks
    the latent channels shown as red, green and blue, or `preview_mix` says how much of the three each channel is. A
    model of stills has a `frames_max` of 1. `scene_shape` is the shape of the scene that is diffused in place of
    frames; () where frames are. The first latent is one frame, each further one `frames_per_latent` of them.
    Where there is a `later` model, it finishes each run. A model that isn't told a first frame may draw over one: from
    that noised to the share `first_frame_strength` of the way; 0 where it can't. An `encoder` makes latents of the
    picture a draft begins with; a `reader` tells the model what is to be seen there.
    """

    model: PackFile
    inputs: Mapping[str, str]
    output: str
    axes: str
    diffusion: Diffusion
    guidance: float
    latent_channels: int
    latent_scale: int | Fraction
    frames_max: int
    frames_per_second: float
    preview_rgb: tuple[int, int, int]
    scene_shape: tuple[int, ...] = ()
    preview_mix: tuple[tuple[float, ...], ...] = ()
    frames_per_latent: int = 1
    later: LaterModel | None = None
    first_frame_strength: float = 0.0
    encoder: PictureEncoder | None = None
    reader: PictureReader | None = None

    @property
    def is_told_first_frame(self) -> bool:
        """Whether the model itself takes the frame a clip begins with."""
        return "first_frame" in self.inputs

    @property
    def goes_on(self) -> bool:
        """Whether a clip can begin with a given frame."""
        return self.is_told_first_frame or self.first_frame_strength > 0.0

    @property
    def draws_over(self) -> bool:
        """Whether it isn't told what a clip begins with, and draws over that."""
        return not self.is_told_first_frame and self.first_frame_strength > 0.0

    @property
    def begins_with_pictures(self) -> bool:
        """Whether what a clip can begin with is a picture (3, H, W), which is encoded, and no frame of a draft."""
        return self.is_told_first_frame and self.encoder is not None

    @property
    def models(self) -> tuple[PackFile, ...]:
        """Those that draw, the first to begin first, and those that encode what they begin with."""
        return (self.model, *(each.model for each in (self.later, self.encoder, self.reader) if each))

    @property
    def latents_max(self) -> int:
        """How many latents in time a run can draw at most."""
        return 1 + self._latents_after_first(self.frames_max)

    def latents_for(self, frame_count: int) -> int:
        """How many latents in time hold that many frames.

        Each window that begins with a picture has a first one of its own.
        """
        further = self._latents_after_first(frame_count)
        firsts = -(-further // max(1, self.latents_max - 1)) if self.begins_with_pictures else 1
        return max(1, firsts) + further

    def _latents_after_first(self, frame_count: int) -> int:
        return -(-(frame_count - 1) // self.frames_per_latent)

    @property
    def draws_pictures(self) -> bool:
        """Whether a draft's channels are red, green, blue and where the figures are, as a drawing's are."""
        return (self.latent_channels, self.preview_rgb) == (4, (0, 1, 2)) and not self.preview_mix


@dataclass(frozen=True, slots=True)
class DecodeStage:
    """A scene to draft frames (F, C, h, w) in [-1, 1]: red, green, blue, where the figures are; at any times.

    `frames_per_run` at a time; `inputs` maps a role (scene, frame_times, sketch) to a tensor.
    """

    model: PackFile
    inputs: Mapping[str, str]
    output: str
    frames_per_run: int


@dataclass(frozen=True, slots=True)
class RefineStage:
    """Stage C: draft to frames in pixels, `frames_per_run` at a time.

    With a `decoder` what is sampled are latents: the draft's, enlarged to those of the finished picture, noised to the
    share `strength` of the way and denoised under the request's own guidance, or `guidance`; 0 decodes the draft as it
    is. An `upscaler` is a model that enlarges them. A model that takes the role `draft` begins from noise alone and is
    steered by the draft, whose latents may be others than its own, of `latent_channels`; 0 where they are of one kind.
    """

    model: PackFile
    inputs: Mapping[str, str]
    output: str
    axes: str
    diffusion: Diffusion
    frames_per_run: int
    decoder: LatentDecoder | None = None
    strength: float = 1.0
    latent_channels: int = 0
    guidance: float | None = None
    upscaler: LatentUpscaler | None = None

    @property
    def models(self) -> tuple[PackFile, ...]:
        """Those that enlarge and decode, and the one that draws."""
        return (*(each.model for each in (self.upscaler, self.decoder) if each), self.model)

    @property
    def draws_anew(self) -> bool:
        """Whether it is steered by the draft, and begins from noise."""
        return "draft" in self.inputs


@dataclass(frozen=True, slots=True)
class PackDigest:
    """What a picture depends on in a pack, stage by stage (sha256 hex): a new refiner leaves old drafts valid."""

    encode: str
    draft: str
    refine: str


@dataclass(frozen=True, slots=True)
class ModelPack:
    """A whole pack. `native_sizes` are the (width, height) in pixels its pictures come in, the first the default.

    `decode` is there exactly when `draft` diffuses scenes.
    """

    folder: Path
    name: str
    title: str
    version: str
    licence: str
    source: str
    description: str
    encode: EncodeStage
    draft: DraftStage
    decode: DecodeStage | None
    refine: RefineStage
    native_sizes: tuple[tuple[int, int], ...]
    digest: PackDigest


def native_size(pack: ModelPack, film_size: tuple[int, int] | None = None) -> tuple[int, int]:
    """The pack's picture size (width, height) nearest in shape to the film's; the film scales it to its own size."""
    if film_size is None:
        return pack.native_sizes[0]
    film_shape = math.log(film_size[0] / film_size[1])
    return min(pack.native_sizes, key=lambda size: abs(math.log(size[0] / size[1]) - film_shape))
