"""What a scene can say."""

from __future__ import annotations

from dataclasses import astuple, dataclass

UNSPECIFIED = "unspecified"
CAST = (
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
SHADES = ("red", "blue", "yellow", "green", "white", "purple", "orange", "pink")
# The order is the order of the model's concept vector: append only.
ATTRIBUTES: dict[str, tuple[str, ...]] = {
    "subject": CAST,
    "companion": CAST,
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
    "colour": (UNSPECIFIED, "none", *SHADES),
    "companion_colour": (UNSPECIFIED, "none", *SHADES),
    "relation": (UNSPECIFIED, "beside", "behind", "above"),
}
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


def encode_scene(scene: Scene) -> list[int]:
    """Indices into ATTRIBUTES, one per attribute. Raises ValueError for a value that is not listed."""
    indices: list[int] = []
    for (name, values), value in zip(ATTRIBUTES.items(), astuple(scene), strict=True):
        if value not in values:
            raise ValueError(f"{name} can't be {value!r}; it is one of {', '.join(values)}")
        indices.append(values.index(value))
    return indices
