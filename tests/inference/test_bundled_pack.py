"""The pack that comes with Sora Studio, run for real: few frames and few steps, all three stages."""

import numpy as np
import pytest

from sora_studio import paths
from sora_studio.inference.draft import run_draft
from sora_studio.inference.encode import encode_text
from sora_studio.inference.pack import ModelPack
from sora_studio.inference.packs import pack_named
from sora_studio.inference.refine import run_refine
from sora_studio.inference.request import make_request
from sora_studio.inference.stage import draft_shape
from tests.inference.tiny_pack import cpu_sessions


def bundled() -> ModelPack:
    return pack_named("sketch", paths.models_folders())


def test_an_empty_text_wants_nothing_and_a_prompt_something():
    pack, sessions = bundled(), cpu_sessions()
    nothing = encode_text(sessions, pack, "")["concepts"]
    something = encode_text(sessions, pack, "woolly mammoths grazing in a snowy meadow")["concepts"]
    assert nothing.shape == something.shape
    assert not np.allclose(nothing, something)
    assert sessions.runs == 2


def test_a_prompt_becomes_frames_the_same_ones_each_time():
    pack = bundled()
    request = make_request(pack, "a red candle", seed=3, duration_s=0.25, steps=1, refine_steps=1)
    films: list[np.ndarray] = []
    for _ in range(2):
        sessions = cpu_sessions()
        cond, uncond = encode_text(sessions, pack, request.prompt), encode_text(sessions, pack, "")
        draft = run_draft(sessions, pack, request, cond, uncond)
        assert draft.shape == draft_shape(pack.draft, request)
        films.append(run_refine(sessions, pack, request, draft, cond))
        decoded, guided = int(pack.decode is not None), int(pack.draft.guidance != 1.0)
        assert (sessions.created, sessions.runs) == (3 + decoded, 2 + 1 + guided + decoded + 1)
    assert films[0].shape == (2, 288, 512, 3)
    assert films[0].tobytes() == films[1].tobytes()
    assert films[0].std() > 1.0


@pytest.mark.parametrize("seconds", [4.0, 8.0])
def test_its_clips_are_whole_windows(seconds: float):
    pack = bundled()
    assert (make_request(pack, "", seed=1, duration_s=seconds).frame_count - 1) % (pack.draft.frames_max - 1) == 0


def test_its_files_name_no_folder_of_the_machine_that_made_them():
    pack = bundled()
    decode = [pack.decode.model] if pack.decode else []
    for file in (pack.encode.model, pack.draft.model, *decode, pack.refine.model):
        assert b'File "/' not in file.path.read_bytes()
