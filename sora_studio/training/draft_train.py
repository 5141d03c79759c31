# pyright: basic, reportMissingImports=false
"""Trains stage B: first on single frames, for variety, then on clips, for movement."""

from dataclasses import asdict
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from sora_studio.training import loop
from sora_studio.training.data import SKETCHES, GrowingSet
from sora_studio.training.draft_model import CHANNELS, HEIGHT, WIDTH, DraftModel, DraftShape
from sora_studio.training.layout import LAYOUT
from sora_studio.training.sampling import euler, guided, mixed_noise, to_pixels
from sora_studio.training.sheets import label_of, varied_scenes, write_sheet
from sora_studio.training.world.attributes import ATTRIBUTES, encode_scene

HEEDED = ("subject", "companion", "setting", "size", "move", "colour")
STILLS_SHARE = 0.5
STILLS_PER_STEP, CLIPS_PER_STEP = 18, 5
CLIP_FRAMES = 4
STILL_STEPS_AMONG_CLIPS = 0.25
PEAK_RATE = 1.1e-3
# Frames are dreamed from nearly the same noise, which holds the scene still; training sees less alike noise too.
NOISE_CORRELATION, LEAST_CORRELATION = 0.95, 0.5
SUBJECT_WEIGHT = 3.0
SMALLEST_TIME = 0.2
# Where the log-odds of the noise level lie: what stands where is decided in high noise; edges are the painter's.
NOISIER_STILLS, NOISIER_CLIPS = 0.7, 1.0
ATTRIBUTE_DROPOUT, WHOLE_DROPOUT, FIRST_FRAME_SHARE = 0.1, 0.1, 0.35
MOVES = ATTRIBUTES["move"]
MIRRORED_MOVE = np.array([MOVES.index({"pan_left": "pan_right", "pan_right": "pan_left"}.get(m, m)) for m in MOVES])
MOVE_COLUMN = LAYOUT.names.index("move")


def draft_shape() -> DraftShape:
    return DraftShape(LAYOUT.sizes, tuple(LAYOUT.names.index(name) for name in HEEDED))


def train_draft(work: Path, minutes: float, *, sheet_every: float = 10.0) -> None:
    """Trains for `minutes` over all sittings, from the sketches under `work`, into `work`/draft.pt."""
    torch.set_num_threads(1)
    device = loop.choose_device()
    rng = np.random.default_rng()
    model = DraftModel(draft_shape()).to(device)
    masters = loop.Masters(model)
    clock, seen, losses = loop.Clock(minutes), {"stills": 0, "clips": 0}, loop.Smooth()
    checkpoint = work / "draft.pt"
    loop.restore(checkpoint, masters, clock, seen)
    sketches = GrowingSet(work / SKETCHES.folder, "sketches", "concepts", "times")
    sketches.wait(SKETCHES.scenes)
    while clock.progress < 1:
        moving = clock.progress > STILLS_SHARE and rng.random() > STILL_STEPS_AMONG_CLIPS
        batch = draw_batch(sketches, rng, CLIPS_PER_STEP if moving else STILLS_PER_STEP, single=not moving)
        # Stills beside clips go through attention along time too, so that one frame alone stays a picture.
        loss = draft_loss(model, batch, moving=clock.progress > STILLS_SHARE, device=device)
        loss.backward()
        norm = masters.step(loop.learning_rate(PEAK_RATE, masters.steps, clock.progress))
        kind = "clips" if moving else "stills"
        seen[kind] += len(batch["times"])
        losses.add(kind, loss.item())
        losses.add("norm", norm)
        if masters.steps % 50 == 0:
            scenes = sketches.refresh()
            print(f"{clock.spent:6.1f} min  step {masters.steps}  {losses}  {seen}  {scenes} scenes", flush=True)
        if clock.due("save", 3):
            loop.save(checkpoint, masters, clock, seen, {"shape": asdict(model.shape)})
        if clock.due("sheet", sheet_every):
            sheet(masters, work / "sheets", f"draft-{clock.spent:03.0f}", moving=clock.progress > STILLS_SHARE)
    loop.save(checkpoint, masters, clock, seen, {"shape": asdict(model.shape)})


def draw_batch(data: GrowingSet, rng: np.random.Generator, count: int, *, single: bool) -> dict[str, Tensor]:
    """Sketches (B, F, 4, 36, 64) in [-1, 1] with concepts, times, and the frame each clip starts from."""
    clips, firsts, indices, times = [], [], [], []
    for _ in range(count):
        chunk, i = data.pick(rng)
        clip, index, moments = chunk["sketches"][i], chunk["concepts"][i].copy(), chunk["times"][i]
        if rng.random() < 0.5:
            clip = clip[:, :, ::-1]
            index[MOVE_COLUMN] = MIRRORED_MOVE[index[MOVE_COLUMN]]
        firsts.append(clip[0])
        if single:
            frame = int(rng.integers(len(clip)))
            clip, moments = clip[frame : frame + 1], moments[frame : frame + 1]
        else:
            chosen = np.sort(rng.permutation(len(clip) - 1)[: CLIP_FRAMES - 1]) + 1
            clip, moments = clip[[0, *chosen]], moments[[0, *chosen]]
        clips.append(clip)
        indices.append(index)
        times.append(moments)
    concepts = np.stack(indices)
    concepts[rng.random(concepts.shape) < ATTRIBUTE_DROPOUT] = 0
    concepts[rng.random(count) < WHOLE_DROPOUT] = 0
    return {
        "sketches": _as_signal(np.stack(clips)),
        "first_frame": _as_signal(np.stack(firsts)),
        "has_first_frame": torch.from_numpy((rng.random(count) < FIRST_FRAME_SHARE).astype(np.float32)),
        "concepts": torch.from_numpy(LAYOUT.one_hot(concepts)),
        "times": torch.from_numpy(np.stack(times)),
    }


