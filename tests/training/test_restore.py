"""A checkpoint read back from a pack draws what the pack draws."""

from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch")
ort = pytest.importorskip("onnxruntime")

from sora_studio.training.draft_model import DraftModel, DraftShape  # noqa: E402
from sora_studio.training.export import draft_inputs  # noqa: E402
from sora_studio.training.layer_train import load_part  # noqa: E402
from sora_studio.training.layout import LAYOUT  # noqa: E402
from sora_studio.training.restore import restore_draft  # noqa: E402

PACK = Path(__file__).parents[2] / "models" / "sketch"


@pytest.mark.filterwarnings("ignore")  # the exporter's own
def test_the_bundled_packs_weights_come_back(tmp_path: Path) -> None:
    restore_draft(tmp_path, PACK, 30)
    assert torch.load(tmp_path / "backdrops.pt", weights_only=True)["seen"]["backdrops"] > 60_000
    backdrops, figures = load_part(tmp_path, "backdrops"), load_part(tmp_path, "figures")
    model = DraftModel(DraftShape(backdrops.shape, figures.shape)).eval()
    model.backdrops, model.figures = backdrops, figures
    torch.manual_seed(3)
    inputs = draft_inputs(sum(LAYOUT.sizes)) | {"has_first_frame": torch.zeros(1)}
    with torch.no_grad():
        ours = model(**inputs).numpy()
    session = ort.InferenceSession(PACK / "draft.onnx", providers=["CPUExecutionProvider"])
    (theirs,) = session.run(None, {name: value.numpy() for name, value in inputs.items()})
    np.testing.assert_allclose(ours, np.asarray(theirs), atol=2e-3)
