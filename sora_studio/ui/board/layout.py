"""Where everything on the board is, in logical pixels: plain arithmetic, no Qt."""

from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from sora_studio.studio.box import Box
from sora_studio.ui.board.boxes import Hit, Insertion
from sora_studio.ui.board.shelves import Shelf, rows, shelve, span

MARGIN = 24
GAP = 20
ROW_GAP = 24
HEADER = 44
SCENE_GAP = 16
STRIP = 26
# Panels narrower than this show their picture and number only.
TEXT_FROM = 180
NARROWEST, WIDEST = 110, 640

Key = Literal["left", "right", "up", "down", "home", "end"]


@dataclass(frozen=True)
class BoardLayout:
    """`counts` are the scenes' numbers of shots; `aspect` is a picture's width by its height.

    As many columns as fit at `wanted_width`; panels are then as wide as fills the row.
    """

    counts: tuple[int, ...]
    width: float
    wanted_width: float
    aspect: float
    text_height: float = 0

    @cached_property
    def columns(self) -> int:
        return max(1, int((self.width - 2 * MARGIN + GAP) // (self.wanted_width + GAP)))

    @cached_property
    def panel_width(self) -> float:
        return max(40.0, (self.width - 2 * MARGIN - (self.columns - 1) * GAP) / self.columns)

    @cached_property
    def picture_height(self) -> float:
        return self.panel_width / self.aspect

    @property
    def has_text(self) -> bool:
        return self.panel_width >= TEXT_FROM

    @cached_property
    def panel_height(self) -> float:
        return STRIP + self.picture_height + (self.text_height if self.has_text else 0)

    @cached_property
    def _shelves(self) -> list[Shelf]:
        return shelve(self.counts, self.columns)

    @cached_property
    def _tops(self) -> list[float]:
        """Where each shelf begins, and where the last one ends."""
        tops = [float(SCENE_GAP)]
        for shelf in self._shelves:
            tops.append(tops[-1] + HEADER + shelf.rows * (self.panel_height + ROW_GAP) + SCENE_GAP)
        return tops

    @cached_property
    def _places(self) -> list[tuple[int, int]]:
        """Each scene's shelf and first column."""
        return [(at, column) for at, shelf in enumerate(self._shelves) for column in shelf.columns]

    @cached_property
    def _firsts(self) -> list[int]:
        """The film index of each scene's first shot, and the number of shots."""
        firsts = [0]
        for count in self.counts:
            firsts.append(firsts[-1] + count)
        return firsts

    @property
    def shots(self) -> int:
        return self._firsts[-1]

    @property
    def height(self) -> float:
        return self._tops[-1]

    @property
    def _pitch(self) -> tuple[float, float]:
        """From one panel to the next, across and down."""
        return self.panel_width + GAP, self.panel_height + ROW_GAP

    def scene_of(self, index: int) -> int:
        """The scene of a shot, both counted from 0."""
        return bisect_right(self._firsts, index) - 1

    def header(self, scene: int) -> Box:
        shelf, column = self._places[scene]
        across, _ = self._pitch
        return Box(
            MARGIN + column * across, self._tops[shelf], span(self.counts[scene], self.columns) * across - GAP, HEADER
        )

    def panel(self, index: int) -> Box:
        scene = self.scene_of(index)
        row, column = divmod(index - self._firsts[scene], self.columns)
        return self._cell(scene, row, column)

    def _cell(self, scene: int, row: int, column: int) -> Box:
        shelf, first = self._places[scene]
        across, down = self._pitch
        x, y = MARGIN + (first + column) * across, self._tops[shelf] + HEADER + row * down
        return Box(x, y, self.panel_width, self.panel_height)

    def _shelf_at(self, y: float) -> int:
        return min(max(0, bisect_right(self._tops, y) - 1), len(self._shelves) - 1)

    def scenes_between(self, top: float, bottom: float) -> range:
        """The scenes any part of which may lie there."""
        if not self.counts or bottom <= top or bottom <= 0 or top >= self.height:
            return range(0)
        return range(self._shelves[self._shelf_at(top)].first, self._shelves[self._shelf_at(bottom)].stop)

    def panels_between(self, top: float, bottom: float) -> list[int]:
        """The shots whose panels meet that stretch, in film order."""
        found: list[int] = []
        for scene in self.scenes_between(top, bottom):
            begin = self._tops[self._places[scene][0]] + HEADER
            first = max(0, int((top - begin) // self._pitch[1]))
            last = int((bottom - begin) // self._pitch[1])
            start = self._firsts[scene] + first * self.columns
            stop = min(self._firsts[scene + 1], self._firsts[scene] + (last + 1) * self.columns)
            for index in range(start, stop):
                box = self.panel(index)
                if box.y < bottom and box.bottom > top:
                    found.append(index)
        return found

    def hit(self, x: float, y: float) -> Hit:
        """What lies under a point."""
        for scene in self.scenes_between(y, y + 0.01):
            if self.header(scene).holds(x, y):
                return Hit("header", scene)
        for index in self.panels_between(y, y + 0.01):
            if self.panel(index).holds(x, y):
                return Hit("panel", index)
        return Hit("nothing")

    def within(self, band: Box) -> list[int]:
        """The shots whose panels the band meets."""
        return [index for index in self.panels_between(band.y, band.bottom) if self.panel(index).meets(band)]

    def insertion(self, x: float, y: float) -> Insertion | None:
        """Where a panel dropped at the point goes; None on a board without scenes."""
        if not self.counts:
            return None
        across, down = self._pitch
        at = self._shelf_at(y)
        shelf = self._shelves[at]
        lefts = [MARGIN + column * across - GAP / 2 for column in shelf.columns]
        scene = shelf.first + max(0, bisect_right(lefts, x) - 1)
        count = self.counts[scene]
        row = min(max(0, int((y - self._tops[at] - HEADER) // down)), rows(count, self.columns) - 1)
        left = lefts[scene - shelf.first]
        in_row = min(count - row * self.columns, self.columns)
        column = min(max(0, round((x - left) / across)), in_row)
        cell = self._cell(scene, row, column)
        mark = Box(max(2.0, cell.x - GAP / 2 - 1.5), cell.y, 3, self.panel_height)
        return Insertion(scene, row * self.columns + column, mark)

    def step(self, index: int, key: Key) -> int:
        """The shot an arrow key leads to: up and down go to the panel nearest in column."""
        last = self.shots - 1
        if key in ("home", "end") or last < 0:
            return 0 if key == "home" else max(0, last)
        if key in ("left", "right"):
            return min(max(0, index + (1 if key == "right" else -1)), last)
        shelf = self._places[self.scene_of(index)][0]
        row = self._row_of(index)
        by = 1 if key == "down" else -1
        candidates = self._rows_of(shelf)
        at = candidates.index(row) + by
        while not 0 <= at < len(candidates):
            shelf += by
            if not 0 <= shelf < len(self._shelves):
                return index
            candidates = self._rows_of(shelf)
            at = 0 if by > 0 else len(candidates) - 1
        x = self.panel(index).x
        return min(candidates[at], key=lambda other: abs(self.panel(other).x - x))

    def _rows_of(self, shelf: int) -> list[range]:
        """The shelf's rows of shots, none for a shelf of empty scenes."""
        start, stop = self._firsts[self._shelves[shelf].first], self._firsts[self._shelves[shelf].stop]
        return [range(first, min(first + self.columns, stop)) for first in range(start, stop, self.columns)]

    def _row_of(self, index: int) -> range:
        shelf = self._places[self.scene_of(index)][0]
        return next(row for row in self._rows_of(shelf) if index in row)
