"""What is said of a model pack: plain strings, no Qt."""

from typing import Literal

from sora_studio.studio.pack_details import DeviceFit, PackDetails
from sora_studio.studio.pack_memory import amount
from sora_studio.ui.language import translate

Fit = Literal["fits", "tight", "pieces", "large"]


def fit(pack: PackDetails, device: DeviceFit) -> Fit:
    memory, room = pack.memory, device.budget_bytes
    if memory.all_bytes <= room:
        return "fits"
    return "tight" if memory.one_stage_bytes <= room else "pieces" if memory.in_pieces_bytes <= room else "large"


def fit_text(pack: PackDetails, device: DeviceFit) -> str:
    """Whether the pack fits the memory models may take here, and what that means."""
    match fit(pack, device):
        case "fits":
            said = translate("Models", "Fits whole: about {all} of the {room} models may take.")
        case "tight":
            said = translate(
                "Models",
                "Fits one stage at a time: about {all} of the {room} models may take. Stages are loaded in turn, "
                "which takes longer.",
            )
        case "pieces":
            said = translate(
                "Models",
                "Fits in pieces: a stage alone takes about {stage}, more than the {room} models may take; cut into "
                "pieces about {pieces}, which takes longer.",
            )
        case _:
            said = translate("Models", "May not fit: its largest stage takes about {pieces} even in pieces, of {room}.")
    if not pack.memory.is_known:
        said += " " + translate("Models", "That is for its weights; pictures come on top.")
    memory = pack.memory
    return said.format(
        all=amount(memory.all_bytes),
        room=amount(device.budget_bytes),
        stage=amount(memory.one_stage_bytes),
        pieces=amount(memory.in_pieces_bytes),
    )


def draws(pack: PackDetails) -> str:
    """Picture sizes, rate and length of a clip."""
    sizes = ", ".join(f"{width} × {height}" for width, height in pack.sizes)
    if not pack.seconds_max:
        return translate("Models", "{sizes}  ·  stills, held for their shots").format(sizes=sizes)
    return translate("Models", "{sizes}  ·  {rate:g} frames a second  ·  {seconds:g} s at once").format(
        sizes=sizes, rate=pack.frames_per_second, seconds=pack.seconds_max
    )


def stages(pack: PackDetails) -> str:
    """A line a stage: its letter, file, size and sampling."""
    lines = []
    for stage in pack.stages:
        sampling = f"  ·  {stage.sampling}" if stage.sampling else ""
        lines.append(f"{stage.letter}   {stage.file}  ·  {amount(stage.size_bytes)}{sampling}")
    return "\n".join(lines)
