"""How much of the timeline an edit has painted anew."""

from dataclasses import replace

from sora_studio.timeline.edits import insert
from sora_studio.timeline.project import Project, Scene
from sora_studio.timeline.shot import INHERIT, Direction, Shot
from sora_studio.timeline.sound import AudioTrack
from sora_studio.timeline.strip import ShotStrip
from sora_studio.ui.timeline.geometry import Span
from sora_studio.ui.timeline.hit import Marks, Sight
from sora_studio.ui.timeline.lanes import Lanes
from sora_studio.ui.timeline.touched import touched

# Three scenes of two shots, a second each: at ten pixels a frame a shot is 240 wide.
FILM = Project(
    "Film",
    scenes=tuple(
        Scene(f"c{scene}", f"EXT. {scene}", shots=tuple(Shot(f"s{scene}{at}", INHERIT, 24) for at in range(2)))
        for scene in range(3)
    ),
)
WIDTH = 2000.0


def sight(film: Project, marks: Marks | None = None) -> Sight:
    strip = ShotStrip(film)
    return Sight(film, strip, Span(10.0, 0.0, WIDTH, strip.duration), Lanes.of(320, len(film.tracks)), marks or Marks())


def test_words_of_a_shot_touch_its_scene_and_a_shot_beside() -> None:
    _, shot = FILM.find("s10")
    worded = FILM.with_shot(replace(shot, direction=Direction(prompt="rain")))
    assert touched(sight(FILM), sight(worded)) == (240.0, 1200.0)


def test_what_moves_other_shots_touches_all_behind_it() -> None:
    longer = FILM.with_shot(replace(FILM.find("s10")[1], duration_frames=30))
    assert touched(sight(FILM), sight(longer)) == (240.0, WIDTH)


def test_another_number_of_shots_counts_all_behind_anew_even_in_the_same_time() -> None:
    halves = FILM.with_shot(replace(FILM.find("s10")[1], duration_frames=12))
    split = insert(halves, Shot("new", INHERIT, 12), "c1")
    assert touched(sight(FILM), sight(split)) == (240.0, WIDTH)


def test_a_scenes_heading_touches_the_scene() -> None:
    renamed = FILM.with_scene(replace(FILM.scene("c0"), heading="INT. ROOM"))
    assert touched(sight(FILM), sight(renamed)) == (0.0, 720.0)


def test_what_is_not_seen_is_not_painted() -> None:
    renamed = FILM.with_scene(replace(FILM.scene("c0"), heading="INT. ROOM"))
    before, after = (replace(sight(film), span=Span(10.0, 900.0, WIDTH, 144)) for film in (FILM, renamed))
    assert touched(before, after) == (0.0, 0.0)


def test_the_title_touches_nothing() -> None:
    assert touched(sight(FILM), sight(replace(FILM, title="Other"))) == (0.0, 0.0)


def test_sound_and_marks_are_painted_with_all_the_rest() -> None:
    assert touched(sight(FILM), sight(replace(FILM, tracks=(AudioTrack("t", "Music"),)))) is None
    assert touched(sight(FILM), sight(FILM, Marks(mark_in=5))) is None
    longer = FILM.with_shot(replace(FILM.find("s10")[1], duration_frames=30))
    open_ended = Marks(mark_in=5)
    assert touched(sight(FILM, open_ended), sight(longer, open_ended)) is None
