"""Days as people have them: from midnight to midnight where they live, 23 or 25 hours long when the clocks change."""

from datetime import UTC, date, datetime, time, timedelta, tzinfo

_DAY = timedelta(days=1)


def local_days(start: datetime, end: datetime, zone: tzinfo) -> tuple[tuple[datetime, datetime], ...]:
    """Return the local days that a span (UTC) touches, oldest first, each from midnight to midnight in UTC."""
    day = start.astimezone(zone).date()
    found = []
    while (begin := _midnight(day, zone)) < end:
        day += _DAY
        found.append((begin, _midnight(day, zone)))
    return tuple(found)


def last_days(now: datetime, days: int, zone: tzinfo) -> tuple[datetime, datetime]:
    """Return the start and the end (UTC) of the last whole local days: the last of them is yesterday."""
    today = now.astimezone(zone).date()
    return _midnight(today - days * _DAY, zone), _midnight(today, zone)


def _midnight(day: date, zone: tzinfo) -> datetime:
    return datetime.combine(day, time.min, zone).astimezone(UTC)
