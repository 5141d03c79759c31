"""Subtitles, shot lists and scripts, read back by other programs and by our own script reader."""

import csv
import zipfile
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sora_studio.exchange import parse_fountain
from sora_studio.exchange.fountain_out import fountain
from sora_studio.exchange.media import Media
from sora_studio.exchange.shot_list import COLUMNS
from sora_studio.exchange.shot_workbook import still_height
from sora_studio.exchange.srt import srt
from sora_studio.exchange.writing import write_film
from sora_studio.film.stills import jpeg
from sora_studio.timeline.project import Project, Scene
from sora_studio.timeline.shot import DialogueLine, Direction, Shot
from sora_studio.timeline.time import FrameRate
from tests.exchange.cuts import RATES, cut_film, texts


@pytest.mark.parametrize(("rate", "start"), RATES, ids=lambda value: str(value))
def test_subtitles_stand_within_their_shots_as_another_parser_reads_them(
    tmp_path: Path, rate: FrameRate, start: str
) -> None:
    parser = pytest.importorskip("srt", reason="the package srt is a test dependency")
    project = cut_film(rate, start)
    write_film(project, Media(), tmp_path / "film.srt")
    found = list(parser.parse((tmp_path / "film.srt").read_text(encoding="utf-8")))
    assert [each.content for each in found] == ["Is anybody there?", "Only me & <the> fox."]
    assert [each.index for each in found] == [1, 2]
    shot = [timedelta(seconds=float(rate.seconds(at))) for at in (97, 97 + 48)]
    millisecond = timedelta(milliseconds=1)
    assert abs(found[0].start - shot[0]) < millisecond
    assert found[0].end == found[1].start
    assert found[1].end <= shot[1] + millisecond


@given(
    said=st.lists(st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), max_size=200), max_size=6),
    frames=st.integers(1, 200),
)
def test_any_dialogue_is_subtitles_one_after_the_other(said: list[str], frames: int) -> None:
    parser = pytest.importorskip("srt", reason="the package srt is a test dependency")
    dialogue = tuple(DialogueLine("A", text) for text in said)
    shot = Shot("a", Direction("x"), frames, dialogue=dialogue)
    text, _ = srt(Project("F", scenes=(Scene("s", "", shots=(shot,)),)))
    found = list(parser.parse(text))
    assert all(one.end <= two.start for one, two in pairwise(found))
    assert all(each.end.total_seconds() <= frames / 24 + 0.001 for each in found)
    words = " ".join(" ".join(said).replace("-->", "->").split())
    assert " ".join(" ".join(each.content for each in found).split()).replace(" ", "") == words.replace(" ", "")


