"""Which scenes the training set holds: how often each thing is drawn with each other, and which pairs never are."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from sora_studio.training.world.attributes import ATTRIBUTES, CAST, INDOORS, SHADES, UNSPECIFIED, Scene

# Kept out of training, to measure whether the model combines what it saw apart.
HELD_OUT: frozenset[tuple[str, str]] = frozenset(
    {
        ("mammoth", "city"),
        ("astronaut", "forest"),
        ("candle", "snow"),
        ("woman", "space"),
        ("car", "reef"),
        ("balloon", "desert"),
        ("door", "coast"),
        ("drone", "room"),
        ("boat", "space"),
        ("monster", "coast"),
        ("dog", "reef"),
        ("train", "space"),
        ("child", "desert"),
        ("elder", "meadow"),
        ("robot", "snow"),
        ("cat", "lake"),
        ("horse", "city"),
        ("rabbit", "stage"),
        ("dragon", "village"),
        ("whale", "cave"),
        ("bus", "mountain"),
        ("bicycle", "coast"),
        ("rocket", "forest"),
        ("airplane", "room"),
        ("umbrella", "space"),
    }
)
# Where each subject is at home; elsewhere it is drawn less often.
_HOME: dict[str, tuple[str, ...]] = {
    "woman": ("city", "coast", "room", "snow", "village"),
    "man": ("city", "coast", "forest", "desert", "mountain"),
    "astronaut": ("space", "desert", "snow", "cave"),
    "mammoth": ("snow", "forest", "mountain", "cave"),
    "monster": ("room", "forest", "snow", "cave"),
    "candle": ("room", "cave", "stage"),
    "drone": ("city", "coast", "forest", "mountain"),
    "bird": ("coast", "forest", "snow", "lake"),
    "boat": ("coast", "lake"),
    "door": ("room", "forest", "desert", "stage"),
    "seahorse": ("reef",),
    "fish": ("reef", "lake"),
    "car": ("city", "desert", "forest", "village"),
    "tree": ("forest", "desert", "snow", "meadow"),
    "balloon": ("forest", "snow", "coast", "meadow", "mountain"),
    "train": ("snow", "forest", "desert", "city", "meadow"),
    "dog": ("snow", "room", "forest", "coast", "meadow"),
    "child": ("room", "meadow", "village", "coast", "stage"),
    "elder": ("room", "village", "forest", "lake"),
    "robot": ("city", "room", "space", "desert"),
    "cat": ("room", "village", "city", "meadow"),
    "horse": ("meadow", "desert", "forest", "mountain"),
    "rabbit": ("meadow", "forest", "snow"),
    "dragon": ("mountain", "cave", "forest", "desert"),
    "whale": ("reef", "coast"),
    "bus": ("city", "village", "desert"),
    "bicycle": ("village", "city", "meadow", "forest"),
    "rocket": ("space", "desert", "meadow"),
    "airplane": ("mountain", "coast", "desert", "meadow"),
    "umbrella": ("coast", "city", "village", "stage"),
}
_HOME_SHARE = 0.45
# How often a figure takes a colour other than its own.
_COLOURED_SHARE = 0.55
_PAIRED_SHARE = 0.3
_EMPTY_SHARE = 0.08


def is_held_out(scene: Scene) -> bool:
    return (scene.subject, scene.setting) in HELD_OUT or (scene.companion, scene.setting) in HELD_OUT


def sample_scene(rng: np.random.Generator, *, held_out: bool = False) -> Scene:
    """A fully specified scene; a held-out pair only where `held_out` asks for nothing else."""
    if not held_out:
        return fill(Scene(companion=UNSPECIFIED), rng)
    pairs = sorted(HELD_OUT)
    subject, setting = pairs[int(rng.integers(len(pairs)))]
    return fill(Scene(subject=subject, companion="none", setting=setting), rng)


def fill(scene: Scene, rng: np.random.Generator) -> Scene:
    """Choose every unspecified field; what is chosen never makes a held-out pair."""
    if scene.subject == UNSPECIFIED:
        scene = replace(scene, subject="none" if rng.random() < _EMPTY_SHARE else _pick(rng, CAST[2:]))
    if scene.companion == UNSPECIFIED:
        others = tuple(s for s in CAST[2:] if s != scene.subject)
        paired = scene.subject != "none" and rng.random() < _PAIRED_SHARE
        scene = replace(scene, companion=_pick(rng, others) if paired else "none")
    if scene.setting == UNSPECIFIED:
        scene = replace(scene, setting=_setting(scene, rng))
    if scene.weather == UNSPECIFIED:
        scene = replace(scene, weather=_weather(scene.setting, rng))
    for name, weights in _FREE_CHOICES.items():
        if getattr(scene, name) == UNSPECIFIED:
            scene = replace(scene, **{name: _pick(rng, ATTRIBUTES[name][1:], weights)})
    for name, whose in (("colour", scene.subject), ("companion_colour", scene.companion)):
        if getattr(scene, name) == UNSPECIFIED:
            coloured = whose != "none" and rng.random() < _COLOURED_SHARE
            scene = replace(scene, **{name: _pick(rng, SHADES) if coloured else "none"})
    return scene


# Attributes that depend on no other, and how often each value is drawn.
_FREE_CHOICES: dict[str, tuple[float, ...] | None] = {
    "time": None,
    "style": None,
    "size": (0.15, 0.22, 0.25, 0.23, 0.15),
    "angle": (0.4, 0.3, 0.3),
    "move": None,
    "relation": (0.5, 0.25, 0.25),
}


def _pick(rng: np.random.Generator, values: tuple[str, ...], weights: tuple[float, ...] | None = None) -> str:
    return values[int(rng.choice(len(values), p=weights))]


def _setting(scene: Scene, rng: np.random.Generator) -> str:
    cast = (scene.subject, scene.companion)
    allowed = tuple(s for s in ATTRIBUTES["setting"][1:] if not any((c, s) in HELD_OUT for c in cast))
    home = tuple(s for s in _HOME.get(scene.subject, allowed) if s in allowed)
    return _pick(rng, home if home and rng.random() < _HOME_SHARE else allowed)


def _weather(setting: str, rng: np.random.Generator) -> str:
    if setting == "space":
        return "clear"
    if setting in INDOORS:
        return "fireflies" if rng.random() < 0.15 else "clear"
    return _pick(rng, ATTRIBUTES["weather"][1:], (0.25, 0.15, 0.15, 0.15, 0.15, 0.15))
