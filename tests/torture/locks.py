"""Row 5. A second Sora Studio, the lock of a dead one, a folder that may not be written to or is taken away."""

import os
import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path
from random import Random

import pytest

from sora_studio.errors import SoraError
from sora_studio.storage.project_file import ProjectFile
from sora_studio.studio.open_film import OpenFilm
from sora_studio.timeline.edits import set_notes
from tests.studio.film import tiny_film
from tests.torture.forked import Crashed, Forked, Link
from tests.torture.tally import Effort, Tally, total

NOBODY = 65534
NO_ROOT = "a folder that may not be written to: to become nobody needs root"


def locks(effort: Effort, random: Random, room: Path) -> Tally:
    # Nobody must be able to come this far.
    room.chmod(0o755)
    alone = (_second, _second_while_saving, _dead_owner)
    apart = (_read_only_folder, _read_only_file, _folder_removed, _file_replaced)
    return total(_judged(deed, room) for deed in (*alone, *apart))


def _judged(deed: Callable[[Path, Link], object], room: Path) -> Tally:
    """Each in a process of its own, which says what is wrong."""
    folder = room / deed.__name__.strip("_")
    folder.mkdir()
    folder.chmod(0o755)
    ProjectFile.create(folder / "film.sora", tiny_film()).close()
    child = Forked.start(partial(deed, folder))
    said = child.heard_out()
    child.wait()
    if said == [NO_ROOT]:
        return Tally(skipped=(NO_ROOT,))
    name = deed.__name__.strip("_").replace("_", " ")
    return Tally(1, problems=tuple(f"{name}: {each.trace if isinstance(each, Crashed) else each}" for each in said))


def _refusal(act: Callable[[], object], words: str) -> None:
    """Fails unless `act` is refused in a sentence with these words in it."""
    with pytest.raises(SoraError) as refused:
        act()
    assert words in refused.value.message
    assert refused.value.hint


def _noted(film: OpenFilm, notes: str = "changed") -> None:
    film.edit("Note", lambda project: set_notes(project, next(project.shots())[1].id, notes))


def _notes(path: Path) -> str:
    with ProjectFile.open(path) as file:
        return next(file.load().shots())[1].notes


def _second(folder: Path, _: Link) -> None:
    with OpenFilm(ProjectFile.open(folder / "film.sora")) as film:
        other = Forked.start(lambda link: _refusal(lambda: ProjectFile.open(film.path), "open in another Sora Studio"))
        assert not other.heard_out()
        other.wait()
        _noted(film)
    assert _notes(folder / "film.sora") == "changed"


def _second_while_saving(folder: Path, _: Link) -> None:
    """Others try again and again to open what one writes to without pause."""

    def insist(link: Link) -> None:
        for _ in range(6):
            _refusal(lambda: ProjectFile.open(folder / "film.sora"), "open in another Sora Studio")

    with OpenFilm(ProjectFile.open(folder / "film.sora")) as film:
        others = [Forked.start(insist) for _ in range(3)]
        for number in range(200):
            _noted(film, str(number))
        for other in others:
            assert not (said := other.heard_out()), said[0]
            other.wait()
    assert _notes(folder / "film.sora") == "199"


def _dead_owner(folder: Path, _: Link) -> None:
    def own(link: Link) -> None:
        film = OpenFilm(ProjectFile.open(folder / "film.sora"))
        _noted(film)
        link.say("saved")
        link.hear()

    owner = Forked.start(own)
    assert owner.link.hear() == "saved"
    owner.kill()
    owner.wait()
    assert _notes(folder / "film.sora") == "changed"


def _read_only_folder(folder: Path, link: Link) -> None:
    if _become_nobody():
        _looked_at_only(folder)
    else:
        link.say(NO_ROOT)


def _read_only_file(folder: Path, link: Link) -> None:
    folder.chmod(0o777)
    (folder / "film.sora").chmod(0o444)
    _read_only_folder(folder, link)


def _looked_at_only(folder: Path) -> None:
    with OpenFilm(ProjectFile.open(folder / "film.sora")) as film:
        assert film.read_only
        assert film.project == tiny_film()
        _refusal(lambda: _noted(film), "read only")
        assert film.project == tiny_film()
    _refusal(lambda: ProjectFile.create(Path("/") / "film.sora", tiny_film()), "can't be written to")


def _become_nobody() -> bool:
    if os.geteuid() != 0:
        return False
    os.setgid(NOBODY)
    os.setuid(NOBODY)
    return True


def _folder_removed(folder: Path, _: Link) -> None:
    """Nothing may be called saved that is written where no name leads any more."""
    film = OpenFilm(ProjectFile.open(folder / "film.sora"))
    _noted(film)
    shutil.rmtree(folder)
    _refusal(lambda: _noted(film, "lost"), "film.sora")
    _refusal(lambda: film.save_copy(folder / "copy.sora"), str(folder))
    copy = film.save_copy(folder.parent / "saved elsewhere.sora")
    assert _notes(copy) == "changed"


def _file_replaced(folder: Path, _: Link) -> None:
    """Another file has come under the name: the open one is not what anybody will open again."""
    film = OpenFilm(ProjectFile.open(folder / "film.sora"))
    (folder / "film.sora").rename(folder / "moved.sora")
    ProjectFile.create(folder / "film.sora", tiny_film()).close()
    _refusal(lambda: _noted(film, "lost"), "film.sora")
