"""Boards as they come out of the printer's door: read back by readers that aren't ours."""

import re
import shutil
import subprocess
import tracemalloc
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("PySide6")
pytest.importorskip("pypdf", reason="pypdf, which reads the PDFs back, is not installed")

import pypdf

from sora_studio.errors import Cancelled, ExportError
from sora_studio.exchange import parse_fountain
from sora_studio.studio.showing import ShownShot
from sora_studio.timeline.project import Project
from sora_studio.timeline.shot import DialogueLine
from sora_studio.ui.paper import type_on_paper
from sora_studio.ui.paper.choices import FIELDS, PaperChoices
from sora_studio.ui.paper.content import Panel, paper_film, ratio_name
from sora_studio.ui.paper.layout import PAPERS, PER_PAGE
from sora_studio.ui.paper.pages import Book, bind
from sora_studio.ui.paper.writer import write_pdf
from tests.ui.pdf_text import text_of

DAY = date(2026, 3, 14)
TEMPLATE = Path(__file__).parents[2] / "resources" / "templates" / "3-dialogue.fountain"


@pytest.fixture(scope="module")
def talk() -> Project:
    """Eight shots of a conversation, with an umlaut and a shot whose number is its own."""
    project = parse_fountain(TEMPLATE.read_text(encoding="utf-8"), "Dialogue Scene")
    first = project.scenes[0].shots[0]
    shot = replace(first, number="12A", dialogue=(DialogueLine("Zoë", "Größe ≥ 3 — “naïve”?"),), duration_frames=84)
    return replace(project.with_shot(shot), title="Die Größe — a film", author="Ingrid Ångström")


def shown(project: Project) -> list[ShownShot]:
    return [ShownShot(at, shot, None) for at, (_, shot) in enumerate(project.shots(), start=1)]


def book_of(project: Project, choices: PaperChoices) -> Book:
    type_on_paper.load()
    return bind(paper_film(project, shown(project), choices, DAY), choices, type_on_paper.text_width)


