"""Small pictures of each take, kept beside it: a film that is opened shows its shots at once, not take after take."""

from collections import OrderedDict

import numpy as np
from numpy.typing import NDArray

from sora_studio.errors import StorageError
from sora_studio.film.plan import Frame
from sora_studio.storage.blobs import BlobStore
from sora_studio.studio.keeping import KIND_OF_STAGE
from sora_studio.timeline.shot import Take

STILLS = "stills"
HEIGHT, QUALITY = 160, 88
# What a JPEG's own numbers can count, with room for its blocks.
TALLEST = 65_000
# Pictures of one take are asked for one after another.
HELD = 4


class KeptStills:
    """Use it from one thread. A take is kept as one tall JPEG, all its frames from the top down."""

    def __init__(self, store: BlobStore) -> None:
        self._store, self._writable = store, True
        self._held: OrderedDict[str, NDArray[np.uint8]] = OrderedDict()

    def frame(self, take: Take, index: int) -> Frame | None:
        """The take's own frame of that index, the first or last for one beyond; None where none is kept of it."""
        strip = self._held.get(take.digest)
        if strip is None:
            strip = self._read(take)
            if strip is None:
                return None
            self._held[take.digest] = strip
            if len(self._held) > HELD:
                self._held.popitem(last=False)
        return strip[min(max(index, 0), len(strip) - 1)]

    def keep(self, take: Take, frames: NDArray[np.uint8]) -> None:
        """Keep small pictures of a take (F, H, W, 3). What is small itself, or can't be written, is not kept."""
        import cv2

        count, height, width = frames.shape[:3]
        if not self._writable or height <= HEIGHT or count * HEIGHT > TALLEST:
            return
        size = max(1, round(width * HEIGHT / height)), HEIGHT
        small = np.empty((count * HEIGHT, size[0], 3), np.uint8)
        for at, frame in enumerate(frames):
            small[at * HEIGHT : (at + 1) * HEIGHT] = cv2.resize(frame, size, interpolation=cv2.INTER_AREA)
        done, data = cv2.imencode(".jpg", cv2.cvtColor(small, cv2.COLOR_RGB2BGR), [cv2.IMWRITE_JPEG_QUALITY, QUALITY])
        if not done:
            return
        try:
            self._store.put(STILLS, take.digest, lambda sink: sink.write(data.tobytes()))
        except StorageError:
            self._writable = False  # A full or read-only disk: the film is shown all the same.

    def _read(self, take: Take) -> NDArray[np.uint8] | None:
        """(F, HEIGHT, w, 3). None also where the take itself has gone: it must be told of, not hidden."""
        import cv2

        store = self._store
        if not (store.has(STILLS, take.digest) and store.has(KIND_OF_STAGE[take.stage], take.digest)):
            return None
        try:
            found = cv2.imdecode(np.frombuffer(store.read(STILLS, take.digest), np.uint8), cv2.IMREAD_COLOR)
        except StorageError:
            return None
        if found is None or found.shape[0] % HEIGHT:
            return None
        pictures = np.asarray(cv2.cvtColor(found, cv2.COLOR_BGR2RGB), np.uint8)
        return pictures.reshape(-1, HEIGHT, *pictures.shape[1:])
