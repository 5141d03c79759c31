"""The packs by name and title, and the words a pack's maker says it can draw, from the vocabulary table of its card."""

import re
import tomllib
from collections import Counter
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from sora_studio.inference.pack import ModelPack
from sora_studio.inference.packs import find_packs
from sora_studio.studio.config import Config
from sora_studio.studio.pack_shelf import CARD

# A row of the card's table: | style | flat, ink, papercraft |
_ROW = re.compile(r"^\|\s*([a-z_]+)\s*\|\s*([^|]+?)\s*\|\s*$", re.MULTILINE)
_LARGEST_CARD_CHARACTERS = 100_000


def drawable_words(pack: ModelPack) -> Mapping[str, tuple[str, ...]]:
    """What the pack tells apart, by attribute ("style", "setting", …); empty where its card has no such table."""
    try:
        card = (pack.folder / CARD).read_text(encoding="utf-8")[:_LARGEST_CARD_CHARACTERS]
    except (OSError, UnicodeDecodeError):
        return {}
    rows = {name: tuple(word.strip() for word in words.split(",")) for name, words in _ROW.findall(card)}
    rows.pop("attribute", None)
    return rows


def pack_names(config: Config) -> tuple[str, ...]:
    """The packs there are on this machine, by name; only looked for, not read."""
    return tuple(find_packs(config.folders))


def pack_titles(config: Config) -> dict[str, str]:
    """The packs there are on this machine: what their makers call them, by name; nothing is checked.

    Where two makers chose the same title, the names tell them apart.
    """
    titles = {name: _title(folder) or name for name, folder in find_packs(config.folders).items()}
    given = Counter(titles.values())
    return {name: title if given[title] == 1 else f"{title} ({name})" for name, title in titles.items()}


@lru_cache(maxsize=256)
def _title(folder: Path) -> str:
    """The pack's title; "" where its description doesn't give one."""
    try:
        description = tomllib.loads((folder / "pack.toml").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return ""
    match description:
        case {"pack": {"title": str(title)}}:
            return title
        case _:
            return ""
