"""Row 1. Processes that edit, generate and export, killed at any moment: what they had said was done is there."""

import time
from collections import Counter
from dataclasses import dataclass, field, replace
from importlib import import_module
from pathlib import Path
from random import Random
from typing import Any

import av

from sora_studio.storage.disk import PARTIAL_PREFIX
from sora_studio.storage.project_file import ProjectFile
from sora_studio.studio.backups import backups_of
from sora_studio.studio.config import Config
from sora_studio.studio.events import TakeReady
from sora_studio.studio.keeping import DRAFTS
from sora_studio.studio.open_film import OpenFilm
from sora_studio.studio.opening import new_from_text, open_project
from sora_studio.studio.planning import with_settings
from sora_studio.studio.studio import RenderOrder
from sora_studio.timeline.edits import set_notes, set_prompt
from sora_studio.timeline.project import Project
from tests.studio.film import open_tiny_studio, tiny_film
from tests.torture.forked import Crashed, Forked, Link, in_lanes
from tests.torture.tally import Effort, Tally, total

# Loaded before the forks, so that a kill comes in the midst of work and not of an import.
LOADED_BEFOREHAND = ("onnxruntime", "tokenizers", "cv2", "av.subtitles.stream", "sora_studio.film.retime")
# Of every ten kills so many come while editing, generating with the bundled pack, exporting.
EDITING, GENERATING, EXPORTING = 7, 2, 1
BACKUP_EVERY = 11
TWO_SHOTS = "A boat on a lake at sunset. [[duration: 1s]]\n\nA fox in the snow. [[duration: 1s]]\n"


@dataclass(frozen=True, slots=True)
class Share:
    """So many kills of one kind, in a folder of their own."""

    kind: str
    kills: int
    seed: int
    folder: Path


def kills(effort: Effort, random: Random, room: Path) -> Tally:
    """1,000 kills in full."""
    tens = effort.of(100, 3)
    shares = [
        Share(kind, round(each * tens / effort.lanes), random.getrandbits(32), room / f"{kind}-{lane}")
        for kind, each in (("generating", GENERATING), ("exporting", EXPORTING), ("editing", EDITING))
        for lane in range(effort.lanes)
    ]
    return in_lanes(effort.lanes, _share, shares)


def _share(share: Share) -> Tally:
    for module in LOADED_BEFOREHAND:
        import_module(module)
    share.folder.mkdir()
    made = Forked.start(lambda link: _KINDS[share.kind].begin(share.folder))
    if crashed := made.heard_out():
        return Tally(problems=(crashed[0].trace,))
    made.wait()
    kind, random = _KINDS[share.kind](share.folder), Random(share.seed)
    tally = total(_killed(kind, random.uniform(0, kind.within_s)) for _ in range(share.kills))
    return tally + Tally(counted=Counter({f"{kind.of} acknowledged": kind.acknowledged}))


def _killed(kind: "_Kind", after_s: float) -> Tally:
    child = Forked.start(kind.work)
    time.sleep(after_s)
    child.kill()
    said = child.heard_out()
    child.wait()
    if crashed := [each for each in said if isinstance(each, Crashed)]:
        return Tally(1, problems=(crashed[0].trace,))
    kind.acknowledged += len(said)
    try:
        return Tally(1, lost=kind.lost(said))
    except Exception as error:
        return Tally(1, corrupt=1, problems=(f"{kind.of}: {type(error).__name__}: {error}",))


@dataclass
class _Kind:
    """`work` goes on until it is killed, and says what is done; `lost` says how much of that is not there.

    `lost` raises SoraError or AssertionError for what is neither old nor new.
    """

    folder: Path
    acknowledged: int = 0
    of = ""
    within_s = 0.0

    @staticmethod
    def begin(folder: Path) -> None: ...
    def work(self, link: Link) -> None: ...
    def lost(self, said: list[Any]) -> int: ...


@dataclass
class _Editing(_Kind):
    """Each edit is told by its number, and each film follows from the one before: so the number says all of it."""

    film: Project = field(default_factory=lambda: replace(tiny_film(), title="0"))
    of = "edits"
    within_s = 0.08

    @staticmethod
    def begin(folder: Path) -> None:
        ProjectFile.create(folder / "film.sora", replace(tiny_film(), title="0")).close()

    def work(self, link: Link) -> None:
        with OpenFilm(ProjectFile.open(self.folder / "film.sora")) as film:
            for number in range(int(film.project.title) + 1, 1_000_000):
                film.edit("Edit", _numbered)
                link.say(number)
                if number % BACKUP_EVERY == 0:
                    film.back_up()

    def lost(self, said: list[Any]) -> int:
        with ProjectFile.open(self.folder / "film.sora") as file:
            found = file.load()
        acknowledged = said[-1] if said else int(self.film.title)
        while int(self.film.title) < int(found.title):
            self.film = _numbered(self.film)
        assert found == self.film, "the film is none that was ever edited"
        assert int(found.title) <= acknowledged + 1, "the film is one that was never edited"
        for backup in backups_of(self.folder / "film.sora"):
            ProjectFile.open(backup).close()
        return max(0, acknowledged - int(found.title))


def _numbered(film: Project) -> Project:
    number = int(film.title) + 1
    shots = [shot.id for _, shot in film.shots()]
    edit = set_prompt if number % 2 else set_notes
    return replace(edit(film, shots[number % len(shots)], f"number {number}"), title=str(number))


@dataclass
class _Generating(_Kind):
    """Drafts by the bundled pack, one after the other; each is told by its shot and digest once it is kept."""

    ready: set[tuple[str, str]] = field(default_factory=set)
    seen: set[Path] = field(default_factory=set)
    of = "takes"
    within_s = 3.0

    @staticmethod
    def begin(folder: Path) -> None:
        with new_from_text("Tale", TWO_SHOTS, folder / "film.sora", Config(device="cpu")) as studio:
            studio.edit("Settings", lambda film: with_settings(film, width=film.width, height=film.height, steps=1))

    def work(self, link: Link) -> None:
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
class _Exporting(_Kind):
    """A film of the tiny pack, ever another length, written under one name; told by its length once it is written."""

    last: int = 0
    of = "films"
    within_s = 1.0

    @staticmethod
    def begin(folder: Path) -> None:
        with open_tiny_studio(folder) as studio:
            list(studio.render(RenderOrder(stage="draft", previews=False), device="cpu"))

    def work(self, link: Link) -> None:
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


_KINDS: dict[str, type[_Kind]] = {"editing": _Editing, "generating": _Generating, "exporting": _Exporting}
