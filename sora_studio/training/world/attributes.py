"""What a scene can say, and which scenes the training set holds."""

from __future__ import annotations

from dataclasses import astuple, dataclass, replace

import numpy as np

UNSPECIFIED = "unspecified"
_CAST = (
    UNSPECIFIED,
    "none",
    "woman",
    "man",
    "astronaut",
    "mammoth",
    "monster",
    "candle",
    "drone",
    "bird",
    "boat",
    "door",
    "seahorse",
    "fish",
    "car",
    "tree",
    "balloon",
    "train",
    "dog",
)
# The order is the order of the model's concept vector: append only.
ATTRIBUTES: dict[str, tuple[str, ...]] = {
    "subject": _CAST,
    "companion": _CAST,
    "setting": (UNSPECIFIED, "coast", "snow", "city", "space", "forest", "desert", "reef", "room"),
    "time": (UNSPECIFIED, "dawn", "day", "sunset", "night"),
    "weather": (UNSPECIFIED, "clear", "snowfall", "rain", "fog", "fireflies"),
    "style": (UNSPECIFIED, "flat", "ink", "papercraft", "neon"),
    "size": (UNSPECIFIED, "WS", "MS", "CU"),
    "move": (UNSPECIFIED, "static", "pan_left", "pan_right", "tilt_up", "tilt_down", "push_in", "pull_out"),
    "colour": (UNSPECIFIED, "none", "red", "blue", "yellow", "green", "white", "purple", "orange", "pink"),
}
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
    }
)
# Where each subject is at home; elsewhere it is drawn less often.
_HOME: dict[str, tuple[str, ...]] = {
    "woman": ("city", "coast", "room", "snow"),
    "man": ("city", "coast", "forest", "desert"),
    "astronaut": ("space", "desert", "snow"),
    "mammoth": ("snow", "forest"),
    "monster": ("room", "forest", "snow"),
    "candle": ("room",),
    "drone": ("city", "coast", "forest"),
    "bird": ("coast", "forest", "snow"),
    "boat": ("coast",),
    "door": ("room", "forest", "desert"),
    "seahorse": ("reef",),
    "fish": ("reef",),
    "car": ("city", "desert", "forest"),
    "tree": ("forest", "desert", "snow"),
    "balloon": ("forest", "snow", "coast"),
    "train": ("snow", "forest", "desert", "city"),
    "dog": ("snow", "room", "forest", "coast"),
}
_HOME_SHARE = 0.45
# How often a subject takes a colour other than its own.
_COLOURED = {"seahorse": 0.3, "drone": 0.2, "tree": 0.15, "mammoth": 0.1, "dog": 0.2, "astronaut": 0.5}
_COLOURED_OTHERS = 0.6


@dataclass(frozen=True, slots=True)
class Scene:
    """One clip in words. Any field may be "unspecified": the drawing then chooses by its seed."""

    subject: str = UNSPECIFIED
    companion: str = "none"
    setting: str = UNSPECIFIED
    time: str = UNSPECIFIED
    weather: str = UNSPECIFIED
    style: str = UNSPECIFIED
    size: str = UNSPECIFIED
    move: str = UNSPECIFIED
    colour: str = UNSPECIFIED


def is_held_out(scene: Scene) -> bool:
    return (scene.subject, scene.setting) in HELD_OUT or (scene.companion, scene.setting) in HELD_OUT


def encode_scene(scene: Scene) -> list[int]:
    """Indices into ATTRIBUTES, one per attribute. Raises ValueError for a value that is not listed."""
    indices: list[int] = []
    for (name, values), value in zip(ATTRIBUTES.items(), astuple(scene), strict=True):
        if value not in values:
            raise ValueError(f"{name} can't be {value!r}; it is one of {', '.join(values)}")
        indices.append(values.index(value))
    return indices


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
        scene = replace(scene, subject="none" if rng.random() < 0.1 else _pick(rng, _CAST[2:]))
    if scene.companion == UNSPECIFIED:
        others = tuple(s for s in _CAST[2:] if s != scene.subject)
        paired = scene.subject != "none" and rng.random() < 0.15
        scene = replace(scene, companion=_pick(rng, others) if paired else "none")
    if scene.setting == UNSPECIFIED:
        scene = replace(scene, setting=_setting(scene, rng))
    if scene.time == UNSPECIFIED:
        scene = replace(scene, time=_pick(rng, ATTRIBUTES["time"][1:]))
    if scene.weather == UNSPECIFIED:
        scene = replace(scene, weather=_weather(scene.setting, rng))
    if scene.style == UNSPECIFIED:
        scene = replace(scene, style=_pick(rng, ATTRIBUTES["style"][1:], (0.34, 0.22, 0.22, 0.22)))
    if scene.size == UNSPECIFIED:
        sizes = (0.6, 0.35, 0.05) if scene.subject == "none" else (0.3, 0.4, 0.3)
        scene = replace(scene, size=_pick(rng, ATTRIBUTES["size"][1:], sizes))
    if scene.move == UNSPECIFIED:
        scene = replace(scene, move=_pick(rng, ATTRIBUTES["move"][1:]))
    if scene.colour == UNSPECIFIED:
        share = 0.0 if scene.subject == "none" else _COLOURED.get(scene.subject, _COLOURED_OTHERS)
        scene = replace(scene, colour=_pick(rng, ATTRIBUTES["colour"][2:]) if rng.random() < share else "none")
    return scene


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
    if setting in ("reef", "room"):
        return "fireflies" if rng.random() < 0.15 else "clear"
    return _pick(rng, ATTRIBUTES["weather"][1:], (0.44, 0.16, 0.14, 0.13, 0.13))
