"""What a shot's title card says. No Qt but the translation of its few words."""

from PySide6.QtCore import QCoreApplication

from sora_studio.timeline.cascade import resolve
from sora_studio.timeline.project import Project, Scene
from sora_studio.timeline.shot import Shot
from sora_studio.timeline.vocabulary import VOCABULARY
from sora_studio.ui.viewer.card_layout import CardText


def _tr(text: str) -> str:
    return QCoreApplication.translate("TitleCard", text)


def card_text(project: Project, scene: Scene, shot: Shot, label: str, badge: str) -> CardText:
    """The shot in words; where it has no prompt of its own, its scene's or the film's stands for it."""
    direction = resolve(project, scene, shot)
    own = shot.direction.prompt or scene.direction.prompt or project.direction.prompt
    tags = [VOCABULARY[field].get(code, code) for field, code in _codes(direction) if code]
    speaker, lines = _dialogue(shot)
    return CardText(
        number=label,
        heading=scene.heading.upper(),
        prompt=" ".join(own.split()) or _tr("This shot has no prompt yet."),
        speaker=speaker,
        dialogue=lines,
        tags=tuple(tag[:1].upper() + tag[1:] for tag in tags),
        footer=_state(badge),
        footer_right=_length(project, shot),
    )


def _codes(direction) -> tuple[tuple[str, str], ...]:
    return ("size", direction.size), ("angle", direction.angle), ("move", direction.move)


def _dialogue(shot: Shot) -> tuple[str, str]:
    """The speaker and what is said; where several speak, each line begins with its speaker's name."""
    lines = [line for line in shot.dialogue if line.text.strip()]
    speakers = {line.character for line in lines}
    if len(speakers) == 1:
        return speakers.pop().upper(), "\n".join(line.text for line in lines)
    return "", "\n".join(f"{line.character.upper()}: {line.text}" for line in lines)


def _state(badge: str) -> str:
    words = {
        "queued": _tr("Waiting in the queue"),
        "running": _tr("Being made now"),
        "failed": _tr("Could not be made"),
    }
    return words.get(badge, _tr("No picture yet"))


def _length(project: Project, shot: Shot) -> str:
    seconds = float(project.frame_rate.seconds(shot.duration_frames))
    return _tr("{seconds} s · {frames} frames").format(seconds=f"{seconds:.1f}", frames=shot.duration_frames)
