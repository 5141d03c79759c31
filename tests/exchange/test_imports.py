"""Other people's files as films: made here the way the programs write them, or by libraries that aren't ours."""

import csv
import importlib.util
import io
import json
import os
from contextlib import suppress
from datetime import timedelta
from fractions import Fraction
from pathlib import Path

import pytest

from sora_studio.errors import ScriptError
from sora_studio.exchange import read_script
from sora_studio.exchange.cut_reading import CUT_ENDINGS
from sora_studio.exchange.importing import FILM_ENDINGS, read_film
from sora_studio.exchange.media import Media
from sora_studio.exchange.srt import read_subtitles
from sora_studio.exchange.subtitles import with_dialogue
from sora_studio.exchange.writing import write_film
from sora_studio.timeline.shot import DialogueLine, Transition
from sora_studio.timeline.time import FrameRate
from tests.exchange.cuts import cut_film

FDX = """<?xml version="1.0" encoding="UTF-8" standalone="no" ?>
<FinalDraft DocumentType="Script" Template="No" Version="5">
  <Content>
    <Paragraph Number="1" Type="Scene Heading"><SceneProperties Length="1/8" Page="1" Title=""/>
      <Text>EXT. HARBOUR - DAY</Text></Paragraph>
    <Paragraph Type="Action"><Text>The tide comes </Text><Text Style="Italic">in</Text><Text>.</Text>
      <ScriptNote ID="1"><Paragraph><Text>size: WS</Text></Paragraph></ScriptNote>
      <ScriptNote ID="2"><Paragraph><Text>duration: as long as it takes</Text></Paragraph></ScriptNote></Paragraph>
    <Paragraph Type="Character"><Text>MARY (V.O.) (CONT'D)</Text></Paragraph>
    <Paragraph Type="Parenthetical"><Text>(softly)</Text></Paragraph>
    <Paragraph Type="Dialogue"><Text>Is anybody there?</Text></Paragraph>
    <Paragraph Type="Transition"><Text>DISSOLVE TO:</Text></Paragraph>
    <Paragraph Number="2A" Type="Scene Heading"><Text>INT. ROOM - NIGHT</Text></Paragraph>
    <Paragraph Type="Shot"><Text>CLOSE ON A FOX</Text></Paragraph>
    <Paragraph><DualDialogue>
      <Paragraph Type="Character"><Text>ANN</Text></Paragraph><Paragraph Type="Dialogue"><Text>Yes.</Text></Paragraph>
      <Paragraph Type="Character"><Text>BOB</Text></Paragraph><Paragraph Type="Dialogue"><Text>No.</Text></Paragraph>
    </DualDialogue></Paragraph>
  </Content>
  <TitlePage><Content>
    <Paragraph><Text>The Tide</Text></Paragraph><Paragraph><Text>Written by</Text></Paragraph>
    <Paragraph><Text>Ada</Text></Paragraph>
  </Content></TitlePage>
</FinalDraft>
"""


def test_final_draft(tmp_path: Path) -> None:
    (tmp_path / "script.fdx").write_text(FDX, encoding="utf-8")
    film = read_script(tmp_path / "script.fdx")
    assert (film.title, film.author) == ("The Tide", "Ada")
    assert [(s.number, s.heading) for s in film.scenes] == [("1", "EXT. HARBOUR - DAY"), ("2A", "INT. ROOM - NIGHT")]
    tide, fox = [shot for _, shot in film.shots()]
    assert (tide.direction.prompt, tide.direction.size) == ("The tide comes in.", "WS")
    assert tide.notes == "duration: as long as it takes"
    assert tide.dialogue == (DialogueLine("MARY (V.O.)", "Is anybody there?", "softly"),)
    assert tide.transition == Transition("dissolve", 12)
    assert [(line.character, line.text) for line in fox.dialogue] == [("ANN", "Yes."), ("BOB", "No.")]


@pytest.mark.parametrize("said", ["Is anybody there?", ""])
def test_a_heading_of_ornaments_alone_is_no_picture(tmp_path: Path, said: str) -> None:
    script = FDX.replace("EXT. HARBOUR - DAY", "* * *").replace("The tide comes ", "").replace(">in<", "><")
    script = script.replace("<Text>.</Text>", "").replace("Is anybody there?", said)
    (tmp_path / "script.fdx").write_text(script, encoding="utf-8")
    prompts = [shot.direction.prompt for _, shot in read_script(tmp_path / "script.fdx").shots()]
    assert prompts == ["MARY (V.O.) speaks", "CLOSE ON A FOX"] if said else ["CLOSE ON A FOX"]


