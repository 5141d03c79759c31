"""What a pack is called by what it draws: one digest for each stage, so that a new stage C leaves old drafts valid."""

from dataclasses import asdict
from fractions import Fraction

from sora_studio.inference.digest import digest_of
from sora_studio.inference.pack import DecodeStage, DraftStage, EncodeStage, PackDigest, RefineStage
from sora_studio.inference.pack_parts import (
    Diffusion,
    LatentDecoder,
    LatentUpscaler,
    LaterModel,
    PictureEncoder,
    PictureReader,
)


def pack_digest(encode: EncodeStage, draft: DraftStage, decode: DecodeStage | None, refine: RefineStage) -> PackDigest:
    """Files by hash and every setting a picture depends on; not the words about the pack, nor its defaults."""
    return PackDigest(_encode(encode), _draft(draft, decode), _refine(refine))


def _encode(stage: EncodeStage) -> str:
    return digest_of(_reading(stage))


def _reading(stage: EncodeStage) -> dict[str, object]:
    return {
        "files": [*stage.model.sha256_of_all, *stage.tokenizer.sha256_of_all],
        "tensors": [stage.inputs, stage.output],
        "max_tokens": stage.max_tokens,
        # Only where they are there, so that every older pack's texts keep their names.
        **({} if stage.padding is None else {"padding": stage.padding}),
        **({"pooled": stage.pooled} if stage.pooled else {}),
        **({"second": _reading(stage.second)} if stage.second else {}),
        **({"empty_is_zero": True} if stage.empty_is_zero else {}),
        **({"alone": True} if stage.alone else {}),
        **({"room": stage.room} if stage.room else {}),
        **({} if stage.joined == "beside" else {"joined": stage.joined}),
    }


def _draft(stage: DraftStage, decode: DecodeStage | None) -> str:
    # Left out: what the request states itself (steps, guidance, rate), and how the draft is shown.
    return digest_of(
        {
            "files": stage.model.sha256_of_all,
            "tensors": [stage.inputs, stage.output, stage.axes],
            "diffusion": _semantic(stage.diffusion),
            "latents": [stage.latent_channels, stage.latent_scale.numerator, *_parts(stage.latent_scale)],
            "frames_max": stage.frames_max,
            **({} if stage.frames_per_latent == 1 else {"frames_per_latent": stage.frames_per_latent}),
            **(_later(stage.later) if stage.later else {}),
            **(_begun(stage.encoder) if stage.encoder else {}),
            **(_seen(stage.reader) if stage.reader else {}),
            **({"over": stage.first_frame_strength} if stage.first_frame_strength else {}),
            **(_scenes(stage, decode) if decode else {}),
        }
    )


def _parts(scale: int | Fraction) -> list[int]:
    return [] if scale.denominator == 1 else [scale.denominator]


def _begun(encoder: PictureEncoder) -> dict[str, object]:
    measures = (encoder.channels, encoder.scaling, encoder.shift)
    # Only where there are any, so that clips of packs that were made before keep their names.
    named = [] if measures == (0, 1.0, 0.0) else [measures]
    return {"encoder": [encoder.model.sha256_of_all, *encoder.inputs, encoder.output, *named]}


def _seen(reader: PictureReader) -> dict[str, object]:
    return {"reader": [reader.model.sha256_of_all, reader.picture, reader.output]}


def _later(later: LaterModel) -> dict[str, object]:
    tensors = [later.inputs, later.output]
    return {"later": [later.model.sha256_of_all, tensors, later.below, later.guidance_share]}


def _scenes(stage: DraftStage, decode: DecodeStage) -> dict[str, object]:
    return {
        "scene": stage.scene_shape,
        "decode": [decode.model.sha256_of_all, decode.inputs, decode.output],
    }


def _refine(stage: RefineStage) -> str:
    # Left out: frames_per_run, for a frame comes out the same in any company.
    return digest_of(
        {
            "files": stage.model.sha256_of_all,
            "tensors": [stage.inputs, stage.output, stage.axes],
            "diffusion": _semantic(stage.diffusion),
            **(_latents(stage, stage.decoder) if stage.decoder else {}),
        }
    )


def _latents(stage: RefineStage, decoder: LatentDecoder) -> dict[str, object]:
    return {
        "strength": stage.strength,
        "decoder": [decoder.model.sha256_of_all, decoder.latents, decoder.output],
        "latents": [decoder.scale, decoder.scaling, decoder.shift],
        **({} if decoder.axes == "FCHW" else {"axes": decoder.axes}),
        **({"channels": stage.latent_channels} if stage.latent_channels else {}),
        **({} if stage.guidance is None else {"guidance": stage.guidance}),
        **({"measured": [decoder.deviations, decoder.means]} if decoder.deviations else {}),
        **(_enlarged(stage.upscaler) if stage.upscaler else {}),
    }


def _enlarged(upscaler: LatentUpscaler) -> dict[str, object]:
    tensors = [upscaler.latents, upscaler.output, upscaler.axes]
    return {"upscaler": [upscaler.model.sha256_of_all, tensors, upscaler.scale, upscaler.adain]}


def _semantic(diffusion: Diffusion) -> list[object]:
    options = sorted(diffusion.schedule_options.items())
    usual: list[object] = [diffusion.prediction, diffusion.schedule, options, diffusion.noise_correlation]
    # Only where they differ from what every older pack means, whose pictures keep their names.
    unusual = (diffusion.initial, diffusion.guidance_embedding)
    named = usual if unusual == ("unit", 0) else [*usual, *unusual]
    return [*named, asdict(diffusion.size_shift)] if diffusion.size_shift else named
