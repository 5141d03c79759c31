"""`sora-studio packs`: the model packs found, one in full, and what can be done with them."""

import argparse
from dataclasses import asdict
from pathlib import Path

from sora_studio.cli.output import Output
from sora_studio.cli.pack_conversion import convert_checkpoint
from sora_studio.cli.pack_fetching import fetch_pack
from sora_studio.errors import SoraError
from sora_studio.studio.config import load_config
from sora_studio.studio.hub import is_hub_id
from sora_studio.studio.pack_adding import add_verified, copy_pack
from sora_studio.studio.pack_check import checked_models
from sora_studio.studio.pack_folders import remove_models_folder
from sora_studio.studio.pack_memory import amount, pack_memory
from sora_studio.studio.pack_shelf import PackOnShelf, pack_setting, packs_on_shelf, read_card


def run(arguments: argparse.Namespace, output: Output) -> None:
    actions = {"info": _info, "verify": _verify, "add": _add, "remove": _remove, "convert": convert_checkpoint}
    action = actions.get(arguments.action)
    if arguments.action == "list":
        _show(packs_on_shelf(load_config()), output)
    elif action is None and arguments.subject is None:
        _info(arguments.action, arguments, output)
    elif action is None:
        raise SoraError(f"packs can't {arguments.action}.", f"It can: list, {', '.join(actions)}.")
    elif arguments.subject is None:
        raise SoraError(f"packs {arguments.action} what?", "Write a pack's name, or a folder, after it.")
    else:
        action(arguments.subject, arguments, output)


def _info(name: str, _: argparse.Namespace, output: Output) -> None:
    config = load_config()
    shelf = packs_on_shelf(config, pack_setting(name, config))
    _show(shelf, output)
    pack = shelf[0].pack
    assert pack is not None
    memory = pack_memory(pack)
    more = "" if memory.is_known else " for its weights, and more for pictures"
    output.line(
        f"\nMemory: about {amount(memory.all_bytes)} with all stages loaded, {amount(memory.one_stage_bytes)} a stage "
        f"at a time, {amount(memory.in_pieces_bytes)} in the smallest pieces{more}.",
        {"event": "memory", **asdict(memory)},
    )
    if not output.is_json:
        output.line(f"\n{shelf[0].folder}\n\n{read_card(shelf[0]) or pack.description}")


def _verify(name: str, _: argparse.Namespace, output: Output) -> None:
    config = load_config()
    [each] = packs_on_shelf(config, pack_setting(name, config))
    assert each.pack is not None
    for file, size_bytes in checked_models(each.pack, config):
        output.line(f"{file}: whole, loads ({size_bytes / 1e6:.0f} MB)", {"file": file, "bytes": size_bytes})
    output.line(f"{each.pack.title} works on this machine.", {"event": "verified", "name": each.name})


def _add(folder: str, arguments: argparse.Namespace, output: Output) -> None:
    if not Path(folder).exists() and is_hub_id(folder):
        fetch_pack(folder, arguments.yes, output)
        return
    if arguments.copy:
        pack = copy_pack(Path(folder))
        output.line(f"{pack.title} is in {pack.folder}.", {"event": "copied", "folder": str(pack.folder)})
        return
    added = add_verified(load_config(), Path(folder))
    for pack in added.packs:
        output.line(f"{pack.name}: whole", {"event": "verified", "name": pack.name})
    for name, why in added.refused:
        output.line(f"{name}: refused. {why}", {"event": "refused", "name": name, "message": why})
    chosen = added.config.models_folder
    output.line(f"Packs are looked for in {chosen} too.", {"models_folder": chosen})


def _remove(folder: str, _: argparse.Namespace, output: Output) -> None:
    config = remove_models_folder(load_config(), Path(folder))
    output.line(f"{folder} is no longer looked into; nothing was deleted.", {"models_folder": config.models_folder})


def _show(shelf: list[PackOnShelf], output: Output) -> None:
    output.table(("name", "title", "size", "picture", "licence"), [_row(p) for p in shelf], [_data(p) for p in shelf])


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
