"""What is on the clinic's page: worked out of readings, drawn elsewhere."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

from ..glucose import CONSENSUS_HIGH, CONSENSUS_LOW, GlucoseUnit, Metrics, Reading, counted, local_days, metrics, spans
from ..glucose.excursion import Stretch, episodes
from ..glucose.profile import Percentiles, profile
from .clock import Clock

VERY_LOW, LOW, HIGH, VERY_HIGH = 54, CONSENSUS_LOW, CONSENSUS_HIGH, 250
"""The consensus's limits (mg/dL), the same for everybody: what a clinic compares."""

type Trace = list[tuple[datetime, int]]
"""Readings without a gap between them: time (UTC) and glucose (mg/dL)."""

_ROUNDING = timedelta(seconds=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """How the person and the home want figures, times and dates written."""

    unit: GlucoseUnit
    clock: Clock
    country: str | None
    zone: tzinfo
    name: str = ""
    """Whose report it is; empty: that is not said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """A local day: its traces, and from when to when it is (UTC)."""

    date: date
    start: datetime
    end: datetime
    traces: Sequence[Trace]


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Everything that the page shows."""

    style: Style
    made: datetime
    """UTC."""
    metrics: Metrics
    profile: Sequence[Percentiles]
    """Empty: too little is known."""
    days: Sequence[Day]
    very_low: Sequence[Stretch]
    low: Sequence[Stretch]
    high: Sequence[Stretch]
    very_high: Sequence[Stretch]


def report(readings: Sequence[Reading], start: datetime, end: datetime, *, style: Style, made: datetime) -> Report:
    """Return the report of a span (UTC) of whole local days.

    Takes the readings of an hour before and after (`glucose.REACH`), too, so that those within have their right weight.
    """

    def found(limit: int, *, below: bool) -> tuple[Stretch, ...]:
        return episodes(readings, start, end, limit=limit, below=below)

    return Report(
        style=style,
        made=made,
        metrics=metrics(readings, start, end),
        profile=profile(readings, style.zone, start, end),
        days=_days(readings, start, end, style.zone),
        very_low=found(VERY_LOW, below=True),
        low=found(LOW, below=True),
        high=found(HIGH, below=False),
        very_high=found(VERY_HIGH, below=False),
    )


def _days(readings: Sequence[Reading], start: datetime, end: datetime, zone: tzinfo) -> list[Day]:
    """Return the local days of a span, each with what was measured on it."""
    weighed = spans(readings, start, end)
    found, index = [], 0
    for begin, until in local_days(start, end, zone):
        traces: list[Trace] = []
        held_until: datetime | None = None
        while index < len(weighed) and weighed[index].reading.time < until:
            reading, seconds = weighed[index]
            if held_until is None or reading.time - held_until > _ROUNDING:
                traces.append([])
            traces[-1].append((reading.time, counted(reading)))
            held_until = max(reading.time, begin) + timedelta(seconds=seconds)
            index += 1
        found.append(Day(date=begin.astimezone(zone).date(), start=begin, end=until, traces=traces))
    return found
