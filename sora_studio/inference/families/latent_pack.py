"""What the families have in common: latents drawn at the size they were taught, stills enlarged once, then decoded."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from sora_studio.inference.clip import STILLS, TOKENS
from sora_studio.inference.families.still_sizes import still_sizes
from sora_studio.inference.graph_file import GraphFile
from sora_studio.inference.pack import DraftStage, EncodeStage, ModelPack, RefineStage
from sora_studio.inference.pack_digest import pack_digest
from sora_studio.inference.pack_parts import (
    LatentDecoder,
    LatentUpscaler,
    LaterModel,
    PictureEncoder,
    PictureReader,
)
from sora_studio.inference.pipeline_folder import MODEL_INDEX, PipelineFolder
from sora_studio.inference.scheduler_config import Scheduling
from sora_studio.inference.toml_table import TomlTable

# A picture that would be larger than this square is not enlarged: it is large enough for a film, and takes long.
_LARGEST_SIDE = 1024
_STRENGTH = 0.5
# A still that goes on from the shot before keeps its composition, and shows what its own words say.
_FIRST_FRAME_STRENGTH = 0.7
_DISTILLED_STEPS = 8


@dataclass(frozen=True, slots=True)
class Denoiser:
    """The model of stages B and C: its graph, its tensors by role, and how it wants to be asked.

    `axes` orders those of its sample; `multiple` is what the sides of its latents must be multiples of, `side` how long
    they were in training; `guidance_embedding` how many numbers tell it the guidance, 0 where none do; `latent_scale`
    picture pixels per latent pixel, 0 where they are the decoder's. Where there is a `later` model, it finishes; an
    `encoder` makes latents of the picture a shot begins with, and a `reader` says what is to be seen there; where the
    model isn't told of it, that is drawn over from `first_frame_strength` of the way to noise: stills from 0.7, clips
    not at all unless the family says so.
    """

    graph: GraphFile
    inputs: Mapping[str, str]
    output: str
    channels: int
    multiple: int
    side: int
    steps: int
    refine_steps: int
    guidance: float
    guidance_embedding: int = 0
    axes: str = STILLS
    frames_max: int = 1
    frames_per_second: float = 1.0
    frames_per_latent: int = 1
    latent_scale: int | Fraction = 0
    later: LaterModel | None = None
    encoder: PictureEncoder | None = None
    reader: PictureReader | None = None
    first_frame_strength: float = 0.0

    @property
    def moves(self) -> bool:
        """Whether it draws more than stills."""
        return self.frames_max > 1


@dataclass(frozen=True, slots=True)
class Refiner:
    """What draws in stage C, and to what share of the way to noise it goes back first.

    `guidance` is its own, None where it is the draft's; so are `latent_channels`, 0 where it goes on from the draft's,
    which an `upscaler` enlarges, if there is one.
    """

    denoiser: Denoiser
    scheduling: Scheduling
    strength: float
    guidance: float | None = None
    latent_channels: int = 0
    upscaler: LatentUpscaler | None = None


def latent_pack(
    folder: PipelineFolder,
    scheduling: Scheduling,
    encode: EncodeStage,
    denoiser: Denoiser,
    decoder: LatentDecoder,
    preview_mix: tuple[tuple[float, ...], ...],
    refiner: Refiner | None = None,
) -> ModelPack:
    """The pack of a model; with a `refiner` that finishes what the denoiser drew."""
    if scheduling.schedule == "flow" and scheduling.sampler == "lcm":
        denoiser = _distilled(denoiser)
    sizes, enlarge = _sizes(denoiser, decoder, refiner.upscaler if refiner else None)
    draft = DraftStage(
        model=denoiser.graph.file,
        inputs=denoiser.inputs,
        output=denoiser.output,
        axes=denoiser.axes,
        diffusion=scheduling.with_steps(denoiser.steps, denoiser.guidance_embedding),
        guidance=denoiser.guidance,
        latent_channels=denoiser.channels,
        latent_scale=denoiser.latent_scale or decoder.scale * enlarge,
        frames_max=denoiser.frames_max,
        frames_per_second=denoiser.frames_per_second,
        frames_per_latent=denoiser.frames_per_latent,
        preview_rgb=(0, 1, 2),
        preview_mix=preview_mix,
        later=denoiser.later,
        encoder=denoiser.encoder,
        reader=denoiser.reader,
        first_frame_strength=denoiser.first_frame_strength if denoiser.moves else _FIRST_FRAME_STRENGTH,
    )
    last = refiner or Refiner(denoiser, scheduling, _STRENGTH if enlarge > 1 else 0.0)
    refine = RefineStage(
        model=last.denoiser.graph.file,
        inputs=last.denoiser.inputs,
        output=last.denoiser.output,
        axes=last.denoiser.axes,
        diffusion=last.scheduling.with_steps(last.denoiser.refine_steps, last.denoiser.guidance_embedding),
        frames_per_run=last.denoiser.frames_max,
        decoder=decoder,
        strength=last.strength,
        latent_channels=last.latent_channels,
        guidance=last.guidance,
        upscaler=last.upscaler,
    )
    if refiner is None and denoiser.later is not None:
        later = denoiser.later
        # Where a draft is refined, there is little noise.
        refine = replace(refine, model=later.model, inputs=later.inputs, output=later.output)
    return ModelPack(
        folder=folder.root,
        name=folder.root.name,
        title=folder.root.name,
        version="1",
        licence=folder.licence,
        source=folder.settings(MODEL_INDEX).text("_name_or_path", "") or f"the folder {folder.root.name}",
        description=_description(denoiser, scheduling, enlarge, refiner),
        encode=encode,
        draft=draft,
        decode=None,
        refine=refine,
        native_sizes=sizes,
        digest=pack_digest(encode, draft, None, refine),
    )


def _distilled(denoiser: Denoiser) -> Denoiser:
    """As the cards of distilled flows ask for: in few steps, and unguided where the guidance isn't told."""
    guidance = denoiser.guidance if denoiser.guidance_embedding else 1.0
    return replace(denoiser, steps=min(denoiser.steps, _DISTILLED_STEPS), guidance=guidance)


