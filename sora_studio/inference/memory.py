"""What a shot takes of memory, stage by stage, worked out before it runs.

A stage takes its largest model's weights, 1.3 x its files, and what that is working on: 1.25 x the most its tensors
take at once (`activations`), for onnxruntime's arena has gaps, and where it is sampled 8 times what is sampled, for the
states, estimates, noise and results of a step, or 3 times the pictures decoded. Seen to be within a half of what
sessions took.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import prod
from typing import Literal

from sora_studio.errors import PackError
from sora_studio.inference.activations import activation_bytes
from sora_studio.inference.beginning import no_beginning
from sora_studio.inference.clip import axes_shape, takes_batches
from sora_studio.inference.decode import at_once
from sora_studio.inference.device_math import HostMath
from sora_studio.inference.given_picture import picture_sides
from sora_studio.inference.guided import runs_together
from sora_studio.inference.onnx_header import read_onnx_header
from sora_studio.inference.pack import DraftStage, ModelPack, RefineStage
from sora_studio.inference.pack_parts import PackFile
from sora_studio.inference.request import GenerationRequest
from sora_studio.inference.session import memory_bytes
from sora_studio.inference.stage import draft_shape
from sora_studio.inference.turns import stages_of
from sora_studio.inference.windows import finished_apart

Stage = Literal["encode", "draft", "refine"]
# How often what Stage C works on at once can be halved with some use.
MOST_HALVINGS = 3
_GAPS = 1.25
_SAMPLES, _DECODED = 8, 3
_FLOAT_BYTES = 4
_RGB = 3
# What encodes a clip in turns remembers the last of each in two places and works on as much again, out of sight of what
# its file says: Wan's was seen to take 4.3 times what that adds up to.
_IN_TURNS = 4


@dataclass(frozen=True, slots=True)
class Need:
    """What a model takes: its weights, and what it works on; None where its file doesn't say how large that is."""

    model: PackFile
    weights_bytes: int
    working_bytes: int | None

    @property
    def total_bytes(self) -> int:
        """As far as it is known."""
        return self.weights_bytes + (self.working_bytes or 0)


def stage_need(pack: ModelPack, request: GenerationRequest, stage: Stage, halvings: int = 0) -> Need:
    """What the one model of the stage takes that takes the most; Stage C with what it works on halved so many times.

    Raises GenerationError for a size the pack can't draw.
    """
    needs = {"encode": _encode, "draft": _draft, "refine": _refine}[stage](pack, request, halvings)
    return max(needs, key=lambda need: need.total_bytes)


def _encode(pack: ModelPack, _: GenerationRequest, __: int) -> list[Need]:
    return [
        _need(pack, reader.model, dict.fromkeys(reader.inputs.values(), (1, reader.max_tokens)))
        for reader in pack.encode.readers
    ]


def _draft(pack: ModelPack, request: GenerationRequest, _: int) -> list[Need]:
    stage = pack.draft
    frames, *frame_shape = draft_shape(stage, request)
    together = (min(frames, stage.latents_max), *frame_shape)
    shape = axes_shape(together, stage.axes)
    beside = {role: tensor.shape for role, tensor in no_beginning(stage, together).items()}
    needs = [_sampled(pack, each, stage.scene_shape or shape, beside, request.guidance) for each in stages_of(stage)]
    if request.sketch or (stage.begins_with_pictures and (request.first_frame or frames > stage.latents_max)):
        needs += _begun(pack, request)
    if pack.decode is not None:
        together = min(request.frame_count, pack.decode.frames_per_run)
        needs.append(_need(pack, pack.decode.model, {pack.decode.inputs["frame_times"]: (together,)}))
    return needs


def _begun(pack: ModelPack, request: GenerationRequest) -> list[Need]:
    """What makes a beginning of a picture; for a window's last, stage C's own decoder is told with that stage."""
    stage, picture = pack.draft, (1, _RGB, *picture_sides(pack, request))
    needs: list[Need] = []
    if stage.encoder is not None:
        given = {stage.encoder.given: (stage.frames_max,)} if stage.encoder.given else {}
        need = _need(pack, stage.encoder.model, {stage.encoder.picture: picture, **given})
        needs.append(
            replace(need, working_bytes=_IN_TURNS * need.working_bytes) if given and need.working_bytes else need
        )
    if stage.reader is not None:
        needs.append(_need(pack, stage.reader.model, {stage.reader.picture: picture}))
    return needs


