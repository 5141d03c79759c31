"""The film cut into pages: which panel stands in which place, and the lines of its text. No Qt."""

from dataclasses import dataclass

from sora_studio.ui.paper.choices import PaperChoices
from sora_studio.ui.paper.content import Panel, PaperFilm
from sora_studio.ui.paper.layout import (
    Box,
    PageFrame,
    PanelBoxes,
    continued_boxes,
    page_frame,
    panel_boxes,
    panel_cells,
    sheet_boxes,
    sheet_cells,
)
from sora_studio.ui.paper.text_flow import Measure, TextLine, fitting_size, flow


@dataclass(frozen=True, slots=True)
class PlacedPanel:
    """A panel in its place and the frames of its shot that stand there; without any it is text that had no room."""

    panel: Panel
    boxes: PanelBoxes
    frames: tuple[int, ...]
    lines: tuple[TextLine, ...] = ()

    @property
    def is_first(self) -> bool:
        return self.frames[:1] == self.panel.frames[:1]


@dataclass(frozen=True, slots=True)
class Page:
    number: int
    panels: tuple[PlacedPanel, ...]


@dataclass(frozen=True, slots=True)
class Book:
    """Everything to be printed, in points; drawn by page_painter."""

    film: PaperFilm
    choices: PaperChoices
    frame: PageFrame
    pages: tuple[Page, ...]


def bind(film: PaperFilm, choices: PaperChoices, measure: Measure) -> Book:
    """Lay the film out on pages; a film of no shots is one empty page."""
    frame = page_frame(choices.paper, choices.landscape)
    if choices.sheet:
        grid = sheet_cells(frame.body, choices.columns, film.aspect)
        placed = [
            PlacedPanel(panel, sheet_boxes(grid[at % len(grid)], film.aspect), panel.frames)
            for at, panel in enumerate(film.panels)
        ]
    else:
        grid = panel_cells(frame.body, choices.per_page, film.aspect, choices.beside)
        placed = _boards(film, grid, choices.beside, measure)
    starts = range(0, max(1, len(placed)), len(grid))
    pages = (Page(number, tuple(placed[at : at + len(grid)])) for number, at in enumerate(starts, start=1))
    return Book(film, choices, frame, tuple(pages))


# With fewer panels on a page a pair stands in one panel; with more each of its frames has a panel of its own.
PAIRS_APART_FROM = 4
# Points that all type gives way so that the longest texts fit; what needs more shrinks alone.
UNIFORM_WITHIN = 2.0


def _boards(film: PaperFilm, grid: tuple[Box, ...], beside: bool, measure: Measure) -> list[PlacedPanel]:
    """Every panel in its place, all in the same size of type but for the few that say far more than the others."""
    apart = len(grid) >= PAIRS_APART_FROM

    def boxes_at(at: int, frames: tuple[int, ...]) -> PanelBoxes:
        cell = grid[at % len(grid)]
        return panel_boxes(cell, film.aspect, beside, len(frames) == 2) if frames else continued_boxes(cell)

    def parts(panel: Panel) -> list[tuple[int, ...]]:
        return [(frame,) for frame in panel.frames] if apart else [panel.frames]

    sizes = sorted(_fitting(panel, boxes_at(0, parts(panel)[0]), measure) for panel in film.panels)
    size = max(sizes[len(sizes) // 10], sizes[-1] - UNIFORM_WITHIN) if sizes else 0.0
    placed: list[PlacedPanel] = []
    for panel in film.panels:
        left = panel.passages
        frames = parts(panel)
        while frames or left:
            shown = frames.pop(0) if frames else ()
            boxes = boxes_at(len(placed), shown)
            lines, left = flow(left, boxes.text, size, measure)
            placed.append(PlacedPanel(panel, boxes, shown, lines))
    return placed


def _fitting(panel: Panel, boxes: PanelBoxes, measure: Measure) -> float:
    return fitting_size(panel.passages, boxes.text, boxes.size, measure)
