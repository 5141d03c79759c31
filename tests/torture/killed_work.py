"""Work that is killed in its midst: what it says is done, and what of that is there afterwards."""

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import av

from sora_studio.storage.disk import PARTIAL_PREFIX
from sora_studio.storage.project_file import ProjectFile
from sora_studio.studio.config import Config
from sora_studio.studio.events import TakeReady
from sora_studio.studio.keeping import DRAFTS
from sora_studio.studio.open_film import OpenFilm
from sora_studio.studio.opening import new_from_text, open_project
from sora_studio.studio.planning import with_settings
from sora_studio.studio.studio import RenderOrder
from sora_studio.studio.versions import read_version, versions_of
from sora_studio.timeline.edits import set_notes, set_prompt
from sora_studio.timeline.project import Project
from tests.studio.film import open_tiny_studio, tiny_film
from tests.torture.forked import Link

VERSION_EVERY, FLUSH_EVERY = 11, 3
TWO_SHOTS = "A boat on a lake at sunset. [[duration: 1s]]\n\nA fox in the snow. [[duration: 1s]]\n"


@dataclass
class Work:
    """`go_on` works until it is killed, and says what is done; `lost` says how much of that is not there.

    `lost` raises SoraError or AssertionError for what is neither old nor new.
    """

    folder: Path
    acknowledged: int = 0
    of = ""
    # It is killed before its so manieth acknowledgement, and within so long.
    most = 1
    within_s = 0.0

    @staticmethod
    def begin(folder: Path) -> None: ...
    def go_on(self, link: Link) -> None: ...
    def lost(self, said: list[Any]) -> int: ...


@dataclass
class Editing(Work):
    """Each edit is told by its number, and each film follows from the one before: so the number says all of it."""

    film: Project = field(default_factory=lambda: replace(tiny_film(), title="0"))
    ahead: int = 1
    of = "edits"
    most = 16
    within_s = 0.02

    @staticmethod
    def begin(folder: Path) -> None:
        ProjectFile.create(folder / "film.sora", replace(tiny_film(), title="0")).close()

    def go_on(self, link: Link) -> None:
        with self.opened() as film:
            for number in range(int(film.project.title) + 1, 1_000_000):
                film.edit("Edit", _numbered)
                self.acknowledge(film, link, number)
                if number % VERSION_EVERY == 0:
                    film.keep_version()

    def acknowledge(self, film: OpenFilm, link: Link, number: int) -> None:
        link.say(number)

    def opened(self) -> OpenFilm:
        return OpenFilm(ProjectFile.open(self.folder / "film.sora"))

    def lost(self, said: list[Any]) -> int:
        with ProjectFile.open(self.folder / "film.sora") as file:
            found = file.load()
        acknowledged = said[-1] if said else int(self.film.title)
        while int(self.film.title) < int(found.title):
            self.film = _numbered(self.film)
        assert found == self.film, "the film is none that was ever edited"
        assert int(found.title) <= acknowledged + self.ahead, "the film is one that was never edited"
        for version in versions_of(self.folder / "film.sora"):
            read_version(version)
        return max(0, acknowledged - int(found.title))


@dataclass
class EditingAhead(Editing):
    """As a window does: an edit waits for no disk, and only what has been waited for is called saved."""

    ahead: int = FLUSH_EVERY

    def opened(self) -> OpenFilm:
        film = super().opened()
        film.save_behind(lambda told: None)
        return film

    def acknowledge(self, film: OpenFilm, link: Link, number: int) -> None:
        if number % FLUSH_EVERY == 0:
            film.flush(timeout_s=60.0)
            link.say(number)


def _numbered(film: Project) -> Project:
    number = int(film.title) + 1
    shots = [shot.id for _, shot in film.shots()]
    edit = set_prompt if number % 2 else set_notes
    return replace(edit(film, shots[number % len(shots)], f"number {number}"), title=str(number))


@dataclass
class Generating(Work):
    """Drafts by the bundled pack, one after the other; each is told by its shot and digest once it is kept."""

    ready: set[tuple[str, str]] = field(default_factory=set)
    seen: set[Path] = field(default_factory=set)
    of = "takes"
    most = 3
    within_s = 0.8

    @staticmethod
    def begin(folder: Path) -> None:
        with new_from_text("Tale", TWO_SHOTS, folder / "film.sora", Config(device="cpu")) as studio:
            studio.edit("Settings", lambda film: with_settings(film, width=film.width, height=film.height, steps=1))

    def go_on(self, link: Link) -> None:
        with open_project(self.folder / "film.sora", Config(device="cpu", threads=1)) as studio:
            while True:
                order = RenderOrder(stage="draft", previews=False, takes=1, fresh=True)
                for event in studio.render(order, device="cpu"):
                    if isinstance(event, TakeReady):
                        link.say((event.shot_id, event.take.digest))

    def lost(self, said: list[Any]) -> int:
        self.ready.update(said)
        with open_project(self.folder / "film.sora", Config(device="cpu")) as studio:
            kept = {(shot.id, take.digest) for _, shot in studio.project.shots() for take in shot.takes}
            for path in studio.store.folder.rglob("*"):
                if path.is_file() and path not in self.seen:
                    self.seen.add(path)
                    assert not path.name.startswith(PARTIAL_PREFIX), f"{path.name} was left"
                    assert studio.store.verify(path.parent.parent.name, path.name), f"{path.name} is not whole"
            absent = {digest for _, digest in kept if not studio.store.has(DRAFTS, digest)}
        assert not absent, f"the film tells of takes that are not there: {absent}"
        return len(self.ready - kept)


@dataclass
class Exporting(Work):
    """A film of the tiny pack, ever another length, written under one name; told by its length once it is written."""

    last: int = 0
    of = "films"
    most = 3
    within_s = 0.4

    @staticmethod
    def begin(folder: Path) -> None:
        with open_tiny_studio(folder) as studio:
            list(studio.render(RenderOrder(stage="draft", previews=False), device="cpu"))

    def go_on(self, link: Link) -> None:
        config = Config(device="cpu", models_folder=str(self.folder / "models"))
        with open_project(self.folder / "film.sora", config) as studio:
            while True:
                studio.edit("Lengthen", _another_length)
                studio.check_film(self.folder / "film.mp4")
                list(studio.write_film(self.folder / "film.mp4", "draft"))
                link.say(studio.project.duration_frames)

    def lost(self, said: list[Any]) -> int:
        out = self.folder / "film.mp4"
        if not out.exists():
            return bool(said or self.last)
        with av.open(str(out)) as film:
            frames = sum(1 for _ in film.decode(video=0))
        with ProjectFile.open(self.folder / "film.sora") as file:
            asked = file.load().duration_frames
        last, self.last = said[-1] if said else self.last, frames
        assert frames in (last, asked), f"a film of {frames} frames, neither {last} nor {asked}"
        return 0


def _another_length(film: Project) -> Project:
    [scene] = film.scenes
    first, *rest = scene.shots
    first = replace(first, duration_frames=12 + (first.duration_frames - 11) % 30)
    return replace(film, scenes=(replace(scene, shots=(first, *rest)),))


WORKS: dict[str, type[Work]] = {
    "editing": Editing,
    "editing ahead": EditingAhead,
    "generating": Generating,
    "exporting": Exporting,
}
