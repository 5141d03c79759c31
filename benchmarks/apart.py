"""One part of the suite measured in a process of its own, with the user's settings out of reach."""

import json
import os
import subprocess
import sys
import tempfile
from dataclasses import asdict
from importlib import import_module
from pathlib import Path

from benchmarks.rows import Row


def rows_of(part: str) -> list[Row]:
    """The rows of that module of this package; what one part left in memory must not slow the next."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "rows.json"
        command = [sys.executable, "-m", "benchmarks.apart", part, str(out)]
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
