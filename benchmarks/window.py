"""Rows 8 to 11 and 16, what a filmmaker feels in the window: `python -m benchmarks --only window`.

They are measured in a process of their own, on Qt's offscreen screen, with the user's settings out of reach.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import asdict
from importlib.util import find_spec
from pathlib import Path

from benchmarks.rows import Row


def window_rows() -> list[Row]:
    """The rows, or none where PySide6 is not installed, which is told."""
    if find_spec("PySide6") is None:
        print("Rows 8 to 11 and 16 are left out: PySide6 is not installed.", file=sys.stderr)
        return []
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "rows.json"
        subprocess.run([sys.executable, "-m", "benchmarks.window", str(out)], check=True, env=_apart(Path(folder)))
        return [Row(**row) for row in json.loads(out.read_text(encoding="utf-8"))]


def _apart(folder: Path) -> dict[str, str]:
    """An environment in which nothing of the user's is read or written."""
    homes = {name: str(folder / name.lower()) for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME")}
    return {**os.environ, **homes, "QT_QPA_PLATFORM": "offscreen", "SORA_STUDIO_CONFIG": str(folder / "config.toml")}


def measured() -> list[Row]:
    """In this process, each part with a folder of its own."""
    from benchmarks import cold_start, long_film, stalls

    made = cold_start.rows()
    parts: tuple[Callable[[Path], list[Row]], ...] = (long_film.rows, stalls.rows)
    for part in parts:
        with tempfile.TemporaryDirectory() as folder:
            made += part(Path(folder))
    return sorted(made, key=lambda row: row.number)


if __name__ == "__main__":
    rows = [asdict(row) for row in measured()]
    Path(sys.argv[1]).write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")