def some_picture(panel: Panel, frame: int, height: int) -> np.ndarray:
    """A picture of the height asked for, as large as a finished film's."""
    height = min(height, 1080)
    picture = np.zeros((height, height * 16 // 9, 3), np.uint8)
    picture[:, :, 0] = np.linspace(0, 255, picture.shape[1], dtype=np.uint8)
    picture[height // 2 :, :, 1] = 90
    return picture


def no_picture(panel: Panel, frame: int, height: int) -> None:
    return None


def poppler(program: str, *arguments: object) -> str:
    found = shutil.which(program)
    if found is None:
        pytest.skip(f"{program} of poppler-utils is not installed")
    done = subprocess.run([found, *map(str, arguments)], capture_output=True, text=True, check=True, encoding="utf-8")
    return done.stdout


# What is printed


@pytest.mark.parametrize("per_page", PER_PAGE)
@pytest.mark.parametrize("beside", [False, True])
def test_every_shot_is_printed_with_its_words(talk: Project, tmp_path: Path, qapp, per_page: int, beside: bool) -> None:
    choices = PaperChoices(per_page=per_page, beside=beside, fields=FIELDS, version="3", landscape=per_page != 3)
    book, out = book_of(talk, choices), tmp_path / "boards.pdf"
    write_pdf(book, some_picture, out)
    reader = pypdf.PdfReader(out)
    assert len(reader.pages) == len(book.pages)
    assert reader.metadata is not None
    assert reader.metadata.title == "Die Größe — a film"
    assert reader.metadata.author == "Ingrid Ångström"
    text = text_of(out)
    for number, (scene, shot) in enumerate(talk.shots(), start=1):
        assert re.search(rf"(?<![\w-]){re.escape(shot.number or str(number))}(?![\w-])", text)
        assert scene.heading.upper() in text
        for line in shot.dialogue:
            assert f"{line.character.upper()}" in text
            assert " ".join(line.text.split()) in text
        assert " ".join(shot.notes.split()) in text
    for words in ("Version 3", "2026-03-14", "16:9", "24 fps", "8 shots", "3s 12f", "DISSOLVE TO", "START", "STOP"):
        assert words in text
    for page in range(1, len(book.pages) + 1):
        assert f"Page {page} of {len(book.pages)}" in text


def test_the_total_running_time_and_each_record_timecode_are_right(talk: Project, tmp_path: Path, qapp) -> None:
    write_pdf(book_of(talk, PaperChoices()), no_picture, tmp_path / "boards.pdf")
    text = text_of(tmp_path / "boards.pdf")
    assert f"Total {talk.frame_rate.timecode(talk.duration_frames)}" in text
    start = talk.frame_rate.frame_at(talk.start_timecode)
    for _, shot in talk.shots():
        stop = start + shot.duration_frames
        assert f"{talk.frame_rate.timecode(start)} – {talk.frame_rate.timecode(stop)}" in text
        start = stop


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("landscape", [False, True])
def test_pages_have_the_size_of_their_paper(talk: Project, tmp_path: Path, qapp, paper: str, landscape: bool) -> None:
    write_pdf(book_of(talk, PaperChoices(paper=paper, landscape=landscape)), no_picture, tmp_path / "boards.pdf")
    short, long = PAPERS[paper]
    for page in pypdf.PdfReader(tmp_path / "boards.pdf").pages:
        size = (float(page.mediabox.width), float(page.mediabox.height))
        assert size == pytest.approx((long, short) if landscape else (short, long), abs=1)
        assert not page.get("/Rotate")


def test_only_the_chosen_fields_are_printed(talk: Project, tmp_path: Path, qapp) -> None:
    write_pdf(book_of(talk, PaperChoices(fields=("dialogue",))), some_picture, tmp_path / "boards.pdf")
    text = text_of(tmp_path / "boards.pdf")
    assert "You kept the boat." in text
    for other in ("NOTES", "DISSOLVE", "01:00:00:00", "3s 12f", "EXT. HOUSE", "Close on the woman"):
        assert other not in text.replace("1 EXT.", "") or other == "EXT. HOUSE"


def test_a_shot_without_a_picture_is_a_card_with_its_prompt(talk: Project, tmp_path: Path, qapp) -> None:
    write_pdf(book_of(talk, PaperChoices(fields=())), no_picture, tmp_path / "boards.pdf")
    assert "A small house by a lake, one window lit." in text_of(tmp_path / "boards.pdf")


def test_a_contact_sheet_numbers_its_pictures(talk: Project, tmp_path: Path, qapp) -> None:
    out = tmp_path / "sheet.pdf"
    write_pdf(book_of(talk, PaperChoices(sheet=True, columns=4)), some_picture, out)
    (page,) = pypdf.PdfReader(out).pages
    assert len(page.images) == 8
    assert "12A 01:00:00:00" in text_of(out)


# How it is printed


def test_type_is_embedded_and_japanese_too_where_a_font_has_it(talk: Project, tmp_path: Path, qapp) -> None:
    shot = replace(talk.scenes[0].shots[0], notes="雪の中を歩く")
    write_pdf(book_of(talk.with_shot(shot), PaperChoices()), some_picture, tmp_path / "boards.pdf")
    rows = poppler("pdffonts", tmp_path / "boards.pdf").splitlines()[2:]
    assert {"Inter-Regular", "Inter-SemiBold"} <= {re.sub(r"^[A-Z]{6}\+", "", row.split()[0]) for row in rows}
    for row in rows:
        assert re.search(r"\byes (yes|no) +yes\b", row), f"not embedded, or not readable: {row}"
    if shutil.which("fc-list") and subprocess.run(["fc-list", ":lang=ja"], capture_output=True).stdout:
        assert "雪の中を歩く" in poppler("pdftotext", tmp_path / "boards.pdf", "-").replace(" ", "")


def test_pictures_are_jpegs_of_300_dpi_at_most(talk: Project, tmp_path: Path, qapp) -> None:
    write_pdf(book_of(talk, PaperChoices(per_page=12)), some_picture, tmp_path / "boards.pdf")
    rows = poppler("pdfimages", "-list", tmp_path / "boards.pdf").splitlines()[2:]
    assert rows
    for row in rows:
        columns = row.split()
        assert columns[8] == "jpeg"
        assert int(columns[12]) <= 301


def test_pages_look_like_boards(talk: Project, tmp_path: Path, qapp) -> None:
    """Poppler draws what was written: pictures where they were placed, white margins around everything."""
    book = book_of(talk, PaperChoices(pairs=False, arrows=False))
    write_pdf(book, lambda *_: np.full((90, 160, 3), (200, 30, 30), np.uint8), tmp_path / "boards.pdf")
    poppler("pdftoppm", "-r", 72, "-l", 1, tmp_path / "boards.pdf", tmp_path / "page")
    (file,) = tmp_path.glob("page*.ppm")
    header, width, height, _, data = _ppm(file)
    assert header == b"P6"
    page = np.frombuffer(data, np.uint8).reshape(height, width, 3)
    for placed in book.pages[0].panels:
        box = placed.boxes.pictures[0]
        middle = page[round(box.y + box.height / 2), round(box.x + box.width / 2)]
        assert np.abs(middle.astype(int) - (200, 30, 30)).max() < 6
    margins = (page[:30], page[-30:], page[:, :30], page[:, -30:])
    assert all((margin == 255).all() for margin in margins)


def _ppm(file: Path) -> tuple[bytes, int, int, int, bytes]:
    kind, width, height, most, data = re.match(
        rb"(P6)\s+(\d+)\s+(\d+)\s+(\d+)\s(.*)", file.read_bytes(), re.DOTALL
    ).groups()  # type: ignore[union-attr]
    return kind, int(width), int(height), int(most), data


# Writing


def test_stopping_or_failing_leaves_what_was_there(talk: Project, tmp_path: Path, qapp) -> None:
    out = tmp_path / "boards.pdf"
    out.write_bytes(b"older")
    pages: list[int] = []

    def stop() -> None:
        if pages:
            raise Cancelled

    with pytest.raises(Cancelled):
        write_pdf(book_of(talk, PaperChoices(per_page=1)), some_picture, out, lambda at, _: pages.append(at), stop)
    assert out.read_bytes() == b"older"
    assert [file.name for file in tmp_path.iterdir()] == ["boards.pdf"]
    with pytest.raises(ExportError, match="no folder"):
        write_pdf(book_of(talk, PaperChoices()), some_picture, tmp_path / "nowhere" / "boards.pdf")


def test_a_long_film_takes_the_memory_of_a_page(talk: Project, tmp_path: Path, qapp) -> None:
    scene = talk.scenes[1]
    long = tuple(replace(shot, id=f"{shot.id}{at}") for at in range(60) for shot in scene.shots)
    peaks: list[int] = []
    for shots in (long[:24], long):
        book = book_of(replace(talk, scenes=(replace(scene, shots=shots),)), PaperChoices(pairs=False))
        tracemalloc.start()
        write_pdf(book, some_picture, tmp_path / "boards.pdf")
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < 1.5 * peaks[0] + 1_000_000
    assert len(pypdf.PdfReader(tmp_path / "boards.pdf").pages) == len(long) / 6


@pytest.mark.parametrize(
    ("width", "height", "name"),
    [(1280, 720, "16:9"), (1920, 804, "2.39:1"), (1998, 1080, "1.85:1"), (640, 480, "4:3"), (720, 1280, "9:16"),
     (1000, 730, "1.37:1")],
)  # fmt: skip
def test_ratios_are_called_as_the_trade_calls_them(width: int, height: int, name: str) -> None:
    assert ratio_name(width, height) == name
