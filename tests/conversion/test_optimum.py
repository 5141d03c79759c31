"""A folder as Optimum exports it renders as our own pack of the same checkpoint does, and makes a film by itself.

Optimum needs older libraries than those we convert with: $OPTIMUM_PYTHON names a Python of another environment, with
optimum-onnx in it.
"""

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sora_studio.inference.given_picture import as_first_frame, picture_sides
from sora_studio.inference.packs import load_pack
from sora_studio.inference.request import make_request
from tests.conversion.conftest import Made
from tests.conversion.films import assert_whole_film
from tests.conversion.parity import FRAME_TOLERANCE, PROMPT, TOLERANCE, rendered, smooth_picture
from tests.inference.tiny_pack import cpu_sessions

_PYTHON = os.environ.get("OPTIMUM_PYTHON", "")


@pytest.mark.slow
@pytest.mark.skipif(not _PYTHON, reason="OPTIMUM_PYTHON names no Python with optimum-onnx")
@pytest.mark.parametrize(
    "family", ["stable_diffusion", "latent_consistency", "stable_diffusion_xl", "stable_diffusion_3", "flux"]
)
def test_what_optimum_exports_is_drawn_as_what_we_do(
    made: Callable[[str], Made], family: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tiny = made(family)
    older, exported = _as_published(tiny.checkpoint, tmp_path / "older"), tmp_path / "exported"
    words = ["--model", str(older), "--task", "text-to-image", "--no-post-process", str(exported)]
    subprocess.run([_PYTHON, "-m", "optimum.exporters.onnx", *words], check=True, capture_output=True)
    ours, our_begun, our_frames = _drawn(tiny.converted)
    theirs, their_begun, their_frames = _drawn(exported)
    assert np.abs(ours - theirs).max() <= TOLERANCE * np.abs(ours).max()
    assert np.abs(our_begun - their_begun).max() <= TOLERANCE * np.abs(our_begun).max()
    assert np.abs(our_frames - their_frames).max() <= FRAME_TOLERANCE
    assert_whole_film(exported, tmp_path, monkeypatch)


def _as_published(checkpoint: Path, copy: Path) -> Path:
    """As older libraries write it, which leave weights of other names at random, and only warn."""
    safetensors: Any = import_module("safetensors.numpy")
    shutil.copytree(checkpoint, copy)
    for file in copy.glob("text_encoder*/model.safetensors"):
        if json.loads(file.with_name("config.json").read_text())["model_type"].startswith("clip"):
            weights = safetensors.load_file(file)
            renamed = {_older_name(name): weight for name, weight in weights.items()}
            safetensors.save_file(renamed, file, metadata={"format": "pt"})
    for file in copy.glob("tokenizer*/tokenizer_config.json"):
        settings = json.loads(file.read_text())
        settings.pop("extra_special_tokens", None)
        file.write_text(json.dumps(settings))
    # The slow one asks for a library that those with the other needn't have.
    index = copy / "model_index.json"
    index.write_text(index.read_text().replace('"T5Tokenizer"', '"T5TokenizerFast"'))
    return copy


def _older_name(name: str) -> str:
    return name if name.startswith("text_projection") else f"text_model.{name.removeprefix('text_model.')}"


def _drawn(folder: Path) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """A draft, what it would be drawn over of a picture, and its frames."""
    pack = load_pack(folder)
    request = make_request(pack, PROMPT, seed=5, duration_s=1, steps=6, refine_steps=1, film_size=(64, 36))
    _, draft, frames = rendered(pack, request)
    begun = as_first_frame(cpu_sessions(), pack, smooth_picture(*picture_sides(pack, request)))
    return draft, begun, frames.astype(float)
