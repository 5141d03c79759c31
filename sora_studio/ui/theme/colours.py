"""The colours of the two themes. Greys carry no tint, so that they don't colour the eye that judges a picture."""

from dataclasses import dataclass

from PySide6.QtGui import QColor


@dataclass(frozen=True)
class Colours:
    """Surfaces from far to near, lines, texts, one accent, and the colours that mean something."""

    window: QColor
    surround: QColor
    panel: QColor
    raised: QColor
    sunken: QColor
    field: QColor
    hover: QColor
    line: QColor
    line_strong: QColor
    text: QColor
    text_dim: QColor
    text_faint: QColor
    accent: QColor
    accent_soft: QColor
    accent_text: QColor
    danger: QColor
    warning: QColor
    success: QColor
    focus: QColor
    overlay: QColor
    shadow: QColor
    badge_card: QColor
    badge_footage: QColor
    badge_draft: QColor
    badge_refined: QColor
    badge_stale: QColor
    badge_queued: QColor
    badge_running: QColor
    badge_failed: QColor
    cascade_film: QColor
    cascade_scene: QColor
    cascade_shot: QColor
    clip: QColor
    clip_selected: QColor
    clip_text: QColor
    audio_clip: QColor
    wave: QColor
    playhead: QColor
    marker: QColor
    in_out: QColor


def _of(**named: str) -> Colours:
    return Colours(**{name: QColor(text) for name, text in named.items()})


DARK = _of(
    window="#141414",
    surround="#101010",
    panel="#1d1d1d",
    raised="#2b2b2b",
    sunken="#111111",
    field="#111111",
    hover="#353535",
    line="#2d2d2d",
    line_strong="#454545",
    text="#e9e9e9",
    text_dim="#b2b2b2",
    text_faint="#8a8a8a",
    accent="#6fb1e6",
    accent_soft="#2b4257",
    accent_text="#0b141b",
    danger="#f07a72",
    warning="#e5b454",
    success="#72c08a",
    focus="#8cc4f2",
    overlay="#a6000000",
    shadow="#b3000000",
    badge_card="#8a8a8a",
    badge_footage="#b0a690",
    badge_draft="#d3a44c",
    badge_refined="#72c08a",
    badge_stale="#c98ad0",
    badge_queued="#93a7ba",
    badge_running="#6fb1e6",
    badge_failed="#f07a72",
    cascade_film="#9db7e8",
    cascade_scene="#8fcaa6",
    cascade_shot="#e9e9e9",
    clip="#35414c",
    clip_selected="#48617a",
    clip_text="#f0f0f0",
    audio_clip="#2f4639",
    wave="#7dbb94",
    playhead="#ff6b5e",
    marker="#e5b454",
    in_out="#6fb1e6",
)

LIGHT = _of(
    window="#dedede",
    surround="#bdbdbd",
    panel="#f3f3f3",
    raised="#ffffff",
    sunken="#e9e9e9",
    field="#ffffff",
    hover="#e2e2e2",
    line="#d2d2d2",
    line_strong="#a8a8a8",
    text="#1b1b1b",
    text_dim="#4c4c4c",
    text_faint="#666666",
    accent="#1c699f",
    accent_soft="#c8dff0",
    accent_text="#ffffff",
    danger="#b3271e",
    warning="#855800",
    success="#226b3b",
    focus="#1c699f",
    overlay="#66000000",
    shadow="#40000000",
    badge_card="#666666",
    badge_footage="#6a5f48",
    badge_draft="#855800",
    badge_refined="#226b3b",
    badge_stale="#83398b",
    badge_queued="#4e6378",
    badge_running="#1c699f",
    badge_failed="#b3271e",
    cascade_film="#2f4f93",
    cascade_scene="#1f6a40",
    cascade_shot="#1b1b1b",
    clip="#c3d1de",
    clip_selected="#94b8d8",
    clip_text="#161616",
    audio_clip="#c2dccb",
    wave="#3f7c57",
    playhead="#d63a2d",
    marker="#a66f00",
    in_out="#1c699f",
)
