"""The clinic's page: where its parts are, and those that are figures."""

from collections.abc import Sequence
from datetime import timedelta
from enum import StrEnum

from ..glucose import GlucoseUnit, in_unit
from ..glucose.excursion import Stretch
from . import words
from .curves import MOST_DAYS, draw_days, draw_profile, unknown
from .fonts import FontFiles
from .ink import FAINT, LEFT, LINE, RANGES, RIGHT, Writer
from .pdf import PdfPen
from .pen import Anchor, Pen, PixelPen, Point
from .report import HIGH, LOW, VERY_HIGH, VERY_LOW, Report

_DAY = timedelta(days=1)
_BAR = LEFT, LEFT + 36
_BAR_TOP, _BAR_BOTTOM = 112.0, 262.0
_LEAST_SEGMENT = 1.5
_ROW = 33.0
_FIGURES_LEFT = 372.0
_LEAST_SHOWN = 1.0
"""A share below this (percent) is told with a digit more: a little very low is not none."""
_LEAST_TOLD = 0.1


class Form(StrEnum):
    """What a report is drawn as."""

    PDF = "pdf"
    PNG = "png"


def draw_report(report: Report, form: Form, fonts: FontFiles | None = None) -> bytes:
    """Return the page as a file: a PDF with text that can be searched, or a PNG of 1240 x 1754 pixels."""
    files = fonts or FontFiles()
    pen: Pen = PdfPen(files, words.TITLE) if form is Form.PDF else PixelPen(files)
    writer = Writer(pen)
    _head(writer, report)
    _ranges(writer, report)
    _figures(writer, report)
    writer.heading((LEFT, 292), words.PROFILE)
    writer.faint((LEFT, 305), words.PROFILE_NOTE)
    draw_profile(writer, report, 327, 498)
    writer.heading((LEFT, 528), words.LAST_DAYS if len(report.days) > MOST_DAYS else words.DAYS)
    writer.faint((LEFT, 541), words.DAYS_NOTE.format(target=_target(report.style.unit)))
    draw_days(writer, report, 557, 66)
    _episodes(writer, report)
    _foot(writer, report)
    return pen.save()


def _head(writer: Writer, report: Report) -> None:
    """Write what this is, of whom, and of which days."""
    style, days = report.style, report.days
    writer.strong((LEFT, 52), words.TITLE, 19)
    writer.faint((LEFT, 67), words.SUBTITLE, 9)
    if style.name:
        longest = RIGHT - LEFT - 130
        writer.strong((RIGHT, 50), writer.fitting(style.name, longest, 13), 13, Anchor.RIGHT)
    first, last = (words.date_text(day.date, style.country) for day in (days[0], days[-1]))
    span = first if len(days) == 1 else words.between(first, last)
    writer.plain((RIGHT, 67), f"{span}  ({words.span(len(days))})", 9.5, Anchor.RIGHT)
    writer.pen.line([(LEFT, 76), (RIGHT, 76)], FAINT, 1)


