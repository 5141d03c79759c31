"""What someone who is asked for help needs to see, in one archive the user can look through before sending it."""

import json
import os
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import asdict
from importlib.metadata import distributions
from pathlib import Path, PurePath
from typing import cast

from sora_studio import paths
from sora_studio.storage.disk import explain, writing_partial
from sora_studio.studio.config import Config
from sora_studio.studio.doctor import examine
from sora_studio.studio.pack_shelf import packs_on_shelf
from sora_studio.studio.recent import recent_films
from sora_studio.studio.redaction import without_paths, without_words

# Of each log, the end.
LOG_BYTES = 400_000
ABOUT = """Sora Studio: a report for whoever helps you.

doctor.json    what works on this machine, what is missing, and the line that mends it
packs.json     the model packs by name and hash, refused ones with the reason
settings.json  your settings
versions.json  the libraries this program runs with
logs/          what the program and its processes wrote last: events, errors

Left out: where your files lie, and the names of films opened lately.
{prompts}
Nothing was sent anywhere. Look through it, then send it to whom you like.
"""
WITHOUT = "Left out: your words. What a message quoted is “…”."
WITH = "Your prompts may be in it, where a message quoted them, as you asked."


def write_report(out: Path, config: Config, with_prompts: bool = False) -> Path:
    """Write the archive in one piece, over what stands there. Raises StorageError."""
    known = [*_private_places(config)]

    def fit(text: str) -> str:
        bare = without_paths(text, known)
        return bare if with_prompts else without_words(bare)

    try:
        with writing_partial(out.parent) as (file, partial):
            with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
                archive.writestr("README.txt", ABOUT.format(prompts=WITH if with_prompts else WITHOUT))
                for name, data in _facts(config):
                    archive.writestr(name, without_paths(json.dumps(data, indent=1, ensure_ascii=False), known))
                for log in _logs():
                    archive.writestr(f"logs/{log.name}", _fit_log(_end_of(log), fit))
            file.close()
            partial.replace(out)
    except OSError as error:
        raise explain(error, out.parent, "the report") from error
    return out


def _private_places(config: Config) -> Iterator[PurePath]:
    for film in recent_films():
        yield film.file
        yield film.file.parent
        yield PurePath(film.file.stem) if len(film.file.stem) > 3 else PurePath()
    yield from (Path(each).expanduser() for each in config.models_folder.split(os.pathsep) if each)


def _facts(config: Config) -> Iterator[tuple[str, object]]:
    yield "doctor.json", [asdict(finding) for finding in examine(config)]
    yield "packs.json", [*_packs(config)]
    yield "settings.json", asdict(config)
    yield "versions.json", dict(sorted((each.metadata["Name"], each.version) for each in distributions()))


def _packs(config: Config) -> Iterator[dict[str, object]]:
    for each in packs_on_shelf(config):
        if each.pack is None:
            yield {"name": each.name, "refused": each.refused}
        else:
            yield {"name": each.name, "hashes": asdict(each.pack.digest), "size_mb": round(each.size_mb, 1)}


def _logs() -> list[Path]:
    return sorted(path for path in paths.log_folder().glob("*.log*") if path.is_file())


def _end_of(log: Path) -> str:
    with log.open("rb") as file:
        length = file.seek(0, 2)
        file.seek(max(0, length - LOG_BYTES))
        text = file.read().decode("utf-8", "replace")
    # A line cut in the middle is none.
    return text if length <= LOG_BYTES else text.partition("\n")[2]


def _fit_log(text: str, fit: Callable[[str], str]) -> str:
    """Lines of ours have their values made fit one by one, so that they stay JSON; others as they are."""
    return "".join(f"{_fit_line(line, fit)}\n" for line in text.splitlines())


def _fit_line(line: str, fit: Callable[[str], str]) -> str:
    try:
        data = json.loads(line)
    except ValueError:
        return fit(line)
    if not isinstance(data, dict):
        return fit(line)
    values = cast("dict[str, object]", data).items()
    fitted = {key: fit(value) if isinstance(value, str) else value for key, value in values}
    return json.dumps(fitted, ensure_ascii=False)
