"""The timeline's own state: which part of the film is seen, with which tool, what a drag would make of it."""

from dataclasses import replace
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot

from sora_studio.timeline.project import Project
from sora_studio.timeline.seconds import spell_frames
from sora_studio.timeline.shot import Shot
from sora_studio.timeline.strip import ShotStrip
from sora_studio.ui.document import FilmDocument
from sora_studio.ui.timeline.deeds import Tool
from sora_studio.ui.timeline.geometry import LEAST_ZOOM, MOST_ZOOM, Span
from sora_studio.ui.timeline.hit import Marks, Sight
from sora_studio.ui.timeline.lanes import Lanes
from sora_studio.ui.timeline.readout import name
from sora_studio.ui.timeline.ruler import Clock
from sora_studio.ui.timeline.state_words import state_word


class TimelineModel(QObject):
    """`film_changed`: another film or preview of one. `view_changed`: zoom, scroll or size. All from one thread."""

    film_changed = Signal()
    view_changed = Signal()
    tool_changed = Signal()
    picked_changed = Signal()

    def __init__(self, document: FilmDocument, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.document = document
        self.tool: Tool = "select"
        self.snapping = True
        self.cues: frozenset[str] = frozenset()
        self.marker = ""
        self.project = document.project
        self.strip = document.strip
        self.selected = frozenset(document.selection.shot_ids)
        self._base = self.strip
        self._badges: dict[str, str] = {}
        self._height = 320.0
        self._lane_scroll = 0.0
        self.span = Span(1.0, 0.0, 800.0, self.strip.duration).fitted()
        self.lanes = Lanes.of(self._height, len(self.project.tracks))
        self._fitted = False
        self.clock = self._clock()
        document.project_changed.connect(self._on_project)
        document.shown_changed.connect(self._on_shown)
        document.selection.changed.connect(self._on_selection)

    # What is seen

    @property
    def sight(self) -> Sight:
        """Where everything is on the screen now."""
        return Sight(self.project, self.strip, self.span, self.lanes, self.marks)

    @property
    def marks(self) -> Marks:
        transport = self.document.transport
        return Marks(transport.frame, transport.mark_in, transport.mark_out)

    def badge(self, shot_id: str) -> str:
        """The shot's state, remembered until it is told to have changed: asked for thousands of shots at a time."""
        known = self._badges.get(shot_id)
        if known is None:
            known = self._badges[shot_id] = self.document.badge(shot_id)
        return known

    def clip_frames(self, shot: Shot) -> int | None:
        """How many film frames the clip a shot is cut from goes on for; None where nobody knows, or a still holds."""
        request: Any = self.document.request(shot.id)
        if request is None or request.frame_count == 1:
            return None
        seconds = (request.frame_count - 1) / request.frames_per_second
        return self.project.frame_rate.frames(seconds)

    def running(self) -> list[str]:
        """The shots whose takes are being made or wait, whose clips show how far they are."""
        return [shot_id for shot_id, badge in self._badges.items() if badge == "running"]

    def spoken(self) -> str:
        """The current shot in words, for those who hear the window."""
        current = self.document.selection.current
        index = self.strip.places.get(current)
        if index is None:
            return self.tr("No shot is selected.")
        shot = self.strip.shots[index]
        length = spell_frames(shot.duration_frames, self.project.frame_rate)
        parts = [
            self.tr("Shot %s of %s") % (name(self.strip, index), len(self.strip)),
            self.strip.scene_at(index).heading,
            length,
            state_word(self.badge(current)),
            shot.direction.prompt or self.tr("no prompt yet"),
        ]
        return ", ".join(part for part in parts if part)

    # Changing what is seen

    def resize(self, width: float, height: float) -> None:
        self._height = height
        self.span = self.span.resized(width)
        if not self._fitted and width > 200:
            self._fitted = True
            self.span = self.span.fitted()
        self._lay_out()
        self.view_changed.emit()

    def look(self, span: Span) -> None:
        """Show another part of the film, or at another zoom."""
        if span != self.span:
            self.span = span
            self.view_changed.emit()

    def show_again(self, pixels_per_frame: float, scroll: float) -> None:
        """Show the part of the film that was seen when it was left, in place of all of it."""
        self._fitted = True
        zoom = min(max(pixels_per_frame, LEAST_ZOOM), MOST_ZOOM)
        self.look(replace(self.span, pixels_per_frame=zoom).scrolled_to(scroll))

    def reveal(self, shot_id: str) -> None:
        """Scroll as little as needed to show a shot."""
        frames = self.strip.range_of(shot_id)
        if frames is not None:
            self.look(self.span.revealing(frames.start, frames.stop))

    def scroll_lanes(self, pixels: float) -> None:
        self._lane_scroll = min(max(self._lane_scroll + pixels, 0.0), self.lanes.most_scroll)
        self._lay_out()
        self.view_changed.emit()

    def use_tool(self, tool: Tool) -> None:
        self.tool = tool
        self.tool_changed.emit()

    def toggle_snapping(self) -> None:
        self.snapping = not self.snapping
        self.tool_changed.emit()

    def pick(self, cues: frozenset[str] = frozenset(), marker: str = "") -> None:
        """Select sounds, or a marker, beside the shots."""
        if (cues, marker) != (self.cues, self.marker):
            self.cues, self.marker = cues, marker
            self.picked_changed.emit()

    # What a drag would make

    def preview(self, project: Project | None) -> None:
        """Show the film as a drag would make it; None: as it is."""
        shown = self.document.project if project is None else project
        if shown is not self.project:
            self.project = shown
            self.strip = self._base if project is None else ShotStrip(project, self._base)
            self.span = replace(self.span, duration=self.strip.duration)
            self.film_changed.emit()

    @Slot(object, object)
    def _on_project(self, before: Project, after: Project) -> None:
        self.project = after
        self.strip = self._base = self.document.strip
        self.span = self.span.lasting(self.strip.duration)
        self._lay_out()
        if (before.frame_rate, before.start_timecode) != (after.frame_rate, after.start_timecode):
            self.clock = self._clock()
        present = {cue.id for track in after.tracks for cue in track.cues}
        marker = self.marker if any(marker.id == self.marker for marker in after.markers) else ""
        self.pick(self.cues & present, marker)
        self.film_changed.emit()

    @Slot(object)
    def _on_shown(self, shot_ids: frozenset[str]) -> None:
        for shot_id in shot_ids:
            self._badges.pop(shot_id, None)

    @Slot()
    def _on_selection(self) -> None:
        self.selected = frozenset(self.document.selection.shot_ids)

    def _lay_out(self) -> None:
        self.lanes = Lanes.of(self._height, len(self.project.tracks), self._lane_scroll)

    def _clock(self) -> Clock:
        return Clock.of(self.project.frame_rate, self.project.start_timecode)
