"""What is said of a model pack: plain strings, no Qt."""

from typing import Literal

from sora_studio.studio.pack_details import DeviceFit, PackDetails
from sora_studio.ui.language import translate

Fit = Literal["fits", "tight", "large"]


def amount(size_bytes: float) -> str:
    """ "54 MB", "4.6 GB"."""
    if size_bytes >= 1e9:
        return f"{size_bytes / 1e9:.1f} GB"
    return f"{max(1, round(size_bytes / 1e6)):,} MB"


def fit(pack: PackDetails, device: DeviceFit) -> Fit:
    if pack.memory_bytes <= device.budget_bytes:
        return "fits"
    return "tight" if pack.largest_stage_bytes <= device.budget_bytes else "large"


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
        case _:
            said = translate("Models", "May not fit: its largest stage alone takes about {largest} of {room}.")
    return said.format(
        all=amount(pack.memory_bytes), room=amount(device.budget_bytes), largest=amount(pack.largest_stage_bytes)
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
