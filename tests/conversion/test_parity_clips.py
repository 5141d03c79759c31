# pyright: basic, reportMissingImports=false
"""Models of clips compared with diffusers' own pipelines."""

from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import numpy as np
import pytest

from sora_studio.inference.encode import encode_text
from sora_studio.inference.packs import load_pack
from tests.conversion.clip_models import CLIP_MODELS, LTX, WAN, ClipModel
from tests.conversion.conftest import Made
from tests.conversion.parity import PROMPT, Case, assert_parity, pipeline_of
from tests.inference.tiny_pack import cpu_sessions


@pytest.mark.parametrize("negative", ["", "blue, blurred"])
@pytest.mark.parametrize("guidance", [1.0, 7.5])
@pytest.mark.parametrize(("model", "case"), [(model, case) for model in CLIP_MODELS for case in model.cases], ids=str)
def test_a_clip_is_that_of_diffusers(
    made: Callable[[str], Made], tmp_path: Path, model: ClipModel, case: Case, guidance: float, negative: str
) -> None:
    tiny = made(model.name)
    pipeline = pipeline_of(tiny.checkpoint, case, model.kind)
    asked = (pipeline, tiny.checkpoint, tiny.converted, tmp_path, case, guidance, negative)
    assert_parity(*asked, **model.asked(guidance))


@pytest.mark.parametrize("model", [LTX, WAN], ids=str)
def test_texts_are_read_as_diffusers_reads_them(made: Callable[[str], Made], model: ClipModel) -> None:
    torch, tiny = import_module("torch"), made(model.name)
    pipeline, pack = pipeline_of(tiny.checkpoint, model.cases[0], model.kind), load_pack(tiny.converted)
    asked = {"do_classifier_free_guidance": False, "max_sequence_length": pack.encode.max_tokens}
    for text in (PROMPT, "", "Don't stop: 42 candles!", "red " * 600, "naïve ÉTÉ"):
        with torch.no_grad():
            states, seen, *_ = pipeline.encode_prompt(text, **asked)
        ours = encode_text(cpu_sessions(), pack, text)
        np.testing.assert_allclose(ours[pack.encode.output], states.numpy(), atol=5e-5)
        if pack.encode.pooled:
            np.testing.assert_array_equal(ours[pack.encode.pooled], seen.numpy())
