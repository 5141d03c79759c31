"""Cut lists, read back to the frame by programs that aren't ours."""

import os
import re
import shutil
import subprocess
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from xml.etree import ElementTree as Xml

import pytest

from sora_studio.errors import ExportError
from sora_studio.exchange.media import Media, PictureFile, SoundFile, film_start, picture_spans, take_start
from sora_studio.exchange.shot_names import shot_names
from sora_studio.exchange.writing import ENDINGS, would_lose, write_film
from sora_studio.timeline.project import Project, Scene
from sora_studio.timeline.shot import Direction, Shot, Take, Transition
from sora_studio.timeline.time import FrameRate
from tests.exchange.cuts import RATES, cut_film, edl_expected, expected, found, read_by_otio

otio = pytest.importorskip("opentimelineio")


def media_of(project: Project, folder: Path) -> Media:
    names, spans = shot_names(project), picture_spans(project)
    pictures = {key: PictureFile(folder / f"{name}.mov", spans[key]) for key, name in names.items()}
    sounds = {cue.media: SoundFile(folder / cue.name, Fraction(10)) for t in project.tracks for cue in t.cues}
    return Media(pictures, sounds)


@pytest.mark.parametrize(("rate", "start"), RATES, ids=lambda value: str(value))
@pytest.mark.parametrize("with_media", [True, False], ids=["media", "offline"])
@pytest.mark.parametrize("ending", [".otio", ".otioz", ".edl", ".xml", ".aaf"])
def test_a_cut_is_read_back_to_the_frame(
    tmp_path: Path, rate: FrameRate, start: str, with_media: bool, ending: str
) -> None:
    project = cut_film(rate, start)
    path = tmp_path / f"film{ending}"
    write_film(project, media_of(project, tmp_path) if with_media else Media(), path)
    timeline = read_by_otio(path, project)
    assert found(timeline) == (edl_expected(project) if ending == ".edl" else expected(project))
    assert timeline.name == project.title


@pytest.mark.parametrize(("rate", "start"), RATES, ids=lambda value: str(value))
@pytest.mark.parametrize("ending", [".otio", ".xml"])
def test_the_start_sounds_and_markers_come_through(tmp_path: Path, rate: FrameRate, start: str, ending: str) -> None:
    project = cut_film(rate, start)
    path = tmp_path / f"film{ending}"
    write_film(project, media_of(project, tmp_path), path)
    timeline = read_by_otio(path, project)
    assert round(timeline.global_start_time.value) == film_start(project)
    sounds = [
        [
            (clip.name, round(clip.range_in_parent().start_time.value), round(clip.source_range.start_time.value))
            for clip in track.find_clips()
        ]
        for track in timeline.audio_tracks()
    ]
    assert sounds == [[("waves.wav", 10, 4)], [("mary.wav", 100, 0), ("mary.wav", 140, 9)]]
    marks = [(mark.name, round(mark.marked_range.start_time.value)) for mark in timeline.tracks.markers]
    assert marks == [("Start", 0), ("Look & “listen”", 120)]


def test_an_edl_counts_as_the_film_does(tmp_path: Path) -> None:
    labels = {}
    for rate, start in RATES:
        write_film(cut_film(rate, start), Media(), tmp_path / "film.edl")
        lines = (tmp_path / "film.edl").read_text(encoding="utf-8").splitlines()
        labels[str(rate), start] = lines[1], lines[3].split()[-2:]
    # Shot one is cut 6 frames before its end, where the dissolve of 13 frames takes over.
    assert labels["23.976 fps", "01:00:00:00"] == ("FCM: NON-DROP FRAME", ["01:00:00:00", "01:00:03:19"])
    assert labels["25 fps", "10:00:00:00"] == ("FCM: NON-DROP FRAME", ["10:00:00:00", "10:00:03:16"])
    assert labels["29.97 fps", "01:00:00;00"] == ("FCM: DROP FRAME", ["01:00:00;00", "01:00:03;01"])
    assert labels["29.97 fps", "01:00:00:00"] == ("FCM: NON-DROP FRAME", ["01:00:00:00", "01:00:03:01"])


def test_an_edl_s_reels_are_short_and_unlike(tmp_path: Path) -> None:
    shots = tuple(Shot(f"x{at}", Direction("x"), 10, number=f"ABCDEFGHIJ-{at}") for at in range(120))
    write_film(Project("Long", scenes=(Scene("s", "", shots=shots),)), Media(), tmp_path / "film.edl")
    text = (tmp_path / "film.edl").read_text(encoding="utf-8")
    reels = re.findall(r"^\d{3}  (\S+) ", text, re.MULTILINE)
    assert len(set(reels)) == len(reels) == 120
    assert max(map(len, reels)) == 8


