# pyright: basic, reportMissingImports=false
"""Trains stage C on crops of finished frames, from sketches roughened as stage B draws them."""

from dataclasses import asdict
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from sora_studio.training import loop
from sora_studio.training.data import PAINTINGS, GrowingSet
from sora_studio.training.drafted import as_signal
from sora_studio.training.layout import LAYOUT
from sora_studio.training.refine_model import CELL, SKETCH_SCALE, RefineModel, RefineShape, places
from sora_studio.training.sampling import euler, to_pixels
from sora_studio.training.sheets import write_sheet
from sora_studio.training.world.attributes import ATTRIBUTES

CROPS_PER_STEP = 6
CROP_ROWS, CROP_COLUMNS = 48, 64  # in cells of 4 pixels
OUTLINE_GAIN = 1.6  # chosen by eye on sheets of the six styles
PEAK_RATE = 1.0e-3
ATTRIBUTE_DROPOUT = 0.08
LIGHT_PATCH, LIGHT_WEIGHT = 16, 2.0  # pixels; against the other losses
NO_MASK_SHARE = 0.15  # an artist's rough may say nothing of what is a figure
# A sketch says nearly all of the picture, so few steps are taken, and most is learned where they start.
PURE_NOISE_SHARE, LEAST_NOISE = 0.5, 0.35


def refine_shape() -> RefineShape:
    return RefineShape(LAYOUT.width)


def train_refine(work: Path, minutes: float, *, sheet_every: float = 10.0) -> None:
    """Trains for `minutes` over all sittings, from the paintings under `work`, into `work`/refine.pt."""
    torch.set_num_threads(1)
    device = loop.choose_device()
    rng = np.random.default_rng()
    model = RefineModel(refine_shape()).to(device)
    masters = loop.Masters(model)
    clock, seen, losses = loop.Clock(minutes), {"crops": 0}, loop.Smooth()
    checkpoint = work / "refine.pt"
    loop.restore(checkpoint, masters, clock, seen)
    paintings = GrowingSet(work / PAINTINGS.folder, "paintings", "sketches", "concepts", "times")
    paintings.wait(PAINTINGS.scenes)
    while clock.progress < 1:
        batch = draw_batch(paintings, rng)
        loss = refine_loss(model, batch, device=device)
        loss.backward()
        norm = masters.step(loop.learning_rate(PEAK_RATE, masters.steps, clock.progress))
        seen["crops"] += CROPS_PER_STEP
        losses.add("loss", loss.item())
        losses.add("norm", norm)
        if masters.steps % 50 == 0:
            scenes = paintings.refresh()
            print(f"{clock.spent:6.1f} min  step {masters.steps}  {losses}  {seen}  {scenes} scenes", flush=True)
        if clock.due("save", 3):
            loop.save(checkpoint, masters, clock, seen, {"shape": asdict(model.shape)})
        if clock.due("sheet", sheet_every):
            sheet(masters, paintings, work / "sheets" / f"refine-{clock.spent:03.0f}.png")
    loop.save(checkpoint, masters, clock, seen, {"shape": asdict(model.shape)})


