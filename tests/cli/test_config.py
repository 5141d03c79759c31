"""Settings on the command line that do more than be written down."""

from pathlib import Path

import pytest

from sora_studio.cli.main import main
from sora_studio.paths import graphs_folder


@pytest.fixture(autouse=True)
def own_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SORA_STUDIO_CONFIG", str(tmp_path / "config.toml"))


def test_models_are_kept_ready_where_that_is_asked_for(
    capsys: pytest.CaptureFixture[str],
) -> None:
    kept = graphs_folder() / "some-model" / "model.onnx"
    kept.parent.mkdir(parents=True, exist_ok=True)
    kept.write_bytes(bytes(1000))
    assert main(["doctor", "--json"]) in (0, 1)
    assert "Models kept ready" in capsys.readouterr().out
    assert main(["config", "keep_graphs", "yes"]) == 0
    assert kept.is_file()
    assert main(["config", "keep_graphs", "no"]) == 0
    assert not kept.exists()
    assert main(["doctor", "--json"]) in (0, 1)
    assert "Models kept ready" not in capsys.readouterr().out
