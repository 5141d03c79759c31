# pyright: basic, reportMissingImports=false
"""Checkpoints in, pack out: exports every stage, copies what goes with it, writes the table of contents."""

import shutil
from pathlib import Path

import torch
from torch import nn

from sora_studio.training.card import card
from sora_studio.training.concepts import judge_probes, load_heads
from sora_studio.training.decode_graph import DecodeGraph
from sora_studio.training.draft_model import DraftModel, DraftShape
from sora_studio.training.encoder import model_folder, ready_encoder
from sora_studio.training.export import export_concepts, export_decode, export_draft, export_refine
from sora_studio.training.layer_train import load_part
from sora_studio.training.pack_file import write_pack_file
from sora_studio.training.pack_player import PackPlayer
from sora_studio.training.refine_train import load_refine

# The pack's own, and those of what the table of words was made from.
LICENCES = (
    Path(__file__).parents[2] / "LICENSE",
    Path(__file__).with_name("word_vectors.LICENCE.txt"),
    Path(__file__).with_name("gathered_words.LICENCE.txt"),
)


def build_pack(work: Path, pack: Path) -> None:
    """Writes `pack` from the newest checkpoints under `work`; prints each stage's largest difference from torch."""
    pack.mkdir(parents=True, exist_ok=True)
    encoder = ready_encoder(work)
    backdrops, figures = load_part(work, "backdrops"), load_part(work, "figures")
    refine = load_refine(work / "refine.pt")
    draft = DraftModel(DraftShape(backdrops.shape, figures.shape))
    draft.backdrops, draft.figures = backdrops, figures
    differences = {
        "encode.onnx": export_concepts(load_heads(work / "concepts.pt"), encoder, pack / "encode.onnx"),
        "draft.onnx": export_draft(draft, pack / "draft.onnx"),
        "decode.onnx": export_decode(DecodeGraph(), pack / "decode.onnx"),
        "refine.onnx": export_refine(refine, pack / "refine.onnx"),
    }
    shutil.copyfile(model_folder() / "tokenizer.json", pack / "tokenizer.json")
    (pack / "LICENSE").write_text("\n\n".join(part.read_text("utf-8") for part in LICENCES), "utf-8")
    player = PackPlayer(pack, threads=1)
    right, wishes = judge_probes(lambda text: player.concepts(text)[0])
    facts = {
        "draft_parameters": _millions(draft),
        "refine_parameters": _millions(refine),
        "seen": ", ".join(_seen(work / f"{name}.pt") for name in ("backdrops", "figures", "refine")),
        "probes": f"{right} of {wishes}",
    }
    (pack / "CARD.md").write_text(card(facts, work / "evaluation.json"), encoding="utf-8")
    write_pack_file(pack)
    for name, difference in differences.items():
        print(f"{name}: {(pack / name).stat().st_size / 1e6:.1f} MB, largest difference from torch {difference:.1e}")


def _millions(model: nn.Module) -> str:
    return f"{sum(p.numel() for p in model.parameters()) / 1e6:.1f}"


def _seen(checkpoint: Path) -> str:
    seen = torch.load(checkpoint, weights_only=True)["seen"]
    return " and ".join(f"{count:,} {name}" for name, count in seen.items())
