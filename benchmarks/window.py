"""Rows 8 to 11 and 16, what a filmmaker feels in the window: `python -m benchmarks --only window`.

They are measured on Qt's offscreen screen.
"""

import sys
from importlib.util import find_spec

from benchmarks.apart import rows_of
from benchmarks.rows import Row

# Modules of this package; each measures with a folder of its own.
PARTS = ("cold_start", "long_film", "stalls")


def window_rows() -> list[Row]:
    """The rows, or none where PySide6 is not installed, which is told."""
    if find_spec("PySide6") is None:
        print("Rows 8 to 11 and 16 are left out: PySide6 is not installed.", file=sys.stderr)
        return []
    made = [row for part in PARTS for row in rows_of(part)]
    return sorted(made, key=lambda row: row.number)
