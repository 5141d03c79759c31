"""Stable Cascade: the three stages of Würstchen (Pernias et al. 2024), which count from the picture and we to it.

A  text_encoder        the states of CLIP's last layer, and what sums the text up
B  prior               latents of 16 channels, 42.67 times smaller than the picture: their stage C
C  decoder, vqgan      latents a quarter of its size, drawn from noise under those, then pictures: their stages B and A
"""

from dataclasses import dataclass, replace
from fractions import Fraction

from sora_studio.errors import PackError
from sora_studio.inference.families.clip_text import read_clip
from sora_studio.inference.families.latent_pack import Denoiser, Refiner, latent_pack
from sora_studio.inference.pack import EncodeStage, ModelPack
from sora_studio.inference.pack_parts import LatentDecoder
from sora_studio.inference.pipeline_folder import PipelineFolder
from sora_studio.inference.scheduler_config import read_scheduling

_PRIOR_CHANNELS, _CHANNELS, _SCALING = 16, 4, 0.3764
# The prior's pixel is that many of the picture's; three of them make whole pixels, and whole latents of the decoder's.
_PRIOR_SCALE, _MULTIPLE, _SIDE = Fraction(128, 3), 3, 24
_STEPS, _GUIDANCE, _DECODER_STEPS = 20, 4.0, 10


@dataclass(frozen=True, slots=True)
class _Parts:
    """Where the prior's parts lie, and those that read for both."""

    prior: str
    scheduler: str
    text_encoder: str
    tokenizer: str


# The two pipelines saved as one; or, as they are published, the decoder's with the prior's in a folder of its own.
_COMBINED = _Parts("prior_prior", "prior_scheduler", "prior_text_encoder", "prior_tokenizer")
_NESTED = _Parts("prior/prior", "prior/scheduler", "text_encoder", "tokenizer")


def read_stable_cascade(folder: PipelineFolder) -> ModelPack:
    """The pack a folder stands for. Raises PackError."""
    parts = _COMBINED if folder.class_name == "StableCascadeCombinedPipeline" else _NESTED
    if parts is _NESTED and not (folder.root / "prior").is_dir():
        raise PackError(
            f"{folder.root.name} is the decoder of Stable Cascade alone; it needs the prior in a folder `prior`.",
            "Download stable-cascade-prior too, and put its folder there under that name.",
        )
    encode, width = _read_texts(folder, parts)
    prior = _read_prior(folder, parts, encode, width)
    decoder = Refiner(
        _read_denoiser(folder, encode, prior),
        read_scheduling(folder, taught="cosine"),
        strength=1.0,
        guidance=1.0,
        latent_channels=_CHANNELS,
    )
    scheduling = read_scheduling(folder, f"{parts.scheduler}/scheduler_config.json", taught="cosine")
    return latent_pack(folder, scheduling, encode, prior, _read_vqgan(folder), (), decoder)


def _read_texts(folder: PipelineFolder, parts: _Parts) -> tuple[EncodeStage, int | None]:
    """Stage A, and how wide its states are."""
    graph = folder.graph(parts.text_encoder)
    states = graph.output("last_hidden_state", rank=3)
    encode = read_clip(folder, parts.tokenizer, graph, states)
    return replace(encode, pooled=graph.output("text_embeds", rank=2)), graph.side(states, 2)


def _read_prior(folder: PipelineFolder, parts: _Parts, encode: EncodeStage, width: int | None) -> Denoiser:
    graph = folder.graph(parts.prior)
    states = graph.input("clip_text", rank=3)
    inputs = {
        "sample": graph.input("sample", rank=4),
        "timestep": graph.input("timestep"),
        encode.output: states,
        encode.pooled: graph.input("clip_text_pooled", rank=2),
    }
    graph.refuse_other_inputs(*inputs.values())
    graph.agree(states, 2, width, "the text encoder")
    return Denoiser(
        graph=graph,
        inputs=inputs,
        output=graph.output("out_sample", rank=4),
        channels=graph.side("sample", 1) or folder.settings_of(parts.prior).integer_or("in_channels", _PRIOR_CHANNELS),
        multiple=_MULTIPLE,
        side=_SIDE,
        steps=_STEPS,
        refine_steps=0,
        guidance=_GUIDANCE,
        latent_scale=_PRIOR_SCALE,
    )


def _read_denoiser(folder: PipelineFolder, encode: EncodeStage, prior: Denoiser) -> Denoiser:
    graph = folder.graph("decoder")
    inputs = {
        "sample": graph.input("sample", rank=4),
        "timestep": graph.input("timestep"),
        encode.pooled: graph.input("clip_text_pooled", rank=2),
        "draft": graph.input("effnet", rank=4),
    }
    graph.refuse_other_inputs(*inputs.values())
    graph.agree("effnet", 1, prior.channels, "the prior")
    return Denoiser(
        graph=graph,
        inputs=inputs,
        output=graph.output("out_sample", rank=4),
        channels=_CHANNELS,
        multiple=1,
        side=0,
        steps=0,
        refine_steps=_DECODER_STEPS,
        guidance=1.0,
    )


def _read_vqgan(folder: PipelineFolder) -> LatentDecoder:
    graph, settings = folder.graph("vqgan"), folder.settings_of("vqgan")
    latents = graph.input("latent_sample", rank=4)
    graph.refuse_other_inputs(latents)
    graph.agree(latents, 1, _CHANNELS, "the decoder")
    halvings = settings.integer_or("levels", 2, 8) - 1
    return LatentDecoder(
        model=graph.file,
        latents=latents,
        output=graph.output("sample", rank=4),
        scale=settings.integer_or("up_down_scale_factor", 2, 16) * 2**halvings,
        scaling=1.0 / settings.number("scale_factor", 1e-6, 1e6, _SCALING),
    )
