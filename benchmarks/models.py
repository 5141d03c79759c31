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
from sora_studio.storage.project_file import ProjectFile
from sora_studio.studio.config import Config
from sora_studio.studio.pack_memory import models_of
from sora_studio.studio.studio import RenderOrder, Studio
from sora_studio.timeline.project import RenderSettings

FILM_SHOTS = 12
_SMALL = "small"


def model_rows(folder: Path) -> list[Row]:
    """All rows; those that need a checkpoint that can't be made say so."""
    sizes = (
        Size("SD1.5-size U-Net, 16 x 16 latents", folder / "sd15", "sd15", 4, (1, 3, 4, 6, 7, 18), 0.98),
        Size("tiny U-Net", folder / "tiny", "tiny", 20, (3,), 0.70),
    )
    rows = [*rows_of("caching"), *rows_of("memory")]
    for size in sizes:
        why = _prepared(size)
        rows += [not_measured(number, size.name, "measured", why) for number in size.numbers] if why else _rows_of(size)
    return rows


def _rows_of(size: Size) -> list[Row]:
    folder, threads = size.folder / _SMALL, processor_count()
    # As the command line has them.
    sessions = SessionCache(choose_device("cpu"), threads=threads, spinning=True)
    rows = rows_of_size(size, sessions, load_pack(folder), threads)
    sessions.release_unused()
    if 7 in size.numbers:
        rows += _film_rows(size)
    if 18 in size.numbers:
        rows.append(peak_row(size.name, folder))
    return rows


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
