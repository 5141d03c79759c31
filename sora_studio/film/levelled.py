"""A sound raised or lowered as a whole, its peaks held under the ceiling."""

from dataclasses import dataclass

import numpy as np

from sora_studio.film.sound import REACH, Sound, Stereo, limited


@dataclass(frozen=True, slots=True)
class Levelled:
    """`gain` is linear."""

    sound: Sound
    gain: float

    def read(self, start: int, count: int) -> Stereo:
        # The limiter looks a little beyond both ends.
        before = min(start, 2 * REACH)
        heard = self.sound.read(start - before, before + count + 2 * REACH) * np.float32(self.gain)
        return limited(heard)[before : before + count]
