"""Which shot a film frame belongs to, worked out once for a film as it stands."""

from dataclasses import dataclass

from sora_studio.timeline.project import Project, Scene
from sora_studio.timeline.shot import Shot
from sora_studio.ui.viewer.scrub import cut_frames, shot_index


@dataclass(frozen=True, slots=True)
class Place:
    """A film frame: its scene and shot, and the frame in the shot, from 0."""

    scene: Scene
    shot: Shot
    shot_frame: int


class Places:
    """Ask it about the project it is given; the same project costs nothing twice."""

    def __init__(self) -> None:
        self._project: Project | None = None
        self._shots: list[tuple[Scene, Shot]] = []
        self._cuts: tuple[int, ...] = (0,)

    def cuts(self, project: Project) -> tuple[int, ...]:
        """The first frame of every shot, and the film's end."""
        if project is not self._project:
            self._project = project
            self._shots = list(project.shots())
            self._cuts = cut_frames(shot.duration_frames for _, shot in self._shots)
        return self._cuts

    def at(self, project: Project, frame: int) -> Place | None:
        """Where the frame is; None in a film with no shots."""
        cuts = self.cuts(project)
        if not self._shots:
            return None
        index = shot_index(cuts, frame)
        return Place(*self._shots[index], frame - cuts[index])
