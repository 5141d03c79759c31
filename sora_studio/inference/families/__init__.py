"""Published families of image models: how the parts of each one's folder serve as our three stages.

A family is one small file and one line of the table here.
"""

from collections.abc import Callable, Mapping

from sora_studio.errors import PackError
from sora_studio.inference.families.animate_diff import read_animate_diff
from sora_studio.inference.families.flux import read_flux
from sora_studio.inference.families.ltx import read_ltx
from sora_studio.inference.families.stable_cascade import read_stable_cascade
from sora_studio.inference.families.stable_diffusion import read_stable_diffusion
from sora_studio.inference.families.stable_diffusion_3 import read_stable_diffusion_3
from sora_studio.inference.families.stable_diffusion_xl import read_stable_diffusion_xl
from sora_studio.inference.families.wan import read_wan
from sora_studio.inference.pack import ModelPack
from sora_studio.inference.pipeline_folder import MODEL_INDEX, PipelineFolder

# By the class diffusers' model_index.json names: the same weights are saved by a pipeline from texts or from pictures.
FAMILIES: Mapping[str, Callable[[PipelineFolder], ModelPack]] = {
    "StableDiffusionPipeline": read_stable_diffusion,
    "StableDiffusionImg2ImgPipeline": read_stable_diffusion,
    "LatentConsistencyModelPipeline": read_stable_diffusion,
    "LatentConsistencyModelImg2ImgPipeline": read_stable_diffusion,
    "StableDiffusionXLPipeline": read_stable_diffusion_xl,
    "StableDiffusionXLImg2ImgPipeline": read_stable_diffusion_xl,
    "StableDiffusion3Pipeline": read_stable_diffusion_3,
    "StableDiffusion3Img2ImgPipeline": read_stable_diffusion_3,
    "FluxPipeline": read_flux,
    "FluxImg2ImgPipeline": read_flux,
    "StableCascadeCombinedPipeline": read_stable_cascade,
    "StableCascadeDecoderPipeline": read_stable_cascade,
    "AnimateDiffPipeline": read_animate_diff,
    "AnimateDiffVideoToVideoPipeline": read_animate_diff,
    "WanPipeline": read_wan,
    "WanImageToVideoPipeline": read_wan,
    "LTXPipeline": read_ltx,
    "LTXImageToVideoPipeline": read_ltx,
    "LTXConditionPipeline": read_ltx,
}


def read_pipeline(folder: PipelineFolder) -> ModelPack:
    """The pack a folder in the diffusers layout stands for. Raises PackError for what isn't known or doesn't fit."""
    family = FAMILIES.get(folder.class_name)
    if family is None:
        raise PackError(
            f"{folder.root.name}/{MODEL_INDEX}: models of the kind `{folder.class_name}` can't be used yet.",
            f"These can: {', '.join(sorted(FAMILIES))}.",
        )
    return family(folder)
