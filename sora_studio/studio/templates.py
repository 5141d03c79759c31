"""The films to begin with: bundled scripts. What each makes is listed beside them, so that showing them reads none."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sora_studio import paths

EXAMPLE = "examples/six-tales.fountain"
INDEX = "templates/index.json"


@dataclass(frozen=True, slots=True)
class Template:
    """A bundled script, what it is for in a sentence, and the film it makes: each shot's size, and how long it is."""

    script: Path
    title: str
    about: str
    seconds: float
    sizes: tuple[str, ...]

    @property
    def shots(self) -> int:
        return len(self.sizes)


def templates() -> list[Template]:
    """Every bundled template, in the order of their file names."""
    return [template for name, template in _listed().items() if name != EXAMPLE]


def example() -> Template:
    """The film the program shows itself with."""
    return _listed()[EXAMPLE]


def read_template(script: Path) -> Template:
    """What a script makes. Raises ScriptError."""
    from sora_studio.exchange import read_script
    from sora_studio.exchange.lines import read_lines
    from sora_studio.exchange.title_page import split_title_page

    entries, _ = split_title_page(read_lines(script.read_text(encoding="utf-8")))
    film, notes = read_script(script), entries.get("notes")
    return Template(
        script,
        film.title,
        notes.text if notes else "",
        float(film.frame_rate.seconds(film.duration_frames)),
        tuple(shot.direction.size for _, shot in film.shots()),
    )


def write_index() -> None:
    """List the bundled scripts anew, after one was changed: `python -m sora_studio.studio.templates`."""
    scripts = [*sorted(paths.resource("templates").glob("*.fountain")), paths.resource(EXAMPLE)]
    listed: dict[str, Any] = {}
    for script in scripts:
        made = read_template(script)
        listed[f"{script.parent.name}/{script.name}"] = {
            "title": made.title, "about": made.about, "seconds": made.seconds, "sizes": made.sizes,
        }  # fmt: skip
    text = json.dumps(listed, indent=1, ensure_ascii=False) + "\n"
    paths.resource(INDEX).write_text(text, encoding="utf-8")


def _listed() -> dict[str, Template]:
    entries: dict[str, dict[str, Any]] = json.loads(paths.resource(INDEX).read_text(encoding="utf-8"))
    return {
        name: Template(paths.resource(name), each["title"], each["about"], each["seconds"], tuple(each["sizes"]))
        for name, each in entries.items()
    }


if __name__ == "__main__":
    write_index()
