"""Lengths and days as the welcome page says them: plain strings, no Qt."""

from datetime import date, datetime

from sora_studio.ui.language import translate


def length(seconds: float) -> str:
    """ "24 s", "1:05", "1:02:07"."""
    whole = round(seconds)
    minutes, rest = divmod(whole, 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours}:{minutes:02}:{rest:02}"
    return f"{minutes}:{rest:02}" if minutes else translate("Welcome", "{seconds} s").format(seconds=rest)


def counted(shots: int) -> str:
    return translate("Welcome", "%n shot(s)", "", shots)


def day(opened: str, today: date) -> str:
    """An ISO 8601 time as a person would say it; "" where it is none."""
    try:
        moment = datetime.fromisoformat(opened)
    except ValueError:
        return ""
    days = (today - moment.date()).days
    if days == 0:
        return translate("Welcome", "today, {time}").format(time=f"{moment:%H:%M}")
    if days == 1:
        return translate("Welcome", "yesterday")
    if 1 < days < 7:
        return f"{moment:%A}"
    return f"{moment.day} {moment:%b %Y}"
