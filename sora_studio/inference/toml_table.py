"""Strict reading of a TOML table: each value asked for by name and kind, and nothing left over."""

import difflib
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import NoReturn, TypeGuard, cast

from sora_studio.errors import PackError

_HINT = "Copy or download the pack again; if it is your own, correct the line."
_ABSENT = object()


class TomlTable:
    """One table of a pack's description. Every complaint is a PackError naming the file, the table and the key."""

    def __init__(self, values: Mapping[str, object], file: str, name: str = "") -> None:
        self._values = values
        self._file = file
        self._name = name
        self._asked: set[str] = set()

    def refuse(self, key: str, complaint: str) -> NoReturn:
        """Raise the PackError for `key`."""
        where = f"[{self._name}] {key}" if self._name else f"[{key}]"
        raise PackError(f"{self._file}: {where} {complaint}.", _HINT)

    def text(self, key: str, default: str | None = None) -> str:
        """A string; with no default it must be there and not be blank."""
        value = self._take(key, default)
        if not isinstance(value, str) or (default is None and not value.strip()):
            self.refuse(key, f"must be a text in quotes, not {value!r}")
        return value

    def one_of(self, key: str, choices: Sequence[str], default: str | None = None) -> str:
        """A string out of `choices`."""
        value = self.text(key, default)
        if value not in choices:
            self.refuse(key, f"is {value!r}, which is none of {', '.join(choices)}")
        return value

    def integer(self, key: str, minimum: int, maximum: int) -> int:
        """A whole number from `minimum` to `maximum`."""
        value = self._take(key, None)
        if not isinstance(value, int) or isinstance(value, bool) or not minimum <= value <= maximum:
            self.refuse(key, f"must be a whole number from {minimum} to {maximum}, not {value!r}")
        return value

    def number(self, key: str, minimum: float, maximum: float, default: float | None = None) -> float:
        """A number from `minimum` to `maximum`."""
        value = self._take(key, default)
        if not isinstance(value, int | float) or isinstance(value, bool) or not minimum <= value <= maximum:
            self.refuse(key, f"must be a number from {minimum:g} to {maximum:g}, not {value!r}")
        return float(value)

    def flag(self, key: str, default: bool = False) -> bool:
        """true or false."""
        value = self._take(key, default)
        if not isinstance(value, bool):
            self.refuse(key, f"must be true or false, not {value!r}")
        return value

    def integers(self, key: str, count: int, minimum: int, maximum: int) -> tuple[int, ...]:
        """A list of exactly `count` whole numbers."""
        return self._integers(key, self._take(key, None), count, minimum, maximum)

    def shape(self, key: str, maximum: int) -> tuple[int, ...]:
        """A tensor's sides, as many as there are; () where the key is absent."""
        value = self._take(key, _ABSENT)
        if value is _ABSENT:
            return ()
        sides = cast(list[object], value) if isinstance(value, list) else ()
        return self._integers(key, cast(object, value), max(1, len(sides)), 1, maximum)

    def integer_or(self, key: str, default: int, maximum: int = 1 << 24) -> int:
        """A whole number from 0 on; `default` where the key is absent."""
        return self.integer(key, 0, maximum) if self.has(key) else default

    def sizes(self, key: str, maximum: int) -> tuple[tuple[int, int], ...]:
        """A list of [width, height] pairs, at least one."""
        value = self._take(key, None)
        if not isinstance(value, list) or not value:
            self.refuse(key, f"must be a list of [width, height] pairs, not {value!r}")
        pairs = (self._integers(key, pair, 2, 1, maximum) for pair in cast(list[object], value))
        return tuple((width, height) for width, height in pairs)

    def rows(self, key: str, count: int, rows: int) -> tuple[tuple[float, ...], ...]:
        """A list of `rows` lists of `count` numbers each."""
        value = self._take(key, None)
        lists = cast(list[object], value) if isinstance(value, list) else []
        found = [cast(list[object], row) for row in lists if isinstance(row, list)]
        numbers = tuple(tuple(float(number) for number in row if _is_number(number)) for row in found)
        if len(lists) != rows or [len(row) for row in numbers] != [count] * rows:
            self.refuse(key, f"must hold {rows} lists of {count} numbers, not {value!r}")
        return numbers

    def numbers(self, key: str) -> tuple[float, ...]:
        """A list of numbers, as many as there are; () where the key is absent."""
        value = self._take(key, _ABSENT)
        if value is _ABSENT:
            return ()
        items = cast(list[object], value) if isinstance(value, list) else []
        found = tuple(float(item) for item in items if _is_number(item))
        if not items or len(found) != len(items):
            self.refuse(key, f"must be a list of numbers, not {value!r}")
        return found

    def has(self, key: str) -> bool:
        """Whether the key is there."""
        return key in self._values

    def table(self, key: str) -> "TomlTable":
        """The table named `key`."""
        value = self._take(key, None)
        if not isinstance(value, dict):
            self.refuse(key, "must be a table")
        name = f"{self._name}.{key}" if self._name else key
        return TomlTable(cast(dict[str, object], value), self._file, name)

    def holds_table(self, key: str) -> bool:
        """Whether the key is there, and is a table."""
        return isinstance(self._values.get(key), dict)

    def table_if_there(self, key: str) -> "TomlTable | None":
        """The table named `key`; None where there is none."""
        return self.table(key) if self.has(key) else None

    def scalars(self, keys: Iterable[str]) -> dict[str, str | int | float | bool]:
        """Those of `keys` that are there, as single values."""
        found: dict[str, str | int | float | bool] = {}
        for key in keys:
            value = self._take(key, _ABSENT)
            if isinstance(value, str) or _is_number(value):
                found[key] = value
            elif value is not _ABSENT:
                self.refuse(key, f"must be a single text or finite number, not {value!r}")
        return found

    def texts(self) -> dict[str, str]:
        """The whole table as names and texts, both free."""
        return {key: self.text(key) for key in self._values}

    def finish(self) -> None:
        """Refuse what nobody asked for: a misspelt key must not pass for a default."""
        for key in self._values.keys() - self._asked:
            close = difflib.get_close_matches(key, self._asked, n=1)
            self.refuse(key, f"is not known here; is {close[0]!r} meant?" if close else "is not known here")

    def _take(self, key: str, default: object) -> object:
        self._asked.add(key)
        value = self._values.get(key, default)
        if value is None:
            self.refuse(key, "is missing")
        return value

    def _integers(self, key: str, value: object, count: int, minimum: int, maximum: int) -> tuple[int, ...]:
        items = cast(list[object], value) if isinstance(value, list) else []
        whole = [item for item in items if isinstance(item, int) and minimum <= item <= maximum]
        if len(items) != count or len(whole) != count:
            self.refuse(key, f"must hold {count} whole numbers from {minimum} to {maximum}, not {value!r}")
        return tuple(whole)


def _is_number(value: object) -> TypeGuard[int | float]:
    """TOML has words for what is none and for what never ends, and sets no limit to a whole number's length."""
    return isinstance(value, int | float) and abs(value) <= sys.float_info.max
