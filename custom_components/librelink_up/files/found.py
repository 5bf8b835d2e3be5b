"""What is in a file, kept small: the parsers fill it, and it becomes readings when it is known how dates are read."""

from array import array
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, tzinfo
from itertools import pairwise
from statistics import median
from typing import Final

from ..glucose import (
    SAME_READING,
    GlucoseUnit,
    OutOfRange,
    Reading,
    ReadingKind,
    Source,
    Treatment,
    TreatmentKind,
    Trend,
    to_mg_dl,
)
from .errors import FileRefused, Refusal
from .numbers import HI_GLUCOSE, LEAST_GLUCOSE, LO_GLUCOSE, MOST_GLUCOSE, end_of, number, word
from .stamps import Clock, DateOrder, Stamps

_EPOCH: Final = datetime.fromtimestamp(0, UTC)
_MILLISECOND: Final = timedelta(milliseconds=1)
_MINUTE_MS: Final = 60_000
_EARLIEST_MS: Final = 946_684_800_000
"""The year 2000: what is older was dated by a clock that was never set."""
_MOST_RECORDS: Final = 2_000_000
_MOST_TREATMENTS: Final = 200_000
_NAMED: Final = 20
_LONGEST_TEXT: Final = 500
_LOOKED_AT: Final = 5000
_HIGHEST_MMOL: Final = 35
"""No value in mmol/L is above 33.3 (600 mg/dL), and few in mg/dL are below."""

_KINDS: Final = tuple(ReadingKind)
_ENDS: Final = (None, OutOfRange.HI, OutOfRange.LO)
_CODE_BITS: Final = 18

_MOST: Final = {
    TreatmentKind.RAPID_INSULIN: 300,
    TreatmentKind.LONG_INSULIN: 300,
    TreatmentKind.CARBS: 2000,
    TreatmentKind.KETONE: 20,
}
"""What lies above is a slip of the pen."""


