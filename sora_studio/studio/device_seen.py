"""A device tried in a process of its own: a driver that crashes when it is touched takes no window with it."""

import time
from dataclasses import dataclass

from sora_studio.errors import DeviceError
from sora_studio.inference.device import choose_device
from sora_studio.inference.room import host_bytes
from sora_studio.studio.child_process import ChildGone, ChildProcess, log_file
from sora_studio.studio.endings import error_heard

MODULE = "sora_studio.studio.device_process"
NAME = "device"
# A driver that wakes a sleeping GPU takes its time.
PATIENCE_S, GOODBYE_S = 60.0, 0.5


@dataclass(frozen=True, slots=True)
class SeenDevice:
    """What the user reads of a device, and how much memory there is on it."""

    told: str
    memory_bytes: int


def device_seen(name: str, threads: int = 0) -> SeenDevice:
    """The device of that name, once it ran a model. Not for a window's thread. Raises DeviceError."""
    if name == "cpu":
        return SeenDevice(choose_device(name, threads).told, host_bytes())
    try:
        child = ChildProcess(NAME, MODULE, [name, str(threads)])
    except OSError as error:
        raise DeviceError(f"No process can be started to try `{name}`: {error.strerror}.", "Close programs.") from error
    try:
        message, until_s = None, time.monotonic() + PATIENCE_S
        while message is None and time.monotonic() < until_s:
            message = child.hear(1.0)
    except ChildGone:
        message = None
    finally:
        child.close(GOODBYE_S)
    if message is None:
        raise DeviceError(
            f"The device `{name}` can't be used: the process that tried it did not come to an end.",
            f"Update its driver, or choose the CPU. What it said last is in {log_file(NAME)}.",
        )
    head = message[0]
    if head["is"] == "refused":
        raise error_heard(head)
    return SeenDevice(str(head["told"]), int(head["memory_bytes"]))
