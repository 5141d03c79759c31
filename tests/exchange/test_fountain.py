from dataclasses import replace

import pytest

from sora_studio.errors import ScriptError
from sora_studio.exchange import parse_fountain
from sora_studio.timeline.cascade import prompt_as_sent, resolve
from sora_studio.timeline.project import Project
from sora_studio.timeline.shot import DialogueLine, Direction, Shot, Transition


def read(text: str) -> Project:
    return parse_fountain(text, "Untitled")


def shots(text: str) -> list[Shot]:
    return [shot for _, shot in read(text).shots()]


def prompts(text: str) -> list[str]:
    return [shot.direction.prompt for shot in shots(text)]


def test_headings_open_scenes_and_paragraphs_are_shots() -> None:
    film = read(
        "EXT. SNOWY MEADOW - DAY\n\nMammoths graze\nin the snow.\n\nOne looks up.\n\nINT. ROOM - NIGHT\n\nA candle."
    )
    assert [(scene.heading, len(scene.shots)) for scene in film.scenes] == [
        ("EXT. SNOWY MEADOW - DAY", 2),
        ("INT. ROOM - NIGHT", 1),
    ]
    first = film.scenes[0].shots[0]
    assert (first.direction.prompt, first.action) == ("Mammoths graze in the snow.", "Mammoths graze\nin the snow.")
    assert first.duration_frames == 4 * 24
    assert film.title == "Untitled"


def test_the_place_and_the_light_reach_every_shot_s_prompt() -> None:
    film = read("EXT. SNOWY MEADOW - DAY\n\nMammoths graze. [[size: WS]]")
    assert prompt_as_sent(resolve(film, *next(film.shots()))) == (
        "exterior, snowy meadow, day, Mammoths graze, wide shot"
    )


@pytest.mark.parametrize(
    ("heading", "words"),
    [
        ("INT. ROOM - NIGHT", "interior, room, night"),
        ("int. room - night", "interior, room, night"),
        ("EXT BIG SUR'S COAST -- SUNSET", "exterior, big sur's coast, sunset"),
        ("INT./EXT. CAR - CONTINUOUS", "interior and exterior, car"),
        ("I/E. Night Train - Moments Later", "interior and exterior, Night Train"),
        ("EST. CITY - DAWN", "establishing view, city, dawn"),
        (".NEON ALLEY", "neon alley"),
    ],
)
def test_headings_become_words(heading: str, words: str) -> None:
    assert read(f"{heading}\n\nA fox.").scenes[0].direction == Direction(prompt=words)


def test_scene_numbers_are_kept_on_scene_and_shots() -> None:
    film = read("EXT. A - DAY #12A#\n\nOne.\n\nTwo.\n\nEXT. B - DAY #13#\n\nThree.\n\nEXT. C - DAY\n\nFour.")
    assert [scene.number for scene in film.scenes] == ["12A", "13", ""]
    assert [shot.number for _, shot in film.shots()] == ["12A-1", "12A-2", "13", ""]
    assert film.scenes[0].heading == "EXT. A - DAY"


def test_emphasis_is_not_part_of_a_prompt() -> None:
    text = "A *small* **red** ***fox*** and a _very_ old snake_case owl, 5 * 3, \\*really\\*.\n\n_**All of it.**_"
    assert prompts(text) == ["A small red fox and a very old snake_case owl, 5 * 3, *really*.", "All of it."]


def test_dialogue_stays_on_the_shot_before_it() -> None:
    (first, second) = shots(
        "EXT. A - DAY\n\nA fox.\n\nMARY (V.O.)\n(softly)\nHello\nthere.\n(louder)\nHello!\n\n"
        "@McAvoy (CONT'D)\nNo.\n\nA bird.\n\nSTEEL ^\nYes.\n"
    )
    assert first.dialogue == (
        DialogueLine("MARY (V.O.)", "Hello there.", "softly"),
        DialogueLine("MARY (V.O.)", "Hello!", "louder"),
        DialogueLine("McAvoy", "No."),
    )
    assert second.dialogue == (DialogueLine("STEEL", "Yes."),)


def test_dialogue_before_the_first_action_waits_for_it() -> None:
    (only,) = shots("EXT. A - DAY\n\nMARY\nLook!\n\nA fox.")
    assert (only.direction.prompt, only.dialogue) == ("A fox.", (DialogueLine("MARY", "Look!"),))


