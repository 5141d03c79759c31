"""A small film on a tiny real pack: what the studio's tests start from."""

from dataclasses import replace
from pathlib import Path

from sora_studio.exchange import parse_plain_text
from sora_studio.storage.project_file import ProjectFile
from sora_studio.studio.config import Config
from sora_studio.studio.studio import Studio
from sora_studio.timeline.project import Project, RenderSettings
from tests.inference.tiny_pack import Tiny, make_pack

SCRIPT = "a red candle\n\n[[transition: dissolve 6]] snow burns\n\na candle burns\n"


def tiny_film(script: str = SCRIPT) -> Project:
    """Three shots of one second, the middle one dissolving into the last, small enough to encode at once."""
    project = parse_plain_text(script, "Tiny")
    shots = (replace(shot, duration_frames=24) for _, shot in project.shots())
    scene = replace(project.scenes[0], shots=tuple(shots))
    return replace(project, width=64, height=32, settings=RenderSettings(pack="tiny"), scenes=(scene,))


def open_tiny_studio(folder: Path, project: Project | None = None, tiny: Tiny | None = None) -> Studio:
    """A studio on a new project in `folder`, with the tiny pack as the only one it knows."""
    if not (folder / "models" / "tiny").exists():
        make_pack(folder / "models" / "tiny", tiny or Tiny())
    path = folder / "film.sora"
    file = ProjectFile.open(path) if path.exists() else ProjectFile.create(path, project or tiny_film())
    return Studio(file, Config(device="cpu", models_folder=str(folder / "models")))
