# pyright: basic
"""The parts of each family that is converted. A family is one small file and one line of the table here."""

from collections.abc import Callable, Mapping
from pathlib import Path

from sora_studio.conversion.families.animate_diff import ANIMATE_DIFF
from sora_studio.conversion.families.flux import FLUX
from sora_studio.conversion.families.ltx import LTX
from sora_studio.conversion.families.stable_cascade import COMBINED_CASCADE, STABLE_CASCADE
from sora_studio.conversion.families.stable_diffusion import STABLE_DIFFUSION
from sora_studio.conversion.families.stable_diffusion_3 import STABLE_DIFFUSION_3
from sora_studio.conversion.families.stable_diffusion_xl import STABLE_DIFFUSION_XL
from sora_studio.conversion.families.wan import WAN
from sora_studio.conversion.families.wan_picture import WAN_PICTURE
from sora_studio.conversion.part import Part

# Those a checkpoint may do without.
OPTIONAL = frozenset({"image_encoder", "refiner/unet", "text_encoder_3", "transformer_2", "upsampler/latent_upsampler"})
Load = Callable[[Path], Part | tuple[Part, ...]]
# The parts by the folders their weights lie in, some several of one, for each pipeline's class.
PARTS: Mapping[str, Mapping[str, Load]] = {
    "StableDiffusionPipeline": STABLE_DIFFUSION,
    "StableDiffusionImg2ImgPipeline": STABLE_DIFFUSION,
    "LatentConsistencyModelPipeline": STABLE_DIFFUSION,
    "LatentConsistencyModelImg2ImgPipeline": STABLE_DIFFUSION,
    "StableDiffusionXLPipeline": STABLE_DIFFUSION_XL,
    "StableDiffusionXLImg2ImgPipeline": STABLE_DIFFUSION_XL,
    "StableDiffusion3Pipeline": STABLE_DIFFUSION_3,
    "StableDiffusion3Img2ImgPipeline": STABLE_DIFFUSION_3,
    "FluxPipeline": FLUX,
    "FluxImg2ImgPipeline": FLUX,
    "StableCascadeCombinedPipeline": COMBINED_CASCADE,
    "StableCascadeDecoderPipeline": STABLE_CASCADE,
    "AnimateDiffPipeline": ANIMATE_DIFF,
    "AnimateDiffVideoToVideoPipeline": ANIMATE_DIFF,
    "WanPipeline": WAN,
    "WanImageToVideoPipeline": WAN_PICTURE,
    "LTXPipeline": LTX,
    "LTXImageToVideoPipeline": LTX,
    "LTXConditionPipeline": LTX,
}
