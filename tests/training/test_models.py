"""The painters' promises: null wishes, stills untouched by attention along time, the same numbers in ONNX."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from sora_studio.training.concept_head import ConceptHead  # noqa: E402
from sora_studio.training.draft_model import DraftModel, DraftShape  # noqa: E402
from sora_studio.training.export import draft_inputs, export_draft, export_refine, refine_inputs  # noqa: E402
from sora_studio.training.layout import LAYOUT, ConceptLayout  # noqa: E402
from sora_studio.training.loop import Masters  # noqa: E402
from sora_studio.training.refine_model import RefineModel, RefineShape, places, trust  # noqa: E402
from sora_studio.training.sampling import euler, mixed_noise  # noqa: E402

TINY = DraftShape(concept_sizes=(3, 4), heeded=(0, 1), width=16, blocks=1, heads=2)
TINY_PAINTER = RefineShape(concept_width=7, widths=(8, 8, 8), context=8, heads=2)


@pytest.fixture(autouse=True)
def one_thread() -> Iterator[None]:
    """More threads than free cores make tiny models many times slower."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    torch.manual_seed(0)
    yield
    torch.set_num_threads(before)


def woken(model: Any) -> Any:
    """Layers that start at zero would hide a wrong connection behind them."""
    for parameter in model.parameters():
        if not parameter.abs().max():
            torch.nn.init.normal_(parameter, std=0.3)
    return model.eval()


def draft(model: Any, frames: int, **changes: Any) -> Any:
    inputs = draft_inputs(frames, 7) | changes
    times = inputs.pop("frame_times").unsqueeze(0)
    with torch.no_grad():
        return model(**inputs, frame_times=times)


def test_a_new_draft_model_treats_the_frames_of_a_clip_as_stills() -> None:
    model = DraftModel(TINY).eval()
    torch.nn.init.normal_(model.out.weight)
    inputs = draft_inputs(3, 7)
    times, sample = inputs.pop("frame_times").unsqueeze(0), inputs.pop("sample")
    with torch.no_grad():
        together = model(sample=sample, **inputs, frame_times=times)
        alone = [model(sample=sample[:, f : f + 1], **inputs, frame_times=times[:, f : f + 1]) for f in range(3)]
    torch.testing.assert_close(together, torch.cat(alone, 1), atol=1e-5, rtol=1e-4)


def test_once_learned_the_frames_of_a_clip_see_each_other() -> None:
    model = woken(DraftModel(TINY))
    fixed = {"concepts": torch.rand(1, 7), "first_frame": torch.zeros(1, 4, 36, 64)}
    sample = torch.randn(1, 3, 4, 36, 64)
    other = sample.clone()
    other[:, 2] += 1.0
    before, after = draft(model, 3, sample=sample, **fixed), draft(model, 3, sample=other, **fixed)
    assert (before[:, 0] - after[:, 0]).abs().max() > 1e-4


def test_a_first_frame_counts_only_where_the_clip_says_it_has_one() -> None:
    model = woken(DraftModel(TINY))
    fixed = {"sample": torch.randn(1, 2, 4, 36, 64), "concepts": torch.rand(1, 7)}
    frames = [torch.randn(1, 4, 36, 64) for _ in range(2)]
    off = [draft(model, 2, first_frame=f, has_first_frame=torch.zeros(1), **fixed) for f in frames]
    on = [draft(model, 2, first_frame=f, has_first_frame=torch.ones(1), **fixed) for f in frames]
    torch.testing.assert_close(off[0], off[1])
    assert (on[0] - on[1]).abs().max() > 1e-4


def test_asking_for_nothing_is_an_answer_of_its_own_for_every_attribute() -> None:
    nothing = LAYOUT.nothing()
    assert nothing.shape == (1, LAYOUT.width)
    assert [float(nothing[0, part][0]) for part in LAYOUT.slices()] == [1.0] * len(LAYOUT.names)
    assert nothing.sum() == len(LAYOUT.names)


