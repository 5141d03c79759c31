"""Named arrays and the recipe they were made by, as one compressed blob without loss.

Pictures are stored as differences to their neighbours, like PNG's filters (w3.org/TR/png, 9), numbers as byte planes.
On 17 frames of 512x288 this takes 0.1 s and halves the size; anything slower makes saving a take felt.
"""

import json
import struct
import zlib
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from itertools import pairwise
from math import prod
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from sora_studio.errors import StorageError
from sora_studio.storage.blobs import Sink

Array = NDArray[Any]
Bytes = NDArray[np.uint8]
Recipe = Mapping[str, object]

FORMAT = 1
# So much of a picture as stays in a processor's cache.
ROWS_AT_ONCE = 128
HEADER_LENGTH = struct.Struct("<I")
DTYPES = frozenset({"|b1", "|i1", "|u1", "<i2", "<u2", "<i4", "<u4", "<i8", "<u8", "<f2", "<f4", "<f8"})


def save_arrays(sink: Sink, arrays: Mapping[str, Array], recipe: Recipe | None = None) -> None:
    """Writes the arrays and the recipe (plain JSON values) to `sink`."""
    entries: list[dict[str, object]] = []
    packed: list[bytes] = []
    for name, array in arrays.items():
        array = np.asarray(array, array.dtype.newbyteorder("<"), order="C")
        if array.dtype.str not in DTYPES:
            raise TypeError(f"arrays of {array.dtype} can't be stored")
        axes = _difference_axes(array)
        packed.append(_compress(_differences(array, axes) if axes else _byte_planes(array)))
        entries.append(
            {"name": name, "dtype": array.dtype.str, "shape": array.shape, "axes": axes, "bytes": len(packed[-1])}
        )
    header = json.dumps({"format": FORMAT, "recipe": recipe or {}, "arrays": entries}).encode()
    sink.write(HEADER_LENGTH.pack(len(header)))
    for part in (header, *packed):
        sink.write(part)


def load_arrays(data: bytes) -> tuple[dict[str, Array], dict[str, object]]:
    """The arrays by name, and the recipe. Raises StorageError when `data` isn't what `save_arrays` wrote."""
    with _read_errors_told():
        header, start = _read_header(data)
        arrays: dict[str, Array] = {}
        for entry in header["arrays"]:
            arrays[entry["name"]] = _read_array(entry, data[start : start + entry["bytes"]])
            start += entry["bytes"]
        return arrays, header["recipe"]


def load_recipe(data: bytes) -> dict[str, object]:
    """The recipe alone, nothing unpacked. Raises StorageError when `data` isn't what `save_arrays` wrote."""
    with _read_errors_told():
        return _read_header(data)[0]["recipe"]


@contextmanager
def _read_errors_told() -> Generator[None]:
    try:
        yield
    except (ValueError, KeyError, TypeError, zlib.error, struct.error) as error:
        raise StorageError("This stored picture can't be read.", "Render the shot again.") from error


def _read_header(data: bytes) -> tuple[dict[str, Any], int]:
    """The header, and where the packed arrays begin."""
    (header_bytes,) = cast("tuple[int]", HEADER_LENGTH.unpack_from(data))
    start = HEADER_LENGTH.size + header_bytes
    header = json.loads(data[HEADER_LENGTH.size : start])
    if header["format"] > FORMAT:
        raise StorageError("This take was made by a newer Sora Studio.", "Update Sora Studio to read it.")
    return header, start


def _read_array(entry: dict[str, Any], packed: bytes) -> Array:
    if entry["dtype"] not in DTYPES:
        raise ValueError(f"unknown array type {entry['dtype']}")
    dtype, shape = np.dtype(entry["dtype"]), tuple(entry["shape"])
    length = prod(shape) * dtype.itemsize
    # A limit, so that a crafted blob can't unpack to more than it declares.
    decompressor = zlib.decompressobj()
    raw = decompressor.decompress(packed, length + 1)
    if len(raw) != length or not decompressor.eof:
        raise ValueError("an array is cut short")
    values = np.frombuffer(raw, np.uint8)
    if not entry["axes"]:
        planes = values.reshape(dtype.itemsize, -1).T
        return np.ascontiguousarray(planes).view(dtype).reshape(shape)
    picture = values.reshape(shape).copy()
    for axis in entry["axes"]:
        _sum_up(picture, axis)
    return picture


def _sum_up(picture: Bytes, axis: int) -> None:
    """As numpy.cumsum modulo 256, in place and a tenth of the time: it adds whole rows, not single bytes."""
    if axis == picture.ndim - 2:
        rows = picture.reshape(-1, picture.shape[-2] * picture.shape[-1])
        for start in range(0, len(rows), ROWS_AT_ONCE):
            _sum_up_rows(rows[start : start + ROWS_AT_ONCE], picture.shape[-1])
        return
    for before, after in pairwise(np.moveaxis(picture, axis, 0)):
        after += before


def _sum_up_rows(rows: Bytes, step: int) -> None:
    """Sums every `step`-th byte along each row, by adding sums of 1, 2, 4, … of them (Hillis and Steele 1986)."""
    sums, spare = rows, np.empty_like(rows)
    while step < rows.shape[1]:
        spare[:, :step] = sums[:, :step]
        np.add(sums[:, step:], sums[:, :-step], out=spare[:, step:])
        sums, spare = spare, sums
        step *= 2
    if sums is not rows:
        rows[:] = sums


def _difference_axes(array: Array) -> list[int]:
    """Along which axes of (…, height, width, channels) to take differences; empty for anything but pictures."""
    if array.dtype != np.uint8 or array.ndim < 3 or array.size == 0:
        return []
    within = [array.ndim - 2, array.ndim - 3]
    if array.ndim == 3:
        return within
    # A locked-off camera repeats its frames, a moving one is better told from its neighbour pixels.
    sample = array[:, ::4]
    candidates = (within, [0, *within])
    return min(candidates, key=lambda axes: _magnitude(_differences(sample, axes)))


def _magnitude(differences: Bytes) -> int:
    return int(np.minimum(differences, 0 - differences).sum(dtype=np.int64))


def _differences(picture: Bytes, axes: list[int]) -> Bytes:
    for axis in axes:
        rest = np.moveaxis(picture, axis, 0)
        changed = picture.copy()
        np.moveaxis(changed, axis, 0)[1:] = rest[1:] - rest[:-1]  # modulo 256
        picture = changed
    return picture


def _byte_planes(array: Array) -> Bytes:
    planes = array.reshape(-1).view(np.uint8).reshape(-1, array.dtype.itemsize)
    return np.ascontiguousarray(planes.T)


def _compress(values: Bytes) -> bytes:
    # Runs and Huffman codes alone: what is left after filtering has no longer repeats worth looking for.
    compressor = zlib.compressobj(1, zlib.DEFLATED, zlib.MAX_WBITS, 9, zlib.Z_RLE)
    return compressor.compress(values.data) + compressor.flush()
