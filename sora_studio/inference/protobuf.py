"""A walk over the fields of a protobuf message, with no schema and no copy (protobuf.dev, "Encoding").

Raises ValueError or IndexError for bytes that are no message.
"""

import mmap
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path

_VARINT, _FIXED64, _BYTES, _FIXED32 = 0, 1, 2, 5


@contextmanager
def mapped(path: Path) -> Generator[memoryview]:
    """A file's content where it lies. Raises OSError, and ValueError for an empty file."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        view = memoryview(content)
        try:
            yield view
        finally:
            view.release()


def fields(view: memoryview) -> Iterator[tuple[int, memoryview]]:
    """The length-delimited fields of a message as (number, content); the others are stepped over."""
    for number, value in _walk(view):
        if isinstance(value, memoryview):
            yield number, value


def numbers(view: memoryview) -> dict[int, int]:
    """The whole-number fields of a message, the last of each; the others are stepped over."""
    return {number: value for number, value in _walk(view) if isinstance(value, int)}


def all_numbers(view: memoryview, field: int) -> list[int]:
    """Every whole number of a repeated field, packed or not."""
    found: list[int] = []
    for number, value in _walk(view):
        if number == field and isinstance(value, int):
            found.append(value)
        elif number == field and isinstance(value, memoryview):
            position = 0
            while position < len(value):
                each, position = _varint(value, position)
                found.append(each)
    return found


def text(view: memoryview) -> str:
    return bytes(view).decode("utf-8")


def _walk(view: memoryview) -> Iterator[tuple[int, memoryview | int | None]]:
    position, end = 0, len(view)
    while position < end:
        tag, position = _varint(view, position)
        kind = tag & 7
        value: memoryview | int | None = None
        if kind == _VARINT:
            value, position = _varint(view, position)
        elif kind == _FIXED64:
            position += 8
        elif kind == _FIXED32:
            position += 4
        elif kind == _BYTES:
            length, position = _varint(view, position)
            if position + length > end:
                raise ValueError("a field reaches past its message")
            value = view[position : position + length]
            position += length
        else:
            raise ValueError(f"wire type {kind} is not protobuf")
        yield tag >> 3, value


def _varint(view: memoryview, position: int) -> tuple[int, int]:
    value = 0
    for shift in range(0, 70, 7):
        byte = view[position]
        position += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, position
    raise ValueError("a number longer than 10 bytes is not protobuf")
