"""One text to one clip by the pack, no more of it painted than is looked at."""

from dataclasses import dataclass

import numpy as np

from sora_studio.training.measure.exams import MIDDLE_S
from sora_studio.training.pack_player import PackPlayer, pixels
from sora_studio.training.world.camera import SHOT_S

# Half a second apart; the fifth is the middle of the shot.
CLIP_TIMES_S = np.linspace(0, SHOT_S, 9)
_MIDDLE = int(np.argmin(np.abs(CLIP_TIMES_S - MIDDLE_S)))


@dataclass(frozen=True, slots=True)
class Made:
    """concepts (1, S); drafts (F, 4, 144, 256) of the whole shot; picture (288, 512, 3), its middle frame painted, and
    mask (144, 256), 255 where the draft says that figures are."""

    text: str
    concepts: np.ndarray
    drafts: np.ndarray
    picture: np.ndarray
    mask: np.ndarray


def make(player: PackPlayer, text: str, seed: int) -> Made:
    concepts, drafts = player.draft(text, CLIP_TIMES_S, seed)
    return _made(player, text, concepts, drafts, _MIDDLE, seed)


def make_still(player: PackPlayer, text: str, seed: int) -> Made:
    """Only the middle of the shot."""
    concepts, drafts = player.draft(text, np.array([MIDDLE_S]), seed)
    return _made(player, text, concepts, drafts, 0, seed)


def _made(player: PackPlayer, text: str, concepts: np.ndarray, drafts: np.ndarray, middle: int, seed: int) -> Made:
    picture = player.paint(drafts[middle][None], concepts, np.array([MIDDLE_S]), seed)[0]
    return Made(text, concepts, drafts, picture, mask_of(drafts[middle]))


def mask_of(draft: np.ndarray) -> np.ndarray:
    """The mask (144, 256) uint8 of a draft frame (4, 144, 256)."""
    return pixels(draft[None])[0, ..., 3]
