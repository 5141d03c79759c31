"""What stands on each panel and in the header: the project in words, and which frames are shown."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from PySide6.QtCore import QCoreApplication

from sora_studio.studio.showing import ShownShot
from sora_studio.timeline.cascade import resolve
from sora_studio.timeline.project import Project
from sora_studio.timeline.seconds import spell_frames
from sora_studio.timeline.shot import DialogueLine, Direction, Shot, Transition
from sora_studio.timeline.time import FrameRate
from sora_studio.ui.paper.choices import PaperChoices
from sora_studio.ui.paper.text_flow import Passage
from sora_studio.ui.shot_panel.names import short_name
from sora_studio.ui.viewer.layout import MASKS
from sora_studio.ui.viewer.timecode import film_timecode, length_timecode


def _tr(text: str) -> str:
    return QCoreApplication.translate("Paper", text)


@dataclass(frozen=True, slots=True)
class Panel:
    """One shot on paper. `frames` are the shot's frames it shows: one, or START and STOP. `card` stands for them."""

    shot_id: str
    number: str
    framing: str
    duration: str
    timecode: str
    move: str
    frames: tuple[int, ...]
    scene: str
    passages: tuple[Passage, ...]
    card: str

    @property
    def pair(self) -> bool:
        return len(self.frames) == 2


@dataclass(frozen=True, slots=True)
class PaperFilm:
    """All that is printed, but the pictures; `aspect` is their width by their height."""

    title: str
    author: str
    version: str
    facts: str
    aspect: float
    panels: tuple[Panel, ...]


def paper_film(project: Project, shown: Sequence[ShownShot], choices: PaperChoices, day: date) -> PaperFilm:
    """The film as the choices want it printed."""
    facts = (
        ratio_name(project.width, project.height),
        str(project.frame_rate),
        _tr("1 shot") if len(shown) == 1 else _tr("%d shots") % len(shown),
        _tr("Total %s") % length_timecode(project, project.duration_frames),
    )
    version = _tr("Version %s") % choices.version.strip() if choices.version.strip() else ""
    return PaperFilm(
        title=" ".join(project.title.split()) or _tr("Untitled"),
        author=" ".join(project.author.split()),
        version="  ·  ".join(part for part in (version, day.isoformat()) if part),
        facts="  ·  ".join(facts),
        aspect=project.width / project.height,
        panels=tuple(_panels(project, shown, choices)),
    )


def ratio_name(width: int, height: int) -> str:
    """The ratio as the trade calls it: "16:9", "2.39", else with two decimals: "1.37"."""
    own = Fraction(width, height)
    for name, ratio in MASKS.items():
        if abs(own / ratio - 1) < Fraction(1, 125):
            return name if ":" in name else f"{name}:1"
    return f"{width / height:.2f}:1"


def _panels(project: Project, shown: Sequence[ShownShot], choices: PaperChoices) -> Iterator[Panel]:
    start = 0
    scenes = {scene.id: scene.number or str(at) for at, scene in enumerate(project.scenes, start=1)}
    numbers = [each.shot.number or str(each.position) for each in shown]
    transitions = project.transitions()
    for at, (scene, shot) in enumerate(project.shots()):
        asked = resolve(project, scene, shot)
        said = Said(
            scene=f"{scenes[scene.id]}  {_tidy(scene.heading)}".strip() if shot is scene.shots[0] else "",
            prompt=_tidy(shot.direction.prompt),
            transition=_way_out(transitions[at], numbers[at + 1 : at + 2], project.frame_rate),
            timecode=f"{film_timecode(project, start)} – {film_timecode(project, start + shot.duration_frames)}",
        )
        yield Panel(
            shot_id=shot.id,
            number=numbers[at],
            framing=_framing(asked) if "framing" in choices.fields else "",
            duration=spell_frames(shot.duration_frames, project.frame_rate) if "duration" in choices.fields else "",
            timecode=film_timecode(project, start),
            move=asked.move if choices.arrows and not choices.sheet and asked.move != "static" else "",
            frames=_frames(shot, asked, choices),
            scene=f"{scenes[scene.id]}  {_tidy(scene.heading)}".strip(),
            passages=tuple(_passages(shot, said, choices.fields)),
            card=" ".join((shot.direction.prompt or scene.direction.prompt or project.direction.prompt).split())
            or _tr("No picture yet"),
        )
        start += shot.duration_frames


def _framing(asked: Direction) -> str:
    return "  ·  ".join(short_name(code) for code in (asked.size, asked.angle, asked.move) if code)


def _frames(shot: Shot, asked: Direction, choices: PaperChoices) -> tuple[int, ...]:
    if choices.pairs and not choices.sheet and asked.move not in ("", "static") and shot.duration_frames > 1:
        return 0, shot.duration_frames - 1
    # The middle says best what a shot is of: it may begin in the dark.
    return (shot.duration_frames // 2,)


def _way_out(transition: Transition, following: Sequence[str], rate: FrameRate) -> str:
    """ "DISSOLVE TO 12A, 12f"; "" for a cut, which nobody writes down."""
    if not transition.duration_frames or not following:
        return ""
    told = _tr("{kind} TO {number}, {length}")
    length = spell_frames(transition.duration_frames, rate)
    return told.format(kind=transition.kind.upper(), number=following[0], length=length)


@dataclass(frozen=True, slots=True)
class Said:
    """What a panel may say beside the shot's own words; "" says nothing."""

    scene: str
    prompt: str
    transition: str
    timecode: str


def _passages(shot: Shot, said: Said, fields: Collection[str]) -> Iterator[Passage]:
    """The panel's text, field by field; empty fields take no room."""
    if "scene" in fields and said.scene:
        yield Passage("", said.scene.upper(), strong=True)
    if "dialogue" in fields:
        yield from (_spoken(line) for line in shot.dialogue if line.text.strip())
    action = _tidy(shot.action) or said.prompt
    if "action" in fields and action:
        yield Passage("", action)
    if "prompt" in fields and said.prompt and not ("action" in fields and said.prompt == action):
        yield Passage(_tr("PICTURE"), said.prompt)
    if "notes" in fields and shot.notes.strip():
        yield Passage(_tr("NOTES"), _tidy(shot.notes))
    if "transition" in fields and said.transition:
        yield Passage("", said.transition, strong=True, quiet=True)
    if "timecode" in fields:
        yield Passage("", said.timecode, quiet=True)


def _spoken(line: DialogueLine) -> Passage:
    how = line.parenthetical.strip("() ")
    return Passage(_tidy(f"{line.character.upper()} ({how})" if how else line.character.upper()), _tidy(line.text))


def _tidy(text: str) -> str:
    """The text's paragraphs, each with single spaces; characters no font has a picture for left out."""
    printable = ("".join(c for c in line if c.isprintable() or c == "\t") for line in text.splitlines())
    paragraphs = (" ".join(line.split()) for line in printable)
    return "\n".join(part for part in paragraphs if part)
