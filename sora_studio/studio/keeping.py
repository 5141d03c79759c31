"""What the stages made, kept under its digest and read back: text conditionings, drafts, refined frames."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from sora_studio.errors import StorageError
from sora_studio.inference.clip import Floats, from_pictures, to_pictures
from sora_studio.inference.draft import draft_preview
from sora_studio.inference.pack import ModelPack
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


def keep_text(store: BlobStore, digest: str, text: str, encoded: Arrays, unknown: Sequence[str]) -> None:
    """A text's conditioning and the words of it that the model can't draw."""
    keep(store, TEXTS, digest, encoded, {"text": text, "unknown": list(unknown)})


def unknown_words_of(store: BlobStore, digest: str) -> list[str]:
    """The words of a kept text that the model can't draw; none when the text isn't kept."""
    if not store.has(TEXTS, digest):
        return []
    try:
        words = load_recipe(store.read(TEXTS, digest)).get("unknown")
    except StorageError:
        return []
    return [str(word) for word in cast("list[object]", words)] if isinstance(words, list) else []


def keep_frames(store: BlobStore, request: GenerationRequest, frames: NDArray[np.uint8], left_out: int = 0) -> None:
    """The finished clip, uint8 (F, H, W, 3), with the recipe it was made by; the steps that were left out for it."""
    keep(store, TAKES, request.refined_digest, {"frames": frames}, _recipe(request, left_out))


def keep_draft(store: BlobStore, pack: ModelPack, request: GenerationRequest, draft: Floats, left_out: int = 0) -> None:
    """The draft as Stage C wants it, float32 (F, C, h, w), and as a person sees it, uint8 (F, h, w, 3).

    A filmed scene is both in one, uint8 (F, h, w, 4), for it is made in whole steps: a tenth of the size.
    """
    if pack.decode is not None:
        frames = np.empty((len(draft), *draft.shape[2:], draft.shape[1]), np.uint8)
        to_pictures(draft, frames)
        arrays: Arrays = {"frames": frames}
    else:
        arrays = {"latents": draft, "frames": draft_preview(pack, draft)}
    keep(store, DRAFTS, request.draft_digest, arrays, _recipe(request, left_out))


def _recipe(request: GenerationRequest, left_out: int) -> dict[str, object]:
    """What a take was made by, and where steps could be left out, how many were."""
    return {**asdict(request), **({"left_out": left_out} if request.step_cache else {})}


def left_out_of_draft(store: BlobStore, request: GenerationRequest) -> int:
    """How many steps the step cache left out of the kept draft; none where that can't be read."""
    if not request.step_cache:
        return 0
    try:
        counted = load_recipe(store.read(DRAFTS, request.draft_digest)).get("left_out")
    except StorageError:
        return 0
    return counted if isinstance(counted, int) else 0


def is_drawn(store: BlobStore, request: GenerationRequest) -> bool:
    """Whether the draft of the request is there, intact or not."""
    return store.has(DRAFTS, request.draft_digest)


def kept_draft(store: BlobStore, digest: str) -> Floats | None:
    """The draft (F, C, h, w) as it was made; None when it is absent or damaged."""
    arrays = kept(store, DRAFTS, digest)
    if arrays is None:
        return None
    return arrays["latents"] if "latents" in arrays else from_pictures(arrays["frames"])


def frames_of(store: BlobStore, take: Take) -> NDArray[np.uint8]:
    """The pictures of a kept take, uint8 (F, H, W, 3). Raises StorageError when absent or damaged."""
    frames = load_arrays(store.read(KIND_OF_STAGE[take.stage], take.digest))[0]["frames"]
    return np.ascontiguousarray(frames[..., :3])


def recipe_of(store: BlobStore, take: Take) -> dict[str, object]:
    """The request a kept take was made by, field by field. Raises StorageError when absent or damaged."""
    return load_recipe(store.read(KIND_OF_STAGE[take.stage], take.digest))


def is_still(store: BlobStore, take: Take) -> bool:
    """Whether a model drew the take as one picture. Raises StorageError."""
    return recipe_of(store, take).get("frame_count") == 1


def frames_per_second_of(store: BlobStore, take: Take) -> float:
    """The take's own rate, which its pack gave it. Raises StorageError."""
    rate = recipe_of(store, take).get("frames_per_second")
    if not isinstance(rate, int | float) or rate <= 0:
        raise StorageError("A kept take doesn't say how fast it runs.", "Render the shot again.")
    return float(rate)
