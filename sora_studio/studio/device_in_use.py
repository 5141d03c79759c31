"""Which device will draw, found out beside the window: trying one takes a moment."""

from threading import Thread

from sora_studio.errors import DeviceError
from sora_studio.studio.background import Emit
from sora_studio.studio.config import Config
from sora_studio.studio.events import DeviceInUse, DeviceMissing
from sora_studio.studio.machine import thread_count


def tell_device(config: Config, deliver: Emit) -> Thread:
    """Deliver DeviceInUse, or DeviceMissing where the chosen one can't be used, from a thread of its own.

    What is told holds for a window, which is left a core.
    """

    def look() -> None:
        from sora_studio.studio.device_seen import device_seen

        try:
            deliver(DeviceInUse(device_seen(config.device, thread_count(config, leave_a_core=True)).told))
        except DeviceError as error:
            deliver(DeviceMissing(error.message, error.hint))

    thread = Thread(target=look, name="sora-device", daemon=True)
    thread.start()
    return thread
