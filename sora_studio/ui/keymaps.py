"""Keymaps: which keys reach which command. Files under resources/keymaps, in the habits of several editors."""

import tomllib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from sora_studio import paths
from sora_studio.errors import SoraError

DEFAULT = "sora"


@dataclass(frozen=True, slots=True)
class Keymap:
    """A name to show, and the keys of each command id in Qt's portable spelling."""

    title: str
    keys: dict[str, tuple[str, ...]]


@cache
def keymap_names() -> tuple[str, ...]:
    """The bundled keymaps, Sora's own first."""
    found = (path.stem for path in paths.resource("keymaps").glob("*.toml"))
    return tuple(sorted(found, key=lambda name: (name != DEFAULT, name)))


@cache
def load_keymap(name: str) -> Keymap:
    """A bundled keymap. Raises SoraError where there is none of this name."""
    if name not in keymap_names():
        raise SoraError(f"There is no keymap {name!r}.", f"Keymaps: {', '.join(keymap_names())}.")
    data = tomllib.loads(paths.resource(f"keymaps/{name}.toml").read_text(encoding="utf-8"))
    keys = {id: (given,) if isinstance(given, str) else tuple(given) for id, given in data["keys"].items()}
    return Keymap(data["title"], keys)


def conflicts(keys: Mapping[str, Sequence[str]]) -> dict[str, tuple[str, ...]]:
    """Keys that more than one command has, with the ids that share them."""
    owners: dict[str, list[str]] = defaultdict(list)
    for id, given in keys.items():
        for key in given:
            owners[key].append(id)
    return {key: tuple(ids) for key, ids in owners.items() if len(ids) > 1}
