"""How a title card is set: a storyboard panel in words, for a shot that has no picture yet. No Qt."""

from dataclasses import dataclass

from sora_studio.studio.box import Box
from sora_studio.ui.viewer.typesetting import Measure, TextBlock, elided, fit_text

# All lengths in hundredths of the card's height, so a card looks the same in a thumbnail and on a wall.
MARGIN = 7.0
HEADER, FOOTER, GAP = 9.0, 6.0, 4.0
NUMBER_SIZE, HEADING_SIZE, SMALL_SIZE = 7.0, 3.6, 3.2
PROMPT_SIZES = tuple(step / 4 for step in range(38, 6, -1))
DIALOGUE_SIZES = (4.4, 4.0, 3.6, 3.2, 2.8, 2.4)
DIALOGUE_SHARE = 0.36
# A line of large type wider than this is hard to read back from.
LONGEST_LINE = 150.0
TAG_PADDING, TAG_HEIGHT, TAG_GAP = 1.8, 5.6, 1.6


@dataclass(frozen=True, slots=True)
class CardText:
    """What a card says."""

    number: str
    heading: str
    prompt: str
    speaker: str = ""
    dialogue: str = ""
    tags: tuple[str, ...] = ()
    footer: str = ""
    footer_right: str = ""


@dataclass(frozen=True, slots=True)
class SetText:
    """A block of text and the box it is set in, from its top left."""

    box: Box
    block: TextBlock


@dataclass(frozen=True, slots=True)
class Tag:
    box: Box
    text: str


@dataclass(frozen=True, slots=True)
class CardLayout:
    """Everything on the card with its place, in logical pixels."""

    unit: float
    number: SetText
    heading: SetText
    rule: Box
    prompt: SetText
    dialogue_bar: Box | None
    speaker: SetText | None
    dialogue: SetText | None
    tags: tuple[Tag, ...]
    footer: SetText
    footer_right: SetText


def lay_out_card(card: Box, text: CardText, measure: Measure, bold: Measure) -> CardLayout:
    """Set the card's text. `measure` is for regular type, `bold` for the prompt, the number and the labels."""
    unit = min(card.height, card.width) / 100 if card.width < card.height else card.height / 100
    margin = MARGIN * unit
    inner = Box(card.x + margin, card.y + margin, card.width - 2 * margin, card.height - 2 * margin)
    number, heading, tags = _header(inner, text, unit, bold)
    top = inner.y + HEADER * unit
    if tags and tags[0].box.y > inner.y + HEADER * unit:
        top = tags[-1].box.bottom
    rule = Box(inner.x, top + GAP / 2 * unit, inner.width, unit / 4)
    bottom = inner.bottom - FOOTER * unit
    body = Box(inner.x, rule.bottom + GAP * unit, inner.width, max(unit, bottom - rule.bottom - 2 * GAP * unit))
    prompt_room = body
    bar = speaker = dialogue = None
    if text.dialogue:
        bar, speaker, dialogue = _dialogue(body, text, unit, measure, bold)
        prompt_room = Box(body.x, body.y, body.width, bar.y - body.y - GAP * unit)
    width = min(prompt_room.width, LONGEST_LINE * unit)
    block = fit_text(text.prompt, width, prompt_room.height, tuple(size * unit for size in PROMPT_SIZES), bold)
    footer, footer_right = _footer(inner, text, unit, bold)
    return CardLayout(
        unit,
        number,
        heading,
        rule,
        SetText(Box(prompt_room.x, prompt_room.y, width, prompt_room.height), block),
        bar,
        speaker,
        dialogue,
        tags,
        footer,
        footer_right,
    )


def _line(text: str, size: float) -> TextBlock:
    return TextBlock(size, (text,), size)


def _header(inner: Box, text: CardText, unit: float, bold: Measure) -> tuple[SetText, SetText, tuple[Tag, ...]]:
    size = NUMBER_SIZE * unit
    number_text = elided(text.number, inner.width * 0.3, size, bold)
    number_width = bold(number_text, size)
    number = SetText(Box(inner.x, inner.y, number_width, HEADER * unit), _line(number_text, size))
    left = inner.x + number_width + 3 * unit
    widths = [bold(tag, SMALL_SIZE * unit) + 2 * TAG_PADDING * unit for tag in text.tags]
    total = sum(widths) + TAG_GAP * unit * max(0, len(widths) - 1)
    heading_width = bold(text.heading, HEADING_SIZE * unit)
    beside = left + heading_width + 4 * unit + total <= inner.right or total <= inner.width * 0.4
    tags = _tags(inner, text.tags, widths, unit, beside, total)
    room = inner.right - left - (total + 4 * unit if beside and tags else 0)
    heading_text = elided(text.heading, max(room, unit), HEADING_SIZE * unit, bold)
    heading = SetText(Box(left, inner.y, max(room, unit), HEADER * unit), _line(heading_text, HEADING_SIZE * unit))
    return number, heading, tags


def _tags(
    inner: Box, names: tuple[str, ...], widths: list[float], unit: float, beside: bool, total: float
) -> tuple[Tag, ...]:
    """On the header's line at the right where they fit there, else in rows of their own under it."""
    gap, height = TAG_GAP * unit, TAG_HEIGHT * unit
    x = inner.right - total if beside else inner.x
    y = inner.y + (HEADER * unit - height) / 2 if beside else inner.y + (HEADER + 1.5) * unit
    tags: list[Tag] = []
    for name, width in zip(names, widths, strict=True):
        if not beside and tags and x + width > inner.right:
            x, y = inner.x, y + height + gap
        tags.append(Tag(Box(x, y, min(width, inner.width), height), name))
        x += width + gap
    return tuple(tags)


def _dialogue(
    body: Box, text: CardText, unit: float, measure: Measure, bold: Measure
) -> tuple[Box, SetText | None, SetText]:
    """The lines at the foot of the body, beside an upright bar, under their speaker's name."""
    left = body.x + 3 * unit
    width = min(body.right - left, LONGEST_LINE * unit)
    speaker_height = SMALL_SIZE * unit * 1.6 if text.speaker else 0.0
    room = DIALOGUE_SHARE * body.height - speaker_height
    block = fit_text(text.dialogue, width, room, tuple(size * unit for size in DIALOGUE_SIZES), measure)
    height = block.height + speaker_height
    top = body.bottom - height
    speaker = None
    if text.speaker:
        name = elided(text.speaker, width, SMALL_SIZE * unit, bold)
        speaker = SetText(Box(left, top, width, speaker_height), _line(name, SMALL_SIZE * unit))
    dialogue = SetText(Box(left, top + speaker_height, width, block.height), block)
    return Box(body.x, top, 0.6 * unit, height), speaker, dialogue


def _footer(inner: Box, text: CardText, unit: float, bold: Measure) -> tuple[SetText, SetText]:
    size = SMALL_SIZE * unit
    box = Box(inner.x, inner.bottom - FOOTER * unit, inner.width, FOOTER * unit)
    right_width = bold(text.footer_right, size)
    left = elided(text.footer, max(unit, box.width - right_width - 4 * unit), size, bold)
    right = Box(box.right - right_width, box.y, right_width, box.height)
    return SetText(box, _line(left, size)), SetText(right, _line(text.footer_right, size))
