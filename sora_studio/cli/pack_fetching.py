"""`sora-studio packs add OWNER/NAME`: a pack from Hugging Face, once size and licence were seen."""

import sys

from sora_studio.cli.output import Output
from sora_studio.errors import SoraError
from sora_studio.studio.config import load_config
from sora_studio.studio.hub import HubFile, fetched_pack, offered_pack


def fetch_pack(hub_id: str, yes: bool, output: Output) -> None:
    """Raises SoraError."""
    offer = offered_pack(hub_id, load_config())
    output.line(
        f"{hub_id}: {len(offer.files)} files, {offer.size_bytes / 1e6:.1f} MB, licence: {offer.licence}",
        {"event": "offered", "id": hub_id, "bytes": offer.size_bytes, "licence": offer.licence},
    )
    if not yes and not _agreed(output):
        raise SoraError("Nothing was fetched.", "To fetch it without being asked: --yes")

    def told(file: HubFile) -> None:
        output.line(f"{file.name}: whole", {"event": "fetched", "file": file.name, "bytes": file.size_bytes})

    pack = fetched_pack(offer, told)
    output.line(f"{pack.title} is in {pack.folder}.", {"event": "added", "folder": str(pack.folder)})


def _agreed(output: Output) -> bool:
    if output.is_json or not sys.stdin.isatty():
        return False
    return input("Fetch it? [y/N] ").strip().lower() in ("y", "yes")
