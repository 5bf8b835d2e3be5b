"""The cloud's times: US text in UTC, and the few other forms that can be read without guessing.

`FactoryTimestamp` is always UTC. It has been seen in one form only, 11/20/2026 7:41:12 AM; what servers make of it when
somebody sets another language there is read as well, as long as it can mean one moment only.
"""

from datetime import UTC, datetime, timedelta
import re

_US = re.compile(
    r"(\d{1,2})(?P<separator>[/.])(\d{1,2})(?P=separator)(\d{4}),? "
    r"(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?(?: ?([AP])\.? ?M\.?)?",
    re.IGNORECASE,
)
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z| ?[+-]\d{2}:?\d{2})?", re.ASCII)
_NOON = 12
_DAY = timedelta(days=1)


def parse_timestamp(text: object, now: datetime) -> datetime | None:
    """Return the moment (UTC) of a FactoryTimestamp, None for what is none or could be one of two.

    Read at `now` (UTC), which decides nothing but whether a date is in doubt.
    """
    if not isinstance(text, str):
        return None
    plain = " ".join(text.split())  # Also the narrow blank that newer Unicode tables put before AM and PM.
    if _ISO.fullmatch(plain):
        return _iso(plain)
    if (match := _US.fullmatch(plain)) is None:
        return None
    half = match[8]
    hour = int(match[5])
    if half:
        if not 1 <= hour <= _NOON:
            return None
        hour = hour % _NOON + (_NOON if half in "Pp" else 0)
    first, second, year = int(match[1]), int(match[3]), int(match[4])
    clock = (hour, int(match[6]), int(match[7] or 0))
    day_first = _moment((year, second, first), clock)
    if match["separator"] == ".":  # Only languages that put the day first write dots.
        return day_first
    month_first = _moment((year, first, second), clock)
    if month_first is None:
        return day_first
    if half is None and day_first and _recent(day_first, now) and not _recent(month_first, now):
        return None  # Without AM and PM it is a form not seen before: its day and month may be swapped, too.
    return month_first


def _recent(time: datetime, now: datetime) -> bool:
    return abs(now - time) < _DAY


def _moment(date: tuple[int, int, int], clock: tuple[int, int, int]) -> datetime | None:
    try:
        return datetime(*date, *clock, tzinfo=UTC)
    except ValueError:
        return None


def _iso(text: str) -> datetime | None:
    try:
        time = datetime.fromisoformat(text.replace(" +", "+").replace(" -", "-"))
    except ValueError:
        return None
    try:
        return (time if time.tzinfo else time.replace(tzinfo=UTC)).astimezone(UTC).replace(microsecond=0)
    except OverflowError:
        return None
