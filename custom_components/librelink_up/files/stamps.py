"""Dates and times as they are written, without an offset: in which order day and month stand, and what that is in UTC.

Which of two numbers is the day is decided over the whole file; nothing is decided for a file in which each could be.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta, tzinfo
from enum import StrEnum
import re
from typing import Final

_STAMP: Final = re.compile(
    r"\s*(\d{1,4}[-./]\d{1,2}[-./]\d{1,4})[ T,]+"
    r"(\d{1,2})[:.](\d{2})(?:[:.](\d{2})(?:\.\d+)?)?\s*(?:([AP])\.?\s?M\.?)?\s*",
    re.IGNORECASE | re.ASCII,
)
_DATE: Final = re.compile(r"\d{1,4}[-./]\d{1,2}[-./]\d{1,4}", re.ASCII)
_MONTHS, _DAYS = 12, 31
_FIRST_YEAR, _LAST_YEAR = 2000, 2199
_HALF_DAY = 12
_DAY_SECONDS = 86400
_SLOT_SECONDS = 1800
"""Clocks are set at full or half hours."""
_BACK_MS = 20 * 60 * 1000
"""Who writes down what comes, does so in order but for a few minutes; a clock that was set back goes back further."""


class DateOrder(StrEnum):
    """In which order the parts of a date stand."""

    DAY_FIRST = "day_first"
    MONTH_FIRST = "month_first"
    YEAR_FIRST = "year_first"


class Stamps:
    """Reads the stamps of one file, and remembers what they say about the order of day and month."""

    def __init__(self) -> None:
        """Begin with nothing known."""
        self._dates: dict[str, int | None] = {}
        self.to_the_second = False
        """Whether any of them has a second other than zero."""

    def read(self, text: str) -> int | None:
        """Return a stamp as a number that `Clock` understands; None for what is none."""
        match = _STAMP.fullmatch(text)
        if match is None:
            return None
        day = self.note_date(match[1])
        hour, minute, second = int(match[2]), int(match[3]), int(match[4] or 0)
        if match[5]:
            if not 1 <= hour <= _HALF_DAY:
                return None
            hour = hour % _HALF_DAY + (_HALF_DAY if match[5] in "pP" else 0)
        if day is None or hour > 23 or minute > 59 or second > 59:  # noqa: PLR2004 - a clock's
            return None
        self.to_the_second = self.to_the_second or second > 0
        return day * _DAY_SECONDS + hour * 3600 + minute * 60 + second

    def note_date(self, text: str) -> int | None:
        """Return a date as a number, and count what it says; None for what cannot be one."""
        if text not in self._dates:
            self._dates[text] = _parts(text)
        return self._dates[text]

    def note_dates_of(self, text: str) -> None:
        """Count what the dates somewhere in a text say."""
        for found in _DATE.findall(text):
            self.note_date(found)

    def ways(self, today: date) -> dict[DateOrder, tuple[date, date]]:
        """Return how the dates can be read, with the first and the last day then, the likelier way first.

        More than one: somebody has to be asked. Of a file whose dates contradict each other the greater part is
        believed.
        """
        codes = [code for code in self._dates.values() if code is not None]
        open_ones = [code for code in codes if not code & 1]
        first, second = ([code >> shift & 31 for code in open_ones] for shift in (6, 1))
        days_first, months_first = (sum(part > _MONTHS for part in parts) for parts in (first, second))
        tried = [DateOrder.DAY_FIRST, DateOrder.MONTH_FIRST]
        if not open_ones:
            tried = [DateOrder.YEAR_FIRST]
        elif days_first != months_first:
            tried = [tried[days_first < months_first]]
        found = {order: sorted(filter(None, (_date(code, order) for code in codes))) for order in tried}
        if len(tried) > 1:
            # Nothing was measured tomorrow; and read the wrong way, the days of some weeks lie all over the year.
            found = {order: days for order, days in found.items() if days and days[-1] <= today + timedelta(days=1)}
            if len({tuple(days) for days in found.values()}) == 1:
                found = dict(list(found.items())[:1])
        ways = {order: (days[0], days[-1]) for order, days in found.items() if days}
        return dict(sorted(ways.items(), key=lambda way: way[1][1] - way[1][0]))


def _parts(text: str) -> int | None:
    """Return year, the other two numbers as they stand, and whether their order is certain, packed in one number."""
    one, two, three = re.split(r"[-./]", text)
    if len(one) == len("2026"):
        year, first, second, certain = int(one), int(three), int(two), 1
    elif len(three) == len("2026"):
        year, first, second, certain = int(three), int(one), int(two), 0
    else:
        return None
    if not (_FIRST_YEAR <= year <= _LAST_YEAR and 1 <= first <= _DAYS and 1 <= second <= _DAYS):
        return None
    return year << 11 | first << 6 | second << 1 | certain


def _date(code: int, order: DateOrder) -> date | None:
    """Return a date that was packed; None: there is no such day."""
    first, second = code >> 6 & 31, code >> 1 & 31
    if order is DateOrder.MONTH_FIRST and not code & 1:
        first, second = second, first
    try:
        return date(code >> 11, second, first)
    except ValueError:
        return None


class Clock:
    """Tells the time in UTC (epoch ms) for stamps read in one order, of one zone."""

    def __init__(self, order: DateOrder, zone: tzinfo) -> None:
        """Take in which order day and month stand, and whose local time it is."""
        self._order = order
        self._zone = zone
        self._slots: dict[int, tuple[int, int] | None] = {}

    def times(self, stamps: Sequence[int]) -> list[int | None]:
        """Return the times of stamps in the order of the file, oldest or newest first; None for a day there is not.

        An hour that came twice, as a clock was set back, is told from the order: whoever goes back by more than some
        minutes has begun it anew. An hour that was left out is taken as if the clock had not been set yet.
        """
        newest_first = self._newest_first(stamps)
        found: list[int | None] = []
        last = 0
        for stamp in reversed(stamps) if newest_first else stamps:
            slot = self._slot(stamp // _SLOT_SECONDS)
            if slot is None:
                found.append(None)
                continue
            within = stamp % _SLOT_SECONDS * 1000
            earlier, later = slot[0] + within, slot[1] + within
            last = later if earlier + _BACK_MS <= last < later + _BACK_MS else earlier
            found.append(last)
        return found[::-1] if newest_first else found

    def _newest_first(self, stamps: Iterable[int]) -> bool:
        backwards = 0
        before = None
        for stamp in stamps:
            slot = self._slot(stamp // _SLOT_SECONDS)
            if slot is None:
                continue
            time = slot[0] + stamp % _SLOT_SECONDS * 1000
            if before is not None and time != before:
                backwards += 1 if time < before else -1
            before = time
        return backwards > 0

    def _slot(self, number: int) -> tuple[int, int] | None:
        """Return when a half hour begins (epoch ms), and when it does the second time, if it comes twice."""
        if number not in self._slots:
            code, second = divmod(number * _SLOT_SECONDS, _DAY_SECONDS)
            day = _date(code, self._order)
            self._slots[number] = None if day is None else self._begins(day, second)
        return self._slots[number]

    def _begins(self, day: date, second: int) -> tuple[int, int]:
        local = datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(seconds=second)
        one, two = (round(local.replace(tzinfo=self._zone, fold=fold).timestamp()) * 1000 for fold in (0, 1))
        return one, max(one, two)
