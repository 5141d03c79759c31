"""The front door: the command line, or the window where no command is given. The only place that knows of both."""

import sys
from importlib.util import find_spec
from pathlib import Path

from sora_studio.cli.main import main
from sora_studio.errors import SoraError


def open_window(film: Path | None) -> int:
    """Show the window until it is closed; the exit status. Raises SoraError where it can't be shown."""
    if find_spec("PySide6") is None:
        raise SoraError("The window's library, PySide6, is not installed.", "In its folder: pip install '.[ui]'")
    from sora_studio.ui.app import run as run_window

    return run_window(film)


def run() -> None:
    """The console script: flush before the status is given, so that a full pipe is noticed."""
    sys.exit(main(window=open_window))


if __name__ == "__main__":
    run()
