from pathlib import Path

import pytest

from sora_studio.errors import SoraError
from sora_studio.studio.config import Config, load_config, save_config, with_setting


@pytest.fixture(autouse=True)
def own_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    file = tmp_path / "deep" / "config.toml"
    monkeypatch.setenv("SORA_STUDIO_CONFIG", str(file))
    return file


def test_without_a_file_everything_is_decided_for_the_user() -> None:
    assert load_config() == Config()


def test_settings_come_back_as_saved() -> None:
    config = with_setting(with_setting(Config(), "device", "cpu"), "threads", "2")
    save_config(config)
    assert load_config() == config


def test_empty_goes_back_to_the_default() -> None:
    assert with_setting(Config(threads=3), "threads", "") == Config()


@pytest.mark.parametrize(("key", "value"), [("devize", "cpu"), ("threads", "many"), ("threads", "-1")])
def test_wrong_settings_say_what_is_right(key: str, value: str) -> None:
    with pytest.raises(SoraError) as refused:
        with_setting(Config(), key, value)
    assert refused.value.hint


@pytest.mark.parametrize("text", ["device = [", "surprise = 1", "\x00", 'threads = "many"'])
def test_a_damaged_file_is_a_clear_sentence(own_file: Path, text: str) -> None:
    own_file.parent.mkdir()
    own_file.write_text(text, encoding="utf-8")
    with pytest.raises(SoraError) as refused:
        load_config()
    assert refused.value.hint


def test_the_chosen_models_folder_is_looked_in_first(tmp_path: Path) -> None:
    assert Config(models_folder=str(tmp_path)).folders[0] == tmp_path