def test_a_line_of_two_spaces_does_not_end_a_speech() -> None:
    (only,) = shots("A fox.\n\nMARY\nOne.\n  \nTwo.\n\nNot hers.")[:1]
    assert only.dialogue == (DialogueLine("MARY", "One. Two."),)


def test_a_scene_of_dialogue_alone_is_one_shot_of_its_place() -> None:
    (only,) = shots("INT. ROOM - NIGHT\n\nMARY\nHello.")
    assert (only.direction.prompt, len(only.dialogue)) == ("interior, room, night", 1)
    assert prompts("MARY\nHello.") == ["MARY speaks"]
    assert prompts("EXT. A - DAY\n\nEXT. B - DAY\n\nA fox.") == ["exterior, a, day", "A fox."]


def test_capitals_without_a_reply_are_action() -> None:
    assert prompts("BANG!\n\nTHE DOOR\n\n!MARY\n!runs.") == ["BANG!", "THE DOOR", "MARY runs."]


def test_scripts_without_capitals_have_no_accidental_cues() -> None:
    assert prompts("雪の草原で\nマンモスが草を食べる") == ["雪の草原で マンモスが草を食べる"]


@pytest.mark.parametrize(
    ("cue", "transition"),
    [
        ("CUT TO:", Transition()),
        ("SMASH CUT TO:", Transition()),
        ("DISSOLVE TO:", Transition("dissolve", 12)),
        ("> Slow dissolve to:", Transition("dissolve", 12)),
        ("FADE TO BLACK.", Transition("dip to black", 12)),
        ("WIPE TO:", Transition("wipe right", 12)),
        ("> Iris to:", Transition()),
    ],
)
def test_transitions_end_the_shot_before_them(cue: str, transition: Transition) -> None:
    film = shots(f"EXT. A - DAY\n\nOne.\n\n{cue}\n\nEXT. B - DAY\n\nTwo.")
    assert [shot.transition for shot in film] == [transition, Transition()]


def test_a_transition_a_film_cannot_show_stays_a_note() -> None:
    (only,) = shots("FADE IN:\n\nA fox.\n\n> FADE OUT.")
    assert only.notes == "FADE IN:\nFADE OUT."


def test_dissolves_are_as_long_as_their_shots_carry() -> None:
    text = "One. [[duration: 10 frames]] [[transition: dissolve 24]]\n\nTwo.\n\nDISSOLVE TO:"
    assert [shot.transition.duration_frames for shot in shots(text)] == [11, 0]
    assert read(text).duration_frames == 10 + 96


def test_notes_direct_their_shot_wherever_they_stand() -> None:
    inline = "EXT. A - DAY\n\nA fox [[size: CU]] runs [[why?]].\n[[move: dolly in]]"
    before = "EXT. A - DAY\n\n[[size: close-up]]\n[[move: push in]]\nA fox runs. [[why?]]"
    after = "EXT. A - DAY\n\nA fox runs.\n\n[[Size: CU]]\n\n[[MOVE: Push In]] [[why?]]"
    expected = Direction("A fox runs.", size="CU", move="push in")
    for text in (inline, before, after):
        (only,) = shots(text)
        assert (only.direction, only.notes) == (expected, "why?")


def test_every_key_has_its_field() -> None:
    (first, _) = shots(
        "A fox.\n\n[[duration: 2.5s]] [[transition: dissolve 0.5s]] [[seed: 7]] [[negative: text]]\n"
        "[[style: ink\nand water]] [[angle: Low]]\n\nA bird."
    )
    assert first.direction == Direction("A fox.", "text", "ink and water", angle="low")
    assert (first.duration_frames, first.transition, first.seed) == (60, Transition("dissolve", 12), 7)


def test_notes_above_the_first_shot_hold_for_the_scene_and_above_it_for_the_film() -> None:
    film = read(
        "[[style: ink]] [[seed: 3]] [[transition: dissolve]]\n\n"
        "EXT. A - DAY [[size: WS]]\n\n[[duration: 2s]] [[todo]]\n\n"
        "One.\n\nTwo. [[duration: 1s]]\n\nEXT. B - DAY\n\nThree."
    )
    assert (film.direction.style, film.settings.seed) == ("ink", 3)
    assert [transition.kind for transition in film.transitions()] == ["dissolve", "cut", "cut"]
    assert [scene.direction.size for scene in film.scenes] == ["WS", ""]
    assert [(shot.duration_frames, shot.notes) for _, shot in film.shots()] == [(48, "todo"), (24, ""), (96, "")]


