"""A film as a shot list with a picture in each row, in Office Open XML (ECMA-376), for spreadsheets."""

# XlsxWriter states no types.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportMissingTypeStubs=false

from io import BytesIO
from pathlib import Path
from typing import Any

from sora_studio.exchange.losses import losses, shortened_transitions
from sora_studio.exchange.media import Media
from sora_studio.exchange.shot_list import COLUMNS, LOSSES, shot_list_losses, shot_rows
from sora_studio.timeline.project import Project

# In pixels at a screen's 96 dpi; a spreadsheet counts columns in characters of about seven.
STILL_WIDTH, PIXELS_PER_CHARACTER, POINTS_PER_PIXEL = 160, 7, 0.75
# Stills come twice as large as they are shown, for screens and printers that are finer.
STILL_SCALE = 2
WIDTHS = {
    "Name": 14, "Scene": 7, "Heading": 24, "Shot": 7, "Starts": 12, "Prompt": 44, "Negative": 24, "Dialogue": 36,
    "Action": 36, "Notes": 36, "Transition": 12,
}  # fmt: skip
NARROW = 9
# A spreadsheet's cell holds no more (ECMA-376, part 1, 18.18.11 as Excel limits it).
LONGEST_CELL = 32_767


def still_height(project: Project) -> int:
    """How many pixels high the stills in `media` are to be; as wide as the film's aspect wants."""
    return round(STILL_SCALE * STILL_WIDTH * project.height / project.width)


def write_workbook(project: Project, media: Media, path: Path) -> list[str]:
    """Write the list to `path`, one row a shot; returns what it can't carry. Raises OSError."""
    import xlsxwriter
    from xlsxwriter.exceptions import FileCreateError

    # Words stay words: none becomes a formula or a link, whatever it begins with. No other folder is written to.
    told = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
    book = xlsxwriter.Workbook(str(path), told)
    book.set_properties({"title": project.title, "author": project.author, "comments": "Sora Studio"})
    _fill(book, book.add_worksheet("Shots"), project, media)
    try:
        book.close()
    except FileCreateError as error:
        raise OSError(str(error)) from error
    return workbook_losses(project) if media.stills else shot_list_losses(project)


def workbook_losses(project: Project) -> list[str]:
    """Of a workbook with a still of each shot."""
    kinds = (kind for kind in LOSSES if kind != "pictures")
    return losses(project, "A shot list", *kinds) + shortened_transitions(project)


def _fill(book: Any, sheet: Any, project: Project, media: Media) -> None:
    head = book.add_format({"bold": True, "bottom": 1, "valign": "vcenter", "bg_color": "#ECECEF"})
    cell = book.add_format({"text_wrap": True, "valign": "top"})
    height = still_height(project) / STILL_SCALE
    sheet.set_column(0, 0, STILL_WIDTH / PIXELS_PER_CHARACTER)
    sheet.write_string(0, 0, "Picture", head)
    for column, name in enumerate(COLUMNS, start=1):
        sheet.set_column(column, column, WIDTHS.get(name, NARROW))
        sheet.write_string(0, column, name, head)
    for row, ((_, shot), values) in enumerate(zip(project.shots(), shot_rows(project), strict=True), start=1):
        sheet.set_row(row, height * POINTS_PER_PIXEL)
        for column, value in enumerate(values, start=1):
            if isinstance(value, int):
                sheet.write_number(row, column, value, cell)
            elif value:
                sheet.write_string(row, column, value[:LONGEST_CELL], cell)
        if still := media.stills.get(shot.id):
            place = {"x_scale": 1 / STILL_SCALE, "y_scale": 1 / STILL_SCALE, "object_position": 1}
            told = {"image_data": BytesIO(still), "description": f"Shot {row}"}
            sheet.insert_image(row, 0, "still.jpg", {**place, **told})
    sheet.freeze_panes(1, 2)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
