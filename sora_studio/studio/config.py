"""This machine's settings: one small TOML file of the user's, read whole, written whole."""

import os
import tomllib
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Any, cast

from sora_studio import paths
from sora_studio.errors import SoraError, StorageError

# Settings that know only these words.
CHOICES = {
    "theme": ("dark", "light"),
    "keymap": ("sora", "premiere", "resolve", "avid"),
    "terms": ("scene", "sequence"),
}
# What is written by people, and in the file.
_SWITCH = {"yes": True, "true": True, "no": False, "false": False}


@dataclass(frozen=True, slots=True)
class Config:
    """What is true of the machine and not of a film. "" and 0 mean: decide for me; for what takes room, no limit.

    `keys` are the user's own shortcuts over the keymap's, by command id. `terms` says whether a film's parts are
    called scenes and shots, or sequences and scenes. `cache_limit_mb` is for what can be made again, of each film;
    `backup_minutes` says how often a version is kept; 0 for never. `keep_graphs` lets large models be kept once more,
    laid out for this processor, to be there sooner; `cuda_graphs` lets an NVIDIA GPU play steps from a recording.
    `offline` forbids even what asks a network only when told to.
    """

    device: str = "auto"
    memory_budget_mb: int = 0
    threads: int = 0
    models_folder: str = ""
    theme: str = "dark"
    keymap: str = "sora"
    terms: str = "scene"
    cache_limit_mb: int = 0
    backup_minutes: int = 10
    keep_graphs: bool = False
    cuda_graphs: bool = False
    offline: bool = False
    keys: dict[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])

    @property
    def folders(self) -> list[Path]:
        """Where packs are looked for: the user's own choice of drive comes first."""
        chosen = [Path(each).expanduser() for each in self.models_folder.split(os.pathsep) if each]
        return [*chosen, *paths.models_folders()]


class SafeConfig(Config):
    """What can't fail for a reason that lies in the settings, for once: the bundled packs, on the CPU. Never saved."""

    @classmethod
    def of(cls, config: Config) -> "SafeConfig":
        """With how the user's window looks and is worked."""
        return cls(
            theme=config.theme,
            keymap=config.keymap,
            terms=config.terms,
            keys=config.keys,
            device="cpu",
            keep_graphs=False,
        )

    @property
    def folders(self) -> list[Path]:
        return [paths.bundled_models_folder()]


# What one line of text can set.
KEYS = tuple(entry.name for entry in fields(Config) if entry.name != "keys")


def load_config() -> Config:
    """The file's settings, defaults where it is silent. Raises SoraError where it can't be read."""
    file = paths.config_file()
    try:
        data = tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Config()
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SoraError(f"The settings file {file} can't be read: {error}.", "Mend it, or delete it.") from error
    config = Config(keys=_shortcuts(data.pop("keys", {}), file))
    for key, value in data.items():
        config = with_setting(config, key, str(value))
    return config


def with_setting(config: Config, key: str, text: str) -> Config:
    """The config with `key` set from what the user typed; "" goes back to the default."""
    if key not in KEYS:
        raise SoraError(f"There is no setting {key!r}.", f"Settings: {', '.join(KEYS)}.")
    default = getattr(Config(), key)
    if not text:
        return replace(config, **{key: default})
    if isinstance(default, bool):
        if text.lower() not in _SWITCH:
            raise SoraError(f"{key} is yes or no, not {text!r}.", f'Write: sora-studio config {key} yes, or "".')
        return replace(config, **{key: _SWITCH[text.lower()]})
    if isinstance(default, int):
        if not text.isdecimal():
            raise SoraError(f"{key} is a whole number, not {text!r}.", f'Write: sora-studio config {key} 4, or "".')
        return replace(config, **{key: int(text)})
    if text not in CHOICES.get(key, (text,)):
        raise SoraError(f"{key} can't be {text!r}.", f"Choose one of: {', '.join(CHOICES[key])}.")
    return replace(config, **{key: text})


def save_config(config: Config) -> Path:
    """Write the settings in one piece; returns the file. Raises StorageError, SoraError in safe mode."""
    import tomli_w

    if isinstance(config, SafeConfig):
        raise SoraError("Settings aren't changed in safe mode.", "Leave safe mode first.")

    file = paths.config_file()
    partial = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        partial.write_text(tomli_w.dumps(asdict(config)), encoding="utf-8")
        partial.replace(file)
    except OSError as error:
        raise StorageError(f"The settings can't be saved to {file}: {error.strerror}.", "Check the folder.") from error
    return file


def _shortcuts(data: Any, file: Path) -> dict[str, tuple[str, ...]]:
    if not isinstance(data, dict):
        raise SoraError(f"The shortcuts in {file} can't be read.", "Mend the [keys] table, or delete it.")
    keys: dict[str, tuple[str, ...]] = {}
    for id, given in cast("dict[str, Any]", data).items():
        texts = cast("list[Any]", given if isinstance(given, list) else [given])
        if not all(isinstance(text, str) for text in texts):
            raise SoraError(f"The shortcut of {id} in {file} can't be read.", 'Write it as ["Ctrl+K"], or delete it.')
        keys[id] = tuple(texts)
    return keys
