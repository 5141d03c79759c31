"""How the timeline is stacked: ruler, scenes, pictures, then one lane for each sound track."""

from dataclasses import dataclass

RULER, SCENES, SOUND = 30.0, 22.0, 52.0
LEAST_VIDEO, MOST_VIDEO = 64.0, 148.0
SEAM = 1.0


@dataclass(frozen=True, slots=True)
class Band:
    """A lane's place, in pixels from the top."""

    top: float
    height: float

    @property
    def bottom(self) -> float:
        return self.top + self.height

    def __contains__(self, y: float) -> bool:
        return self.top <= y < self.bottom


@dataclass(frozen=True, slots=True)
class Lanes:
    """The sound lanes scroll under the pictures when there are more than fit; the rest stays where it is."""

    ruler: Band
    scenes: Band
    video: Band
    sound: tuple[Band, ...]
    most_scroll: float

    @classmethod
    def of(cls, height: float, tracks: int, scroll: float = 0.0) -> "Lanes":
        """The lanes of a window that high; pictures take what the sound leaves, within bounds."""
        scenes = Band(RULER, SCENES)
        top = scenes.bottom + SEAM
        wanted = tracks * (SOUND + SEAM)
        video = Band(top, min(max(height - top - SEAM - max(wanted, 40.0), LEAST_VIDEO), MOST_VIDEO))
        first = video.bottom + SEAM
        most_scroll = max(0.0, wanted - (height - first))
        first -= min(max(scroll, 0.0), most_scroll)
        sound = tuple(Band(first + at * (SOUND + SEAM), SOUND) for at in range(tracks))
        return cls(Band(0.0, RULER), scenes, video, sound, most_scroll)

    def track_at(self, y: float) -> int:
        """The sound lane under a point, -1 for none."""
        if y <= self.video.bottom:
            return -1
        return next((at for at, band in enumerate(self.sound) if y in band), -1)