def test_the_shot_list_is_a_table_to_the_csv_module_and_harmless_to_excel(tmp_path: Path) -> None:
    project = cut_film()
    scene = project.scenes[0]
    evil = replace(scene.shots[0], notes='=HYPERLINK("http://x")', direction=Direction('say "no", then\ngo'))
    project = replace(project, scenes=(replace(scene, shots=(evil, *scene.shots[1:])), *project.scenes[1:]))
    write_film(project, Media(), tmp_path / "film.csv")
    data = (tmp_path / "film.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    assert b"\r\n" in data
    with (tmp_path / "film.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file, strict=True))
    assert list(rows[0]) == list(COLUMNS)
    assert [row["Frames"] for row in rows] == ["97", "48", "31", "40", "1800", "24"]
    assert rows[0]["Prompt"] == 'say "no", then\ngo'
    assert rows[0]["Notes"] == '\'=HYPERLINK("http://x")'
    assert rows[1]["Dialogue"] == "MARY (softly): Is anybody there?\nTom: Only me & <the> fox."
    assert [row["Starts"] for row in rows][:2] == ["01:00:00:00", "01:00:04:01"]
    assert rows[0]["Transition"] == "dissolve 13"


def test_a_script_written_is_the_script_read(tmp_path: Path) -> None:
    for example in sorted((Path(__file__).parents[2] / "resources" / "examples").glob("*.fountain")):
        film = parse_fountain(example.read_text(encoding="utf-8"), "x")
        text, lost = fountain(film)
        assert lost == []
        again = parse_fountain(text, "x")
        assert [shot.direction for _, shot in again.shots()] == [shot.direction for _, shot in film.shots()]
        assert [shot.duration_frames for _, shot in again.shots()] == [s.duration_frames for _, s in film.shots()]
        assert again.scenes == film.scenes


def test_a_script_carries_everything_said_or_noted_and_tells_the_rest() -> None:
    text, lost = fountain(cut_film())
    again = parse_fountain(text, "x")
    (_, _), (_, fox) = list(again.shots())[:2]
    assert fox.dialogue == cut_film().scenes[0].shots[1].dialogue
    assert fox.notes == "Hold the beat."
    assert [shot.duration_frames for _, shot in again.shots()][:4] == [97, 48, 31, 40]
    assert again.frame_rate == cut_film().frame_rate
    assert any("sound" in each for each in lost)
    assert any("scene prompts" in each for each in lost)


lines = st.builds(DialogueLine, texts, texts, texts) | st.builds(DialogueLine, st.text(max_size=9), st.text(max_size=9))
directions = st.builds(Direction, prompt=texts | st.text(max_size=30), size=st.sampled_from(["", "CU", "odd"]))
shots = st.builds(
    Shot,
    st.just("a"),
    directions,
    st.integers(1, 100_000),
    dialogue=st.lists(lines, max_size=3).map(tuple),
    action=texts | st.text(max_size=30),
    notes=texts | st.text(max_size=20) | st.sampled_from(["size: huge", "pack: x", "continues", "[[", "]] x"]),
    seed=st.none() | st.integers(0, 9),
    strength_percent=st.sampled_from([0, 5, 60, 100]),
    pack=st.sampled_from(["", "ink", "[[ink]]", " "]),
)


@settings(max_examples=200)
@given(made=st.lists(shots, min_size=1, max_size=3), heading=texts | st.text(max_size=12), title=st.text(max_size=12))
def test_any_film_is_a_script_our_reader_reads_or_says_why_not(made: list[Shot], heading: str, title: str) -> None:
    named = tuple(replace(shot, id=f"s{at}") for at, shot in enumerate(made))
    film = Project(title, scenes=(Scene("s", heading, shots=named, number="1"),))
    text, lost = fountain(film)
    assert not any("can't be read back" in each for each in lost), (text, lost)
    again = parse_fountain(text, "x")
    if not lost:
        assert [shot.direction for _, shot in again.shots()] == [shot.direction for shot in named]
        assert [shot.dialogue for _, shot in again.shots()] == [shot.dialogue for shot in named]
        assert [shot.pack for _, shot in again.shots()] == [shot.pack for shot in named]
        assert [shot.strength_percent for _, shot in again.shots()] == [shot.strength_percent for shot in named]


def test_the_shot_list_with_pictures_is_a_workbook_to_another_reader(tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl", reason="openpyxl is a test dependency")
    project = cut_film()
    scene = project.scenes[0]
    evil = replace(scene.shots[0], notes='=HYPERLINK("http://x")', direction=Direction("https://example.org"))
    project = replace(project, scenes=(replace(scene, shots=(evil, *scene.shots[1:])), *project.scenes[1:]))
    stills = {"a": jpeg(np.full((still_height(project), 320, 3), 90, np.uint8))}
    lost = write_film(project, Media(stills=stills), tmp_path / "film.xlsx")
    assert not any("pictures" in each for each in lost)
    book = openpyxl.load_workbook(tmp_path / "film.xlsx")
    sheet = book.active
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0] == ("Picture", *COLUMNS)
    assert [row[COLUMNS.index("Frames") + 1] for row in rows[1:]] == [97, 48, 31, 40, 1800, 24]
    assert rows[1][COLUMNS.index("Notes") + 1] == evil.notes
    notes = sheet.cell(2, COLUMNS.index("Notes") + 2)
    assert (notes.data_type, notes.hyperlink) == ("s", None), "words became a formula or a link"
    # Without Pillow the reader passes pictures over; the archive has them all the same.
    with zipfile.ZipFile(tmp_path / "film.xlsx") as archive:
        assert archive.read("xl/media/image1.jpeg") == stills["a"]
        assert b"<xdr:row>1</xdr:row>" in archive.read("xl/drawings/drawing1.xml")
    assert book.properties.title == project.title
