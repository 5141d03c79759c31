"""Makes small folders in the layout of diffusers and Optimum, of real ONNX files with arithmetic a test can repeat.

text_encoder   last_hidden_state = (1, 2, 3) / 1000 · each id
unet           output = noise_share · sample + the mean of the states + timestep / 10,000 (+ the first it is told)
vae_decoder    sample = the first three channels, each pixel 2 x 2 times
vae_encoder    latent_parameters = the mean of each 2 x 2 pixels, and as many channels again of how sure it is
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

CHANNELS, SCALE, STATES, SIDE, TOKENS = 4, 2, 3, 8, 77
NOISE_SHARE = 0.3
START, END = "<|startoftext|>", "<|endoftext|>"
LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789!,."
MERGES = ("r e", "re d</w>", "c a", "n d", "ca nd", "l e</w>", "cand le</w>")
EULER = {
    "_class_name": "EulerDiscreteScheduler",
    "beta_schedule": "scaled_linear",
    "beta_start": 0.00085,
    "beta_end": 0.012,
    "num_train_timesteps": 1000,
    "prediction_type": "epsilon",
    "timestep_spacing": "leading",
    "steps_offset": 1,
    "trained_betas": None,
}


@dataclass(frozen=True)
class TinyPipeline:
    """What can be asked of the folder."""

    class_name: str = "StableDiffusionPipeline"
    scheduler: Mapping[str, Any] = field(default_factory=lambda: EULER)
    told: int = 0
    fixed: bool = False  # the U-Net takes pictures of one size only
    channels: int = CHANNELS
    states: int = STATES
    half: bool = False
    xl: bool = False
    encodes: bool = False  # pictures of the user's own


def make_pipeline(folder: Path, tiny: TinyPipeline = TinyPipeline()) -> Path:
    """Write the folder and return it."""
    write_json(folder / "model_index.json", {"_class_name": tiny.class_name, "_diffusers_version": "0.42.1"})
    write_json(folder / "scheduler/scheduler_config.json", dict(tiny.scheduler))
    write_json(folder / "unet/config.json", {"sample_size": SIDE, "block_out_channels": [4, 8]})
    write_json(folder / "vae_decoder/config.json", {"scaling_factor": 0.5, "block_out_channels": [4, 8]})
    write_clip_tokenizer(folder / "tokenizer")
    models = {"text_encoder": text_encoder(), "unet": unet(tiny), "vae_decoder": vae_decoder()}
    if tiny.encodes:
        models["vae_encoder"] = vae_encoder()
    if tiny.xl:
        models |= {"text_encoder": layered_text_encoder(1), "text_encoder_2": layered_text_encoder(2)}
        write_clip_tokenizer(folder / "tokenizer", END)
        write_clip_tokenizer(folder / "tokenizer_2")
    for part, model in models.items():
        (folder / part).mkdir(exist_ok=True)
        onnx.save(model, folder / part / "model.onnx")
    (folder / "README.md").write_text("---\nlicense: openrail++\ntags:\n- tiny\n---\n# Tiny\n")
    return folder


def write_json(path: Path, value: object) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value))


def clip_vocabulary() -> dict[str, int]:
    """Letters, letters that end a word, what the merges make, the two marks."""
    pieces = [*LETTERS, *(f"{letter}</w>" for letter in LETTERS), *(merge.replace(" ", "") for merge in MERGES)]
    return {piece: number for number, piece in enumerate([*pieces, START, END])}


def write_clip_tokenizer(folder: Path, pad_token: object = "!") -> None:
    write_json(folder / "vocab.json", clip_vocabulary())
    (folder / "merges.txt").write_text("#version: 0.2\n" + "\n".join(MERGES) + "\n")
    write_json(folder / "tokenizer_config.json", {"pad_token": pad_token, "model_max_length": TOKENS})


def text_encoder() -> onnx.ModelProto:
    nodes = [
        helper.make_node("Cast", ["input_ids"], ["numbers"], to=TensorProto.FLOAT),
        helper.make_node("Unsqueeze", ["numbers", "last"], ["column"]),
        helper.make_node("Mul", ["column", "scale"], ["last_hidden_state"]),
        helper.make_node("ReduceMean", ["last_hidden_state", ], ["pooler_output"], axes=[1], keepdims=0),
    ]  # fmt: skip
    constants = {"last": np.array([2]), "scale": np.array([[[0.001, 0.002, 0.003]]], np.float32)}
    return _model(
        nodes,
        [tensor("input_ids", "n", "tokens", kind=TensorProto.INT32)],
        [tensor("last_hidden_state", "n", "tokens", STATES), tensor("pooler_output", "n", STATES)],
        constants,
    )


def layered_text_encoder(number: int) -> onnx.ModelProto:
    """Each layer's states, `number` wide: layer / 1000 · each id; and of the second encoder the mean of all ids."""
    names = [f"hidden_states.{layer}" for layer in range(12)]
    nodes = [
        helper.make_node("Cast", ["input_ids"], ["numbers"], to=TensorProto.FLOAT),
        helper.make_node("Unsqueeze", ["numbers", "last"], ["column"]),
        *(helper.make_node("Mul", ["column", f"scale.{name}"], [name]) for name in names),
        helper.make_node("ReduceMean", ["numbers"], ["text_embeds"], axes=[1], keepdims=1),
    ]
    constants = {f"scale.{name}": np.full((1, 1, number), layer / 1000, np.float32) for layer, name in enumerate(names)}
    outputs = [tensor("text_embeds", "n", 1), *(tensor(name, "n", "tokens", number) for name in names)]
    ids = tensor("input_ids", "n", "tokens", kind=TensorProto.INT64)
    return _model(nodes, [ids], outputs, {**constants, "last": np.array([2])})


