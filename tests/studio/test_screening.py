"""Screening copies and title cards: facts in the picture, subtitles, and shots that are typeset."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from queue import Queue

import av
import numpy as np
import pytest

from sora_studio.errors import EditError, SoraError
from sora_studio.film.captions import BurntCaptions
from sora_studio.studio.events import Event, FilmProgress, FilmWritten, Notice, ShotFailed
from sora_studio.studio.film_export import FilmExport
from sora_studio.studio.film_state import FilmState
from sora_studio.studio.screening import PLAIN, BurntIn, Screening, SubtitlesAs, captions_of, screening_overlays
from sora_studio.studio.stills import still
from sora_studio.studio.studio import RenderOrder, Studio
from sora_studio.studio.title_cards import card_shot, with_card
from sora_studio.timeline.edits import insert, set_dialogue
from sora_studio.timeline.encoding import from_data, to_data
from sora_studio.timeline.project import Project
from sora_studio.timeline.shot import DialogueLine
from tests.studio.film import open_tiny_studio, tiny_film

WAIT_S = 30


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Studio:
    studio = open_tiny_studio(tmp_path_factory.mktemp("screening"), replace(tiny_film(), width=256, height=144))
    list(studio.render(RenderOrder(positions=[1, 3]), device="cpu"))
    for number, words in ((1, "Who lit this candle?"), (2, "Nobody hears this."), (3, "I did.")):
        shot_id = list(studio.project.shots())[number - 1][1].id
        line = (DialogueLine("Zoë", words),)
        studio.edit("say", lambda film, shot_id=shot_id, line=line: set_dialogue(film, shot_id, line))
    return studio


def burnt_in(studio: Studio, *fields: str) -> BurntIn:
    (overlay,) = screening_overlays(studio.project, studio.shots(), Screening(fields, day="2026-11-30"))
    assert isinstance(overlay, BurntIn)
    return overlay


def test_facts_are_those_of_the_frame_in_the_whole_film(studio: Studio) -> None:
    overlay = burnt_in(studio, "timecode", "shot")
    # The second shot has no take: the film goes from frame 23 to what is frame 48 in the timeline.
    keys = [overlay.key(frame, 1) for frame in (0, 23, 24)]
    said = [dict(key[3][0]) for key in keys if isinstance(key, list)]
    assert [each["timecode"] for each in said] == ["01:00:00:00", "01:00:00:23", "01:00:02:00"]
    assert [each["shot"] for each in said] == ["Sh 1  Tk 1", "Sh 1  Tk 1", "Sh 3  Tk 1"]
    assert said[0]["date"] == "2026-11-30"


def test_facts_are_drawn_where_they_belong_and_only_those_asked_for(studio: Studio) -> None:
    frame = np.full((144, 256, 3), 128, np.uint8)
    below = (burnt_in(studio, "timecode").draw(frame, 5) != frame).any(axis=(1, 2))
    above = (burnt_in(studio, "shot").draw(frame, 5) != frame).any(axis=(1, 2))
    assert below[100:].any()
    assert not below[:100].any()
    assert above[:44].any()
    assert not above[44:].any()
    assert screening_overlays(studio.project, studio.shots(), PLAIN) == ()


def test_subtitles_follow_the_film_that_is_written(studio: Studio) -> None:
    captions = captions_of(studio.project, studio.shots())
    assert [each.text for each in captions] == ["Who lit this candle?", "I did."]
    assert captions[1].start == 24, "the shot between them is left out"
    (overlay,) = screening_overlays(studio.project, studio.shots(), Screening(subtitles="picture"))
    assert overlay == BurntCaptions(captions)


def test_words_that_can_t_be_drawn_are_told_and_a_track_has_them(studio: Studio, tmp_path: Path) -> None:
    first = next(studio.project.shots())[1]
    studio.edit("say", lambda film: set_dialogue(film, first.id, (DialogueLine("नीना", "नमस्ते!"),)))

    def told(subtitles: SubtitlesAs) -> list[str]:
        events = studio.write_film(tmp_path / "tale.mp4", screening=Screening(subtitles=subtitles))
        return [event.message for event in events if isinstance(event, Notice) and "letters" in event.message]

    assert told("picture") == ["The letters नमस्ते can't be drawn into the picture; a subtitle track has them."]
    assert told("track") == []
    studio.undo()


def test_a_subtitle_track_is_read_back_and_can_be_turned_off(studio: Studio, tmp_path: Path) -> None:
    out = tmp_path / "tale.mp4"
    list(studio.write_film(out, screening=Screening(subtitles="track")))
    with av.open(str(out)) as film:
        track = film.streams.subtitles[0]
        assert track.codec_context.name == "mov_text"
        packets = [packet for packet in film.demux(track) if packet.pts is not None and packet.size > 2]
    times = [
        (packet.pts * packet.time_base, bytes(packet)[2:].decode()) for packet in packets if packet.pts is not None
    ]
    assert times == [(0, "Who lit this candle?"), (Fraction(1), "I did.")]


def test_the_window_s_export_has_them_too(studio: Studio, tmp_path: Path) -> None:
    """In its own process, which knows the film by what it is told."""
    said: Queue[Event] = Queue()
    wanted = Screening(("timecode", "shot", "state", "date", "frame"), "picture", "2026-11-30")
    for out, screening in ((tmp_path / "plain.png", PLAIN), (tmp_path / "marked.png", wanted)):
        export = FilmExport(studio.project, studio.shots(), studio.store, out, said.put, screening=screening)
        while isinstance(event := said.get(timeout=WAIT_S), FilmProgress):
            pass
        assert isinstance(event, FilmWritten), event
        export.close(WAIT_S)
    names = sorted(path.name for path in (tmp_path / "plain frames").iterdir())
    assert len(names) == 48
    pictures = [
        (tmp_path / "plain frames" / names[0]),
        (tmp_path / "marked frames" / names[0].replace("plain", "marked")),
    ]
    plain, marked = (path.read_bytes() for path in pictures)
    assert plain != marked


@pytest.fixture
def carded(tmp_path: Path) -> Studio:
    studio = open_tiny_studio(tmp_path)

    def titled(film: Project) -> Project:
        return insert(film, card_shot(film, studio.store, "Tiny Tales\nby Nobody"), film.scenes[0].id)

    studio.edit("card", titled)
    return studio


def test_a_title_card_is_shown_and_never_rendered(carded: Studio, tmp_path: Path) -> None:
    events = list(carded.render(RenderOrder(), device="cpu"))
    assert not [event for event in events if isinstance(event, ShotFailed)]
    with pytest.raises(SoraError, match="is a title card"):
        list(carded.render(RenderOrder(positions=[1]), device="cpu"))
    card = still(carded.project, carded.shots(), carded.store, 10)
    assert card.max() > 200
    assert np.median(card) == 0
    state = FilmState(carded.store)
    state.update(carded.project, carded.packs)
    shown = state.shown(next(carded.project.shots())[1].id)
    assert shown is not None
    assert shown.shown is not None
    assert not shown.shown.stale
    written = list(carded.write_film(tmp_path / "film.mp4"))[-1]
    assert isinstance(written, FilmWritten)
    assert written.frames == 72 + 72


def test_other_words_are_another_picture_and_none_are_refused(carded: Studio) -> None:
    first = next(carded.project.shots())[1]
    before = still(carded.project, carded.shots(), carded.store, 0)
    carded.edit("words", lambda film: with_card(film, carded.store, first.id, "Other Tales"))
    assert (still(carded.project, carded.shots(), carded.store, 0) != before).any()
    carded.undo()
    assert (still(carded.project, carded.shots(), carded.store, 0) == before).all()
    with pytest.raises(EditError, match="needs some words"):
        with_card(carded.project, carded.store, first.id, " \n ")
    with pytest.raises(EditError, match="can't be drawn with the letters שלום"):
        with_card(carded.project, carded.store, first.id, "שלום")


def test_films_saved_before_there_was_any_of_it_open(carded: Studio) -> None:
    data = to_data(carded.project)
    assert from_data(data) == carded.project
    for field in ("framing", "matte", "fade_in_frames", "fade_out_frames"):
        del data[field]
    for scene in data["scenes"]:
        for shot in scene["shots"]:
            del shot["card"]
    read = from_data(data)
    assert (read.framing, read.matte, read.fade_in_frames) == ("letterbox", 0.0, 0)
    assert not any(shot.card for _, shot in read.shots())
