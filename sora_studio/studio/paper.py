"""Files made of the film beside the film itself: checked before the work starts, whole or absent after it."""

import os
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from sora_studio.errors import ExportError
from sora_studio.film.target import replacing
from sora_studio.inference.cancel import CancelToken

__all__ = ["CancelToken", "check_place", "whole_file"]


@contextmanager
def whole_file(out: Path) -> Generator[Path]:
    """A path beside `out` to write to, which becomes `out` when the block ends well. Raises ExportError."""
    check_place(out)
    with replacing(out) as partial:
        yield partial


def check_place(out: Path) -> None:
    """Raises ExportError where no file can be written under that name."""
    if out.is_dir():
        raise ExportError(f"{out} is a folder.", "Name a file in it.")
    if not out.parent.is_dir():
        raise ExportError(f"There is no folder {out.parent}.", "Make the folder first, or choose another.")
    if not os.access(out.parent, os.W_OK):
        raise ExportError(f"{out} can't be written.", "Choose a folder and a name that you may write to.")