def read_decoder(folder: PipelineFolder, channels: int, scaling: float) -> LatentDecoder:
    """The VAE's decoder; `scaling` is the family's own, for folders that don't say theirs. Raises PackError."""
    graph = folder.graph("vae_decoder")
    latents = graph.input("latent_sample", "latents", rank=4)
    graph.refuse_other_inputs(latents)
    graph.agree(latents, 1, channels, "the model that draws")
    settings = folder.settings_of("vae_decoder", "vae")
    return LatentDecoder(
        model=graph.file,
        latents=latents,
        output=graph.output("sample", "image", rank=4),
        scale=2 ** (levels(settings) - 1),
        scaling=settings.number("scaling_factor", 1e-6, 1e6, scaling),
        shift=settings.number("shift_factor", -1e6, 1e6, 0.0),
    )


def levels(settings: TomlTable) -> int:
    """How many sizes a model works at, each half the one before; four where its settings are silent."""
    return len(settings.shape("block_out_channels", 1 << 16)) or 4


def _sizes(
    denoiser: Denoiser, decoder: LatentDecoder, upscaler: LatentUpscaler | None
) -> tuple[tuple[tuple[int, int], ...], int]:
    """The finished pictures' sizes in pixels, and how many times as large they are as their drafts."""
    sample = denoiser.inputs["sample"]
    height, width = denoiser.graph.side(sample, -2), denoiser.graph.side(sample, -1)
    scale = denoiser.latent_scale or decoder.scale
    if height and width and denoiser.axes != TOKENS:
        # A graph of one size can't draw at another.
        if upscaler is not None:
            denoiser.graph.refuse("draws at one size alone, and what is enlarged is drawn over at another")
        return ((int(width * scale), int(height * scale)),), 1
    side = int(denoiser.side * scale)
    # All frames of a clip are drawn in one run, and a run of them at twice the size would fit few devices; latents that
    # aren't the decoder's can't be enlarged for it.
    enlarge = 2 if 2 * side <= _LARGEST_SIDE and not denoiser.moves and not denoiser.latent_scale else 1
    if upscaler is not None:
        enlarge = upscaler.scale
    sizes = still_sizes(side, int(denoiser.multiple * scale))
    return tuple((width * enlarge, height * enlarge) for width, height in sizes), enlarge


def _description(denoiser: Denoiser, scheduling: Scheduling, enlarge: int, refiner: Refiner | None) -> str:
    larger = " at twice the size" if enlarge > 1 else ""
    if refiner is not None and refiner.latent_channels:
        finish = "Stage C draws each large, from its draft."
    elif refiner is not None and refiner.upscaler is not None:
        finish = f"Stage C makes each {refiner.upscaler.scale} times as large, and draws it once more."
    elif refiner is not None:
        finish = f"The refiner finishes each{larger} in stage C."
    else:
        finish = f"Stage C draws each once more{larger}." if larger else "Stage C decodes them as they were drawn."
    stand_in = (
        f" Its scheduler {scheduling.class_name} is not known here; {scheduling.sampler} takes its place."
        if scheduling.is_stand_in
        else ""
    )
    if denoiser.moves:
        return f"{_clips(denoiser)} {finish}{stand_in}"
    return f"Stills, over which a camera makes the move their shot asks for. {finish}{stand_in}"


def _clips(denoiser: Denoiser) -> str:
    clips = f"Clips of {denoiser.frames_max} frames"
    if denoiser.encoder is None:
        return f"{clips}, slowed down for a longer shot."
    chained = f"{clips}; in a longer shot each goes on from the last picture of the one before."
    if not denoiser.encoder.given:
        return chained
    return f"Made to go on from a picture: let shots continue the one before. {chained}"
