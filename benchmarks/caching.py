"""Row 5: Stage B with the step cache beside exact sampling, and how alike their pictures are (SSIM)."""

from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np

from benchmarks.paired import compare
from benchmarks.rows import Row
from sora_studio.inference.clip import Pictures
from sora_studio.inference.device import choose_device
from sora_studio.inference.draft import draft_preview, run_draft
from sora_studio.inference.encode import encode_text
from sora_studio.inference.pack import ModelPack
from sora_studio.inference.packs import pack_named
from sora_studio.inference.request import make_request
from sora_studio.inference.session import SessionCache
from sora_studio.paths import bundled_models_folder

PROMPTS = (
    "a boat on the coast at sunset, wide shot",
    "a woman in the snow, close-up",
    "a red car in a city street, wide shot",
)
# As many as its authors measured with, and the settings the window offers.
STEPS, THRESHOLDS = 50, (0.05, 0.1)
SECONDS = 1.0


def ssim(a: Pictures, b: Pictures) -> float:
    """Structural similarity of clips (F, H, W, 3), the mean over frames and channels: Wang et al. 2004, sigma 1.5."""
    return float(
        np.mean([_ssim_of_frames(*(each.astype(np.float64) for each in pair)) for pair in zip(a, b, strict=True)])
    )


def _ssim_of_frames(a: np.ndarray, b: np.ndarray) -> float:
    def local(values: np.ndarray) -> np.ndarray:
        return cv2.GaussianBlur(values, (11, 11), 1.5)

    steady, steady_too = (0.01 * 255) ** 2, (0.03 * 255) ** 2
    mean_a, mean_b = local(a), local(b)
    variances = local(a * a) - mean_a**2 + local(b * b) - mean_b**2
    covariance = local(a * b) - mean_a * mean_b
    alike = (2 * mean_a * mean_b + steady) * (2 * covariance + steady_too)
    return float((alike / ((mean_a**2 + mean_b**2 + steady) * (variances + steady_too))).mean())


class Clips:
    """The drafts of all prompts, made with one threshold; `made` and `runs` are those of the last time."""

    def __init__(self, pack: ModelPack, sessions: SessionCache, threshold: float) -> None:
        self._pack, self._sessions, self.threshold = pack, sessions, threshold
        texts = {text: encode_text(sessions, pack, text) for text in (*PROMPTS, "")}
        self._uncond = texts[""]
        self._asked = [
            (
                replace(make_request(pack, text, seed=seed, duration_s=SECONDS, steps=STEPS), step_cache=threshold),
                texts[text],
            )
            for seed, text in enumerate(PROMPTS)
        ]
        self.made: list[Pictures] = []
        self.runs = 0

    def run(self) -> None:
        before = self._sessions.runs
        drafts = [run_draft(self._sessions, self._pack, asked, cond, self._uncond) for asked, cond in self._asked]
        self.runs = self._sessions.runs - before
        self.made = [draft_preview(self._pack, draft) for draft in drafts]


def rows(_: Path) -> list[Row]:
    """The bundled pack, for fidelity is nothing that random weights could show."""
    sessions = SessionCache(choose_device("cpu"))
    pack = pack_named("sketch", [bundled_models_folder()])
    exact = Clips(pack, sessions, 0.0)
    return [_row(exact, Clips(pack, sessions, threshold)) for threshold in THRESHOLDS]


def _row(exact: Clips, cached: Clips) -> Row:
    found = compare(cached.run, exact.run)
    alike = [ssim(a, b) for a, b in zip(cached.made, exact.made, strict=True)]
    fidelity = f"SSIM {np.mean(alike):.3f}, worst {min(alike):.3f}; {cached.runs} of {exact.runs} model runs"
    return Row(
        5,
        f"cached / exact, {STEPS} steps, step cache {cached.threshold:g}",
        f"{found}, {fidelity}",
        "≤ 0.45 at SSIM ≥ 0.95",
        found.median,
    )
