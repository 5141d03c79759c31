"""What a panel says about its shot, in words: plain strings, no Qt."""

from dataclasses import dataclass

from sora_studio.timeline.cascade import resolve
from sora_studio.timeline.project import Project, Scene
from sora_studio.timeline.shot import Shot
from sora_studio.timeline.time import FrameRate
from sora_studio.timeline.vocabulary import SIZES


@dataclass(frozen=True, slots=True)
class PanelText:
    """`marks` are size and angle in the board's short codes; `framing` says the size in words for a bare card."""

    marks: str
    framing: str
    move: str
    duration: str
    action: str
    spoken: str


def panel_text(project: Project, scene: Scene, shot: Shot) -> PanelText:
    asked = resolve(project, scene, shot)
    angle = "" if asked.angle in ("", "eye") else asked.angle
    move = "" if asked.move in ("", "static") else asked.move
    return PanelText(
        marks=" · ".join(part for part in (asked.size, angle, move) if part),
        framing=SIZES.get(asked.size, ""),
        move=move,
        duration=length(shot.duration_frames, project.frame_rate),
        action=shot.direction.prompt or shot.action,
        spoken=_spoken(shot),
    )


def _spoken(shot: Shot) -> str:
    """The shot's dialogue in a row; a speaker is named where it changes."""
    parts: list[str] = []
    speaker = ""
    for line in shot.dialogue:
        named = f"{line.character}: " if line.character and line.character != speaker else ""
        parts.append(f"{' / ' if parts and named else ' ' if parts else ''}{named}{line.text}")
        speaker = line.character
    return "".join(parts)


def length(frames: int, rate: FrameRate) -> str:
    """Whole seconds and the frames over them: "4s", "4s 12f", "1m 05s"."""
    seconds, over = divmod(frames, rate.nominal)
    minutes, seconds = divmod(seconds, 60)
    text = f"{minutes}m {seconds:02}s" if minutes else f"{seconds}s"
    if not seconds and not minutes and over:
        return f"{over}f"
    return f"{text} {over:02}f" if over else text


def scene_line(scene: Scene, number: int) -> tuple[str, str]:
    """A scene's number and its slug line."""
    return scene.number or str(number), scene.heading
