"""A film of many shots takes no more memory to export than one of a few."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
# One shot's pictures are 1.4 MB here: a film that were held whole would take 80 MB more.
MOST_GROWTH_MB = 25


@pytest.mark.skipif(sys.platform == "win32", reason="peaks are told in another way there")
def test_memory_does_not_grow_with_the_film() -> None:
    command = [sys.executable, "-m", "benchmarks.long_export", "70", "0.5"]
    told = subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT, timeout=300).stdout
    short_mb, long_mb, frames, _ = map(float, told.split())
    assert frames == 70 * 12
    assert long_mb - short_mb < MOST_GROWTH_MB, told
