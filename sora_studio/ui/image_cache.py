"""Images held in memory up to a number of bytes, the least lately looked at given up first."""

from collections import OrderedDict
from collections.abc import Hashable

from PySide6.QtGui import QImage


class ImageCache:
    """One image larger than the limit is still held: it is on the screen."""

    def __init__(self, limit_bytes: int) -> None:
        self._limit_bytes = limit_bytes
        self._held_bytes = 0
        self._images: OrderedDict[Hashable, QImage] = OrderedDict()

    def __len__(self) -> int:
        return len(self._images)

    def __contains__(self, key: Hashable) -> bool:
        return key in self._images

    @property
    def held_bytes(self) -> int:
        return self._held_bytes

    @property
    def limit_bytes(self) -> int:
        return self._limit_bytes

    @limit_bytes.setter
    def limit_bytes(self, limit_bytes: int) -> None:
        self._limit_bytes = limit_bytes
        self._give_up()

    def get(self, key: Hashable) -> QImage | None:
        image = self._images.get(key)
        if image is not None:
            self._images.move_to_end(key)
        return image

    def put(self, key: Hashable, image: QImage) -> None:
        before = self._images.pop(key, None)
        if before is not None:
            self._held_bytes -= before.sizeInBytes()
        self._images[key] = image
        self._held_bytes += image.sizeInBytes()
        self._give_up()

    def _give_up(self) -> None:
        while self._held_bytes > self._limit_bytes and len(self._images) > 1:
            self._held_bytes -= self._images.popitem(last=False)[1].sizeInBytes()
