# pyright: basic, reportMissingImports=false
"""Does the camera move as asked? Reads the move off the optical flow of a clip's draft frames.

A pan moves all alike; a truck the figure and what is near more than what is far; an orbit what is far, about a figure
that stays; a tilt moves all up or down; a push spreads everything. So the flow is measured on the figure and around it,
where there are edges to see it by, and a very small network that knows drawn clips says which move that is.
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from sora_studio.training.drafted import drafted
from sora_studio.training.world.attributes import ATTRIBUTES
from sora_studio.training.world.camera import SHOT_S
from sora_studio.training.world.draw import draw_layers
from sora_studio.training.world.scene_choice import sample_scene

_cv: Any = cv2  # its stubs leave most types unknown
MOVES = ATTRIBUTES["move"][1:]
FLOW_TIMES_S = np.linspace(0, SHOT_S, 9)
DRAWN_SCENES, HELD_BACK_SCENES = 240, 40
STEPS, RATE, NOISE = 6000, 3e-3, 0.08
# Of how far a region goes right: these percentiles, then the middle of how far it goes down, and its growth.
_PERCENTILES = (8, 30, 50, 70, 92)
_BANDS = 4
_FEW_PIXELS = 60
_MIRRORED = {"pan_left": "pan_right", "truck_left": "truck_right"}
_MIRRORED |= {there: here for here, there in _MIRRORED.items()}


def flow_between(before: np.ndarray, after: np.ndarray) -> np.ndarray:
    """Grey frames (h, w) uint8 to (h, w, 2): how many pixels each point moves right and down."""
    return _cv.DISOpticalFlow_create(_cv.DISOPTICAL_FLOW_PRESET_FAST).calc(before, after, None)


def grey(frame: np.ndarray) -> np.ndarray:
    return _cv.cvtColor(np.ascontiguousarray(frame[..., :3]), _cv.COLOR_RGB2GRAY)


def motion(frames: np.ndarray) -> np.ndarray:
    """Draft frames (F, h, w, 4) uint8, the figure's mask last, to the numbers (18,) that tell the moves apart: the
    motion around the figure, of the figure, and of each quarter of the frame's height."""
    greys = [grey(frame) for frame in frames]
    steps = [_step(a, b, f[..., 3] > 127) for (a, b), f in zip(pairwise(greys), frames[:-1], strict=True)]
    return np.asarray(np.sum(steps, axis=0, dtype=np.float32))


def _step(before: np.ndarray, after: np.ndarray, figure: np.ndarray) -> np.ndarray:
    height, width = before.shape
    flow = flow_between(before, after) * (100 / width)
    edges = _cv.blur(np.abs(_cv.Sobel(before, cv2.CV_32F, 1, 0)) + np.abs(_cv.Sobel(before, cv2.CV_32F, 0, 1)), (5, 5))
    around = (edges > np.percentile(edges, 40)) & (_cv.dilate(figure.astype(np.uint8), np.ones((7, 7))) == 0)
    rows = np.arange(height)[:, None] * _BANDS // height
    outside = _region(flow, around)
    bands = [
        np.median(flow[at, 0]) if (at := around & (rows == k)).sum() > _FEW_PIXELS else outside[2]
        for k in range(_BANDS)
    ]
    return np.array([*outside, *_region(flow, figure), *bands], np.float32)


def _region(flow: np.ndarray, where: np.ndarray) -> np.ndarray:
    if where.sum() <= _FEW_PIXELS:
        return np.zeros(len(_PERCENTILES) + 2, np.float32)
    right, down = flow[where].T
    y, x = (part - part.mean() for part in np.nonzero(where))
    width = flow.shape[1]
    spread = ((right * x + down * y).mean() / max((x * x + y * y).mean(), 1e-3 * width**2)) * width
    return np.array([*np.percentile(right, _PERCENTILES), np.median(down), spread], np.float32)


_REGION = len(_PERCENTILES) + 2
_MIRROR_ORDER = [
    *(
        start + k
        for start in (0, _REGION)
        for k in (*reversed(range(len(_PERCENTILES))), len(_PERCENTILES), _REGION - 1)
    ),
    *range(2 * _REGION, 2 * _REGION + _BANDS),
]
_MIRROR_SIGN = np.array([*2 * (*[-1] * len(_PERCENTILES), 1, 1), *[-1] * _BANDS], np.float32)


