"""Rows 17 and 18: what a thousand generations leave behind, and how much more than its weights a render takes.

`python -m benchmarks.memory PACK_FOLDER`, in a process of its own, prints the peak of one render as JSON.
"""

import gc
import json
import os
import subprocess
import sys
from pathlib import Path

from benchmarks.rows import Row, not_measured
from sora_studio.inference.device import choose_device
from sora_studio.inference.draft import run_draft
from sora_studio.inference.encode import encode_text
from sora_studio.inference.pack import ModelPack
from sora_studio.inference.packs import load_pack
from sora_studio.inference.refine import run_refine
from sora_studio.inference.request import make_request
from sora_studio.inference.session import SessionCache
from sora_studio.studio.pack_memory import models_of
from tests.inference.tiny_pack import make_pack

WARM, GENERATIONS = 50, 1000
_PROC = Path("/proc/self")


def generate(pack: ModelPack, sessions: SessionCache, text: str, steps: int) -> None:
    """All three stages of one shot of a text not read before."""
    request = make_request(pack, text, seed=1, duration_s=1.0, steps=steps, refine_steps=1)
    cond, uncond = encode_text(sessions, pack, text), encode_text(sessions, pack, "")
    run_refine(sessions, pack, request, run_draft(sessions, pack, request, cond, uncond), cond, uncond)


def rows(folder: Path) -> list[Row]:
    """Row 17, on the tests' tiny pack, whose runs are so short that a thousand of them can be waited for."""
    goal = "≤ 10 KB each, no new handles"
    if not _PROC.is_dir():
        return [not_measured(17, "memory growth over 1,000 generations", goal, "needs Linux")]
    pack, sessions = load_pack(make_pack(folder / "tiny")), SessionCache(choose_device("cpu"), threads=1)
    for number in range(WARM):
        generate(pack, sessions, f"red snow {number}", 3)
    before_kb, handles = _resident_kb(), _handles()
    for number in range(GENERATIONS):
        generate(pack, sessions, f"red candle {number}", 3)
    grown_kb, more = (_resident_kb() - before_kb) / GENERATIONS, _handles() - handles
    figure = f"{grown_kb:.2f} KB each, {more} new handles"
    return [Row(17, f"memory growth over {GENERATIONS:,} generations after {WARM}", figure, goal, grown_kb)]


def peak_row(name: str, pack_folder: Path) -> Row:
    """Row 18: one render, all models loaded, in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.memory", str(pack_folder)]
    told = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout)
    share = told["peak_kb"] * 1024 / told["weights_bytes"]
    figure = f"{share:.2f} ({told['peak_kb'] / 1024**2:.2f} GB for {told['weights_bytes'] / 1024**3:.2f} GB)"
    return Row(18, f"peak memory / weights, {name}", figure, "≤ 1.25", share)


def _peak(pack_folder: Path) -> dict[str, int]:
    """Kilobytes beyond what the process had with its libraries loaded, and the bytes of the pack's models."""
    pack, sessions = load_pack(pack_folder), SessionCache(choose_device("cpu"))
    before_kb = _resident_kb()
    generate(pack, sessions, "a red candle", 2)
    files = models_of(pack)
    return {"peak_kb": _peak_kb() - before_kb, "weights_bytes": sum(file.bytes_of_all for file in files)}


def _resident_kb() -> int:
    gc.collect()
    return _status("VmRSS")


def _peak_kb() -> int:
    return _status("VmHWM")


def _status(field: str) -> int:
    lines = (_PROC / "status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(f"{field}:"))


def _handles() -> int:
    return len(os.listdir(_PROC / "fd"))


if __name__ == "__main__":
    print(json.dumps(_peak(Path(sys.argv[1]))))
