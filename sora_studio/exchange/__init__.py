"""The film in other people's formats: scripts, shot lists, subtitles, storyboards and cut lists, in and out.

Imports `sora_studio.timeline` and `sora_studio.errors`, besides what a format needs."""

from sora_studio.exchange.fountain import parse_fountain
from sora_studio.exchange.plain_text import parse_plain_text
from sora_studio.exchange.reading import read_script

__all__ = ["parse_fountain", "parse_plain_text", "read_script"]
