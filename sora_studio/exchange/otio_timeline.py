"""A film as an OpenTimelineIO timeline: one picture track, a track for each of its sound tracks, markers, dissolves."""

# OpenTimelineIO's types come from C++ and are open to the checker.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportMissingTypeStubs=false

from dataclasses import replace
from pathlib import Path
from typing import Any

from sora_studio.exchange.losses import OVER_FILM, losses, shortened_transitions
from sora_studio.exchange.media import Media, film_start, picture_spans, take_start
from sora_studio.exchange.shot_names import shot_names
from sora_studio.timeline.encoding import encode
from sora_studio.timeline.project import Project, Scene
from sora_studio.timeline.shot import Shot
from sora_studio.timeline.sound import AudioCue, AudioTrack
from sora_studio.timeline.time import FrameRange
from sora_studio.timeline.transition import TransitionKind

# The key of our own fields in every object's metadata.
OURS = "sora_studio"
VERSION = 1
LOSSES = ("takes", "sketches", *OVER_FILM)


def timeline_of(project: Project, media: Media) -> Any:
    """The film as cut, frame for frame; transitions as they are shown, centred on their cuts.

    A clip's source range counts from 01:00:00:00 at its take's first frame, which is also its movie's timecode.
    """
    from opentimelineio import opentime, schema

    make = _Maker(project, media)
    timeline = schema.Timeline(project.title, global_start_time=make.time(film_start(project)))
    timeline.metadata[OURS] = {"version": VERSION, "film": encode(_bare(project))}
    timeline.tracks.append(make.pictures())
    for track in project.tracks:
        timeline.tracks.append(make.sounds(track))
    for marker in project.markers:
        where = opentime.TimeRange(make.time(marker.frame), make.time(1))
        mark = schema.Marker(marker.text, where, schema.MarkerColor.GREEN, {OURS: {"id": marker.id}})
        timeline.tracks.markers.append(mark)
    return timeline


def otio_text(project: Project, media: Media) -> tuple[str, list[str]]:
    """The timeline as an OTIO file's text, and what it can't carry."""
    text: str = timeline_of(project, media).to_json_string(indent=2)
    return text, otio_losses(project)


def otio_losses(project: Project) -> list[str]:
    return losses(project, "OpenTimelineIO", *LOSSES) + shortened_transitions(project)


def _bare(project: Project) -> Project:
    """What of the film stands in no clip: its settings, and its scenes without their shots."""
    scenes = tuple(replace(scene, shots=()) for scene in project.scenes)
    return replace(project, scenes=scenes, tracks=(), markers=())


class _Maker:
    def __init__(self, project: Project, media: Media) -> None:
        self._project, self._media = project, media
        self._rate = float(project.frame_rate.per_second)
        self._names, self._spans = shot_names(project), picture_spans(project)
        self._take_start = take_start(project)

    def time(self, frames: int) -> Any:
        from opentimelineio import opentime

        return opentime.RationalTime(frames, self._rate)

    def range(self, start: int, frames: int) -> Any:
        from opentimelineio import opentime

        return opentime.TimeRange(self.time(start), self.time(frames))

    def pictures(self) -> Any:
        from opentimelineio import schema

        track = schema.Track("V1", kind=schema.TrackKind.Video)
        for (scene, shot), transition in zip(self._project.shots(), self._project.transitions(), strict=True):
            track.append(self._clip(scene, shot))
            if transition.duration_frames:
                before, after = (
                    self.time(frames) for frames in (transition.frames_before_cut, transition.frames_after_cut)
                )
                kept = {OURS: {"kind": transition.kind}}
                track.append(schema.Transition(*_transition_type(transition.kind), before, after, kept))
        return track

    def _clip(self, scene: Scene, shot: Shot) -> Any:
        from opentimelineio import schema

        kept = replace(shot, takes=(), pinned="", sketch="")
        ours = {"shot": shot.id, "scene": scene.id, "heading": scene.heading, "fields": encode(kept)}
        return schema.Clip(
            self._names[shot.id],
            self._reference(shot),
            self.range(self._take_start + shot.head_frames, shot.duration_frames),
            {OURS: ours},
        )

    def _reference(self, shot: Shot) -> Any:
        from opentimelineio import schema

        file = self._media.pictures.get(shot.id)
        span = file.span if file else self._spans[shot.id]
        available = self.range(self._take_start + span.start, len(span))
        name = self._names[shot.id]
        if file is None:
            missing = schema.MissingReference(available_range=available)
            missing.name = name
            return missing
        reference = schema.ExternalReference(file_url(file.path), available)
        reference.name = file.path.name
        return reference

    def sounds(self, track: AudioTrack) -> Any:
        from opentimelineio import schema

        made = schema.Track(track.name, kind=schema.TrackKind.Audio)
        made.enabled = not track.muted
        made.metadata[OURS] = {"track": encode(replace(track, cues=()))}
        at = 0
        for cue in track.cues:
            if cue.start_frame > at:
                made.append(schema.Gap(source_range=self.range(0, cue.start_frame - at)))
            made.append(self._sound(cue))
            at = cue.stop_frame
        return made

    def _sound(self, cue: AudioCue) -> Any:
        from opentimelineio import schema

        file = self._media.sounds.get(cue.media)
        if file is None:
            reference = schema.MissingReference(available_range=self.range(0, cue.offset_frames + cue.duration_frames))
            reference.name = cue.name
        else:
            length = max(1, self._project.frame_rate.frames(file.seconds))
            reference = schema.ExternalReference(file_url(file.path), self.range(0, length))
            reference.name = file.path.name
        return schema.Clip(
            cue.name, reference, self.range(cue.offset_frames, cue.duration_frames), {OURS: {"cue": encode(cue)}}
        )


def _transition_type(kind: TransitionKind) -> tuple[str, str]:
    """The name and type OpenTimelineIO has for it; it knows dissolves, and leaves all others to their makers."""
    from opentimelineio import schema

    if kind == "dissolve":
        return "Cross Dissolve", schema.TransitionTypes.SMPTE_Dissolve
    return kind.title(), schema.TransitionTypes.Custom


def file_url(path: Path) -> str:
    """The file's address, as an editing program wants it."""
    return path.resolve().as_uri()


def record_ranges(project: Project) -> list[FrameRange]:
    """The frames of the film each shot covers as cut, counted from its first."""
    ranges: list[FrameRange] = []
    start = 0
    for _, shot in project.shots():
        ranges.append(FrameRange(start, start + shot.duration_frames))
        start += shot.duration_frames
    return ranges
