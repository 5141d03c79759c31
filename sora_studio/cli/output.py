"""How results reach the user: a live line on a terminal, plain lines in a log, JSON lines for programs."""

import json
import sys
from collections.abc import Mapping, Sequence
from typing import Any, Protocol


class Output(Protocol):
    """Where commands print. `data` is what a program would want of the same thing."""

    is_terminal: bool
    is_json: bool

    def line(self, text: str, data: Mapping[str, Any] | None = None) -> None: ...
    def table(
        self, columns: Sequence[str], rows: Sequence[Sequence[str]], data: Sequence[Mapping[str, Any]]
    ) -> None: ...
    def error(self, message: str, hint: str) -> None: ...


class PlainOutput:
    """Lines on standard output, errors on standard error.

    Standard output is looked up at each line: while a live display runs, rich puts its own there.
    """

    is_json = False

    def __init__(self) -> None:
        self.is_terminal = sys.stdout.isatty()

    def line(self, text: str, data: Mapping[str, Any] | None = None) -> None:
        print(text, flush=True)

    def table(self, columns: Sequence[str], rows: Sequence[Sequence[str]], data: Sequence[Mapping[str, Any]]) -> None:
        from rich.console import Console
        from rich.table import Table
        from rich.text import Text

        table = Table(*columns, box=None, pad_edge=False, header_style="bold")
        for row in rows:
            table.add_row(*(Text(cell) for cell in row))
        width = None if self.is_terminal else 160
        Console(width=width).print(table)

    def error(self, message: str, hint: str) -> None:
        print(f"error: {message}", file=sys.stderr)
        if hint:
            print(f"hint: {hint}", file=sys.stderr, flush=True)


class JsonOutput:
    """One JSON object a line; errors are objects too, on standard output, with the exit status beside them."""

    is_terminal = False
    is_json = True

    def _write(self, data: Mapping[str, Any]) -> None:
        print(json.dumps(data, ensure_ascii=False), flush=True)

    def line(self, text: str, data: Mapping[str, Any] | None = None) -> None:
        self._write(data if data is not None else {"message": text})

    def table(self, columns: Sequence[str], rows: Sequence[Sequence[str]], data: Sequence[Mapping[str, Any]]) -> None:
        for item in data:
            self._write(item)

    def error(self, message: str, hint: str) -> None:
        self._write({"error": message, "hint": hint})


def make_output(*, as_json: bool) -> Output:
    return JsonOutput() if as_json else PlainOutput()
