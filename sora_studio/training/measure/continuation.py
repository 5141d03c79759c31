# pyright: basic, reportMissingImports=false
"""Ten windows: one long shot, and shots each begun with the last frame of the one before. Does the scene hold?"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import numpy as np

from sora_studio.training.measure.exams import MIDDLE_S
from sora_studio.training.measure.judge import Judges, Opinion, look
from sora_studio.training.measure.making import mask_of
from sora_studio.training.measure.texts import full_caption
from sora_studio.training.pack_player import PackPlayer
from sora_studio.training.world.attributes import Scene
from sora_studio.training.world.camera import SHOT_S
from sora_studio.training.world.scene_choice import sample_scene

WINDOWS = 10
# Of each window the start, the frame judged, and the last two frames: the difference between these is the usual one.
_STEP_S = 0.25
_MOMENTS_S = np.array([0.0, MIDDLE_S, SHOT_S - _STEP_S, SHOT_S])
_SIZES = ("WS", "MS", "CU")
_CHANGES = ("seam", "usual", "painted_seam", "painted_usual")


def continuation(player: PackPlayer, judges: Judges, shots: int) -> dict[str, Any]:
    """Shares of figures and settings seen right, window by window, and how large the seams are."""
    rng = np.random.default_rng(71)
    scenes = [_scene(rng) for _ in range(shots)]
    texts = [full_caption(scene, rng) for scene in scenes]
    long = [_long_shot(player, judges, text, number) for number, text in enumerate(texts)]
    chained = [_chain(player, judges, text, number) for number, text in enumerate(texts)]
    return {
        "shots": shots,
        "windows": WINDOWS,
        "long_shot": _held(long, scenes),
        "chained": _held([chain.opinions for chain in chained], scenes),
        "change": {name: float(np.mean([getattr(chain, name) for chain in chained])) for name in _CHANGES},
    }


def _scene(rng: np.random.Generator) -> Scene:
    """One figure; a shot that stands, so that a seam shows nothing but itself."""
    while (scene := sample_scene(rng)).subject == "none":
        pass
    size = _SIZES[int(rng.integers(len(_SIZES)))]
    return replace(scene, companion="none", colour="none", move="static", size=size)


def _long_shot(player: PackPlayer, judges: Judges, text: str, seed: int) -> list[Opinion]:
    """What is seen in the middle of every four seconds of a shot of forty."""
    concepts = player.concepts(text)
    moments = (np.arange(WINDOWS) + 0.5) * SHOT_S
    drafts = player.decode(player.scene(concepts, seed), concepts, moments, WINDOWS * SHOT_S)
    return _opinions(judges, player.paint(drafts, concepts, moments, seed), drafts)


def _opinions(judges: Judges, pictures: Iterable[np.ndarray], drafts: Iterable[np.ndarray]) -> list[Opinion]:
    return [look(judges, picture, mask_of(draft)) for picture, draft in zip(pictures, drafts, strict=True)]


@dataclass(frozen=True, slots=True)
class Chain:
    """What is seen in the shots' middles, and mean differences in 255ths: across the seams and between neighbouring
    frames in a shot, of the drafts; then both of the first seam, painted."""

    opinions: list[Opinion]
    seam: float
    usual: float
    painted_seam: float
    painted_usual: float


def _chain(player: PackPlayer, judges: Judges, text: str, seed: int) -> Chain:
    """Ten shots, each begun with the last draft frame of the one before."""
    concepts = player.concepts(text)
    windows: list[np.ndarray] = []
    for window in range(WINDOWS):
        last = windows[-1][3] if windows else None
        windows.append(player.decode(player.scene(concepts, seed + window, last), concepts, _MOMENTS_S))
    middles = [drafts[1] for drafts in windows]
    pictures = player.paint(np.stack(middles), concepts, np.full(WINDOWS, MIDDLE_S), seed)
    around = np.stack([windows[0][2], windows[0][3], windows[1][0]])
    painted = player.paint(around, concepts, np.array([SHOT_S - _STEP_S, SHOT_S, 0.0]), seed).astype(np.float32)
    return Chain(
        _opinions(judges, pictures, middles),
        float(np.mean([_difference(one[3, :3], other[0, :3]) for one, other in pairwise(windows)])) * 127.5,
        float(np.mean([_difference(drafts[2, :3], drafts[3, :3]) for drafts in windows])) * 127.5,
        _difference(painted[1], painted[2]),
        _difference(painted[0], painted[1]),
    )


def _difference(one: np.ndarray, other: np.ndarray) -> float:
    return float(np.abs(one - other).mean())


def _held(shots: Sequence[Sequence[Opinion]], scenes: Sequence[Scene]) -> dict[str, Any]:
    """Shares seen right in the first window and in all that follow, and the second over the first."""
    result: dict[str, Any] = {}
    for name in ("subject", "setting"):
        rows = [
            [opinion.best(name) == getattr(scene, name) for opinion in shot]
            for shot, scene in zip(shots, scenes, strict=True)
        ]
        right = np.array(rows)
        first, later = float(right[:, 0].mean()), float(right[:, 1:].mean())
        kept = later / first if first else 0.0
        result[name] = {"first": first, "later": later, "last": float(right[:, -1].mean()), "kept": kept}
    return result
