"""A folder as Optimum exports it renders as our own pack of the same checkpoint does.

Optimum needs older libraries than those we convert with: $OPTIMUM_PYTHON names a Python of another environment, with
optimum-onnx in it.
"""

import os
import shutil
import subprocess
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sora_studio.inference.packs import load_pack
from sora_studio.inference.request import make_request
from tests.conversion.parity import FRAME_TOLERANCE, PROMPT, TOLERANCE, rendered

_PYTHON = os.environ.get("OPTIMUM_PYTHON", "")


@pytest.mark.slow
@pytest.mark.skipif(not _PYTHON, reason="OPTIMUM_PYTHON names no Python with optimum-onnx")
def test_what_optimum_exports_is_drawn_as_what_we_do(checkpoint: Path, converted: Path, tmp_path: Path) -> None:
    older, exported = _as_published(checkpoint, tmp_path / "older"), tmp_path / "exported"
    words = ["--model", str(older), "--task", "text-to-image", "--no-post-process", str(exported)]
    subprocess.run([_PYTHON, "-m", "optimum.exporters.onnx", *words], check=True, capture_output=True)
    ours, our_frames = _drawn(converted)
    theirs, their_frames = _drawn(exported)
    assert np.abs(ours - theirs).max() <= TOLERANCE * np.abs(ours).max()
    assert np.abs(our_frames - their_frames).max() <= FRAME_TOLERANCE


def _as_published(checkpoint: Path, copy: Path) -> Path:
    """The text encoder's weights under the names older libraries know; others they leave at random, and only warn."""
    safetensors: Any = import_module("safetensors.numpy")
    file = shutil.copytree(checkpoint, copy) / "text_encoder/model.safetensors"
    weights = safetensors.load_file(file)
    renamed = {f"text_model.{name.removeprefix('text_model.')}": weight for name, weight in weights.items()}
    safetensors.save_file(renamed, file, metadata={"format": "pt"})
    return copy


def _drawn(folder: Path) -> tuple[np.ndarray, np.ndarray]:
    pack = load_pack(folder)
    request = make_request(pack, PROMPT, seed=5, duration_s=1, steps=6, refine_steps=1, film_size=(64, 36))
    _, draft, frames = rendered(pack, request)
    return draft, frames.astype(float)
