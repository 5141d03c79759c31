"""What stands behind an option, read: shots, sizes, numbers. Raises ArgumentTypeError in words."""

import argparse
import math
import re
from collections.abc import Callable
from pathlib import Path

from sora_studio.timeline.shot import LEAST_STRENGTH_PERCENT

# As studio.burn_ins has them, which is too heavy to ask for --help.
BURN_INS = ("shot", "state", "date", "timecode", "frame")


def shot_numbers(text: str) -> tuple[int, ...]:
    """ "2,4-6" as (2, 4, 5, 6); positions count from 1."""
    numbers: set[int] = set()
    for part in text.split(","):
        found = re.fullmatch(r"\s*(\d{1,6})\s*(?:-\s*(\d{1,6})\s*)?", part)
        first, last = (int(found[1]), int(found[2] or found[1])) if found else (0, 0)
        if not 1 <= first <= last:
            raise argparse.ArgumentTypeError(f"{text!r} is no list of shots; write it like 2,4-6")
        numbers.update(range(first, last + 1))
    return tuple(sorted(numbers))


def sketch_of_shot(text: str) -> tuple[int | None, Path | None]:
    """ "3=FILE.png" as (3, FILE.png), "FILE.png" as (None, FILE.png); "none" for no file takes a drawing off."""
    found = re.fullmatch(r"(\d{1,6})=(.*)", text, re.DOTALL)
    position, name = (int(found[1]), found[2]) if found else (None, text)
    if position == 0 or not name:
        raise argparse.ArgumentTypeError(f"{text!r} is no drawing; write it like FILE.png or 3=FILE.png")
    return position, None if name == "none" else Path(name)


def strength_of_shot(text: str) -> tuple[int | None, int]:
    """ "3=60%" as (3, 60), "60" as (None, 60)."""
    found = re.fullmatch(r"(?:(\d{1,6})=)?(\d{1,3})%?", text.strip())
    position = int(found[1]) if found and found[1] else None
    percent = int(found[2]) if found else 0
    if position == 0 or not LEAST_STRENGTH_PERCENT <= percent <= 100:
        raise argparse.ArgumentTypeError(
            f"{text!r} is no strength; write {LEAST_STRENGTH_PERCENT}% to 100%, like 60% or 3=60%"
        )
    return position, percent


def burn_in_fields(text: str) -> tuple[str, ...]:
    """ "timecode,shot" as ("timecode", "shot")."""
    fields = tuple(dict.fromkeys(field.strip() for field in text.split(",")))
    if odd := [field for field in fields if field not in BURN_INS]:
        raise argparse.ArgumentTypeError(f"{odd[0]!r} can't be burnt in; choose from {', '.join(BURN_INS)}")
    return fields


def picture_size(text: str) -> tuple[int, int]:
    """ "1280x720" as (1280, 720), in pixels; H.264 wants both even."""
    found = re.fullmatch(r"(\d{2,5})[x*](\d{2,5})", text.strip().lower())
    width, height = (int(found[1]), int(found[2])) if found else (0, 0)
    if not (64 <= width <= 8192 and 64 <= height <= 8192) or width % 2 or height % 2:
        raise argparse.ArgumentTypeError(f"{text!r} is no picture size; write it like 1280x720, in even numbers")
    return width, height


def whole(low: int, high: int) -> Callable[[str], int]:
    """A whole number within [low, high]."""

    def parse(text: str) -> int:
        if not re.fullmatch(r"\d{1,12}", text) or not low <= int(text) <= high:
            raise argparse.ArgumentTypeError(f"{text!r} is no whole number from {low} to {high}")
        return int(text)

    return parse


def number(low: float, high: float, what: str) -> Callable[[str], float]:
    """A number within [low, high], called `what`."""

    def parse(text: str) -> float:
        try:
            value = float(text)
        except ValueError:
            value = math.nan
        if not low <= value <= high:
            raise argparse.ArgumentTypeError(f"{text!r} is no {what}; write a number from {low:g} to {high:g}")
        return value

    return parse
