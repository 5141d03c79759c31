"""Where things lie: what is bundled with the application, and the folders of the user. Nothing else looks for them."""

import os
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_APP = "sora-studio"
PROJECT_SUFFIX = ".sora"


def _bundled(name: str) -> Path:
    """A wheel carries `name` inside the package; a clone keeps it beside the package."""
    installed = _PACKAGE / "_bundled" / name
    return installed if installed.is_dir() else _PACKAGE.parent / name


def resource(name: str) -> Path:
    """A file or folder under resources/, such as "icons/play.svg"."""
    return _bundled("resources") / name


def models_folders() -> list[Path]:
    """Where model packs are looked for, first match wins: $SORA_STUDIO_MODELS, the user's folder, the bundled one."""
    named = os.environ.get("SORA_STUDIO_MODELS", "")
    folders = [Path(entry).expanduser() for entry in named.split(os.pathsep) if entry]
    return [*folders, user_data_folder() / "models", bundled_models_folder()]


def bundled_models_folder() -> Path:
    """The packs that come with the application."""
    return _bundled("models")


def documents_folder() -> Path:
    """Where the user keeps documents."""
    from platformdirs import user_documents_path

    return user_documents_path()


def user_data_folder() -> Path:
    """The user's own models and recent films; made by whoever first writes there."""
    from platformdirs import user_data_path

    return user_data_path(_APP, appauthor=False)


def graphs_folder() -> Path:
    """Where large models are kept as they were laid out for this machine; all of it can be made again."""
    from platformdirs import user_cache_path

    return user_cache_path(_APP, appauthor=False) / "graphs"


def log_folder() -> Path:
    """Where what libraries say is written, for whoever looks for a fault; made by whoever first writes there."""
    from platformdirs import user_log_path

    return user_log_path(_APP, appauthor=False)


def config_file() -> Path:
    """The user's settings for this machine; $SORA_STUDIO_CONFIG names another file."""
    named = os.environ.get("SORA_STUDIO_CONFIG", "")
    if named:
        return Path(named).expanduser()
    from platformdirs import user_config_path

    return user_config_path(_APP, appauthor=False) / "config.toml"
