"""A user's drawing in a draft's place: read, fitted, kept with its shot, painted over."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from sora_studio.errors import SoraError
from sora_studio.studio import keeping
from sora_studio.studio.events import ShotFailed, StageProgress
from sora_studio.studio.plan_check import check_plan
from sora_studio.studio.planning import plan_takes
from sora_studio.studio.sketches import _picture, fitted_sketch, keep_drawings, read_drawing, with_sketches
from sora_studio.studio.studio import RenderOrder, Studio
from sora_studio.timeline.edits import set_continues
from tests.inference.tiny_pack import Tiny
from tests.studio.film import open_tiny_studio, tiny_film

SCENES = Tiny(scenes=True)


def drawing(path: Path, picture: np.ndarray) -> Path:
    """Write red, green, blue (and opacity) into a file of the kind its name says."""
    order = [2, 1, 0, 3][: picture.shape[2]]
    assert cv2.imwrite(str(path), picture[..., order])
    return path


def grey(value: int, width: int = 32, height: int = 16, channels: int = 3) -> np.ndarray:
    return np.full((height, width, channels), value, np.uint8)


def put(studio: Studio, position: int | None, path: Path | None) -> None:
    drawings = {position: None if path is None else read_drawing(path)}
    keep_drawings(studio.store, drawings)
    studio.edit("Put drawing", lambda film: with_sketches(film, drawings))


def rendered(studio: Studio, order: RenderOrder | None = None) -> tuple[int, int, int]:
    """How often each stage ran."""
    before = studio.counts.encode, studio.counts.draft, studio.counts.refine
    list(studio.render(order or RenderOrder(), device="cpu"))
    after = studio.counts.encode, studio.counts.draft, studio.counts.refine
    return after[0] - before[0], after[1] - before[1], after[2] - before[2]


def test_a_drawing_is_painted_and_stage_b_not_run(tmp_path: Path) -> None:
    with open_tiny_studio(tmp_path, tiny=SCENES) as studio:
        put(studio, 2, drawing(tmp_path / "grey.png", grey(64)))
        assert rendered(studio, RenderOrder(positions=(2,))) == (1, 0, 1), "and the negative text isn't needed"
        take = plan_takes(studio.project, studio.packs)[1]
        draft = keeping.kept_draft(studio.store, take.request.draft_digest)
        assert draft is not None
        assert draft[0, :3] == pytest.approx(64 / 127.5 - 1, abs=0.01)
        assert draft[-1, :3] == pytest.approx(64 / 127.5 - 0.5, abs=0.01)
        assert (draft[0, 3] == -1).all()


def test_without_a_decoder_the_drawing_stands_still(tmp_path: Path) -> None:
    with open_tiny_studio(tmp_path) as studio:
        put(studio, 1, drawing(tmp_path / "grey.png", grey(64)))
        assert rendered(studio) == (4, 2, 3)
        draft = keeping.kept_draft(studio.store, plan_takes(studio.project, studio.packs)[0].request.draft_digest)
        assert draft is not None
        assert np.ptp(draft, axis=0).max() == 0


def test_the_shot_keeps_its_drawing_until_it_is_taken_off(tmp_path: Path) -> None:
    file = drawing(tmp_path / "grey.png", grey(64))
    with open_tiny_studio(tmp_path, tiny=SCENES) as studio:
        assert rendered(studio) == (4, 3, 3)
        put(studio, 1, file)
        assert rendered(studio) == (0, 0, 1)
    file.unlink()
    with open_tiny_studio(tmp_path) as studio:
        assert rendered(studio) == (0, 0, 0)
        shown = studio.shots()[0].shown
        assert shown
        assert not shown.stale
        drawn = shown.take
        put(studio, 1, None)
        assert rendered(studio) == (0, 0, 0), "the shot as it was before is still kept"
        shown = studio.shots()[0].shown
        assert shown
        assert shown.take != drawn


def test_another_drawing_is_another_take(tmp_path: Path) -> None:
    with open_tiny_studio(tmp_path, tiny=SCENES) as studio:
        put(studio, 1, drawing(tmp_path / "one.png", grey(64)))
        one = plan_takes(studio.project, studio.packs)[0]
        put(studio, 1, drawing(tmp_path / "other.png", grey(65)))
        assert plan_takes(studio.project, studio.packs)[0].digest != one.digest


def test_a_drawing_is_its_own_beginning(tmp_path: Path) -> None:
    with open_tiny_studio(tmp_path, tiny=SCENES) as studio:
        second = [shot for _, shot in studio.project.shots()][1]
        studio.edit("Continue", lambda film: set_continues(film, second.id, True))
        assert plan_takes(studio.project, studio.packs)[1].request.first_frame
        put(studio, 2, drawing(tmp_path / "grey.png", grey(64)))
        assert not plan_takes(studio.project, studio.packs)[1].request.first_frame


def test_no_draft_step_is_told_of_a_drawing_and_the_time_left_is_known(tmp_path: Path) -> None:
    with open_tiny_studio(tmp_path, tiny=SCENES) as studio:
        put(studio, 1, drawing(tmp_path / "grey.png", grey(64)))
        events = list(studio.render(RenderOrder(positions=(1,)), device="cpu"))
    steps = [event for event in events if isinstance(event, StageProgress)]
    assert {step.stage for step in steps} == {"refine"}
    assert steps[0].seconds_left is not None


def test_a_drawing_that_is_gone_fails_its_shot_alone(tmp_path: Path) -> None:
    with open_tiny_studio(tmp_path, tiny=SCENES) as studio:
        put(studio, 1, drawing(tmp_path / "grey.png", grey(64)))
        [kept] = (studio.store.folder / "drawings").glob("*/*")
        kept.unlink()
        failed = [e for e in studio.render(RenderOrder(), device="cpu") if isinstance(e, ShotFailed)]
    assert [event.position for event in failed] == [1]
    assert "drawing of shot 1 is missing" in failed[0].message
    assert "--sketch 1=" in failed[0].hint


def test_a_pack_that_takes_no_drawing_is_refused_at_once(tmp_path: Path) -> None:
    with open_tiny_studio(tmp_path, tiny=Tiny(scenes=True, without_sketch=True)) as studio:
        put(studio, 1, drawing(tmp_path / "grey.png", grey(64)))
        with pytest.raises(SoraError, match="can't start from a picture"):
            check_plan(studio.project, studio.packs)


def test_which_shot_a_drawing_is_for(tmp_path: Path) -> None:
    content = read_drawing(drawing(tmp_path / "grey.png", grey(64)))
    one, three = tiny_film("snow"), tiny_film()
    assert [bool(shot.sketch) for _, shot in with_sketches(one, {None: content}).shots()] == [True]
    drawn = with_sketches(three, {3: content, 1: content})
    assert [bool(shot.sketch) for _, shot in drawn.shots()] == [True, False, True]
    assert with_sketches(drawn, {1: None, 3: None}) == three
    with pytest.raises(SoraError, match="3 shots, and the drawing can be of one") as caught:
        with_sketches(three, {None: content})
    assert "--sketch 1=" in caught.value.hint
    with pytest.raises(SoraError, match="no shot 4"):
        with_sketches(three, {4: content})


def test_a_drawing_fills_the_frame_and_is_cut_not_stretched() -> None:
    picture = np.dstack([grey(0, 40, 10), grey(255, 40, 10, 1)])
    picture[:, 10:30, 0] = 255  # the middle square of the wide picture is red
    sketch = fitted_sketch(picture, 4, 2)
    assert sketch.shape == (4, 2, 4)
    np.testing.assert_array_equal(sketch[0], 1)
    np.testing.assert_array_equal(sketch[1:], -1)
    tall = np.ascontiguousarray(picture.transpose(1, 0, 2))
    np.testing.assert_array_equal(fitted_sketch(tall, 4, 2)[0], 1)


@pytest.mark.parametrize(("width", "height"), [(1, 1), (1, 4000), (4000, 1), (3, 7), (512, 288), (4, 2)])
def test_a_drawing_of_any_size_fits(width: int, height: int) -> None:
    sketch = fitted_sketch(grey(128, width, height, 4), 256, 144)
    assert (sketch.shape, sketch.dtype) == ((4, 144, 256), np.float32)
    assert np.abs(sketch).max() <= 1


def test_what_is_opaque_is_a_figure_on_paper() -> None:
    picture = np.zeros((144, 256, 4), np.uint8)
    picture[:, :128] = (255, 0, 0, 255)
    picture[:, 128:] = (9, 9, 9, 0)
    sketch = fitted_sketch(picture, 64, 36)
    np.testing.assert_array_equal(sketch[:, 18, 8], [1, -1, -1, 1])
    np.testing.assert_array_equal(sketch[:, 18, 56], [1, 1, 1, -1])
    edge = sketch[:, 18]
    assert (edge[0] > 0.99).all(), "what lies under the paper doesn't bleed into the figure's edge"


@pytest.mark.parametrize("name", ["photo.jpg", "grey.png", "deep.png", "cut-out.png"])
def test_pictures_of_each_kind_are_read(tmp_path: Path, name: str) -> None:
    channels = 4 if name == "cut-out.png" else 3
    picture = grey(200, channels=channels)
    path = tmp_path / name
    if name == "deep.png":
        assert cv2.imwrite(str(path), picture.astype(np.uint16) * 257)
    elif name == "grey.png":
        assert cv2.imwrite(str(path), picture[..., 0])
    else:
        drawing(path, picture)
    content = read_drawing(path)
    assert content == path.read_bytes()


@pytest.mark.parametrize("ending", [".png", ".jpg", ".webp", ".bmp", ".tiff"])
def test_drawings_of_every_sort_give_the_same_picture(tmp_path: Path, ending: str) -> None:
    content = read_drawing(drawing(tmp_path / f"red{ending}", np.full((32, 64, 3), (255, 0, 0), np.uint8)))
    picture = _picture(content)
    assert picture is not None
    frame = fitted_sketch(picture, 32, 16)
    assert np.abs(frame[:3] - np.array([1, -1, -1])[:, None, None]).max() < 0.05


@pytest.mark.parametrize("what", ["numbers", "sound"])
def test_what_only_begins_like_a_picture_is_refused(tmp_path: Path, what: str) -> None:
    path = tmp_path / "drawing.tiff"
    if what == "numbers":
        cv2.imwrite(str(path), np.zeros((8, 8, 4), np.float32))
    else:
        path.write_bytes(b"RIFF\x24\0\0\0WAVEfmt ")
    with pytest.raises(SoraError, match="isn't a picture"):
        read_drawing(path)


@pytest.mark.parametrize("what", ["absent", "folder", "text", "cut short", "gif"])
def test_what_is_no_drawing_is_told(tmp_path: Path, what: str, capfd: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "drawing.png"
    if what == "folder":
        path.mkdir()
    elif what == "cut short":
        drawing(path, np.random.default_rng(1).integers(0, 255, (64, 64, 3), np.uint8))
        path.write_bytes(path.read_bytes()[:300])
    elif what != "absent":
        path.write_bytes(b"GIF89a" if what == "gif" else b"a drawing")
    with pytest.raises(SoraError) as caught:
        read_drawing(path)
    assert "drawing.png" in caught.value.message
    assert caught.value.hint
    assert capfd.readouterr().err == ""