def draft_loss(model: DraftModel, batch: dict[str, Tensor], *, moving: bool, device: torch.device) -> Tensor:
    """The velocity loss of an x0 prediction: |x0' - x0|^2 / t^2 (t clipped), heavier on the subject.

    Clips get more noise: their frames agree, so the same noise hides less of them (as SD3 shifts larger pictures).
    """
    batch = {name: tensor.to(device) for name, tensor in batch.items()}
    clean = batch["sketches"]
    many = clean.shape[1] > 1
    t = torch.sigmoid(torch.randn(len(clean), device=device) + (NOISIER_CLIPS if many else NOISIER_STILLS))
    correlation = LEAST_CORRELATION + (1 - LEAST_CORRELATION) * float(torch.rand(()))
    noise = mixed_noise(tuple(clean.shape), correlation).to(device)
    level = t.view(-1, 1, 1, 1, 1)
    predicted = model(
        (1 - level) * clean + level * noise,
        t,
        batch["concepts"],
        batch["times"],
        batch["first_frame"],
        batch["has_first_frame"],
        moving=moving,
    ).float()
    weight = (1 + SUBJECT_WEIGHT * (clean[:, :, 3:] > -0.9)) / level.clamp(min=SMALLEST_TIME) ** 2
    return ((predicted - clean) ** 2 * weight).mean()


def sample_clips(
    model: DraftModel,
    concepts: Tensor,
    times: Tensor,
    *,
    steps: int = 12,
    guidance: float = 3.0,
    seed: int = 0,
    first_frame: Tensor | None = None,
) -> Tensor:
    """concepts (B, S), times (B, F) to clips (B, F, 4, 36, 64), fp32, with guidance."""
    batch, frames = times.shape
    generator = torch.Generator().manual_seed(seed)
    x = mixed_noise((batch, frames, CHANNELS, HEIGHT, WIDTH), NOISE_CORRELATION, generator)
    nothing = torch.from_numpy(LAYOUT.nothing()).expand(batch, -1)
    start = torch.zeros(batch, CHANNELS, HEIGHT, WIDTH) if first_frame is None else first_frame
    has_start = torch.zeros(batch) if first_frame is None else torch.ones(batch)

    def denoise(x: Tensor, t: Tensor) -> Tensor:
        level = t.expand(batch)
        asked = model(x, level, concepts, times, start, has_start)
        free = model(x, level, nothing, times, start, has_start)
        return guided(asked, free, guidance)

    with torch.no_grad():
        return euler(denoise, x, steps)


def sheet(masters: loop.Masters, folder: Path, name: str, *, moving: bool) -> None:
    """Stills of every subject, and clips once they are learned: one row each, start to end."""
    model = masters.averaged_into(DraftModel(draft_shape()))
    scenes = varied_scenes(36, np.random.default_rng(9))
    concepts = torch.from_numpy(LAYOUT.one_hot(np.array([encode_scene(s) for s in scenes])))
    stills = to_pixels(sample_clips(model, concepts, torch.zeros(len(scenes), 1))[:, 0, :3])
    write_sheet(list(stills), [label_of(s) for s in scenes], 6, folder / f"{name}-stills.png", 192)
    if not moving:
        return
    chosen = slice(0, 7)
    times = torch.tensor([[0.0, 0.8, 1.6, 2.4, 3.2, 4.0]]).expand(7, -1)
    clips = sample_clips(model, concepts[chosen], times)[:, :, :3]
    labels = [label_of(s) if f == 0 else "" for s in scenes[chosen] for f in range(6)]
    write_sheet(list(to_pixels(clips.flatten(0, 1))), labels, 6, folder / f"{name}-clips.png", 192)


def load_draft(checkpoint: Path) -> DraftModel:
    """The averaged weights of a checkpoint, fp32."""
    state = torch.load(checkpoint, weights_only=True)
    return loop.averaged_model(DraftModel(DraftShape(**state["shape"])), state["masters"]["averaged"])


def _as_signal(pixels: np.ndarray) -> Tensor:
    """(..., h, w, c) uint8 to (..., c, h, w) in [-1, 1]."""
    return torch.from_numpy(np.ascontiguousarray(pixels)).movedim(-1, -3).float() / 127.5 - 1
