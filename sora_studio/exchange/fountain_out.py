"""A film back as a Fountain script: what our own reader understands, read again to tell what came through."""

import re
from collections.abc import Iterator
from dataclasses import replace

from sora_studio.errors import ScriptError
from sora_studio.exchange.fountain import parse_fountain
from sora_studio.exchange.fountain_syntax import elements
from sora_studio.exchange.lines import read_lines
from sora_studio.exchange.losses import OVER_FILM, losses, shortened_transitions
from sora_studio.exchange.notes import CONTINUES
from sora_studio.exchange.quantities import LONGEST_SHOT_S
from sora_studio.exchange.words import plain
from sora_studio.timeline.project import PACK_DEFAULTS, Project, Scene
from sora_studio.timeline.shot import CUT, DialogueLine, Direction, Shot
from sora_studio.timeline.vocabulary import VOCABULARY, canonical

_MARKS = re.compile(r"([*_\\])")
_SAID_AS_KEY = re.compile(r"\s*(size|angle|move|style|negative|duration|transition|seed|pack)\s*:", re.IGNORECASE)
NOBODY = "VOICE"


def fountain(project: Project) -> tuple[str, list[str]]:
    """The script, and what of the film it can't carry."""
    parts = [*_title_page(project), "", *_bracketed(_directed(project.direction, film=True)), ""]
    for scene in project.scenes:
        parts += _scene(project, scene)
    text = re.sub(r"\n{3,}", "\n\n", "\n".join(parts)).strip("\n") + "\n"
    kinds = ("pictures", "sketches", "slips", "sounds", "markers", "cards", "footage", *OVER_FILM)
    return text, losses(project, "Fountain", *kinds) + shortened_transitions(project) + _changed(project, text)


def _title_page(project: Project) -> Iterator[str]:
    settings, asked = project.settings, project.direction
    rate = project.frame_rate
    yield f"Title: {_escaped(project.title) or 'Untitled'}"
    values: dict[str, object] = {
        "Author": _escaped(project.author),
        "Frame rate": f"{rate.numerator}/{rate.denominator}" if rate.denominator > 1 else rate.numerator,
        "Size": f"{project.width}x{project.height}",
        "Start timecode": project.start_timecode,
        "Prompt": _escaped(asked.prompt),
        "Style": _escaped(asked.style),
        "Negative": _escaped(asked.negative),
        "Pack": settings.pack if settings.pack != PACK_DEFAULTS.pack else "",
        "Sampler": settings.sampler,
        "Steps": settings.steps or "",
        "Guidance": f"{settings.guidance:g}" if settings.guidance >= 0 else "",
        "Refine steps": settings.refine_steps or "",
        "Step cache": f"{settings.step_cache:g}" if settings.step_cache else "",
        "Seed": settings.seed or "",
    }
    yield from (f"{key}: {value}" for key, value in values.items() if value != "")


def _scene(project: Project, scene: Scene) -> Iterator[str]:
    if scene.heading or scene.number or scene is not project.scenes[0]:
        heading = _escaped(scene.heading) or "SCENE"
        number = f" #{scene.number}#" if re.fullmatch(r"[\w.-]+", scene.number) else ""
        spelled = f"{heading}{number}"
        yield from ("", spelled if _is_heading(spelled) else f".{spelled.lstrip('. ')}", "")
    yield from (*_bracketed(_directed(replace(scene.direction, prompt=""))), "")
    for shot in scene.shots:
        yield from ("", _action(shot))
        yield from _bracketed(_notes(project, shot))
        for line in shot.dialogue:
            yield from ("", *_speech(line))
        yield ""


def _is_heading(text: str) -> bool:
    found = list(elements(read_lines(text)))
    return len(found) == 1 and found[0].kind == "heading"


def _action(shot: Shot) -> str:
    """The shot's paragraph: as it was written where that still says its prompt, else its prompt."""
    prompt = shot.direction.prompt
    forced = "\n".join(f"!{line}" for line in shot.action.splitlines())
    for text in (shot.action, forced, prompt, f"!{_escaped(prompt)}"):
        if _reads_as(text, prompt):
            return text
    return "!" + (_bare(_escaped(prompt)) or "A shot.")


