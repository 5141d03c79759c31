"""What a script's notes tell a shot: `[[size: CU]]`, `[[pack: sketch]]`, `[[continues]]`; others stay notes."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from sora_studio.errors import ScriptError
from sora_studio.exchange.lines import Note
from sora_studio.exchange.quantities import bad_value, duration_frames, whole_number
from sora_studio.exchange.words import checked_length
from sora_studio.timeline.seeds import SEED_LIMIT
from sora_studio.timeline.shot import CUT, INHERIT, LEAST_STRENGTH_PERCENT, Direction, Transition
from sora_studio.timeline.time import FrameRate
from sora_studio.timeline.transition import KINDS, read_kind
from sora_studio.timeline.vocabulary import VOCABULARY, canonical

TRANSITION_FRAMES = 12
MOST_REMARKS = 1000
# The one note that is complete without a value: the shot begins with the last picture of the one before.
CONTINUES = "continues"
_KEYED = re.compile(r"\s*([A-Za-z]+)\s*:(.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Instructions:
    """What the notes of a film, a scene or a shot ask for; None where they ask for nothing."""

    direction: Direction = INHERIT
    duration_frames: int | None = None
    transition: Transition | None = None
    seed: int | None = None
    continues: bool = False
    strength_percent: int = 0
    pack: str = ""
    remarks: tuple[str, ...] = ()


NOTHING = Instructions()


def with_notes_read(asked: Instructions, notes: Iterable[Note], frame_rate: FrameRate) -> Instructions:
    """The instructions with more notes read; a later note overrides an earlier one.

    A known key with a value it can't have raises ScriptError; a note without a known key is a remark.
    """
    for note in notes:
        asked = _with_note(asked, note, frame_rate)
    return asked


def _with_note(asked: Instructions, note: Note, frame_rate: FrameRate) -> Instructions:
    match = _KEYED.fullmatch(note.text)
    key, value = (match[1].lower(), " ".join(match[2].split())) if match else ("", "")
    if key in VOCABULARY:
        return replace(asked, direction=replace(asked.direction, **{key: _code(key, value, note.line)}))
    if key in ("style", "negative"):
        text = checked_length(value, f"the {key}", note.line)
        return replace(asked, direction=replace(asked.direction, **{key: text}))
    if key == "duration":
        return replace(asked, duration_frames=duration_frames(value, frame_rate, note.line))
    if key == "transition":
        return replace(asked, transition=_transition(value, frame_rate, note.line))
    if note.text.strip().casefold() == CONTINUES:
        return replace(asked, continues=True)
    if key == "strength":
        percent = value.removesuffix("%").rstrip()
        least = LEAST_STRENGTH_PERCENT
        return replace(asked, strength_percent=whole_number(percent, least, 100, "a strength in per cent", note.line))
    if key == "pack":
        return replace(asked, pack=checked_length(value, "the pack", note.line))
    if key == "seed":
        return replace(asked, seed=whole_number(value, 0, SEED_LIMIT - 1, "a seed", note.line))
    remark = "\n".join(line.strip() for line in note.text.strip().splitlines())
    return with_remark(asked, remark, note.line) if remark else asked


def with_remark(asked: Instructions, remark: str, line: int) -> Instructions:
    """The instructions with one more note that stays a note; ScriptError past a thousand."""
    if len(asked.remarks) >= MOST_REMARKS:
        raise ScriptError(
            f"Line {line}: one shot has more than {MOST_REMARKS:,} notes.", "Put some of them on other shots."
        )
    return replace(asked, remarks=(*asked.remarks, remark))


def _code(key: str, value: str, line: int) -> str:
    code = canonical(key, value)
    if code is None:
        what = {"size": "a shot size", "angle": "a camera angle", "move": "a camera move"}[key]
        raise bad_value(line, value, what, f"one of {', '.join(VOCABULARY[key])}")
    return code


def _transition(value: str, frame_rate: FrameRate, line: int) -> Transition:
    kind, length = read_kind(value) or ("", "")
    if not kind or (kind == "cut" and length):
        usual = f"{', '.join(KINDS)}; with a length, dissolve 12 (frames) or dissolve 0.5s"
        raise bad_value(line, value, "a transition", usual)
    if kind == "cut":
        return CUT
    if not length:
        return Transition(kind, TRANSITION_FRAMES)
    # Editors count a transition in frames, so a bare number is frames here, unlike in a duration.
    frames = f"{length} frames" if length.isdecimal() else length
    return Transition(kind, duration_frames(frames, frame_rate, line))
