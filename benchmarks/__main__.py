"""`python -m benchmarks`: one table of ratios, and the same as JSON."""

import argparse
import json
import os
import platform
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.apart import rows_of
from benchmarks.engine import overhead_per_step_us
from benchmarks.films import EDITS, FilmFigures, measure
from benchmarks.models import model_rows
from benchmarks.rows import Row
from benchmarks.window import window_rows
from sora_studio.inference.device import choose_device
from sora_studio.inference.session import SessionCache


def engine_rows(device: str) -> list[Row]:
    overhead_us, bare_us = overhead_per_step_us(SessionCache(choose_device(device)))
    figure = f"{overhead_us:.1f} µs (bare run {bare_us:.1f} µs)"
    return [Row(2, "overhead per step, tiny model", figure, "≤ 30 µs", overhead_us)]


def film_rows(figures: FilmFigures) -> list[Row]:
    encodes = figures.encode_runs / figures.texts
    sessions = figures.sessions_created / figures.models
    edited, again = figures.edited_s / figures.full_s, figures.unchanged_s / figures.full_s
    runs = f"{figures.runs_unchanged} model runs in {EDITS} films"
    return [
        Row(6, "text-encoder calls / distinct texts", f"{encodes:.2f}", "1.0 exactly", encodes),
        Row(7, "sessions made for 100 mixed shots / models", f"{sessions:.2f}", "1.0 exactly", sessions),
        Row(13, "edit 1 of 100 shots, film again / full", f"{100 * edited:.2f}%", "≤ 2%", edited),
        Row(14, "film again, nothing changed / full", f"{100 * again:.2f}%, {runs}", "≤ 0.2%, zero runs", again),
    ]


PARTS = ("engine", "models", "films", "export", "window")
# Modules of this package.
EXPORT = ("encoding", "long_export")


def main(argv: Sequence[str] | None = None) -> int:
    """Measure and print. Exit status 1 when a count that must be exact is not."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--json", type=Path, default=Path("build/benchmarks.json"), help="where the same goes as JSON")
    parser.add_argument(
        "--models",
        type=Path,
        default=Path("build/models"),
        metavar="FOLDER",
        help="where the checkpoints that are measured lie, made at the first time (9 GB)",
    )
    parser.add_argument("--only", choices=PARTS, help="some of the rows")
    arguments = parser.parse_args(argv)
    rows: list[Row] = []
    figures: FilmFigures | None = None
    wanted = (arguments.only,) if arguments.only else PARTS
    if "engine" in wanted:
        rows += engine_rows(arguments.device)
    if "models" in wanted:
        rows += model_rows(arguments.models)
    if "films" in wanted:
        figures = measure()
        rows += film_rows(figures)
    if "export" in wanted:
        rows += [row for part in EXPORT for row in rows_of(part)]
    if "window" in wanted:
        rows += window_rows()
    rows.sort(key=lambda row: row.number)
    _print(rows)
    load = os.getloadavg() if hasattr(os, "getloadavg") else ()
    machine = {
        "python": platform.python_version(), "machine": platform.machine(), "device": arguments.device,
        "cores": os.cpu_count(), "load": [round(each, 2) for each in load],
    }  # fmt: skip
    report = {"machine": machine, "rows": [asdict(row) for row in rows], "film": asdict(figures) if figures else None}
    arguments.json.parent.mkdir(parents=True, exist_ok=True)
    arguments.json.write_text(json.dumps(report, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    inexact = [row for row in rows if row.number in (6, 7) and row.value != 1.0]
    return 1 if inexact or (figures and figures.runs_unchanged) else 0


def _print(rows: Sequence[Row]) -> None:
    table = Table("#", "metric", "figure", "goal", box=None, pad_edge=False)
    for row in rows:
        table.add_row(str(row.number), row.metric, row.figure, row.goal)
    Console(width=None if sys.stdout.isatty() else 140).print(table)


if __name__ == "__main__":
    sys.exit(main())
