# pyright: basic, reportMissingImports=false
"""Trains the two painters of stage B, each on its own kind of layer."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from sora_studio.training import loop
from sora_studio.training.choices import likely, noised
from sora_studio.training.compositor import Compositor
from sora_studio.training.data import BACKDROPS, CASTS, GrowingSet, Kind
from sora_studio.training.draft_model import as_seen_by, backdrop_shape, figure_shape
from sora_studio.training.drafted import as_signal
from sora_studio.training.first_frame import backdrop_given, figure_given
from sora_studio.training.layer_model import LayerModel, LayerShape
from sora_studio.training.layer_sheet import layer_sheet
from sora_studio.training.layout import LAYOUT
from sora_studio.training.world.backdrop import VARIANTS
from sora_studio.training.world.cast import LOOKS, POSES
from sora_studio.training.world.draw import FIGURES_MOST

PEAK_RATE = 1.2e-3
# Flat areas shine through much noise, so what stands where is decided where hardly any picture is left (as Esser et al.
# 2024, SD3, shift larger pictures): the log-odds of the noise level lie around this.
NOISIER = 1.5
SMALLEST_TIME = 0.2
VISIBLE_WEIGHT, NUMBERS_WEIGHT = 4.0, 0.05
ATTRIBUTE_DROPOUT, GIVEN_SHARE = 0.06, 0.25
HOLE_SHARE = 0.7


@dataclass(frozen=True, slots=True)
class Batch:
    """What a layer painter is shown: clean layers and numbers, what they depend on, and how much each value counts."""

    clean: Tensor
    numbers: Tensor
    concepts: Tensor
    given: Tensor
    given_numbers: Tensor
    has_given: Tensor
    weight: Tensor
    choice: Tensor


@dataclass(frozen=True, slots=True)
class Part:
    name: str
    kind: Kind
    arrays: tuple[str, ...]
    shape: Callable[[], LayerShape]
    batch: Callable[[GrowingSet, np.random.Generator, Compositor], Batch]


def train_part(work: Path, name: str, minutes: float, *, sheet_every: float = 10.0) -> None:
    """Trains "backdrops" or "figures" for `minutes` over all sittings into `work`/<name>.pt."""
    torch.set_num_threads(1)
    part = PARTS[name]
    device = loop.choose_device()
    rng = np.random.default_rng()
    model = LayerModel(part.shape()).to(device)
    masters, compositor = loop.Masters(model), Compositor()
    clock, seen, losses = loop.Clock(minutes), {name: 0}, loop.Smooth()
    checkpoint = work / f"{name}.pt"
    loop.restore(checkpoint, masters, clock, seen)
    data = GrowingSet(work / part.kind.folder, *part.arrays, "concepts")
    data.wait(part.kind.scenes)
    extra = {"shape": asdict(model.shape)}
    while clock.progress < 1:
        batch = part.batch(data, rng, compositor)
        loss, numbers_loss = layer_loss(model, batch, device)
        (loss + NUMBERS_WEIGHT * numbers_loss).backward()
        norm = masters.step(loop.learning_rate(PEAK_RATE, masters.steps, clock.progress))
        seen[name] += len(batch.clean)
        for label, value in (("loss", loss.item()), ("numbers", numbers_loss.item()), ("norm", norm)):
            losses.add(label, value)
        if masters.steps % 100 == 0:
            scenes = data.refresh()
            print(f"{clock.spent:6.1f} min  step {masters.steps}  {losses}  {seen}  {scenes} scenes", flush=True)
        if clock.due("save", 3):
            loop.save(checkpoint, masters, clock, seen, extra)
        if clock.due("sheet", sheet_every):
            _sheet(masters, model, work / "sheets" / f"{name}-{clock.spent:03.0f}.png")
    loop.save(checkpoint, masters, clock, seen, extra)
    _sheet(masters, model, work / "sheets" / f"{name}-end.png")


def layer_loss(model: LayerModel, batch: Batch, device: torch.device) -> tuple[Tensor, Tensor]:
    """The velocity losses of an x0 prediction, |x0' - x0|^2 / t^2 with t clipped: of the pixels and of the numbers."""
    clean, numbers = batch.clean.to(device), batch.numbers.to(device)
    t = torch.sigmoid(torch.randn(len(clean), device=device) + NOISIER)
    level = t.view(-1, 1, 1, 1)
    noisy = (1 - level) * clean + level * torch.randn_like(clean)
    noisy_numbers = (1 - t.unsqueeze(1)) * numbers + t.unsqueeze(1) * torch.randn_like(numbers)
    concepts, given, given_numbers, has_given = (
        tensor.to(device) for tensor in (batch.concepts, batch.given, batch.given_numbers, batch.has_given)
    )
    chosen = likely(noised(batch.choice.to(device), t), t) * (1 - has_given).unsqueeze(1)
    asked = torch.cat([concepts, chosen], 1)
    predicted, placed = model(noisy, noisy_numbers, t, asked, given, given_numbers, has_given)
    strength = 1 / t.clamp(min=SMALLEST_TIME) ** 2
    loss = ((predicted.float() - clean) ** 2 * batch.weight.to(device) * strength.view(-1, 1, 1, 1)).mean()
    if not numbers.shape[1]:
        return loss, torch.zeros(())
    return loss, ((placed.float() - numbers) ** 2 * strength.unsqueeze(1)).mean()


