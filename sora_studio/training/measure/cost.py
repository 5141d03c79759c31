"""How long a clip takes on two threads, and how much memory each stage's session takes. A process of its own measures
each, so that nothing else counts.

    python -m sora_studio.training.measure.cost clock PACK
    python -m sora_studio.training.measure.cost STAGE PACK
"""

import json
import resource
import subprocess
import sys
import time
import tomllib
from pathlib import Path
from typing import Any

import numpy as np

THREADS = 2
TEXT = "a stylish woman in a red coat in a city street at night, rain, medium shot, camera pans left, neon"
# Two seconds as the pack plays them, four frames a second and the one that ends them.
TIMES_S = np.arange(9) / 4
_TOKENS = 24
_MEGABYTE = 1024  # both count kilobytes


def cost(pack: Path) -> dict[str, Any]:
    """Seconds to the first preview, a draft of two seconds and the same painted, each from the text on; megabytes the
    process grows by when a stage is loaded and run as the pack says."""
    memory = {stage: _apart(stage, pack)["megabytes"] for stage in ("encode", "draft", "decode", "refine")}
    return {"seconds": _apart("clock", pack), "megabytes": memory}


def _apart(what: str, pack: Path) -> dict[str, Any]:
    command = [sys.executable, "-m", "sora_studio.training.measure.cost", what, str(pack)]
    return json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


def clock(pack: Path) -> dict[str, float]:
    from sora_studio.training.pack_file import SETTINGS
    from sora_studio.training.pack_player import PackPlayer

    began = time.perf_counter()
    player = PackPlayer(pack, THREADS)
    load = time.perf_counter() - began
    player.draft("a tree", TIMES_S[:1], 0)  # the first run of a session plans its memory
    began = time.perf_counter()
    concepts = player.concepts(TEXT)
    read = time.perf_counter() - began
    scene = player.scene(concepts, 0)
    dreamt = time.perf_counter() - began
    player.decode(scene, concepts, TIMES_S[:1])
    shown = time.perf_counter() - began
    # The first preview is shown after the first of the runs that make a scene.
    preview = read + (dreamt - read) / int(SETTINGS["draft_steps"]) + (shown - dreamt)
    drafts = player.decode(scene, concepts, TIMES_S)
    draft = dreamt + (time.perf_counter() - began - shown)
    player.paint(drafts, concepts, TIMES_S, 0)
    refined = time.perf_counter() - began - (shown - dreamt)
    return {"load": load, "preview": preview, "draft": draft, "refined": refined}


def megabytes(pack: Path, stage: str) -> float:
    """How far a session raises the process's peak."""
    import onnxruntime as ort  # pyright: ignore[reportMissingTypeStubs]

    runtime: Any = ort
    contents = tomllib.loads((pack / "pack.toml").read_text(encoding="utf-8"))
    before = _peak()
    options = runtime.SessionOptions()
    options.intra_op_num_threads = THREADS
    session = runtime.InferenceSession(str(pack / f"{stage}.onnx"), options, providers=["CPUExecutionProvider"])
    frames = int(contents[stage].get("frames_per_run", _TOKENS))
    inputs = {one.name: _like(one, frames) for one in session.get_inputs()}
    for _ in range(2):
        session.run(None, inputs)
    return _peak() - before


def _like(described: Any, free: int) -> np.ndarray:
    """Ones of an input's type and shape, `free` where the shape leaves it open."""
    shape = [side if isinstance(side, int) else free for side in described.shape]
    if described.type == "tensor(int64)":
        shape[0] = 1  # tokens of one text
    return np.ones(shape, np.int64 if described.type == "tensor(int64)" else np.float32)


def _peak() -> float:
    """Megabytes this program ever held. Linux hands the peak of whoever started it on to `getrusage`, so it is read
    where only this program counts."""
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / _MEGABYTE
    line = next(line for line in status.read_text(encoding="ascii").splitlines() if line.startswith("VmHWM:"))
    return int(line.split()[1]) / _MEGABYTE


if __name__ == "__main__":
    step, folder = sys.argv[1], Path(sys.argv[2])
    print(json.dumps(clock(folder) if step == "clock" else {"megabytes": megabytes(folder, step)}))
