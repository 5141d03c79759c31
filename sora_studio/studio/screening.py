"""A screening copy: what is burnt into an export's pictures, and where its subtitles go."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import accumulate
from typing import Literal

from sora_studio.errors import EditError
from sora_studio.exchange.media import film_start, timecode
from sora_studio.exchange.srt import spoken
from sora_studio.film.captions import BurntCaptions, Caption
from sora_studio.film.overlays import Overlay
from sora_studio.film.plan import Frame
from sora_studio.studio.box import Box
from sora_studio.studio.burn_ins import BurnIns, Seen, burn_in_texts, placed, text_height
from sora_studio.studio.showing import ShownShot
from sora_studio.timeline.project import Project

SubtitlesAs = Literal["none", "picture", "track"]
WARNING = (255, 196, 87)
SHOWN_LETTERS = 12


@dataclass(frozen=True, slots=True)
class Screening:
    """What an export has besides the film itself; `day` is the date burnt in, as ISO 8601, "" for today."""

    burn_ins: tuple[str, ...] = ()
    subtitles: SubtitlesAs = "none"
    day: str = ""


PLAIN = Screening()


def captions_of(project: Project, shown: Sequence[ShownShot]) -> tuple[Caption, ...]:
    """The film's dialogue as captions, counted in frames of the film these shots make."""
    rate = project.frame_rate
    said = spoken((each.shot for each in shown if each.shown is not None), rate)
    frames = [(rate.frames(each.start), rate.frames(each.stop), each.text) for each in said]
    return tuple(Caption(start, max(start + 1, stop), text) for start, stop, text in frames)


def screening_overlays(project: Project, shown: Sequence[ShownShot], screening: Screening) -> tuple[Overlay, ...]:
    """What is drawn into the pictures of such a copy."""
    overlays: list[Overlay] = []
    if screening.subtitles == "picture":
        overlays.append(BurntCaptions(captions_of(project, shown)))
    if screening.burn_ins:
        overlays.append(BurntIn.of(project, shown, screening))
    return tuple(overlays)


def undrawn_words(project: Project, shown: Sequence[ShownShot], screening: Screening) -> str:
    """One sentence about subtitles that come out otherwise than they are read; "" for none."""
    if screening.subtitles != "picture":
        return ""
    from sora_studio.film.lettering import undrawable

    letters = undrawable("".join(caption.text for caption in captions_of(project, shown)))
    if not letters:
        return ""
    return f"The letters {letters[:SHOWN_LETTERS]} can't be drawn into the picture; a subtitle track has them."


@dataclass(frozen=True, slots=True)
class BurntIn:
    """Facts about each frame drawn into it, as the viewer shows them; an overlay.

    `starts` are the first frames of the shots in the film that is written, `positions` those in the whole film.
    """

    project: Project
    showing: tuple[ShownShot, ...]
    starts: tuple[int, ...]
    positions: tuple[int, ...]
    choice: BurnIns
    day: date

    @classmethod
    def of(cls, project: Project, shown: Sequence[ShownShot], screening: Screening) -> "BurntIn":
        showing = tuple(each for each in shown if each.shown is not None)
        starts = accumulate((each.shot.duration_frames for each in showing), initial=0)
        whole = list(accumulate((each.shot.duration_frames for each in shown), initial=0))
        positions = tuple(at for each, at in zip(shown, whole, strict=False) if each.shown is not None)
        day = date.fromisoformat(screening.day) if screening.day else date.today()
        return cls(project, showing, tuple(starts), positions, BurnIns(frozenset(screening.burn_ins)), day)

    def key(self, start: int, frames: int) -> object:
        # What the frames in between say follows from the first and the last: a segment never touches a third shot.
        said = [sorted(self._texts(frame).items()) for frame in (start, start + frames - 1)]
        return ["burn-ins", sorted(self.choice.fields), self.choice.place, said]

    def draw(self, frame: Frame, film_frame: int) -> Frame:
        from sora_studio.film.lettering import WHITE, draw_text, shade, text_width

        frame = frame.copy()
        picture = _seen_through(self.project.matte, Box(0, 0, frame.shape[1], frame.shape[0]))
        size = text_height(picture)
        for item in placed(picture, self.choice, self._texts(film_frame), lambda text: text_width(text, size)):
            box = item.box
            shade(frame, box.x, box.y, box.right, box.bottom)
            colour = WARNING if item.field == "state" else WHITE
            draw_text(frame, item.text, box.x + size / 2, box.y + box.height / 2 + size * 0.36, size, colour)
        return frame

    def _texts(self, film_frame: int) -> dict[str, str]:
        place = min(bisect_right(self.starts, film_frame) - 1, len(self.showing) - 1)
        each, at = self.showing[place], film_frame - self.starts[place]
        shot, seen = each.shot, each.shown
        assert seen is not None
        return dict(burn_in_texts(Seen(
            timecode=timecode(self.project, _first_label(self.project) + self.positions[place] + at),
            scene=_scene_numbers(self.project).get(shot.id, ""),
            shot=shot.number or str(each.position),
            take=shot.takes.index(seen.take) + 1 if seen.take in shot.takes else 0,
            frame=at + 1,
            shot_frames=shot.duration_frames,
            stage=seen.take.stage,
            stale=seen.stale,
            day=self.day,
        )))  # fmt: skip


def _first_label(project: Project) -> int:
    try:
        return film_start(project)
    except EditError:
        return 0  # A start that the rate can't count: the film counts from zero, as in the window.


@lru_cache(maxsize=2)
def _scene_numbers(project: Project) -> dict[str, str]:
    return {shot.id: scene.number for scene, shot in project.shots()}


def _seen_through(matte: float, box: Box) -> Box:
    if not matte:
        return box
    width, height = min(box.width, box.height * matte), min(box.height, box.width / matte)
    return Box(box.x + (box.width - width) / 2, box.y + (box.height - height) / 2, width, height)