@pytest.mark.parametrize(
    "attack",
    [
        '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><FinalDraft><Content>&b;</Content></FinalDraft>',
        '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><FinalDraft><Content>&a;</Content></FinalDraft>',
        "<FinalDraft><Content>" + "<Paragraph>" * 100_000,
        "<FinalDraft>",
        "no xml",
        '<?xml version="1.0" encoding="no-such"?><FinalDraft/>',
        "<other/>",
    ],
)
@pytest.mark.parametrize("ending", [".fdx", ".xml", ".fcpxml"])
def test_hostile_xml_is_one_sentence(tmp_path: Path, attack: str, ending: str) -> None:
    (tmp_path / f"evil{ending}").write_text(attack, encoding="utf-8")
    with pytest.raises(ScriptError) as caught:
        read_film(tmp_path / f"evil{ending}")
    assert caught.value.hint
    assert "root:" not in caught.value.message


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_a_spreadsheet_s_shot_list(tmp_path: Path, delimiter: str) -> None:
    text = io.StringIO()
    rows = csv.writer(text, delimiter=delimiter)
    head = "Sc. Shot# Location Shot_Description Shot_Size Camera_Movement Dialogue Length"
    rows.writerow([each.replace("_", " ") for each in head.split()])
    tide = ["1", "1A", "Harbour", "The tide, slowly; comes in", "wide", "push in", "MARY (softly): Hello?", "4,5"]
    rows.writerow(tide)
    rows.writerow(["", "1B", "", "A fox", "enormous", "", "", "0:03"])
    rows.writerow(["2", "", "Room", "Rain | snow", "CU", "", "", "00:00:02:12"])
    rows.writerow([])
    (tmp_path / "list.csv").write_text(text.getvalue(), encoding="utf-8-sig")
    film = read_script(tmp_path / "list.csv")
    assert [(s.number, s.heading, len(s.shots)) for s in film.scenes] == [("1", "Harbour", 2), ("2", "Room", 1)]
    shots = [shot for _, shot in film.shots()]
    assert [shot.number for shot in shots] == ["1A", "1B", "2"]
    assert [shot.direction.size for shot in shots] == ["WS", "", "CU"]
    assert shots[0].direction.move == "push in"
    assert shots[0].dialogue == (DialogueLine("MARY", "Hello?", "softly"),)
    assert [shot.duration_frames for shot in shots] == [108, 72, 60]
    assert shots[1].notes == "Size enormous"


def test_our_own_shot_list_is_the_film_again(tmp_path: Path) -> None:
    project = cut_film(FrameRate(30000, 1001))
    write_film(project, Media(), tmp_path / "film.csv")
    film = read_script(tmp_path / "film.csv")
    assert film.frame_rate == project.frame_rate
    for (_, was), (_, now) in zip(project.shots(), film.shots(), strict=True):
        assert now.direction == was.direction
        assert (now.duration_frames, now.dialogue, now.notes) == (was.duration_frames, was.dialogue, was.notes)
        assert now.transition == was.transition


