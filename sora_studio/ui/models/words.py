"""What is said of a model pack: plain strings, no Qt."""

from typing import Literal

from sora_studio.studio.pack_details import DeviceFit, PackDetails

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
    of = f"about {amount(pack.memory_bytes)} of the {amount(device.budget_bytes)} models may take"
    match fit(pack, device):
        case "fits":
            return f"Fits whole: {of}."
        case "tight":
            return f"Fits one stage at a time: {of}. Stages are loaded in turn, which takes longer."
        case _:
            largest = amount(pack.largest_stage_bytes)
            return f"May not fit: its largest stage alone takes about {largest} of {amount(device.budget_bytes)}."


def draws(pack: PackDetails) -> str:
    """Picture sizes, rate and length of a clip."""
    sizes = ", ".join(f"{width} × {height}" for width, height in pack.sizes)
    return f"{sizes}  ·  {pack.frames_per_second:g} frames a second  ·  {pack.seconds_max:g} s at once"


def stages(pack: PackDetails) -> str:
    """A line a stage: its letter, file, size and sampling."""
    lines = []
    for stage in pack.stages:
        sampling = f"  ·  {stage.sampling}" if stage.sampling else ""
        lines.append(f"{stage.letter}   {stage.file}  ·  {amount(stage.size_bytes)}{sampling}")
    return "\n".join(lines)
