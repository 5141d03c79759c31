"""An OpenTimelineIO timeline, from whichever format it was read, as a cut list."""

# OpenTimelineIO's types come from C++ and are open to the checker.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportMissingTypeStubs=false
# pyright: reportUnknownArgumentType=false

from collections.abc import Iterator, Mapping
from math import isfinite
from pathlib import PurePosixPath
from typing import Any, cast
from urllib.parse import unquote, urlsplit

from sora_studio.errors import EditError, ProjectFileError, ScriptError
from sora_studio.exchange.cut_list import MOST_CLIPS, CutClip, CutList, Overlap, with_overlaps
from sora_studio.exchange.edl import SHOT_COMMENT
from sora_studio.exchange.fcp7 import COMMENT, COMMENT_START
from sora_studio.exchange.otio_timeline import OURS
from sora_studio.timeline.encoding import decode
from sora_studio.timeline.ids import unused_id
from sora_studio.timeline.markers import Marker
from sora_studio.timeline.project import Project
from sora_studio.timeline.shot import Shot
from sora_studio.timeline.time import FrameRate
from sora_studio.timeline.transition import TransitionKind, read_kind

MOST_FRAMES = 10**9
_HINT = "Export it again from the program that made it."


def cut_of_timeline(timeline: Any, title: str) -> CutList:
    """The first picture track as a cut list; ScriptError where there is none, or nothing on it."""
    tracks = [track for track in timeline.tracks if getattr(track, "kind", "") == "Video"]
    track = next((each for each in tracks if any(True for _ in each.find_clips())), None)
    if track is None:
        raise ScriptError("There is no picture track with a clip on it.", _HINT)
    rate = _rate(timeline, track)
    reading = _Track(rate)
    reading.read(track)
    clips, notes = with_overlaps(reading.clips, reading.overlaps)
    others = sum(1 for other in tracks if other is not track for _ in other.find_clips())
    if others:
        notes.append(f"Only the first picture track was read; {others} clips on others were left out.")
    sounds = sum(1 for each in timeline.tracks if getattr(each, "kind", "") == "Audio" for _ in each.find_clips())
    if sounds:
        notes.append(f"The cut's sound was not read ({sounds} clips).")
    film = _ours(timeline, "film", Project)
    start = timeline.global_start_time
    label = "" if start is None else _label(rate, _frames(start, rate), film)
    name = " ".join(str(timeline.name or "").split()) or title
    return CutList(name, rate, tuple(clips), _markers(timeline, rate), label, film, (*reading.notes, *notes))


class _Track:
    """A track being read: its clips, and the transitions between them."""

    def __init__(self, rate: FrameRate) -> None:
        self.clips: list[CutClip] = []
        self.overlaps: list[Overlap] = []
        self.notes: list[str] = []
        self._rate = rate

    def read(self, track: Any) -> None:
        from opentimelineio import schema

        for item in track:
            if isinstance(item, schema.Transition):
                before, after = (_frames(each, self._rate) for each in (item.in_offset, item.out_offset))
                kind = _kind(item)
                self.overlaps.append(Overlap(len(self.clips), max(0, before), max(0, after), kind))
                if kind == "dissolve" and "issolve" not in str(item.transition_type):
                    self.notes.append(f"A transition ({item.transition_type or 'unnamed'}) became a dissolve.")
                continue
            clip = self._clip(item)
            if clip.duration_frames < 1:
                continue
            if len(self.clips) >= MOST_CLIPS:
                raise ScriptError(f"The cut has more than {MOST_CLIPS:,} clips.", "Split it into several.")
            self.clips.append(clip)

    def _clip(self, item: Any) -> CutClip:
        from opentimelineio import schema

        where = item.trimmed_range()
        source, length = _frames(where.start_time, self._rate), _frames(where.duration, self._rate)
        reference = getattr(item, "media_reference", None)
        if isinstance(item, schema.Gap) or isinstance(reference, schema.GeneratorReference):
            return CutClip("", length)
        if not getattr(item, "enabled", True):
            self.notes.append(f"“{item.name}” is switched off there: black.")
            return CutClip("", length)
        if getattr(item, "effects", None) and any(isinstance(e, schema.TimeEffect) for e in item.effects):
            self.notes.append(f"“{item.name}” changes its speed there: here it plays as it is.")
        available = getattr(reference, "available_range", None)
        return CutClip(
            " ".join(str(item.name or "").split()) or "clip",
            length,
            source,
            None if available is None else _frames(available.start_time, self._rate),
            media_stem(str(getattr(reference, "target_url", "") or "")),
            _shot_id(item),
            fields=_ours(item, "fields", Shot),
            scene_id=_text(item, "scene"),
            heading=_text(item, "heading"),
        )


