"""Inputs that are nearly what an importer reads: bytes damaged, words of the format shuffled, values made extreme."""

import re
from collections.abc import Callable, Sequence
from random import Random

TOKEN = re.compile(rb"[A-Za-z_]+|-?\d+(?:\.\d+)?|\s+|.", re.DOTALL)
NUMBERS = (
    b"0", b"-1", b"1", b"2", b"255", b"256", b"65536", b"2147483648", b"-2147483649", b"9223372036854775808", b"1e999",
    b"-1e999", b"NaN", b"Infinity", b"0.5", b"1e-320", b"99:99:99:99", b"24000/1001s", b"1/0", b"0/0", b"00", b"1_000",
)  # fmt: skip
WORDS = (
    b"", b"null", b"true", b"[]", b"{}", b'""', b'"', b"'", b"<", b">", b"</", b"<!--", b"<![CDATA[", b"&amp;", b"&x;",
    b"&#0;", b"<!DOCTYPE x [<!ENTITY y SYSTEM 'file:///etc/passwd'>]>", b"file:///etc/passwd", b"http://127.0.0.1:9/x",
    b"../../../etc/passwd", b"//127.0.0.1/x", b"\0", b"\xff", b"\xef\xbb\xbf", b"\xe2\x80\xae", b"\xed\xa0\x80", b"\r",
    b"\n", b"\n\n", b"\t", b"[[", b"]]", b"/*", b"*/", b"%s%n", b"{0}", b"\\", b"\\u0000", b"\xf0\x9f\x8e\xac", b";",
    b",",
)  # fmt: skip
# Length itself is tried elsewhere; here it would only cost other inputs their turn.
LONGEST_BYTES = 12_000


def mutated(samples: Sequence[bytes], words: Sequence[bytes], random: Random) -> bytes:
    """A sample after one to eight changes, some with `words` of its format put in; now and then made of words alone."""
    if words and random.random() < 0.1:
        return b"".join(random.choice(words) for _ in range(random.randrange(40)))
    data = random.choice(samples)
    for _ in range(random.choice((1, 1, 2, 3, 8))):
        data = random.choice(_CHANGES)(data, samples, words, random)
    return data[:LONGEST_BYTES]


_Change = Callable[[bytes, Sequence[bytes], Sequence[bytes], Random], bytes]


def _flip(data: bytes, _: Sequence[bytes], __: Sequence[bytes], random: Random) -> bytes:
    if not data:
        return data
    at = random.randrange(len(data))
    return data[:at] + bytes([data[at] ^ 1 << random.randrange(8)]) + data[at + 1 :]


def _replace(data: bytes, _: Sequence[bytes], words: Sequence[bytes], random: Random) -> bytes:
    """A few bytes make room for a word."""
    at = random.randint(0, len(data))
    return data[:at] + random.choice(WORDS + NUMBERS + tuple(words)) + data[at + random.choice((0, 0, 1, 4, 40)) :]


def _value(data: bytes, _: Sequence[bytes], __: Sequence[bytes], random: Random) -> bytes:
    """One number or word of the text becomes another."""
    found = _piece(data, random, lambda token: token[:1].isalnum() or token[:1] == b"-")
    if found is None:
        return data
    start, stop = found
    number = data[start:stop].lstrip(b"-")[:1].isdigit()
    return data[:start] + random.choice(NUMBERS if number else WORDS) + data[stop:]


def _swap(data: bytes, _: Sequence[bytes], __: Sequence[bytes], random: Random) -> bytes:
    """One token comes to stand where another stood."""
    here, there = _piece(data, random), _piece(data, random)
    if here is None or there is None:
        return data
    return data[: here[0]] + data[slice(*there)] + data[here[1] :]


def _lines(data: bytes, _: Sequence[bytes], __: Sequence[bytes], random: Random) -> bytes:
    """Lines are left out, doubled, moved."""
    lines = data.splitlines(keepends=True)
    if not lines:
        return data
    at, to = random.randrange(len(lines)), random.randrange(len(lines))
    count = random.choice((1, 1, 2, 5))
    taken = lines[at : at + count]
    if random.random() < 0.5:
        del lines[at : at + count]
    lines[to:to] = taken * random.choice((0, 1, 1, 1, 2, 10))
    return b"".join(lines)


def _cut(data: bytes, _: Sequence[bytes], __: Sequence[bytes], random: Random) -> bytes:
    return data[: random.randint(0, len(data))]


def _splice(data: bytes, samples: Sequence[bytes], _: Sequence[bytes], random: Random) -> bytes:
    other = random.choice(samples)
    return data[: random.randint(0, len(data))] + other[random.randint(0, len(other)) :]


def _repeat(data: bytes, _: Sequence[bytes], __: Sequence[bytes], random: Random) -> bytes:
    """A stretch comes again and again, which is also how deep nesting is made."""
    start = random.randint(0, len(data))
    stretch = data[start : start + random.choice((1, 2, 8, 60))]
    return data[:start] + stretch * random.choice((2, 2, 3, 10, 60)) + data[start:]


def _piece(data: bytes, random: Random, wanted: Callable[[bytes], bool] = lambda token: True) -> tuple[int, int] | None:
    """Where a token stands that is drawn from a place drawn first: the text isn't cut up as a whole each time."""
    start = random.randint(0, len(data))
    for found in TOKEN.finditer(data, start, start + 400):
        if wanted(found[0]):
            return found.span()
    return None


_CHANGES: tuple[_Change, ...] = (
    _flip,
    _flip,
    _replace,
    _replace,
    _value,
    _value,
    _swap,
    _lines,
    _cut,
    _splice,
    _repeat,
)
