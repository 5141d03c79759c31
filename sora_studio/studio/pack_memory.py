"""What a pack takes of memory for the longest clip of its first size, told before it is used."""

from dataclasses import dataclass

from sora_studio.inference.memory import MOST_HALVINGS, Stage, stage_need
from sora_studio.inference.pack import ModelPack
from sora_studio.inference.pack_parts import PackFile
from sora_studio.inference.request import make_request
from sora_studio.inference.session import memory_bytes

_STAGES: tuple[Stage, ...] = ("encode", "draft", "refine")


@dataclass(frozen=True, slots=True)
class PackMemory:
    """In bytes: all stages loaded, with what the hungriest works on; that stage alone; the same in smallest pieces.

    Not `is_known`: some of its files don't say how large what they work on is, and it may be more.
    """

    all_bytes: int = 0
    one_stage_bytes: int = 0
    in_pieces_bytes: int = 0
    is_known: bool = True


def pack_memory(pack: ModelPack) -> PackMemory:
    duration_s = (pack.draft.frames_max - 1) / pack.draft.frames_per_second or 1.0
    request = make_request(pack, "", seed=0, duration_s=duration_s)
    whole = [stage_need(pack, request, stage) for stage in _STAGES]
    pieces = [stage_need(pack, request, stage, MOST_HALVINGS) for stage in _STAGES]
    return PackMemory(
        all_bytes=sum(map(memory_bytes, models_of(pack))) + max(need.working_bytes or 0 for need in whole),
        one_stage_bytes=max(need.total_bytes for need in whole),
        in_pieces_bytes=max(need.total_bytes for need in pieces),
        is_known=all(need.working_bytes is not None for need in whole[1:]),
    )


def models_of(pack: ModelPack) -> list[PackFile]:
    """Every model of the pack, once: an image model's stages B and C may share one."""
    readers = [reader.model for reader in pack.encode.readers]
    decoders = [pack.decode.model] if pack.decode else []
    return list(dict.fromkeys([*readers, *pack.draft.models, *decoders, *pack.refine.models]))


def amount(size_bytes: float) -> str:
    """ "54 MB", "4.6 GB"."""
    if size_bytes >= 1e9:
        return f"{size_bytes / 1e9:.1f} GB"
    return f"{max(1, round(size_bytes / 1e6)):,} MB"
