"""The looks: readable in both themes, the bundled font in use, icons sharp and in the right colour."""

import re

import pytest

pytest.importorskip("PySide6")

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QColor, QFontInfo, QFontMetricsF
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from sora_studio import paths
from sora_studio.ui import theme
from sora_studio.ui.kit import ElidedLabel, PlainLabel, Section, Segmented, Toast
from sora_studio.ui.terms import in_sequences, use_terms

AA, AA_LARGE = 4.5, 3.0
TEXTS = ("text", "text_dim", "text_faint", "accent", "danger", "warning", "success", "badge_card", "badge_draft")
TEXTS += ("badge_footage", "badge_refined", "badge_stale", "badge_queued", "badge_running", "badge_failed")
TEXTS += ("cascade_film", "cascade_scene", "cascade_shot")


def contrast(front: QColor, back: QColor) -> float:
    """WCAG 2.2's contrast ratio."""

    def light(colour: QColor) -> float:
        parts = [
            c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4
            for c in (colour.redF(), colour.greenF(), colour.blueF())
        ]
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

    high, low = sorted((light(front), light(back)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("name", theme.THEMES)
def test_every_text_can_be_read(name: str) -> None:
    c = theme.THEMES[name]
    for ground in (c.panel, c.sunken, c.field):
        for text in TEXTS:
            assert contrast(getattr(c, text), ground) >= AA, f"{text} on {ground.name()}"
    assert contrast(c.text, c.raised) >= AA
    assert contrast(c.text_dim, c.raised) >= AA
    assert contrast(c.accent_text, c.accent) >= AA
    assert contrast(c.text, c.accent_soft) >= AA
    assert contrast(c.clip_text, c.clip) >= AA
    assert contrast(c.clip_text, c.clip_selected) >= AA
    for mark in (c.playhead, c.marker, c.focus, c.in_out):
        assert contrast(mark, c.panel) >= AA_LARGE
    assert contrast(c.wave, c.audio_clip) >= 2.5


@pytest.mark.parametrize("name", theme.THEMES)
def test_greys_have_no_tint(name: str) -> None:
    c = theme.THEMES[name]
    for grey in (c.window, c.panel, c.raised, c.sunken, c.line, c.text, c.text_dim):
        assert grey.red() == grey.green() == grey.blue()


def test_applying_a_theme_changes_colours_and_tells(qapp: QApplication, qtbot: QtBot) -> None:
    theme.apply(qapp, "dark")
    label = PlainLabel("A prompt")
    qtbot.addWidget(label)
    label.show()
    with qtbot.waitSignal(theme.changed):
        theme.apply(qapp, "light")
    assert theme.colours() is theme.THEMES["light"]
    assert label.palette().windowText().color() == theme.THEMES["light"].text
    theme.apply(qapp, "dark")


def test_texts_are_in_inter_and_timecode_does_not_dance(dressed: QApplication) -> None:
    assert QFontInfo(theme.font("body")).family() == "Inter"
    metrics = QFontMetricsF(theme.font("timecode"))
    widths = [metrics.horizontalAdvance(f"01:0{digit}:{digit}{digit}:00") for digit in range(10)]
    assert max(widths) - min(widths) < 0.1


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_icons_are_sharp_and_in_the_colour_asked_for(dressed: QApplication, scale: float) -> None:
    red = QColor(200, 20, 20)
    drawn = theme.pixmap("square", red, 16, scale)
    assert drawn.width() == 16 * scale
    assert drawn.devicePixelRatio() == scale
    image = drawn.toImage()
    solid = [image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height())]
    drawn_in = [colour for colour in solid if colour.alpha() > 150]
    assert drawn_in
    # A thin line's edge is part see-through, which costs a step or two of colour.
    assert all(abs(colour.red() - 200) < 4 and abs(colour.green() - 20) < 4 for colour in drawn_in)


def test_every_icon_can_be_drawn(dressed: QApplication) -> None:
    names = [path.stem for path in paths.resource("icons").glob("*.svg")]
    assert len(names) > 90
    for name in names:
        assert not theme.icon(name).isNull()


def test_a_missing_icon_is_a_fault_not_a_hole(dressed: QApplication) -> None:
    assert not theme.has_icon("no-such-icon")
    with pytest.raises(FileNotFoundError):
        theme.icon("no-such-icon")


def test_the_style_sheet_names_only_files_that_are_there(dressed: QApplication) -> None:
    files = re.findall(r"url\(([^)]+)\)", dressed.styleSheet())
    assert files
    assert all(paths.Path(file).is_file() for file in files)
    assert "$" not in dressed.styleSheet().split("*/", 1)[1]


def test_bundled_works_carry_their_licences() -> None:
    assert "SIL OPEN FONT LICENSE" in paths.resource("fonts/LICENSE").read_text(encoding="utf-8")
    assert "ISC License" in paths.resource("icons/LICENSE").read_text(encoding="utf-8")


def test_a_prompt_is_never_read_as_html(qtbot: QtBot, dressed: QApplication) -> None:
    for label in (PlainLabel("<a href='file:///x'>x</a>"), ElidedLabel("<b>x</b>")):
        qtbot.addWidget(label)
        assert label.textFormat().name == "PlainText"


def test_a_section_folds_by_keyboard(qtbot: QtBot, dressed: QApplication) -> None:
    section = Section("Takes")
    section.body.addWidget(QLabel("inside"))
    qtbot.addWidget(section)
    section.show()
    with qtbot.waitSignal(section.toggled):
        section.set_open(False)
    assert not section.is_open


def test_segments_go_by_arrows(qtbot: QtBot, dressed: QApplication) -> None:
    parts = Segmented([("Dark", "dark"), ("Light", "light"), ("grid-2x2", "grid", "As a grid")])
    qtbot.addWidget(parts)
    parts.show()
    with qtbot.waitSignal(parts.changed) as heard:
        parts.step(1)
    assert heard.args == ["light"]
    parts.step(1)
    assert parts.value == "grid"


def test_messages_stack_offer_undo_and_leave(qtbot: QtBot, dressed: QApplication) -> None:
    window, undone = QLabel("window"), []
    window.resize(800, 600)
    qtbot.addWidget(window)
    window.show()
    Toast.show_over(window, "Take deleted", action="Undo", run=lambda: undone.append(True))
    toast = Toast.show_over(window, "The disk is full.", "Free some space.", grave=True)
    assert toast.texts == ("Take deleted", "The disk is full.")
    undo = next(b for b in window.findChildren(theme_button()) if b.text() == "Undo")
    undo.click()
    assert undone == [True]
    assert toast.texts == ("The disk is full.",)


def theme_button() -> type:
    from sora_studio.ui.kit import PushButton

    return PushButton


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Trim shot 4", "Trim scene 4"),
        ("Shots of this scene", "Scenes of this sequence"),
        ("The shot’s take", "The scene’s take"),
        ("Screenshot of a scenery", "Screenshot of a scenery"),
        ("%n shot(s)", "%n scene(s)"),
    ],
)
def test_animators_have_sequences_and_scenes(text: str, said: str) -> None:
    assert in_sequences(text) == said


def test_terms_reach_every_translated_text(qapp: QApplication) -> None:
    use_terms(qapp, "sequence")
    assert QCoreApplication.translate("Anywhere", "Lock the shot") == "Lock the scene"
    use_terms(qapp, "scene")
    assert QCoreApplication.translate("Anywhere", "Lock the shot") == "Lock the shot"
