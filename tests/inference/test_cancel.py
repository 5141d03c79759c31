"""Stopping works from any thread, in the middle of a model run, and leaves the session fit for the next shot."""

from concurrent.futures import ThreadPoolExecutor
from time import sleep

import numpy as np
import pytest

from sora_studio.errors import Cancelled
from sora_studio.inference.cancel import CancelToken
from sora_studio.inference.draft import run_draft
from sora_studio.inference.encode import encode_text
from sora_studio.inference.events import StepDone
from sora_studio.inference.packs import load_pack
from sora_studio.inference.refine import run_refine
from sora_studio.inference.request import make_request
from tests.inference.tiny_pack import CONCEPTS, ENDLESS, cpu_sessions, make_pack


def test_a_model_run_without_end_is_stopped_and_the_session_goes_on(tmp_path):
    pack = load_pack(make_pack(tmp_path / "tiny"))
    sessions = cpu_sessions()
    request = make_request(pack, "snow", seed=1, duration_s=1.0)
    good = encode_text(sessions, pack, "snow")
    endless = {"concepts": np.full((1, CONCEPTS), 2 * ENDLESS, np.float32)}
    token = CancelToken()
    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(run_draft, sessions, pack, request, endless, good, cancel=token)
        while sessions.runs == 1 and not running.done():
            sleep(0.001)
        assert not running.done()
        token.cancel()
        with pytest.raises(Cancelled):
            running.result(timeout=60)
    assert sessions.runs == 2
    assert run_draft(sessions, pack, request, good, good).shape == (5, 4, 2, 4)
    assert sessions.created == 2


def test_cancelling_at_a_step_ends_the_stage_before_the_next(tmp_path):
    pack = load_pack(make_pack(tmp_path / "tiny"))
    sessions = cpu_sessions()
    request = make_request(pack, "snow", seed=1, duration_s=1.0, steps=9, guidance=1.0, refine_steps=9)
    cond = encode_text(sessions, pack, "snow")
    draft = run_draft(sessions, pack, request, cond, cond)
    seen: list[StepDone] = []

    def stop_at_two(done: StepDone) -> None:
        seen.append(done)
        if done.step == 2:
            token.cancel()

    token = CancelToken()
    before = sessions.runs
    with pytest.raises(Cancelled):
        run_draft(sessions, pack, request, cond, cond, on_step=stop_at_two, cancel=token)
    token = CancelToken()
    with pytest.raises(Cancelled):
        run_refine(sessions, pack, request, draft, cond, on_step=stop_at_two, cancel=token)
    assert [(done.stage, done.step) for done in seen] == [("draft", 1), ("draft", 2), ("refine", 1), ("refine", 2)]
    assert sessions.runs == before + 4


def test_cancelling_at_the_last_step_gives_no_picture(tmp_path):
    pack = load_pack(make_pack(tmp_path / "tiny"))
    sessions = cpu_sessions()
    request = make_request(pack, "snow", seed=1, duration_s=1.0)
    cond = encode_text(sessions, pack, "snow")
    token = CancelToken()

    def stop_at_the_last(done: StepDone) -> None:
        if done.step == done.steps:
            token.cancel()

    with pytest.raises(Cancelled):
        run_draft(sessions, pack, request, cond, cond, on_step=stop_at_the_last, cancel=token)


def test_a_token_cancelled_beforehand_runs_nothing(tmp_path):
    pack = load_pack(make_pack(tmp_path / "tiny"))
    sessions = cpu_sessions()
    request = make_request(pack, "snow", seed=1, duration_s=1.0)
    token = CancelToken()
    token.cancel()
    cond = {"concepts": np.zeros((1, CONCEPTS), np.float32)}
    with pytest.raises(Cancelled):
        encode_text(sessions, pack, "snow", cancel=token)
    with pytest.raises(Cancelled):
        run_draft(sessions, pack, request, cond, cond, cancel=token)
    assert sessions.runs == 0


def test_watchers_are_told_once_and_only_while_they_watch():
    token = CancelToken()
    told: list[str] = []
    with token.watch(lambda: told.append("early")):
        pass
    with token.watch(lambda: told.append("late")):
        token.cancel()
    with pytest.raises(Cancelled):
        token.check()
    with pytest.raises(Cancelled), token.watch(lambda: told.append("never")):
        pytest.fail("the block ran")
    assert told == ["late"]
