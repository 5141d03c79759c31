"""The pack's table of contents: pack.toml with the hash of every file."""

import hashlib
from pathlib import Path

FILES = ("encode.onnx", "tokenizer.json", "draft.onnx", "decode.onnx", "refine.onnx", "CARD.md", "LICENSE")
SOURCE = (
    "Trained on drawn scenes by python -m sora_studio.training; text encoder all-MiniLM-L6-v2 (Apache-2.0); "
    "words from GloVe (PDDL) and WordNet"
)
TEMPLATE = """\
format = 1

[pack]
name = "sketch"
title = "Sketch"
version = "4"
licence = "Apache-2.0"
source = "{source}"
description = "Draws short illustrated clips: storyboard vocabulary, 512x288, small enough for any computer."

[files]
{files}

[encode]
file = "encode.onnx"
tokenizer = "tokenizer.json"
max_tokens = 128
output = "concepts"
heard = "heard"

[encode.inputs]
input_ids = "input_ids"
attention_mask = "attention_mask"

[draft]
file = "draft.onnx"
prediction = "sample"
schedule = "flow"
shift = {draft_shift}
sampler = "euler"
steps = {draft_steps}
guidance = {guidance}
scene_shape = [401, 576]
latent_channels = 4
latent_scale = 2
axes = "FCHW"
frames_max = 17
frames_per_second = 4
preview_rgb = [0, 1, 2]

[draft.inputs]
sample = "sample"
timestep = "timestep"
concepts = "concepts"
first_frame = "first_frame"
has_first_frame = "has_first_frame"

[decode]
file = "decode.onnx"
frames_per_run = 16
output = "frames"

[decode.inputs]
scene = "scene"
concepts = "concepts"
frame_times = "frame_times"
duration = "duration"
sketch = "sketch"
has_sketch = "has_sketch"

[refine]
file = "refine.onnx"
prediction = "sample"
schedule = "flow"
shift = {refine_shift}
sampler = "euler"
steps = {refine_steps}
noise_correlation = {refine_correlation}
frames_per_run = 4

[refine.inputs]
sample = "sample"
timestep = "timestep"
draft = "draft"
concepts = "concepts"
frame_times = "frame_times"

[sizes]
native = [[512, 288]]
"""
# How the weights are best sampled; measured on sheets and by the evaluation.
SETTINGS: dict[str, float | int] = {
    "draft_shift": 4.0,
    "draft_steps": 8,
    "guidance": 1.0,
    "refine_shift": 1.0,
    "refine_steps": 2,
    "refine_correlation": 1.0,
}


def sha256(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def write_pack_file(folder: Path) -> None:
    """Names and hashes what lies in `folder`. Raises FileNotFoundError for a file the pack must have."""
    files = "\n".join(f'"{name}" = "{sha256(folder / name)}"' for name in FILES)
    text = TEMPLATE.format(source=SOURCE, files=files, **SETTINGS)
    (folder / "pack.toml").write_text(text, encoding="utf-8")
