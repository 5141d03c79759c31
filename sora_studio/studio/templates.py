"""The films to begin with: bundled scripts, each read like a script of the user's."""

from dataclasses import dataclass
from pathlib import Path

from sora_studio import paths
from sora_studio.exchange import read_script
from sora_studio.exchange.lines import read_lines
from sora_studio.exchange.title_page import split_title_page
from sora_studio.timeline.project import Project

EXAMPLE = "six-tales.fountain"


@dataclass(frozen=True, slots=True)
class Template:
    """A bundled script, what it is for in a sentence, and the film it makes."""

    script: Path
    about: str
    project: Project

    @property
    def title(self) -> str:
        return self.project.title

    @property
    def shots(self) -> int:
        return sum(1 for _ in self.project.shots())

    @property
    def seconds(self) -> float:
        return float(self.project.frame_rate.seconds(self.project.duration_frames))


def templates() -> list[Template]:
    """Every bundled template, in the order of their file names. Raises ScriptError."""
    return [_read(script) for script in sorted(paths.resource("templates").glob("*.fountain"))]


def example() -> Template:
    """The film the program shows itself with. Raises ScriptError."""
    return _read(paths.resource(f"examples/{EXAMPLE}"))


def _read(script: Path) -> Template:
    entries, _ = split_title_page(read_lines(script.read_text(encoding="utf-8")))
    notes = entries.get("notes")
    return Template(script, notes.text if notes else "", read_script(script))
