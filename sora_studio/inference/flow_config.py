"""The schedule of a rectified flow, as the scheduler_config.json of diffusers has it."""

from collections.abc import Mapping

from sora_studio.inference.size_shift import SizeShift
from sora_studio.inference.toml_table import TomlTable

# How each class lays its levels.
_SPACINGS = {
    "FlowMatchEulerDiscreteScheduler": "even",
    "FlowMatchLCMScheduler": "even",
    "UniPCMultistepScheduler": "inner",
    "DPMSolverMultistepScheduler": "inner_below",
}
_TOKEN_SIDE = 2

Scalar = str | int | float | bool


def is_flow(table: TomlTable, class_name: str) -> bool:
    """Whether the scheduler is one of flows: by its name, or because it is told to be."""
    return class_name.startswith("FlowMatch") or (class_name in _SPACINGS and table.flag("use_flow_sigmas"))


def read_flow(table: TomlTable, class_name: str) -> tuple[Mapping[str, Scalar], SizeShift | None]:
    """The options of the schedule "flow", and how its shift heeds the picture's size. Raises PackError."""
    for key in ("use_karras_sigmas", "use_exponential_sigmas", "use_beta_sigmas", "invert_sigmas"):
        if table.flag(key):
            table.refuse(key, "asks for noise levels this program can't make of a flow; take the line out")
    if table.has("scale_factors"):
        table.refuse("scale_factors", "asks for pictures that grow from step to step; take the line out")
    train_steps = table.integer_or("num_train_timesteps", 1000, 1 << 16)
    by_size = table.flag("use_dynamic_shifting")
    spacing = _SPACINGS[class_name]
    shift = table.number("shift" if spacing == "even" else "flow_shift", 1e-3, 1e3, 1.0)
    options: dict[str, Scalar] = {"timestep_scale": float(train_steps), "spacing": spacing}
    if not by_size:
        options["shift"] = shift
    if spacing == "even":
        # The scheduler counts down to the last level it was taught, which is shifted already.
        least = 1.0 / train_steps
        options["last"] = least if by_size else shift * least / (1.0 + (shift - 1.0) * least)
    else:
        options |= {"train_steps": train_steps, "whole_timesteps": True}
    if table.has("shift_terminal"):
        options["terminal"] = table.number("shift_terminal", 1e-6, 1.0)
    return options, _size_shift(table) if by_size else None


def _size_shift(table: TomlTable) -> SizeShift:
    """Numbers left out are those of the class."""
    least = table.integer_or("base_image_seq_len", 256)
    return SizeShift(
        tokens_least=least,
        tokens_most=max(least + 1, table.integer_or("max_image_seq_len", 4096)),
        least=table.number("base_shift", 1e-3, 100.0, 0.5),
        most=table.number("max_shift", 1e-3, 100.0, 1.15),
        patch=_TOKEN_SIDE,
        exponential=table.one_of("time_shift_type", ("exponential", "linear"), "exponential") == "exponential",
    )