def test_resolve_finds_the_format_and_premiere_what_each_file_holds(tmp_path: Path) -> None:
    project = cut_film()
    write_film(project, media_of(project, tmp_path), tmp_path / "film.xml")
    root = Xml.parse(tmp_path / "film.xml").getroot()
    (about,) = root.findall(".//sequence/media/video/format/samplecharacteristics")
    assert (about.findtext("width"), about.findtext("height")) == ("1920", "1080")
    assert about.findtext("rate/timebase") == "24"
    pictures = root.findall(".//video/track/clipitem/file/media")
    assert [[child.tag for child in each] for each in pictures] == [["video"]] * 6
    sounds = root.findall(".//audio/track/clipitem/file/media")
    assert [[child.tag for child in each] for each in sounds] == [["audio"]] * 2
    alignments = [each.findtext("alignment") for each in root.iter("transitionitem")]
    assert alignments == ["center", "center", "start"]


@pytest.mark.parametrize(("rate", "start"), RATES, ids=lambda value: str(value))
def test_fcpxml_is_read_back_by_the_adapter_that_isn_t_ours(tmp_path: Path, rate: FrameRate, start: str) -> None:
    pytest.importorskip("otio_fcpx_xml_adapter", reason="otio-fcpx-xml-adapter is a test dependency")
    project = cut_film(rate, start)
    path = tmp_path / "film.fcpxml"
    write_film(project, media_of(project, tmp_path), path)
    timeline = read_by_otio(path, project)
    names = shot_names(project)
    clips = [clip for clip in timeline.video_tracks()[0].find_clips() if clip.name in names.values()]
    frames = [round(clip.duration().value_rescaled_to(float(rate.per_second))) for clip in clips]
    assert [clip.name for clip in clips] == list(names.values())
    # The adapter works in floating point and cuts off what is behind the point: at 1001ths it may lack a frame.
    short = [shot.duration_frames - got for (_, shot), got in zip(project.shots(), frames, strict=True)]
    assert set(short) <= ({0} if rate.denominator == 1 else {0, 1})


# What Apple's DTD of FCPXML 1.10 lets an asset-clip hold, in this order; each of the first two once at the most.
ORDER = ["note", "adjust-volume", "asset-clip", "marker", "metadata"]


def test_an_asset_clip_s_parts_come_in_the_order_the_dtd_wants(tmp_path: Path) -> None:
    write_film(cut_film(), Media(), tmp_path / "film.fcpxml")
    root = Xml.parse(tmp_path / "film.fcpxml").getroot()
    for clip in root.iter("asset-clip"):
        places = [ORDER.index(child.tag) for child in clip]
        assert places == sorted(places)
        assert clip.get("ref") in {each.get("id") for each in root.iter("asset")}
    assert len({each.get("id") for each in root.find("resources") or ()}) == 1 + 6 + 2


@pytest.mark.parametrize(("rate", "start"), RATES, ids=lambda value: str(value))
def test_every_time_in_fcpxml_is_a_whole_frame_in_its_place(tmp_path: Path, rate: FrameRate, start: str) -> None:
    project = cut_film(rate, start)
    write_film(project, media_of(project, tmp_path), tmp_path / "film.fcpxml")
    root = Xml.parse(tmp_path / "film.fcpxml").getroot()

    def frames(element: Xml.Element, key: str) -> Fraction:
        return Fraction(element.get(key, "").removesuffix("s")) * rate.per_second

    spine = root.find(".//spine")
    assert spine is not None
    clips = spine.findall("asset-clip")
    at = film_start(project)
    for clip, (_, shot) in zip(clips, project.shots(), strict=True):
        where = (frames(clip, "offset"), frames(clip, "start"), frames(clip, "duration"))
        assert where == (at, take_start(project) + shot.head_frames, shot.duration_frames)
        at += shot.duration_frames
    dissolves = [(frames(e, "offset") - film_start(project), frames(e, "duration")) for e in spine.iter("transition")]
    assert dissolves == [(97 - 6, 13), (97 + 48 + 31 - 6, 12), (97 + 48 + 31 + 40, 1)]
    # A sound hangs on the shot it begins in, in that shot's own time.
    (waves,) = clips[0].findall("asset-clip")
    assert frames(waves, "offset") - frames(clips[0], "start") == 10
    assert [m.get("value") for m in clips[1].findall("marker")] == ["Look & “listen”"]
    assert frames(clips[1].findall("marker")[0], "start") - frames(clips[1], "start") == 120 - 97


