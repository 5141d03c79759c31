"""What the window's process and the one that renders tell each other, as heads of messages: takes and steps."""

from dataclasses import asdict
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sora_studio.inference.events import StepDone
from sora_studio.inference.pack import ModelPack, PackDigest
from sora_studio.inference.request import GenerationRequest
from sora_studio.studio.pipe import Head
from sora_studio.studio.planning import PlannedTake


def step_told(done: StepDone, preview: NDArray[np.uint8] | None) -> Head:
    """Of a step; the preview's pixels go behind it."""
    head: Head = {"stage": done.stage, "step": done.step, "steps": done.steps, "seconds_left": done.seconds_left}
    return {**head, "left_out": done.left_out, "shape": None if preview is None else preview.shape}


def step_heard(head: Head, pixels: bytearray) -> StepDone:
    preview = None if head["shape"] is None else np.frombuffer(pixels, np.uint8).reshape(head["shape"])
    return StepDone(head["stage"], head["step"], head["steps"], head["seconds_left"], preview, head["left_out"])


def name_of(take: PlannedTake) -> str:
    """What a take is called between the two: everything about it; its digest names what it goes on from."""
    return f"{take.shot_id} {take.position} {take.take} {take.stage} {take.digest}"


def take_told(take: PlannedTake) -> Head:
    """Once for each take; a pack is read where it is needed, and a request says which it was made for."""
    return {
        "name": name_of(take),
        "of": [take.shot_id, take.position, take.take, take.stage],
        "request": asdict(take.request),
        "pack": str(take.pack.folder),
        "continues": None if take.continues is None else name_of(take.continues),
    }


def request_heard(head: Head) -> GenerationRequest:
    values: dict[str, Any] = head["request"]
    # Read again where the pack wasn't there the first time, so what was told stays as it was.
    again: dict[str, Any] = {**values, "pack_digest": PackDigest(**values["pack_digest"])}
    return GenerationRequest(**again)


def take_heard(head: Head, request: GenerationRequest, pack: ModelPack, continues: PlannedTake | None) -> PlannedTake:
    shot_id, position, number, stage = head["of"]
    return PlannedTake(shot_id, position, number, stage, request, pack, continues)
