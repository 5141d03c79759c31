"""FCPXML 1.10 for Final Cut Pro and Resolve, written by hand: OpenTimelineIO's adapter drops dissolves.

Every time is a whole number of frames as a fraction of a second. Sounds and markers hang on the shot they begin in,
in that shot's own source time, as the format wants it (developer.apple.com, FCPXML Reference).
"""

from bisect import bisect_right
from fractions import Fraction
from xml.etree import ElementTree as Xml

from sora_studio.exchange.losses import OVER_FILM, losses, shortened_transitions
from sora_studio.exchange.media import Media, counts_drop_frame, film_start, picture_spans, take_start
from sora_studio.exchange.otio_timeline import file_url, record_ranges
from sora_studio.exchange.shot_names import shot_names
from sora_studio.timeline.project import Project, Scene
from sora_studio.timeline.shot import Shot
from sora_studio.timeline.sound import QUIETEST_DB, AudioCue, AudioTrack

VERSION = "1.10"
SHOT_KEY = "com.sora-studio.shot"
# The address of a movie that isn't there: it opens as offline, under its name.
OFFLINE = "file:///offline/"
LOSSES = ("fades", "mutes", "takes", "sketches", "strengths", "models", "wipes", *OVER_FILM)


def fcpxml(project: Project, media: Media) -> tuple[str, list[str]]:
    """The document, and what it can't carry."""
    return _Document(project, media).text()


