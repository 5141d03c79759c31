"""Reads a pack's folder into a `ModelPack`, and finds packs by name."""

import difflib
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from sora_studio.diffusion import PREDICTIONS, SAMPLERS, SCHEDULES, make_schedule
from sora_studio.diffusion.names import options_of
from sora_studio.errors import GenerationError, PackError
from sora_studio.inference.digest import digest_of
from sora_studio.inference.pack import (
    Diffusion,
    DraftStage,
    EncodeStage,
    ModelPack,
    PackDigest,
    RefineStage,
)
from sora_studio.inference.pack_files import refuse_unsafe_folder, verified_file, verified_model
from sora_studio.inference.stage import DRAFT_ROLES, ENCODE_ROLES, REFINE_ROLES, SAMPLED_ROLES
from sora_studio.inference.toml_table import TomlTable

_DESCRIPTION = "pack.toml"
_FORMAT = 1
_MAX_DESCRIPTION_BYTES = 1 << 20
_AXES = ("BFCHW", "BCFHW", "FCHW")


def find_packs(folders: Sequence[Path]) -> dict[str, Path]:
    """The packs' folders by name, the first of a name winning. Only looks: nothing is read or checked."""
    found: dict[str, Path] = {}
    for folder in folders:
        if folder.is_dir():
            for path in sorted(folder.iterdir()):
                if (path / _DESCRIPTION).is_file():
                    found.setdefault(path.name, path)
    return found


def pack_named(name: str, folders: Sequence[Path]) -> ModelPack:
    """The pack in the folder called `name`. Raises PackError, with the nearest name where there is one."""
    found = find_packs(folders)
    if name in found:
        return load_pack(found[name])
    close = difflib.get_close_matches(name, found, n=1)
    if close:
        hint = f"Is `{close[0]}` meant?"
    elif found:
        hint = f"There are: {', '.join(sorted(found))}."
    else:
        hint = f"Put its folder into {folders[0]}." if folders else "No folder for packs is set."
    raise PackError(f"There is no model pack called `{name}`.", hint)


def load_pack(folder: Path) -> ModelPack:
    """Read and check a pack's folder: its description, its files' hashes, and that none can do harm.

    Whether the tensors are as described shows when a session is made. Raises PackError.
    """
    folder = folder.resolve()
    table = _read_description(folder)
    refuse_unsafe_folder(folder)
    about = table.table("pack")
    hashes = table.table("files").texts()
    encode = _read_encode(table.table("encode"), folder, hashes)
    draft = _read_draft(table.table("draft"), folder, hashes, encode.output)
    refine = _read_refine(table.table("refine"), folder, hashes, encode.output)
    sizes = table.table("sizes")
    pack = ModelPack(
        folder=folder,
        name=about.text("name"),
        title=about.text("title"),
        version=about.text("version"),
        licence=about.text("licence"),
        source=about.text("source"),
        description=about.text("description", ""),
        encode=encode,
        draft=draft,
        refine=refine,
        native_sizes=sizes.sizes("native", 16384),
        digest=PackDigest(_encode_digest(encode), _draft_digest(draft), _refine_digest(refine)),
    )
    for read in (about, sizes, table):
        read.finish()
    return pack


def _read_description(folder: Path) -> TomlTable:
    path = folder / _DESCRIPTION
    file = f"{folder.name}/{_DESCRIPTION}"
    try:
        with path.open("rb") as content:
            text = content.read(_MAX_DESCRIPTION_BYTES + 1)
        if len(text) > _MAX_DESCRIPTION_BYTES:
            raise PackError(f"{file} is over 1 MB, which no description is.", "Install the pack again.")
        table = TomlTable(tomllib.loads(text.decode("utf-8")), file)
    except OSError as error:
        raise PackError(f"{path} can't be read: {error.strerror}.", "Name a folder that holds a pack.toml.") from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise PackError(f"{file} is not TOML: {error}.", "Correct the line, or install the pack again.") from error
    if table.integer("format", 1, 1 << 16) > _FORMAT:
        raise PackError(f"{file} was made for a newer Sora Studio.", "Bring Sora Studio up to date.")
    return table


def _read_encode(table: TomlTable, folder: Path, hashes: Mapping[str, str]) -> EncodeStage:
    stage = EncodeStage(
        model=verified_model(folder, table.text("file"), hashes),
        tokenizer=verified_file(folder, table.text("tokenizer"), hashes),
        max_tokens=table.integer("max_tokens", 2, 1 << 16),
        inputs=_read_roles(table.table("inputs"), ENCODE_ROLES, ("input_ids",)),
        output=table.text("output"),
    )
    table.finish()
    return stage


def _read_draft(table: TomlTable, folder: Path, hashes: Mapping[str, str], conditioning: str) -> DraftStage:
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


def _read_refine(table: TomlTable, folder: Path, hashes: Mapping[str, str], conditioning: str) -> RefineStage:
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


def _encode_digest(stage: EncodeStage) -> str:
    return digest_of(
        {
            "files": [*stage.model.sha256_of_all, *stage.tokenizer.sha256_of_all],
            "tensors": [stage.inputs, stage.output],
            "max_tokens": stage.max_tokens,
        }
    )


def _draft_digest(stage: DraftStage) -> str:
    # Left out: what the request states itself (steps, guidance, rate), and how the draft is shown.
    return digest_of(
        {
            "files": stage.model.sha256_of_all,
            "tensors": [stage.inputs, stage.output, stage.axes],
            "diffusion": _semantic(stage.diffusion),
            "latents": [stage.latent_channels, stage.latent_scale],
            "frames_max": stage.frames_max,
        }
    )


def _refine_digest(stage: RefineStage) -> str:
    # Left out: frames_per_run, for a frame comes out the same in any company.
    return digest_of(
        {
            "files": stage.model.sha256_of_all,
            "tensors": [stage.inputs, stage.output, stage.axes],
            "diffusion": _semantic(stage.diffusion),
        }
    )


def _semantic(diffusion: Diffusion) -> list[object]:
    options = sorted(diffusion.schedule_options.items())
    return [diffusion.prediction, diffusion.schedule, options, diffusion.noise_correlation]