def test_a_list_without_pictures_says_what_it_needs(tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text("Name,Price\nfox,3\n", encoding="utf-8")
    with pytest.raises(ScriptError, match="no column") as caught:
        read_script(tmp_path / "list.csv")
    assert "Description" in caught.value.hint


def test_subtitles_another_program_wrote(tmp_path: Path) -> None:
    srt = pytest.importorskip("srt", reason="the package srt is a test dependency")
    made = [
        srt.Subtitle(1, timedelta(seconds=1), timedelta(seconds=3), "<i>MARY: Is anybody\nthere?</i>"),
        srt.Subtitle(2, timedelta(seconds=4.5), timedelta(seconds=6), "Only me."),
    ]
    for text in (srt.compose(made, eol="\r\n"), srt.compose(made).replace(",", ".")):
        (tmp_path / "film.srt").write_bytes(b"\xef\xbb\xbf" + text.encode())
        film = read_script(tmp_path / "film.srt")
        first, second = [shot for _, shot in film.shots()]
        assert first.dialogue == (DialogueLine("MARY", "Is anybody there?"),)
        assert (first.duration_frames, second.duration_frames) == (108, 36)


def test_subtitles_go_into_the_shots_they_are_said_in(tmp_path: Path) -> None:
    project = cut_film()
    write_film(project, Media(), tmp_path / "film.srt")
    text = (tmp_path / "film.srt").read_text(encoding="utf-8")
    assert with_dialogue(project, read_subtitles(text)) == (project, [])
    changed = text.replace("Only me", "Just me") + "\n9\n01:00:00,000 --> 01:00:01,000\nToo late\n"
    film, notes = with_dialogue(project, read_subtitles(changed))
    fox = film.scenes[0].shots[1]
    said = DialogueLine("MARY", "Is anybody there?", "softly")
    assert fox.dialogue == (said, DialogueLine("", "Just me & <the> fox."))
    assert notes == ["One subtitle begins after the film's end: left out."]


@pytest.mark.parametrize("text", ["", "1\n00:00 --> 00:01\nx", "1\n00:00:02,000 --> 00:00:01,000\nx\n", "-->"])
def test_what_is_no_subtitle_says_so(tmp_path: Path, text: str) -> None:
    with pytest.raises(ScriptError) as caught:
        read_subtitles(text)
    assert caught.value.hint


def test_a_times_fraction_is_taken_as_written() -> None:
    assert read_subtitles("1\n00:00:01,5 --> 00:00:02,25\nx\n")[0].start == Fraction(3, 2)


def boards(folder: Path) -> Path:
    """A project as Storyboarder 3 saves it."""
    (folder / "images").mkdir()
    for name in ("board-1-AAAAA.png", "board-1-AAAAA-posterframe.jpg", "board-2-BBBBB-fill.png", "1-voice.wav"):
        (folder / "images" / name).write_bytes(b"x")
    data = {
        "version": "3.0.0",
        "aspectRatio": 2.35,
        "fps": 25,
        "defaultBoardTiming": 2000,
        "boards": [
            {"uid": "AAAAA", "url": "board-1-AAAAA.png", "newShot": True, "number": 1, "shot": "1A", "time": 0,
             "duration": 1500, "dialogue": "MARY: Hello?", "action": "The tide comes in", "notes": "slow",
             "audio": {"filename": "1-voice.wav", "duration": 900}},
            {"uid": "BBBBB", "url": "board-2-BBBBB.png", "newShot": False, "shot": "1B",
             "layers": {"fill": {"url": "board-2-BBBBB-fill.png"}}},
            {"uid": "CCCCC", "url": "../../secret.png", "duration": 40, "dialogue": "No."},
        ],
    }  # fmt: skip
    (folder.parent / "secret.png").write_bytes(b"x")
    (folder / "tide.storyboarder").write_text(json.dumps(data), encoding="utf-8")
    return folder / "tide.storyboarder"


def test_storyboarder(tmp_path: Path) -> None:
    folder = tmp_path / "a" / "tide"
    folder.mkdir(parents=True)
    made = read_film(boards(folder))
    film = made.project
    assert (film.title, film.frame_rate, film.width, film.height) == ("tide", FrameRate(25), 1692, 720)
    shots = [shot for _, shot in film.shots()]
    assert [shot.duration_frames for shot in shots] == [38, 50, 1]
    assert [shot.number for shot in shots] == ["1A", "1B", ""]
    assert shots[0].direction.prompt == "The tide comes in"
    assert (shots[0].notes, shots[0].dialogue) == ("slow", (DialogueLine("MARY", "Hello?"),))
    assert [(key, file.name) for key, file in made.drawings] == [
        (shots[0].id, "board-1-AAAAA-posterframe.jpg"),
        (shots[1].id, "board-2-BBBBB-fill.png"),
    ]
    assert [(frame, file.name) for frame, file in made.sounds] == [(0, "1-voice.wav")]
    assert made.notes == ("Board 3: its picture secret.png isn't there.",)


@pytest.mark.parametrize("key", ["fps", "aspectRatio", "defaultBoardTiming"])
def test_a_number_of_hundreds_of_digits_is_no_number(tmp_path: Path, key: str) -> None:
    data = {"boards": [{"uid": "A", "action": "The tide", "duration": 10**400}], key: 10**400}
    (tmp_path / "tide.storyboarder").write_text(json.dumps(data), encoding="utf-8")
    assert read_film(tmp_path / "tide.storyboarder").project.duration_frames


@pytest.mark.parametrize("ending", FILM_ENDINGS)
@pytest.mark.parametrize("content", [b"", b"\x00\x01", b"\xff\xfe\x00", b"{}", b"[" * 100_000, b"<a/>", b"{" * 5000])
def test_what_is_no_film_says_so_in_every_format(tmp_path: Path, ending: str, content: bytes) -> None:
    (tmp_path / f"film{ending}").write_bytes(content)
    with suppress(ScriptError):
        assert read_film(tmp_path / f"film{ending}").project.duration_frames


def test_every_sample_that_ships_with_the_readers_is_read_or_refused(tmp_path: Path) -> None:
    # An unpacked source distribution of a reader, whose test data its wheel leaves out, may be named for them.
    named = os.environ.get("SORA_STUDIO_SAMPLES")
    samples = [each for each in Path(named).rglob("*") if each.suffix in CUT_ENDINGS] if named else list[Path]()
    for package in ("opentimelineio", "otio_cmx3600_adapter", "otio_fcp_adapter", "otio_fcpx_xml_adapter"):
        spec = importlib.util.find_spec(package)
        for place in spec.submodule_search_locations or () if spec else ():
            for ending in (".otio", ".edl", ".xml", ".fcpxml"):
                samples += Path(place).parent.glob(f"{package}*/**/*{ending}")
    if not samples:
        pytest.skip("the installed readers ship no sample files: their wheels leave the test data out")
    read = 0
    for sample in samples:
        with suppress(ScriptError):
            assert read_film(sample).project.duration_frames
            read += 1
    assert read > len(samples) / 2
