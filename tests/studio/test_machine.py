"""What the command line has for itself, models use in full; beside a window they leave it room."""

from pathlib import Path
from typing import Any, cast

import pytest

from sora_studio.inference.packs import load_pack
from sora_studio.studio.config import Config
from sora_studio.studio.machine import Machine, thread_count
from tests.inference.tiny_pack import make_pack


@pytest.mark.parametrize("beside_a_window", [False, True])
def test_threads_wait_awake_only_where_nothing_else_wants_the_cores(tmp_path: Path, beside_a_window: bool) -> None:
    machine = Machine(Config(threads=thread_count(Config(), leave_a_core=beside_a_window)))
    machine.use("cpu")
    with machine.sessions.lease(load_pack(make_pack(tmp_path / "tiny")).draft.model) as model:
        options = cast(Any, model.session).get_session_options()
    awake = options.get_session_config_entry("session.intra_op.allow_spinning")
    assert awake == ("0" if beside_a_window else "1")
    machine.close()
