# pyright: basic, reportMissingImports=false, reportPrivateImportUsage=false
"""LTX-Video, clips from texts."""

from collections.abc import Callable, Mapping
from pathlib import Path

import diffusers
import torch
import transformers
from torch import Tensor

from sora_studio.conversion.checkpoint import settings_of
from sora_studio.conversion.families.first_frame import VARYING, begun, given_first, told
from sora_studio.conversion.families.ltx_upsampler import ltx_upsampler
from sora_studio.conversion.part import ODD_SIDES, OTHER_SIDES, SIDES, TIMESTEP, Inputs, Part, Wrapped, loaded

_FRAMES_PER_SECOND = 25
_LATENTS, _OTHER_LATENTS = 3, 4
_LATER, _TOKENS, _LATER_TOKENS = "LTXConditionPipeline", 128, 256


class _Encoder(Wrapped):
    """What a text is filled up with is hidden from the transformer; the `later` pipeline hides it here, too."""

    def __init__(self, model: torch.nn.Module, later: bool) -> None:
        super().__init__(model)
        self.later = later

    def forward(self, input_ids: Tensor, attention_mask: Tensor) -> tuple[Tensor, Tensor]:
        seen = attention_mask if self.later else None
        return self.model(input_ids=input_ids, attention_mask=seen, return_dict=False)[0], attention_mask.float()


class _Transformer(Wrapped):
    """A latent is so many frames and pixels, `per_latent`; as `later` models were taught, the first is one frame."""

    def __init__(self, model: torch.nn.Module, per_latent: tuple[int, int], later: bool) -> None:
        super().__init__(model)
        self.per_latent = per_latent
        self.later = later

    def _places(self, frames: int, height: int, width: int) -> Tensor:
        """Seconds, and pixels down and across, of each latent (1, 3, F · h · w)."""
        in_time, in_space = self.per_latent
        frame = in_time * torch.arange(frames)
        seconds = ((frame + 1 - in_time).clamp(min=0) if self.later else frame) / _FRAMES_PER_SECOND
        pixels = [in_space * torch.arange(side).float() for side in (height, width)]
        return torch.stack(torch.meshgrid(seconds, *pixels, indexing="ij")).flatten(1).unsqueeze(0)

    def forward(
        self,
        hidden_states: Tensor,
        timestep: Tensor,
        encoder_hidden_states: Tensor,
        encoder_attention_mask: Tensor,
        first_frame: Tensor,
        has_first_frame: Tensor,
    ) -> Tensor:
        sides = hidden_states.shape[2:]
        clip = begun(hidden_states, first_frame, has_first_frame)
        out = self.model(
            clip.flatten(2).transpose(1, 2),
            encoder_hidden_states,
            told(timestep, has_first_frame, sides[0], sides[1] * sides[2]),
            encoder_attention_mask,
            num_frames=sides[0],
            height=sides[1],
            width=sides[2],
            video_coords=self._places(*sides),
            return_dict=False,
        )[0]
        return out.transpose(1, 2).unflatten(2, sides)


class _Decoder(Wrapped):
    def forward(self, latent_sample: Tensor) -> Tensor:
        mean, deviation = (each.view(1, -1, 1, 1, 1) for each in (self.model.latents_mean, self.model.latents_std))
        latents = latent_sample * deviation / self.model.config.scaling_factor + mean
        # A decoder that can take noise away is given clean latents.
        told = torch.zeros(1) if self.model.config.timestep_conditioning else None
        return self.model.decoder(latents, told)


class _FirstFrame(Wrapped):
    """A picture (1, 3, H, W) to its latent, measured: (1, C, h, w)."""

    def forward(self, picture: Tensor) -> Tensor:
        latent = self.model.encoder(picture.unsqueeze(2))[:, : self.model.config.latent_channels]
        mean, deviation = (each.view(1, -1, 1, 1, 1) for each in (self.model.latents_mean, self.model.latents_std))
        return ((latent - mean) * self.model.config.scaling_factor / deviation)[:, :, 0]


def _is_later(folder: Path) -> bool:
    return settings_of(folder).text("_class_name") == _LATER


def _tokens(folder: Path) -> int:
    return _LATER_TOKENS if _is_later(folder) else _TOKENS


def _text_encoder(folder: Path) -> Part:
    model = loaded(transformers.T5EncoderModel, folder, "text_encoder")
    tokens = torch.arange(_tokens(folder)).unsqueeze(0)
    given = {"input_ids": tokens % model.config.vocab_size, "attention_mask": (tokens < 40).long()}
    module = _Encoder(model, _is_later(folder))
    # Some of its layers go beyond what half precision can count to.
    return Part("text_encoder", module, given, ("last_hidden_state", "text_mask"), keeps_precision=True)


def _transformer(folder: Path) -> Part:
    model = loaded(diffusers.LTXVideoTransformer3DModel, folder, "transformer")
    vae = loaded(diffusers.AutoencoderKLLTXVideo, folder, "vae")
    per_latent = vae.temporal_compression_ratio, vae.spatial_compression_ratio
    config, tokens = model.config, _tokens(folder)

    def inputs(latents: int, sides: tuple[int, int], timestep: float, has: float) -> Inputs:
        return {
            "hidden_states": torch.randn(1, config.in_channels, latents, *sides),
            TIMESTEP: torch.tensor([timestep]),
            "encoder_hidden_states": torch.randn(1, tokens, config.caption_channels),
            "encoder_attention_mask": (torch.arange(tokens) < 40).float().unsqueeze(0),
            **given_first(config.in_channels, sides, has),
        }

    return Part(
        "transformer",
        _Transformer(model, per_latent, _is_later(folder)),
        inputs(_LATENTS, SIDES, 500.5, 1.0),
        ("out_sample",),
        inputs(_OTHER_LATENTS, ODD_SIDES, 20.0, 0.0),
        {"hidden_states": (2, 3, 4), **VARYING},
    )


def _vae(folder: Path) -> tuple[Part, ...]:
    """Each with a model of its own, for one is exported, and may be halved, before the other."""
    return _vae_decoder(folder), _vae_encoder(folder)


def _vae_decoder(folder: Path) -> Part:
    model = loaded(diffusers.AutoencoderKLLTXVideo, folder, "vae")
    channels = model.config.latent_channels
    return Part(
        "vae_decoder",
        _Decoder(model),
        {"latent_sample": torch.randn(1, channels, _LATENTS, *SIDES)},
        ("sample",),
        {"latent_sample": torch.randn(1, channels, _OTHER_LATENTS, *OTHER_SIDES)},
        {"latent_sample": (2, 3, 4)},
    )


def _vae_encoder(folder: Path) -> Part:
    model = loaded(diffusers.AutoencoderKLLTXVideo, folder, "vae")
    scale = model.spatial_compression_ratio
    pictures = [{"picture": torch.randn(1, 3, scale * tall, scale * wide)} for tall, wide in ((3, 4), (5, 2))]
    return Part("vae_encoder", _FirstFrame(model), pictures[0], ("latent",), pictures[1], {"picture": (2, 3)})


LTX: Mapping[str, Callable[[Path], Part | tuple[Part, ...]]] = {
    "text_encoder": _text_encoder,
    "transformer": _transformer,
    "upsampler/latent_upsampler": ltx_upsampler,
    "vae": _vae,
}
