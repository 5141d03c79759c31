"""The processes that read strangers' media, as whoever waits has them: started, and what is said when one fails."""

from pathlib import Path

from sora_studio.errors import SoraError
from sora_studio.studio.child_process import ChildProcess, log_file
from sora_studio.studio.pipe import Head

GOODBYE_S = 0.3


def started(path: Path, name: str, module: str) -> ChildProcess:
    """A process to read the file. Raises SoraError."""
    try:
        return ChildProcess(name, module)
    except OSError as error:
        raise SoraError(
            f"“{path.name}” can't be read: {error.strerror or error}.", "Close other programs, then try again."
        ) from error


def stopped(path: Path, name: str) -> SoraError:
    """It ended unasked, as a decoder that crashes ends."""
    return SoraError(
        f"“{path.name}” can't be brought in: the process that decodes it stopped.",
        f"The file may be damaged; convert it to another kind. More is in {log_file(name)}.",
    )


def fault(path: Path, name: str, end: Head) -> SoraError:
    return SoraError(
        f"“{path.name}” could not be brought in: {end.get('what')}.",
        f"Please report this fault of ours; more is in {log_file(name)}.",
    )
