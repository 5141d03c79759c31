"""A film as a shot list in CSV (RFC 4180), with the byte order mark by which Excel knows it for UTF-8."""

import csv
import io
from collections.abc import Iterator

from sora_studio.exchange.losses import OVER_FILM, losses, shortened_transitions
from sora_studio.exchange.media import film_start, timecode
from sora_studio.exchange.shot_names import shot_names
from sora_studio.timeline.project import Project
from sora_studio.timeline.shot import DialogueLine, Transition

COLUMNS = (
    "Name", "Scene", "Heading", "Shot", "Starts", "Frames", "Seconds", "Prompt", "Size", "Angle", "Move", "Style",
    "Negative", "Dialogue", "Action", "Notes", "Transition", "Seed", "Continues",
)  # fmt: skip
BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"
# A cell that begins with one of these is a formula to a spreadsheet, whatever it was meant to be.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


LOSSES = (
    "pictures", "sketches", "strengths", "models", "slips", "sounds", "markers", "settings", "cards", "footage",
    *OVER_FILM,
)  # fmt: skip


def shot_list(project: Project) -> tuple[str, list[str]]:
    """The list, a row a shot in film order, and what it can't carry."""
    text = io.StringIO()
    text.write(BOM)
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for row in shot_rows(project):
        writer.writerow([_cell(value) for value in row])
    return text.getvalue(), shot_list_losses(project)


def shot_list_losses(project: Project) -> list[str]:
    return losses(project, "A shot list", *LOSSES) + shortened_transitions(project)


def shot_rows(project: Project) -> Iterator[tuple[str | int, ...]]:
    """A row a shot in film order, its values as COLUMNS has them."""
    names, rate, start = shot_names(project), project.frame_rate, film_start(project)
    for (scene, shot), transition in zip(project.shots(), project.transitions(), strict=True):
        asked = shot.direction
        yield (
            names[shot.id], scene.number, scene.heading, shot.number, timecode(project, start),
            shot.duration_frames, f"{float(rate.seconds(shot.duration_frames)):.3f}",
            asked.prompt, asked.size, asked.angle, asked.move, asked.style, asked.negative,
            "\n".join(spoken_line(line) for line in shot.dialogue), shot.action, shot.notes,
            _cue(transition), "" if shot.seed is None else shot.seed, "yes" if shot.continues else "",
        )  # fmt: skip
        start += shot.duration_frames


def spoken_line(line: DialogueLine) -> str:
    """MARY (softly): Hello."""
    how = f" ({line.parenthetical})" if line.parenthetical else ""
    who = f"{line.character}{how}: " if line.character or how else ""
    return who + " ".join(line.text.split())


def _cue(transition: Transition) -> str:
    return f"{transition.kind} {transition.duration_frames}" if transition.duration_frames else ""


def _cell(value: object) -> str:
    text = str(value)
    return f"'{text}" if text.startswith(FORMULA) else text
