"""The board's arithmetic: panels never overlap, every point is found, every drop has one meaning."""

from hypothesis import given
from hypothesis import strategies as st

from sora_studio.studio.box import Box
from sora_studio.timeline.project import Project, Scene
from sora_studio.timeline.shot import Direction, Shot
from sora_studio.ui.board.layout import MARGIN, NARROWEST, WIDEST, BoardLayout
from sora_studio.ui.board.reorder import moved

layouts = st.builds(
    BoardLayout,
    counts=st.lists(st.integers(0, 17), max_size=6).map(tuple),
    width=st.floats(200, 3000),
    wanted_width=st.floats(NARROWEST, WIDEST),
    aspect=st.floats(0.4, 3),
    text_height=st.floats(0, 150),
)
filled = layouts.filter(lambda layout: layout.shots > 0)


@given(layouts)
def test_panels_lie_inside_the_board_and_apart(layout: BoardLayout) -> None:
    boxes = [layout.panel(index) for index in range(layout.shots)]
    boxes += [layout.header(scene) for scene in range(len(layout.counts))]
    for at, box in enumerate(boxes):
        assert box.x >= MARGIN - 1e-6
        assert box.bottom <= layout.height
        assert box.right <= max(layout.width - MARGIN, MARGIN + 40) + 1e-6
        assert not any(box.meets(other) for other in boxes[at + 1 :])


@given(filled, st.data())
def test_the_middle_of_a_panel_is_that_panel(layout: BoardLayout, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, layout.shots - 1))
    box = layout.panel(index)
    hit = layout.hit(box.x + box.width / 2, box.y + box.height / 2)
    assert (hit.part, hit.index) == ("panel", index)


@given(layouts, st.floats(0, 4000), st.floats(0.5, 2000))
def test_exactly_what_can_be_seen_is_painted(layout: BoardLayout, top: float, height: float) -> None:
    window = Box(0, top, layout.width, height)
    seen = [index for index in range(layout.shots) if layout.panel(index).meets(window)]
    assert layout.panels_between(top, top + height) == seen


@given(layouts, st.floats(-50, 3000), st.floats(-50, 6000))
def test_a_drop_has_a_place_in_a_scene(layout: BoardLayout, x: float, y: float) -> None:
    insertion = layout.insertion(x, y)
    if not layout.counts:
        assert insertion is None
        return
    assert insertion is not None
    assert 0 <= insertion.place <= layout.counts[insertion.scene]
    assert 0 <= insertion.mark.y < layout.height


@given(filled, st.data())
def test_a_drop_on_a_half_of_a_panel_goes_to_that_side(layout: BoardLayout, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, layout.shots - 1))
    box, scene = layout.panel(index), layout.scene_of(index)
    place = index - sum(layout.counts[:scene])
    middle = box.y + box.height / 2
    left = layout.insertion(box.x + box.width * 0.2, middle)
    right = layout.insertion(box.x + box.width * 0.8, middle)
    assert left is not None
    assert right is not None
    assert (left.scene, left.place, right.scene, right.place) == (scene, place, scene, place + 1)


@given(filled, st.data())
def test_arrows_stay_on_the_board_and_down_undoes_up(layout: BoardLayout, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, layout.shots - 1))
    for key in ("left", "right", "up", "down", "home", "end"):
        assert 0 <= layout.step(index, key) < layout.shots
    below = layout.step(index, "down")
    if below != index and layout.panel(below).x == layout.panel(index).x:
        assert layout.step(below, "up") == index


@given(filled, st.floats(0, 1), st.floats(0, 1), st.floats(1, 800), st.floats(1, 800))
def test_a_band_takes_the_panels_it_meets(layout: BoardLayout, x: float, y: float, w: float, h: float) -> None:
    band = Box(x * layout.width, y * layout.height, w, h)
    wanted = [index for index in range(layout.shots) if layout.panel(index).meets(band)]
    assert layout.within(band) == wanted


def film(*counts: int) -> Project:
    names = iter("abcdefghijklmnopqrstuvwxyz")
    scenes = [
        Scene(f"s{at}", f"SCENE {at}", shots=tuple(Shot(next(names), Direction(), 24) for _ in range(count)))
        for at, count in enumerate(counts)
    ]
    return Project("Film", scenes=tuple(scenes))


def order(project: Project) -> list[str]:
    return ["".join(shot.id for shot in scene.shots) for scene in project.scenes]


def test_panels_move_across_scenes_and_keep_their_order() -> None:
    assert order(moved(film(3, 2), {"d", "a"}, 0, 2)) == ["badc", "e"]
    assert order(moved(film(3, 2), {"a", "b", "c"}, 1, 1)) == ["", "dabce"]
    assert order(moved(film(1, 0), {"a"}, 1, 0)) == ["", "a"]


def test_a_move_to_where_it_is_changes_nothing() -> None:
    project = film(3)
    assert moved(project, {"b"}, 0, 1) is project
    assert moved(project, {"b"}, 0, 2) is project


@given(st.lists(st.integers(0, 5), min_size=1, max_size=4), st.data())
def test_no_move_loses_a_shot(counts: list[int], data: st.DataObject) -> None:
    project = film(*counts)
    ids = [shot.id for _, shot in project.shots()]
    chosen = data.draw(st.sets(st.sampled_from(ids))) if ids else set()
    scene = data.draw(st.integers(0, len(counts) - 1))
    after = moved(project, chosen, scene, data.draw(st.integers(0, counts[scene])))
    assert sorted(shot.id for _, shot in after.shots()) == sorted(ids)
    rest = [shot.id for _, shot in after.shots() if shot.id not in chosen]
    assert rest == [name for name in ids if name not in chosen]
