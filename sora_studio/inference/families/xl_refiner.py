"""The refiner of Stable Diffusion XL as stage C: the pipeline it is published as, in a folder `refiner` of its base's.

It reads the states of text_encoder_2, which is the base's own, and is told how good the picture should be.
"""

from sora_studio.errors import PackError
from sora_studio.inference.encode import SECOND_POOLED, SECOND_STATES
from sora_studio.inference.families.latent_pack import Refiner
from sora_studio.inference.families.unet import read_unet
from sora_studio.inference.pipeline_folder import MODEL_INDEX, PipelineFolder
from sora_studio.inference.scheduler_config import SCHEDULER, read_scheduling

REFINER = "refiner"
# As the refiner's card has it: a third of the way back to noise keeps the picture, and its faces change.
_STRENGTH = 0.3
_SIZE_NUMBERS = 6


def has_refiner(folder: PipelineFolder) -> bool:
    """Whether one lies beside the base."""
    return (folder.root / REFINER).is_dir()


def refuse_lone_refiner(folder: PipelineFolder) -> None:
    """Raise PackError for a refiner that doesn't lie in the folder of its base, whose texts it needs."""
    if folder.settings(MODEL_INDEX).flag("requires_aesthetics_score"):
        raise PackError(
            f"{folder.root.name} is the refiner of Stable Diffusion XL alone; it needs a base to refine.",
            f"Put it into the folder of the base model as `{REFINER}`, and name that folder.",
        )


def read_refiner(folder: PipelineFolder, states_width: int | None, *, side: int, guidance: float) -> Refiner:
    """The refiner's unet and scheduler. Raises PackError."""
    part = f"{REFINER}/unet"
    scheduling = read_scheduling(folder, f"{REFINER}/{SCHEDULER}")
    told_size = folder.graph(part).side("time_ids", 1) == _SIZE_NUMBERS
    denoiser = read_unet(
        folder,
        scheduling,
        SECOND_STATES,
        states_width,
        side=side,
        guidance=guidance,
        also={SECOND_POOLED: "text_embeds", "picture_size" if told_size else "picture_score": "time_ids"},
        part=part,
    )
    return Refiner(denoiser, scheduling, _STRENGTH)
