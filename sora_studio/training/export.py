# pyright: basic, reportMissingImports=false
"""Trained stages to the ONNX files of the pack, each checked against torch at a second size."""

from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from sora_studio.training.concept_head import ConceptHead
from sora_studio.training.draft_model import CHANNELS, HEIGHT, WIDTH, DraftModel
from sora_studio.training.encoder import POSITIONS
from sora_studio.training.encoder import WIDTH as TOKEN_WIDTH
from sora_studio.training.refine_model import CELL, RefineModel, places

OPSET = 18
FRAMES_MAX = 17
NATIVE_HEIGHT, NATIVE_WIDTH = 288, 512


class DraftGraph(nn.Module):
    """One clip at a time, with the times of its frames as a plain list."""

    def __init__(self, model: DraftModel) -> None:
        super().__init__()
        self.model = model

    def forward(
        self,
        sample: Tensor,
        timestep: Tensor,
        concepts: Tensor,
        frame_times: Tensor,
        first_frame: Tensor,
        has_first_frame: Tensor,
    ) -> Tensor:
        return self.model(sample, timestep, concepts, frame_times.unsqueeze(0), first_frame, has_first_frame)


class RefineGraph(nn.Module):
    """Frames that share a noise level and a text; knows where every cell of the native frame lies."""

    def __init__(self, model: RefineModel) -> None:
        super().__init__()
        self.model = model
        self.place = nn.Buffer(places(NATIVE_HEIGHT // CELL, NATIVE_WIDTH // CELL))

    def forward(self, sample: Tensor, timestep: Tensor, draft: Tensor, concepts: Tensor, frame_times: Tensor) -> Tensor:
        n = sample.shape[0]
        place = self.place.expand(n, -1, -1, -1)
        return self.model(sample, timestep.expand(n), draft, concepts.expand(n, -1), frame_times, place)


class HeadGraph(nn.Module):
    def __init__(self, head: ConceptHead) -> None:
        super().__init__()
        self.head = head

    def forward(self, tokens: Tensor, attention_mask: Tensor) -> Tensor:
        return self.head(tokens, attention_mask.to(tokens.dtype))


def draft_inputs(frames: int, concept_width: int) -> dict[str, Tensor]:
    return {
        "sample": torch.randn(1, frames, CHANNELS, HEIGHT, WIDTH),
        "timestep": torch.tensor([0.7]),
        "concepts": torch.rand(1, concept_width),
        "frame_times": torch.arange(frames) / 4,
        "first_frame": torch.randn(1, CHANNELS, HEIGHT, WIDTH),
        "has_first_frame": torch.ones(1),
    }


def refine_inputs(count: int, concept_width: int) -> dict[str, Tensor]:
    return {
        "sample": torch.randn(count, 3, NATIVE_HEIGHT, NATIVE_WIDTH),
        "timestep": torch.tensor([0.7]),
        "draft": torch.randn(count, CHANNELS, HEIGHT, WIDTH),
        "concepts": torch.rand(1, concept_width),
        "frame_times": torch.arange(count) / 4,
    }


def export_draft(model: DraftModel, target: Path) -> float:
    """Writes draft.onnx; returns its largest difference from torch, at frame counts it was not traced with."""
    width = sum(model.shape.concept_sizes)
    frames = torch.export.Dim("frames", min=1, max=FRAMES_MAX)
    shapes = {"sample": {1: frames}, "frame_times": {0: frames}}
    graph = DraftGraph(model).eval()
    _export(graph, draft_inputs(5, width), "denoised", target, shapes)
    return max(_difference(graph, target, draft_inputs(n, width)) for n in (1, 2, FRAMES_MAX))


def export_refine(model: RefineModel, target: Path) -> float:
    """Writes refine.onnx; returns its largest difference from torch, at counts it was not traced with."""
    width = model.shape.concept_width
    count = torch.export.Dim("frames", min=1, max=64)
    shapes = {"sample": {0: count}, "draft": {0: count}, "frame_times": {0: count}}
    graph = RefineGraph(model).eval()
    _export(graph, refine_inputs(2, width), "denoised", target, shapes)
    return max(_difference(graph, target, refine_inputs(n, width)) for n in (1, 3))


def export_concepts(head: ConceptHead, encoder: Path, target: Path) -> float:
    """Joins the int8 encoder and the head into encode.onnx; returns the head's largest difference from torch."""
    import onnx
    from onnx import compose

    head_file = target.with_suffix(".head.onnx")
    graph = HeadGraph(head).eval()
    n = torch.export.Dim("n", min=2, max=POSITIONS)
    _export(graph, head_inputs(9), "concepts", head_file, {"tokens": {1: n}, "attention_mask": {1: n}})
    worst = max(_difference(graph, head_file, head_inputs(n)) for n in (2, 40))
    first = compose.add_prefix(onnx.load(encoder), "encoder.", rename_inputs=False, rename_outputs=False)
    second = compose.add_prefix(onnx.load(head_file), "head.", rename_inputs=False, rename_outputs=False)
    first.ir_version = second.ir_version = min(first.ir_version, second.ir_version)
    joined = compose.merge_models(first, second, io_map=[("tokens", "tokens")], outputs=["concepts"])
    onnx.checker.check_model(joined)
    onnx.save(joined, target)
    forget_traces(target)
    head_file.unlink()
    return worst


def head_inputs(tokens: int) -> dict[str, Tensor]:
    mask = torch.ones(1, tokens, dtype=torch.int64)
    mask[:, -1] = 0
    return {"tokens": torch.randn(1, tokens, TOKEN_WIDTH), "attention_mask": mask}


def _export(graph: nn.Module, inputs: dict[str, Tensor], output: str, target: Path, dynamic: dict) -> None:
    shapes = {name: dynamic.get(name) for name in inputs}
    torch.onnx.export(
        graph,
        (),
        target,
        kwargs=inputs,
        input_names=list(inputs),
        output_names=[output],
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


def _difference(graph: nn.Module, file: Path, inputs: dict[str, Tensor]) -> float:
    import onnxruntime as ort

    options = ort.SessionOptions()
    options.intra_op_num_threads = 1
    session = ort.InferenceSession(str(file), options, providers=["CPUExecutionProvider"])
    (ours,) = session.run(None, {name: value.numpy() for name, value in inputs.items()})
    with torch.no_grad():
        theirs = graph(**inputs).numpy()
    return float(np.abs(np.asarray(ours) - theirs).max())
