"""Rows 1, 3 to 7, 17 and 18 on a model of real size and on a tiny one: `python -m benchmarks --only models`.

The checkpoints are made once, with random weights, in the folder that --models names.
"""

import os
import subprocess
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.apart import rows_of
from benchmarks.beside import Size, rows_of_size
from benchmarks.films import hundred_shots
from benchmarks.memory import peak_row
from benchmarks.reference import PYTHONS, missing
from benchmarks.rows import Row, not_measured
from sora_studio.inference.device import choose_device, processor_count
from sora_studio.inference.packs import load_pack
from sora_studio.inference.session import SessionCache
from sora_studio.paths import bundled_models_folder
from sora_studio.storage.project_file import ProjectFile
from sora_studio.studio.config import Config
from sora_studio.studio.pack_details import models_of
from sora_studio.studio.studio import RenderOrder, Studio
from sora_studio.timeline.project import RenderSettings

FILM_SHOTS = 12
PEAK_GOAL = 1.25
_SMALL = "small"
_OF_A_SIZE = (1, 3, 4, 6, 7, 18)


def model_rows(folder: Path) -> list[Row]:
    """All rows; those that need a checkpoint that can't be made say so."""
    rows = [
        *rows_of("caching"),
        *rows_of("memory"),
        peak_row("the bundled pack", bundled_models_folder() / "sketch", PEAK_GOAL),
    ]
    sizes = (
        Size("SD1.5-size U-Net, 16 x 16 latents", folder / "sd15", "sd15", 4, 0.98),
        Size("tiny U-Net", folder / "tiny", "tiny", 20, 0.70),
    )
    for size in sizes:
        why = _prepared(size)
        rows += [not_measured(number, size.name, "measured", why) for number in _OF_A_SIZE] if why else _rows_of(size)
    return rows


def _rows_of(size: Size) -> list[Row]:
    pack, threads = load_pack(size.folder / _SMALL), processor_count()
    sessions = SessionCache(choose_device("cpu"), threads=threads)
    rows = rows_of_size(size, sessions, pack, threads)
    sessions.release_unused()
    return [*rows, *_film_rows(size), peak_row(size.name, size.folder / _SMALL, PEAK_GOAL)]


def _prepared(size: Size) -> str:
    """Make the checkpoint and its packs where they aren't there; why they can't be, in words, "" for done."""
    if (size.folder / _SMALL / "pack.toml").is_file():
        return ""
    if why := missing("diffusers"):
        return why
    command = [os.environ[PYTHONS["diffusers"]], "-m", "benchmarks.checkpoint", str(size.folder), size.kind]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    return f"the checkpoint can't be made: {done.stderr.strip().splitlines()[-1]}" if done.returncode else ""


def _film_rows(size: Size) -> list[Row]:
    """Rows 6 and 7: a film of mixed shots, each text in two of them."""
    film = replace(hundred_shots(FILM_SHOTS), settings=RenderSettings(pack=_SMALL, steps=1, guidance=1.0))
    texts = {shot.direction.prompt for _, shot in film.shots()} | {""}
    with TemporaryDirectory() as folder:
        file = ProjectFile.create(Path(folder) / "film.sora", film)
        with Studio(file, Config(models_folder=str(size.folder), device="cpu")) as studio:
            for _ in studio.render(RenderOrder(previews=False), device="cpu"):
                pass
            if studio.counts.refine != FILM_SHOTS:
                raise SystemExit(f"Of {FILM_SHOTS} shots {studio.counts.refine} were made: the work is not the same.")
            encodes = studio.counts.encode / len(texts)
            created = studio.sessions_created / len(models_of(studio.pack))
    goal, of_film = "1.0 exactly", f"{FILM_SHOTS} shots, {size.name}"
    return [
        Row(6, f"text-encoder calls / distinct texts, {of_film}", f"{encodes:.2f}", goal, encodes),
        Row(7, f"sessions made / models, {of_film}", f"{created:.2f}", goal, created),
    ]