def _rate(timeline: Any, track: Any) -> FrameRate:
    """The rate the track is cut at: its first clip's own, else that of the timeline's start."""
    times = [clip.trimmed_range().duration for clip in track.find_clips()][:1]
    value = float(times[0].rate) if times else float(getattr(timeline.global_start_time, "rate", 24))
    if not isfinite(value):
        raise ScriptError("The cut has no frame rate.", _HINT)
    try:
        return FrameRate.parse(f"{value:.6f}")
    except EditError as error:
        raise ScriptError(error.message, _HINT) from error


def _frames(time: Any, rate: FrameRate) -> int:
    value, own = float(time.value), float(time.rate)
    if not (isfinite(value) and isfinite(own) and own > 0):
        raise ScriptError("A time in the cut is no number.", _HINT)
    # 29.97 and 30000/1001 are one rate, spelled with more or less care.
    if abs(own - float(rate.per_second)) > 0.01:
        value *= float(rate.per_second) / own
    if abs(value) > MOST_FRAMES:
        raise ScriptError("A time in the cut is beyond all films.", _HINT)
    return round(value)


def _label(rate: FrameRate, frame: int, film: Project | None) -> str:
    drop = rate.can_drop_frames and film is not None and ";" in film.start_timecode
    return rate.timecode(frame, drop) if frame >= 0 else ""


def _markers(timeline: Any, rate: FrameRate) -> tuple[Marker, ...]:
    made: list[Marker] = []
    taken: set[str] = set()
    for mark in timeline.tracks.markers:
        frame = _frames(mark.marked_range.start_time, rate)
        marker_id = unused_id(_text(mark, "id") or "marker", taken)
        taken.add(marker_id)
        made.append(Marker(marker_id, max(0, frame), str(mark.name or "")))
    return tuple(sorted(made, key=lambda marker: marker.frame))


def media_stem(address: str) -> str:
    """The name of a file without its ending, from an address or a path of any system."""
    try:
        path = unquote(urlsplit(address).path) if "://" in address else address
    except ValueError:
        path = address
    return PurePosixPath(path.replace("\\", "/")).stem


def _shot_id(item: Any) -> str:
    """Our id of the shot a clip shows, "" where the file kept none."""
    if kept := _text(item, "shot"):
        return kept
    for line in _mapping(item.metadata.get("cmx_3600")).get("comments") or ():
        if isinstance(line, str) and line.startswith(SHOT_COMMENT):
            return line.removeprefix(SHOT_COMMENT).strip()
    comments = _mapping(_mapping(item.metadata.get("fcp_xml")).get("comments"))
    comment = comments.get(COMMENT)
    return comment.removeprefix(COMMENT_START) if isinstance(comment, str) and comment.startswith(COMMENT_START) else ""


def _mapping(value: Any) -> Mapping[str, Any]:
    return cast("Mapping[str, Any]", value) if hasattr(value, "get") else {}


def _text(item: Any, key: str) -> str:
    value = _mapping(item.metadata.get(OURS)).get(key)
    return value if isinstance(value, str) else ""


def _kind(item: Any) -> TransitionKind:
    """The transition we wrote there; a dissolve where it's another's."""
    kept = read_kind(_text(item, "kind"))
    return kept[0] if kept and kept[0] != "cut" else "dissolve"


def _ours(item: Any, key: str, kind: Any) -> Any:
    """A value of ours kept in the metadata; None where there is none that can be read."""
    data = _mapping(item.metadata.get(OURS)).get(key)
    if data is None:
        return None
    try:
        return decode(kind, _plain(data), key)
    except (ProjectFileError, EditError):
        return None


def _plain(value: Any) -> Any:
    """OpenTimelineIO's own dictionaries and lists as Python's."""
    if isinstance(value, str | int | float | bool) or value is None:
        return value
    if hasattr(value, "items"):
        return {key: _plain(each) for key, each in value.items()}
    return [_plain(each) for each in cast("Iterator[Any]", value)]
