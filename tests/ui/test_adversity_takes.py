"""Takes that are missing or damaged, met in the real window: it says so where one looks, and makes them again."""

from pathlib import Path

import pytest

pytest.importorskip("PySide6")


from tests.ui.adversity import Begin, make_film, see, shot, still_edits, take_file
from tests.ui.person import Ctrl, Key


def test_a_missing_take_is_told_and_rendered_again(begin: Begin, tmp_path: Path) -> None:
    film = make_film(tmp_path, "draft")
    person = begin(film)
    lost = take_file(person, 1)
    person.press(Key.Key_W, Ctrl)
    lost.unlink()
    person = begin(film) if person.window.open(film) is False else person
    see(person, 1)
    notice = person.editor.viewer.notice
    assert person.document.badge(person.shot_ids[0]) == "card"
    assert notice.isVisible()
    assert "file is missing" in notice.text.text()
    assert notice.button.text() == "Render"
    person.click(notice.button)
    person.wait_for(lambda: not person.going)
    person.wait_for_rest()
    assert lost.is_file()
    assert person.document.badge(person.shot_ids[0]) == "draft"
    assert not notice.isVisible()


def test_where_a_refined_take_is_missing_the_draft_is_shown(begin: Begin, tmp_path: Path) -> None:
    make_film(tmp_path, "draft")
    film = make_film(tmp_path, "refined")
    person = begin(film)
    assert [take.stage for take in shot(person, 1).takes] == ["draft", "refined"]
    lost = take_file(person, 1)
    person.press(Key.Key_W, Ctrl)
    lost.unlink()
    assert person.window.open(film)
    see(person, 1)
    assert person.document.badge(person.shot_ids[0]) in ("draft", "stale")
    shown = person.document.shown(person.shot_ids[0])
    assert shown is not None
    assert shown.shown is not None
    assert shown.shown.take.stage == "draft"
    assert person.editor.viewer.notice.isVisible()
    assert "missing" in person.editor.viewer.notice.text.text()
    still_edits(person)


def test_a_damaged_take_is_told_and_rendered_again(begin: Begin, tmp_path: Path) -> None:
    film = make_film(tmp_path, "draft")
    person = begin(film)
    broken = take_file(person, 1)
    person.press(Key.Key_W, Ctrl)
    content = bytearray(broken.read_bytes())
    content[len(content) // 2] ^= 0xFF
    broken.write_bytes(content)
    assert person.window.open(film)
    see(person, 1)
    notice = person.editor.viewer.notice
    person.wait_for(notice.isVisible)
    assert "damaged" in notice.text.text()
    person.click(notice.button)
    person.wait_for(lambda: not person.going and not notice.isVisible())
    assert person.document.studio.store.verify("drafts", broken.name)