def _ranges(writer: Writer, report: Report) -> None:
    """Draw the bar of the five ranges, with what each is and its goal."""
    writer.heading((LEFT, 97), words.RANGES, _FIGURES_LEFT - 26)
    metrics = report.metrics
    shares = [
        metrics.below_54,
        _less(metrics.below_70, metrics.below_54),
        metrics.in_range,
        _less(metrics.above_180, metrics.above_250),
        metrics.above_250,
    ]
    middles = _bar(writer.pen, [share or 0.0 for share in shares])
    unit = report.style.unit
    step = 1 if unit is GlucoseUnit.MG_DL else 0.1
    low, high = (in_unit(limit, unit) for limit in (LOW, HIGH))
    rows = (
        (words.VERY_LOW, f"< {in_unit(VERY_LOW, unit)}", "< 1 %"),
        (words.LOW, words.between(in_unit(VERY_LOW, unit), round(low - step, 1)), ""),
        (words.IN_RANGE, words.between(low, high), "> 70 %"),
        (words.HIGH, words.between(round(high + step, 1), in_unit(VERY_HIGH, unit)), ""),
        (words.VERY_HIGH, f"> {in_unit(VERY_HIGH, unit)}", "< 5 %"),
    )
    for index, ((name, limits, goal), share, middle) in enumerate(zip(rows, shares, middles, strict=True)):
        y = _row(index)
        if share:
            writer.pen.line([(_BAR[1], middle), (_BAR[1] + 12, y), (_BAR[1] + 16, y)], LINE, 0.6)
        writer.strong((_BAR[1] + 20, y), name, 9.5)
        writer.faint((_BAR[1] + 20, y + 9.5), f"{limits} {unit.value}", 7)
        if share is None:
            continue
        writer.strong((214, y), percent(share), 11, Anchor.RIGHT)
        writer.faint((214, y + 9.5), words.a_day(_DAY * share / 100), 7, Anchor.RIGHT)
        if goal:
            writer.faint((222, y), words.goal(goal), 7)
    for first, share, what, goal in (
        (0, metrics.below_70, words.BELOW, "< 4 %"),
        (3, metrics.above_180, words.ABOVE, "< 25 %"),
    ):
        if share is not None:
            _sum(writer, first, share, what, goal)


def _bar(pen: Pen, shares: Sequence[float]) -> list[float]:
    """Draw the stacked bar, the lowest range at its foot; returns the middle of each part."""
    left, right = _BAR
    heights = [max(share / 100 * (_BAR_BOTTOM - _BAR_TOP), _LEAST_SEGMENT) if share else 0.0 for share in shares]
    scale = (_BAR_BOTTOM - _BAR_TOP) / sum(heights) if any(heights) else 0.0
    middles, y = [], _BAR_BOTTOM
    for one, height in zip(RANGES, heights, strict=True):
        upper = y - height * scale
        middles.append((y + upper) / 2)
        if height:
            pen.area([(left, upper), (right, upper), (right, y), (left, y)], one.colour)
            pen.line([(left, upper), (right, upper)], "#ffffff", 0.8)
        y = upper
    pen.line(
        [(left, _BAR_TOP), (right, _BAR_TOP), (right, _BAR_BOTTOM), (left, _BAR_BOTTOM), (left, _BAR_TOP)], LINE, 0.5
    )
    return middles


def _row(index: int) -> float:
    """Return the base line of a range's row, the lowest range at the foot."""
    return _BAR_BOTTOM - 14 - index * _ROW


def _sum(writer: Writer, first: int, share: float, what: str, goal: str) -> None:
    """Bracket two rows, and write what they are together."""
    upper, lower, x = _row(first + 1) - 4, _row(first) + 4, 262
    writer.pen.line([(x, upper), (x + 5, upper), (x + 5, lower), (x, lower)], FAINT, 0.6)
    y = (upper + lower) / 2
    writer.strong((x + 11, y + 1), percent(share), 11)
    writer.faint((x + 11, y + 10), words.goal(goal), 7)
    writer.faint((x + 11, y - 10), what, 7)


def _figures(writer: Writer, report: Report) -> None:
    """Write the figures beside the bar; those that are unknown are left out, and it says why."""
    writer.heading((_FIGURES_LEFT, 97), words.FIGURES)
    metrics, unit = report.metrics, report.style.unit

    def glucose(value: float) -> str:
        return f"{in_unit(value, unit)} {unit.value}"

    rows: list[tuple[str, str, str]] = []
    if metrics.mean is not None:
        rows.append((words.MEAN, glucose(metrics.mean), words.goal(f"< {glucose(154)}")))
    if metrics.gmi is not None:
        rows.append((words.GMI, f"{metrics.gmi:.1f} %", words.goal("< 7 %")))
    if metrics.cv is not None:
        rows.append((words.CV, f"{metrics.cv:.1f} %", words.goal("36 % or less")))
    if metrics.gri is not None:
        rows.append((words.GRI, f"{metrics.gri:.0f}", words.GRI_NOTE))
    # Not rounded up: what is too little must not look like enough.
    rows.append((words.MEASURED, f"{int(metrics.measured)} %", words.goal("70 % or more")))
    y = 118.0
    for label, value, note in rows:
        writer.plain((_FIGURES_LEFT, y), label, 8.5)
        writer.faint((_FIGURES_LEFT, y + 9.5), note, 7)
        writer.strong((RIGHT, y + 4), value, 11, Anchor.RIGHT)
        y += 30
    for line in unknown(report):
        writer.faint((_FIGURES_LEFT, y), line, 7.5)
        y += 11


