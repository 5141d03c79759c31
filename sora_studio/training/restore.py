# pyright: basic, reportMissingImports=false
"""Checkpoints from a pack: training goes on from the weights that ship, where the checkpoints themselves are gone.

The exporter folds and renames some weights. So a model of the same shape, its weights random and therefore each one of
a kind, is exported too: where a weight of it went, the pack's has gone.
"""

import re
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn

from sora_studio.errors import PackError
from sora_studio.training import loop
from sora_studio.training.concept_head import TextHeads
from sora_studio.training.concepts import save_heads
from sora_studio.training.draft_model import DraftModel, DraftShape, backdrop_shape, figure_shape
from sora_studio.training.export import export_draft, export_heads, export_refine
from sora_studio.training.layout import LAYOUT
from sora_studio.training.refine_model import RefineModel
from sora_studio.training.refine_train import OUTLINE_GAIN, refine_shape
from sora_studio.training.word_memory_graph import read_memory

# A weight kept as float16 differs from its master by this much at the most, relative to the largest.
_HALF = 1e-3
Arrays = Mapping[str, np.ndarray]
Export = Callable[[Any, Path], object]


def restore(work: Path, pack: Path, minutes: float) -> None:
    """Writes every stage's checkpoint into `work`, as trained for `minutes` so far: that is where the learning rate
    goes on from. What they have seen is what the card says.

    Raises PackError where the pack is of another shape than the trainers make.
    """
    restore_draft(work, pack, minutes)
    restore_refine(work, pack, minutes)
    restore_heads(work, pack)


def restore_draft(work: Path, pack: Path, minutes: float) -> None:
    """backdrops.pt and figures.pt, from draft.onnx."""
    model = DraftModel(DraftShape(backdrop_shape(), figure_shape()))
    read_back(model, export_draft, pack / "draft.onnx")
    for name, part in (("backdrops", model.backdrops), ("figures", model.figures)):
        seen = {name: _seen(pack / "CARD.md", name)}
        _save(work / f"{name}.pt", part, seen, minutes, {"shape": asdict(part.shape)})


def restore_refine(work: Path, pack: Path, minutes: float) -> None:
    """refine.pt, from refine.onnx, whose outlines were made bolder for the pack."""
    model = RefineModel(refine_shape())
    read_back(model, export_refine, pack / "refine.onnx")
    model.draw_bolder(1 / OUTLINE_GAIN)
    seen = {"crops": _seen(pack / "CARD.md", "crops")}
    _save(work / "refine.pt", model, seen, minutes, {"shape": asdict(model.shape)})


def restore_heads(work: Path, pack: Path) -> None:
    """concepts.pt and words.npz, from encode.onnx."""
    read_memory(pack / "encode.onnx").save(work / "words.npz")
    heads = TextHeads(LAYOUT.sizes)
    read_back(heads, export_heads, pack / "encode.onnx", prefix="head.")
    save_heads(heads, work / "concepts.pt")


def read_back(model: nn.Module, export: Export, file: Path, prefix: str = "") -> None:
    """Gives `model` the weights that `export` once wrote into `file`, where their names have that `prefix`."""
    model.eval()
    _scatter(model)
    with tempfile.TemporaryDirectory() as folder:
        example = Path(folder) / "example.onnx"
        export(model, example)
        went = _places(model, _weights(example))
    kept = _weights(file)
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            initializer, turned = went[name]
            values = kept.get(prefix + initializer)
            if values is None or values.size != parameter.numel():
                raise PackError(f"{file} has no weight {initializer}.", "Use a pack these trainers exported.")
            values = values.astype(np.float32)
            parameter.copy_(torch.from_numpy(np.array(values.T if turned else values)).reshape(parameter.shape))


def _save(file: Path, part: nn.Module, seen: dict[str, int], minutes: float, extra: dict[str, Any]) -> None:
    loop.save(file, loop.Masters(part), loop.Clock(minutes, spent_before=minutes), seen, extra)


def _seen(card: Path, what: str) -> int:
    found = re.search(rf"([\d,]+) {what}", card.read_text(encoding="utf-8"))
    return int(found[1].replace(",", "")) if found else 0


def _scatter(model: nn.Module) -> None:
    """Every weight a random number: zeros and ones would look alike."""
    generator = torch.Generator().manual_seed(1)
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.copy_(torch.randn(parameter.shape, generator=generator) * 0.05)


def _weights(file: Path) -> Arrays:
    import onnx
    from onnx import numpy_helper

    return {weight.name: numpy_helper.to_array(weight) for weight in onnx.load(file).graph.initializer}


def _places(model: nn.Module, weights: Arrays) -> dict[str, tuple[str, bool]]:
    """Per parameter the initializer it became, and whether turned on its side."""
    by_size: dict[int, list[str]] = {}
    for name, values in weights.items():
        by_size.setdefault(values.size, []).append(name)
    return {name: _place(name, p.detach().numpy(), by_size, weights) for name, p in model.named_parameters()}


def _place(name: str, values: np.ndarray, by_size: Mapping[int, list[str]], weights: Arrays) -> tuple[str, bool]:
    for candidate in by_size.get(values.size, []):
        there = weights[candidate].astype(np.float32)
        if np.abs(there.ravel() - values.ravel()).max() < _HALF:
            return candidate, False
        if there.ndim == 2 and there.T.shape == values.shape and np.abs(there.T - values).max() < _HALF:
            return candidate, True
    raise PackError(f"The exporter left no trace of {name}.", "The trainers and the exporter don't fit together.")
