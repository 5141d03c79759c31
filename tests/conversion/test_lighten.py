# pyright: basic, reportMissingImports=false
"""What makes a converted model quicker or smaller leaves it what it was, or is left out and told."""

import json
from pathlib import Path

import numpy as np
import pytest

from sora_studio.cli.main import main
from sora_studio.conversion.recipe import PartDone, Recipe
from sora_studio.inference.onnx_header import read_onnx_header
from sora_studio.inference.pack_files import found_model
from sora_studio.inference.packs import load_pack
from sora_studio.inference.request import make_request
from tests.conversion.parity import FRAME_TOLERANCE, PROMPT, rendered


def test_a_pack_of_fused_operators_draws_what_the_plain_one_does(
    checkpoint: Path, converted: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    fused = tmp_path / converted.name
    assert main(["packs", "convert", str(checkpoint), "--out", str(fused), "--optimise", "--json"]) == 0
    told = [json.loads(line) for line in capsys.readouterr().out.splitlines()][:-1]
    assert [(each["part"], each["fused"], each["left_out"]) for each in told] == [
        ("text_encoder", True, []), ("unet", True, []), ("vae_decoder", True, []), ("vae_encoder", True, []),
    ]  # fmt: skip
    assert ("com.microsoft", "MultiHeadAttention") in read_onnx_header(fused / "unet.onnx").operators
    assert "| unet | float32, fused operators | " in (fused / "CARD.md").read_text()
    plain, ours = (_frames(each) for each in (converted, fused))
    assert np.abs(plain - ours).max() <= FRAME_TOLERANCE


def test_a_text_encoder_in_eight_bits_is_smaller_and_near(checkpoint: Path, tmp_path: Path) -> None:
    from sora_studio.conversion.families import PARTS

    done = _exported(PARTS["StableDiffusionPipeline"]["text_encoder"](checkpoint), tmp_path, Recipe("int8"))
    assert (done.precision, done.left_out) == ("int8", ())
    assert 1e-4 < done.difference < 0.05
    found_model(tmp_path, done.file.name, "text_encoder")
    assert ("", "MatMulInteger") in read_onnx_header(done.file).operators


@pytest.mark.parametrize(("outlier", "precision"), [(1.0, "int8"), (1e4, "full")])
def test_a_part_that_eight_bits_would_spoil_keeps_its_own(tmp_path: Path, outlier: float, precision: str) -> None:
    import torch

    from sora_studio.conversion.part import Part

    torch.manual_seed(0)
    module = torch.nn.Linear(64, 64).requires_grad_(False)
    module.weight[:, 0] = 0
    # One number so large that the steps of eight bits leave nothing of the others, on which all depends here.
    given = torch.randn(4, 64)
    given[:, 0] *= outlier
    done = _exported(Part("unet", module, {"input": given}, ("out",)), tmp_path, Recipe("int8"))
    assert done.precision == precision
    assert [why.split(" by ")[0] for why in done.left_out] == (["no int8, which would differ"] if outlier > 1 else [])
    assert (("", "MatMulInteger") in read_onnx_header(done.file).operators) == (precision == "int8")


def _exported(part, folder: Path, recipe: Recipe) -> PartDone:
    from sora_studio.conversion.export import export_part

    done = export_part(part, folder / f"{part.name}.onnx", recipe)
    assert [path.name for path in folder.iterdir()] == [done.file.name]
    return done


def _frames(folder: Path) -> np.ndarray:
    pack = load_pack(folder)
    request = make_request(pack, PROMPT, seed=5, duration_s=1, steps=4, refine_steps=1, film_size=(64, 36))
    return rendered(pack, request)[2].astype(float)
