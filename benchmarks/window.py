"""Rows 8 to 11 and 16, what a filmmaker feels in the window: `python -m benchmarks --only window`.

They are measured in a process of their own, on Qt's offscreen screen, with the user's settings out of reach.
"""

import json
import os
import subprocess
import sys
import tempfile
from dataclasses import asdict
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from benchmarks.rows import Row

# Modules of this package; each measures with a folder of its own.
PARTS = ("cold_start", "long_film", "stalls")


def window_rows() -> list[Row]:
    """The rows, or none where PySide6 is not installed, which is told."""
    if find_spec("PySide6") is None:
        print("Rows 8 to 11 and 16 are left out: PySide6 is not installed.", file=sys.stderr)
        return []
    made = [row for part in PARTS for row in _in_a_process(part)]
    return sorted(made, key=lambda row: row.number)


def _in_a_process(part: str) -> list[Row]:
    """What one part left in memory must not slow the next."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "rows.json"
        command = [sys.executable, "-m", "benchmarks.window", part, str(out)]
        subprocess.run(command, check=True, env=_apart(Path(folder)))
        return [Row(**row) for row in json.loads(out.read_text(encoding="utf-8"))]


def _apart(folder: Path) -> dict[str, str]:
    """An environment in which nothing of the user's is read or written."""
    kinds = ("DATA", "CONFIG", "CACHE", "STATE")
    homes = {f"XDG_{kind}_HOME": str(folder / kind.lower()) for kind in kinds}
    return {**os.environ, **homes, "QT_QPA_PLATFORM": "offscreen", "SORA_STUDIO_CONFIG": str(folder / "config.toml")}


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as scratch:
        rows: list[Row] = import_module(f"benchmarks.{sys.argv[1]}").rows(Path(scratch))
    Path(sys.argv[2]).write_text(json.dumps([asdict(row) for row in rows], ensure_ascii=False), encoding="utf-8")
