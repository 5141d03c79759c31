"""What a pack's latents look like, where it doesn't say: found out when it first draws for a film, and kept there."""

from collections.abc import Callable
from dataclasses import asdict, replace

import numpy as np

from sora_studio.errors import ModelFailed, PackError
from sora_studio.inference.cancel import CancelToken
from sora_studio.inference.digest import digest_of
from sora_studio.inference.latent_colours import decoded_mix
from sora_studio.inference.pack import ModelPack
from sora_studio.inference.pack_parts import LatentDecoder
from sora_studio.inference.session import SessionCache
from sora_studio.storage.blobs import BlobStore
from sora_studio.studio import keeping
from sora_studio.studio.events import Notice

COLOURS = "colours"


def in_colour(
    sessions: SessionCache, store: BlobStore, pack: ModelPack, cancel: CancelToken, notice: Callable[[Notice], None]
) -> ModelPack:
    """The pack with a preview of its latents in their colours, which takes one run of its decoder on a small picture.

    Where that fails the preview is of three channels as they are, and that is told: Stage B needs no decoder.
    Raises StorageError, DeviceError, Cancelled.
    """
    draft, decoder = pack.draft, pack.refine.decoder
    # What Stage C draws from is no decoder's, and to find out would take a whole picture.
    if draft.preview_mix or decoder is None or pack.refine.draws_anew:
        return pack
    digest = _digest(decoder, draft.latent_channels)
    kept = keeping.kept(store, COLOURS, digest)
    if kept is None:
        try:
            mix = decoded_mix(sessions, decoder, draft.latent_channels, cancel)
        except (ModelFailed, PackError) as error:
            notice(Notice(f"Drafts of {pack.title} are shown in false colours. {error.message}"))
            return pack
        kept = {"mix": np.array(mix, np.float64)}
        keeping.keep(store, COLOURS, digest, kept, {})
    rows: list[list[float]] = kept["mix"].tolist()
    return replace(pack, draft=replace(draft, preview_mix=tuple(tuple(row) for row in rows)))


def _digest(decoder: LatentDecoder, channels: int) -> str:
    """What it depends on, the decoder's place left out."""
    told = {name: value for name, value in asdict(decoder).items() if name != "model"}
    return digest_of({"decoder": decoder.model.sha256_of_all, "channels": channels, **told})
