"""How a model was taught to add noise: x = alpha·x0 + sigma·eps, and what it is told at each noise level."""

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np

Form = Literal["preserving", "exploding", "flow"]


@dataclass(frozen=True, slots=True)
class Level:
    """One noise level. The model sees `x * input_scale` and `timestep`."""

    alpha: float
    sigma: float
    timestep: float
    input_scale: float = 1.0

    @property
    def ratio(self) -> float:
        """sigma / alpha, which is Karras' sigma; infinite where no signal is left."""
        return self.sigma / self.alpha if self.alpha else math.inf

    @property
    def half_log_snr(self) -> float:
        """lambda = ln(alpha / sigma), the clock of Lu et al. 2022; infinite at both ends."""
        ratio = self.ratio
        return -math.log(ratio) if ratio else math.inf


@dataclass(frozen=True, slots=True)
class Process:
    """A forward process.

    preserving  alpha² + sigma² = 1 (Ho et al. 2020; the VP process of Song et al. 2021)
    exploding   the same model seen at alpha = 1 (VE); the input is scaled back to unit variance (Karras et al. 2022)
    flow        alpha = 1 - sigma, straight paths (Lipman et al. 2023; Liu et al. 2023); time is sigma

    `log_ratios` holds ln(sigma/alpha) of each training timestep, ascending; a flow needs none. The model is told a
    timestep's place there times `timestep_scale`, or the sigma of a flow.
    """

    form: Form
    log_ratios: tuple[float, ...] = ()
    timestep_scale: float = 1.0

    def at_ratio(self, ratio: float) -> Level:
        """The level whose sigma/alpha is `ratio`, between timesteps if need be; 0 is the finished picture."""
        if self.form == "flow":
            return self.at_timestep(self.timestep_scale * (1.0 if math.isinf(ratio) else ratio / (1.0 + ratio)))
        if ratio == 0.0:
            return Level(alpha=1.0, sigma=0.0, timestep=0.0)
        timestep = float(np.interp(math.log(ratio), self.log_ratios, np.arange(len(self.log_ratios))))
        return self._level(ratio, timestep * self.timestep_scale)

    def at_timestep(self, timestep: float) -> Level:
        """The level the model knows as `timestep`; between training timesteps ln(sigma/alpha) is interpolated."""
        if self.form == "flow":
            sigma = timestep / self.timestep_scale
            return Level(alpha=1.0 - sigma, sigma=sigma, timestep=timestep)
        log_ratio = float(np.interp(timestep / self.timestep_scale, np.arange(len(self.log_ratios)), self.log_ratios))
        return self._level(math.exp(log_ratio), timestep)

    def _level(self, ratio: float, timestep: float) -> Level:
        unit = 1.0 / math.hypot(1.0, ratio)
        if self.form == "exploding":
            return Level(alpha=1.0, sigma=ratio, timestep=timestep, input_scale=unit)
        return Level(alpha=unit, sigma=ratio * unit, timestep=timestep)

    def at_arc(self, arc: float) -> Level:
        """Inverse of `arc`."""
        return self.at_timestep(arc * self.timestep_scale) if self.form == "flow" else self.at_ratio(arc)

    def stretch(self, level: Level) -> float:
        """c, such that y = c·x and s = c·sigma obey dy/ds = (y - D)/s.

        That is eqs. 1 and 3 of Karras et al. 2022 with c = 1/alpha; a straight flow obeys it as it stands, with c = 1.
        """
        return 1.0 if self.form == "flow" else 1.0 / level.alpha

    def arc(self, level: Level) -> float:
        """s = c·sigma, the variable in which the solvers of that equation take their steps."""
        return self.stretch(level) * level.sigma
