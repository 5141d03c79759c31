"""The film as the board reads it: its shots in a row, where each begins, and how panels are laid out for a width."""

from bisect import bisect_right

from sora_studio.timeline.project import Project, Scene
from sora_studio.timeline.shot import Shot
from sora_studio.ui.board.layout import BoardLayout
from sora_studio.ui.board.panel_painter import text_height


class FilmGrid:
    """A snapshot of one project at one size; made anew after an edit or a resize."""

    def __init__(self, project: Project, width: float, wanted_width: float) -> None:
        self.project = project
        self.shots: list[tuple[Scene, Shot]] = list(project.shots())
        self.places = {shot.id: at for at, (_, shot) in enumerate(self.shots)}
        self._starts: list[int] = []
        start = 0
        for _, shot in self.shots:
            self._starts.append(start)
            start += shot.duration_frames
        counts = tuple(len(scene.shots) for scene in project.scenes)
        spoken = any(shot.dialogue for _, shot in self.shots)
        aspect = project.width / project.height
        self.layout = BoardLayout(counts, width, wanted_width, aspect, text_height(spoken))

    def __len__(self) -> int:
        return len(self.shots)

    def shot_at(self, frame: int) -> int:
        """The index of the shot a film frame is in; -1 for a film without shots."""
        return bisect_right(self._starts, frame) - 1

    def index(self, shot_id: str) -> int:
        """The shot's place from 0; -1 for no shot of the film."""
        return self.places.get(shot_id, -1)

    def id(self, index: int) -> str:
        return self.shots[index][1].id
