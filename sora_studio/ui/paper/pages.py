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
    """A panel in its place; `continued`: only the text that had no room beside its picture."""

    panel: Panel
    boxes: PanelBoxes
    lines: tuple[TextLine, ...] = ()
    continued: bool = False


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
            PlacedPanel(panel, sheet_boxes(grid[at % len(grid)], film.aspect)) for at, panel in enumerate(film.panels)
        ]
    else:
        grid = panel_cells(frame.body, choices.per_page, film.aspect, choices.beside)
        placed = _boards(film, grid, choices.beside, measure)
    starts = range(0, max(1, len(placed)), len(grid))
    pages = (Page(number, tuple(placed[at : at + len(grid)])) for number, at in enumerate(starts, start=1))
    return Book(film, choices, frame, tuple(pages))


def _boards(film: PaperFilm, grid: tuple[Box, ...], beside: bool, measure: Measure) -> list[PlacedPanel]:
    """Every panel in its place, all in the same size of type but for the few that say far more than the others."""
    boxes = {pair: panel_boxes(grid[0], film.aspect, beside, pair) for pair in (False, True)}
    sizes = sorted(
        fitting_size(each.passages, boxes[each.pair].text, boxes[False].size, measure) for each in film.panels
    )
    size = sizes[len(sizes) // 10] if sizes else 0.0
    placed: list[PlacedPanel] = []
    for panel in film.panels:
        placed += _place(panel, len(placed), grid, film.aspect, beside, size, measure)
    return placed


def _place(
    panel: Panel, at: int, grid: tuple[Box, ...], aspect: float, beside: bool, size: float, measure: Measure
) -> list[PlacedPanel]:
    """The panel, and as many places after it as the rest of its text needs."""
    boxes = panel_boxes(grid[at % len(grid)], aspect, beside, panel.pair)
    lines, left = flow(panel.passages, boxes.text, size, measure)
    placed = [PlacedPanel(panel, boxes, lines)]
    while left:
        boxes = continued_boxes(grid[(at + len(placed)) % len(grid)])
        lines, left = flow(left, boxes.text, size, measure)
        placed.append(PlacedPanel(panel, boxes, lines, continued=True))
    return placed
