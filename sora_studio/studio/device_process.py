"""The process that tries one device, says what it is called, and ends. Started by `device_seen`."""

import os
import sys
from pathlib import Path

from sora_studio.errors import SoraError
from sora_studio.inference.device import choose_device
from sora_studio.inference.room import total_bytes
from sora_studio.studio.child_side import begin, heed
from sora_studio.studio.endings import error_told


def main() -> None:
    """`sys.argv`: the log's path, the device's name, how many threads the CPU is said to use."""
    _, log, name, threads = sys.argv
    hears, mouth = begin(Path(log))
    heed(hears, lambda _: None)
    try:
        device = choose_device(name, int(threads))
        mouth.say("device", told=device.told, memory_bytes=total_bytes(device))
    except SoraError as error:
        mouth.say("refused", **error_told(error))
    os._exit(0)


if __name__ == "__main__":
    main()
