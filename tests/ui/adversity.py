"""A person at a window with little films around, and what she sees and does there when something goes wrong."""

from collections.abc import Callable
from pathlib import Path

from sora_studio.studio.keeping import KIND_OF_STAGE
from sora_studio.studio.studio import RenderOrder
from sora_studio.timeline.project import Project
from sora_studio.timeline.shot import Shot
from tests.studio.film import open_tiny_studio
from tests.ui.person import Ctrl, Key, Person

Begin = Callable[..., Person]


def make_film(folder: Path, stage: str = "", project: Project | None = None) -> Path:
    """The tiny film with its models beside it; with a `stage`, its shots rendered."""
    folder.mkdir(exist_ok=True)
    with open_tiny_studio(folder, project) as studio:
        if stage:
            for _ in studio.render(RenderOrder(stage=stage), device="cpu"):  # type: ignore[arg-type]
                pass
    return folder / "film.sora"


def shot(person: Person, number: int) -> Shot:
    return person.document.project.find(person.shot_ids[number - 1])[1]


def told(person: Person) -> str:
    """Everything the window's messages say now."""
    return "\n".join(person.window.toast.texts)


def write(person: Person, number: int, prompt: str) -> None:
    """Write the prompt on the shot's clip."""
    person.double_click(person.canvas, person.on_clip(number))
    person.press(Key.Key_A, Ctrl)
    person.type(prompt)
    person.press(Key.Key_Return)


def still_edits(person: Person) -> None:
    """The film takes an edit and gives it back."""
    before = person.document.project
    write(person, 1, "a boat on the sea")
    assert shot(person, 1).direction.prompt == "a boat on the sea"
    person.press(Key.Key_Z, Ctrl)
    assert person.document.project == before


def see(person: Person, number: int) -> None:
    """Put the playhead into the middle of the shot."""
    frames = person.document.project.shot_range(person.shot_ids[number - 1])
    person.click(person.canvas, person.on_ruler((frames.start + frames.stop) // 2))
    person.wait_for_rest()


def take_file(person: Person, number: int, which: int = -1) -> Path:
    take = shot(person, number).takes[which]
    return person.document.studio.store.path(KIND_OF_STAGE[take.stage], take.digest)
