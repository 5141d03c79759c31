"""A large model is there sooner the second time and draws the same, and nothing wrong with what is kept matters."""

import os
import time
from pathlib import Path
from typing import Any, cast

import numpy as np
import pytest

from sora_studio.inference.clip import Floats
from sora_studio.inference.device import choose_device
from sora_studio.inference.draft import run_draft
from sora_studio.inference.encode import encode_text
from sora_studio.inference.kept_graphs import KeptGraphs
from sora_studio.inference.packs import load_pack
from sora_studio.inference.request import make_request
from sora_studio.inference.session import SessionCache
from sora_studio.paths import bundled_models_folder

PACK = load_pack(bundled_models_folder() / "sketch")


def sessions_keeping(folder: Path, least_bytes: int = 1, most_bytes: int = 1 << 40) -> SessionCache:
    return SessionCache(choose_device("cpu"), threads=1, kept=KeptGraphs(folder, least_bytes, most_bytes))


def drawn(sessions: SessionCache) -> Floats:
    request = make_request(PACK, "a boat on the coast", seed=1, duration_s=1.0, steps=2)
    cond, uncond = encode_text(sessions, PACK, "a boat on the coast"), encode_text(sessions, PACK, "")
    return run_draft(sessions, PACK, request, cond, uncond)


def loaded_from(sessions: SessionCache) -> Path:
    with sessions.lease(PACK.draft.model) as model:
        return Path(cast(Any, model.session)._model_path)


def entries(folder: Path) -> list[Path]:
    return sorted(folder.glob("[!.]*")) if folder.is_dir() else []


def test_the_second_time_it_is_mapped_and_draws_the_same_to_the_last_bit(tmp_path: Path) -> None:
    kept = tmp_path / "graphs"
    first = sessions_keeping(kept)
    wanted = drawn(first)
    assert loaded_from(first) == PACK.draft.model.path
    second = sessions_keeping(kept)
    np.testing.assert_array_equal(drawn(second), wanted)
    assert loaded_from(second).is_relative_to(kept)
    np.testing.assert_array_equal(drawn(SessionCache(choose_device("cpu"), threads=1)), wanted)
    assert not list(kept.glob(".*"))


@pytest.mark.parametrize(
    ("name", "harm"),
    [
        ("model.onnx", "a changed byte"),
        ("model.onnx.data", "a changed byte"),
        ("model.onnx.data", "cut short"),
        ("model.onnx.data", "gone"),
        ("sums.json", "cut short"),
    ],
)
def test_what_was_harmed_is_made_anew(tmp_path: Path, name: str, harm: str) -> None:
    kept = tmp_path / "graphs"
    with sessions_keeping(kept).lease(PACK.draft.model):
        pass
    [entry] = entries(kept)
    file = entry / name
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 0x40
    if harm == "gone":
        file.unlink()
    else:
        file.write_bytes(content if harm == "a changed byte" else content[: len(content) // 2])
    again = sessions_keeping(kept)
    assert loaded_from(again) == PACK.draft.model.path
    assert loaded_from(sessions_keeping(kept)).is_relative_to(kept)


def test_small_models_are_not_kept(tmp_path: Path) -> None:
    with sessions_keeping(tmp_path / "graphs", least_bytes=1 << 30).lease(PACK.draft.model):
        pass
    assert not (tmp_path / "graphs").exists()


def test_the_longest_unused_makes_room(tmp_path: Path) -> None:
    kept = tmp_path / "graphs"
    files = PACK.draft.model, PACK.refine.model, PACK.encode.model
    for age, file in enumerate(files):
        before = set(entries(kept))
        with sessions_keeping(kept, most_bytes=1 << 30).lease(file):
            pass
        [made] = set(entries(kept)) - before
        os.utime(made, (age + 1, age + 1))
    oldest, *others = sorted(entries(kept), key=lambda entry: entry.stat().st_mtime)
    held = sum(each.stat().st_size for entry in entries(kept) for each in entry.iterdir())
    assert PACK.decode is not None
    fits = held + PACK.decode.model.bytes_of_all // 2
    with sessions_keeping(kept, most_bytes=fits).lease(PACK.decode.model):
        pass
    left = entries(kept)
    assert oldest not in left
    assert set(others) < set(left)


def test_what_a_killed_process_left_is_cleared_away(tmp_path: Path) -> None:
    kept = tmp_path / "graphs"
    long_ago, just_now = kept / ".new-1", kept / ".new-2"
    for folder in (long_ago, just_now):
        folder.mkdir(parents=True)
    os.utime(long_ago, (time.time() - 7200, time.time() - 7200))
    with sessions_keeping(kept).lease(PACK.draft.model):
        pass
    assert [each.name for each in kept.glob(".*")] == [just_now.name]


def test_where_nothing_can_be_written_the_model_is_loaded_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "graphs").write_text("a file where a folder should be")
    assert loaded_from(sessions_keeping(tmp_path / "graphs")) == PACK.draft.model.path


def test_a_disk_that_would_be_filled_is_let_be(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Nearly:
        free = 4 * PACK.draft.model.bytes_of_all

    monkeypatch.setattr("shutil.disk_usage", lambda _: Nearly)
    with sessions_keeping(tmp_path / "graphs").lease(PACK.draft.model):
        pass
    assert entries(tmp_path / "graphs") == []
