"""Which place each shot of a film has, kept through edits at the cost of what an edit changed."""

from collections.abc import Iterator, Mapping, Sequence
from operator import attrgetter

from sora_studio.timeline.shot import Shot

# So many shots may differ from those last counted; with more, all are counted anew.
FEW = 500
_id_of = attrgetter("id")


class Places(Mapping[str, int]):
    """Shot ids in film order, each with its place from 0; never changed.

    A shot put first moves ten thousand others, and none of them is counted again: they are known by their places in an
    earlier state of the film, and by how many have come or gone before them since.
    """

    __slots__ = ("_between", "_counted", "_moved", "_shots", "_start", "_tail")

    def __init__(self, shots: Sequence[Shot]) -> None:
        self._shots = shots
        self._counted = dict(zip(map(_id_of, shots), range(len(shots)), strict=True))
        self._start = self._tail = len(shots)
        self._moved = 0
        self._between: dict[str, int] = {}

    def after(self, shots: Sequence[Shot], start: int, tail: int) -> "Places":
        """Of a later state, of which so many shots at the start, and of the rest at the end, are those of this one."""
        if start == len(shots) == len(self._shots):
            return self
        start, tail = min(start, self._start), min(tail, self._tail)
        stop = len(shots) - tail
        if stop - start > FEW:
            return Places(shots)
        later = Places.__new__(Places)
        later._shots, later._counted = shots, self._counted
        later._start, later._tail, later._moved = start, tail, len(shots) - len(self._counted)
        later._between = dict(zip(map(_id_of, shots[start:stop]), range(start, stop), strict=True))
        return later

    def __getitem__(self, shot_id: str) -> int:
        place = self._place(shot_id)
        if place < 0:
            raise KeyError(shot_id)
        return place

    def __contains__(self, shot_id: object) -> bool:
        return isinstance(shot_id, str) and self._place(shot_id) >= 0

    def __iter__(self) -> Iterator[str]:
        return map(_id_of, self._shots)

    def __len__(self) -> int:
        return len(self._shots)

    def _place(self, shot_id: str) -> int:
        """-1 for no shot of the film."""
        place = self._between.get(shot_id)
        if place is not None:
            return place
        place = self._counted.get(shot_id, -1)
        if place < self._start:
            return place
        return place + self._moved if place >= len(self._counted) - self._tail else -1