def test_concepts_lie_one_attribute_after_another() -> None:
    layout = ConceptLayout(("a", "b"), (2, 3))
    np.testing.assert_array_equal(layout.one_hot(np.array([[1, 2]])), [[0, 1, 0, 0, 1]])
    assert layout.slice_of("b") == slice(2, 5)


def test_the_head_gives_a_distribution_per_attribute_and_ignores_padding() -> None:
    head = ConceptHead((3, 4)).eval()
    tokens, mask = torch.randn(1, 6, 384), torch.ones(1, 6)
    mask[:, 4:] = 0
    concepts = head(tokens, mask)
    torch.testing.assert_close(concepts[:, :3].sum(-1), torch.ones(1))
    torch.testing.assert_close(concepts[:, 3:].sum(-1), torch.ones(1))
    torch.testing.assert_close(concepts, head(tokens[:, :4], mask[:, :4]), atol=1e-5, rtol=1e-4)


def test_pure_noise_is_not_believed_and_a_clean_picture_fully() -> None:
    assert trust(torch.tensor([1.0])).item() == 0.0
    assert trust(torch.tensor([0.0])).item() == pytest.approx(1.0)
    model = woken(RefineModel(TINY_PAINTER))
    fixed = (torch.ones(1), torch.randn(1, 4, 8, 8), torch.rand(1, 7), torch.zeros(1), places(16, 16))
    with torch.no_grad():
        first, second = (model(torch.randn(1, 3, 64, 64), *fixed) for _ in range(2))
    torch.testing.assert_close(first, second)


def test_an_unlearned_painter_shows_the_sketch_itself() -> None:
    model = RefineModel(TINY_PAINTER).eval()
    sketch, moment = torch.full((1, 4, 8, 8), 0.25), torch.zeros(1)
    with torch.no_grad():
        painted = model(torch.randn(1, 3, 64, 64), torch.ones(1), sketch, torch.rand(1, 7), moment, places(16, 16))
    torch.testing.assert_close(painted, torch.full((1, 3, 64, 64), 0.25))


def test_euler_ends_on_the_clean_sample_whatever_the_noise() -> None:
    clean = torch.randn(1, 3)
    torch.testing.assert_close(euler(lambda x, t: clean, torch.randn(1, 3), 5), clean)


def test_frames_share_the_asked_part_of_their_noise() -> None:
    noise = mixed_noise((1, 2, 40_000), 0.5)
    assert noise.std().item() == pytest.approx(1.0, abs=0.03)
    assert torch.corrcoef(noise[0])[0, 1].item() == pytest.approx(0.5, abs=0.03)


def test_masters_keep_steps_too_small_for_bfloat16() -> None:
    model = torch.nn.Linear(1, 1, bias=False)
    torch.nn.init.ones_(model.weight)
    masters = Masters(model, weight_decay=0.0)
    for _ in range(100):
        model(torch.ones(1, 1, dtype=torch.bfloat16)).sum().backward()
        masters.step(1e-4)
    assert model.weight.dtype == torch.bfloat16
    assert masters.exact[0].item() == pytest.approx(0.99, abs=1e-3)


@pytest.mark.filterwarnings("ignore")
def test_the_exported_painters_agree_with_torch_at_other_sizes(tmp_path: Path) -> None:
    pytest.importorskip("onnxscript")
    assert export_draft(woken(DraftModel(TINY)), tmp_path / "draft.onnx") < 1e-3
    assert export_refine(woken(RefineModel(TINY_PAINTER)), tmp_path / "refine.onnx") < 1e-3
    assert refine_inputs(3, 7)["sample"].shape == (3, 3, 288, 512)
    for name in ("draft.onnx", "refine.onnx"):
        assert str(Path.cwd()).encode() not in (tmp_path / name).read_bytes(), (
            "it names the exporting machine's folders"
        )