@dataclass(slots=True)
class Skipped:
    """Lines that make no sense: how many, and the numbers of the first of them."""

    count: int = 0
    first: list[int] = field(default_factory=list)

    def add(self, line: int) -> None:
        """Name a line."""
        if self.first and line == self.first[-1]:
            return
        self.count += 1
        if len(self.first) < _NAMED:
            self.first.append(line)


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What can be taken from a file, oldest first."""

    packed: array[int]
    """Time (epoch ms) and everything else of a reading in one number each."""
    treatments: tuple[Treatment, ...]
    skipped: Skipped
    too_new: int
    """How many readings are so young that they come by themselves."""
    within: timedelta
    """How near to a reading of another source one of this file is that reading."""

    def __len__(self) -> int:
        """Return how many readings there are."""
        return len(self.packed)

    @property
    def span(self) -> tuple[datetime, datetime] | None:
        """Return the times (UTC) of the first and the last of all that is in it; None: there is nothing."""
        times = [_time(packed >> _CODE_BITS) for packed in (self.packed[:1] + self.packed[-1:])]
        times += [one.time for one in (self.treatments[:1] + self.treatments[-1:])]
        return (min(times), max(times)) if times else None

    def count_before(self, time: datetime) -> int:
        """Return how many readings are older than a time (UTC)."""
        return bisect_left(self.packed, (time - _EPOCH) // _MILLISECOND << _CODE_BITS)

    def chunks(self, size: int) -> Iterator[list[Reading]]:
        """Return the readings in lists of this size, or up to twice that: what may be one reading is in one list."""
        chunk: list[Reading] = []
        for packed in self.packed:
            reading = _reading(packed)
            apart = bool(chunk) and reading.time - chunk[-1].time > SAME_READING
            if (apart and len(chunk) >= size) or len(chunk) >= 2 * size:
                yield chunk
                chunk = []
            chunk.append(reading)
        if chunk:
            yield chunk


class Found:
    """What a parser finds, in the order of the file."""

    def __init__(self, source: Source, unit: GlucoseUnit | None = None) -> None:
        """Begin with nothing; without a unit that of the values is found out."""
        self.source = source
        self.stamps = Stamps()
        self.skipped = Skipped()
        self.unit = unit
        self._times = array("q")
        self._codes = array("I")
        self._lines = array("I")
        self._treatments: dict[int, Treatment] = {}
        self._largest = 0.0
        self._exact = False
        self.documents = 0
        """How many documents of a site have been looked at."""

    @property
    def local(self) -> bool:
        """Return whether times are written without an offset."""
        return not self._exact

    def at(self, text: str) -> int | None:
        """Return a local time for `add`; None for what is none."""
        return self.stamps.read(text)

    def at_ms(self, milliseconds: float | None) -> int | None:
        """Return a time that is known exactly (epoch ms) for `add`; None for what cannot be one."""
        self._exact = True
        return None if milliseconds is None or not _EARLIEST_MS <= milliseconds < 1 << 45 else int(milliseconds)

    def add(
        self, line: int, time: int | None, value: str | float, kind: ReadingKind, trend: Trend | None = None
    ) -> None:
        """Add a reading, in the unit of the file; a line that makes no sense is named."""
        end = word(value) if isinstance(value, str) else None
        amount = 0.0 if end else number(value)
        if time is None or amount is None or not 0 <= amount <= MOST_GLUCOSE:
            self.skipped.add(line)
            return
        self._largest = max(self._largest, amount)
        code = round(amount * 100) << 8 | _KINDS.index(kind) << 6 | (trend or 0) << 2 | _ENDS.index(end)
        self._append(line, time, code)

    def add_treatment(
        self, line: int, time: int | None, kind: TreatmentKind, value: object = None, text: str = ""
    ) -> None:
        """Add a treatment; glucose in the unit of the file. A line that makes no sense is named."""
        amount = None if value is None else number(value)
        if time is None or (value is not None and (amount is None or not 0 <= amount <= _MOST.get(kind, MOST_GLUCOSE))):
            self.skipped.add(line)
            return
        if len(self._treatments) >= _MOST_TREATMENTS:
            raise FileRefused(Refusal.TOO_LARGE)
        said = " ".join(text.split())[:_LONGEST_TEXT]
        self._treatments[len(self._times)] = Treatment(_EPOCH, kind, amount, said)
        self._append(line, time, 0)

    def _append(self, line: int, time: int, code: int) -> None:
        if len(self._times) >= _MOST_RECORDS:
            raise FileRefused(Refusal.TOO_LARGE)
        self._times.append(time)
        self._codes.append(code)
        self._lines.append(min(line, 0xFFFFFFFF))

    def ways(self, now: datetime) -> dict[DateOrder, tuple[date, date]]:
        """Return how dates can be read, see `Stamps.ways`; nothing where times are known exactly."""
        return self.stamps.ways(now.date()) if self.local else {}

    def settle(self) -> None:
        """Know that this is all. Raises FileRefused when there is nothing in it."""
        if not self._times:
            raise FileRefused(Refusal.NO_READINGS)
        if self.unit is None:
            self.unit = GlucoseUnit.MG_DL if self._largest > _HIGHEST_MMOL else GlucoseUnit.MMOL_L

    def content(self, order: DateOrder | None, zone: tzinfo, now: datetime, until: datetime) -> Content:
        """Return what can be taken: no reading from after `until`, and no treatment from after `now` (UTC)."""
        unit = self.unit or GlucoseUnit.MG_DL
        times = Clock(order or DateOrder.DAY_FIRST, zone).times(self._times) if self.local else self._times
        last, newest = ((time - _EPOCH) // _MILLISECOND for time in (until, now))
        skipped = Skipped(self.skipped.count, list(self.skipped.first))
        readings: set[int] = set()
        treatments: set[Treatment] = set()
        too_new = 0
        for index, time in enumerate(times):
            if time is None or time < _EARLIEST_MS:
                skipped.add(self._lines[index])
            elif one := self._treatments.get(index):
                if (taken := _in_mg_dl(one, unit)) is None:
                    skipped.add(self._lines[index])
                elif time <= newest:
                    treatments.add(taken._replace(time=_time(time)))
            elif (code := _packed(self._codes[index], unit)) is None:
                skipped.add(self._lines[index])
            elif time > last:
                too_new += 1
            else:
                readings.add(time << _CODE_BITS | code)
        packed = array("q", sorted(readings))
        return Content(
            packed=packed,
            treatments=tuple(sorted(treatments, key=lambda one: (one.time, one.kind, one.amount or 0, one.text))),
            skipped=skipped,
            too_new=too_new,
            within=_within(packed),
        )


def _packed(code: int, unit: GlucoseUnit) -> int | None:
    """Return a value of the file with its glucose in mg/dL; None for what cannot be glucose."""
    end = _ENDS[code & 0b11]
    if end is None:
        # In whole numbers, and half up: 5.6 mmol/L is 100.8 mg/dL.
        hundredths = (code >> 8) * (18 if unit is GlucoseUnit.MMOL_L else 1)
        glucose = (hundredths + 50) // 100
        if not LEAST_GLUCOSE <= glucose <= MOST_GLUCOSE:
            return None
        end = end_of(glucose)
    else:
        glucose = LO_GLUCOSE if end is OutOfRange.LO else HI_GLUCOSE
    return glucose << 8 | code & 0b11111100 | _ENDS.index(end)


def _in_mg_dl(treatment: Treatment, unit: GlucoseUnit) -> Treatment | None:
    """Return a treatment with its glucose in whole mg/dL; None for what cannot be glucose."""
    if treatment.kind is not TreatmentKind.FINGER_STICK or treatment.amount is None:
        return treatment
    glucose = int(to_mg_dl(treatment.amount, unit) + 0.5)
    return treatment._replace(amount=float(glucose)) if LEAST_GLUCOSE <= glucose <= MOST_GLUCOSE else None


def _time(milliseconds: int) -> datetime:
    return _EPOCH + timedelta(milliseconds=milliseconds)


def _reading(packed: int) -> Reading:
    trend = packed >> 2 & 0b1111
    return Reading(
        _time(packed >> _CODE_BITS),
        packed >> 8 & 0x3FF,
        _KINDS[packed >> 6 & 0b11],
        Trend(trend) if trend else None,
        _ENDS[packed & 0b11],
    )


def _within(packed: array[int]) -> timedelta:
    """Return how near a reading of another source is the same: half of how far readings are apart here.

    At least as much as the file rounds times, and at most as much as anywhere.
    """
    times = [one >> _CODE_BITS for one in packed[-_LOOKED_AT:] if _KINDS[one >> 6 & 0b11] is not ReadingKind.SCAN]
    steps = [after - before for before, after in pairwise(times) if after > before]
    resolution = 1 if any(time % _MINUTE_MS for time in times) else _MINUTE_MS
    half = median(steps) / 2 if steps else SAME_READING / _MILLISECOND
    return min(timedelta(milliseconds=max(half, resolution)), SAME_READING)
