"""Stages B and C of models that draw with a U-Net of latents under a text's states."""

from collections.abc import Mapping

from sora_studio.inference.clip import STILLS
from sora_studio.inference.families.latent_pack import Denoiser, levels
from sora_studio.inference.pipeline_folder import PipelineFolder
from sora_studio.inference.scheduler_config import Scheduling

# What a folder without settings of its parts means: the released models', as diffusers takes them too.
_CHANNELS, _EMBEDDING = 4, 256
_CONSISTENCY = ("lcm", "tcd")


def read_unet(
    folder: PipelineFolder,
    scheduling: Scheduling,
    states: str,
    states_width: int | None,
    *,
    side: int,
    guidance: float,
    also: Mapping[str, str] | None = None,
    part: str = "unet",
    axes: str = STILLS,
) -> Denoiser:
    """A U-Net, steered by the conditioning `states`, and by those of `also` under the model's names for them.

    `side` is how long latents were in training, where the folder doesn't say. Raises PackError.
    """
    graph, settings = folder.graph(part), folder.settings_of(part)
    told_states = graph.input("encoder_hidden_states", rank=3)
    inputs = {"sample": graph.input("sample", rank=len(axes)), "timestep": graph.input("timestep"), states: told_states}
    inputs |= {role: graph.input(name, rank=2) for role, name in (also or {}).items()}
    told = 0
    if "timestep_cond" in graph.inputs:
        inputs["guidance_embedding"] = graph.input("timestep_cond", rank=2)
        told = graph.side("timestep_cond", 1) or settings.integer_or("time_cond_proj_dim", _EMBEDDING)
    graph.refuse_other_inputs(*inputs.values())
    graph.agree(told_states, 2, states_width, "the text encoder")
    channels = graph.side(inputs["sample"], 1) or settings.integer_or("in_channels", _CHANNELS)
    if channels != _CHANNELS:
        graph.refuse(
            f"draws from {channels} channels, and a model that draws from text has {_CHANNELS}",
            "A model that paints into given pictures can't be used; take the one it was made from.",
        )
    steps, refine_steps, guidance = _manner(scheduling, told, guidance)
    return Denoiser(
        graph=graph,
        inputs=inputs,
        output=graph.output("out_sample", "sample", "noise_pred", rank=len(axes)),
        channels=channels,
        multiple=2 ** (levels(settings) - 1),
        side=settings.integer_or("sample_size", side, 1 << 12),
        steps=steps,
        refine_steps=refine_steps,
        guidance=guidance,
        guidance_embedding=told,
        axes=axes,
    )


def _manner(scheduling: Scheduling, told: int, guidance: float) -> tuple[int, int, float]:
    """Draft steps, refinement steps and guidance: no folder states them, so these are what the models' cards do."""
    if scheduling.sampler in _CONSISTENCY:
        return 4, 2, 8.5 if told else 1.0
    # A turbo model's folder differs from that of its teacher only here; an undistilled model starts elsewhere.
    undistilled = "zero_terminal_snr" in scheduling.options or scheduling.prediction != "epsilon"
    if scheduling.class_name.startswith("Euler") and scheduling.spacing == "trailing" and not undistilled:
        return 2, 2, 1.0
    return 25, 8, guidance
