"""CARD.md: what the pack is, what it learned from, what was measured and where it fails."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sora_studio.training.world.attributes import ATTRIBUTES

# Three parts: what it is, what was measured, and what a person saw on the sheets.
ABOUT, FIGURES, FAULTS = Path(__file__).with_name("card.md").read_text(encoding="utf-8").split("<!-- part -->\n")


def card(facts: Mapping[str, str], evaluation: Path) -> str:
    """The card with the export's `facts`, and the figures of `evaluation` (JSON) once they were measured."""
    vocabulary = "\n".join(f"| {name} | {', '.join(values[1:])} |" for name, values in ATTRIBUTES.items())
    about = ABOUT.format(vocabulary=vocabulary, **facts)
    if not evaluation.exists():
        return f"{about}\n## Measured\n\nNot measured yet.\n{FAULTS}"
    return about + _figures(json.loads(evaluation.read_text(encoding="utf-8"))) + FAULTS


def _figures(measured: Mapping[str, Any]) -> str:
    rows = [_row(name, row) for name, row in measured["attributes"].items()]
    rows.append(_row("camera move", measured["moves"]))
    return FIGURES.format(count=measured["count"], rows="\n".join(rows))


def _row(name: str, row: Mapping[str, float]) -> str:
    columns = ("drawn", "generated", "drawn_unseen", "unseen", "chance")
    return f"| {name} | " + " | ".join(f"{row[column]:.2f}" for column in columns) + " |"
