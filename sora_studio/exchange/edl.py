"""CMX3600 edit decision lists, written here because OpenTimelineIO's adapter starts every list at 00:00:00:00 and
counts 29.97 in drop-frame only; its reader reads these.

A dissolve belongs to the incoming event, which takes over where the dissolve begins (SMPTE ST 258).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from sora_studio.exchange.losses import OVER_FILM, losses, shortened_transitions
from sora_studio.exchange.media import Media, counts_drop_frame, film_start, take_start, timecode
from sora_studio.exchange.shot_names import shot_names
from sora_studio.timeline.markers import Marker
from sora_studio.timeline.project import Project

REEL_LENGTH = 8
MOST_EVENTS = 999
LONGEST_DISSOLVE = 999
# By this comment a shot is known again when names have moved on, as they do when a shot is put before it.
SHOT_COMMENT = "SORA STUDIO SHOT: "
_NOT_IN_REELS = re.compile(r"[^A-Z0-9]")


@dataclass(frozen=True, slots=True)
class _Event:
    """One line of the list: frame numbers as labelled, ends excluded; `stop` is where the shot ends as cut."""

    name: str
    reel: str
    file: str
    dissolve: int
    source_in: int
    source_out: int
    record_in: int
    record_out: int
    stop: int
    shot_id: str


def edl(project: Project, media: Media) -> tuple[str, list[str]]:
    """The list, and what it can't carry."""
    names = shot_names(project)
    reels = _reels(names)
    lines = [f"TITLE: {_line(project.title)}", f"FCM: {'' if counts_drop_frame(project) else 'NON-'}DROP FRAME", ""]
    markers = list(project.markers)
    before: _Event | None = None
    for number, event in enumerate(_events(project, media, names, reels), start=1):
        lines += _lines(project, number, event, before)
        lines += _locators(project, markers, event.stop)
        before = event
    return "\n".join(lines) + "\n", _losses(project, names, reels, len(markers))


def _events(project: Project, media: Media, names: dict[str, str], reels: dict[str, str]) -> Iterator[_Event]:
    start, take = film_start(project), take_start(project)
    into = early = 0
    for (_, shot), out in zip(project.shots(), project.transitions(), strict=True):
        stop = start + shot.duration_frames
        file = media.pictures.get(shot.id)
        yield _Event(
            names[shot.id],
            reels[shot.id],
            _line(file.path.resolve().as_posix()) if file else "",
            into,
            take + shot.head_frames - early,
            take + shot.head_frames + shot.duration_frames - out.frames_before_cut,
            start - early,
            stop - out.frames_before_cut,
            stop,
            shot.id,
        )
        start, into, early = stop, out.duration_frames, out.frames_before_cut


def _lines(project: Project, number: int, event: _Event, before: _Event | None) -> Iterator[str]:
    frames = (event.source_in, event.source_out, event.record_in, event.record_out)
    times = " ".join(timecode(project, frame) for frame in frames)
    if before is not None and event.dissolve:
        frames = (before.source_out, before.source_out, event.record_in, event.record_in)
        yield f"{number:03d}  {before.reel:8} V     C        {' '.join(timecode(project, each) for each in frames)}"
        yield f"{number:03d}  {event.reel:8} V     D {event.dissolve:03d}    {times}"
        yield f"* FROM CLIP NAME:  {before.name}"
        yield f"* TO CLIP NAME:  {event.name}"
    else:
        yield f"{number:03d}  {event.reel:8} V     C        {times}"
        yield f"* FROM CLIP NAME:  {event.name}"
    if event.file:
        yield f"* {'TO' if event.dissolve else 'FROM'} FILE: {event.file}"
    yield f"* {SHOT_COMMENT}{event.shot_id}"


def _locators(project: Project, markers: list[Marker], stop: int) -> Iterator[str]:
    start = film_start(project)
    while markers and start + markers[0].frame < stop:
        mark = markers.pop(0)
        yield f"* LOC: {timecode(project, start + mark.frame)} GREEN   {_line(mark.text)}"


def _reels(names: dict[str, str]) -> dict[str, str]:
    """Reel names by shot id: capitals and digits, eight at the most, no two alike."""
    taken: set[str] = set()
    reels: dict[str, str] = {}
    for shot_id, name in names.items():
        letters = _NOT_IN_REELS.sub("", name.upper().replace("SC", "", 1).replace("_SH", "H", 1))
        wanted = letters[:REEL_LENGTH] or "SHOT"
        number = 2
        while wanted in taken:
            ending = str(number)
            wanted, number = f"{letters[: REEL_LENGTH - len(ending)]}{ending}", number + 1
        taken.add(wanted)
        reels[shot_id] = wanted
    return reels


def _line(text: str) -> str:
    return " ".join(text.split())


def _losses(project: Project, names: dict[str, str], reels: dict[str, str], late_markers: int) -> list[str]:
    said, made = ("prompts", "dialogue", "notes", "scenes"), ("takes", "sketches", "strengths", "models")
    lost = losses(project, "An EDL", *said, "sounds", *made, "wipes", *OVER_FILM) + shortened_transitions(project)
    if len(names) > MOST_EVENTS:
        lost.append(f"An EDL holds {MOST_EVENTS} events and this film has {len(names)}: some programs read no further.")
    if any(each.duration_frames > LONGEST_DISSOLVE for each in project.transitions()):
        lost.append(f"An EDL's dissolves last {LONGEST_DISSOLVE} frames at the most; a longer one may be misread.")
    if reels:
        first = next(iter(names))
        lost.append(
            f"An EDL's reel names have {REEL_LENGTH} characters: “{names[first]}” is reel {reels[first]}; "
            "the whole names are in its comments."
        )
    if late_markers:
        lost.append(f"An EDL can't carry markers after the film's end ({late_markers}).")
    return lost
