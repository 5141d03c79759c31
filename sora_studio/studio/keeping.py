"""What the stages made, kept under its digest and read back: text conditionings, drafts, refined frames."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sora_studio.errors import StorageError
from sora_studio.inference.request import GenerationRequest
from sora_studio.storage.arrays import load_arrays, load_recipe, save_arrays
from sora_studio.storage.blobs import BlobStore
from sora_studio.timeline.shot import Take

TEXTS, DRAFTS, TAKES = "text", "drafts", "takes"
KIND_OF_STAGE = {"draft": DRAFTS, "refined": TAKES}

Arrays = Mapping[str, NDArray[Any]]


def keep(store: BlobStore, kind: str, digest: str, arrays: Arrays, recipe: Mapping[str, object]) -> None:
    """Write once. Raises StorageError (a full disk), with nothing half-written under the digest."""
    store.put(kind, digest, lambda sink: save_arrays(sink, arrays, recipe))


def kept(store: BlobStore, kind: str, digest: str) -> Arrays | None:
    """What is kept under the digest; None when it is absent or damaged, so that it is made again."""
    if not store.has(kind, digest):
        return None
    try:
        return load_arrays(store.read(kind, digest))[0]
    except StorageError:
        return None


def keep_frames(store: BlobStore, request: GenerationRequest, frames: NDArray[np.uint8]) -> None:
    """The finished clip, uint8 (F, H, W, 3), with the recipe it was made by."""
    keep(store, TAKES, request.refined_digest, {"frames": frames}, asdict(request))


def keep_draft(
    store: BlobStore, request: GenerationRequest, draft: NDArray[np.float32], preview: NDArray[np.uint8]
) -> None:
    """The draft as Stage C wants it, float32 (F, C, h, w), and as a person sees it, uint8 (F, h, w, 3)."""
    keep(store, DRAFTS, request.draft_digest, {"latents": draft, "frames": preview}, asdict(request))


def frames_of(store: BlobStore, take: Take) -> NDArray[np.uint8]:
    """The pictures of a kept take, uint8 (F, H, W, 3). Raises StorageError when absent or damaged."""
    return load_arrays(store.read(KIND_OF_STAGE[take.stage], take.digest))[0]["frames"]


def recipe_of(store: BlobStore, take: Take) -> dict[str, object]:
    """The request a kept take was made by, field by field. Raises StorageError when absent or damaged."""
    return load_recipe(store.read(KIND_OF_STAGE[take.stage], take.digest))


def frames_per_second_of(store: BlobStore, take: Take) -> float:
    """The take's own rate, which its pack gave it. Raises StorageError."""
    rate = recipe_of(store, take).get("frames_per_second")
    if not isinstance(rate, int | float) or rate <= 0:
        raise StorageError("A kept take doesn't say how fast it runs.", "Render the shot again.")
    return float(rate)
