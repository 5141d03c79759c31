"""A process beside the window that crashes at once."""

import os
import signal


def main() -> None:
    os.kill(os.getpid(), signal.SIGABRT)
