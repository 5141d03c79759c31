"""Makes small model packs of real ONNX files: the same tensors as the bundled pack's, arithmetic a test can repeat.

encode   concepts = (1, 2, 3) / 10 · the sum of the ids, so that every text has its own
draft    denoised = has_first_frame · first_frame + frame_times · concepts[0]
                    + noise_share · sample + timestep_share · timestep
refine   denoised = draft, each pixel 8 x 8 times + noise_share · sample

A pack that draws scenes:
draft    denoised = concepts[0] + has_first_frame · the mean of first_frame + noise_share · sample
decode   frames = (1 - has_sketch) · the mean of scene + has_sketch · sketch + 0.5 · frame_times / duration
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import Whitespace
from tokenizers.processors import TemplateProcessing

from sora_studio.inference.device import choose_device
from sora_studio.inference.session import SessionCache

CHANNELS, SCALE, WIDTH, HEIGHT, CONCEPTS = 4, 8, 32, 16, 3
FRAMES_MAX, FRAMES_PER_SECOND = 5, 4
SCENE = (3, 5)
UNKNOWN = 2
WORDS = ("a", "red", "candle", "burns", "snow")

# A text's first concept above this makes the draft model run until it is stopped.
ENDLESS = 1000.0


@dataclass(frozen=True)
class Tiny:
    """What can be asked of the models."""

    noise_share: float = 0.1
    blank: str = ""  # the stage whose output is not a number
    without_first_frame: bool = False
    sampler: str = "euler"
    prediction: str = "sample"
    schedule: str = 'schedule = "flow"\nshift = 1.0'
    timestep_share: float = 0.0
    whole_timesteps: bool = False
    frames_per_run: int = 2
    noise_correlation: float = 0.5
    scenes: bool = False
    without_sketch: bool = False
    hears: bool = False  # only the words of WORDS
    width: int = WIDTH
    height: int = HEIGHT
    frames_per_second: int = FRAMES_PER_SECOND


def make_pack(folder: Path, tiny: Tiny = Tiny()) -> Path:
    """Write the pack into `folder` and return it."""
    folder.mkdir(parents=True, exist_ok=True)
    onnx.save(encode_model(tiny), folder / "encode.onnx")
    onnx.save(scene_model(tiny) if tiny.scenes else draft_model(tiny), folder / "draft.onnx")
    if tiny.scenes:
        onnx.save(decode_model(tiny), folder / "decode.onnx")
    onnx.save(refine_model(tiny), folder / "refine.onnx")
    write_tokenizer(folder / "tokenizer.json")
    describe(folder, tiny)
    return folder


def describe(folder: Path, tiny: Tiny = Tiny()) -> None:
    """Write pack.toml for the files as they lie in the folder."""
    names = ["encode.onnx", "tokenizer.json", "draft.onnx", "refine.onnx", *["decode.onnx"][: tiny.scenes]]
    hashes = "\n".join(f'"{name}" = "{sha256((folder / name).read_bytes()).hexdigest()}"' for name in names)
    sampled = f"""prediction = "{tiny.prediction}"
{tiny.schedule}
sampler = "{tiny.sampler}"
noise_correlation = {tiny.noise_correlation}"""
    first_frame = "" if tiny.without_first_frame else 'first_frame = "first_frame"\nhas_first_frame = "has_first_frame"'
    axes = f"scene_shape = {list(SCENE)}" if tiny.scenes else 'axes = "BFCHW"'
    frame_times = "" if tiny.scenes else 'frame_times = "frame_times"'
    sketch = "" if tiny.without_sketch else 'sketch = "sketch"\nhas_sketch = "has_sketch"'
    decode = f"""
[decode]
file = "decode.onnx"
frames_per_run = {tiny.frames_per_run}
output = "frames"
[decode.inputs]
scene = "scene"
concepts = "concepts"
frame_times = "frame_times"
duration = "duration"
{sketch}"""
    (folder / "pack.toml").write_text(f"""