def _episodes(writer: Writer, report: Report) -> None:
    """Write how many lows and highs there were, and how long they were."""
    writer.heading((LEFT, 714), words.EPISODES)
    writer.faint((LEFT, 727), words.EPISODES_NOTE)
    unit = report.style.unit
    kinds = (
        (words.VERY_LOW, f"< {in_unit(VERY_LOW, unit)}", report.very_low, RANGES[0].colour),
        (words.LOW, f"< {in_unit(LOW, unit)}", report.low, RANGES[1].colour),
        (words.HIGH, f"> {in_unit(HIGH, unit)}", report.high, RANGES[3].colour),
        (words.VERY_HIGH, f"> {in_unit(VERY_HIGH, unit)}", report.very_high, RANGES[4].colour),
    )
    for column, (name, limit, found, colour) in enumerate(kinds):
        x, top = LEFT + column * (RIGHT - LEFT) / 4, 735
        writer.pen.area([(x, top), (x + 3, top), (x + 3, top + 44), (x, top + 44)], colour)
        writer.strong((x + 8, top + 8), name, 8.5)
        after = writer.pen.width(name, size=8.5, bold=True)
        writer.faint((x + 12 + after, top + 8), f"{limit} {unit.value}", 7)
        if report.metrics.why != "no_readings":
            _told(writer, (x + 8, top + 22), found, report.metrics.days * report.metrics.measured / 100)


def _told(writer: Writer, place: Point, found: Sequence[Stretch], days: float) -> None:
    """Write how many episodes there were, and how long."""
    (x, y), count = place, str(len(found))
    writer.strong((x, y), count, 11)
    if found:
        lengths = [one.length for one in found]
        after = writer.pen.width(count, size=11, bold=True)
        writer.faint((x + 5 + after, y), words.per_day(len(found), days), 7.5)
        writer.faint((x, y + 11), words.on_average(sum(lengths, timedelta(0)) / len(lengths)), 7)
        writer.faint((x, y + 20), words.longest(max(lengths)), 7)


def _foot(writer: Writer, report: Report) -> None:
    """Write what the figures go by, and when the page was made."""
    writer.pen.line([(LEFT, 791), (RIGHT, 791)], LINE, 0.7)
    for index, line in enumerate(words.FOOT):
        writer.faint((LEFT, 800 + index * 8.5), line, 6.2)
    style = report.style
    local = report.made.astimezone(style.zone)
    writer.faint((LEFT, 800 + len(words.FOOT) * 8.5), words.made(local, style.country, style.clock.minute(local)), 6.2)


def percent(share: float) -> str:
    """Return a share (percent) as it is read: whole, with a digit more while it is small."""
    if not 0 < share < _LEAST_SHOWN:
        return f"{share:.0f} %"
    return f"{share:.1f} %" if share >= _LEAST_TOLD else f"< {_LEAST_TOLD} %"


def _less(whole: float | None, part: float | None) -> float | None:
    return None if whole is None or part is None else whole - part


def _target(unit: GlucoseUnit) -> str:
    return f"{words.between(in_unit(LOW, unit), in_unit(HIGH, unit))} {unit.value}"
