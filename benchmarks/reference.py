"""Another program's pipeline, run in its own environment beside ours and asked over a pipe."""

import json
import os
import subprocess
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from numpy.typing import NDArray

_SIDE = Path(__file__).with_name("reference_side.py")
# The environments that hold the references, each named by its Python: they need other versions than we do.
PYTHONS = {"diffusers": "DIFFUSERS_PYTHON", "optimum": "OPTIMUM_PYTHON"}
_MODULES = {"diffusers": "torch, diffusers", "optimum": "torch, optimum.onnxruntime"}
_NAMES = {"diffusers": "torch and diffusers", "optimum": "torch and optimum-onnx"}


@dataclass(frozen=True, slots=True)
class Work:
    """One run from given noise (1, C, h, w) under given conditioning (1, tokens, width)."""

    noise: NDArray[np.float32]
    cond: NDArray[np.float32]
    uncond: NDArray[np.float32]
    steps: int
    guidance: float


class Reference:
    """A pipeline that is loaded and waits."""

    def __init__(self, process: "subprocess.Popen[str]", scratch: Path) -> None:
        self._process = process
        self._scratch = scratch
        self.latents = scratch / "out.npy"

    def seconds(self, work: Work) -> float:
        """How long one run took, timed in there; what it made is read with `made`."""
        arrays = {"latents": work.noise, "cond": work.cond, "uncond": work.uncond}
        names: dict[str, Any] = {}
        for name, array in arrays.items():
            names[name] = str(self._scratch / f"{name}.npy")
            np.save(names[name], array)
        return self._ask({**names, "steps": work.steps, "guidance": work.guidance, "out": str(self.latents)})["seconds"]

    def made(self) -> NDArray[np.float32]:
        """The latents of the last run."""
        return np.load(self.latents)

    def _ask(self, asked: dict[str, Any]) -> dict[str, float]:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(asked) + "\n")
        self._process.stdin.flush()
        return self.answer()

    def answer(self) -> dict[str, float]:
        """Its next line. Raises SystemExit where it has ended instead."""
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            said = (self._scratch / "said").read_text(encoding="utf-8", errors="replace")
            raise SystemExit(f"{said}\nThe reference ended with {self._process.wait()}.")
        return json.loads(line)


def missing(library: str) -> str:
    """What the library's row needs that isn't there, in words; "" where it can be measured."""
    variable = PYTHONS[library]
    python = os.environ.get(variable, "")
    if not python:
        return f"needs {variable}, a Python with {_NAMES[library]}"
    command = [python, "-c", f"import {_MODULES[library]}"]
    if subprocess.run(command, capture_output=True, check=False).returncode:
        return f"needs {_NAMES[library]} in {variable}"
    return ""


@contextmanager
def loaded(library: str, folder: Path, threads: int) -> Generator[Reference]:
    """The library's pipeline of that folder, in a process that ends with the block."""
    command = [os.environ[PYTHONS[library]], str(_SIDE), library, str(folder), str(threads)]
    environment = {**os.environ, "HF_HUB_OFFLINE": "1"}
    with TemporaryDirectory() as scratch, (Path(scratch) / "said").open("w") as said:
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": said}
        process = subprocess.Popen(command, text=True, env=environment, **pipes)
        reference = Reference(process, Path(scratch))
        try:
            reference.answer()
            yield reference
        finally:
            process.kill()
            process.wait()
