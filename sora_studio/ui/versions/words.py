"""Versions in words: when each was kept, and what happened to the film since."""

from datetime import date

from sora_studio.studio.versions import Version
from sora_studio.timeline.comparison import Comparison
from sora_studio.ui.language import translate


def when(version: Version, today: date) -> str:
    """ "Today, 14:01", "Yesterday, 9:30", "Tuesday, 14:01", "3 Mar 2026, 14:01"."""
    time, days = f"{version.kept:%H:%M}", (today - version.kept.date()).days
    if days == 0:
        return translate("Versions", "Today, {time}").format(time=time)
    if days == 1:
        return translate("Versions", "Yesterday, {time}").format(time=time)
    day = f"{version.kept:%A}" if 1 < days < 7 else f"{version.kept.day} {version.kept:%b %Y}"
    return f"{day}, {time}"


def title(version: Version, today: date) -> str:
    """Its name before its time, where it has one."""
    told = when(version, today)
    return f"{version.name}  ·  {told}" if version.name else told


def since_then(since: Comparison) -> str:
    """What happened to the film after the version was kept."""
    if not since:
        return translate("Versions", "as the film is now")
    counts = (
        (translate("Versions", "%n added", "", len(since.added)), since.added),
        (translate("Versions", "%n removed", "", len(since.removed)), since.removed),
        (translate("Versions", "%n changed", "", len(since.changed)), since.changed),
        (translate("Versions", "%n moved", "", len(since.moved)), since.moved),
    )
    told = ", ".join(text for text, shots in counts if shots)
    return translate("Versions", "since then: %s") % (
        told or translate("Versions", "the film's settings, scenes or sound changed")
    )
