"""Low and high episodes by the consensus on CGM metrics (Danne et al. 2017, Diabetes Care 40:1631).

One begins when glucose is past a limit for at least 15 minutes, and ends when it is back for at least 15 minutes: what
happens in less is noise of the sensor, or the same episode. That is for counting afterwards; what is told while it
happens, from the first reading on, is in `episode`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from .episode import SAME_EPISODE
from .model import Reading
from .weight import counted, holding, milliseconds, time_at

LEAST_EPISODE = timedelta(minutes=15)

_SOME_SECONDS = timedelta(seconds=30)
"""By so much readings come early or late: three of every five minutes are a quarter of an hour all the same."""
_ENOUGH = (LEAST_EPISODE - _SOME_SECONDS) // timedelta(milliseconds=1)
_SAME = SAME_EPISODE // timedelta(milliseconds=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A low or a high: from when to when (UTC), and its lowest or highest glucose (mg/dL)."""

    start: datetime
    end: datetime
    extreme: int

    @property
    def length(self) -> timedelta:
        """Return how long it was."""
        return self.end - self.start


@dataclass(slots=True, kw_only=True)
class _Run:
    """A time on one side of the limit (ms); `gap`: nobody knows what was before it."""

    past: bool
    begin: int
    end: int
    measured: int
    extreme: int
    gap: bool


def episodes(
    readings: Sequence[Reading], start: datetime, end: datetime, *, limit: int, below: bool
) -> tuple[Stretch, ...]:
    """Return the episodes below or above a limit (mg/dL) within a span (UTC), oldest first.

    Takes readings as `spans` does. Up to an hour without readings goes on as it was when glucose is on the same side
    before and after; it does not count towards the 15 minutes. What reaches beyond the span is cut.
    """
    found: list[Stretch] = []
    going_on = False
    for run in _runs(readings, milliseconds(start), milliseconds(end), limit=limit, below=below):
        long_enough = run.measured >= _ENOUGH
        if run.gap or (going_on and not run.past and long_enough):
            going_on = False
        if not run.past or not (going_on or long_enough):
            continue
        stretch = Stretch(start=time_at(run.begin), end=time_at(run.end), extreme=run.extreme)
        if going_on:
            worst = (min if below else max)(found[-1].extreme, run.extreme)
            found[-1] = replace(found[-1], end=stretch.end, extreme=worst)
        else:
            found.append(stretch)
        going_on = True
    return tuple(found)


def _runs(readings: Sequence[Reading], first: int, last: int, *, limit: int, below: bool) -> Iterator[_Run]:
    """Yield the times on one side of a limit, in order of time."""
    run: _Run | None = None
    worst = min if below else max
    for held in holding(readings):
        begin, until = max(held.begin, first), min(held.end, last)
        if begin >= until:
            continue
        glucose = counted(held.reading)
        past = glucose < limit if below else glucose > limit
        gap = run is None or begin - run.end > _SAME
        if run and run.past is past and not gap:
            run.end, run.measured, run.extreme = until, run.measured + until - begin, worst(run.extreme, glucose)
            continue
        if run:
            yield run
        run = _Run(past=past, begin=begin, end=until, measured=until - begin, extreme=glucose, gap=gap)
    if run:
        yield run
