"""A film while its script is being read: scenes and shots open until the last note about them has come."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

from sora_studio.errors import ScriptError
from sora_studio.exchange.lines import Note
from sora_studio.exchange.notes import NOTHING, TRANSITION_FRAMES, Instructions, with_notes_read, with_remark
from sora_studio.exchange.words import checked_length, heading_words, plain
from sora_studio.timeline.ids import text_id
from sora_studio.timeline.project import Project, Scene
from sora_studio.timeline.shot import CUT, DialogueLine, Direction, Shot, Transition
from sora_studio.timeline.transition import read_kind

MOST_SHOTS = 10_000
# A paragraph of these alone is a rule or a beat, with nothing to show.
ORNAMENTS = "*_-=~. "
_SPLIT = "Split it into several shots with empty lines between them."


@dataclass(slots=True)
class ShotDraft:
    text: str
    prompt: str
    asked: Instructions
    dialogue: list[DialogueLine] = field(default_factory=list[DialogueLine])


@dataclass(slots=True)
class SceneDraft:
    """`asked` holds for every shot; `opening` and `dialogue` wait for the first one."""

    heading: str
    number: str = ""
    prompt: str = ""
    asked: Instructions = NOTHING
    dialogue: list[DialogueLine] = field(default_factory=list[DialogueLine])
    shots: list[ShotDraft] = field(default_factory=list[ShotDraft])


class FilmDraft:
    """Takes a script's pieces in order and gives the Project; `film` brings the settings, without scenes.

    A note goes to the shot before it in its scene; before the scene's first shot, to the scene; before any scene, to
    the film. Of those, a seed, a transition, `continues` and remarks wait for the first shot.
    """

    def __init__(self, film: Project, shot_frames: int) -> None:
        self._film = film
        self._shot_frames = shot_frames
        self._asked = NOTHING
        self._scenes: list[SceneDraft] = []
        self._shot_count = 0

    def scene(self, heading: str, number: str, notes: Iterable[Note], line: int) -> None:
        """Open a scene; its heading's words go into the prompt of every shot in it."""
        self._close_scene()
        text = plain(checked_length(heading, "the scene heading", line))
        self._scenes.append(SceneDraft(text, number, heading_words(text)))
        self.notes(notes)

    def shot(self, text: str, notes: Iterable[Note], line: int) -> None:
        """Add a shot that shows what a paragraph says."""
        scene = self._scene()
        place = f" in “{scene.heading[:60]}”" if scene.heading else ""
        prompt = checked_length(plain(text), f"the shot{place}", line, _SPLIT)
        if not prompt.strip(ORNAMENTS):
            self.notes(notes)
            return
        self._shot_count += 1
        if self._shot_count > MOST_SHOTS:
            raise ScriptError(
                f"Line {line}: the script has more than {MOST_SHOTS:,} shots.", "Split it into several scripts."
            )
        scene.shots.append(ShotDraft(text, prompt, self._opening(scene), scene.dialogue))
        scene.dialogue = []
        self.notes(notes)

    def dialogue(self, said: DialogueLine, notes: Iterable[Note]) -> None:
        """Put a speech onto the shot before it in the scene, or the first one to come."""
        scene = self._scene()
        (scene.shots[-1] if scene.shots else scene).dialogue.append(said)
        self.notes(notes)

    def notes(self, notes: Iterable[Note]) -> None:
        self._ask(lambda asked: with_notes_read(asked, notes, self._film.frame_rate))

    def remark(self, text: str, line: int) -> None:
        """Keep a text as a note, whatever it says."""
        self._ask(lambda asked: with_remark(asked, text, line))

    def transition(self, cue: str, notes: Iterable[Note], line: int) -> None:
        """Set how the last shot ends, from a cue such as DISSOLVE TO:; one nobody knows stays a remark."""
        shots = next((scene.shots for scene in reversed(self._scenes) if scene.shots), None)
        said = (word for word in ("dissolve", "cut") if word in cue.casefold())
        found = read_kind(cue) or read_kind(next(said, ""))
        if shots and found:
            transition = CUT if found[0] == "cut" else Transition(found[0], TRANSITION_FRAMES)
            shots[-1].asked = replace(shots[-1].asked, transition=transition)
        # A fade ends most scripts, and nothing follows there for it to lead into.
        if not (shots and found) or found[0].startswith("dip"):
            self.remark(cue, line)
        self.notes(notes)

    def project(self) -> Project:
        """The film as read; ScriptError if it has no shot."""
        self._close_scene()
        if not self._shot_count:
            raise ScriptError("The script has no shots.", "Write a paragraph for each shot, with empty lines between.")
        film, asked = self._film, self._asked
        settings = film.settings if asked.seed is None else replace(film.settings, seed=asked.seed)
        scenes = _scenes(self._scenes, asked.duration_frames or self._shot_frames)
        direction = _over(film.direction, asked.direction)
        return _with_fitted_transitions(replace(film, direction=direction, settings=settings, scenes=scenes))

    def _ask(self, more: Callable[[Instructions], Instructions]) -> None:
        if not self._scenes:
            self._asked = more(self._asked)
        elif shots := self._scenes[-1].shots:
            shots[-1].asked = more(shots[-1].asked)
        else:
            self._scenes[-1].asked = more(self._scenes[-1].asked)

    def _scene(self) -> SceneDraft:
        if not self._scenes:
            self._scenes.append(SceneDraft(""))
        return self._scenes[-1]

    def _close_scene(self) -> None:
        """A scene that shows nothing of its own still is one shot, of its place or of who speaks."""
        scene = self._scenes[-1] if self._scenes else SceneDraft("")
        speaker = scene.dialogue[0].character if scene.dialogue else ""
        place = scene.heading if scene.heading.strip(ORNAMENTS) else ""
        text = place or (f"{speaker[:60] or 'Someone'} speaks" if scene.dialogue else "")
        if text and not scene.shots:
            self.shot(text, [], 0)
            # Of a heading that is ornaments once it is plain there is none.
            if place and scene.prompt and scene.shots:
                scene.shots[-1].prompt = scene.prompt

    def _opening(self, scene: SceneDraft) -> Instructions:
        """What the scene's shot begins with: for the first one, what waited for it."""
        if scene.shots:
            return NOTHING
        waiting = scene.asked
        if scene is self._scenes[0]:
            remarks = (*self._asked.remarks, *waiting.remarks)
            waiting = replace(waiting, remarks=remarks, transition=waiting.transition or self._asked.transition)
        return Instructions(
            seed=waiting.seed,
            transition=waiting.transition,
            continues=waiting.continues,
            strength_percent=waiting.strength_percent,
            pack=waiting.pack,
            remarks=waiting.remarks,
        )


