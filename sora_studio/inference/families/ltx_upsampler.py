"""The latent upsampler of LTX-Video as the first of stage C: the pipeline it is published as, in a folder `upsampler`.

That pipeline's VAE is the model's own. What it makes is drawn over, as its card has it.
"""

from dataclasses import replace

from sora_studio.inference.families.clip_decoder import CLIP_AXES
from sora_studio.inference.families.latent_pack import Denoiser, Refiner
from sora_studio.inference.pack_parts import LatentUpscaler
from sora_studio.inference.pipeline_folder import PipelineFolder
from sora_studio.inference.scheduler_config import Scheduling

UPSAMPLER = "upsampler"
_PART = f"{UPSAMPLER}/latent_upsampler"
# The last four of ten steps (huggingface.co/Lightricks/ltxv-spatial-upscaler-0.9.7).
_STRENGTH, _STEPS = 0.4, 4
_SCALE = 2


def has_upsampler(folder: PipelineFolder) -> bool:
    """Whether one lies beside the model."""
    return (folder.root / UPSAMPLER).is_dir()


def read_upsampler(folder: PipelineFolder, denoiser: Denoiser, scheduling: Scheduling) -> Refiner:
    """The upsampler, and the denoiser drawing over what it enlarged. Raises PackError."""
    graph = folder.graph(_PART)
    latents = graph.input("latent_sample", rank=5)
    graph.refuse_other_inputs(latents)
    graph.agree(latents, 1, denoiser.channels, "the model that draws")
    upscaler = LatentUpscaler(graph.file, latents, graph.output("out_latents", rank=5), _SCALE, CLIP_AXES)
    return Refiner(replace(denoiser, refine_steps=_STEPS), scheduling, _STRENGTH, upscaler=upscaler)