def draw_batch(data: GrowingSet, rng: np.random.Generator) -> dict[str, Tensor]:
    """Crops (n, 3, 192, 256) in [-1, 1], their roughened sketches, concepts, moments and places in the frame."""
    names = ("clean", "sketch", "subject", "place", "moment", "corner")
    parts: dict[str, list[Tensor]] = {name: [] for name in names}
    indices = []
    for _ in range(CROPS_PER_STEP):
        chunk, i = data.pick(rng)
        frame = int(rng.integers(chunk["paintings"].shape[1]))
        painting, sketch = chunk["paintings"][i, frame], as_signal(chunk["sketches"][i, frame])
        whole = places(painting.shape[0] // CELL, painting.shape[1] // CELL)[0]
        top = int(rng.integers(whole.shape[1] - CROP_ROWS + 1))
        left = int(rng.integers(whole.shape[2] - CROP_COLUMNS + 1))
        rows, columns = slice(top, top + CROP_ROWS), slice(left, left + CROP_COLUMNS)
        rough = roughen(sketch[None], rng)[0]
        if rng.random() < NO_MASK_SHARE:
            rough[3] = -1.0
        small = CELL // SKETCH_SCALE
        parts["clean"].append(as_signal(painting[_scaled(rows, CELL), _scaled(columns, CELL)]))
        parts["sketch"].append(rough[:, _scaled(rows, small), _scaled(columns, small)])
        parts["subject"].append(sketch[3:, _scaled(rows, small), _scaled(columns, small)])
        parts["place"].append(whole[:, rows, columns])
        parts["moment"].append(torch.tensor(chunk["times"][i, frame]))
        parts["corner"].append(torch.tensor([left * CELL, top * CELL]))
        indices.append(chunk["concepts"][i].copy())
    concepts = np.stack(indices)
    concepts[rng.random(concepts.shape) < ATTRIBUTE_DROPOUT] = 0
    batch = {name: torch.stack(tensors) for name, tensors in parts.items()}
    batch["concepts"] = torch.from_numpy(LAYOUT.one_hot(concepts))
    return batch


def roughen(sketch: Tensor, rng: np.random.Generator) -> Tensor:
    """Makes a drawn draft frame (n, 4, h, w) as soft, wavy and speckled as a dreamed one."""
    if rng.random() < 0.5:
        reach = int(rng.integers(1, 3))
        around = F.pad(sketch, (reach,) * 4, mode="replicate")
        soft = F.avg_pool2d(around, 2 * reach + 1, stride=1)
        amount = float(rng.random())
        sketch = sketch * (1 - amount) + soft * amount
    if rng.random() < 0.4:
        n, _, height, width = sketch.shape
        y, x = torch.meshgrid(torch.linspace(-1, 1, height), torch.linspace(-1, 1, width), indexing="ij")
        push = torch.randn(n, 2, 9, 16) * 1.2 * float(rng.random())
        push = F.interpolate(push, (height, width), mode="bicubic", align_corners=True)
        grid = torch.stack([x + push[:, 0] * 2 / width, y + push[:, 1] * 2 / height], -1)
        sketch = F.grid_sample(sketch, grid, padding_mode="border", align_corners=True)
    return sketch + torch.randn_like(sketch) * 0.1 * float(rng.random()) ** 2


def refine_loss(model: RefineModel, batch: dict[str, Tensor], *, device: torch.device) -> Tensor:
    """L1 and L2 to the clean frame, L1 between neighbouring differences, which keeps edges crisp, and L1 between
    the mean colours of patches, which keeps the light of the hour: a tint is a small error in every pixel."""
    batch = {name: tensor.to(device) for name, tensor in batch.items()}
    clean = batch["clean"]
    t = LEAST_NOISE + (1 - LEAST_NOISE) * torch.rand(len(clean), device=device)
    t = torch.where(torch.rand(len(clean), device=device) < PURE_NOISE_SHARE, torch.ones_like(t), t)
    level = t.view(-1, 1, 1, 1)
    noisy = (1 - level) * clean + level * torch.randn_like(clean)
    corner = batch["corner"]
    still = model.textures.still_at(corner[:, 1].tolist(), corner[:, 0].tolist(), *clean.shape[2:])
    asked = (batch["sketch"], batch["concepts"], batch["moment"], batch["place"], still, corner)
    predicted = model(noisy, t, *asked).float()
    subject = F.interpolate(batch["subject"], scale_factor=float(SKETCH_SCALE), mode="nearest") > -0.9
    error = predicted - clean
    edges = (error[..., 1:] - error[..., :-1]).abs().mean() + (error[..., 1:, :] - error[..., :-1, :]).abs().mean()
    light = F.avg_pool2d(error, LIGHT_PATCH).abs().mean()
    return ((error.abs() + error**2) * (1.0 + subject)).mean() + edges + LIGHT_WEIGHT * light


def paint(
    model: RefineModel, sketches: Tensor, concepts: Tensor, moments: Tensor, *, steps: int = 2, seed: int = 0
) -> Tensor:
    """Draft frames (n, 4, 144, 256) to frames (n, 3, 288, 512); all start from the same noise."""
    n, _, rows, columns = sketches.shape
    height, width = rows * SKETCH_SCALE, columns * SKETCH_SCALE
    generator = torch.Generator().manual_seed(seed)
    x = torch.randn((1, 3, height, width), generator=generator).expand(n, -1, -1, -1)
    place = places(height // CELL, width // CELL).expand(n, -1, -1, -1)
    corner = torch.zeros(n, 2)
    with torch.no_grad():
        still = model.textures.still_at([0] * n, [0] * n, height, width)
        fixed = (sketches, concepts, moments, place, still, corner)
        return euler(lambda x, t: model(x, t.expand(n), *fixed), x, steps)


def sheet(masters: loop.Masters, data: GrowingSet, file: Path) -> None:
    """Rows of three scenes: sketch, painting, and the drawn frame it should look like; newest file, so hardly seen."""
    model = masters.averaged_into(RefineModel(refine_shape()))
    chunk = data.files[-1]
    pictures, labels = [], []
    for i in range(12):
        sketch = as_signal(chunk["sketches"][i, :1])
        concepts = torch.from_numpy(LAYOUT.one_hot(chunk["concepts"][i : i + 1]))
        painted = paint(model, sketch, concepts, torch.from_numpy(chunk["times"][i, :1]))
        pictures += [to_pixels(sketch[:, :3])[0], to_pixels(painted)[0], chunk["paintings"][i, 0]]
        values = zip(ATTRIBUTES.values(), chunk["concepts"][i], strict=True)
        labels += ["", " ".join(names[k] for names, k in values if names[k] not in ("none", "unspecified")), ""]
    write_sheet(pictures, labels, 6, file, 256)


def load_refine(checkpoint: Path) -> RefineModel:
    """The averaged weights of a checkpoint, fp32, with bolder outlines."""
    state = torch.load(checkpoint, weights_only=True)
    model = loop.averaged_model(RefineModel(RefineShape(**state["shape"])), state["masters"]["averaged"])
    model.draw_bolder(OUTLINE_GAIN)
    return model


def _scaled(cells: slice, factor: int) -> slice:
    return slice(cells.start * factor, cells.stop * factor)
