"""How far a flow is shifted toward noise, where that depends on the picture's size."""

import math
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SizeShift:
    """A flow's shift grows with the picture (Esser et al. 2024): m on a straight line over the number of tokens.

    m is `least` at `tokens_least` and `most` at `tokens_most`; the shift is e to the power of m, or m itself where not
    `exponential`. A token is a square of `patch` x `patch` latents of one frame.
    """

    tokens_least: int
    tokens_most: int
    least: float
    most: float
    patch: int
    exponential: bool = True

    def at(self, frames: int, height: int, width: int) -> float:
        """The shift for latents of that size."""
        tokens = frames * (height // self.patch) * (width // self.patch)
        slope = (self.most - self.least) / (self.tokens_most - self.tokens_least)
        grown = self.least + slope * (tokens - self.tokens_least)
        return math.exp(grown) if self.exponential else grown
