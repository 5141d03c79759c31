# pyright: basic, reportMissingImports=false
"""A pack with LoRAs in it draws what diffusers draws with the same LoRAs at the same weights."""

import shutil
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from sora_studio.cli.main import main
from tests.conversion.clip_models import LTX, WAN
from tests.conversion.conftest import Made
from tests.conversion.parity import CASES, FLOW_CASES, Case, assert_parity, pipeline_of

_GUIDANCE = 7.5
_IN_THE_READER = ["q_proj", "v_proj"]
_IN_WHAT_DRAWS = ["to_q", "to_k", "to_v", "to_out.0"]


# A family's tiny checkpoint, the pipeline of it, a scheduler, the part a LoRA is for, and what else is asked.
FAMILIES: dict[str, tuple[str, Case, str, dict[str, Any]]] = {
    "stable_diffusion_xl": ("StableDiffusionXLPipeline", CASES[0], "unet", {}),
    "stable_diffusion_3": ("StableDiffusion3Pipeline", FLOW_CASES[0], "transformer", {}),
    "flux": ("FluxPipeline", FLOW_CASES[0], "transformer", {}),
    **{each.name: (each.kind, each.cases[-1], "transformer", each.asked(_GUIDANCE)) for each in (WAN, LTX)},
}


def test_loras_are_merged_at_their_weights(checkpoint: Path, converted: Path, tmp_path: Path) -> None:
    # Its own folder, for pipelines are kept by it and this one is changed.
    ours = Path(shutil.copytree(checkpoint, tmp_path / "ours" / checkpoint.name))
    pipeline = pipeline_of(ours, CASES[0])
    style = _lora(pipeline, tmp_path / "style.safetensors", seed=1, parts=("unet", "text_encoder"))
    figure = _lora(pipeline, tmp_path / "figure.safetensors", seed=2, parts=("unet",))
    out = tmp_path / "pack" / converted.name
    words = ["--lora", f"{style}:0.8", "--lora", f"{figure}:-0.5"]
    assert main(["packs", "convert", str(ours), "--out", str(out), *words]) == 0
    assert "With the LoRA style.safetensors at 0.8." in (out / "CARD.md").read_text()
    with pytest.raises(AssertionError):
        assert_parity(pipeline, ours, out, tmp_path / "without", CASES[0], 7.5, "blue")
    for file in (style, figure):
        pipeline.load_lora_weights(file, adapter_name=file.stem)
    pipeline.set_adapters(["style", "figure"], [0.8, -0.5])
    assert_parity(pipeline, ours, out, tmp_path / "with", CASES[0], 7.5, "blue")


@pytest.mark.slow
@pytest.mark.parametrize("family", FAMILIES)
def test_a_lora_of_each_family_is_merged(made: Callable[[str], Made], tmp_path: Path, family: str) -> None:
    tiny, (kind, case, part, other) = made(family), FAMILIES[family]
    ours = Path(shutil.copytree(tiny.checkpoint, tmp_path / "ours" / tiny.checkpoint.name))
    pipeline = pipeline_of(ours, case, kind)
    style = _lora(pipeline, tmp_path / "style.safetensors", seed=1, parts=(part,))
    out = tmp_path / "pack" / tiny.converted.name
    assert main(["packs", "convert", str(ours), "--out", str(out), "--lora", f"{style}:0.8"]) == 0
    asked = (case, _GUIDANCE, "")
    with pytest.raises(AssertionError):
        assert_parity(pipeline, ours, out, tmp_path / "without", *asked, **other)
    pipeline.load_lora_weights(style, adapter_name="style")
    pipeline.set_adapters(["style"], [0.8])
    assert_parity(pipeline, ours, out, tmp_path / "with", *asked, **other)


def test_a_family_that_has_no_loras_says_so(
    made: Callable[[str], Made], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "style.safetensors").write_bytes(b"")
    words = ["--out", str(tmp_path / "out"), "--lora", f"{tmp_path}/style.safetensors:0.5"]
    assert main(["packs", "convert", str(made("combined_cascade").checkpoint), *words]) == 1
    assert "No LoRA can be merged into models of the kind `StableCascadeCombinedPipeline`" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("none.safetensors", "There is no LoRA"),
        ("pickle.bin", "is not in safetensors, and is not opened"),
        ("other.safetensors", "doesn't fit this checkpoint"),
        ("torn.safetensors", "doesn't fit this checkpoint"),
    ],
)
def test_what_is_no_lora_of_this_model_is_refused(
    checkpoint: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, said: str
) -> None:
    torch, safetensors = import_module("torch"), import_module("safetensors.torch")
    (tmp_path / "pickle.bin").write_bytes(b"\x80")
    (tmp_path / "torn.safetensors").write_bytes(b"\x80")
    other = {"unet.mid.lora_A.weight": torch.zeros(4, 4), "unet.mid.lora_B.weight": torch.zeros(4, 4)}
    safetensors.save_file(other, tmp_path / "other.safetensors")
    words = ["--out", str(tmp_path / "out"), "--lora", f"{tmp_path / name}:0.5"]
    assert main(["packs", "convert", str(checkpoint), *words]) == 1
    assert said in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def _lora(pipeline: Any, file: Path, seed: int, parts: tuple[str, ...]) -> Path:
    """Write a LoRA of random weights, as trainers do; the pipeline stays as it was."""
    torch, peft = import_module("torch"), import_module("peft")
    torch.manual_seed(seed)
    layers: dict[str, Any] = {}
    for part in parts:
        model, targets = getattr(pipeline, part), _IN_THE_READER if part == "text_encoder" else _IN_WHAT_DRAWS
        config = peft.LoraConfig(r=4, lora_alpha=8, init_lora_weights="gaussian", target_modules=targets)
        model.add_adapter(config, "new")
        for name, weight in model.named_parameters():
            if "lora_B" in name:
                torch.nn.init.normal_(weight, std=0.3)
        layers[f"{part}_lora_layers"] = peft.get_peft_model_state_dict(model, adapter_name="new")
    kind: Any = type(pipeline)
    kind.save_lora_weights(file.parent, weight_name=file.name, **layers)
    pipeline.unload_lora_weights()
    return file
