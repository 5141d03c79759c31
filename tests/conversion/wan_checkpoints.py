# pyright: basic, reportMissingImports=false, reportPrivateImportUsage=false
"""Checkpoints of Wan's models, as diffusers saves them."""

from pathlib import Path
from typing import Any

import diffusers
import torch
import transformers

from tests.conversion.clip_checkpoints import with_small_clips
from tests.conversion.tiny_models import T5_PIECES, T5_STATES, clip_vision, t5_tokenizer

_OF_SQUARES = {
    "is_residual": True,
    "patch_size": 2,
    "in_channels": 12,
    "out_channels": 12,
    "scale_factor_spatial": 16,
}
_SEEN = 16
# What is drawn, the latents of a clip beside it, and which of its frames are given, four to a latent.
_TOLD_PICTURE = {"in_channels": 4 + 4 + 4}


def save_wan(folder: Path) -> Path:
    """A checkpoint that draws clips of nine frames, three latents."""
    return _saved(folder, diffusers.WanPipeline)


def save_wan_later(folder: Path) -> Path:
    """The small model of Wan 2.2: its VAE cuts pictures into squares, and has short cuts of its own."""
    return _saved(folder, diffusers.WanPipeline, of_vae=_OF_SQUARES, expand_timesteps=True)


def save_wan_pair(folder: Path) -> Path:
    """The large model of Wan 2.2: two transformers, the second for where there is less noise."""
    return _saved(folder, diffusers.WanPipeline, boundary_ratio=0.875)


def save_wan_picture(folder: Path) -> Path:
    """Wan 2.1 from picture to clip: what is to be seen in the picture is told by CLIP."""
    seeing = {**_TOLD_PICTURE, "image_dim": _SEEN, "added_kv_proj_dim": 24}
    reader, processor = clip_vision(_SEEN)
    return _saved(
        folder,
        diffusers.WanImageToVideoPipeline,
        of_transformer=seeing,
        image_encoder=reader,
        image_processor=processor,
    )


def save_wan_picture_pair(folder: Path) -> Path:
    """The large model of Wan 2.2 from picture to clip, which CLIP tells nothing."""
    return _saved(folder, diffusers.WanImageToVideoPipeline, of_transformer=_TOLD_PICTURE, boundary_ratio=0.875)


def _saved(
    folder: Path,
    kind: Any,
    *,
    of_transformer: dict[str, Any] | None = None,
    of_vae: dict[str, Any] | None = None,
    boundary_ratio: float | None = None,
    **other: Any,
) -> Path:
    torch.manual_seed(6)
    autoencoder: Any = diffusers.AutoencoderKLWan
    config = transformers.UMT5Config(
        vocab_size=len(T5_PIECES), d_model=T5_STATES, d_ff=32, d_kv=8, num_heads=4, num_layers=2
    )
    kind(
        tokenizer=t5_tokenizer(512),
        text_encoder=transformers.UMT5EncoderModel(config).eval(),
        transformer=_transformer(of_transformer),
        transformer_2=_transformer(of_transformer) if boundary_ratio else None,
        boundary_ratio=boundary_ratio,
        vae=autoencoder(
            base_dim=4,
            z_dim=4,
            dim_mult=[1, 1, 1, 1],
            num_res_blocks=1,
            temperal_downsample=[False, True, True],
            latents_mean=[-0.7, 0.1, 0.9, -0.2],
            latents_std=[2.8, 1.4, 2.3, 1.9],
            **(of_vae or {}),
        ).eval(),
        scheduler=diffusers.UniPCMultistepScheduler(
            prediction_type="flow_prediction", use_flow_sigmas=True, flow_shift=3.0, num_train_timesteps=1000
        ),
        **other,
    ).save_pretrained(folder, safe_serialization=True)
    return with_small_clips(folder, 4)


def _transformer(other: dict[str, Any] | None) -> Any:
    kind: Any = diffusers.WanTransformer3DModel
    return kind(
        num_attention_heads=2,
        attention_head_dim=12,
        **{"in_channels": 4, **(other or {})},
        out_channels=4,
        text_dim=T5_STATES,
        freq_dim=32,
        ffn_dim=32,
        num_layers=2,
        rope_max_seq_len=32,
    ).eval()
