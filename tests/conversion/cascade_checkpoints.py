# pyright: basic, reportMissingImports=false, reportPrivateImportUsage=false
"""Checkpoints of Stable Cascade as diffusers saves them: both pipelines as one, and one in the other's folder."""

from pathlib import Path
from typing import Any

import diffusers
import torch
import transformers
from diffusers.pipelines.deprecated.wuerstchen.modeling_paella_vq_model import PaellaVQModel

from tests.conversion.tiny_models import PROJECTED, SECOND_STATES, clip, tokenizer
from tests.inference.tiny_pipeline import END

_PRIOR_CHANNELS, _CONDITIONING = 16, 16
_WITHOUT_TEXT = ("SDCascadeResBlock", "SDCascadeTimestepBlock")
_WITH_TEXT = (*_WITHOUT_TEXT, "SDCascadeAttnBlock")


def save_combined_cascade(folder: Path) -> Path:
    """Both pipelines saved as one."""
    parts = {**_prior(), **_decoder()}
    reading = _reading(folder)
    kind: Any = diffusers.StableCascadeCombinedPipeline
    kind(
        **reading,
        **_decoder_parts(parts),
        prior_prior=parts["prior"],
        prior_scheduler=_scheduler(),
        **{f"prior_{name}": part for name, part in reading.items()},
    ).save_pretrained(folder, safe_serialization=True)
    return folder


def save_stable_cascade(folder: Path) -> Path:
    """The decoder's pipeline with the prior's in a folder of its own."""
    parts = {**_prior(), **_decoder()}
    reading = _reading(folder)
    kinds: Any = (diffusers.StableCascadeDecoderPipeline, diffusers.StableCascadePriorPipeline)
    kinds[0](**reading, **_decoder_parts(parts)).save_pretrained(folder, safe_serialization=True)
    prior = kinds[1](**reading, prior=parts["prior"], scheduler=_scheduler())
    prior.save_pretrained(folder / "prior", safe_serialization=True)
    return folder


def _decoder_parts(parts: dict[str, Any]) -> dict[str, Any]:
    return {"decoder": parts["decoder"], "vqgan": parts["vqgan"], "scheduler": _scheduler()}


def _reading(folder: Path) -> dict[str, Any]:
    return {
        "text_encoder": clip(transformers.CLIPTextModelWithProjection, SECOND_STATES),
        "tokenizer": tokenizer(folder / "tokenizer", END),
    }


def _scheduler() -> Any:
    return diffusers.DDPMWuerstchenScheduler()


def _prior() -> dict[str, Any]:
    torch.manual_seed(11)
    kind: Any = diffusers.StableCascadeUNet
    model = kind(
        in_channels=_PRIOR_CHANNELS,
        out_channels=_PRIOR_CHANNELS,
        timestep_ratio_embedding_dim=8,
        conditioning_dim=_CONDITIONING,
        block_out_channels=(16, 16),
        num_attention_heads=(2, 2),
        down_num_layers_per_block=(1, 1),
        up_num_layers_per_block=(1, 1),
        clip_text_in_channels=SECOND_STATES,
        clip_text_pooled_in_channels=PROJECTED,
        clip_image_in_channels=10,
        switch_level=(False,),
    ).eval()
    return {"prior": model}


def _decoder() -> dict[str, Any]:
    torch.manual_seed(12)
    kind: Any = diffusers.StableCascadeUNet
    model = kind(
        in_channels=4,
        out_channels=4,
        timestep_ratio_embedding_dim=8,
        patch_size=2,
        conditioning_dim=_CONDITIONING,
        block_out_channels=(8, 12, 16),
        num_attention_heads=(0, 0, 2),
        down_num_layers_per_block=(1, 1, 1),
        up_num_layers_per_block=(1, 1, 1),
        down_blocks_repeat_mappers=(1, 1, 1),
        up_blocks_repeat_mappers=(1, 1, 2),
        block_types_per_layer=(_WITHOUT_TEXT, _WITHOUT_TEXT, _WITH_TEXT),
        clip_text_pooled_in_channels=PROJECTED,
        effnet_in_channels=_PRIOR_CHANNELS,
        pixel_mapper_in_channels=3,
        dropout=(0.0, 0.0, 0.1),
        timestep_conditioning_type=("sca",),
    ).eval()
    kind = PaellaVQModel
    return {"decoder": model, "vqgan": kind(bottleneck_blocks=1, embed_dim=8, num_vq_embeddings=16).eval()}
