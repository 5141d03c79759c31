"""Where shots are, kept through edits: always what counting anew would tell."""

from hypothesis import given
from hypothesis import strategies as st

from sora_studio.timeline.order import shared_ends
from sora_studio.timeline.places import FEW, Places
from sora_studio.timeline.shot import INHERIT, Shot


def shots(count: int, prefix: str = "s") -> list[Shot]:
    return [Shot(f"{prefix}{at}", INHERIT, 24) for at in range(count)]


def after(before: list[Shot], places: Places, now: list[Shot]) -> Places:
    return places.after(now, *shared_ends(before, now))


@given(st.lists(st.tuples(st.sampled_from(["put", "take", "move"]), st.integers(0, 40), st.integers(0, 40))))
def test_after_any_edits_every_shot_is_where_it_stands(edits: list[tuple[str, int, int]]) -> None:
    film, gone = shots(20), set[str]()
    places = Places(film)
    for number, (edit, one, other) in enumerate(edits):
        now = list(film)
        if edit == "put":
            now.insert(min(one, len(now)), Shot(f"n{number}", INHERIT, 24))
        elif now:
            shot = now.pop(one % len(now))
            if edit == "move":
                now.insert(other % (len(now) + 1), shot)
            else:
                gone.add(shot.id)
        places, film = after(film, places, now), now
        assert dict(places) == {shot.id: at for at, shot in enumerate(film)}
        assert list(places) == [shot.id for shot in film]
        assert len(places) == len(film)
        assert not any(shot_id in places for shot_id in gone)


def test_a_shot_put_first_and_taken_back_counts_no_other_anew() -> None:
    film = shots(10 * FEW)
    first = Places(film)
    put = [Shot("new", INHERIT, 24), *film]
    second = after(film, first, put)
    assert second._counted is first._counted
    assert (second["new"], second["s0"], second[film[-1].id]) == (0, 1, len(film))
    third = after(put, second, film)
    assert third._counted is first._counted
    assert "new" not in third
    assert dict(third) == dict(first)


def test_when_much_has_changed_all_are_counted_anew() -> None:
    film = shots(3 * FEW)
    first = Places(film)
    other = [film[0], *shots(FEW + 1, "other"), film[-1]]
    second = after(film, first, other)
    assert second._counted is not first._counted
    assert dict(second) == {shot.id: at for at, shot in enumerate(other)}
