"""What each preset of an export is called, and what is said of the film it makes."""

from PySide6.QtCore import QCoreApplication

from sora_studio.studio.film_products import PRESETS, SILENT, Preset
from sora_studio.timeline.project import Project


def _tr(text: str) -> str:
    return QCoreApplication.translate("ExportFormats", text)


def format_names() -> list[tuple[str, Preset]]:
    """Each preset by what the user knows it as."""
    names = {
        "h264": _tr("H.264 movie"),
        "h264-review": _tr("H.264 movie for review, small"),
        "h265": _tr("H.265 movie"),
        "av1": _tr("AV1 movie"),
        "prores": _tr("ProRes 422 HQ movie"),
        "prores-proxy": _tr("ProRes 422 Proxy movie"),
        "png": _tr("PNG pictures, every frame"),
        "jpeg": _tr("JPEG pictures, every frame"),
        "stills": _tr("Stills, one of each shot"),
        "gif": _tr("Animated GIF"),
        "webp": _tr("Animated WebP"),
        "wav": _tr("Sound only, WAV"),
        "stems": _tr("Sound stems, a WAV of each track"),
    }
    return [(names[preset.name], preset) for preset in PRESETS]


def about(preset: Preset, project: Project, frames: int, shots: int) -> str:
    """The film of so many frames, and of so many shots that show something, as the preset makes it."""
    seconds = float(project.frame_rate.seconds(frames))
    step = preset.step(project.frame_rate)
    match preset.product:
        case "sound" | "stems":
            return _tr("48 kHz, 24 bit, stereo, {seconds:.1f} s.").format(seconds=seconds)
        case "stills":
            return _tr("{shots} pictures, from the middle of each shot.").format(shots=shots)
        case _:
            parts = [preset.codec.title] if preset.codec else []
            fps = f"{float(project.frame_rate.per_second / step):.3f}".rstrip("0").rstrip(".")
            parts += [f"{fps} fps", _tr("{frames} frames ({seconds:.1f} s)").format(
                frames=-(-frames // step), seconds=seconds
            )]  # fmt: skip
            without = _tr(" It has no sound.") if preset.product in SILENT else ""
            return f"{', '.join(parts)}.{without}"
