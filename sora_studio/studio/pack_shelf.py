"""The model packs this machine has, refused ones told with their reason."""

from dataclasses import dataclass
from pathlib import Path

from sora_studio.errors import PackError
from sora_studio.inference.pack import ModelPack
from sora_studio.inference.packs import find_packs, load_pack, pack_named
from sora_studio.studio.config import Config

CARD = "CARD.md"


@dataclass(frozen=True, slots=True)
class PackOnShelf:
    """A pack found in a folder: read and checked, or refused for a reason."""

    name: str
    folder: Path
    pack: ModelPack | None
    refused: str = ""

    @property
    def size_mb(self) -> float:
        return sum(file.stat().st_size for file in self.folder.rglob("*") if file.is_file()) / 1e6


def packs_on_shelf(config: Config, name: str | None = None) -> list[PackOnShelf]:
    """Every pack, or only `name`. Raises PackError when the named one isn't there or is refused."""
    if name:
        pack = pack_named(name, config.folders)
        return [PackOnShelf(name, pack.folder, pack)]
    return [_examined(found, folder) for found, folder in find_packs(config.folders).items()]


def _examined(name: str, folder: Path) -> PackOnShelf:
    try:
        return PackOnShelf(name, folder, load_pack(folder))
    except PackError as error:
        return PackOnShelf(name, folder, None, error.message)


def pack_setting(name: str, config: Config) -> str:
    """What a film keeps of the pack a person named: its name, or the whole path of a folder that isn't on the shelf."""
    folder = Path(name).expanduser()
    return name if name in find_packs(config.folders) or not folder.is_dir() else str(folder.resolve())


def read_card(each: PackOnShelf) -> str:
    """What the pack's maker says of it; "" where there is no card."""
    try:
        return (each.folder / CARD).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return ""
