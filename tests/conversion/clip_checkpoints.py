# pyright: basic, reportMissingImports=false, reportPrivateImportUsage=false
"""Checkpoints of models of clips, as diffusers saves them."""

import json
from pathlib import Path
from typing import Any

import diffusers
import torch
from diffusers.pipelines.ltx.modeling_latent_upsampler import LTXLatentUpsamplerModel

from tests.conversion.tiny_models import (
    T5_STATES,
    clip,
    t5,
    t5_tokenizer,
    tokenizer,
    unet,
    vae,
)


def save_animate_diff(folder: Path) -> Path:
    """A checkpoint that draws clips: a U-Net of stills, and what makes it move."""
    torch.manual_seed(5)
    kind: Any = diffusers.AnimateDiffPipeline
    adapter: Any = diffusers.MotionAdapter
    still = unet()
    with torch.no_grad():
        still.conv_out.weight.mul_(3.0)
    motion = adapter(
        block_out_channels=(8, 16),
        motion_layers_per_block=1,
        motion_num_attention_heads=2,
        motion_norm_num_groups=4,
        motion_max_seq_length=32,
    )
    with torch.no_grad():
        # An untaught one adds nothing.
        for name, parameter in motion.named_parameters():
            if "proj_out" in name:
                parameter.normal_(std=0.2)
    kind(
        vae=vae(),
        text_encoder=clip(),
        tokenizer=tokenizer(folder / "tokenizer"),
        unet=still,
        motion_adapter=motion,
        scheduler=diffusers.EulerDiscreteScheduler(beta_start=0.00085, beta_end=0.012, beta_schedule="linear"),
    ).save_pretrained(folder, safe_serialization=True)
    return folder


def with_small_clips(folder: Path, side: int) -> Path:
    """Nine frames of that many latents a side, which a real model's settings needn't say."""
    settings = folder / "transformer/config.json"
    values = json.loads(settings.read_text())
    settings.write_text(json.dumps({**values, "sample_size": side, "sample_frames": 9}))
    return folder


def save_ltx_later(folder: Path) -> Path:
    """As of LTX-Video 0.9.5: the pipeline lays its noise levels itself, and the decoder can take noise away."""
    return save_ltx(folder, diffusers.LTXConditionPipeline, {"shift": 1.0}, 256, timestep_conditioning=True)


_SHIFTED_BY_SIZE = {
    "use_dynamic_shifting": True,
    "base_image_seq_len": 1024,
    "base_shift": 0.95,
    "max_shift": 2.05,
    "shift_terminal": 0.1,
}


def save_ltx(
    folder: Path,
    kind: Any = diffusers.LTXPipeline,
    levels: dict[str, Any] = _SHIFTED_BY_SIZE,
    tokens: int = 128,
    **of_vae: Any,
) -> Path:
    """A checkpoint that draws clips in tokens of one latent each, and shifts by how many there are."""
    torch.manual_seed(7)
    transformer: Any = diffusers.LTXVideoTransformer3DModel
    autoencoder: Any = diffusers.AutoencoderKLLTXVideo
    decoder = autoencoder(
        latent_channels=8,
        block_out_channels=(8, 8, 8),
        down_block_types=("LTXVideoDownBlock3D",) * 3,
        decoder_block_out_channels=(8, 8, 8),
        layers_per_block=(1, 1, 1, 1),
        decoder_layers_per_block=(1, 1, 1, 1),
        spatio_temporal_scaling=(True, True, False),
        decoder_spatio_temporal_scaling=(True, True, False),
        decoder_inject_noise=(False,) * 4,
        downsample_type=("conv",) * 3,
        upsample_residual=(False,) * 3,
        upsample_factor=(1,) * 3,
        patch_size=2,
        **of_vae,
    ).eval()
    decoder.latents_mean.uniform_(-1, 1)
    decoder.latents_std.uniform_(0.5, 2)
    kind(
        tokenizer=t5_tokenizer(tokens),
        text_encoder=t5(),
        transformer=transformer(
            in_channels=8,
            out_channels=8,
            num_attention_heads=2,
            attention_head_dim=16,
            cross_attention_dim=32,
            num_layers=2,
            caption_channels=T5_STATES,
        ).eval(),
        vae=decoder,
        scheduler=diffusers.FlowMatchEulerDiscreteScheduler(**levels),
    ).save_pretrained(folder, safe_serialization=True)
    return with_small_clips(folder, 4)


def save_ltx_upsampled(folder: Path) -> Path:
    """The same with a latent upsampler beside it, as it is published: with the VAE of its model."""
    base = save_ltx_later(folder)
    torch.manual_seed(8)
    kind: Any = diffusers.LTXLatentUpsamplePipeline
    vae: Any = diffusers.AutoencoderKLLTXVideo.from_pretrained(base / "vae", local_files_only=True)
    upsampler = LTXLatentUpsamplerModel(in_channels=8, mid_channels=32, num_blocks_per_stage=1).eval()
    kind(vae=vae, latent_upsampler=upsampler).save_pretrained(folder / "upsampler", safe_serialization=True)
    return folder
