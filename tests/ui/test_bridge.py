"""What background threads say to the window, which may be busy for long."""

import numpy as np
import pytest

pytest.importorskip("PySide6")

from sora_studio.studio.events import Event, Notice, Preview, StageProgress
from sora_studio.ui.bridge import Bridge


def heard(bridge: Bridge) -> list[Event]:
    said: list[Event] = []
    bridge.arrived.connect(said.append)
    bridge.drain()
    return said


def test_previews_nobody_looked_at_make_way_for_the_next(qapp) -> None:
    bridge = Bridge()
    for light in range(200):
        for shot in ("a", "b"):
            bridge.deliver(Preview(shot, 1, np.full((2, 4, 4, 3), light, np.uint8)))
    assert len(bridge._said) == 2
    shown = [event for event in heard(bridge) if isinstance(event, Preview)]
    assert [(event.shot_id, int(event.frames.max())) for event in shown] == [("a", 199), ("b", 199)]
    bridge.close()


def test_what_must_be_heard_is_heard_once_and_in_order(qapp) -> None:
    bridge = Bridge()
    for text in ("one", "two", "two"):
        bridge.deliver(Notice(text))
        bridge.deliver(Preview("a", 1, np.zeros((1, 4, 4, 3), np.uint8)))
    said = heard(bridge)
    assert [event.message for event in said if isinstance(event, Notice)] == ["one", "two", "two"]
    assert isinstance(said[-1], Preview)
    assert not any(isinstance(event, StageProgress) for event in said)
    bridge.drain()
    assert len(said) == 4
    bridge.close()
