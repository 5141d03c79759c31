"""Build hook: a wheel carries models/ and resources/ inside the package; an editable install uses the clone's own."""

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class Bundle(BuildHookInterface):
    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version != "standard":
            return
        for name in ("models", "resources"):
            if (Path(self.root) / name).is_dir():
                build_data["force_include"][name] = f"sora_studio/_bundled/{name}"
