# pyright: basic, reportMissingImports=false, reportPrivateImportUsage=false
"""Checkpoints of models of stills, as diffusers saves them."""

from pathlib import Path
from typing import Any

import diffusers
import torch
import transformers

from tests.conversion.tiny_models import (
    PROJECTED,
    SECOND_STATES,
    SIDE,
    STATES,
    T5_STATES,
    clip,
    t5,
    t5_tokenizer,
    tokenizer,
    unet,
    unet_of_size,
    vae,
)
from tests.inference.tiny_pipeline import END


def save_stable_diffusion(folder: Path, told: int = 0) -> Path:
    """A text-to-image checkpoint; with `told` numbers of guidance, a latent consistency model."""
    torch.manual_seed(0)
    kind: Any = diffusers.LatentConsistencyModelPipeline if told else diffusers.StableDiffusionPipeline
    # A U-Net of random weights says little; said louder, a wrong schedule shows.
    model = unet(time_cond_proj_dim=told or None)
    with torch.no_grad():
        model.conv_out.weight.mul_(3.0)
    kind(
        vae=vae(),
        text_encoder=clip(),
        tokenizer=tokenizer(folder / "tokenizer"),
        unet=model,
        scheduler=diffusers.EulerDiscreteScheduler(beta_start=0.00085, beta_end=0.012, beta_schedule="scaled_linear"),
        safety_checker=None,
        feature_extractor=None,
        requires_safety_checker=False,
    ).save_pretrained(folder, safe_serialization=True)
    return folder


def save_latent_consistency(folder: Path) -> Path:
    """A distilled model that is told the guidance."""
    return save_stable_diffusion(folder, told=16)


def save_stable_diffusion_xl(folder: Path) -> Path:
    """A text-to-image checkpoint with two text encoders, of different widths and different padding."""
    torch.manual_seed(1)
    kind: Any = diffusers.StableDiffusionXLPipeline
    kind(
        vae=vae(),
        text_encoder=clip(),
        text_encoder_2=clip(transformers.CLIPTextModelWithProjection, SECOND_STATES),
        tokenizer=tokenizer(folder / "tokenizer", END),
        tokenizer_2=tokenizer(folder / "tokenizer_2"),
        unet=unet_of_size(STATES + SECOND_STATES, 6),
        scheduler=diffusers.EulerDiscreteScheduler(beta_start=0.00085, beta_end=0.012, beta_schedule="scaled_linear"),
        force_zeros_for_empty_prompt=True,
        add_watermarker=False,
    ).save_pretrained(folder, safe_serialization=True)
    return folder


def save_refined_xl(folder: Path) -> Path:
    """The same with a refiner beside it, as it is published: with the second text encoder and the VAE of its base."""
    base = save_stable_diffusion_xl(folder)
    kind: Any = diffusers.StableDiffusionXLImg2ImgPipeline
    torch.manual_seed(2)
    loaded = diffusers.StableDiffusionXLPipeline.from_pretrained(base, local_files_only=True)
    kind(
        vae=loaded.vae,
        text_encoder=None,
        tokenizer=None,
        text_encoder_2=loaded.text_encoder_2,
        tokenizer_2=loaded.tokenizer_2,
        unet=unet_of_size(SECOND_STATES, 5),
        scheduler=loaded.scheduler,
        requires_aesthetics_score=True,
        force_zeros_for_empty_prompt=False,
        add_watermarker=False,
    ).save_pretrained(folder / "refiner", safe_serialization=True)
    return folder


def save_sd3_without_t5(folder: Path) -> Path:
    """The next one with its largest text encoder left out, as is done to take less room."""
    return save_stable_diffusion_3(folder, with_t5=False)


def save_stable_diffusion_3(folder: Path, *, with_t5: bool = True) -> Path:
    """A text-to-image checkpoint with two CLIPs and T5, on a flow."""
    torch.manual_seed(3)
    kind: Any = diffusers.StableDiffusion3Pipeline
    transformer: Any = diffusers.SD3Transformer2DModel
    model = transformer(
        sample_size=SIDE,
        patch_size=2,
        in_channels=16,
        out_channels=16,
        num_layers=2,
        attention_head_dim=8,
        num_attention_heads=2,
        joint_attention_dim=T5_STATES,
        caption_projection_dim=16,
        pooled_projection_dim=2 * PROJECTED,
        pos_embed_max_size=32,
    ).eval()
    kind(
        vae=vae(latent_channels=16, scaling_factor=1.5, shift_factor=0.06),
        text_encoder=clip(transformers.CLIPTextModelWithProjection),
        text_encoder_2=clip(transformers.CLIPTextModelWithProjection, SECOND_STATES),
        text_encoder_3=t5() if with_t5 else None,
        tokenizer=tokenizer(folder / "tokenizer", END),
        tokenizer_2=tokenizer(folder / "tokenizer_2"),
        tokenizer_3=t5_tokenizer(256) if with_t5 else None,
        transformer=model,
        scheduler=diffusers.FlowMatchEulerDiscreteScheduler(shift=3.0),
    ).save_pretrained(folder, safe_serialization=True)
    return folder


def save_flux(folder: Path, *, told: bool = True) -> Path:
    """A text-to-image checkpoint that draws in tokens; `told` the guidance, or distilled without."""
    torch.manual_seed(4)
    kind: Any = diffusers.FluxPipeline
    transformer: Any = diffusers.FluxTransformer2DModel
    model = transformer(
        in_channels=16,
        num_layers=1,
        num_single_layers=1,
        attention_head_dim=16,
        num_attention_heads=2,
        joint_attention_dim=T5_STATES,
        pooled_projection_dim=STATES,
        axes_dims_rope=(4, 6, 6),
        guidance_embeds=told,
    ).eval()
    kind(
        vae=vae(scaling_factor=0.4, shift_factor=0.1),
        text_encoder=clip(),
        text_encoder_2=t5(),
        tokenizer=tokenizer(folder / "tokenizer", END),
        tokenizer_2=t5_tokenizer(512 if told else 256),
        transformer=model,
        scheduler=diffusers.FlowMatchEulerDiscreteScheduler(shift=3.0 if told else 1.0, use_dynamic_shifting=told),
    ).save_pretrained(folder, safe_serialization=True)
    return folder


def save_flux_schnell(folder: Path) -> Path:
    """The distilled one, which isn't told the guidance."""
    return save_flux(folder, told=False)
