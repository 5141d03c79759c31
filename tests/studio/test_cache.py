"""Making room: what it frees is told before, takes stay, and all that was removed is made again."""

import os
from pathlib import Path

from sora_studio.studio import cache
from sora_studio.studio.planning import TakeStage
from sora_studio.studio.studio import RenderOrder, Studio
from tests.studio.film import open_tiny_studio


def rendered(folder: Path, stage: TakeStage = "refined") -> Studio:
    studio = open_tiny_studio(folder)
    list(studio.render(RenderOrder(stage=stage), device="cpu"))
    list(studio.write_film(folder / "film.mp4"))
    return studio


def test_clean_up_frees_what_it_said_and_keeps_every_take(tmp_path: Path) -> None:
    with rendered(tmp_path) as studio:
        before = cache.measure(studio.store, studio.project)
        assert before.total.bytes > sum(room.bytes for room in before.removable.values()) > 0
        said = sum(room.bytes for room in before.removable.values())
        assert cache.clean_up(studio.store, studio.project, cache.PARTS).bytes == said
        after = cache.measure(studio.store, studio.project)
        assert after.total.bytes == before.total.bytes - said
        assert not any(room.files for room in after.removable.values())
        assert all(each.shown is not None and not each.shown.stale for each in studio.shots())


def test_after_clean_up_the_film_is_written_again(tmp_path: Path) -> None:
    with rendered(tmp_path) as studio:
        cache.clean_up(studio.store, studio.project, cache.PARTS)
        again = tmp_path / "again.mp4"
        list(studio.write_film(again))
        assert again.read_bytes() == (tmp_path / "film.mp4").read_bytes()


def test_a_draft_that_a_shot_shows_is_no_leftover(tmp_path: Path) -> None:
    with rendered(tmp_path, "draft") as studio:
        assert cache.measure(studio.store, studio.project).removable["drafts"].files == 0
        cache.clean_up(studio.store, studio.project, cache.PARTS)
        assert all(each.shown is not None for each in studio.shots("draft"))


def test_within_the_limit_and_with_none_nothing_goes(tmp_path: Path) -> None:
    with rendered(tmp_path) as studio:
        for limit_mb in (0, 1_000):
            assert cache.keep_within(studio.store, studio.project, limit_mb).files == 0


def test_beyond_the_limit_the_oldest_pieces_go(tmp_path: Path) -> None:
    with rendered(tmp_path) as studio:
        filler = studio.store.folder / cache.SEGMENTS / "00"
        filler.mkdir(parents=True, exist_ok=True)
        (filler / ("0" * 64)).write_bytes(bytes(1_000_000))
        os.utime(filler / ("0" * 64), (1, 1))
        before = cache.measure(studio.store, studio.project).removable["segments"].files
        cache.keep_within(studio.store, studio.project, 1)
        assert not (filler / ("0" * 64)).exists()
        assert cache.measure(studio.store, studio.project).removable["segments"].files == before - 1
