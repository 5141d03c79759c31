# pyright: basic, reportMissingImports=false, reportPrivateImportUsage=false
"""The parts of each family as torch modules of plain tensors, with inputs to trace them by and to check them with.

What is read is settings and safetensors: no pickle, and no code that comes with a checkpoint.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import diffusers
import torch
import transformers
from safetensors import SafetensorError
from torch import Tensor, nn

from sora_studio.conversion.checkpoint import weights_variant
from sora_studio.errors import PackError
from sora_studio.inference.model import first_line
from sora_studio.inference.pipeline_folder import COPY_AGAIN

TOKENS, TIMESTEP = 77, "timestep"
# Sides of latents: one to trace with, and one to check that sides may vary; upright, so that they aren't mixed up.
SIDES, OTHER_SIDES = (16, 24), (32, 16)
Inputs = dict[str, Tensor]


@dataclass(frozen=True)
class Part:
    """A part of a pipeline by the name of its folder there; `varying` names the axes that may be of any length.

    `keeps_precision` where half precision would overflow.
    """

    name: str
    module: nn.Module
    inputs: Inputs
    outputs: tuple[str, ...]
    other_inputs: Inputs | None = None
    varying: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    keeps_precision: bool = False


class _Clip(nn.Module):
    def __init__(self, model: nn.Module) -> None:
        super().__init__()
        self.model = model

    def forward(self, input_ids: Tensor) -> Tensor:
        return self.model(input_ids=input_ids, return_dict=False)[0]


class _UNet(nn.Module):
    def __init__(self, model: nn.Module) -> None:
        super().__init__()
        self.model = model

    def forward(
        self, sample: Tensor, timestep: Tensor, encoder_hidden_states: Tensor, timestep_cond: Tensor | None = None
    ) -> Tensor:
        told = {} if timestep_cond is None else {"timestep_cond": timestep_cond}
        return self.model(sample, timestep, encoder_hidden_states, return_dict=False, **told)[0]


class _Decoder(nn.Module):
    def __init__(self, model: nn.Module) -> None:
        super().__init__()
        self.model: Any = model

    def forward(self, latent_sample: Tensor) -> Tensor:
        return self.model.decode(latent_sample, return_dict=False)[0]


def _clip(folder: Path) -> Part:
    model = _loaded(transformers.CLIPTextModel, folder, "text_encoder")
    return Part("text_encoder", _Clip(model), {"input_ids": _ids(model)}, ("last_hidden_state",))


def _ids(model: Any) -> Tensor:
    return torch.arange(TOKENS).unsqueeze(0) % model.config.vocab_size


def _unet(folder: Path) -> Part:
    model = _loaded(diffusers.UNet2DConditionModel, folder, "unet")
    config = model.config

    def inputs(sides: tuple[int, int], timestep: float) -> Inputs:
        told = {"timestep_cond": torch.randn(1, config.time_cond_proj_dim)} if config.time_cond_proj_dim else {}
        return {
            "sample": torch.randn(1, config.in_channels, *sides),
            # Not a whole number: some samplers look between the trained timesteps.
            TIMESTEP: torch.tensor([timestep]),
            "encoder_hidden_states": torch.randn(1, TOKENS, config.cross_attention_dim),
            **told,
        }

    return Part(
        "unet", _UNet(model), inputs(SIDES, 500.5), ("out_sample",), inputs(OTHER_SIDES, 20.0), {"sample": (2, 3)}
    )


def _vae_decoder(folder: Path) -> Part:
    model = _loaded(diffusers.AutoencoderKL, folder, "vae")
    channels = model.config.latent_channels
    return Part(
        "vae_decoder",
        _Decoder(model),
        {"latent_sample": torch.randn(1, channels, *SIDES)},
        ("sample",),
        {"latent_sample": torch.randn(1, channels, *OTHER_SIDES)},
        {"latent_sample": (2, 3)},
        keeps_precision=bool(model.config.force_upcast),
    )


def _loaded(kind: Any, folder: Path, part: str) -> Any:
    """The model of a part in float32, from its safetensors."""
    variant = weights_variant(folder, part)
    options = {"use_safetensors": True, "local_files_only": True}
    try:
        model = kind.from_pretrained(folder / part, variant=variant, **options)
    except (OSError, ValueError, KeyError, RuntimeError, SafetensorError) as error:
        raise PackError(f"The checkpoint's {part} can't be read: {first_line(error)}", COPY_AGAIN) from error
    return model.float().eval().requires_grad_(False)


_STABLE_DIFFUSION = {"text_encoder": _clip, "unet": _unet, "vae": _vae_decoder}

# The parts by the folders their weights lie in, for each pipeline's class.
PARTS: Mapping[str, Mapping[str, Callable[[Path], Part]]] = {
    "StableDiffusionPipeline": _STABLE_DIFFUSION,
    "LatentConsistencyModelPipeline": _STABLE_DIFFUSION,
}
