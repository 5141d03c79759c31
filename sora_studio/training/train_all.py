"""All of training under one time budget: the drawing process and the painters side by side, each a process."""

import os
import subprocess
import sys
from pathlib import Path

from sora_studio.errors import PackError

# The share of the budget each step takes; what ends early leaves its core to the others.
SHARES = {"data": 1.0, "concepts": 0.12, "backdrops": 0.6, "figures": 1.0, "refine": 1.0}
# glibc gives memory back and asks for it again at every step unless told not to, which triples the time.
QUICK_MEMORY = {
    "OMP_NUM_THREADS": "1",
    "MALLOC_MMAP_MAX_": "0",
    "MALLOC_TRIM_THRESHOLD_": "20000000000",
    "MALLOC_TOP_PAD_": "268435456",
}


def train_all(work: Path, minutes: float, seed: int) -> None:
    """Trains every stage for `minutes` over all sittings; each step logs to `work`/<step>.log.

    Raises PackError when a step fails; the others are stopped, their checkpoints kept.
    """
    running = {step: _start(step, work, minutes * share, seed) for step, share in SHARES.items()}
    try:
        while running:
            for step, process in list(running.items()):
                try:
                    code = process.wait(timeout=1.0)
                except subprocess.TimeoutExpired:
                    continue
                del running[step]
                if code:
                    raise PackError(f"Training stopped: {step} failed.", f"Its log is {work / f'{step}.log'}.")
                print(f"{step} has finished", flush=True)
    finally:
        for process in running.values():
            process.terminate()
        for process in running.values():
            process.wait()


def _start(step: str, work: Path, minutes: float, seed: int) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "sora_studio.training", step, "--work", str(work), "--minutes", str(minutes)]
    with (work / f"{step}.log").open("ab") as log:
        return subprocess.Popen(
            [*command, "--seed", str(seed)], stdout=log, stderr=log, env={**os.environ, **QUICK_MEMORY}
        )
