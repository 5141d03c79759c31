# pyright: basic, reportMissingImports=false
"""Stage B: dreams a scene in layers, a backdrop with its depth and two figures with their places."""

from dataclasses import dataclass

import torch
from torch import Tensor, nn

from sora_studio.training.choices import STRENGTH, likely
from sora_studio.training.compositor import Compositor
from sora_studio.training.first_frame import backdrop_given, figure_given
from sora_studio.training.held_over import at_start, held_to_frame, is_there
from sora_studio.training.layer_model import LayerModel, LayerShape
from sora_studio.training.layout import LAYOUT
from sora_studio.training.scene_tensor import (
    BACKDROP_COLUMNS,
    BACKDROP_ROWS,
    CHANNELS,
    CHOICES,
    FIGURE_ROWS,
    joined,
    parted,
)
from sora_studio.training.settled import settled
from sora_studio.training.world.cast import POSES
from sora_studio.training.world.draw import PLACE_NUMBERS

BOX_NUMBERS = 3
BACKDROP_HEEDS = ("setting",)
FIGURE_HEEDS = ("subject", "companion", "setting", "size", "angle", "colour", "relation")


def backdrop_shape() -> LayerShape:
    """Behind the concepts stands the choice among the views of a place, one attribute more."""
    return LayerShape(
        concept_sizes=(*LAYOUT.sizes, CHOICES[0]),
        heeded=(*(LAYOUT.names.index(name) for name in BACKDROP_HEEDS), len(LAYOUT.sizes)),
        rows=BACKDROP_ROWS,
        columns=BACKDROP_COLUMNS,
        channels=CHANNELS,
        given=CHANNELS,
        numbers=0,
        given_numbers=0,
        width=160,
        blocks=5,
        heads=4,
    )


def figure_shape() -> LayerShape:
    """A figure's own concepts are the subject's; its role and the choice of its look are two attributes more."""
    extra = len(LAYOUT.sizes)
    return LayerShape(
        concept_sizes=(*LAYOUT.sizes, 2, CHOICES[1]),
        heeded=(*(LAYOUT.names.index(name) for name in FIGURE_HEEDS), extra, extra + 1),
        rows=FIGURE_ROWS,
        columns=FIGURE_ROWS,
        channels=POSES * CHANNELS,
        given=CHANNELS,
        numbers=PLACE_NUMBERS,
        given_numbers=BOX_NUMBERS,
        width=224,
        blocks=6,
        heads=4,
    )


def as_seen_by(concepts: Tensor, number: int) -> Tensor:
    """The concepts (B, S) from figure 0's or 1's side, its role behind them: (B, S + 2). To each it is the subject."""
    parts = dict(zip(LAYOUT.names, concepts.split(LAYOUT.sizes, -1), strict=True))
    if number == 1:
        for mine, theirs in (("subject", "companion"), ("colour", "companion_colour")):
            parts[mine], parts[theirs] = parts[theirs], parts[mine]
    role = torch.zeros_like(concepts[:, :2])
    role[:, number] = 1
    return torch.cat([*parts.values(), role], -1)


@dataclass(frozen=True, slots=True)
class DraftShape:
    backdrop: LayerShape
    figure: LayerShape


class DraftModel(nn.Module):
    """Both layer painters side by side, denoising one scene tensor."""

    def __init__(self, shape: DraftShape) -> None:
        super().__init__()
        self.backdrops, self.figures = LayerModel(shape.backdrop), LayerModel(shape.figure)
        self.compositor = Compositor()

    def forward(
        self, sample: Tensor, timestep: Tensor, concepts: Tensor, first_frame: Tensor, has_first_frame: Tensor
    ) -> Tensor:
        """sample (B, 401, 576), timestep (B,), concepts (B, S), first_frame (B, 4, 144, 256), has_first_frame (B,):
        the clean scene."""
        concepts = settled(concepts)
        backdrop, figures, places, noisy = parted(sample)
        none = torch.zeros_like(timestep).unsqueeze(1)[:, :0]
        canvas = backdrop_given(self.compositor, first_frame, concepts, at_start(self.compositor, concepts))
        choices = [likely(part, timestep) for part in noisy.split(CHOICES, 1)]
        # What a first frame shows is chosen already.
        free = [choice * (1 - has_first_frame).unsqueeze(1) for choice in choices]
        asked = torch.cat([concepts, free[0]], 1)
        clean_backdrop, _ = self.backdrops(backdrop, none, timestep, asked, canvas, none, has_first_frame)
        clean_figures, clean_places = [], []
        for number in range(2):
            picture, box = figure_given(first_frame, concepts, number)
            clean, place = self.figures(
                figures[:, number].flatten(1, 2),
                places[:, number],
                timestep,
                torch.cat([as_seen_by(concepts, number), free[1 + number]], 1),
                picture,
                box,
                has_first_frame * is_there(first_frame, concepts, number).to(box.dtype),
            )
            clean_figures.append(clean.unflatten(1, (POSES, CHANNELS)))
            clean_places.append(place)
        dreamed = clean_backdrop, torch.stack(clean_places, 1)
        people = torch.stack(clean_figures, 1)
        held = held_to_frame(self.compositor, dreamed[0], people, dreamed[1], concepts, first_frame)
        given = has_first_frame > 0.5
        backdrop = torch.where(given.view(-1, 1, 1, 1), held[0], dreamed[0])
        places = torch.where(given.view(-1, 1, 1), held[1], dreamed[1])
        return joined(backdrop, people, places, STRENGTH * torch.cat(choices, 1))
