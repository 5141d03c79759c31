# pyright: basic, reportMissingImports=false
"""Trained stages to the ONNX files of the pack, each checked against torch at a second size."""

from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from sora_studio.training.compositor import FRAME_HEIGHT, FRAME_WIDTH
from sora_studio.training.concept_head import TextHeads
from sora_studio.training.decode_graph import DecodeGraph
from sora_studio.training.draft_model import DraftModel
from sora_studio.training.encoder import POSITIONS, TOKEN_WIDTH
from sora_studio.training.layout import LAYOUT
from sora_studio.training.refine_model import CELL, RefineModel, places
from sora_studio.training.scene_tensor import CHANNELS, PATCH_VALUES, PATCHES
from sora_studio.training.settled import settled

OPSET = 18
FRAMES_PER_DECODE = 16
NATIVE_HEIGHT, NATIVE_WIDTH = 288, 512
HEAD_OUTPUTS = ["concepts", "heard"]


class RefineGraph(nn.Module):
    """Frames that share a noise level and a text; knows where every cell of the native frame lies."""

    def __init__(self, model: RefineModel) -> None:
        super().__init__()
        self.model = model
        self.place = nn.Buffer(places(NATIVE_HEIGHT // CELL, NATIVE_WIDTH // CELL))

    def forward(self, sample: Tensor, timestep: Tensor, draft: Tensor, concepts: Tensor, frame_times: Tensor) -> Tensor:
        n = sample.shape[0]
        concepts = settled(concepts)
        place = self.place.expand(n, -1, -1, -1)
        still = self.model.textures.still_at([0], [0], NATIVE_HEIGHT, NATIVE_WIDTH)
        corner = torch.zeros_like(frame_times).unsqueeze(1).expand(-1, 2)
        asked = (draft, concepts.expand(n, -1), frame_times, place, still, corner)
        return self.model(sample, timestep.expand(n), *asked)


class HeadGraph(nn.Module):
    """A text's tokens (1, n, TOKEN_WIDTH) to its concepts (1, S) and how surely each token is heard (1, n)."""

    def __init__(self, heads: TextHeads) -> None:
        super().__init__()
        self.heads = heads

    def forward(self, tokens: Tensor, attention_mask: Tensor) -> tuple[Tensor, Tensor]:
        return self.heads.concepts(tokens, attention_mask.to(tokens.dtype)), self.heads.heard(tokens)


def draft_inputs(concept_width: int) -> dict[str, Tensor]:
    return {
        "sample": torch.randn(1, PATCHES, PATCH_VALUES),
        "timestep": torch.tensor([0.7]),
        "concepts": torch.rand(1, concept_width),
        "first_frame": _frame_like(),
        "has_first_frame": torch.ones(1),
    }


def decode_inputs(frames: int, concept_width: int) -> dict[str, Tensor]:
    return {
        "scene": torch.randn(1, PATCHES, PATCH_VALUES).clamp(-1, 1),
        "concepts": torch.rand(1, concept_width),
        "frame_times": torch.arange(frames) / 4,
        "duration": torch.tensor([4.0]),
        "sketch": _frame_like(),
        "has_sketch": torch.zeros(1),
    }


def refine_inputs(count: int, concept_width: int) -> dict[str, Tensor]:
    return {
        "sample": torch.randn(count, 3, NATIVE_HEIGHT, NATIVE_WIDTH),
        "timestep": torch.tensor([0.7]),
        "draft": torch.rand(count, CHANNELS, FRAME_HEIGHT, FRAME_WIDTH) * 2 - 1,
        "concepts": torch.rand(1, concept_width),
        "frame_times": torch.arange(count) / 4,
    }


def export_draft(model: DraftModel, target: Path) -> float:
    """Writes draft.onnx; returns its largest difference from torch, with a first frame and without."""
    width = sum(LAYOUT.sizes)
    graph = model.eval()
    _export(graph, draft_inputs(width), ["denoised"], target, {})
    store_half(target)
    without = draft_inputs(width) | {"has_first_frame": torch.zeros(1)}
    return max(_difference(graph, target, inputs) for inputs in (draft_inputs(width), without))


def export_decode(graph: DecodeGraph, target: Path) -> float:
    """Writes decode.onnx; returns its largest difference from torch, at frame counts it was not traced with."""
    width = sum(LAYOUT.sizes)
    frames = torch.export.Dim("frames", min=1, max=FRAMES_PER_DECODE)
    _export(graph.eval(), decode_inputs(5, width), ["frames"], target, {"frame_times": {0: frames}})
    return max(_difference(graph, target, decode_inputs(n, width)) for n in (1, 2, FRAMES_PER_DECODE))


def export_refine(model: RefineModel, target: Path) -> float:
    """Writes refine.onnx; returns its largest difference from torch, at counts it was not traced with."""
    width = model.shape.concept_width
    count = torch.export.Dim("frames", min=1, max=64)
    shapes = {"sample": {0: count}, "draft": {0: count}, "frame_times": {0: count}}
    graph = RefineGraph(model).eval()
    _export(graph, refine_inputs(2, width), ["denoised"], target, shapes)
    store_half(target)
    return max(_difference(graph, target, refine_inputs(n, width)) for n in (1, 3))


def _frame_like() -> Tensor:
    """A frame with a figure in its middle."""
    frame = torch.rand(1, CHANNELS, FRAME_HEIGHT, FRAME_WIDTH) * 2 - 1
    frame[:, 3] = -1
    frame[:, 3, 40:100, 100:150] = 1
    return frame


def export_concepts(heads: TextHeads, encoder: Path, target: Path) -> float:
    """Joins the int8 encoder and its heads into encode.onnx; returns the heads' largest difference from torch."""
    import onnx
    from onnx import compose

    head_file = target.with_suffix(".head.onnx")
    worst = export_heads(heads, head_file)
    first = compose.add_prefix(onnx.load(encoder), "encoder.", rename_inputs=False, rename_outputs=False)
    second = compose.add_prefix(onnx.load(head_file), "head.", rename_inputs=False, rename_outputs=False)
    first.ir_version = second.ir_version = min(first.ir_version, second.ir_version)
    joined = compose.merge_models(first, second, io_map=[("tokens", "tokens")], outputs=HEAD_OUTPUTS)
    onnx.checker.check_model(joined)
    onnx.save(joined, target)
    forget_traces(target)
    head_file.unlink()
    return worst


def export_heads(heads: TextHeads, target: Path) -> float:
    """Writes the heads alone; returns their largest difference from torch."""
    graph = HeadGraph(heads).eval()
    n = torch.export.Dim("n", min=2, max=POSITIONS)
    _export(graph, head_inputs(9), HEAD_OUTPUTS, target, {"tokens": {1: n}, "attention_mask": {1: n}})
    store_half(target)
    return max(_difference(graph, target, head_inputs(n)) for n in (2, 40))


def head_inputs(tokens: int) -> dict[str, Tensor]:
    mask = torch.ones(1, tokens, dtype=torch.int64)
    mask[:, -1] = 0
    return {"tokens": torch.randn(1, tokens, TOKEN_WIDTH), "attention_mask": mask}


def _export(graph: nn.Module, inputs: dict[str, Tensor], outputs: list[str], target: Path, dynamic: dict) -> None:
    shapes = {name: dynamic.get(name) for name in inputs}
    torch.onnx.export(
        graph,
        (),
        target,
        kwargs=inputs,
        input_names=list(inputs),
        output_names=outputs,
        opset_version=OPSET,
        dynamo=True,
        external_data=False,
        verbose=False,
        dynamic_shapes=shapes,
    )
    forget_traces(target)


def forget_traces(file: Path) -> None:
    """Takes out where in the source each operator came from: it names folders of the machine that exported it."""
    import onnx

    model = onnx.load(file)
    for noted in (*model.graph.node, model.graph, model):
        del noted.metadata_props[:]
    onnx.save(model, file)


def store_half(file: Path, smallest: int = 1024) -> None:
    """Keeps large weights as float16 in the file and widens them on loading: half the size at no visible change."""
    import onnx
    from onnx import TensorProto, helper, numpy_helper

    model = onnx.load(file)
    widened = []
    for weight in model.graph.initializer:
        if weight.data_type != TensorProto.FLOAT or int(np.prod(weight.dims)) < smallest:
            continue
        half = numpy_helper.to_array(weight).astype(np.float16)
        name = weight.name
        weight.CopyFrom(numpy_helper.from_array(half, f"{name}.half"))
        widened.append(helper.make_node("Cast", [f"{name}.half"], [name], to=TensorProto.FLOAT))
    nodes = [*widened, *model.graph.node]
    del model.graph.node[:]
    model.graph.node.extend(nodes)
    onnx.save(model, file)


def _difference(graph: nn.Module, file: Path, inputs: dict[str, Tensor]) -> float:
    import onnxruntime as ort

    options = ort.SessionOptions()
    options.intra_op_num_threads = 1
    session = ort.InferenceSession(str(file), options, providers=["CPUExecutionProvider"])
    ours = session.run(None, {name: value.numpy() for name, value in inputs.items()})
    with torch.no_grad():
        answer = graph(**inputs)
    theirs = answer if isinstance(answer, tuple) else (answer,)
    return max(float(np.abs(np.asarray(a) - b.numpy()).max()) for a, b in zip(ours, theirs, strict=True))
