"""Pictures of every view of the window, taken of a real film: python resources/screenshots/make.py [FOLDER]

The example film is rendered with the bundled pack (about two minutes on two cores), then the window is opened on it
at 1440x900, at 1x and 2x scale, and every view is saved as a PNG.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
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


def take(folder: Path, out: Path, scale: int) -> None:
    """Open the window and save every view; runs in a process of its own, for the scale is the process's."""
    from PySide6.QtCore import QSettings
    from PySide6.QtTest import QTest

    from sora_studio.studio.config import Config
    from sora_studio.ui.app import dress, make_application
    from sora_studio.ui.main_window import MainWindow

    application = make_application()
    config = Config()
    dress(application, config)
    window = MainWindow(config, QSettings(str(folder / "desk.ini"), QSettings.Format.IniFormat))
    window.resize(1440, 900)
    window.show()

    def picture(name: str, prepare: Callable[[], object] = lambda: None, wait_ms: int = 900) -> None:
        prepare()
        QTest.qWait(wait_ms)
        window.grab().save(str(out / f"{name}@{scale}x.png"))

    picture("welcome")
    window.open(folder / FILM)
    editor, document, run = window.editor, window.document, window.commands.run
    assert editor is not None
    assert document is not None
    shots = [shot.id for _, shot in document.project.shots()]
    document.selection.select([shots[1]])
    document.transport.seek(document.project.shot_range(shots[1]).start + 40)
    picture("edit", wait_ms=2500)
    picture("board", lambda: run("workspace.board"), 2000)
    picture("board-print", lambda: run("board.print_look"))
    run("board.print_look")
    picture("models", lambda: run("workspace.models"))
    run("workspace.edit")
    picture("guides", lambda: (run("viewer.guides.thirds"), run("viewer.guides.safe"), run("viewer.burn_ins")))
    for name in ("viewer.guides.thirds", "viewer.guides.safe", "viewer.burn_ins"):
        run(name)
    picture("compare", lambda: run("viewer.compare.wipe"), 1500)
    run("viewer.compare.wipe")
    picture("palette", lambda: run("view.palette"))
    QTest.keyClick(window.focusWidget() or window, "\x1b")
    run("view.queue")
    run("film.render")
    picture("queue", wait_ms=5000)
    run("queue.cancel_all")
    run("view.queue")
    theme_config = Config(theme="light")
    dress(application, theme_config)
    picture("edit-light", wait_ms=1500)
    dress(application, config)
    window.close()


def main() -> None:
    arguments = sys.argv[1:]
    if arguments[:1] == ["--take"]:
        take(Path(arguments[1]), Path(arguments[2]), int(arguments[3]))
        return
    out = Path(arguments[0]) if arguments else HERE
    with tempfile.TemporaryDirectory() as name:
        folder = Path(os.environ.get("SORA_STUDIO_FILM_FOLDER", name))
        if not (folder / FILM).exists():
            render(folder)
        for scale in (1, 2):
            surroundings = {
                **os.environ,
                "QT_QPA_PLATFORM": "offscreen",
                "QT_SCALE_FACTOR": str(scale),
                "XDG_DATA_HOME": str(folder / "data"),
                "SORA_STUDIO_CONFIG": str(folder / "config.toml"),
            }
            command = [sys.executable, __file__, "--take", str(folder), str(out), str(scale)]
            subprocess.run(command, check=True, cwd=ROOT, env=surroundings)


if __name__ == "__main__":
    main()