def _refine(pack: ModelPack, request: GenerationRequest, halvings: int) -> list[Need]:
    stage, decoder = pack.refine, pack.refine.decoder
    drafted = draft_shape(pack.draft, request)
    if decoder is None:
        frames, *sides = piece_of(pack, request, halvings)
        shape = axes_shape((frames, _RGB, *sides), stage.axes)
        return [_sampled(pack, stage, shape, {"draft": axes_shape((frames, *drafted[1:]), stage.axes)}, 1.0)]
    channels = stage.latent_channels or drafted[1]
    frames, height, width = piece_of(pack, request, halvings)
    given = axes_shape((frames, channels, height, width), decoder.axes)
    pixels = (1 + (frames - 1) * pack.draft.frames_per_latent) * height * width * decoder.scale**2
    needs = [_need(pack, decoder.model, {decoder.latents: given}, held=_DECODED * _RGB * pixels)]
    if stage.upscaler is not None:
        small = axes_shape(drafted, stage.upscaler.axes)
        held = prod(small) * (1 + stage.upscaler.scale**2)
        needs.append(_need(pack, stage.upscaler.model, {stage.upscaler.latents: small}, held))
    if stage.strength:
        frames, *sides = _latents(pack, request)
        together = min(frames, stage.frames_per_run)
        shape = axes_shape((together, channels, *sides), stage.axes)
        begun = no_beginning(pack.draft, (together, channels, *sides)).items()
        beside = {
            "draft": axes_shape((together, *drafted[1:]), stage.axes),
            **{role: tensor.shape for role, tensor in begun},
        }
        guidance = request.guidance if stage.guidance is None else stage.guidance
        needs.append(_sampled(pack, stage, shape, beside, guidance))
    return needs


def piece_of(pack: ModelPack, request: GenerationRequest, halvings: int) -> tuple[int, int, int]:
    """Frames, height and width of what Stage C ends with at once: in latents where it decodes those, else in pixels."""
    stage, decoder = pack.refine, pack.refine.decoder
    if decoder is None:
        return min(request.frame_count, max(1, stage.frames_per_run >> halvings)), request.height, request.width
    try:
        taken = read_onnx_header(decoder.model.path).inputs.get(decoder.latents, ())
    except (OSError, PackError):
        # What is wrong with the file is told when it is loaded.
        taken = ()
    return at_once(decoder, taken, _latents(pack, request), halvings)


def _latents(pack: ModelPack, request: GenerationRequest) -> tuple[int, int, int]:
    decoder = pack.refine.decoder
    assert decoder is not None
    frames, *_ = draft_shape(pack.draft, request)
    longest = max(each.stop - each.start for each in finished_apart(pack.draft, frames))
    return longest, request.height // decoder.scale, request.width // decoder.scale


def _need(pack: ModelPack, model: PackFile, given: Mapping[str, tuple[int, ...]], held: int = 0) -> Need:
    """Of a model given inputs of these shapes, beside which so many numbers are held."""
    working = activation_bytes(model.path, given, otherwise=pack.encode.longest.max_tokens)
    return Need(model, memory_bytes(model), None if working is None else int(_GAPS * working) + held * _FLOAT_BYTES)


def _sampled(
    pack: ModelPack,
    stage: DraftStage | RefineStage,
    shape: tuple[int, ...],
    beside: Mapping[str, tuple[int, ...]],
    guidance: float,
) -> Need:
    """Of a stage whose sample has that shape, and what it takes `beside` it, by role, those.

    On a graphics card both sides of guidance are made at once, too, but in turn where that doesn't fit.
    """
    given = {stage.inputs[role]: each for role, each in {**beside, "sample": shape}.items() if role in stage.inputs}
    if runs_together(guidance, shape, HostMath.pairs_up_to) and takes_batches(stage.axes):
        given = {name: (2, *each[1:]) for name, each in given.items()}
    return _need(pack, stage.model, given, held=_SAMPLES * prod(shape))
