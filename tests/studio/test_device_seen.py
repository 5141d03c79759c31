"""A device is tried in a process of its own."""

import pytest

from sora_studio.errors import DeviceError
from sora_studio.inference.device import choose_device
from sora_studio.inference.room import total_bytes
from sora_studio.studio import device_seen


def test_what_it_is_called_is_the_same_as_here() -> None:
    assert device_seen.device_seen("cpu", 3).told == "CPU, 3 threads"
    device = choose_device("auto", 3)
    assert device_seen.device_seen("auto", 3) == device_seen.SeenDevice(device.told, total_bytes(device))


def test_a_refusal_is_the_same_as_here() -> None:
    with pytest.raises(DeviceError) as here:
        choose_device("cuda:99")
    with pytest.raises(DeviceError) as there:
        device_seen.device_seen("cuda:99")
    assert (there.value.message, there.value.hint) == (here.value.message, here.value.hint)


def test_a_driver_that_crashes_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(device_seen, "MODULE", "tests.studio.crashing_process")
    with pytest.raises(DeviceError, match="can't be used"):
        device_seen.device_seen("cuda")