def test_a_note_of_another_key_stays_a_note() -> None:
    (only,) = shots("A fox. [[music: strings]] [[see page 4: top]]\n= A synopsis: short.\n[[two\nlines]]")
    assert only.notes == "music: strings\nsee page 4: top\nA synopsis: short.\ntwo\nlines"


def test_comments_sections_and_page_breaks_are_left_out() -> None:
    text = (
        "# Act One\n\n/* EXT. NOT - DAY\n\nNothing. */\nA fox /* red? */runs\n/* a\nb */\naway.\n\n===\n\n## Two\n\n..."
    )
    text += "\n\nA bird."
    assert prompts(text) == ["A fox runs away.", "A bird."]


def test_lyrics_are_sung_and_centred_text_is_seen() -> None:
    (first, second) = shots("A fox.\n\n~La la la\n\n> THE END <")
    assert first.dialogue == (DialogueLine("", "La la la", "singing"),)
    assert second.direction.prompt == "THE END"


@pytest.mark.parametrize(
    "text", ["", "\n\n", "Title: A film\nAuthor: Me\n", "/* all of it */", "[[just: a note]]", "# Act", "***"]
)
def test_a_script_without_shots_is_refused(text: str) -> None:
    with pytest.raises(ScriptError, match="no shots") as caught:
        read(text)
    assert caught.value.hint


@pytest.mark.parametrize(
    ("note", "legal"),
    [
        ("duration: banana", "4s"),
        ("duration: 0", "4s"),
        ("duration: 601s", "4s"),
        ("duration: -4s", "4s"),
        ("size: XXL", "EWS, WS, LS"),
        ("angle: sideways", "eye, high, low"),
        ("move: moonwalk", "push in, pull out"),
        ("move:", "push in"),
        ("transition: iris", "dissolve 12"),
        ("transition: wipe slowly", "wipe left"),
        ("transition: cut 12", "dissolve 12"),
        ("transition: dissolve 0", "frames"),
        ("seed: x", "from 0 to 4,294,967,295"),
        ("strength: 4%", "from 5 to 100"),
        ("seed: 4294967296", "from 0 to"),
    ],
)
def test_a_known_key_with_an_impossible_value_names_line_and_legal_values(note: str, legal: str) -> None:
    with pytest.raises(ScriptError, match=r"^Line 8: ") as caught:
        read(f"EXT. A - DAY\n\nA fox. /* */\n/* a\nb */ [[c\nd]]\n\n[[{note}]]\n")
    assert legal in caught.value.hint


@pytest.mark.parametrize("text", ["A.\n\nB [[open\n\nC ]]", "A.\n\nB /* open\n\nC"])
def test_what_is_opened_must_be_closed(text: str) -> None:
    with pytest.raises(ScriptError, match=r"Line 3: .* is never closed"):
        read(text)


def test_one_megabyte_of_prompt_is_one_clear_sentence() -> None:
    with pytest.raises(ScriptError) as caught:
        read("EXT. MEADOW - DAY\n\n/* a\nb */ A fox. [[c\nd]]\n\n" + "Snow falls. " * 90_000)
    assert caught.value.message == (
        "Line 7: the shot in “EXT. MEADOW - DAY” is 1,079,999 characters long; 2,000 is the most."
    )
    assert "Split it" in caught.value.hint


def test_ten_thousand_shots_are_the_most() -> None:
    with pytest.raises(ScriptError, match="more than 10,000 shots"):
        read("A fox.\n\n" * 10_001)


def test_reading_twice_gives_the_same_ids_and_a_new_paragraph_changes_no_other() -> None:
    text = "EXT. A - DAY\n\nA fox.\n\nA fox.\n\nA bird."
    assert read(text) == read(text)
    before = [shot.id for shot in shots(text)]
    after = [shot.id for shot in shots(text.replace("EXT. A - DAY\n", "EXT. A - DAY\n\nSnow.\n"))]
    assert len(set(before)) == 3
    assert after[1:] == before


def test_line_ends_and_byte_order_mark_make_no_difference() -> None:
    text = "Title: Film\n\nEXT. A - DAY\n\nA fox [[size: CU]]\nruns.\n\nMARY\nHello.\n"
    for other in (text.replace("\n", "\r\n"), text.replace("\n", "\r"), "\ufeff" + text, text + "\x00\x07"):
        assert read(other) == read(text)


def test_the_project_is_the_same_value_whatever_the_title_given() -> None:
    assert replace(parse_fountain("A fox.", "One"), title="Two") == parse_fountain("A fox.", "Two")
