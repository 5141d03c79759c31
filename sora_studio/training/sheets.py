"""Contact sheets: what a model draws now, to be looked at while it trains."""

from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np

from sora_studio.training.world.attributes import ATTRIBUTES, UNSPECIFIED, Scene


def write_sheet(pictures: Sequence[np.ndarray], labels: Sequence[str], columns: int, file: Path, width: int) -> None:
    """Pictures (h, w, 3) RGB uint8, scaled to `width` pixels, in rows of `columns` with a line of text under each."""
    height = round(width * pictures[0].shape[0] / pictures[0].shape[1])
    rows = -(-len(pictures) // columns)
    sheet = np.full((rows * (height + 12), columns * width, 3), 245, np.uint8)
    for i, (picture, label) in enumerate(zip(pictures, labels, strict=True)):
        y, x = i // columns * (height + 12), i % columns * width
        way = cv2.INTER_AREA if picture.shape[1] > width else cv2.INTER_CUBIC
        sheet[y : y + height, x : x + width] = cv2.resize(picture, (width, height), interpolation=way)
        cv2.putText(sheet, label, (x + 2, y + height + 9), cv2.FONT_HERSHEY_SIMPLEX, 0.3, (0, 0, 0), 1, cv2.LINE_AA)
    file.parent.mkdir(parents=True, exist_ok=True)
    cv2.imwrite(str(file), cv2.cvtColor(sheet, cv2.COLOR_RGB2BGR))


def label_of(scene: Scene) -> str:
    words = (scene.colour, scene.subject, scene.companion, scene.setting, scene.time, scene.weather, scene.style)
    words = (*words, scene.size, scene.angle, scene.move)
    return " ".join(word for word in words if word not in (UNSPECIFIED, "none"))


def varied_scenes(count: int, rng: np.random.Generator) -> list[Scene]:
    """Scenes that walk through every subject; the last third pairs what training kept apart."""
    from dataclasses import replace

    from sora_studio.training.world.scene_choice import is_held_out, sample_scene

    subjects = ATTRIBUTES["subject"][2:]
    scenes: list[Scene] = []
    while len(scenes) < count:
        held_out = len(scenes) >= count * 2 // 3
        scene = sample_scene(rng, held_out=held_out)
        if not held_out:
            scene = replace(scene, subject=subjects[len(scenes) % len(subjects)])
        if held_out or not is_held_out(scene):
            scenes.append(scene)
    return scenes
