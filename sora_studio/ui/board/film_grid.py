"""The film as the board reads it: its shots in a row, where each begins, and how panels are laid out for a width."""

from bisect import bisect_right
from operator import attrgetter

from sora_studio.timeline.project import Project, Scene
from sora_studio.timeline.shot import Shot
from sora_studio.timeline.strip import ShotStrip
from sora_studio.ui.board.layout import BoardLayout
from sora_studio.ui.board.panel_painter import text_height


class FilmGrid:
    """A snapshot of one project at one size; made anew after an edit or a resize."""

    def __init__(self, project: Project, strip: ShotStrip, width: float, wanted_width: float) -> None:
        self.project, self._strip = project, strip
        counts = tuple(len(scene.shots) for scene in project.scenes)
        spoken = any(map(attrgetter("dialogue"), strip.shots))
        aspect = project.width / project.height
        self.layout = BoardLayout(counts, width, wanted_width, aspect, text_height(spoken))

    def __len__(self) -> int:
        return len(self._strip)

    def shot_at(self, frame: int) -> int:
        """The index of the shot a film frame is in; -1 for a film without shots."""
        return bisect_right(self._strip.starts, frame, hi=len(self._strip)) - 1

    def index(self, shot_id: str) -> int:
        """The shot's place from 0; -1 for no shot of the film."""
        return self._strip.places.get(shot_id, -1)

    def id(self, index: int) -> str:
        return self._strip.shots[index].id

    def shot(self, index: int) -> tuple[Scene, Shot]:
        """The shot with its scene."""
        return self._strip.scene_at(index), self._strip.shots[index]