def _reads_as(text: str, prompt: str) -> bool:
    if not text.strip() or "\n\n" in text:
        return False
    try:
        found = list(elements(read_lines(text, comments=True)))
    except ScriptError:
        return False
    return len(found) == 1 and found[0].kind == "action" and not found[0].notes and plain(found[0].text) == prompt


def _notes(project: Project, shot: Shot) -> Iterator[str]:
    longest = project.frame_rate.frames(LONGEST_SHOT_S)
    yield from _directed(replace(shot.direction, prompt=""))
    yield f"duration: {min(shot.duration_frames, longest)} frames"
    if shot.transition != CUT:
        yield f"transition: {shot.transition.kind} {min(shot.transition.duration_frames, longest)}"
    if shot.seed is not None:
        yield f"seed: {shot.seed}"
    if shot.pack:
        yield f"pack: {shot.pack}"
    if shot.continues:
        yield CONTINUES
    if shot.strength_percent:
        yield f"strength: {shot.strength_percent}%"
    for line in shot.notes.splitlines():
        # What looks like an instruction stays a remark.
        said = _SAID_AS_KEY.match(line) or line.strip().casefold() == CONTINUES
        yield f"note: {line.strip()}" if said else line.strip()


def _directed(asked: Direction, film: bool = False) -> Iterator[str]:
    for key in VOCABULARY:
        word = getattr(asked, key)
        if word and canonical(key, word) is not None:
            yield f"{key}: {word}"
    if not film:
        yield from (f"{key}: {getattr(asked, key)}" for key in ("style", "negative") if getattr(asked, key))


def _bracketed(notes: Iterator[str]) -> list[str]:
    said = [_bare(note) for note in notes]
    return [" ".join(f"[[{note}]]" for note in said if note)] if any(said) else []


def _speech(line: DialogueLine) -> Iterator[str]:
    who = " ".join(line.character.split()) or NOBODY
    yield who if who == who.upper() and who[0].isalpha() and any(each.isupper() for each in who) else f"@{who}"
    if line.parenthetical:
        yield f"({_bare(_escaped(line.parenthetical)).strip('()')})"
    yield _bare(_escaped(line.text)) or "..."


def _escaped(text: str) -> str:
    """The text in one line, with marks of emphasis as themselves."""
    line = " ".join(text.split())
    return line if plain(line) == line else _MARKS.sub(r"\\\1", line)


def _bare(text: str) -> str:
    """Without what opens or closes a note or a comment."""
    for mark in ("[[", "]]", "/*", "*/"):
        text = text.replace(mark, " ".join(mark))
    return " ".join(text.split())


def _changed(project: Project, text: str) -> list[str]:
    """A sentence for each thing that our own reader finds otherwise in the script."""
    try:
        again = parse_fountain(text, project.title)
    except ScriptError as error:
        return [f"This script can't be read back: {error.message}"]
    before, after = [shot for _, shot in project.shots()], [shot for _, shot in again.shots()]
    if len(before) != len(after):
        return [f"Fountain reads {len(after)} shots where the film has {len(before)}: an empty scene becomes one."]
    lost: list[str] = []
    for what in ("direction", "duration_frames", "dialogue", "notes", "seed", "continues", "strength_percent", "pack"):
        count = sum(1 for was, now in zip(before, after, strict=True) if getattr(was, what) != getattr(now, what))
        if count:
            name = what.removesuffix("_percent").replace("duration_frames", "length")
            lost.append(f"Fountain can't carry all of the {name} of {'one shot' if count == 1 else f'{count} shots'}.")
    if [scene.direction for scene in project.scenes] != [scene.direction for scene in again.scenes]:
        lost.append("Fountain can't carry scene prompts: they come from the headings.")
    if project.direction != again.direction or project.settings != again.settings:
        lost.append("Fountain can't carry all of the film's own settings.")
    return lost
