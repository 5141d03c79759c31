"""CARD.md: what the pack is, what it learned from, what was measured and where it fails."""

import json
from pathlib import Path
from typing import Any

HEAD, FIGURES = Path(__file__).with_name("card.md").read_text(encoding="utf-8").split("<!-- figures -->\n")


def card(work: Path) -> str:
    """The card with whatever figures lie in `work`: `training.json` from the export, `evaluation.json` if measured."""
    from sora_studio.training.world.attributes import ATTRIBUTES

    facts = _read(work / "training.json")
    rows = [f"| {name} | {', '.join(values[1:])} |" for name, values in ATTRIBUTES.items()]
    text = HEAD.format(
        vocabulary="\n".join(rows),
        draft_parameters=facts.get("draft_parameters", "5.3"),
        refine_parameters=facts.get("refine_parameters", "2.6"),
        seen=facts.get("seen", "not finished yet"),
        probes=facts.get("probes", ""),
    )
    text += _figures(_read(work / "evaluation.json"))
    return text + _notes(work / "notes.md")


def _figures(measured: dict[str, Any]) -> str:
    if not measured:
        return "\n## Measured\n\nNot measured yet.\n"
    table = measured["attributes"]
    rows = [
        f"| {name} | {row['drawn']:.2f} | {row['generated']:.2f} | {row['unseen']:.2f} | {row['chance']:.2f} |"
        for name, row in table.items()
    ]
    moves = measured["moves"]
    return FIGURES.format(
        count=measured["count"],
        rows="\n".join(rows),
        moves=f"{moves['generated']:.2f}",
        drawn_moves=f"{moves['drawn']:.2f}",
        chance_moves=f"{moves['chance']:.2f}",
    )


def _notes(file: Path) -> str:
    """What a person saw on the sheets, written by hand after looking."""
    return f"\n{file.read_text(encoding='utf-8')}" if file.exists() else ""


def _read(file: Path) -> dict[str, Any]:
    return json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
