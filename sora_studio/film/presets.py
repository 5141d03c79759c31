"""What a film can be exported as: a preset says the kind of file, its codec, its size and its rate."""

from dataclasses import dataclass, replace
from math import ceil
from pathlib import Path
from typing import Literal

from sora_studio.errors import ExportError
from sora_studio.film.codecs import AV1, H264, H264_SMALL, H265, PRORES_HQ, PRORES_PROXY, VideoCodec
from sora_studio.film.target import check_place
from sora_studio.timeline.project import Project
from sora_studio.timeline.time import FrameRate

Product = Literal["film", "animation", "pictures", "stills", "sound", "stems"]
# These are many files, in a folder beside the name that was asked for.
FOLDERS: dict[Product, str] = {"pictures": "frames", "stills": "stills", "stems": "stems"}
SILENT: tuple[Product, ...] = ("animation", "pictures", "stills")


@dataclass(frozen=True, slots=True)
class Preset:
    """`endings`: the names it can be written under; an ending's first preset is what it means when nothing is said.

    `height` is in pixels, 0 for the film's own size; `most_per_second` limits the frames of a second, 0: all of them.
    """

    name: str
    product: Product
    endings: tuple[str, ...]
    codec: VideoCodec | None = None
    height: int = 0
    most_per_second: int = 0

    def target(self, out: Path) -> Path:
        """The file to write, or the folder where there are many."""
        return out.with_name(f"{out.stem} {FOLDERS[self.product]}") if self.product in FOLDERS else out

    def sized(self, project: Project) -> Project:
        """The film in the preset's size, in even pixels; a smaller film is not blown up."""
        if not self.height or self.height >= project.height:
            return project
        width = 2 * round(self.height * project.width / project.height / 2)
        return replace(project, width=width, height=self.height)

    def step(self, rate: FrameRate) -> int:
        """Which of the film's frames are shown: every one, every second, …"""
        return ceil(rate.per_second / self.most_per_second) if self.most_per_second else 1


PRESETS = (
    Preset("h264", "film", (".mp4", ".m4v", ".mov"), H264),
    Preset("h264-review", "film", (".mp4", ".m4v", ".mov"), H264_SMALL, height=720),
    Preset("h265", "film", (".mp4", ".m4v", ".mov"), H265),
    Preset("av1", "film", (".mp4",), AV1),
    Preset("prores", "film", (".mov",), PRORES_HQ),
    Preset("prores-proxy", "film", (".mov",), PRORES_PROXY),
    Preset("png", "pictures", (".png",)),
    Preset("jpeg", "pictures", (".jpg", ".jpeg")),
    Preset("stills", "stills", (".png", ".jpg", ".jpeg")),
    Preset("gif", "animation", (".gif",), height=360, most_per_second=12),
    Preset("webp", "animation", (".webp",), height=480, most_per_second=15),
    Preset("wav", "sound", (".wav",)),
    Preset("stems", "stems", (".wav",)),
)
DEFAULT = PRESETS[0]
ENDINGS = tuple(dict.fromkeys(ending for preset in PRESETS for ending in preset.endings))


def preset_for(out: Path, name: str = "") -> Preset:
    """The preset of that name, or the one the file's ending means. ExportError where both can't be, or nothing is."""
    fitting = [preset for preset in PRESETS if out.suffix.lower() in preset.endings]
    if name:
        named = next((preset for preset in PRESETS if preset.name == name), None)
        if named is None:
            raise ExportError(
                f"There is no preset “{name}”.", f"Choose one of {', '.join(each.name for each in PRESETS)}."
            )
        if named not in fitting:
            raise ExportError(
                f"“{out.name}” can't be written with the preset “{name}”.",
                f"End the name in {' or '.join(named.endings)}.",
            )
        return named
    if not fitting:
        raise ExportError(
            f"“{out.name}” doesn't say which kind of film to write.",
            f"End the name in {', '.join(ENDINGS)}, such as {out.stem or 'film'}.mp4.",
        )
    return fitting[0]


def checked_preset(out: Path, name: str = "") -> Preset:
    """As `preset_for`, and ExportError where nothing can be written in that place."""
    if out.is_dir():
        raise ExportError(f"{out} is a folder.", f"Name a file in it, such as {out / 'film.mp4'}.")
    preset = preset_for(out, name)
    check_place(out)
    return preset
