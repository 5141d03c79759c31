"""Rows 1, 3 and 4: Stage B of one checkpoint beside bare model runs, optimum-onnx and diffusers, on equal threads."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.paired import PAIRS, alternated, compare, ratio, seconds
from benchmarks.reference import Reference, Work, loaded, missing
from benchmarks.rows import Row, not_measured
from sora_studio.inference.draft import run_draft
from sora_studio.inference.encode import encode_text
from sora_studio.inference.pack import ModelPack
from sora_studio.inference.request import make_request
from sora_studio.inference.runtime import Array
from sora_studio.inference.session import SessionCache
from sora_studio.inference.stage import draft_shape, noise_for

PROMPT = "a red candle"
GUIDANCE = 7.5
DIFFUSERS_GOAL = 0.80
# How far apart two float32 runs of the same steps may end, as a share of the largest latent.
TOLERANCE = 1e-3


@dataclass(frozen=True, slots=True)
class Size:
    """A checkpoint of a kind `benchmarks.checkpoint` can make, the steps of a run, the rows, and row 3's goal."""

    name: str
    folder: Path
    kind: str
    steps: int
    numbers: tuple[int, ...]
    optimum_goal: float


class Drafts:
    """Stage B from texts that are encoded already; `latents` is what the last run made."""

    def __init__(self, pack: ModelPack, sessions: SessionCache, steps: int, guidance: float) -> None:
        self._pack, self._sessions = pack, sessions
        self._request = make_request(pack, PROMPT, seed=1, duration_s=1, steps=steps, guidance=guidance)
        self._cond, self._uncond = (encode_text(sessions, pack, text) for text in (PROMPT, ""))
        self.latents: Array = np.empty(0)

    def run(self) -> None:
        self.latents = run_draft(self._sessions, self._pack, self._request, self._cond, self._uncond)

    def seconds(self) -> float:
        return seconds(self.run)

    @property
    def work(self) -> Work:
        """The same for another program."""
        request, stage = self._request, self._pack.draft
        noise = noise_for(stage, request.seed, 0, draft_shape(stage, request), "draft")("start")
        states = self._pack.encode.output
        cond, uncond = self._cond[states], self._uncond[states]
        return Work(np.array(noise), cond, uncond, request.steps, request.guidance)

    def bare(self) -> Callable[[], object]:
        """As many calls of the same session's plain `run` on inputs of the same shapes."""
        stage, work = self._pack.draft, self.work
        with self._sessions.lease(stage.model) as model:
            session, told = model.session, model.inputs[stage.inputs["timestep"]]
        roles = {"sample": work.noise, "timestep": np.full([side or 1 for side in told.shape], 500, told.dtype)}
        feed = {name: roles.get(role, work.cond) for role, name in stage.inputs.items()}

        def runs() -> None:
            for _ in range(work.steps):
                session.run(None, feed)

        return runs


def rows_of_size(size: Size, sessions: SessionCache, pack: ModelPack, threads: int, pairs: int = PAIRS) -> list[Row]:
    """The rows of one checkpoint."""
    plain, guided = (Drafts(pack, sessions, size.steps, guidance) for guidance in (1.0, GUIDANCE))
    bare = plain.bare()
    control = compare(bare, bare, pairs)
    void = "" if control.steady else "  VOID: the control is wider than ±5%"
    rows = [Row(0, f"A/A control: bare runs, {size.name}", f"{control}{void}", "within ±5%", control.median)]
    if 1 in size.numbers:
        floor = compare(plain.run, bare, pairs)
        rows.append(Row(1, f"pipeline wall / bare session.run, {size.name}", str(floor), "≤ 1.01", floor.median))
    if 3 in size.numbers:
        rows += [_beside(size, 3, "optimum", size.optimum_goal, ours, threads, pairs) for ours in (plain, guided)]
    if 4 in size.numbers:
        rows.append(_beside(size, 4, "diffusers", DIFFUSERS_GOAL, guided, threads, pairs))
    return rows


def _beside(size: Size, number: int, library: str, goal: float, ours: Drafts, threads: int, pairs: int) -> Row:
    work, wanted = ours.work, f"≤ {goal:.2f}"
    what = {"optimum": "optimum-onnx, same files", "diffusers": "diffusers on torch, same weights"}[library]
    metric = f"ours / {what}, guidance {work.guidance:g}, {size.name}"
    if why := missing(library):
        return not_measured(number, metric, wanted, why)
    folder = size.folder / {"optimum": "laid-out", "diffusers": "checkpoint"}[library]
    with loaded(library, folder, threads) as reference:
        ours.run()
        reference.seconds(work)
        _refuse_other_work(ours, reference, metric)
        found = ratio(*alternated(ours.seconds, lambda: reference.seconds(work), pairs))
    return Row(number, metric, str(found), wanted, found.median)


def _refuse_other_work(ours: Drafts, reference: Reference, metric: str) -> None:
    made = reference.made()
    apart = float(np.abs(ours.latents - made).max() / np.abs(made).max())
    if not apart <= TOLERANCE:
        raise SystemExit(f"{metric}: the latents differ by {apart:.2g} of the largest: the work is not the same.")