def mirrored(motions: np.ndarray) -> np.ndarray:
    """The motions (..., 18) of the same clips seen in a mirror."""
    return motions[..., _MIRROR_ORDER] * _MIRROR_SIGN


class MoveReader(nn.Module):
    """Motions (n, 18) to logits for every move."""

    def __init__(self, motions: Tensor) -> None:
        super().__init__()
        self.scale = nn.Buffer(motions.std(0) + 1e-3)
        self.layers = nn.Sequential(
            nn.Linear(len(self.scale), 64), nn.ReLU(), nn.Linear(64, 32), nn.ReLU(), nn.Linear(32, len(MOVES))
        )

    def forward(self, motions: Tensor) -> Tensor:
        return self.layers(motions / self.scale)

    def read(self, frames: np.ndarray) -> str:
        """The move of draft frames (F, h, w, 4) uint8."""
        with torch.no_grad():
            return MOVES[int(self(torch.from_numpy(motion(frames)[None])).argmax())]


def ready_reader(work: Path) -> tuple[MoveReader, float]:
    """A reader of moves and its accuracy on drawn scenes it never saw; the drawn motions are kept in `work`."""
    file = work / "motions.npy"
    if not file.exists():
        np.save(file, drawn_motions(np.random.default_rng(41), DRAWN_SCENES + HELD_BACK_SCENES))
    motions = np.load(file)
    reader = train_reader(motions[:-HELD_BACK_SCENES])
    with torch.no_grad():
        answers = reader(torch.from_numpy(motions[-HELD_BACK_SCENES:]).flatten(0, 1)).argmax(-1)
    right = answers == torch.arange(len(MOVES)).repeat(HELD_BACK_SCENES)
    return reader, float(right.float().mean())


def drawn_motions(rng: np.random.Generator, scenes: int) -> np.ndarray:
    """(scenes, moves, 18): every move over each scene's layers."""
    return np.stack([_scene_motions(rng) for _ in range(scenes)])


def _scene_motions(rng: np.random.Generator) -> np.ndarray:
    """Of a scene with one figure, as all whose move is asked for; blurred at random, as a dreamt one may be."""
    while (scene := replace(sample_scene(rng), companion="none")).subject == "none":
        pass
    layers, softness = draw_layers(scene, int(rng.integers(1 << 30))), float(rng.uniform(0.2, 2.0))
    rows: list[np.ndarray] = []
    for move in MOVES:
        frames = drafted(layers, replace(scene, move=move), list(FLOW_TIMES_S))
        rows.append(motion(np.stack([_cv.GaussianBlur(frame, (0, 0), softness) for frame in frames])))
    return np.stack(rows)


def train_reader(motions: np.ndarray, moves: Sequence[str] = MOVES, steps: int = STEPS) -> MoveReader:
    """Learns from motions (scenes, moves, 18), stretched, jittered and mirrored."""
    generator = torch.Generator().manual_seed(7)
    seen, labels = _with_mirrored(motions, moves)
    with torch.random.fork_rng():
        torch.manual_seed(7)
        reader = MoveReader(seen)
    optimizer = torch.optim.AdamW(reader.parameters(), RATE, weight_decay=0.05)
    for step in range(steps):
        which = torch.randint(len(seen), (64,), generator=generator)
        stretched = seen[which] * (0.85 + 0.3 * torch.rand((64, 1), generator=generator))
        noise = NOISE * reader.scale * torch.randn(stretched.shape, generator=generator)
        loss = F.cross_entropy(reader(stretched + noise), labels[which])
        optimizer.zero_grad()
        loss.backward()
        for group in optimizer.param_groups:
            group["lr"] = RATE * (1 - step / steps)
        optimizer.step()
    return reader.eval()


def _with_mirrored(motions: np.ndarray, moves: Sequence[str]) -> tuple[Tensor, Tensor]:
    """All motions and their moves' numbers, then what a mirror makes of them; an orbit goes one way only."""
    kept = [k for k, move in enumerate(moves) if move != "orbit"]
    numbers = [MOVES.index(move) for move in moves]
    others = [MOVES.index(_MIRRORED.get(moves[k], moves[k])) for k in kept]
    seen = [motions.reshape(-1, motions.shape[-1]), mirrored(motions[:, kept]).reshape(-1, motions.shape[-1])]
    labels = [*numbers * len(motions), *others * len(motions)]
    return torch.from_numpy(np.concatenate(seen)), torch.tensor(labels)
