"""What `./studio torture` is asked for."""

import argparse

NUMBERS = tuple(range(1, 13))


def parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="./studio torture", description="Kills, faults, damage and strangers' files.")
    parser.add_argument("--short", action="store_true", help="three minutes instead of forty")
    parser.add_argument("--rows", type=_numbers, default=NUMBERS, help="some of the rows, such as 1,4,9")
    parser.add_argument("--seed", type=int, help="draw the same again")
    return parser


def _numbers(text: str) -> tuple[int, ...]:
    numbers = tuple(int(each) for each in text.split(","))
    if unknown := set(numbers) - set(NUMBERS):
        raise argparse.ArgumentTypeError(f"no row {', '.join(map(str, sorted(unknown)))}; there are {NUMBERS}")
    return numbers
