"""What the stages of a pack are made of: its files by hash, how a model is sampled, the models beside it."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from sora_studio.inference.size_shift import SizeShift

Initial = Literal["unit", "sigma", "noise"]


@dataclass(frozen=True, slots=True)
class PackFile:
    """A file of a pack, its content checked against `sha256` (hex) when the pack was read.

    `parts` are the files beside a model that hold its weights.
    """

    path: Path
    sha256: str
    size_bytes: int
    parts: tuple["PackFile", ...] = ()

    @property
    def bytes_of_all(self) -> int:
        """The size of the same."""
        return self.size_bytes + sum(part.size_bytes for part in self.parts)

    @property
    def sha256_of_all(self) -> list[str]:
        """The hashes of everything the file stands for: a model's graph and its weights."""
        return [self.sha256, *(part.sha256 for part in self.parts)]


@dataclass(frozen=True, slots=True)
class Diffusion:
    """How a stage's model is sampled; `schedule_options` go to the schedule by name (flow: shift).

    A run starts from noise of unit variance with the picture in it ("unit"), from the noise of its first level alone
    ("sigma"), or from noise whatever that level is ("noise"). `guidance_embedding` is how many numbers tell a distilled
    model the guidance; 0 where it isn't told. `size_shift` takes the place of the options' shift.
    """

    prediction: str
    schedule: str
    schedule_options: Mapping[str, str | int | float | bool]
    sampler: str
    steps: int
    noise_correlation: float
    initial: Initial = "unit"
    guidance_embedding: int = 0
    size_shift: SizeShift | None = None


@dataclass(frozen=True, slots=True)
class LaterModel:
    """A model that takes a run over at the first level whose timestep is `below` that.

    Of what the guidance is above 1 it takes `guidance_share`.
    """

    model: PackFile
    inputs: Mapping[str, str]
    output: str
    below: float
    guidance_share: float = 1.0

    def guidance(self, of_run: float) -> float:
        """Its own, in a run under that."""
        return 1.0 + (of_run - 1.0) * self.guidance_share


@dataclass(frozen=True, slots=True)
class PictureEncoder:
    """A VAE's encoder of one picture in [-1, 1]: `picture` (1, 3, H, W) to `output` (1, C, h, w).

    Its first `channels` (0 for all) less `shift`, times `scaling`, are a latent as drawn: what a VAE is unsure of may
    follow them. One that is told which frames of a clip are `given` (F,), 1 for the picture and 0 for grey, gives the
    latents of all of it: (1, C, F', h, w).
    """

    model: PackFile
    picture: str
    output: str
    given: str = ""
    channels: int = 0
    scaling: float = 1.0
    shift: float = 0.0

    @property
    def inputs(self) -> tuple[str, ...]:
        """The model's tensors that are filled."""
        return (self.picture, self.given) if self.given else (self.picture,)


@dataclass(frozen=True, slots=True)
class PictureReader:
    """What tells a model what a picture in [-1, 1] shows: `picture` (1, 3, H, W) to `output`, states (1, *`shape`)."""

    model: PackFile
    picture: str
    output: str
    shape: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class LatentUpscaler:
    """A model that enlarges latents of unit variance: `latents` to `output`, `scale` times as high and as wide.

    Both in the order of `axes`, a clip in one run. By `adain` each channel is brought back to the mean and deviation it
    had before (Huang and Belongie 2017): 0 leaves what the model gave, 1 takes theirs.
    """

    model: PackFile
    latents: str
    output: str
    scale: int
    axes: str = "FCHW"
    adain: float = 0.0


@dataclass(frozen=True, slots=True)
class LatentDecoder:
    """A VAE's decoder: latents of unit variance z to pictures in [-1, 1], given z / `scaling` + `shift`.

    `latents` is the model's tensor of them, in the order of `axes`, `scale` picture pixels per latent pixel. Where
    a VAE has measured each channel of its latents, they are multiplied by its `deviations` and get its `means` added.
    `tiles_in_time` where a part of a clip is decoded as well without what came before it.
    """

    model: PackFile
    latents: str
    output: str
    scale: int
    scaling: float
    shift: float = 0.0
    axes: str = "FCHW"
    deviations: tuple[float, ...] = ()
    means: tuple[float, ...] = ()
    tiles_in_time: bool = False

    @property
    def takes_clips(self) -> bool:
        """Whether frames are decoded together, all but the first several to a latent."""
        return "F" in self.axes[1:]
