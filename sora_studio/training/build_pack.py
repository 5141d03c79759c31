# pyright: basic
"""Checkpoints in, pack out: exports every stage, copies what goes with it, writes the table of contents."""

import shutil
from pathlib import Path

from sora_studio.training.card import card
from sora_studio.training.concepts import load_head
from sora_studio.training.draft_train import load_draft
from sora_studio.training.encoder import export_encoder, load_encoder, model_folder
from sora_studio.training.export import export_concepts, export_draft, export_refine
from sora_studio.training.pack_file import write_pack_file
from sora_studio.training.refine_train import load_refine

LICENCE = Path(__file__).parents[2] / "LICENSE"


def build_pack(work: Path, pack: Path) -> None:
    """Writes `pack` from the newest checkpoints under `work`; prints each stage's largest difference from torch."""
    pack.mkdir(parents=True, exist_ok=True)
    encoder = work / "encoder.onnx"
    if not encoder.exists():
        export_encoder(load_encoder(model_folder()), encoder)
    differences = {
        "encode.onnx": export_concepts(load_head(work / "concepts.pt"), encoder, pack / "encode.onnx"),
        "draft.onnx": export_draft(load_draft(work / "draft.pt"), pack / "draft.onnx"),
        "refine.onnx": export_refine(load_refine(work / "refine.pt"), pack / "refine.onnx"),
    }
    shutil.copyfile(model_folder() / "tokenizer.json", pack / "tokenizer.json")
    shutil.copyfile(LICENCE, pack / "LICENSE")
    (pack / "CARD.md").write_text(card(work), encoding="utf-8")
    write_pack_file(pack)
    for name, difference in differences.items():
        print(f"{name}: {(pack / name).stat().st_size / 1e6:.1f} MB, largest difference from torch {difference:.1e}")
