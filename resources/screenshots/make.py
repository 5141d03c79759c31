"""Pictures of every view of the window, taken of a real film: python resources/screenshots/make.py [FOLDER]

The example film is rendered with the bundled pack (about two minutes on two cores), then the window is opened on it
at 1440x900, at 1x and 2x scale, dark and light, and every view of views.py is saved as a PNG. With --views, --scales
or --themes only some are. SORA_STUDIO_FILM_FOLDER names a folder that keeps the rendered film for the next time.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).resolve().parent
FILM = "six-tales.sora"


def render(folder: Path) -> None:
    """The film: all drafts, the first four shots refined, a second and third take of the second shot."""
    from sora_studio.studio.config import Config
    from sora_studio.studio.opening import new_project
    from sora_studio.studio.studio import RenderOrder

    with new_project(ROOT / "resources" / "examples" / "six-tales.fountain", folder / FILM, Config()) as studio:
        for order in (
            RenderOrder(stage="draft"),
            RenderOrder(positions=(1, 2, 3, 4)),
            RenderOrder(positions=(2,), takes=3, stage="draft"),
        ):
            for _ in studio.render(order, device="cpu"):
                pass


def take(folder: Path, out: Path, scale: int, theme: str, chosen: list[str]) -> None:
    """Open the window and save its views; runs in a process of its own, for the scale is the process's."""
    import views

    from sora_studio.studio.config import Config

    work = folder / "work"
    shutil.rmtree(work, ignore_errors=True)
    shutil.copytree(folder, work, ignore=shutil.ignore_patterns("work", "data"))
    camera = views.Camera(work, out, f"{'-light' if theme == 'light' else ''}@{scale}x", Config(theme=theme))
    for view in views.VIEWS:
        # The first brings the film that the others are of.
        if not chosen or view.__name__ in chosen or view is views.VIEWS[0]:
            view(camera, work / FILM)
    camera.window.close()


def run(folder: Path, out: Path, scale: int, theme: str, chosen: list[str]) -> None:
    """Take the pictures of one scale and theme, as a user sees the program on the first day."""
    shutil.rmtree(folder / "data", ignore_errors=True)
    surroundings = {
        **os.environ,
        "QT_QPA_PLATFORM": "offscreen",
        "QT_SCALE_FACTOR": str(scale),
        "PYTHONPATH": str(ROOT),
        "XDG_DATA_HOME": str(folder / "data"),
        "SORA_STUDIO_CONFIG": str(folder / "config.toml"),
    }
    command = [sys.executable, __file__, "--take", str(folder), str(out), str(scale), theme, *chosen]
    subprocess.run(command, check=True, cwd=ROOT, env=surroundings)


def main() -> None:
    if sys.argv[1:2] == ["--take"]:
        folder, out, scale, theme, *chosen = sys.argv[2:]
        take(Path(folder), Path(out), int(scale), theme, chosen)
        return
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", nargs="?", type=Path, default=HERE)
    parser.add_argument("--views", nargs="*", default=[], help="of views.py; without it all of them")
    parser.add_argument("--scales", nargs="*", type=int, default=[1, 2])
    parser.add_argument("--themes", nargs="*", default=["dark", "light"])
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(os.environ.get("SORA_STUDIO_FILM_FOLDER", name))
        if not (folder / FILM).exists():
            render(folder)
        for scale in asked.scales:
            for theme in asked.themes:
                run(folder, asked.out, scale, theme, asked.views)


if __name__ == "__main__":
    main()
