"""FCPXML as a cut list: the primary storyline of its first sequence, dissolves included."""

import re
from fractions import Fraction
from xml.etree.ElementTree import Element

from sora_studio.errors import EditError, ScriptError
from sora_studio.exchange.cut_list import MOST_CLIPS, CutClip, CutList, Overlap, with_overlaps
from sora_studio.exchange.fcpxml import SHOT_KEY
from sora_studio.exchange.otio_cut import MOST_FRAMES, media_stem
from sora_studio.timeline.ids import unused_id
from sora_studio.timeline.markers import Marker
from sora_studio.timeline.time import FrameRate

_TIME = re.compile(r"(-?\d{1,18})(?:/(\d{1,12})|\.(\d{1,9}))?s")
_CLIPS = {"asset-clip", "clip", "video", "title", "ref-clip", "sync-clip", "mc-clip", "audio", "audition"}
_HINT = "Export it again from the program that made it."


def cut_of_fcpxml(root: Element, title: str) -> CutList:
    """The first sequence of a document; ScriptError where it has none."""
    sequence = root.find(".//sequence")
    spine = None if sequence is None else sequence.find("spine")
    if root.tag != "fcpxml" or sequence is None or spine is None:
        raise ScriptError("There is no sequence in it.", _HINT)
    reading = _Spine(root, _rate(root, sequence))
    reading.read(spine)
    if not any(clip.name for clip in reading.clips):
        raise ScriptError("There is no clip in its sequence.", _HINT)
    clips, notes = with_overlaps(reading.clips, reading.overlaps)
    if reading.hanging:
        notes.append(f"Clips and sounds beside the primary storyline were left out ({reading.hanging}).")
    project = root.find(".//project")
    name = ("" if project is None else project.get("name", "")) or title
    start = reading.frames(sequence.get("tcStart"))
    label = reading.rate.timecode(start, sequence.get("tcFormat") == "DF" and reading.rate.can_drop_frames)
    markers = tuple(sorted(reading.markers, key=lambda marker: marker.frame))
    return CutList(name, reading.rate, tuple(clips), markers, label if start >= 0 else "", notes=tuple(notes))


class _Spine:
    """A storyline being read, in frames of its own rate."""

    def __init__(self, root: Element, rate: FrameRate) -> None:
        self.rate = rate
        self.clips: list[CutClip] = []
        self.overlaps: list[Overlap] = []
        self.markers: list[Marker] = []
        self.hanging = 0
        self._assets = {each.get("id", ""): each for each in root.iter("asset")}
        self._ids: set[str] = set()

    def frames(self, text: str | None) -> int:
        """A time such as 1001/24000s, in frames; ScriptError for what is none."""
        match = _TIME.fullmatch((text or "0s").strip())
        if match is None or match[2] == "0" * len(match[2] or "x"):
            raise ScriptError(f"“{(text or '')[:40]}” isn't a time.", _HINT)
        seconds = Fraction(int(match[1]), int(match[2] or 1))
        if match[3]:
            seconds = Fraction(f"{match[1]}.{match[3]}")
        frames = self.rate.frames(seconds)
        if abs(frames) > MOST_FRAMES:
            raise ScriptError("A time in the cut is beyond all films.", _HINT)
        return frames

    def read(self, spine: Element) -> None:
        at = 0
        start: int | None = None
        for item in spine:
            if item.tag == "transition":
                length = self.frames(item.get("duration"))
                # Where the file doesn't say, a transition is centred on its cut.
                offset = item.get("offset")
                before = length // 2 if offset is None else (start or 0) + at - self.frames(offset)
                before = min(max(before, 0), max(length, 0))
                self.overlaps.append(Overlap(len(self.clips), before, max(length, 0) - before))
                continue
            if item.tag not in _CLIPS and item.tag != "gap":
                continue
            clip = self._clip(item)
            if clip.duration_frames < 1:
                continue
            if start is None:
                start = self.frames(item.get("offset"))
            if len(self.clips) >= MOST_CLIPS:
                raise ScriptError(f"The cut has more than {MOST_CLIPS:,} clips.", "Split it into several.")
            self._keep_markers(item, at, clip.source_frame)
            self.clips.append(clip)
            self.hanging += sum(1 for child in item if child.get("lane") is not None)
            at += clip.duration_frames

    def _clip(self, item: Element) -> CutClip:
        inner = item
        if item.tag == "audition":
            inner = next((each for each in item if each.tag in _CLIPS), item)
        asset = self._asset(inner)
        duration = inner.get("duration") or ("" if asset is None else asset.get("duration", ""))
        length = self.frames(duration)
        if item.tag == "gap":
            return CutClip("", length)
        media_start = 0 if asset is None else self.frames(asset.get("start"))
        source = self.frames(inner.get("start")) if inner.get("start") is not None else media_start
        kept = next((each.get("value", "") for each in inner.iterfind("metadata/md[@key='" + SHOT_KEY + "']")), "")
        name = " ".join(inner.get("name", "").split()) or "clip"
        note = " ".join((inner.findtext("note") or "").split())
        return CutClip(name, length, source, media_start, self._file(asset), kept, note=note)

    def _asset(self, item: Element) -> Element | None:
        """What a clip plays: its own, or that of the picture inside it."""
        for each in (item, *item.iterfind("video"), *item.iterfind("asset-clip")):
            if (asset := self._assets.get(each.get("ref", ""))) is not None:
                return asset
        return None

    def _file(self, asset: Element | None) -> str:
        if asset is None:
            return ""
        inner = asset.find("media-rep")
        return media_stem(asset.get("src") or ("" if inner is None else inner.get("src", "")))

    def _keep_markers(self, item: Element, at: int, source: int) -> None:
        for mark in (*item.iterfind("marker"), *item.iterfind("chapter-marker")):
            frame = at + self.frames(mark.get("start")) - source
            marker_id = unused_id("marker", self._ids)
            self._ids.add(marker_id)
            self.markers.append(Marker(marker_id, max(0, frame), mark.get("value", "")))


def _rate(root: Element, sequence: Element) -> FrameRate:
    known = {each.get("id", ""): each.get("frameDuration", "") for each in root.iter("format")}
    match = _TIME.fullmatch(known.get(sequence.get("format", ""), ""))
    if match is None or match[3] or not int(match[1]):
        raise ScriptError("The sequence has no frame rate.", _HINT)
    try:
        return FrameRate(int(match[2] or 1), int(match[1]))
    except EditError as error:
        raise ScriptError(error.message, _HINT) from error