def backdrop_batch(data: GrowingSet, rng: np.random.Generator, compositor: Compositor, count: int = 12) -> Batch:
    """Canvases, some with a part of them given as a first frame shows it, a figure's hole in it at times."""
    canvases, indices, variants = [], [], []
    for _ in range(count):
        chunk, i = data.pick(rng)
        canvases.append(chunk["canvases"][i])
        variants.append(chunk["choices"][i])
        indices.append(chunk["concepts"][i])
    clean, framed = as_signal(np.stack(canvases)), _one_hot(np.stack(indices))
    has_given = _sometimes(rng, count)
    still = torch.tensor([0.0, 0.0, 0.0, 0.0, 1.0]).view(1, 5, 1, 1).expand(count, -1, -1, -1)
    with torch.no_grad():
        frame = compositor.backdrop(clean, framed, still)
        frame = torch.cat([frame, _holes(rng, frame)], 1)
        given = backdrop_given(compositor, frame, framed, still)
    none = torch.zeros(count, 0)
    concepts = _one_hot(_forgetful(np.stack(indices), rng))
    choice = F.one_hot(torch.tensor(np.array(variants)), VARIANTS).float()
    return Batch(clean, none, concepts, given, none, has_given, torch.ones(1), choice)


def figure_batch(data: GrowingSet, rng: np.random.Generator, compositor: Compositor, count: int = 18) -> Batch:
    """Figures in their poses, some with a first frame that shows them."""
    figures, places, indices, numbers, looks = [], [], [], [], []
    for _ in range(count):
        chunk, i = data.pick(rng)
        index = chunk["concepts"][i]
        figures.append(chunk["figures"][i])
        places.append(chunk["places"][i])
        indices.append(index)
        numbers.append(int(index[1] > 1 and rng.random() < 0.5))
        looks.append(chunk["choices"][i][numbers[-1]])
    chosen, rows = torch.tensor(numbers), torch.arange(count)
    all_figures, all_places = as_signal(np.stack(figures)), torch.from_numpy(np.stack(places))
    clean = all_figures[rows, chosen].flatten(1, 2)
    has_given = _sometimes(rng, count)
    certain, blurred = _one_hot(np.stack(indices)), _one_hot(_forgetful(np.stack(indices), rng))
    given, boxes = torch.zeros(count, 4, *clean.shape[2:]), torch.zeros(count, 3)
    concepts = torch.zeros(count, blurred.shape[1] + 2)
    for k in range(FIGURES_MOST):
        mine = chosen == k
        concepts[mine] = as_seen_by(blurred[mine], k)
        shown = mine & (has_given > 0)
        if shown.any():
            with torch.no_grad():
                n = int(shown.sum())
                moment = torch.from_numpy(rng.choice([0.1, 0.6], n).astype(np.float32))
                black = -torch.ones(n, 4, 12, 12)
                frame = compositor(black, all_figures[shown], all_places[shown], certain[shown], moment, moment * 2)
                given[shown], boxes[shown] = figure_given(frame, certain[shown], k)
    alphas = clean.unflatten(1, (POSES, 4))[:, :, 3:]
    weight = (1 + VISIBLE_WEIGHT * (alphas > -0.95)).expand(-1, -1, 4, -1, -1).flatten(1, 2)
    choice = F.one_hot(torch.tensor(np.array(looks)), LOOKS).float()
    return Batch(clean, all_places[rows, chosen], concepts, given, boxes, has_given, weight, choice)


def load_part(work: Path, name: str) -> LayerModel:
    """The averaged weights of a part's checkpoint, fp32."""
    state = torch.load(work / f"{name}.pt", weights_only=True)
    shape: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in state["shape"].items()}
    return loop.averaged_model(LayerModel(LayerShape(**shape)), state["masters"]["averaged"])


def _sheet(masters: loop.Masters, model: LayerModel, file: Path) -> None:
    layer_sheet(masters.averaged_into(LayerModel(model.shape)), file)


def _holes(rng: np.random.Generator, frame: Tensor) -> Tensor:
    """A mask channel (B, 1, H, W) with an ellipse where a figure might stand, or none."""
    n, _, height, width = frame.shape
    y, x = torch.meshgrid(torch.arange(height), torch.arange(width), indexing="ij")
    masks = []
    for _ in range(n):
        cx, cy, rx, ry = rng.uniform((40, 30, 10, 10), (216, 114, 70, 60))
        hole = ((x - cx) / rx) ** 2 + ((y - cy) / ry) ** 2 < 1
        masks.append(torch.where(hole & (rng.random() < HOLE_SHARE), 1.0, -1.0))
    return torch.stack(masks).unsqueeze(1)


def _one_hot(indices: np.ndarray) -> Tensor:
    return torch.from_numpy(LAYOUT.one_hot(indices))


def _forgetful(indices: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    return np.where(rng.random(indices.shape) < ATTRIBUTE_DROPOUT, 0, indices)


def _sometimes(rng: np.random.Generator, count: int) -> Tensor:
    return torch.from_numpy((rng.random(count) < GIVEN_SHARE).astype(np.float32))


PARTS = {
    "backdrops": Part("backdrops", BACKDROPS, ("canvases", "choices"), backdrop_shape, backdrop_batch),
    "figures": Part("figures", CASTS, ("figures", "places", "choices"), figure_shape, figure_batch),
}
