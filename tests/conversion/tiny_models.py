# pyright: basic, reportMissingImports=false, reportPrivateImportUsage=false
"""Parts of checkpoints, tiny and of random weights, built from the libraries' own configurations."""

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


def clip_vision(states: int) -> tuple[Any, Any]:
    """CLIP's image encoder, and what cuts a picture for it."""
    side = 16
    config = transformers.CLIPVisionConfig(
        hidden_size=states,
        intermediate_size=32,
        num_hidden_layers=3,
        num_attention_heads=4,
        image_size=side,
        patch_size=8,
    )
    # The one that needs no torchvision; what it saves is the same.
    kind = transformers.CLIPImageProcessorPil
    processor = kind(size={"shortest_edge": side}, crop_size={"height": side, "width": side})
    return transformers.CLIPVisionModel(config).eval(), processor


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
