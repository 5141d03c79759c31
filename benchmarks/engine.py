"""Row 2: what the sampling loop costs beyond the model runs themselves; row 1 is of a model of real size."""

import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from benchmarks.paired import PAIRS
from sora_studio.inference.draft import run_draft
from sora_studio.inference.encode import encode_text
from sora_studio.inference.pack import ModelPack
from sora_studio.inference.packs import load_pack
from sora_studio.inference.request import GenerationRequest, make_request
from sora_studio.inference.session import SessionCache
from tests.inference.tiny_pack import make_pack

TINY_STEPS = 200
PROMPT = "a boat on the coast at sunset, wide shot"
NUMPY_TYPES = {"tensor(float)": np.float32, "tensor(int64)": np.int64}


def draft_of(pack: ModelPack, sessions: SessionCache, steps: int) -> tuple[GenerationRequest, Callable[[], object]]:
    """One window of Stage B without guidance, so that one step is one model run; and the call that makes it."""
    seconds = (pack.draft.frames_max - 1) / pack.draft.frames_per_second
    request = make_request(pack, PROMPT, seed=1, duration_s=seconds, steps=steps, sampler="euler", guidance=1.0)
    conditioning = encode_text(sessions, pack, PROMPT)
    return request, lambda: run_draft(sessions, pack, request, conditioning, conditioning)


def bare_runs(pack: ModelPack, sessions: SessionCache, frames: int, runs: int) -> Callable[[], object]:
    """`runs` calls of the same session's plain `run` on inputs of the same shapes."""
    with sessions.lease(pack.draft.model) as model:
        session = model.session
    sides = {"F": frames, "f": frames, "frames": frames}
    feed = {
        argument.name: np.zeros(
            [
                side if isinstance(side, int) else sides.get(str(side), _side(argument.name, frames))
                for side in argument.shape
            ],
            NUMPY_TYPES[argument.type],
        )
        for argument in session.get_inputs()
    }

    def work() -> None:
        for _ in range(runs):
            session.run(None, feed)  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType]

    return work


def _side(name: str, frames: int) -> int:
    return frames if name in ("sample", "frame_times") else 1


def overhead_per_step_us(sessions: SessionCache, repeats: int = PAIRS) -> tuple[float, float]:
    """Row 2: microseconds a step costs beyond a bare run, and a bare run itself, on a model that does nothing.

    A longer run less a shorter one leaves out what is paid once a clip.
    """
    with tempfile.TemporaryDirectory() as folder:
        pack = load_pack(make_pack(Path(folder) / "tiny"))
        request, short = draft_of(pack, sessions, TINY_STEPS)
        _, long = draft_of(pack, sessions, 3 * TINY_STEPS)
        bare = bare_runs(pack, sessions, request.frame_count, TINY_STEPS)
        for work in (short, long, bare):
            work()
        steps, runs = [], []
        for _ in range(repeats):
            steps.append((_seconds(long) - _seconds(short)) / (2 * TINY_STEPS))
            runs.append(_seconds(bare) / TINY_STEPS)
        sessions.release_unused()
    bare_us = float(np.median(runs)) * 1e6
    return float(np.median(steps)) * 1e6 - bare_us, bare_us


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start