format = 1
[pack]
name = "{folder.name}"
title = "Tiny"
version = "1"
licence = "Apache-2.0"
source = "made by the tests"
[files]
{hashes}
[encode]
file = "encode.onnx"
tokenizer = "tokenizer.json"
max_tokens = 6
output = "concepts"
{'heard = "heard"' if tiny.hears else ""}
[encode.inputs]
input_ids = "input_ids"
attention_mask = "attention_mask"
[draft]
file = "draft.onnx"
{sampled}
steps = 3
guidance = 2.0
latent_channels = {CHANNELS}
latent_scale = {SCALE}
{axes}
frames_max = {FRAMES_MAX}
frames_per_second = {tiny.frames_per_second}
preview_rgb = [0, 1, 2]
[draft.inputs]
sample = "sample"
timestep = "timestep"
concepts = "concepts"
{frame_times}
{first_frame}
{decode if tiny.scenes else ""}
[refine]
file = "refine.onnx"
{sampled}
steps = 2
frames_per_run = {tiny.frames_per_run}
[refine.inputs]
sample = "sample"
timestep = "timestep"
draft = "draft"
concepts = "concepts"
frame_times = "frame_times"
[sizes]
native = [[{tiny.width}, {tiny.height}]]
""")


def edit_description(folder: Path, edit: Callable[[str], str]) -> None:
    """Change pack.toml as text; an edit that changes nothing is a mistake in the test."""
    path = folder / "pack.toml"
    before = path.read_text()
    after = edit(before)
    assert after != before
    path.write_text(after)


def model_of(
    nodes: Sequence[onnx.NodeProto],
    inputs: Sequence[onnx.ValueInfoProto],
    outputs: Sequence[onnx.ValueInfoProto],
    constants: dict[str, np.ndarray],
) -> onnx.ModelProto:
    """A checked model of plain ONNX operators."""
    held = [numpy_helper.from_array(np.asarray(value), name) for name, value in constants.items()]
    graph = helper.make_graph(list(nodes), "tiny", list(inputs), list(outputs), held)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    onnx.checker.check_model(model)
    return model


def floats(name: str, *shape: int | str) -> onnx.ValueInfoProto:
    return helper.make_tensor_value_info(name, TensorProto.FLOAT, shape)


def encode_model(tiny: Tiny) -> onnx.ModelProto:
    ids = [helper.make_tensor_value_info(name, TensorProto.INT64, [1, "n"]) for name in ("input_ids", "attention_mask")]
    node = helper.make_node
    nodes = [
        node("Mul", ["input_ids", "attention_mask"], ["seen"]),
        node("Cast", ["seen"], ["numbers"], to=TensorProto.FLOAT),
        node("ReduceSum", ["numbers", "last"], ["total"], keepdims=1),
        node("Mul", ["total", "scale"], ["concepts"]),
    ]
    scale = np.array([[0.1, 0.2, 0.3]], np.float32) * (np.nan if tiny.blank == "encode" else 1)
    constants = {"last": np.array([1]), "scale": scale.astype(np.float32)}
    outputs = [floats("concepts", 1, CONCEPTS)]
    if tiny.hears:
        nodes += [
            node("Equal", ["input_ids", "unknown"], ["strange"]),
            node("Not", ["strange"], ["known"]),
            node("Cast", ["known"], ["heard"], to=TensorProto.FLOAT),
        ]
        constants["unknown"] = np.array([UNKNOWN])
        outputs.append(floats("heard", 1, "n"))
    return model_of(nodes, ids, outputs, constants)


def draft_model(tiny: Tiny) -> onnx.ModelProto:
    latent = (CHANNELS, tiny.height // SCALE, tiny.width // SCALE)
    node = helper.make_node
    inputs = [
        floats("sample", 1, "frames", *latent),
        helper.make_tensor_value_info(
            "timestep", TensorProto.INT64 if tiny.whole_timesteps else TensorProto.FLOAT, [1]
        ),
        floats("concepts", 1, CONCEPTS),
        floats("frame_times", "frames"),
    ]
    nodes = [
        node("Gather", ["concepts", "zero"], ["first_concept"], axis=1),
        node("Reshape", ["frame_times", "as_frames"], ["times"]),
        node("Mul", ["times", "first_concept"], ["drift"]),
        node("Mul", ["sample", "share"], ["rest"]),
        node("Add", ["rest", "drift"], ["moving"]),
        node("Cast", ["timestep"], ["told"], to=TensorProto.FLOAT),
        node("Mul", ["told", "timestep_share"], ["lift"]),
        node("Add", ["moving", "lift"], ["moved"]),
        *_endless_nodes("moved", "held"),
    ]
    if tiny.without_first_frame:
        nodes.append(node("Identity", ["held"], ["denoised"]))
    else:
        inputs += [floats("first_frame", 1, *latent), floats("has_first_frame", 1)]
        nodes += [
            node("Mul", ["first_frame", "has_first_frame"], ["begin"]),
            node("Unsqueeze", ["begin", "one"], ["begins"]),
            node("Add", ["held", "begins"], ["denoised"]),
        ]
    constants = {
        "zero": np.array(0),
        "one": np.array([1]),
        "as_frames": np.array([1, -1, 1, 1, 1]),
        "share": np.array([np.nan if tiny.blank == "draft" else tiny.noise_share], np.float32),
        "timestep_share": np.array([tiny.timestep_share], np.float32),
        "endless_above": np.array([ENDLESS], np.float32),
        "very_often": np.array([1e15], np.float32),
        "nothing": np.array([0], np.float32),
        "true": np.array(True),
    }
    return model_of(nodes, inputs, [floats("denoised", 1, "frames", *latent)], constants)


def scene_model(tiny: Tiny) -> onnx.ModelProto:
    node = helper.make_node
    inputs = [floats("sample", 1, *SCENE), floats("timestep", 1), floats("concepts", 1, CONCEPTS)]
    nodes = [
        node("Gather", ["concepts", "zero"], ["first_concept"], axis=1),
        node("Mul", ["sample", "share"], ["rest"]),
        node("Add", ["rest", "first_concept"], ["scene"]),
        *_endless_nodes("scene", "held"),
    ]
    if tiny.without_first_frame:
        nodes.append(node("Identity", ["held"], ["denoised"]))
    else:
        inputs += [
            floats("first_frame", 1, CHANNELS, tiny.height // SCALE, tiny.width // SCALE),
            floats("has_first_frame", 1),
        ]
        nodes += [
            node("ReduceMean", ["first_frame"], ["mean"], keepdims=0),
            node("Mul", ["mean", "has_first_frame"], ["begins"]),
            node("Add", ["held", "begins"], ["denoised"]),
        ]
    constants = {
        "zero": np.array(0),
        "share": np.array([np.nan if tiny.blank == "draft" else tiny.noise_share], np.float32),
        "endless_above": np.array([ENDLESS], np.float32),
        "very_often": np.array([1e15], np.float32),
        "nothing": np.array([0], np.float32),
        "true": np.array(True),
    }
    return model_of(nodes, inputs, [floats("denoised", 1, *SCENE)], constants)


def decode_model(tiny: Tiny) -> onnx.ModelProto:
    frame = (CHANNELS, tiny.height // SCALE, tiny.width // SCALE)
    node = helper.make_node
    inputs = [
        floats("scene", 1, *SCENE),
        floats("concepts", 1, CONCEPTS),
        floats("frame_times", "frames"),
        floats("duration", 1),
    ]
    nodes = [
        node("ReduceMean", ["scene"], ["mean"], keepdims=0),
        node("Add", ["blank", "mean"], ["still"]),
        node("Div", ["frame_times", "duration"], ["shares"]),
        node("Mul", ["shares", "half"], ["halves"]),
        node("Reshape", ["halves", "as_frames"], ["moved"]),
        node("Add", ["drawn", "moved"], ["frames"]),
    ]
    if tiny.without_sketch:
        nodes.insert(2, node("Identity", ["still"], ["drawn"]))
    else:
        inputs += [floats("sketch", 1, *frame), floats("has_sketch", 1)]
        nodes[2:2] = [
            node("Cast", ["has_sketch"], ["given"], to=TensorProto.BOOL),
            node("Where", ["given", "sketch", "still"], ["drawn"]),
        ]
    constants = {
        "blank": np.full((1, *frame), np.nan if tiny.blank == "decode" else 0, np.float32),
        "half": np.array([0.5], np.float32),
        "as_frames": np.array([-1, 1, 1, 1]),
    }
    return model_of(nodes, inputs, [floats("frames", "frames", *frame)], constants)


def _endless_nodes(source: str, target: str) -> list[onnx.NodeProto]:
    """Hand `source` on as `target`, after a loop that ends at once, or never where the text asks for it."""
    node = helper.make_node
    body = helper.make_graph(
        [node("Identity", ["going"], ["go_on"]), node("Mul", ["inside", "inside"], ["inside_next"])],
        "body",
        [
            helper.make_tensor_value_info("turn", TensorProto.INT64, []),
            helper.make_tensor_value_info("going", TensorProto.BOOL, []),
            floats("inside", 1),
        ],
        [helper.make_tensor_value_info("go_on", TensorProto.BOOL, []), floats("inside_next", 1)],
    )
    return [
        node("Greater", ["first_concept", "endless_above"], ["is_endless"]),
        node("Cast", ["is_endless"], ["endless_number"], to=TensorProto.FLOAT),
        node("Mul", ["endless_number", "very_often"], ["turns_number"]),
        node("ReduceMax", ["turns_number"], ["turns_max"], keepdims=0),
        node("Cast", ["turns_max"], ["turns"], to=TensorProto.INT64),
        node("Loop", ["turns", "true", "nothing"], ["looped"], body=body),
        node("Add", [source, "looped"], [target]),
    ]


def refine_model(tiny: Tiny) -> onnx.ModelProto:
    node = helper.make_node
    inputs = [
        floats("sample", "n", 3, tiny.height, tiny.width),
        floats("timestep", 1),
        floats("draft", "n", CHANNELS, tiny.height // SCALE, tiny.width // SCALE),
        floats("concepts", 1, CONCEPTS),
        floats("frame_times", "n"),
    ]
    nodes = [
        node("Slice", ["draft", "from", "to", "axis"], ["rgb"]),
        node("Resize", ["rgb", "", "scales"], ["large"], mode="nearest"),
        node("Mul", ["sample", "share"], ["rest"]),
        node("Add", ["large", "rest"], ["denoised"]),
    ]
    constants = {
        "from": np.array([0]),
        "to": np.array([3]),
        "axis": np.array([1]),
        "scales": np.array([1, 1, SCALE, SCALE], np.float32),
        "share": np.array([np.nan if tiny.blank == "refine" else tiny.noise_share], np.float32),
    }
    return model_of(nodes, inputs, [floats("denoised", "n", 3, tiny.height, tiny.width)], constants)


def write_tokenizer(path: Path) -> None:
    """Words of WORDS to 3, 4 ..., others to [UNK] 2, between [CLS] 0 and [SEP] 1; with leftovers of training set."""
    words = {word: index for index, word in enumerate(("[CLS]", "[SEP]", "[UNK]", *WORDS))}
    assert words["[UNK]"] == UNKNOWN
    tokenizer = Tokenizer(WordLevel(words, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = Whitespace()
    tokenizer.post_processor = TemplateProcessing(single="[CLS] $A [SEP]", special_tokens=[("[CLS]", 0), ("[SEP]", 1)])
    tokenizer.enable_truncation(3)
    tokenizer.enable_padding(length=16)
    tokenizer.save(str(path))


def cpu_sessions(memory_budget_bytes: int = 0) -> SessionCache:
    """A cache of one-thread sessions: fastest for models this small."""
    return SessionCache(choose_device("cpu"), memory_budget_bytes, threads=1)
