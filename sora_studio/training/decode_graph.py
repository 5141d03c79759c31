# pyright: basic, reportMissingImports=false
"""The pack's decode graph: a scene, or an artist's drawing in its place, to draft frames at any moments."""

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from sora_studio.training.compositor import Compositor
from sora_studio.training.scene_tensor import parted
from sora_studio.training.settled import settled
from sora_studio.training.world.layers import VIEW_HEIGHT, VIEW_WIDTH

# A flat drawing has nothing beyond its edges: it is shown this much larger while the camera sweeps, over less way.
ROOM, SWEEP_SHARE = 0.25, 0.5


class DecodeGraph(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.compositor = Compositor()

    def forward(
        self,
        scene: Tensor,
        concepts: Tensor,
        frame_times: Tensor,
        duration: Tensor,
        sketch: Tensor,
        has_sketch: Tensor,
    ) -> Tensor:
        """scene (1, 401, 576), concepts (1, S), frame_times (F,) and duration (1,) seconds, sketch (1, 4, 144, 256),
        has_sketch (1,): frames (F, 4, 144, 256) in [-1, 1], colours and the mask of the figures."""
        n = frame_times.shape[0]
        concepts = settled(concepts)
        backdrop, figures, places = (part.expand(n, *(-1,) * (part.dim() - 1)) for part in parted(scene)[:3])
        concepts, duration = concepts.expand(n, -1), duration.expand(n)
        frames = self.compositor(backdrop, figures, places, concepts, frame_times, duration)
        drawn = self.over_drawing(sketch.expand(n, -1, -1, -1), concepts, frame_times, duration)
        return torch.where(has_sketch.view(1, 1, 1, 1) > 0.5, drawn, frames)

    def over_drawing(self, sketch: Tensor, concepts: Tensor, times: Tensor, duration: Tensor) -> Tensor:
        """The camera's move over a flat picture."""
        pan_x, pan_y, truck, orbit, growth = self.compositor.motion(concepts, times, duration).unbind(1)
        first = self.compositor.motion(concepts, torch.zeros_like(times), duration)
        sweeping = (first[:, :4].abs().amax(1) > 0).to(sketch.dtype)
        larger = growth * (1 + ROOM * sweeping)
        x = (self.compositor.x / larger + SWEEP_SHARE * (pan_x + truck + orbit)) / (VIEW_WIDTH / 2)
        y = (self.compositor.y / larger + SWEEP_SHARE * pan_y) / (VIEW_HEIGHT / 2)
        return F.grid_sample(sketch, torch.stack([x, y], -1), padding_mode="border", align_corners=False)
