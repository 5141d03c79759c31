"""What a person wants to know of a model pack before using it: what it draws, by whose leave, and whether it fits."""

from dataclasses import dataclass
from pathlib import Path

from sora_studio.errors import DeviceError
from sora_studio.inference.pack import ModelPack
from sora_studio.inference.pack_parts import PackFile
from sora_studio.inference.room import host_bytes
from sora_studio.studio.config import Config
from sora_studio.studio.device_seen import device_seen
from sora_studio.studio.machine import thread_count
from sora_studio.studio.pack_memory import PackMemory, pack_memory
from sora_studio.studio.pack_shelf import PackOnShelf, packs_on_shelf, read_card

LARGEST_CARD_CHARACTERS = 200_000
_UNTOLD = PackMemory()


@dataclass(frozen=True, slots=True)
class StageDetails:
    """A stage by its letter: its model's file, size in bytes, and how it is sampled ("" for one that isn't)."""

    letter: str
    file: str
    size_bytes: int
    sampling: str = ""


@dataclass(frozen=True, slots=True)
class PackDetails:
    """A pack in plain words and numbers; `refused` says why it can't be used, and then only name and folder are known.

    `sizes` are (width, height) in pixels, `seconds_max` how long one clip can be.
    """

    name: str
    folder: Path
    refused: str = ""
    title: str = ""
    version: str = ""
    description: str = ""
    licence: str = ""
    source: str = ""
    card: str = ""
    size_bytes: int = 0
    sizes: tuple[tuple[int, int], ...] = ()
    frames_per_second: float = 0
    seconds_max: float = 0
    stages: tuple[StageDetails, ...] = ()
    memory: PackMemory = _UNTOLD
    bundled: bool = False


@dataclass(frozen=True, slots=True)
class DeviceFit:
    """Where models run, in words, or why the chosen device can't be used; and how much memory they may take."""

    description: str
    problem: str
    budget_bytes: int


def pack_details(config: Config) -> list[PackDetails]:
    """Every pack there is. Reads and checks their files: not for a window's own thread."""
    return [_details(each, config) for each in packs_on_shelf(config)]


def device_fit(config: Config) -> DeviceFit:
    """The device a window uses. Tries it: not for a window's own thread."""
    chosen = config.memory_budget_mb * 1_000_000
    try:
        seen = device_seen(config.device, thread_count(config, leave_a_core=True))
    except DeviceError as error:
        problem = f"{error.message} {error.hint}".strip()
        return DeviceFit(config.device, problem, chosen or host_bytes() // 2)
    return DeviceFit(seen.told, "", chosen or seen.memory_bytes // 2)


def _details(each: PackOnShelf, config: Config) -> PackDetails:
    pack = each.pack
    if pack is None:
        return PackDetails(each.name, each.folder, each.refused)
    stages = _stages(pack)
    return PackDetails(
        name=each.name,
        folder=each.folder,
        title=pack.title,
        version=pack.version,
        description=pack.description,
        licence=pack.licence,
        source=pack.source,
        card=read_card(each)[:LARGEST_CARD_CHARACTERS],
        size_bytes=round(each.size_mb * 1e6),
        sizes=pack.native_sizes,
        frames_per_second=pack.draft.frames_per_second,
        seconds_max=(pack.draft.frames_max - 1) / pack.draft.frames_per_second,
        stages=stages,
        memory=pack_memory(pack),
        bundled=each.folder.parent.resolve() == config.folders[-1].resolve(),
    )


def _stages(pack: ModelPack) -> tuple[StageDetails, ...]:
    def stage(letter: str, file: PackFile, sampling: str = "") -> StageDetails:
        return StageDetails(letter, shown_name(pack, file), file.bytes_of_all, sampling)

    draft, refine, decoder = pack.draft.diffusion, pack.refine.diffusion, pack.refine.decoder
    encoder = pack.draft.encoder.model if pack.draft.encoder else None
    painting = f"{refine.sampler}, {refine.steps} steps"
    if decoder is not None:
        decoding = f"decoded by {shown_name(pack, decoder.model)}"
        painting = f"{painting}, {decoding}" if pack.refine.strength else decoding
    if pack.refine.upscaler is not None:
        painting = f"enlarged by {shown_name(pack, pack.refine.upscaler.model)}, {painting}"
    return (
        stage("A", pack.encode.model),
        *(
            stage("B", model, "" if model is encoder else f"{draft.sampler}, {draft.steps} steps")
            for model in pack.draft.models
        ),
        stage("C", pack.refine.model, painting),
    )


def shown_name(pack: ModelPack, file: PackFile) -> str:
    """A file as a person finds it in the pack's folder: unet/model.onnx."""
    return file.path.relative_to(pack.folder).as_posix()