def unet(tiny: TinyPipeline) -> onnx.ModelProto:
    kind = TensorProto.FLOAT16 if tiny.half else TensorProto.FLOAT
    size = (1, tiny.channels, SIDE, SIDE) if tiny.fixed else ("n", tiny.channels, "h", "w")
    inputs = [
        tensor("sample", *size, kind=kind),
        tensor("timestep", 1, kind=TensorProto.INT64),
        tensor("encoder_hidden_states", "n", "tokens", tiny.states, kind=kind),
    ]
    nodes = [
        helper.make_node("ReduceMean", ["encoder_hidden_states"], ["means"], axes=[1, 2], keepdims=1),
        helper.make_node("Unsqueeze", ["means", "last"], ["mean"]),
        helper.make_node("Cast", ["timestep"], ["time"], to=kind),
        helper.make_node("Div", ["time", "very_many"], ["lift"]),
        helper.make_node("Mul", ["sample", "share"], ["rest"]),
        helper.make_node("Add", ["rest", "mean"], ["steered"]),
        helper.make_node("Add", ["steered", "lift"], ["lifted"]),
    ]
    constants = {"very_many": np.array([10000.0]), "share": np.array([NOISE_SHARE])}
    whole = {"zero": np.array([0]), "last": np.array([3]), "last_two": np.array([2, 3])}
    if tiny.told:
        inputs.append(tensor("timestep_cond", "n", tiny.told, kind=kind))
        nodes += [
            helper.make_node("Gather", ["timestep_cond", "zero"], ["first"], axis=1),
            helper.make_node("Unsqueeze", ["first", "last_two"], ["first_number"]),
            helper.make_node("Add", ["lifted", "first_number"], ["out_sample"]),
        ]
    elif tiny.xl:
        inputs += [tensor("text_embeds", "n", 1, kind=kind), tensor("time_ids", "n", 6, kind=kind)]
        nodes += [
            helper.make_node("Unsqueeze", ["text_embeds", "last_two"], ["sum"]),
            helper.make_node("Gather", ["time_ids", "zero"], ["heights"], axis=1),
            helper.make_node("Unsqueeze", ["heights", "last_two"], ["height"]),
            helper.make_node("Div", ["height", "very_many"], ["tallness"]),
            helper.make_node("Div", ["sum", "very_many"], ["summed_up"]),
            helper.make_node("Add", ["lifted", "summed_up"], ["told"]),
            helper.make_node("Add", ["told", "tallness"], ["out_sample"]),
        ]
    else:
        nodes.append(helper.make_node("Identity", ["lifted"], ["out_sample"]))
    precise = np.float16 if tiny.half else np.float32
    held = {**{name: value.astype(precise) for name, value in constants.items()}, **whole}
    return _model(nodes, inputs, [tensor("out_sample", *size, kind=kind)], held)


def vae_decoder() -> onnx.ModelProto:
    nodes = [
        helper.make_node("Slice", ["latent_sample", "from", "to", "axis"], ["rgb"]),
        helper.make_node("Resize", ["rgb", "", "scales"], ["sample"], mode="nearest"),
    ]
    constants = {
        "from": np.array([0]),
        "to": np.array([3]),
        "axis": np.array([1]),
        "scales": np.array([1, 1, SCALE, SCALE], np.float32),
    }
    return _model(
        nodes, [tensor("latent_sample", "n", CHANNELS, "h", "w")], [tensor("sample", "n", 3, "H", "W")], constants
    )


def vae_encoder() -> onnx.ModelProto:
    """The other way: what the decoder makes of the first half of its channels is the picture again."""
    weights = np.zeros((2 * CHANNELS, 3, SCALE, SCALE), np.float32)
    for colour in range(3):
        weights[colour, colour] = 1 / SCALE**2
    sure = np.concatenate([np.zeros(CHANNELS), np.full(CHANNELS, -30.0)]).astype(np.float32)
    node = helper.make_node("Conv", ["sample", "weights", "sure"], ["latent_parameters"], strides=[SCALE, SCALE])
    return _model(
        [node],
        [tensor("sample", "n", 3, "H", "W")],
        [tensor("latent_parameters", "n", 2 * CHANNELS, "h", "w")],
        {"weights": weights, "sure": sure},
    )


def tensor(name: str, *shape: int | str, kind: int = TensorProto.FLOAT) -> onnx.ValueInfoProto:
    return helper.make_tensor_value_info(name, kind, shape)


def _model(
    nodes: list[onnx.NodeProto],
    inputs: list[onnx.ValueInfoProto],
    outputs: list[onnx.ValueInfoProto],
    constants: Mapping[str, np.ndarray],
) -> onnx.ModelProto:
    held = [numpy_helper.from_array(value, name) for name, value in constants.items()]
    graph = helper.make_graph(nodes, "tiny", inputs, outputs, held)
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