# Where Final Cut Pro keeps the DTD, whose licence lets nobody else ship it; another copy may be named for the test.
DTD = "/Applications/Final Cut Pro.app/Contents/Frameworks/Interchange.framework/Resources/FCPXMLv1_10.dtd"


def test_fcpxml_is_valid_against_apple_s_dtd(tmp_path: Path) -> None:
    dtd = Path(os.environ.get("SORA_STUDIO_FCPXML_DTD", DTD))
    xmllint = shutil.which("xmllint")
    if xmllint is None or not dtd.is_file():
        pytest.skip("needs xmllint, and Apple's DTD: name it in SORA_STUDIO_FCPXML_DTD")
    project = cut_film()
    write_film(project, media_of(project, tmp_path), tmp_path / "film.fcpxml")
    command = [xmllint, "--noout", "--dtdvalid", str(dtd), str(tmp_path / "film.fcpxml")]
    checked = subprocess.run(command, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stderr


def test_losses_are_told_and_only_what_there_is(tmp_path: Path) -> None:
    plain = Project("Bare", scenes=(Scene("s", "", shots=(Shot("a", Direction(), 10),)),))
    assert write_film(plain, Media(), tmp_path / "film.otio") == []
    assert write_film(plain, Media(), tmp_path / "film.xml") == []
    lost = " ".join(write_film(cut_film(), Media(), tmp_path / "film.edl"))
    for what in ("prompts", "dialogue", "notes", "scene headings", "sound", "reel names"):
        assert what in lost
    assert "markers" not in lost


def test_a_dissolve_too_long_for_its_shots_is_written_as_shown_and_told(tmp_path: Path) -> None:
    shots = (Shot("a", Direction("x"), 10, transition=Transition("dissolve", 40)), Shot("b", Direction("y"), 10))
    project = Project("Long", scenes=(Scene("s", "", shots=shots),))
    (told,) = write_film(project, Media(), tmp_path / "film.otio")
    assert "as the film shows it" in told
    assert found(read_by_otio(tmp_path / "film.otio", project)) == expected(project)


@pytest.mark.parametrize("ending", ENDINGS)
def test_texts_no_xml_can_hold_don_t_stop_a_film(tmp_path: Path, ending: str) -> None:
    said = Direction("bell\x07 and \ud800 half a pair")
    project = Project("A\x00B", scenes=(Scene("s", "\x1b", shots=(Shot("a", said, 10, notes="\x01"),)),))
    write_film(project, Media(), tmp_path / f"film{ending}")
    data = (tmp_path / f"film{ending}").read_bytes()
    if not data.startswith((b"PK", b"\xd0\xcf")):
        assert "\x07" not in data.decode()


def test_what_can_t_be_written_says_so_and_leaves_the_file(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="which format"):
        write_film(cut_film(), Media(), tmp_path / "film.doc")
    with pytest.raises(ExportError, match="no shots"):
        write_film(Project("Empty"), Media(), tmp_path / "film.edl")
    with pytest.raises(ExportError, match="could not be written"):
        write_film(cut_film(), Media(), tmp_path / "none" / "film.edl")
    assert list(tmp_path.iterdir()) == []


def test_avid_finds_sounds_where_they_begin(tmp_path: Path) -> None:
    project = cut_film()
    write_film(project, media_of(project, tmp_path), tmp_path / "film.aaf")
    timeline = read_by_otio(tmp_path / "film.aaf", project)
    assert round(timeline.global_start_time.value) == film_start(project)
    sounds = [
        [(clip.name, round(clip.range_in_parent().start_time.value), round(clip.duration().value)) for clip in clips]
        for clips in (track.find_clips() for track in timeline.audio_tracks())
    ]
    assert sounds == [[("waves.wav", 10, 200)], [("mary.wav", 100, 30), ("mary.wav", 140, 8)]]


def test_what_a_format_would_lose_is_told_before_it_is_written() -> None:
    film = cut_film()
    first = next(film.shots())[1]
    film = film.with_shot(replace(first, takes=(Take("a" * 64, "refined", 0),)))
    told = {ending: " ".join(would_lose(film, ending)) for ending in ENDINGS}
    assert "sound levels" in told[".aaf"]
    assert "prompts" not in told[".otioz"]
    assert "dialogue" in told[".edl"]
    assert "pictures" in told[".csv"]
    assert "pictures" not in told[".xlsx"], "it has them"


@pytest.mark.parametrize("ending", [each for each in ENDINGS if each != ".xlsx"])
def test_what_is_told_before_is_what_is_told_after(tmp_path: Path, ending: str) -> None:
    assert would_lose(cut_film(), ending) == write_film(cut_film(), Media(), tmp_path / f"film{ending}")
