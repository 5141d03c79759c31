"""scheduler_config.json of diffusers, in our words: the process a model was trained on, and how it is sampled."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from sora_studio.errors import PackError
from sora_studio.inference.flow_config import is_flow, read_flow
from sora_studio.inference.pack_parts import Diffusion, Initial
from sora_studio.inference.pipeline_folder import PipelineFolder
from sora_studio.inference.size_shift import SizeShift
from sora_studio.inference.toml_table import TomlTable

SCHEDULER = "scheduler/scheduler_config.json"

Scalar = str | int | float | bool

_PREDICTIONS = {"epsilon": "epsilon", "v_prediction": "velocity", "sample": "sample", "flow_prediction": "flow"}
_COSINE = "DDPMWuerstchenScheduler"
_BETAS = ("linear", "scaled_linear")
# How a class places its timesteps: on whole numbers, or between them, or on those of a run of one step more.
_WHOLE = {"leading": "leading", "linspace": "linspace", "trailing": "trailing"}
_BETWEEN = {**_WHOLE, "linspace": "linspace_exact"}
_INNER = {"leading": "leading_inner", "linspace": "linspace_inner", "trailing": "trailing"}
_DISTILLED = dict.fromkeys(_WHOLE, "distilled")
_LAST_FIRST = dict.fromkeys(_WHOLE, "trailing")


@dataclass(frozen=True, slots=True)
class _Scheduler:
    """Our sampler for a class of diffusers, where its timesteps lie, and their spacing when the file is silent."""

    sampler: str
    spacings: Mapping[str, str]
    spacing: str = "linspace"
    initial: Initial = "unit"


_SCHEDULERS = {
    "DDIMScheduler": _Scheduler("ddim", _WHOLE, "leading"),
    "DDPMScheduler": _Scheduler("euler_ancestral", _WHOLE, "leading"),
    "EulerDiscreteScheduler": _Scheduler("euler", _BETWEEN, initial="sigma"),
    "EulerAncestralDiscreteScheduler": _Scheduler("euler_ancestral", _BETWEEN, initial="sigma"),
    "HeunDiscreteScheduler": _Scheduler("heun", _BETWEEN, initial="sigma"),
    "KDPM2DiscreteScheduler": _Scheduler("dpm2", _BETWEEN, initial="sigma"),
    "LMSDiscreteScheduler": _Scheduler("lms", _BETWEEN, initial="sigma"),
    "DPMSolverSDEScheduler": _Scheduler("dpmpp_sde", _BETWEEN, initial="sigma"),
    "DPMSolverMultistepScheduler": _Scheduler("dpmpp_2m", _INNER),
    "UniPCMultistepScheduler": _Scheduler("unipc", _INNER),
    "LCMScheduler": _Scheduler("lcm", _DISTILLED),
    "TCDScheduler": _Scheduler("tcd", _DISTILLED),
    "FlowMatchEulerDiscreteScheduler": _Scheduler("flow_euler", _WHOLE),
    "FlowMatchLCMScheduler": _Scheduler("lcm", _WHOLE),
    _COSINE: _Scheduler("ddpm", _WHOLE),
    # Solvers of the same equation that this program has no table of; a second-order one takes their place.
    "PNDMScheduler": _Scheduler("dpmpp_2m", _LAST_FIRST),
    "DEISMultistepScheduler": _Scheduler("dpmpp_2m", _LAST_FIRST),
    "DPMSolverSinglestepScheduler": _Scheduler("dpmpp_2m", _LAST_FIRST),
}
_STOCHASTIC = ("sde-dpmsolver", "sde-dpmsolver++")
# Schedules of families that were taught but one, and what to put in the place of a scheduler that knows another.
_CHOICES = {
    "flow": "Put FlowMatchEulerDiscreteScheduler in its place, or UniPCMultistepScheduler with use_flow_sigmas.",
    "cosine": f"Both schedulers of this family must be {_COSINE}.",
}
_OF_OTHERS = ("FlowMatch", _COSINE)


@dataclass(frozen=True, slots=True)
class Scheduling:
    """A `Diffusion` but for the number of steps; `class_name` is the scheduler's, `spacing` as its file has it.

    `is_stand_in` where the sampler is another than the scheduler's own.
    """

    class_name: str
    spacing: str
    prediction: str
    schedule: str
    options: Mapping[str, Scalar]
    sampler: str
    initial: Initial
    is_stand_in: bool
    size_shift: SizeShift | None = None

    def with_steps(self, steps: int, guidance_embedding: int = 0) -> Diffusion:
        """The same, sampled in `steps` steps unless the request says otherwise."""
        return Diffusion(
            prediction=self.prediction,
            schedule=self.schedule,
            schedule_options=self.options,
            sampler=self.sampler,
            steps=steps,
            noise_correlation=0.0,
            initial=self.initial,
            guidance_embedding=guidance_embedding,
            size_shift=self.size_shift,
        )


def read_scheduling(folder: PipelineFolder, file: str = SCHEDULER, taught: str = "") -> Scheduling:
    """What the folder's scheduler is in our words; `taught` is the schedule of a family that was taught but one.

    Raises PackError for one that isn't known here, or can't draw with the family's models.
    """
    table = folder.settings(file)
    class_name = table.text("_class_name")
    known, name = _SCHEDULERS.get(class_name), f"{folder.root.name}/{file}"
    if known is None:
        raise PackError(f"{name}: the scheduler `{class_name}` is not known here.", _choice(taught))
    found = _scheduling(table, class_name, known)
    if (found.schedule if found.schedule in _CHOICES else "") != taught:
        raise PackError(f"{name}: {class_name} can't draw with this model.", _choice(taught))
    return found


def _choice(taught: str) -> str:
    others = (name for name in sorted(_SCHEDULERS) if not name.startswith(_OF_OTHERS))
    return _CHOICES.get(taught) or f"Put one of these in its place: {', '.join(others)}."


def _scheduling(table: TomlTable, class_name: str, known: _Scheduler) -> Scheduling:
    if is_flow(table, class_name):
        return _flow_scheduling(table, class_name, known.sampler)
    if class_name == _COSINE:
        return _cosine_scheduling(table, known.sampler)
    spacing = table.one_of("timestep_spacing", list(_WHOLE), known.spacing)
    schedule, options = _process(table)
    if schedule == "karras" and known.spacings is _INNER:
        options["whole_timesteps"] = True
    if schedule in _BETAS:
        options |= _levels(table, class_name, known.spacings[spacing])
    sampler = known.sampler
    if sampler == "dpmpp_2m" and table.text("algorithm_type", "dpmsolver++") in _STOCHASTIC:
        sampler = "dpmpp_2m_sde"
    return Scheduling(
        class_name=class_name,
        spacing=spacing,
        prediction=_PREDICTIONS[table.one_of("prediction_type", list(_PREDICTIONS), "epsilon")],
        schedule=schedule,
        options=options,
        sampler=sampler,
        # With "leading" spacing these classes scale their noise to unit variance, as the others always do.
        initial="unit" if spacing == "leading" else known.initial,
        is_stand_in=known.spacings is _LAST_FIRST,
    )


def counted_evenly(scheduling: Scheduling, **options: Scalar) -> Scheduling:
    """That of a family whose pipeline counts its levels down to 1/n itself; `options` are its own."""
    kept = {name: value for name, value in scheduling.options.items() if name != "last"}
    return replace(scheduling, options={**kept, **options})


def _flow_scheduling(table: TomlTable, class_name: str, sampler: str) -> Scheduling:
    options, size_shift = read_flow(table, class_name)
    return Scheduling(
        class_name=class_name,
        spacing="",
        prediction="flow",
        schedule="flow",
        options=options,
        # A step that goes all the way and adds fresh noise is one of consistency sampling.
        sampler="lcm" if table.flag("stochastic_sampling") else sampler,
        initial="noise",
        is_stand_in=False,
        size_shift=size_shift,
    )


def _cosine_scheduling(table: TomlTable, sampler: str) -> Scheduling:
    return Scheduling(
        class_name=_COSINE,
        spacing="",
        prediction="epsilon",
        schedule="cosine",
        options={"offset": table.number("s", 1e-6, 1.0, 0.008), "scaler": table.number("scaler", 1e-3, 1e3, 1.0)},
        sampler=sampler,
        initial="noise",
        is_stand_in=False,
    )


def _process(table: TomlTable) -> tuple[str, dict[str, Scalar]]:
    """The kind of schedule, and how the model was trained."""
    betas = table.one_of("beta_schedule", _BETAS, "linear")
    for key in ("trained_betas", "use_beta_sigmas", "use_lu_lambdas", "use_flow_sigmas"):
        if table.has(key) and (key == "trained_betas" or table.flag(key)):
            table.refuse(key, "asks for noise levels this program can't make; take the line out, or choose another")
    options: dict[str, Scalar] = {
        "beta_start": table.number("beta_start", 0.0, 1.0, 0.0001),
        "beta_end": table.number("beta_end", 0.0, 1.0, 0.02),
        "train_steps": table.integer_or("num_train_timesteps", 1000, 1 << 16),
    }
    if table.flag("rescale_betas_zero_snr"):
        options["zero_terminal_snr"] = True
    for kind in ("karras", "exponential"):
        if table.flag(f"use_{kind}_sigmas"):
            return kind, {**options, "betas": betas}
    return betas, options


def _levels(table: TomlTable, class_name: str, spacing: str) -> dict[str, Scalar]:
    """Which timesteps are visited, and where the run ends."""
    options: dict[str, Scalar] = {"spacing": spacing}
    if spacing.startswith("leading"):
        options["offset"] = table.integer_or("steps_offset", 0, 1 << 16)
    if spacing == "distilled":
        options["original_steps"] = table.integer_or("original_inference_steps", 50, 1 << 16)
    first = table.one_of("final_sigmas_type", ("zero", "sigma_min"), "zero") == "sigma_min"
    if class_name in ("DDIMScheduler", "TCDScheduler"):
        first = not table.flag("set_alpha_to_one", True)
    # A run that already visits the first timestep has nowhere else to end than without noise.
    if first and not spacing.startswith("linspace") and (spacing != "leading" or options["offset"]):
        options["final"] = "first"
    return options
