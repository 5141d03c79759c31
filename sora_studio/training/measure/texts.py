"""Captions that state everything the judge is asked, in the drawn world's own words."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from sora_studio.training.layout import LAYOUT
from sora_studio.training.measure.exams import questions
from sora_studio.training.world import (
    vocabulary,
    vocabulary_cast,
    vocabulary_looks,
    vocabulary_places,
    vocabulary_shots,
)
from sora_studio.training.world.attributes import ATTRIBUTES, Scene
from sora_studio.training.world.caption_writer import article
from sora_studio.training.world.scene_choice import sample_scene

PAIR_SIZES = ("WS", "MS")
# Where something can be said: every value of these has words.
_SHOT = {"size": vocabulary_shots.SIZES, "angle": vocabulary_shots.ANGLES, "move": vocabulary_shots.MOVES}


def held_out_scene(rng: np.random.Generator) -> Scene:
    """One figure in its own colour, in a setting that training never showed it in."""
    return replace(sample_scene(rng, held_out=True), colour="none")


def pair_scene(rng: np.random.Generator) -> Scene:
    """Two figures in their own colours, in a full or a medium shot."""
    while (scene := sample_scene(rng)).companion == "none":
        pass
    size = PAIR_SIZES[int(rng.integers(len(PAIR_SIZES)))]
    return replace(scene, colour="none", companion_colour="none", size=size)


def full_caption(scene: Scene, rng: np.random.Generator) -> str:
    """One sentence that states all that is asked of the scene's picture: who, where, when and how it is shot."""
    who = article(_pick(rng, vocabulary_cast.SUBJECTS[scene.subject]))
    if scene.companion != "none":
        other = article(_pick(rng, vocabulary_cast.SUBJECTS[scene.companion]))
        who = _pick(rng, vocabulary_looks.RELATIONS[scene.relation]).format(a=who, b=other, it="it", its="its")
    parts = [f"{who} {_pick(rng, vocabulary_places.PLACES[scene.setting])}"]
    if "time" in questions(scene):
        parts[0] += f" {_pick(rng, vocabulary.TIMES[scene.time])}"
        parts.append(_pick(rng, vocabulary.WEATHERS[scene.weather]))
    parts += [_pick(rng, table[getattr(scene, name)]) for name, table in _SHOT.items()]
    return ", ".join([*parts, _pick(rng, vocabulary.STYLES[scene.style])])


def named(concepts: np.ndarray, name: str) -> str:
    """The value concepts (1, S) give an attribute."""
    return ATTRIBUTES[name][int(concepts[0, LAYOUT.slice_of(name)].argmax())]


def _pick(rng: np.random.Generator, values: Sequence[str]) -> str:
    return values[int(rng.integers(len(values)))]
