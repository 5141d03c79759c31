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
    "child",
    "elder",
    "robot",
    "cat",
    "horse",
    "rabbit",
    "dragon",
    "whale",
    "bus",
    "bicycle",
    "rocket",
    "airplane",
    "umbrella",
)
_SHADES = ("red", "blue", "yellow", "green", "white", "purple", "orange", "pink")
# The order is the order of the model's concept vector: append only.
ATTRIBUTES: dict[str, tuple[str, ...]] = {
    "subject": _CAST,
    "companion": _CAST,
    "setting": (
        UNSPECIFIED,
        "coast",
        "snow",
        "city",
        "space",
        "forest",
        "desert",
        "reef",
        "room",
        "meadow",
        "mountain",
        "lake",
        "village",
        "cave",
        "stage",
    ),
    "time": (UNSPECIFIED, "dawn", "day", "sunset", "dusk", "night"),
    "weather": (UNSPECIFIED, "clear", "snowfall", "rain", "fog", "wind", "fireflies"),
    "style": (UNSPECIFIED, "flat", "ink", "papercraft", "neon", "pencil", "watercolour"),
    "size": (UNSPECIFIED, "EWS", "WS", "MS", "CU", "ECU"),
    "angle": (UNSPECIFIED, "eye", "high", "low"),
    "move": (
        UNSPECIFIED,
        "static",
        "pan_left",
        "pan_right",
        "tilt_up",
        "tilt_down",
        "push_in",
        "pull_out",
        "truck_left",
        "truck_right",
        "orbit",
    ),
    "colour": (UNSPECIFIED, "none", *_SHADES),
    "companion_colour": (UNSPECIFIED, "none", *_SHADES),
    "relation": (UNSPECIFIED, "beside", "behind", "above"),
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
# Settings under a roof or under water: no sky, so no weather but lights in the air.
INDOORS = ("reef", "room", "cave", "stage")


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
    angle: str = UNSPECIFIED
    move: str = UNSPECIFIED
    colour: str = UNSPECIFIED
    companion_colour: str = UNSPECIFIED
    relation: str = UNSPECIFIED


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
        scene = replace(scene, subject="none" if rng.random() < _EMPTY_SHARE else _pick(rng, _CAST[2:]))
    if scene.companion == UNSPECIFIED:
        others = tuple(s for s in _CAST[2:] if s != scene.subject)
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
            scene = replace(scene, **{name: _pick(rng, _SHADES) if coloured else "none"})
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
