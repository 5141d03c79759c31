"""The stages as a pack's description has them, table by table."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path

from sora_studio.inference.clip import STILLS, TOKENS
from sora_studio.inference.diffusion_table import read_diffusion, read_roles
from sora_studio.inference.encode import SECOND_POOLED, SECOND_STATES
from sora_studio.inference.pack import DecodeStage, DraftStage, EncodeStage, Join, RefineStage
from sora_studio.inference.pack_files import verified_file, verified_model
from sora_studio.inference.pack_parts import (
    LatentDecoder,
    LatentUpscaler,
    LaterModel,
    PictureEncoder,
    PictureReader,
)
from sora_studio.inference.stage import (
    DECODE_ROLES,
    DRAFT_ROLES,
    ENCODE_ROLES,
    LATENT_ROLES,
    REFINE_ROLES,
    SAMPLED_ROLES,
    SCENE_ROLES,
)
from sora_studio.inference.toml_table import TomlTable

_JOINS: Mapping[str, Join] = {"beside": "beside", "after": "after", "apart": "apart"}
_LEAST_STRENGTH = 0.01
_AXES = ("BFCHW", "BCFHW", "FCHW", STILLS, TOKENS)
_CLIP_AXES = ("FCHW", "BCFHW")


def read_encode(table: TomlTable, folder: Path, hashes: Mapping[str, str]) -> EncodeStage:
    second = table.table_if_there("second")
    stage = EncodeStage(
        model=verified_model(folder, table.text("file"), hashes),
        tokenizer=verified_file(folder, table.text("tokenizer"), hashes),
        max_tokens=table.integer("max_tokens", 2, 1 << 16),
        inputs=read_roles(table.table("inputs"), ENCODE_ROLES, ("input_ids",)),
        output=table.text("output"),
        heard=table.text("heard", ""),
        padding=table.integer("padding", 0, 1 << 24) if table.has("padding") else None,
        pooled=table.text("pooled", ""),
        second=read_encode(second, folder, hashes) if second else None,
        empty_is_zero=table.flag("empty_is_zero"),
        joined=_JOINS[table.one_of("joined", list(_JOINS), "beside")],
        alone=table.flag("alone"),
        room=table.integers("room", 2, 1, 1 << 20) if table.has("room") else (),
    )
    table.finish()
    return stage


def conditionings(encode: EncodeStage) -> list[str]:
    """What the text encoder gives the later stages, by its names."""
    pooled = [reader.pooled for reader in encode.readers if reader.pooled]
    alone = (SECOND_STATES, SECOND_POOLED) if any(reader.alone for reader in encode.readers) else ()
    return [encode.output, *pooled, *alone]


def read_draft(table: TomlTable, folder: Path, hashes: Mapping[str, str], conditioning: Sequence[str]) -> DraftStage:
    channels = table.integer("latent_channels", 1, 1 << 12)
    red, green, blue = table.integers("preview_rgb", 3, 0, channels - 1)
    mix = table.rows("preview_mix", 3, channels) if table.has("preview_mix") else ()
    scene = table.shape("scene_shape", 1 << 16)
    roles = SCENE_ROLES if scene else DRAFT_ROLES
    stage = DraftStage(
        model=verified_model(folder, table.text("file"), hashes),
        inputs=read_roles(table.table("inputs"), (*roles, *conditioning), SAMPLED_ROLES),
        output=table.text("output", ""),
        axes=table.one_of("axes", _AXES, "FCHW" if scene else None),
        diffusion=read_diffusion(table),
        guidance=table.number("guidance", 0.0, 100.0),
        latent_channels=channels,
        latent_scale=_read_latent_scale(table),
        frames_max=_read_frames(table, "frames_max", 1 << 16),
        frames_per_second=table.number("frames_per_second", 0.1, 240.0),
        preview_rgb=(red, green, blue),
        scene_shape=scene,
        preview_mix=mix,
        frames_per_latent=table.integer("frames_per_latent", 1, 64) if table.has("frames_per_latent") else 1,
        first_frame_strength=_read_strength(table, "first_frame_strength", 0.0),
        encoder=_read_encoder(table.table_if_there("encoder"), folder, hashes),
        reader=_read_reader(table.table_if_there("reader"), folder, hashes),
        later=_read_later(table.table_if_there("later"), folder, hashes, (*roles, *conditioning)),
    )
    table.finish()
    return stage


def _read_frames(table: TomlTable, key: str, most: int) -> int:
    frames = table.integer(key, 1, most)
    if frames > 1 and table.text("axes", "") == STILLS:
        table.refuse(key, f"must be 1, for axes of {STILLS} are those of stills")
    return frames


def _read_encoder(table: TomlTable | None, folder: Path, hashes: Mapping[str, str]) -> PictureEncoder | None:
    if table is None:
        return None
    encoder = PictureEncoder(
        model=verified_model(folder, table.text("file"), hashes),
        picture=table.text("picture"),
        output=table.text("output"),
        given=table.text("given", ""),
        channels=table.integer_or("channels", 0, 1 << 12),
        scaling=table.number("scaling", 1e-6, 1e6, 1.0),
        shift=table.number("shift", -1e6, 1e6, 0.0),
    )
    table.finish()
    return encoder


def _read_reader(table: TomlTable | None, folder: Path, hashes: Mapping[str, str]) -> PictureReader | None:
    if table is None:
        return None
    model, shape = verified_model(folder, table.text("file"), hashes), table.integers("shape", 2, 1, 1 << 16)
    reader = PictureReader(model, table.text("picture"), table.text("output"), shape)
    table.finish()
    return reader


def _read_strength(table: TomlTable, key: str, default: float | None = None) -> float:
    strength = table.number(key, 0.0, 1.0, default)
    # A schedule is made whole before the last of its steps are taken.
    if 0.0 < strength < _LEAST_STRENGTH:
        table.refuse(key, f"must be 0, or {_LEAST_STRENGTH:g} at least, not {strength:g}")
    return strength


def _read_later(
    table: TomlTable | None, folder: Path, hashes: Mapping[str, str], roles: Sequence[str]
) -> LaterModel | None:
    if table is None:
        return None
    later = LaterModel(
        model=verified_model(folder, table.text("file"), hashes),
        inputs=read_roles(table.table("inputs"), roles, SAMPLED_ROLES),
        output=table.text("output", ""),
        below=table.number("below", 0.0, 1e6),
        guidance_share=table.number("guidance_share", 0.0, 10.0, 1.0),
    )
    table.finish()
    return later


def _read_latent_scale(table: TomlTable) -> int | Fraction:
    pixels = table.integer("latent_scale", 1, 256)
    return Fraction(pixels, table.integer("latents_per_scale", 2, 64)) if table.has("latents_per_scale") else pixels


def read_decode(
    whole: TomlTable, folder: Path, hashes: Mapping[str, str], conditioning: Sequence[str], draft: DraftStage
) -> DecodeStage | None:
    """The [decode] table of the whole description: it is there exactly when the draft is a scene."""
    table = whole.table_if_there("decode")
    if table is None:
        if draft.scene_shape:
            whole.refuse("decode", "is missing: [draft] has a scene_shape, and nothing makes frames of scenes")
        return None
    if not draft.scene_shape:
        whole.refuse("decode", "has nothing to decode: [draft] has no scene_shape")
    if not draft.draws_pictures:
        table.refuse("output", "is red, green, blue and figures: latent_channels must be 4, preview_rgb [0, 1, 2]")
    stage = DecodeStage(
        model=verified_model(folder, table.text("file"), hashes),
        inputs=read_roles(table.table("inputs"), (*DECODE_ROLES, *conditioning), ("scene", "frame_times")),
        output=table.text("output"),
        frames_per_run=table.integer("frames_per_run", 1, 1 << 12),
    )
    table.finish()
    return stage


def read_refine(table: TomlTable, folder: Path, hashes: Mapping[str, str], conditioning: Sequence[str]) -> RefineStage:
    latents = table.table_if_there("decoder")
    roles = LATENT_ROLES if latents else REFINE_ROLES
    stage = RefineStage(
        model=verified_model(folder, table.text("file"), hashes),
        inputs=read_roles(table.table("inputs"), (*roles, *conditioning), SAMPLED_ROLES),
        output=table.text("output", ""),
        axes=table.one_of("axes", _AXES, "FCHW"),
        diffusion=read_diffusion(table),
        frames_per_run=_read_frames(table, "frames_per_run", 1 << 12),
        decoder=_read_decoder(latents, folder, hashes) if latents else None,
        strength=_read_strength(table, "strength") if latents else 1.0,
        latent_channels=table.integer_or("latent_channels", 0, 1 << 12) if latents else 0,
        guidance=table.number("guidance", 0.0, 100.0) if latents and table.has("guidance") else None,
        upscaler=_read_upscaler(table.table_if_there("upscaler"), folder, hashes) if latents else None,
    )
    table.finish()
    return stage


def _read_upscaler(table: TomlTable | None, folder: Path, hashes: Mapping[str, str]) -> LatentUpscaler | None:
    if table is None:
        return None
    upscaler = LatentUpscaler(
        model=verified_model(folder, table.text("file"), hashes),
        latents=table.text("latents"),
        output=table.text("output"),
        scale=table.integer("scale", 2, 16),
        axes=table.one_of("axes", _CLIP_AXES, "FCHW"),
        adain=table.number("adain", 0.0, 1.0, 0.0),
    )
    table.finish()
    return upscaler


def _read_decoder(table: TomlTable, folder: Path, hashes: Mapping[str, str]) -> LatentDecoder:
    decoder = LatentDecoder(
        model=verified_model(folder, table.text("file"), hashes),
        latents=table.text("latents"),
        output=table.text("output", ""),
        scale=table.integer("scale", 1, 256),
        scaling=table.number("scaling", 1e-6, 1e6),
        shift=table.number("shift", -1e6, 1e6, 0.0),
        axes=table.one_of("axes", _CLIP_AXES, "FCHW"),
        deviations=table.numbers("deviations"),
        means=table.numbers("means"),
        tiles_in_time=table.flag("tiles_in_time"),
    )
    if len(decoder.deviations) != len(decoder.means):
        table.refuse("means", "must be as many as deviations")
    table.finish()
    return decoder
