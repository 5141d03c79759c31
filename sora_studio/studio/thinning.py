"""Which of many automatic versions are worth keeping: near ones close together, far ones far apart."""

from collections.abc import Iterable
from datetime import datetime, timedelta

# Up to this age, the last one of each of these spans is kept; a span is named by how its times begin. Weeks after.
ALL_UP_TO = timedelta(hours=1)
SPANS = ((timedelta(days=1), "%Y-%m-%d %H"), (timedelta(days=30), "%Y-%m-%d"))
WEEK = "%G week %V"


def thinned(times: Iterable[datetime], now: datetime) -> set[datetime]:
    """Those to keep: all of the last hour, the last of each hour for a day, of each day for 30 days, then of each week.

    Thinning what was thinned before keeps what thinning all of it would have kept, but for the newest of each span.
    """
    kept: set[datetime] = set()
    taken: set[str] = set()
    for time in sorted(times, reverse=True):
        span = _span(time, now - time)
        if not span or span not in taken:
            kept.add(time)
            taken.add(span)
    return kept


def _span(time: datetime, age: timedelta) -> str:
    if age <= ALL_UP_TO:
        return ""
    return time.strftime(next((name for up_to, name in SPANS if age <= up_to), WEEK))
