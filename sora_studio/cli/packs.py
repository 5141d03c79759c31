"""`sora-studio packs`: the model packs found, and one in full."""

import argparse

from sora_studio.cli.output import Output
from sora_studio.studio.config import load_config
from sora_studio.studio.pack_shelf import PackOnShelf, packs_on_shelf, read_card


def _row(each: PackOnShelf) -> tuple[str, ...]:
    if each.pack is None:
        return (each.name, "refused", "", "", each.refused)
    pack = each.pack
    width, height = pack.native_sizes[0]
    return (each.name, pack.title, f"{each.size_mb:.0f} MB", f"{width}x{height}", pack.licence)


def _data(each: PackOnShelf) -> dict[str, object]:
    if each.pack is None:
        return {"name": each.name, "folder": str(each.folder), "refused": each.refused}
    pack = each.pack
    return {
        "name": each.name,
        "title": pack.title,
        "version": pack.version,
        "licence": pack.licence,
        "source": pack.source,
        "folder": str(each.folder),
        "size_mb": round(each.size_mb, 1),
        "native_sizes": [list(size) for size in pack.native_sizes],
    }


def run(arguments: argparse.Namespace, output: Output) -> None:
    shelf = packs_on_shelf(load_config(), arguments.name)
    output.table(("name", "title", "size", "picture", "licence"), [_row(p) for p in shelf], [_data(p) for p in shelf])
    if arguments.name and not output.is_json:
        output.line(f"\n{shelf[0].folder}\n\n{read_card(shelf[0])}")
