"""The curves of the report: the profile, and each day by itself."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from itertools import groupby

from ..glucose import in_unit
from . import words
from .ink import FAINT, GRID, LEFT, LINE, RANGES, RIGHT, TARGET, TEXT, Writer, spread
from .pen import Anchor, Pen, Point
from .report import HIGH, LOW, VERY_HIGH, VERY_LOW, Day, Report

_LIMITS = (VERY_LOW, LOW, HIGH, VERY_HIGH)
_TOPS = (350, 400, 500)
"""How far up a chart goes (mg/dL): as far as published reports do, or as a sensor measures when that is needed."""
_DAY_MINUTES = 24 * 60
_HOURS_BETWEEN_TIMES = 3
_QUARTER = 15
_WEEK = 7
MOST_DAYS = 14
_APART = 8.0
"""Labels closer together than this (points) would touch."""
_COLUMN = 0.5
"""Of what lies within so many points from left to right, the highest and the lowest are drawn."""

type Place = Callable[[float, float], Point]
"""Returns where a time (a share of the width) and a glucose (mg/dL) are on the page."""


def draw_profile(writer: Writer, report: Report, top: float, bottom: float) -> None:
    """Draw the percentiles by time of day, or say why there are none."""
    left, right = LEFT + 34, RIGHT - 30
    ceiling = _ceiling([point.p95 for point in report.profile])

    def place(share: float, glucose: float) -> Point:
        return left + share * (right - left), _height(glucose, top, bottom, ceiling)

    _hours(writer, report, place, ceiling)
    runs = list(_unbroken(report))
    for run in runs:
        _band(writer.pen, run, (1, 5), [one.outer for one in RANGES], place)
        _band(writer.pen, run, (2, 4), [one.middle for one in RANGES], place)
    _levels(writer, report, place, ceiling)
    for run in runs:
        writer.pen.line([place(point[0], point[3]) for point in run], TEXT, 1.6)
    if runs:
        _percentiles(writer, runs[-1][-1], place, bottom)
    else:
        x, y = place(0.5, (HIGH + VERY_HIGH) / 2)
        _unknown(writer, report, x, y + 3)


def _hours(writer: Writer, report: Report, place: Place, ceiling: float) -> None:
    """Draw a faint line and a label for every third hour."""
    midnight = datetime(2000, 1, 1, tzinfo=report.made.tzinfo)
    for hour in range(0, 25, _HOURS_BETWEEN_TIMES):
        x, y = place(hour / 24, 0)
        writer.pen.line([(x, y), place(hour / 24, ceiling)], GRID, 0.5)
        label = report.style.clock.hour(midnight + timedelta(hours=hour))
        writer.faint((x, y + 10), label, 7.5, Anchor.MIDDLE)


def _levels(writer: Writer, report: Report, place: Place, ceiling: float) -> None:
    """Draw the limits across, those of the target range strong, with their labels."""
    unit = report.style.unit
    levels = (ceiling, *reversed(_LIMITS), 0)
    lines = [place(0, level) for level in levels]
    labels = spread([y for _, y in lines], _APART, lines[-1][1] + 2)
    for level, (x, y), label in zip(levels, lines, labels, strict=True):
        target = level in (LOW, HIGH)
        writer.pen.line([(x, y), place(1, level)], TARGET if target else LINE, 1.2 if target else 0.5)
        write = writer.strong if target else writer.faint
        write((x - 5, label + 2.7), str(in_unit(level, unit)) if level else "0", 7.5, Anchor.RIGHT)
    x, y = place(0, ceiling)
    writer.faint((x - 5, y - 8), unit.value, 7, Anchor.RIGHT)
    x, y = place(0, (LOW + HIGH) / 2)
    for index, word in enumerate(words.TARGET_RANGE):
        writer.faint((x - 5, y - 1 + index * 8), word, 7, Anchor.RIGHT)


def _percentiles(writer: Writer, last: Sequence[float], place: Place, bottom: float) -> None:
    """Name the curves where they end."""
    names = ("5 %", "25 %", "50 %", "75 %", "95 %")
    ends = [place(1, glucose) for glucose in last[1:]]
    heights = spread([y for _, y in reversed(ends)], _APART, bottom)
    for name, y in zip(reversed(names), heights, strict=True):
        write = writer.strong if name == "50 %" else writer.faint
        write((ends[0][0] + 5, y + 2.5), name, 7)


def _unknown(writer: Writer, report: Report, x: float, y: float) -> None:
    text = " ".join(unknown(report))
    wide = writer.pen.width(text, size=9, bold=True) / 2 + 10
    writer.pen.area([(x - wide, y - 12), (x + wide, y - 12), (x + wide, y + 6), (x - wide, y + 6)], "#ffffff")
    writer.strong((x, y), text, 9, Anchor.MIDDLE)


def unknown(report: Report) -> tuple[str, ...]:
    """Return why there is no profile, in short lines; none when there is one."""
    metrics = report.metrics
    if metrics.why is None:
        return ()
    return words.missing(metrics.why, days=round(metrics.days), measured=int(metrics.measured))


def draw_days(writer: Writer, report: Report, top: float, height: float) -> None:
    """Draw the last 14 days, a week in a row."""
    days = report.days[-MOST_DAYS:]
    wide = (RIGHT - LEFT) / _WEEK
    ceiling = _ceiling([glucose for day in days for trace in day.traces for _, glucose in trace])
    for column, day in enumerate(days[:_WEEK]):
        writer.faint((LEFT + (column + 0.5) * wide, top - 4), words.weekday(day.date), 7.5, Anchor.MIDDLE)
    for index, day in enumerate(days):
        row, column = divmod(index, _WEEK)
        left, upper = LEFT + column * wide, top + row * (height + 4)
        if column == 0:
            for level in (LOW, HIGH):
                y = _height(level, upper, upper + height, ceiling)
                writer.faint((LEFT - 4, y + 2.4), str(in_unit(level, report.style.unit)), 6.5, Anchor.RIGHT)
        label = words.day_label(day.date, report.style.country, with_month=index == 0 or day.date.day == 1)
        _draw_day(writer, day, label, ((left, upper), (wide, height)), ceiling)


def _draw_day(writer: Writer, day: Day, label: str, box: tuple[Point, Point], ceiling: float) -> None:
    """Draw a day into a box, which is told by its upper left corner and its size."""
    ((left, top), (wide, high)), pen = box, writer.pen
    right, bottom = left + wide, top + high

    def place(share: float, glucose: float) -> Point:
        return left + share * wide, _height(glucose, top, bottom, ceiling)

    def share(time: datetime) -> float:
        return min(max((time - day.start) / (day.end - day.start), 0.0), 1.0)

    pen.area([place(0, LOW), place(1, LOW), place(1, HIGH), place(0, HIGH)], "#edf5ee")
    if day.traces:
        pen.line([place(0.5, 0), place(0.5, ceiling)], GRID, 0.5)
    for trace in day.traces:
        run = _thinned([(share(time), float(glucose)) for time, glucose in trace], _COLUMN / wide)
        above = [(x, float(HIGH), glucose) for x, glucose in run]
        below = [(x, glucose, float(LOW)) for x, glucose in run]
        _band(pen, above, (1, 2), [None, None, None, *(one.colour for one in RANGES[3:])], place)
        _band(pen, below, (1, 2), [*(one.colour for one in RANGES[:2]), None, None, None], place)
        line = [place(x, glucose) for x, glucose in run]
        pen.line(line if len(line) > 1 else [line[0], (line[0][0] + 0.8, line[0][1])], TEXT, 0.7)
    pen.line([(left, top), (right, top), (right, bottom), (left, bottom), (left, top)], LINE, 0.5)
    writer.strong((left + 3, top + 8), label, 7.5)
    if not day.traces:
        pen.text((left + wide / 2, top + high / 2), words.NONE, size=7, colour=FAINT, anchor=Anchor.MIDDLE)


def _thinned(run: Sequence[Point], column: float) -> list[Point]:
    """Return the first, the lowest, the highest and the last point of each column, in order."""
    found: list[Point] = []
    for _, points in groupby(run, key=lambda point: int(point[0] / column)):
        here = list(points)
        ends = {here[0], min(here, key=lambda point: point[1]), max(here, key=lambda point: point[1]), here[-1]}
        found.extend(sorted(ends))
    return found


def _unbroken(report: Report) -> Iterator[Sequence[tuple[float, ...]]]:
    """Yield the parts of the day of which the profile is known, as (share of the day, five percentiles).

    The day ends as it begins: both are midnight.
    """
    points = list(report.profile)
    if points and points[0].minute == 0:
        points.append(points[0]._replace(minute=_DAY_MINUTES))
    for _, run in groupby(enumerate(points), key=lambda one: one[1].minute - one[0] * _QUARTER):
        found = [(point.minute / _DAY_MINUTES, *point[1:]) for _, point in run]
        if len(found) > 1:
            yield found


def _band(
    pen: Pen,
    run: Sequence[tuple[float, ...]],
    between: tuple[int, int],
    colours: Sequence[str | None],
    place: Place,
) -> None:
    """Fill what is between two curves, in each range with its colour; None: not there.

    Each curve is an element of the run's tuples, whose first is the time.
    """
    low, high = between
    for one, colour in zip(RANGES, colours, strict=True):
        if colour is None:
            continue
        inside = [point[low] < one.top and point[high] > one.bottom for point in run]
        for part in _reaching(run, inside):
            lower = [place(point[0], min(max(point[low], one.bottom), one.top)) for point in part]
            upper = [place(point[0], min(max(point[high], one.bottom), one.top)) for point in part]
            pen.area([*lower, *reversed(upper)], colour)


def _reaching[P](run: Sequence[P], inside: Sequence[bool]) -> Iterator[Sequence[P]]:
    """Yield the parts of a run that are inside, each with the points before and after it."""
    start = 0
    for held, points in groupby(inside):
        end = start + len(list(points))
        if held and len(part := run[max(start - 1, 0) : end + 1]) > 1:
            yield part
        start = end


def _ceiling(glucose: Sequence[float]) -> float:
    """Return how far up (mg/dL) a chart goes."""
    highest = max(glucose, default=0)
    return next((top for top in _TOPS if highest <= top), _TOPS[-1])


def _height(glucose: float, top: float, bottom: float, ceiling: float) -> float:
    return bottom - min(max(glucose, 0), ceiling) / ceiling * (bottom - top)
