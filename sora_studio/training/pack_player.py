"""Plays the finished pack from its ONNX files alone, for evaluation and sheets; films use sora_studio.inference."""

from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from sora_studio.training.pack_file import SETTINGS
from sora_studio.training.world.camera import SHOT_S

HEIGHT, WIDTH = 288, 512
DRAFT_SHAPE = (4, HEIGHT // 2, WIDTH // 2)
SCENE_SHAPE = (401, 576)
STAGES = ("encode", "draft", "decode", "refine")
FRAMES_PER_DECODE = 16


class PackPlayer:
    """Text to concepts, concepts to a scene, the scene to draft frames, these to frames, with the pack's settings."""

    def __init__(self, pack: Path, threads: int = 2) -> None:
        import onnxruntime as ort  # pyright: ignore[reportMissingTypeStubs]
        from tokenizers import Tokenizer

        runtime: Any = ort
        options = runtime.SessionOptions()
        options.intra_op_num_threads = threads
        self._stages: dict[str, Any] = {
            name: runtime.InferenceSession(str(pack / f"{name}.onnx"), options, providers=["CPUExecutionProvider"])
            for name in STAGES
        }
        self._tokenizer: Any = Tokenizer.from_file(str(pack / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(128)

    def concepts(self, text: str) -> np.ndarray:
        """(1, S) probabilities."""
        ids = np.array([self._tokenizer.encode(text).ids], np.int64)
        return self._run("encode", "concepts", input_ids=ids, attention_mask=np.ones_like(ids))

    def scene(self, concepts: np.ndarray, seed: int, first_frame: np.ndarray | None = None) -> np.ndarray:
        """A scene (1, 401, 576) of concepts (1, S), begun like first_frame (4, 144, 256) where that is given."""
        x = np.random.default_rng(seed).standard_normal((1, *SCENE_SHAPE)).astype(np.float32)
        start = np.zeros(DRAFT_SHAPE, np.float32) if first_frame is None else first_frame
        fixed = {"first_frame": start[None], "has_first_frame": np.array([first_frame is not None], np.float32)}
        for now, later in pairwise(shifted_levels(int(SETTINGS["draft_steps"]), float(SETTINGS["draft_shift"]))):
            t = np.array([now], np.float32)
            clean = self._run("draft", "denoised", sample=x, timestep=t, concepts=concepts, **fixed)
            x = clean + np.float32(later / now) * (x - clean)
        return x

    def decode(
        self, scene: np.ndarray, concepts: np.ndarray, times_s: np.ndarray, duration_s: float = SHOT_S
    ) -> np.ndarray:
        """Draft frames (F, 4, 144, 256) of a scene at the given seconds into a shot of `duration_s`."""
        fixed = {
            "duration": np.array([duration_s], np.float32),
            "sketch": np.zeros((1, *DRAFT_SHAPE), np.float32),
            "has_sketch": np.zeros(1, np.float32),
        }
        moments = times_s.astype(np.float32)
        parts = [moments[i : i + FRAMES_PER_DECODE] for i in range(0, len(moments), FRAMES_PER_DECODE)]
        return np.concatenate(
            [self._run("decode", "frames", scene=scene, concepts=concepts, frame_times=part, **fixed) for part in parts]
        )

    def draft(self, text: str, times_s: np.ndarray, seed: int) -> tuple[np.ndarray, np.ndarray]:
        """The concepts of a text, and draft frames at the given seconds of a four-second shot."""
        concepts = self.concepts(text)
        return concepts, self.decode(self.scene(concepts, seed), concepts, times_s)

    def paint(self, drafts: np.ndarray, concepts: np.ndarray, times_s: np.ndarray, seed: int) -> np.ndarray:
        """Frames (F, 288, 512, 3) uint8 of draft frames (F, 4, 144, 256), one at a time to bound memory."""
        noise = np.random.default_rng([seed, 1]).standard_normal((1, 3, HEIGHT, WIDTH)).astype(np.float32)
        levels = shifted_levels(int(SETTINGS["refine_steps"]), float(SETTINGS["refine_shift"]))
        frames: list[np.ndarray] = []
        for rough, moment in zip(drafts, times_s, strict=True):
            fixed = {"draft": rough[None].astype(np.float32), "frame_times": np.array([moment], np.float32)}
            x = noise
            for now, later in pairwise(levels):
                t = np.array([now], np.float32)
                clean = self._run("refine", "denoised", sample=x, timestep=t, concepts=concepts, **fixed)
                x = clean + np.float32(later / now) * (x - clean)
            frames.append(pixels(x)[0])
        return np.stack(frames)

    def _run(self, stage: str, output: str, **inputs: np.ndarray) -> np.ndarray:
        (result,) = self._stages[stage].run([output], inputs)
        return np.asarray(result)


def shifted_levels(steps: int, shift: float) -> np.ndarray:
    """Noise levels from 1 to 0, moved towards noise by `shift` (Esser et al. 2024, SD3)."""
    t = np.linspace(1.0, 0.0, steps + 1)
    return shift * t / (1 + (shift - 1) * t)


def pixels(x: np.ndarray) -> np.ndarray:
    """(n, 3, h, w) in [-1, 1] to (n, h, w, 3) uint8."""
    return ((x + 1) * 127.5).round().clip(0, 255).astype(np.uint8).transpose(0, 2, 3, 1)
