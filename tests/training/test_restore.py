"""A checkpoint read back from a pack draws and reads as the pack does."""

from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch")
ort = pytest.importorskip("onnxruntime")

from sora_studio.training.concepts import load_heads  # noqa: E402
from sora_studio.training.draft_model import DraftModel, DraftShape  # noqa: E402
from sora_studio.training.export import RefineGraph, draft_inputs, refine_inputs  # noqa: E402
from sora_studio.training.layer_train import load_part  # noqa: E402
from sora_studio.training.layout import LAYOUT  # noqa: E402
from sora_studio.training.refine_train import load_refine  # noqa: E402
from sora_studio.training.restore import restore  # noqa: E402
from sora_studio.training.word_memory import MEANING, load_memory  # noqa: E402

PACK = Path(__file__).parents[2] / "models" / "sketch"
WIDTH = sum(LAYOUT.sizes)

pytestmark = pytest.mark.filterwarnings("ignore")  # the exporter's own


@pytest.fixture(scope="module")
def work(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("restored")
    restore(folder, PACK, 30)
    return folder


def of_pack(name: str, inputs: dict) -> np.ndarray:
    session = ort.InferenceSession(PACK / name, providers=["CPUExecutionProvider"])
    return np.asarray(session.run(None, {name: value.numpy() for name, value in inputs.items()})[0])


def of_torch(model, inputs: dict) -> np.ndarray:
    with torch.no_grad():
        return model.eval()(**inputs).numpy()


def test_the_painters_of_layers_come_back(work: Path) -> None:
    assert torch.load(work / "backdrops.pt", weights_only=True)["seen"]["backdrops"] > 60_000
    backdrops, figures = load_part(work, "backdrops"), load_part(work, "figures")
    model = DraftModel(DraftShape(backdrops.shape, figures.shape))
    model.backdrops, model.figures = backdrops, figures
    torch.manual_seed(3)
    inputs = draft_inputs(WIDTH) | {"has_first_frame": torch.zeros(1)}
    np.testing.assert_allclose(of_torch(model, inputs), of_pack("draft.onnx", inputs), atol=2e-3)


def test_the_painter_of_frames_comes_back(work: Path) -> None:
    torch.manual_seed(4)
    inputs = refine_inputs(1, WIDTH)
    ours = of_torch(RefineGraph(load_refine(work / "refine.pt")), inputs)
    np.testing.assert_allclose(ours, of_pack("refine.onnx", inputs), atol=5e-3)


def test_the_remembered_words_come_back(work: Path) -> None:
    memory = load_memory(work / "words.npz")
    assert len(memory.keys) > 60_000
    assert memory.vectors().shape == (len(memory.keys), MEANING)


def test_the_reader_comes_back(work: Path) -> None:
    import onnx
    from onnx import numpy_helper

    kept = {w.name: numpy_helper.to_array(w) for w in onnx.load(PACK / "encode.onnx").graph.initializer}
    bias = load_heads(work / "concepts.pt").concepts.choices[0].bias.detach().numpy()
    assert any(values.shape == bias.shape and np.array_equal(values, bias) for values in kept.values())
