"""Lengths and days as the welcome page says them: plain strings, no Qt."""

from datetime import date, datetime


def length(seconds: float) -> str:
    """ "24 s", "1:05", "1:02:07"."""
    whole = round(seconds)
    minutes, rest = divmod(whole, 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours}:{minutes:02}:{rest:02}"
    return f"{minutes}:{rest:02}" if minutes else f"{rest} s"


def counted(shots: int) -> str:
    return "1 shot" if shots == 1 else f"{shots} shots"


def day(opened: str, today: date) -> str:
    """An ISO 8601 time as a person would say it; "" where it is none."""
    try:
        moment = datetime.fromisoformat(opened)
    except ValueError:
        return ""
    days = (today - moment.date()).days
    if days == 0:
        return f"today, {moment:%H:%M}"
    if days == 1:
        return "yesterday"
    if 1 < days < 7:
        return f"{moment:%A}"
    return f"{moment.day} {moment:%b %Y}"