class _Document:
    def __init__(self, project: Project, media: Media) -> None:
        self._project, self._media = project, media
        self._names, self._spans = shot_names(project), picture_spans(project)
        self._take_start, self._start = take_start(project), film_start(project)
        self._late = 0
        self._root = Xml.Element("fcpxml", version=VERSION)
        self._resources = Xml.SubElement(self._root, "resources")
        frame = self._time(1)
        Xml.SubElement(
            self._resources,
            "format",
            id="r1",
            name="FFVideoFormatRateUndefined",
            frameDuration=frame,
            width=str(project.width),
            height=str(project.height),
            colorSpace="1-1-1 (Rec. 709)",
        )

    def text(self) -> tuple[str, list[str]]:
        project = self._project
        assets = self._assets()
        event = Xml.SubElement(Xml.SubElement(self._root, "library"), "event", name=project.title)
        sequence = Xml.SubElement(
            Xml.SubElement(event, "project", name=project.title),
            "sequence",
            format="r1",
            duration=self._time(project.duration_frames),
            tcStart=self._time(self._start),
            tcFormat="DF" if counts_drop_frame(project) else "NDF",
            audioLayout="stereo",
            audioRate="48k",
        )
        self._fill(Xml.SubElement(sequence, "spine"), assets)
        Xml.indent(self._root)
        body = Xml.tostring(self._root, encoding="unicode")
        lost = losses(project, "FCPXML", *LOSSES) + shortened_transitions(project)
        if any(_note(shot) for _, shot in project.shots()):
            lost.append("FCPXML carries prompts, dialogue and notes only as a note to read on each clip.")
        if self._late:
            lost.append(f"FCPXML can't carry sounds and markers that begin after the film's end ({self._late}).")
        return f'<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE fcpxml>\n{body}\n', lost

    def _time(self, frames: int) -> str:
        seconds = self._project.frame_rate.seconds(frames)
        return f"{seconds.numerator}s" if seconds.denominator == 1 else f"{seconds.numerator}/{seconds.denominator}s"

    def _assets(self) -> dict[str, str]:
        """A resource for each shot, by its id, and each sound, by its SHA-256."""
        ids: dict[str, str] = {}
        for _, shot in self._project.shots():
            ids[shot.id] = self._picture_asset(shot, f"r{len(ids) + 2}")
        for track in self._project.tracks:
            for cue in track.cues:
                if cue.media not in ids:
                    ids[cue.media] = self._sound_asset(cue, f"r{len(ids) + 2}")
        return ids

    def _picture_asset(self, shot: Shot, resource: str) -> str:
        file = self._media.pictures.get(shot.id)
        span = file.span if file else self._spans[shot.id]
        name = self._names[shot.id]
        asset = Xml.SubElement(
            self._resources,
            "asset",
            id=resource,
            name=name,
            start=self._time(self._take_start + span.start),
            duration=self._time(len(span)),
            hasVideo="1",
            format="r1",
            videoSources="1",
        )
        Xml.SubElement(asset, "media-rep", src=file_url(file.path) if file else f"{OFFLINE}{name}.mov")
        return resource

    def _sound_asset(self, cue: AudioCue, resource: str) -> str:
        file = self._media.sounds.get(cue.media)
        cues = (each for track in self._project.tracks for each in track.cues if each.media == cue.media)
        longest = self._project.frame_rate.seconds(max(each.offset_frames + each.duration_frames for each in cues))
        seconds = Fraction(file.seconds) if file else longest
        asset = Xml.SubElement(
            self._resources,
            "asset",
            id=resource,
            name=cue.name,
            start="0s",
            duration=f"{seconds.numerator}/{seconds.denominator}s",
            hasAudio="1",
            audioSources="1",
            audioChannels="2",
            audioRate="48000",
        )
        Xml.SubElement(asset, "media-rep", src=file_url(file.path) if file else f"{OFFLINE}{cue.media}.wav")
        return resource

    def _fill(self, spine: Xml.Element, assets: dict[str, str]) -> None:
        ranges = record_ranges(self._project)
        clips: list[Xml.Element] = []
        for (_, shot), where, out in zip(self._project.shots(), ranges, self._project.transitions(), strict=True):
            clips.append(self._clip(spine, shot, where.start, assets[shot.id]))
            if out.duration_frames:
                Xml.SubElement(
                    spine,
                    "transition",
                    name="Cross Dissolve",
                    offset=self._time(self._start + where.stop - out.frames_before_cut),
                    duration=self._time(out.duration_frames),
                )
        starts = [where.start for where in ranges]
        shots = [shot for _, shot in self._project.shots()]
        self._hang_sounds(clips, shots, starts, assets)
        self._hang_markers(clips, shots, starts)
        for clip, (scene, shot) in zip(clips, self._project.shots(), strict=True):
            self._describe(clip, scene, shot)

    def _clip(self, spine: Xml.Element, shot: Shot, at: int, asset: str) -> Xml.Element:
        clip = Xml.SubElement(
            spine,
            "asset-clip",
            ref=asset,
            name=self._names[shot.id],
            offset=self._time(self._start + at),
            start=self._time(self._take_start + shot.head_frames),
            duration=self._time(shot.duration_frames),
            format="r1",
            tcFormat="DF" if counts_drop_frame(self._project) else "NDF",
        )
        if said := _note(shot):
            Xml.SubElement(clip, "note").text = said
        return clip

    def _hang_sounds(
        self, clips: list[Xml.Element], shots: list[Shot], starts: list[int], assets: dict[str, str]
    ) -> None:
        for lane, track in enumerate(self._project.tracks, start=1):
            for cue in track.cues:
                place = self._place(shots, starts, cue.start_frame)
                if place is None:
                    continue
                at, source = place
                sound = Xml.SubElement(
                    clips[at],
                    "asset-clip",
                    ref=assets[cue.media],
                    lane=str(-lane),
                    name=cue.name,
                    offset=self._time(source),
                    start=self._time(cue.offset_frames),
                    duration=self._time(cue.duration_frames),
                )
                if gain := _gain_db(track, cue):
                    Xml.SubElement(sound, "adjust-volume", amount=f"{gain:g}dB")

    def _hang_markers(self, clips: list[Xml.Element], shots: list[Shot], starts: list[int]) -> None:
        for marker in self._project.markers:
            place = self._place(shots, starts, marker.frame)
            if place is not None:
                at, source = place
                Xml.SubElement(
                    clips[at], "marker", start=self._time(source), duration=self._time(1), value=marker.text or "Marker"
                )

    def _place(self, shots: list[Shot], starts: list[int], frame: int) -> tuple[int, int] | None:
        """The shot a film frame falls into, and that frame in the shot's source time; None beyond the film's end."""
        if frame >= self._project.duration_frames:
            self._late += 1
            return None
        at = bisect_right(starts, frame) - 1
        return at, self._take_start + shots[at].head_frames + frame - starts[at]

    def _describe(self, clip: Xml.Element, scene: Scene, shot: Shot) -> None:
        about = Xml.SubElement(clip, "metadata")
        Xml.SubElement(about, "md", key=SHOT_KEY, value=shot.id)
        if scene.heading or scene.number:
            name = " ".join(part for part in (scene.number, scene.heading) if part)
            Xml.SubElement(about, "md", key="com.apple.proapps.studio.scene", value=name)


def _note(shot: Shot) -> str:
    """What the shot shows, what is said in it and noted about it, as an editor reads it."""
    lines = [shot.direction.prompt, *(f"{each.character}: {each.text}" for each in shot.dialogue), shot.notes]
    return "\n".join(line for line in lines if line.strip())


def _gain_db(track: AudioTrack, cue: AudioCue) -> float:
    return QUIETEST_DB if track.muted else track.gain_db + cue.gain_db
