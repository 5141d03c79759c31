"""What SQLite passes over in a damaged write-ahead journal: it reads up to the first bad frame, and says nothing of it.

The format is in sqlite.org/fileformat2.html, 4. A last save that is damaged can't be told from one that a power cut
interrupted, which was never called saved: it doesn't count; nor does one before it whose very end is what is damaged.
"""

import struct
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

# Magic number, version, page size, sequence, two salts, two sums; then the frames, each with a page.
HEADER = struct.Struct(">8I")
# A frame's page, the database's size in pages after a commit (else 0), two salts, two sums.
FRAME = struct.Struct(">6I")
MAGIC_LITTLE_ENDIAN_SUMS, MAGIC_BIG_ENDIAN_SUMS = 0x377F0682, 0x377F0683
MASK = 0xFFFFFFFF


def lost_saves(journal: Path, valid_frames: int, page_bytes: int) -> int:
    """How many saves are in the journal behind the `valid_frames` that SQLite reads, the last one not counted.

    Raises OSError.
    """
    if not journal.exists():
        return 0
    with journal.open("rb") as file:
        head = file.read(HEADER.size)
        if len(head) < HEADER.size:
            return 0
        proves = _proves(head)
        # Behind a damaged header SQLite reads nothing.
        file.seek(HEADER.size + (valid_frames if proves else 0) * (FRAME.size + page_bytes))
        commits = Counter(_commits(file, page_bytes))
    # Frames from before the journal was begun anew have other salts. A header that is lost had those of the most.
    current = HEADER.unpack(head)[4:6] if proves else next(iter(dict(commits.most_common(1))), None)
    return max(0, commits[current] - 1) if current else 0


def _commits(file: BinaryIO, page_bytes: int) -> Iterator[tuple[int, int]]:
    """The salts of each frame that ends a save."""
    while len(frame := file.read(FRAME.size)) == FRAME.size:
        _, size_after_commit, first_salt, second_salt, _, _ = FRAME.unpack(frame)
        if size_after_commit:
            yield first_salt, second_salt
        file.seek(page_bytes, 1)


def _proves(head: bytes) -> bool:
    """Whether the header's sums are those of its other fields."""
    order = {MAGIC_LITTLE_ENDIAN_SUMS: "<", MAGIC_BIG_ENDIAN_SUMS: ">"}.get(int.from_bytes(head[:4]))
    if order is None:
        return False
    words = struct.unpack(f"{order}6I", head[:24])
    first = second = 0
    for one, other in zip(words[::2], words[1::2], strict=True):
        first = (first + one + second) & MASK
        second = (second + other + first) & MASK
    return struct.pack(">2I", first, second) == head[24:]
