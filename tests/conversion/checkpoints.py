# pyright: basic, reportMissingImports=false, reportPrivateImportUsage=false
"""Checkpoints as diffusers saves them, tiny and of random weights, built from its own configurations."""

import json
from pathlib import Path
from typing import Any

import diffusers
import torch
import transformers

from tests.inference.tiny_pipeline import END, LETTERS, START, TOKENS, clip_vocabulary, write_clip_tokenizer

SIDE, STATES = 8, 16
SECOND_STATES, PROJECTED, SIZE_STATES, T5_STATES = 24, 12, 8, 48
T5_PIECES = [
    *((mark, 0.0) for mark in ("<pad>", "</s>", "<unk>")),
    *((piece, -float(rank)) for rank, piece in enumerate(("\u2581red", "\u2581candle", "\u2581", *LETTERS), 1)),
]


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


def save_stable_diffusion_3(folder: Path) -> Path:
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
        text_encoder_3=t5(),
        tokenizer=tokenizer(folder / "tokenizer", END),
        tokenizer_2=tokenizer(folder / "tokenizer_2"),
        tokenizer_3=t5_tokenizer(256),
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


def save_wan_later(folder: Path) -> Path:
    """The small model of Wan 2.2: its VAE cuts pictures into squares, and has short cuts of its own."""
    of_squares = {"is_residual": True, "patch_size": 2, "in_channels": 12, "out_channels": 12}
    return save_wan(folder, expand_timesteps=True, **of_squares, scale_factor_spatial=16)


def save_wan(folder: Path, *, expand_timesteps: bool = False, **of_vae: Any) -> Path:
    """A checkpoint that draws clips of nine frames, three latents."""
    torch.manual_seed(6)
    kind: Any = diffusers.WanPipeline
    transformer: Any = diffusers.WanTransformer3DModel
    autoencoder: Any = diffusers.AutoencoderKLWan
    config = transformers.UMT5Config(
        vocab_size=len(T5_PIECES), d_model=T5_STATES, d_ff=32, d_kv=8, num_heads=4, num_layers=2
    )
    model = transformer(
        num_attention_heads=2,
        attention_head_dim=12,
        in_channels=4,
        out_channels=4,
        text_dim=T5_STATES,
        freq_dim=32,
        ffn_dim=32,
        num_layers=2,
        rope_max_seq_len=32,
    ).eval()
    kind(
        tokenizer=t5_tokenizer(512),
        text_encoder=transformers.UMT5EncoderModel(config).eval(),
        transformer=model,
        vae=autoencoder(
            base_dim=4,
            z_dim=4,
            dim_mult=[1, 1, 1, 1],
            num_res_blocks=1,
            temperal_downsample=[False, True, True],
            latents_mean=[-0.7, 0.1, 0.9, -0.2],
            latents_std=[2.8, 1.4, 2.3, 1.9],
            **of_vae,
        ).eval(),
        expand_timesteps=expand_timesteps,
        scheduler=diffusers.UniPCMultistepScheduler(
            prediction_type="flow_prediction", use_flow_sigmas=True, flow_shift=3.0, num_train_timesteps=1000
        ),
    ).save_pretrained(folder, safe_serialization=True)
    return with_small_clips(folder, 4)


def with_small_clips(folder: Path, side: int) -> Path:
    """Nine frames of that many latents a side, which a real model's settings needn't say."""
    settings = folder / "transformer/config.json"
    values = json.loads(settings.read_text())
    settings.write_text(json.dumps({**values, "sample_size": side, "sample_frames": 9}))
    return folder


def save_ltx(folder: Path) -> Path:
    """A checkpoint that draws clips in tokens of one latent each, and shifts by how many there are."""
    torch.manual_seed(7)
    kind: Any = diffusers.LTXPipeline
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
    ).eval()
    decoder.latents_mean.uniform_(-1, 1)
    decoder.latents_std.uniform_(0.5, 2)
    kind(
        tokenizer=t5_tokenizer(128),
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
        scheduler=diffusers.FlowMatchEulerDiscreteScheduler(
            use_dynamic_shifting=True,
            base_image_seq_len=1024,
            base_shift=0.95,
            max_shift=2.05,
            shift_terminal=0.1,
        ),
    ).save_pretrained(folder, safe_serialization=True)
    return with_small_clips(folder, 4)


def t5() -> Any:
    config = transformers.T5Config(
        vocab_size=len(T5_PIECES), d_model=T5_STATES, d_ff=32, d_kv=8, num_heads=4, num_layers=2
    )
    return transformers.T5EncoderModel(config).eval()


def t5_tokenizer(max_tokens: int) -> Any:
    return transformers.T5Tokenizer(vocab=T5_PIECES, extra_ids=0, model_max_length=max_tokens)


def unet_of_size(states: int, numbers: int) -> Any:
    """A U-Net that is told as many numbers about the picture."""
    model = unet(
        cross_attention_dim=states,
        addition_embed_type="text_time",
        addition_time_embed_dim=SIZE_STATES,
        projection_class_embeddings_input_dim=numbers * SIZE_STATES + PROJECTED,
    )
    with torch.no_grad():
        model.conv_out.weight.mul_(3.0)
    return model


def clip(kind: Any = transformers.CLIPTextModel, states: int = STATES) -> Any:
    vocabulary = clip_vocabulary()
    config = transformers.CLIPTextConfig(
        vocab_size=len(vocabulary),
        hidden_size=states,
        projection_dim=PROJECTED,
        intermediate_size=32,
        num_hidden_layers=3,
        num_attention_heads=4,
        max_position_embeddings=TOKENS,
        bos_token_id=vocabulary[START],
        eos_token_id=vocabulary[END],
    )
    return kind(config).eval()


def tokenizer(folder: Path, pad_token: str = "!") -> Any:
    write_clip_tokenizer(folder, pad_token)
    files = {"vocab": str(folder / "vocab.json"), "merges": str(folder / "merges.txt")}
    return transformers.CLIPTokenizer(**files, model_max_length=TOKENS, pad_token=pad_token)


def unet(**other: Any) -> Any:
    return diffusers.UNet2DConditionModel(
        sample_size=SIDE,
        in_channels=4,
        out_channels=4,
        layers_per_block=1,
        block_out_channels=(8, 16),
        down_block_types=("DownBlock2D", "CrossAttnDownBlock2D"),
        up_block_types=("CrossAttnUpBlock2D", "UpBlock2D"),
        **{"cross_attention_dim": STATES, "attention_head_dim": 4, "norm_num_groups": 4, **other},
    ).eval()


def vae(**other: Any) -> Any:
    kind: Any = diffusers.AutoencoderKL
    return kind(
        block_out_channels=(8, 16),
        down_block_types=("DownEncoderBlock2D",) * 2,
        up_block_types=("UpDecoderBlock2D",) * 2,
        norm_num_groups=4,
        sample_size=2 * SIDE,
        **{"latent_channels": 4, **other},
    ).eval()
