"""The stages as a pack's description has them, table by table."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from sora_studio.diffusion import PREDICTIONS, SAMPLERS, SCHEDULES, make_schedule
from sora_studio.diffusion.names import options_of
from sora_studio.errors import GenerationError
from sora_studio.inference.pack import Diffusion, DraftStage, EncodeStage, RefineStage
from sora_studio.inference.pack_files import verified_file, verified_model
from sora_studio.inference.stage import DRAFT_ROLES, ENCODE_ROLES, REFINE_ROLES, SAMPLED_ROLES
from sora_studio.inference.toml_table import TomlTable

_AXES = ("BFCHW", "BCFHW", "FCHW")


def read_encode(table: TomlTable, folder: Path, hashes: Mapping[str, str]) -> EncodeStage:
    stage = EncodeStage(
        model=verified_model(folder, table.text("file"), hashes),
        tokenizer=verified_file(folder, table.text("tokenizer"), hashes),
        max_tokens=table.integer("max_tokens", 2, 1 << 16),
        inputs=_read_roles(table.table("inputs"), ENCODE_ROLES, ("input_ids",)),
        output=table.text("output"),
    )
    table.finish()
    return stage


def read_draft(table: TomlTable, folder: Path, hashes: Mapping[str, str], conditioning: str) -> DraftStage:
    channels = table.integer("latent_channels", 1, 1 << 12)
    red, green, blue = table.integers("preview_rgb", 3, 0, channels - 1)
    stage = DraftStage(
        model=verified_model(folder, table.text("file"), hashes),
        inputs=_read_roles(table.table("inputs"), (*DRAFT_ROLES, conditioning), SAMPLED_ROLES),
        output=table.text("output", ""),
        axes=table.one_of("axes", _AXES),
        diffusion=_read_diffusion(table),
        guidance=table.number("guidance", 0.0, 100.0),
        latent_channels=channels,
        latent_scale=table.integer("latent_scale", 1, 256),
        frames_max=table.integer("frames_max", 2, 1 << 16),
        frames_per_second=table.number("frames_per_second", 0.1, 240.0),
        preview_rgb=(red, green, blue),
    )
    table.finish()
    return stage


def read_refine(table: TomlTable, folder: Path, hashes: Mapping[str, str], conditioning: str) -> RefineStage:
    stage = RefineStage(
        model=verified_model(folder, table.text("file"), hashes),
        inputs=_read_roles(table.table("inputs"), (*REFINE_ROLES, conditioning), SAMPLED_ROLES),
        output=table.text("output", ""),
        axes=table.one_of("axes", _AXES, "FCHW"),
        diffusion=_read_diffusion(table),
        frames_per_run=table.integer("frames_per_run", 1, 1 << 12),
    )
    table.finish()
    return stage


def _read_diffusion(table: TomlTable) -> Diffusion:
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
    )


def _read_roles(table: TomlTable, roles: Sequence[str], required: Sequence[str]) -> dict[str, str]:
    """Role to tensor name; a role nobody fills, or one without which nothing runs, is refused."""
    names = table.texts()
    for role in required:
        if role not in names:
            table.refuse(role, "is missing")
    for role in names:
        if role not in roles:
            table.refuse(role, f"is filled by nobody; known are {', '.join(roles)}")
    return names
