"""`python -m tests.torture`: the whole matrix, one table; exit status 1 when anything was lost, corrupt or unclear."""

import os
import sys
import tempfile
import time
import traceback
from collections.abc import Sequence
from pathlib import Path
from random import Random
from shutil import rmtree

from rich.console import Console
from rich.table import Column, Table

from tests.torture.arguments import parser
from tests.torture.rows import ROWS, Row
from tests.torture.tally import Effort, Tally

WIDTH = 170
COLUMNS = ("row", "what", "done", "lost", "corrupt", "seconds", "ok", "behind it")


def main(argv: Sequence[str] | None = None) -> int:
    arguments = parser().parse_args(argv)
    os.environ["SORA_STUDIO_CONFIG"] = os.devnull
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    seed = arguments.seed if arguments.seed is not None else Random().randrange(1_000_000)
    effort = Effort(not arguments.short, os.cpu_count() or 1)
    console = Console(width=None if sys.stdout.isatty() else WIDTH)
    console.print(f"seed {seed}, {effort.lanes} cores, {'in full' if effort.full else 'short'}")
    room = Path(tempfile.mkdtemp(prefix="sora-torture-"))
    # Who has no rights must be able to come as far as what he has no rights to.
    room.chmod(0o755)
    # Child processes leave their last words there, not in the logs of whoever runs this.
    os.environ["XDG_STATE_HOME"] = str(room / "logs")
    table = Table(*(Column(name, overflow="fold") for name in COLUMNS))
    failed: list[tuple[Row, Tally]] = []
    for at, row in enumerate(each for each in ROWS if each.number in arguments.rows):
        console.print(f"row {row.number}: {row.what} …")
        tally, seconds = _run(row, effort, Random(f"{seed} {row.number} {row.what}"), room / f"{at}")
        table.add_row(*_cells(row, tally, seconds))
        if tally.failed:
            failed.append((row, tally))
    console.print(table)
    for row, tally in failed:
        for problem in tally.problems:
            console.print(f"row {row.number}: {problem}", markup=False, highlight=False)
    if failed:
        console.print(f"What failed lies in {room}; the same again: --seed {seed}")
    else:
        rmtree(room, ignore_errors=True)
    return 1 if failed else 0


def _run(row: Row, effort: Effort, random: Random, room: Path) -> tuple[Tally, float]:
    room.mkdir()
    began_s = time.monotonic()
    try:
        tally = row.run(effort, random, room)
    except Exception:
        tally = Tally(problems=(traceback.format_exc(),))
    return tally, time.monotonic() - began_s


def _cells(row: Row, tally: Tally, seconds: float) -> list[str]:
    verdict = "no" if tally.failed else "skipped" if not tally.done else "yes"
    behind = "; ".join(filter(None, (tally.told, *(f"skipped: {each}" for each in tally.skipped))))
    done = f"{tally.done:,} {row.of}"
    return [str(row.number), row.what, done, str(tally.lost), str(tally.corrupt), f"{seconds:.0f}", verdict, behind]


if __name__ == "__main__":
    sys.exit(main())