def _scenes(drafts: list[SceneDraft], frames: int) -> tuple[Scene, ...]:
    named: Counter[str] = Counter()
    scenes: list[Scene] = []
    for draft in drafts:
        shots: list[Shot] = []
        for at, shot in enumerate(draft.shots, start=1):
            number = f"{draft.number}-{at}" if draft.number and len(draft.shots) > 1 else draft.number
            shots.append(_shot(shot, _named("shot", shot.prompt, named), number, draft.asked, frames))
        direction = _over(Direction(prompt=draft.prompt), draft.asked.direction)
        scene_id = _named("scene", draft.heading, named)
        scenes.append(Scene(scene_id, draft.heading, direction, tuple(shots), draft.number))
    return tuple(scenes)


def _named(kind: str, text: str, named: Counter[str]) -> str:
    """The id of a text; the second of the same text ends in -2."""
    first = text_id(kind, text)
    named[first] += 1
    return first if named[first] == 1 else f"{first}-{named[first]}"


def _shot(draft: ShotDraft, shot_id: str, number: str, scene: Instructions, frames: int) -> Shot:
    asked = draft.asked
    return Shot(
        shot_id,
        replace(asked.direction, prompt=draft.prompt),
        asked.duration_frames or scene.duration_frames or frames,
        dialogue=tuple(draft.dialogue),
        action=draft.text,
        notes="\n".join(asked.remarks),
        number=number,
        transition=asked.transition or CUT,
        seed=asked.seed,
        continues=asked.continues,
        strength_percent=asked.strength_percent,
        pack=asked.pack,
    )


def _over(base: Direction, asked: Direction) -> Direction:
    """The base direction with everything the other one asks for."""
    return Direction(
        prompt=asked.prompt or base.prompt,
        negative=asked.negative or base.negative,
        style=asked.style or base.style,
        size=asked.size or base.size,
        angle=asked.angle or base.angle,
        move=asked.move or base.move,
    )


def _with_fitted_transitions(film: Project) -> Project:
    """Dissolves shortened to what their shots can carry; the film's last shot just ends."""
    fitted = iter(film.transitions())
    scenes: list[Scene] = []
    for scene in film.scenes:
        shots = tuple(replace(shot, transition=next(fitted)) for shot in scene.shots)
        scenes.append(replace(scene, shots=shots))
    return replace(film, scenes=tuple(scenes))
