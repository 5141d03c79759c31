"""One text to one clip by the pack, no more of it painted than is looked at."""

from dataclasses import dataclass

import numpy as np

from sora_studio.training.measure.exams import MIDDLE_S, as_exam
from sora_studio.training.pack_player import PackPlayer
from sora_studio.training.world.camera import SHOT_S

# Half a second apart; the fifth is the middle of the shot.
CLIP_TIMES_S = np.linspace(0, SHOT_S, 9)
_MIDDLE = int(np.argmin(np.abs(CLIP_TIMES_S - MIDDLE_S)))


@dataclass(frozen=True, slots=True)
class Made:
    """concepts (1, S); drafts (F, 4, 144, 256) of the whole shot; picture (288, 512, 3), its middle frame painted."""

    text: str
    concepts: np.ndarray
    drafts: np.ndarray
    picture: np.ndarray

    @property
    def exam(self) -> np.ndarray:
        return as_exam(self.picture)


def make(player: PackPlayer, text: str, seed: int) -> Made:
    concepts, drafts = player.draft(text, CLIP_TIMES_S, seed)
    return Made(text, concepts, drafts, paint_one(player, drafts[_MIDDLE], concepts, MIDDLE_S, seed))


def make_still(player: PackPlayer, text: str, seed: int) -> Made:
    """Only the middle of the shot."""
    concepts, drafts = player.draft(text, np.array([MIDDLE_S]), seed)
    return Made(text, concepts, drafts, paint_one(player, drafts[0], concepts, MIDDLE_S, seed))


def paint_one(player: PackPlayer, draft: np.ndarray, concepts: np.ndarray, moment: float, seed: int) -> np.ndarray:
    return player.paint(draft[None], concepts, np.array([moment]), seed)[0]
