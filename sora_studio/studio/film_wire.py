"""A film told to a process that writes it, and what is heard of that."""

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import islice
from typing import Any

from sora_studio.inference.cancel import CancelToken
from sora_studio.studio.child_process import ChildProcess
from sora_studio.studio.pipe import BEAT_S, Head
from sora_studio.studio.showing import ShownShot
from sora_studio.timeline.encoding import encode
from sora_studio.timeline.project import Project

# One that is told to stop and doesn't is ended.
CANCEL_S = 1.0


def tell_film(child: ChildProcess, kind: str, project: Project, shown: Sequence[ShownShot], **head: Any) -> None:
    """Say the film, and last a head of that kind with all else that is to be known."""
    # Shot by shot, for a long film as one text would take the interpreter for a tenth of a second.
    left = iter(shown)
    for scene in project.scenes:
        child.say("scene", scene=encode(replace(scene, shots=())))
        for each in islice(left, len(scene.shots)):
            child.say("shot", shown=encode(each))
    child.say(kind, project=encode(replace(project, scenes=())), **head)


def heard_out(child: ChildProcess, on_progress: Callable[[int, int], object], cancel: CancelToken) -> Head:
    """How it ended, its progress heard until then. Raises ChildGone."""
    stops_s = 0.0
    while True:
        message = child.hear(BEAT_S / 4 if stops_s else BEAT_S)
        if message is not None:
            head = message[0]
            if head["is"] == "ended":
                return head
            on_progress(head["done"], head["total"])
        if cancel.cancelled:
            stops_s = stops_s or time.monotonic()
            if time.monotonic() - stops_s > CANCEL_S:
                child.kill()
