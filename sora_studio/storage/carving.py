"""Rows of the part table found in a project file's bytes, whatever SQLite makes of the file.

Pages and records are as in sqlite.org/fileformat2.html, 1.3 to 1.6 and 2. The hash proves every bit of a row. It is one
of the last save when its page counts it among its cells, and the page isn't on the list of free ones: what is deleted
in a page is overwritten (`secure_delete`), a page that is freed keeps its rows.
"""

import re
import struct
from collections.abc import Iterator
from typing import NamedTuple

from sora_studio.storage.parts import PartKey, PartRow

DEFAULT_PAGE_SIZE = 4096
FILE_HEADER_SIZE = 100
MAGIC = b"SQLite format 3\0"
FREE_PAGES = struct.Struct(">II")  # At 32 in the header: the first page of the list, how many there are.
LEAF_OF_TABLE = 0x0D
PAGE_HEADER = struct.Struct(">BHHHB")
BIG_ENDIAN_16, BIG_ENDIAN_32 = struct.Struct(">H"), struct.Struct(">I")
HASH_BYTES = 32
# A record's header: its own length, the types of kind (text of 4 to 6 bytes), id and data (blobs), and the hash (a
# blob of 32 bytes), then the kind itself.
RECORD = re.compile(
    rb"(?P<length>[\x05-\x0f])[\x15\x17\x19](?P<types>(?:[\x80-\xff]{0,8}[\x00-\x7f]){2})\x4c"
    rb"(?P<kind>film|scene|shot|track|marker)",
    re.DOTALL,
)


class FoundRow(NamedTuple):
    """A row whose hash proves it. `current`: of the last save; else perhaps of an earlier one."""

    row: PartRow
    current: bool


def carved(file: bytes) -> Iterator[FoundRow]:
    """Every row that proves intact, in the order of the file."""
    pages = _Pages(file)
    cells: dict[int, frozenset[int]] = {}
    for found in RECORD.finditer(file):
        row = _row(pages, found)
        if row is not None:
            number = found.start() // pages.size
            if number not in cells:
                cells[number] = pages.records_of(number)
            yield FoundRow(row, found.start() in cells[number] and pages.in_use(number))


class _Pages:
    """The file cut into pages; its size is read from the header, where that says something possible."""

    def __init__(self, file: bytes) -> None:
        self.file = file
        said = BIG_ENDIAN_16.unpack_from(file, 16)[0] if len(file) >= FILE_HEADER_SIZE else 0
        said = 65536 if said == 1 else said
        self.size: int = said if said >= 512 and said & (said - 1) == 0 else DEFAULT_PAGE_SIZE
        self._free = self._free_pages() if file.startswith(MAGIC) and len(file) >= FILE_HEADER_SIZE else None

    def in_use(self, number: int) -> bool:
        """Whether the page, counted from 0, is known not to be free."""
        return self._free is not None and number not in self._free

    def _free_pages(self) -> set[int] | None:
        """The pages on the list of free ones; None where it is damaged."""
        link, count = FREE_PAGES.unpack_from(self.file, 32)
        free: set[int] = set()
        while link and len(free) < count:
            start = (link - 1) * self.size
            if start + self.size > len(self.file):
                return None
            free.add(link - 1)
            link, leaves = FREE_PAGES.unpack_from(self.file, start)
            if leaves > self.size // 4 - 2:
                return None
            free.update(page - 1 for page in struct.unpack_from(f">{leaves}I", self.file, start + FREE_PAGES.size))
        return free if len(free) == count and not link else None

    def records_of(self, number: int) -> frozenset[int]:
        """Where in the file the records of a table's leaf begin: those its array of cells points to."""
        page, start = number * self.size, number * self.size + (FILE_HEADER_SIZE if number == 0 else 0)
        array = start + PAGE_HEADER.size
        if array > len(self.file):
            return frozenset()
        kind, _, count, content, _ = PAGE_HEADER.unpack_from(self.file, start)
        if kind != LEAF_OF_TABLE or array + 2 * count > min(page + self.size, len(self.file)):
            return frozenset()
        pointers = struct.unpack_from(f">{count}H", self.file, array)
        # Behind a varint with the payload's length, and one with the row's number. What lies before the content is
        # no cell, though it may look like one that was there once.
        starts = (page + pointer for pointer in pointers if pointer >= content)
        return frozenset(_after_varint(self.file, _after_varint(self.file, start)) for start in starts)

    def payload(self, start: int, length: int) -> bytes:
        """So many bytes of a record from `start` on, followed to its overflow pages; fewer where the file is cut."""
        most_here = self.size - 35
        here = length
        if length > most_here:
            least = (self.size - 12) * 32 // 255 - 23
            here = least + (length - least) % (self.size - 4)
            here = here if here <= most_here else least
        parts, left = [self.file[start : start + here]], length - here
        link = start + here
        while left > 0 and link + 4 <= len(self.file):
            page = BIG_ENDIAN_32.unpack_from(self.file, link)[0] - 1
            if page < 0:
                break
            link = page * self.size
            parts.append(self.file[link + 4 : link + 4 + min(left, self.size - 4)])
            left -= self.size - 4
        return b"".join(parts)


def _row(pages: _Pages, found: re.Match[bytes]) -> PartRow | None:
    header_length = found["length"][0]
    if found.end("types") + 1 - found.start() != header_length:
        return None
    id_type, after = _varint(found["types"], 0)
    data_type, _ = _varint(found["types"], after)
    if min(id_type, data_type) < 12 or id_type % 2 or data_type % 2:
        return None
    kind, id_bytes, data_bytes = found["kind"], (id_type - 12) // 2, (data_type - 12) // 2
    length = header_length + len(kind) + id_bytes + data_bytes + HASH_BYTES
    if length > len(pages.file):
        return None
    record = pages.payload(found.start(), length)[header_length + len(kind) :]
    name, data, sha256 = record[:id_bytes], record[id_bytes:-HASH_BYTES], record[-HASH_BYTES:]
    try:
        row = PartRow(PartKey(kind.decode(), name.decode()), data)
    except UnicodeDecodeError:
        return None
    return row if row.sha256 == sha256 else None


def _varint(data: bytes, at: int) -> tuple[int, int]:
    """The number at `at` and where the next one begins (fileformat2.html, 1.6: seven bits a byte, at most nine)."""
    value = 0
    for index in range(at, min(at + 8, len(data))):
        value = value << 7 | data[index] & 0x7F
        if data[index] < 0x80:
            return value, index + 1
    return value << 8 | (data[at + 8] if at + 8 < len(data) else 0), at + 9


def _after_varint(data: bytes, at: int) -> int:
    return _varint(data, at)[1]
