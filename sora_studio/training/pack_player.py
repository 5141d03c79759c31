"""Plays the finished pack from its ONNX files alone, for evaluation and sheets; films use sora_studio.inference."""

from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from sora_studio.training.layout import LAYOUT
from sora_studio.training.pack_file import SETTINGS

HEIGHT, WIDTH, CELL = 288, 512, 8


class PackPlayer:
    """Text to concepts, concepts to a sketched clip, sketches to frames, with the pack's own settings."""

    def __init__(self, pack: Path, threads: int = 2) -> None:
        import onnxruntime as ort  # pyright: ignore[reportMissingTypeStubs]
        from tokenizers import Tokenizer

        runtime: Any = ort
        options = runtime.SessionOptions()
        options.intra_op_num_threads = threads
        self._stages: dict[str, Any] = {
            name: runtime.InferenceSession(str(pack / f"{name}.onnx"), options, providers=["CPUExecutionProvider"])
            for name in ("encode", "draft", "refine")
        }
        self._tokenizer: Any = Tokenizer.from_file(str(pack / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(128)

    def concepts(self, text: str) -> np.ndarray:
        """(1, S) probabilities."""
        ids = np.array([self._tokenizer.encode(text).ids], np.int64)
        return self._run("encode", input_ids=ids, attention_mask=np.ones_like(ids))

    def sketch(self, concepts: np.ndarray, times_s: np.ndarray, seed: int, guidance: float | None = None) -> np.ndarray:
        """A clip (F, 4, 36, 64) at the given seconds."""
        rng = np.random.default_rng(seed)
        shared = float(SETTINGS["draft_correlation"])
        own = rng.standard_normal((1, len(times_s), 4, HEIGHT // CELL, WIDTH // CELL))
        common = rng.standard_normal((1, 1, *own.shape[2:]))
        x = (shared**0.5 * common + (1 - shared) ** 0.5 * own).astype(np.float32)
        strength = float(SETTINGS["guidance"]) if guidance is None else guidance
        fixed = {
            "frame_times": times_s.astype(np.float32),
            "first_frame": np.zeros((1, *x.shape[2:]), np.float32),
            "has_first_frame": np.zeros(1, np.float32),
        }
        levels = shifted_levels(int(SETTINGS["draft_steps"]), float(SETTINGS["draft_shift"]))
        for now, later in pairwise(levels):
            t = np.array([now], np.float32)
            asked = self._run("draft", sample=x, timestep=t, concepts=concepts, **fixed)
            free = self._run("draft", sample=x, timestep=t, concepts=LAYOUT.nothing(), **fixed)
            clean = free + strength * (asked - free)
            x = clean + np.float32(later / now) * (x - clean)
        return x[0]

    def paint(self, sketch: np.ndarray, concepts: np.ndarray, times_s: np.ndarray, seed: int) -> np.ndarray:
        """Frames (F, 288, 512, 3) uint8 of sketches (F, 4, 36, 64), one at a time to bound memory."""
        noise = np.random.default_rng([seed, 1]).standard_normal((1, 3, HEIGHT, WIDTH)).astype(np.float32)
        levels = shifted_levels(int(SETTINGS["refine_steps"]), float(SETTINGS["refine_shift"]))
        frames: list[np.ndarray] = []
        for rough, moment in zip(sketch, times_s, strict=True):
            fixed = {"draft": rough[None].astype(np.float32), "frame_times": np.array([moment], np.float32)}
            x = noise
            for now, later in pairwise(levels):
                t = np.array([now], np.float32)
                clean = self._run("refine", sample=x, timestep=t, concepts=concepts, **fixed)
                x = clean + np.float32(later / now) * (x - clean)
            frames.append(pixels(x)[0])
        return np.stack(frames)

    def _run(self, stage: str, **inputs: np.ndarray) -> np.ndarray:
        (output,) = self._stages[stage].run(None, inputs)
        return np.asarray(output)


def shifted_levels(steps: int, shift: float) -> np.ndarray:
    """Noise levels from 1 to 0, moved towards noise by `shift` (Esser et al. 2024, SD3)."""
    t = np.linspace(1.0, 0.0, steps + 1)
    return shift * t / (1 + (shift - 1) * t)


def pixels(x: np.ndarray) -> np.ndarray:
    """(n, 3, h, w) in [-1, 1] to (n, h, w, 3) uint8."""
    return ((x + 1) * 127.5).round().clip(0, 255).astype(np.uint8).transpose(0, 2, 3, 1)
