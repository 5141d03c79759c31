"""What a window is given to show, on a real film with real takes."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from threading import Thread

import numpy as np
import pytest
from numpy.typing import NDArray

import sora_studio.film.encoders  # noqa: F401  Loaded before it is watched: a trial of a graphics card is no export.
from sora_studio.film import encode
from sora_studio.film.codecs import VideoEncoder
from sora_studio.film.fit import fit
from sora_studio.film.plan import FilmSize
from sora_studio.film.transitions import dissolve
from sora_studio.studio.keeping import KIND_OF_STAGE, frames_of
from sora_studio.studio.pictures import FilmPictures, Picture
from sora_studio.studio.studio import RenderOrder, Studio
from sora_studio.timeline.edits import pin_take, set_prompt
from sora_studio.timeline.shot import Shot, Take
from tests.studio.film import open_tiny_studio

Frames = NDArray[np.uint8]
HEIGHT = 32  # the tiny film's own


@pytest.fixture
def studio(tmp_path: Path) -> Iterator[Studio]:
    """Shots 2 and 3 are refined, with a dissolve of 6 between them; shot 1 has no take."""
    with open_tiny_studio(tmp_path) as studio:
        list(studio.render(RenderOrder(positions=(2, 3)), device="cpu"))
        yield studio


def pictures_of(studio: Studio) -> FilmPictures:
    pictures = FilmPictures(studio.store)
    pictures.update(studio.project, studio.shots())
    return pictures


def shot(studio: Studio, position: int) -> Shot:
    return [each for _, each in studio.project.shots()][position - 1]


def shown(studio: Studio, position: int) -> Take:
    what = studio.shots()[position - 1].shown
    assert what is not None
    return what.take


def there(picture: Picture) -> Frames:
    assert picture.frame is not None
    return picture.frame


def test_the_film_is_the_exported_one_with_cards_where_shots_are_missing(
    studio: Studio, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    exported: list[Frames] = []
    encode_segment = encode.encode_segment

    def watched(frames: Iterator[Frames], size: FilmSize, encoder: VideoEncoder) -> bytes:
        kept = [frame.copy() for frame in frames]
        exported.extend(kept)
        return encode_segment(iter(kept), size, encoder)

    monkeypatch.setattr(encode, "encode_segment", watched)
    list(studio.write_film(tmp_path / "film.mp4"))
    pictures = pictures_of(studio)
    assert pictures.duration_frames == 72
    cards = [pictures.frame(index, HEIGHT) for index in range(24)]
    assert [(card.frame, card.shot_id, card.shot_frame) for card in cards] == [
        (None, shot(studio, 1).id, index) for index in range(24)
    ]
    assert len(exported) == 48
    for index, frame in enumerate(exported, start=24):
        np.testing.assert_array_equal(there(pictures.frame(index, HEIGHT)), frame, str(index))


def test_each_frame_says_whose_it_is(studio: Studio) -> None:
    pictures = pictures_of(studio)
    for index in (24, 47, 48, 71):
        picture = pictures.frame(index, HEIGHT)
        assert (picture.shot_id, picture.shot_frame) == (shot(studio, 1 + index // 24).id, index % 24)
    outside = pictures.frame(72, HEIGHT)
    assert (outside.frame, outside.shot_id) == (None, "")
    empty = FilmPictures(studio.store)
    assert (empty.duration_frames, empty.frame(0, HEIGHT).frame) == (0, None)


def test_a_dissolve_mixes_the_takes_around_the_cut(studio: Studio) -> None:
    pictures = pictures_of(studio)
    second, third = (pictures.take_frame(shot(studio, n), shown(studio, n), 23 - 24 * (n == 3), 32) for n in (2, 3))
    assert second is not None
    assert third is not None
    np.testing.assert_array_equal(there(pictures.frame(47, HEIGHT)), dissolve(second, third, 3 / 7))


def test_a_thumbnail_is_the_takes_own_frame(studio: Studio) -> None:
    pictures, own = pictures_of(studio), frames_of(studio.store, shown(studio, 3))
    for at, index in ((0, 0), (6, 1), (8, 1), (10, 2), (99, 4)):
        still = pictures.still(shot(studio, 3).id, at, 16)
        np.testing.assert_array_equal(still, fit(own[min(index, len(own) - 1)], 32, 16), str(at))
    assert pictures.still(shot(studio, 1).id, 0, 16) is None
    assert pictures.still("no shot", 0, 16) is None


def test_any_take_can_be_looked_at_draft_or_refined(studio: Studio) -> None:
    list(studio.render(RenderOrder(positions=(2,), takes=2, stage="draft"), device="cpu"))
    pictures = pictures_of(studio)
    takes = shot(studio, 2).takes
    assert {take.stage for take in takes} == {"draft", "refined"}
    for take in takes:
        own = frames_of(studio.store, take)
        np.testing.assert_array_equal(pictures.take_frame(shot(studio, 2), take, 6, 64), fit(own[1], 128, 64))


def test_a_pinned_draft_is_shown_in_the_film(studio: Studio) -> None:
    list(studio.render(RenderOrder(positions=(1,), stage="draft"), device="cpu"))
    (draft,) = shot(studio, 1).takes
    studio.edit("Pin take", lambda project: pin_take(project, shot(studio, 1).id, draft.digest))
    np.testing.assert_array_equal(
        there(pictures_of(studio).frame(0, HEIGHT)), fit(frames_of(studio.store, draft)[0], 64, 32)
    )


def test_an_edit_changes_the_keys_of_what_it_changes_alone(studio: Studio) -> None:
    pictures = pictures_of(studio)

    def keys() -> list[object]:
        return [pictures.want_frame(index, HEIGHT).key for index in range(pictures.duration_frames)]

    before = keys()
    assert before[:24] == [None] * 24
    assert len(set(before[24:])) == 48
    longer = shot(studio, 1)
    studio.edit("Trim", lambda project: project.with_shot(replace(longer, duration_frames=30)))
    pictures.update(studio.project, studio.shots())
    assert keys()[30:] == before[24:], "shots that moved are the same pictures"
    third = shot(studio, 3)
    studio.edit("Slip", lambda project: project.with_shot(replace(third, head_frames=2)))
    pictures.update(studio.project, studio.shots())
    after = keys()[30:]
    assert after[:21] == before[24:45], "nothing before the dissolve"
    assert not set(after[21:27]) & set(before[45:51])
    assert pictures.want_frame(60, 64).key != pictures.want_frame(60, HEIGHT).key


@pytest.mark.parametrize("harm", ["gone", "damaged"])
def test_a_take_whose_file_is_lost_is_a_card_and_says_why(studio: Studio, harm: str) -> None:
    take, lost = shown(studio, 3), shot(studio, 3)
    pictures = pictures_of(studio)
    path = studio.store.path(KIND_OF_STAGE[take.stage], take.digest)
    content = path.read_bytes()
    if harm == "gone":
        path.unlink()
    else:
        path.write_bytes(content[:-9])
    assert pictures.problem(lost.id) == ""
    assert [pictures.frame(index, HEIGHT).frame for index in (48, 60, 71)] == [None] * 3
    assert ("missing" if harm == "gone" else "damaged") in pictures.problem(lost.id)
    assert pictures.still(lost.id, 0, 16) is None
    assert pictures.take_frame(lost, take, 0, 16) is None
    own = frames_of(studio.store, shown(studio, 2))
    np.testing.assert_array_equal(there(pictures.frame(24, HEIGHT)), fit(own[0], 64, 32))
    last = pictures.take_frame(shot(studio, 2), shown(studio, 2), 23, HEIGHT)
    np.testing.assert_array_equal(there(pictures.frame(47, HEIGHT)), last, "no dissolve into nothing")
    path.write_bytes(content)
    pictures.forget(lost.id)
    assert pictures.problem(lost.id) == ""
    assert pictures.frame(71, HEIGHT).frame is not None


def test_a_take_whose_recipe_is_lost_says_why(studio: Studio) -> None:
    pictures = pictures_of(studio)
    take = Take("ab" * 32, "draft", 1)
    assert pictures.take_frame(shot(studio, 2), take, 0, 16) is None
    assert "missing" in pictures.take_problem(take)


def test_a_shot_in_the_making_is_shown_in_place_of_its_card(studio: Studio) -> None:
    pictures, first = pictures_of(studio), shot(studio, 1).id
    frames = np.stack([np.full((16, 32, 3), level, np.uint8) for level in (10, 20, 30)])
    pictures.set_preview(first, frames)
    seen = [there(pictures.frame(index, HEIGHT)) for index in (0, 11, 23)]
    assert [(frame.shape, int(frame.mean())) for frame in seen] == [((32, 64, 3), level) for level in (10, 20, 30)]
    still = pictures.still(first, 23, 16)
    assert still is not None
    assert still.mean() == 30
    key = pictures.want_frame(0, HEIGHT).key
    pictures.set_preview(first, frames + np.uint8(5))
    assert pictures.want_frame(0, HEIGHT).key != key
    pictures.update(studio.project, studio.shots())
    assert there(pictures.frame(0, HEIGHT)).mean() == 15
    pictures.set_preview(first, None)
    assert pictures.frame(0, HEIGHT).frame is None


def test_a_good_take_is_not_hidden_by_one_in_the_making_but_a_stale_one_is(studio: Studio) -> None:
    pictures, second = pictures_of(studio), shot(studio, 2).id
    good = there(pictures.frame(24, HEIGHT))
    pictures.set_preview(second, np.full((2, 16, 32, 3), 77, np.uint8))
    np.testing.assert_array_equal(there(pictures.frame(24, HEIGHT)), good)
    studio.edit("Change prompt", lambda project: set_prompt(project, second, "a candle"))
    pictures.update(studio.project, studio.shots())
    assert there(pictures.frame(24, HEIGHT)).mean() == 77


def test_threads_may_look_while_the_film_is_edited(studio: Studio) -> None:
    pictures = pictures_of(studio)
    expected = [there(pictures.frame(index, HEIGHT)) for index in range(24, 72)]
    wrong: list[object] = []
    done = False

    def look(seed: int) -> None:
        dice = np.random.default_rng(seed)
        try:
            while not done:
                index = int(dice.integers(24, 72))
                frame = pictures.frame(index, HEIGHT).frame
                if frame is None or not np.array_equal(frame, expected[index - 24]):
                    wrong.append(index)
        except Exception as error:
            wrong.append(error)

    threads = [Thread(target=look, args=(seed,)) for seed in range(3)]
    for thread in threads:
        thread.start()
    first, preview = shot(studio, 1).id, np.zeros((1, 16, 32, 3), np.uint8)
    for _ in range(200):
        pictures.update(studio.project, studio.shots())
        pictures.set_preview(first, preview)
    done = True
    for thread in threads:
        thread.join()
    assert not wrong
