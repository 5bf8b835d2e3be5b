"""The metrics of continuous glucose monitoring that clinics go by, weighted by time (see `weight`).

Sources:

- Ranges, GMI's and the mean's place among them, 14 days and 70 %: Battelino et al. 2019, Diabetes Care 42:1593,
  doi 10.2337/dci19-0028; their edges and the CV: Danne et al. 2017, Diabetes Care 40:1631, doi 10.2337/dc17-1600.
- GMI: Bergenstal et al. 2018, Diabetes Care 41:2275, doi 10.2337/dc18-1581.
- GRI: Klonoff et al. 2022, J Diabetes Sci Technol, doi 10.1177/19322968221085273.
- LBGI, HBGI: Kovatchev et al. 1997, Diabetes Care 20:1655, doi 10.2337/diacare.20.11.1655.
- Estimated A1c (ADAG): Nathan et al. 2008, Diabetes Care 31:1473, doi 10.2337/dc08-0545.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
import math
from typing import Literal, Self

from .model import Reading
from .weight import counted, holding, milliseconds

CONSENSUS_LOW, CONSENSUS_HIGH = 70, 180
"""In range by the consensus: from 70 to 180 mg/dL, both included."""
ENOUGH_DAYS = 14
ENOUGH_MEASURED = 70.0
"""From fewer days, or a smaller share of the time (percent), GMI, GRI and AGP say nothing that would come true."""

_VERY_LOW, _TIGHT_HIGH, _VERY_HIGH = 54, 140, 250
_DAY = timedelta(days=1)
_CLOCKS_CHANGE = timedelta(hours=1)
"""Fourteen local days are an hour short when the clocks go forward in them."""

type Why = Literal["no_readings", "days", "share"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Metrics:
    """What a span of time (UTC) was like. Shares are in percent of the measured time, None: unknown.

    GMI, A1c and GRI are known only from 14 days on and from 70 % of the time on: `why` tells what is missing.
    """

    start: datetime
    end: datetime
    days: float
    """How long the span is."""
    measured: float
    """The share of it (percent) that readings stand for."""
    mean: float | None = None
    """mg/dL."""
    sd: float | None = None
    """Standard deviation (mg/dL), by n - 1; None: one reading has none."""
    cv: float | None = None
    """Coefficient of variation (percent): 36 and less is called stable."""
    gmi: float | None = None
    """Glucose management indicator (percent)."""
    a1c: float | None = None
    """HbA1c (percent) that goes with such a mean, by ADAG."""
    gri: float | None = None
    """Glycemia risk index, 0 (best) to 100."""
    lbgi: float | None = None
    """Low blood glucose index."""
    hbgi: float | None = None
    """High blood glucose index."""
    below_54: float | None = None
    below_70: float | None = None
    in_range: float | None = None
    """70 to 180 mg/dL, both included."""
    in_tight_range: float | None = None
    """70 to 140 mg/dL, both included."""
    above_180: float | None = None
    above_250: float | None = None
    below: float | None = None
    """Below the low limit that was asked for."""
    within: float | None = None
    """Between the two limits that were asked for, both included."""
    above: float | None = None
    """Above the high limit that was asked for."""
    why: Why | None = None
    """Why some are unknown: no readings at all, too few days, or too little of the time; None: all are known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How long glucose had each value within a span: everything in `Metrics` follows from it, whatever the limits.

    Tallies of spans without overlap can be added, and give exactly the tally of the whole.
    """

    times: Counter[int] = field(default_factory=Counter)
    """Milliseconds by glucose (mg/dL)."""
    squares: int = 0
    """Of each reading the time (ms) here by all the time that it stands for: by it a standard deviation has n - 1."""

    @classmethod
    def of(cls, readings: Sequence[Reading], start: datetime, end: datetime) -> Self:
        """Return the tally of a span (UTC) of readings; see `spans` for what to give."""
        first, last = milliseconds(start), milliseconds(end)
        times: Counter[int] = Counter()
        squares = 0
        for begin, until, reading in holding(readings):
            here = min(until, last) - max(begin, first)
            if here > 0:
                times[counted(reading)] += here
                squares += here * (until - begin)
        return cls(times=times, squares=squares)

    @classmethod
    def total(cls, tallies: Iterable[Self]) -> Self:
        """Return the sum of tallies."""
        times: Counter[int] = Counter()
        squares = 0
        for tally in tallies:
            times.update(tally.times)
            squares += tally.squares
        return cls(times=times, squares=squares)

    @property
    def measured(self) -> int:
        """Return how long there was glucose (ms)."""
        return self.times.total()

    def share(self, belongs: Callable[[int], bool]) -> float:
        """Return for which share of the measured time (percent) glucose (mg/dL) was as told; there must be some."""
        return 100.0 * sum(time for glucose, time in self.times.items() if belongs(glucose)) / self.measured

    @property
    def mean(self) -> float:
        """Return the mean glucose (mg/dL); there must be some."""
        return sum(glucose * time for glucose, time in self.times.items()) / self.measured

    @property
    def sd(self) -> float | None:
        """Return the standard deviation (mg/dL), by n - 1; None: there is but one reading.

        Instead of one of n readings, the time that a reading stands for on average is left out ("reliability weights").
        """
        total = self.measured
        free = total * total - self.squares
        if free <= 0:
            return None
        mean = self.mean
        squares = math.fsum(time * (glucose - mean) ** 2 for glucose, time in self.times.items())
        return math.sqrt(squares * total / free)

    def risk(self, *, low: bool) -> float:
        """Return LBGI or HBGI; there must be some glucose."""
        risks = ((_risk(glucose), time) for glucose, time in self.times.items())
        return math.fsum(10.0 * f * f * time for f, time in risks if (f < 0) is low) / self.measured

    def metrics(
        self, start: datetime, end: datetime, *, low: int = CONSENSUS_LOW, high: int = CONSENSUS_HIGH
    ) -> Metrics:
        """Return the metrics of the span (UTC) that this is the tally of."""
        length = end - start
        total = self.measured
        measured = 100.0 * total / (length / timedelta(milliseconds=1)) if length > timedelta(0) else 0.0
        if not total:
            return Metrics(start=start, end=end, days=length / _DAY, measured=measured, why="no_readings")
        why = _missing(length, measured)
        mean, sd, share = self.mean, self.sd, self.share
        shares = {
            "below_54": share(lambda glucose: glucose < _VERY_LOW),
            "below_70": share(lambda glucose: glucose < CONSENSUS_LOW),
            "above_180": share(lambda glucose: glucose > CONSENSUS_HIGH),
            "above_250": share(lambda glucose: glucose > _VERY_HIGH),
        }
        return Metrics(
            start=start,
            end=end,
            days=length / _DAY,
            measured=measured,
            mean=mean,
            sd=sd,
            cv=None if sd is None else 100.0 * sd / mean,
            gmi=None if why else 3.31 + 0.02392 * mean,
            a1c=None if why else (mean + 46.7) / 28.7,
            gri=None if why else _gri(**shares),
            lbgi=self.risk(low=True),
            hbgi=self.risk(low=False),
            in_range=share(lambda glucose: CONSENSUS_LOW <= glucose <= CONSENSUS_HIGH),
            in_tight_range=share(lambda glucose: CONSENSUS_LOW <= glucose <= _TIGHT_HIGH),
            below=share(lambda glucose: glucose < low),
            within=share(lambda glucose: low <= glucose <= high),
            above=share(lambda glucose: glucose > high),
            why=why,
            **shares,
        )


def metrics(
    readings: Sequence[Reading],
    start: datetime,
    end: datetime,
    *,
    low: int = CONSENSUS_LOW,
    high: int = CONSENSUS_HIGH,
) -> Metrics:
    """Return the metrics of a span (UTC), and the shares of time below, within and above two limits (mg/dL).

    Takes readings in any order, those of an hour before and after among them; see `spans`.
    """
    return Tally.of(readings, start, end).metrics(start, end, low=low, high=high)


def enough(start: datetime, end: datetime, tally: Tally) -> bool:
    """Return whether there is enough for what needs 14 days and 70 % of the time."""
    return tally.metrics(start, end).why is None


def _missing(length: timedelta, measured: float) -> Why | None:
    if length < ENOUGH_DAYS * _DAY - _CLOCKS_CHANGE:
        return "days"
    return "share" if measured < ENOUGH_MEASURED else None


def _gri(*, below_54: float, below_70: float, above_180: float, above_250: float) -> float:
    """Return the glycemia risk index of shares (percent)."""
    risk = 3.0 * below_54 + 2.4 * (below_70 - below_54) + 1.6 * above_250 + 0.8 * (above_180 - above_250)
    return min(100.0, risk)


@cache
def _risk(glucose: int) -> float:
    """Return how far glucose (mg/dL) is from harmless: negative when it is low."""
    return 1.509 * (math.pow(math.log(max(glucose, 1)), 1.084) - 5.381)
