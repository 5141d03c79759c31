"""What the tables of a pack's sampled stages have in common: the diffusion, and which tensor has which role."""

from collections.abc import Mapping, Sequence
from typing import Any

from sora_studio.diffusion import PREDICTIONS, SAMPLERS, SCHEDULES, make_schedule
from sora_studio.diffusion.names import options_of
from sora_studio.errors import GenerationError
from sora_studio.inference.pack_parts import Diffusion, Initial
from sora_studio.inference.size_shift import SizeShift
from sora_studio.inference.toml_table import TomlTable

_INITIALS: Mapping[str, Initial] = {"unit": "unit", "sigma": "sigma", "noise": "noise"}


def read_diffusion(table: TomlTable) -> Diffusion:
    """The process a stage was taught, and how it is sampled. Raises PackError."""
    schedule = table.one_of("schedule", list(SCHEDULES))
    steps = table.integer("steps", 1, 1000)
    kind = SCHEDULES[schedule]
    options = table.scalars([*options_of(kind.process), *options_of(kind.levels)])
    try:
        make_schedule(schedule, steps, **dict[str, Any](options))
    except (GenerationError, TypeError) as error:  # a text where a number belongs is a TypeError
        table.refuse("schedule", f"{schedule!r} can't be made: {error}")
    return Diffusion(
        prediction=table.one_of("prediction", list(PREDICTIONS)),
        schedule=schedule,
        schedule_options=options,
        sampler=table.one_of("sampler", list(SAMPLERS)),
        steps=steps,
        noise_correlation=table.number("noise_correlation", 0.0, 1.0, 0.0),
        initial=_INITIALS[table.one_of("initial", list(_INITIALS), "unit")],
        guidance_embedding=table.integer_or("guidance_embedding", 0, 1 << 16),
        size_shift=_read_size_shift(table.table_if_there("size_shift")),
    )


def _read_size_shift(table: TomlTable | None) -> SizeShift | None:
    if table is None:
        return None
    least = table.integer("tokens_least", 1, 1 << 24)
    shift = SizeShift(
        tokens_least=least,
        tokens_most=table.integer("tokens_most", least + 1, 1 << 25),
        least=table.number("least", 1e-3, 100.0),
        most=table.number("most", 1e-3, 100.0),
        patch=table.integer("patch", 1, 256),
        exponential=table.flag("exponential", True),
    )
    table.finish()
    return shift


def read_roles(table: TomlTable, roles: Sequence[str], required: Sequence[str]) -> dict[str, str]:
    """Role to tensor name; a role nobody fills, or one without which nothing runs, is refused."""
    names = table.texts()
    for role in required:
        if role not in names:
            table.refuse(role, "is missing")
    for role in names:
        if role not in roles:
            table.refuse(role, f"is filled by nobody; known are {', '.join(roles)}")
    return names
