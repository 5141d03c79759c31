"""`sora-studio`: one entry point, one error style, exit codes 0, 1 (the user can act), 70 (our bug), 130 (stopped)."""

import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from sora_studio.cli.arguments import build_parser
from sora_studio.errors import Cancelled, SoraError

EXIT_USER = 1
EXIT_BUG = 70
EXIT_STOPPED = 130

__all__ = ["build_parser", "main"]


# Shows the window, on a film where one is named, and returns the exit status.
Window = Callable[[Path | None], int]


def main(argv: Sequence[str] | None = None, window: Window | None = None) -> int:
    """Run one command, or `window` where none is given or `open` is. Returns the exit status.

    Never shows a traceback for what a user can mend.
    """
    arguments = build_parser().parse_args(argv)
    from sora_studio.cli.output import make_output

    output = make_output(as_json=getattr(arguments, "json", False))
    try:
        if arguments.run is not None:
            arguments.run(arguments, output)
        elif window is not None:
            return window(arguments.film)
        else:
            raise SoraError("No window can be opened from here.", "Run sora-studio.")
    except SoraError as error:
        output.error(error.message, error.hint)
        return EXIT_USER
    except (Cancelled, KeyboardInterrupt):
        output.error("Stopped.", "What was finished is kept: the same command goes on from here.")
        return EXIT_STOPPED
    except BrokenPipeError:
        return EXIT_USER
    except Exception as error:
        import traceback

        from sora_studio.studio.log import note_fault, start_log

        traceback.print_exc(file=sys.stderr)
        start_log()
        note_fault(error)
        output.error("Sora Studio met a fault of its own.", "Please report the lines above. Nothing finished was lost.")
        return EXIT_BUG
    return 0
