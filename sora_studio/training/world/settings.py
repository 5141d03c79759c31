"""Every setting by its name."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from .layers import Look, Place
from .settings_built import city, room
from .settings_country import lake, meadow, mountain, village
from .settings_dark import cave, stage
from .settings_open import coast, desert, forest, snow
from .settings_strange import reef, space

SETTINGS: dict[str, Callable[[Look, np.random.Generator], Place]] = {
    "coast": coast,
    "snow": snow,
    "city": city,
    "space": space,
    "forest": forest,
    "desert": desert,
    "reef": reef,
    "room": room,
    "meadow": meadow,
    "mountain": mountain,
    "lake": lake,
    "village": village,
    "cave": cave,
    "stage": stage,
}
