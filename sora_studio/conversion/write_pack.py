"""A pack as its pack.toml: what `load_pack` reads, written from the value it reads it into."""

from collections.abc import Mapping
from dataclasses import asdict
from hashlib import file_digest
from pathlib import Path

import tomli_w

from sora_studio.inference.pack import EncodeStage, ModelPack
from sora_studio.inference.pack_parts import (
    Diffusion,
    LatentDecoder,
    LatentUpscaler,
    LaterModel,
    PictureEncoder,
    PictureReader,
)

FORMAT = 1
DESCRIPTION = "pack.toml"

Table = dict[str, object]


def write_description(pack: ModelPack, folder: Path, name: str) -> None:
    """Write pack.toml beside the pack's files, all of which lie in `folder` itself, and hash every file there."""
    files = {path.name: _sha256(path) for path in sorted(folder.iterdir()) if path.name != DESCRIPTION}
    about = {"name": name, "title": pack.title, "version": pack.version, "licence": pack.licence}
    whole: Table = {
        "format": FORMAT,
        "pack": {**about, "source": pack.source, "description": pack.description},
        "files": files,
        "encode": _encode(pack.encode),
        "draft": _draft(pack),
        "refine": _refine(pack),
        "sizes": {"native": [list(size) for size in pack.native_sizes]},
    }
    (folder / DESCRIPTION).write_bytes(tomli_w.dumps(whole).encode())


def _encode(stage: EncodeStage) -> Table:
    return {
        "file": stage.model.path.name,
        "tokenizer": stage.tokenizer.path.name,
        "max_tokens": stage.max_tokens,
        "output": stage.output,
        **({} if stage.padding is None else {"padding": stage.padding}),
        **({"pooled": stage.pooled} if stage.pooled else {}),
        **({"empty_is_zero": True} if stage.empty_is_zero else {}),
        **({} if stage.joined == "beside" else {"joined": stage.joined}),
        **({"alone": True} if stage.alone else {}),
        **({"room": list(stage.room)} if stage.room else {}),
        "inputs": dict(stage.inputs),
        **({"second": _encode(stage.second)} if stage.second else {}),
    }


def _draft(pack: ModelPack) -> Table:
    stage = pack.draft
    return {
        "file": stage.model.path.name,
        "output": stage.output,
        **_diffusion(stage.diffusion),
        "guidance": stage.guidance,
        "axes": stage.axes,
        "latent_channels": stage.latent_channels,
        "latent_scale": stage.latent_scale.numerator,
        **({} if stage.latent_scale.denominator == 1 else {"latents_per_scale": stage.latent_scale.denominator}),
        "frames_max": stage.frames_max,
        **({} if stage.frames_per_latent == 1 else {"frames_per_latent": stage.frames_per_latent}),
        "frames_per_second": stage.frames_per_second,
        **({"first_frame_strength": stage.first_frame_strength} if stage.first_frame_strength else {}),
        "preview_rgb": list(stage.preview_rgb),
        **({"preview_mix": [list(row) for row in stage.preview_mix]} if stage.preview_mix else {}),
        "inputs": dict(stage.inputs),
        **({"encoder": _encoder(stage.encoder)} if stage.encoder else {}),
        **({"reader": _reader(stage.reader)} if stage.reader else {}),
        **({"later": _later(stage.later)} if stage.later else {}),
    }


def _encoder(encoder: PictureEncoder) -> Table:
    return {
        "file": encoder.model.path.name,
        "picture": encoder.picture,
        "output": encoder.output,
        **({"given": encoder.given} if encoder.given else {}),
        **({"channels": encoder.channels} if encoder.channels else {}),
        **({} if encoder.scaling == 1.0 else {"scaling": encoder.scaling}),
        **({"shift": encoder.shift} if encoder.shift else {}),
    }


def _reader(reader: PictureReader) -> Table:
    return {
        "file": reader.model.path.name,
        "picture": reader.picture,
        "output": reader.output,
        "shape": list(reader.shape),
    }


def _later(later: LaterModel) -> Table:
    return {
        "file": later.model.path.name,
        "output": later.output,
        "below": later.below,
        "guidance_share": later.guidance_share,
        "inputs": dict(later.inputs),
    }


def _refine(pack: ModelPack) -> Table:
    stage = pack.refine
    return {
        "file": stage.model.path.name,
        "output": stage.output,
        **_diffusion(stage.diffusion),
        "axes": stage.axes,
        "frames_per_run": stage.frames_per_run,
        **({"strength": stage.strength} if stage.decoder else {}),
        **({"latent_channels": stage.latent_channels} if stage.latent_channels else {}),
        **({} if stage.guidance is None else {"guidance": stage.guidance}),
        "inputs": dict(stage.inputs),
        **({"upscaler": _upscaler(stage.upscaler)} if stage.upscaler else {}),
        **({"decoder": _decoder(stage.decoder)} if stage.decoder else {}),
    }


def _upscaler(upscaler: LatentUpscaler) -> Table:
    return {
        "file": upscaler.model.path.name,
        "latents": upscaler.latents,
        "output": upscaler.output,
        "scale": upscaler.scale,
        **({} if upscaler.axes == "FCHW" else {"axes": upscaler.axes}),
        **({"adain": upscaler.adain} if upscaler.adain else {}),
    }


def _decoder(decoder: LatentDecoder) -> Table:
    return {
        "file": decoder.model.path.name,
        "latents": decoder.latents,
        "output": decoder.output,
        "scale": decoder.scale,
        "scaling": decoder.scaling,
        "shift": decoder.shift,
        **({} if decoder.axes == "FCHW" else {"axes": decoder.axes}),
        **({"deviations": list(decoder.deviations), "means": list(decoder.means)} if decoder.deviations else {}),
        **({"tiles_in_time": True} if decoder.tiles_in_time else {}),
    }


def _diffusion(diffusion: Diffusion) -> Mapping[str, object]:
    return {
        "prediction": diffusion.prediction,
        "schedule": diffusion.schedule,
        **diffusion.schedule_options,
        "sampler": diffusion.sampler,
        "steps": diffusion.steps,
        "noise_correlation": diffusion.noise_correlation,
        **({} if diffusion.initial == "unit" else {"initial": diffusion.initial}),
        **({"guidance_embedding": diffusion.guidance_embedding} if diffusion.guidance_embedding else {}),
        **({"size_shift": asdict(diffusion.size_shift)} if diffusion.size_shift else {}),
    }


def _sha256(path: Path) -> str:
    with path.open("rb") as content:
        return file_digest(content, "sha256").hexdigest()
