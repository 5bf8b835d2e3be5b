"""Reports that are drawn in tests, and the two that are compared with the pictures beside this file.

When the report is meant to look different, draw the pictures anew, look at each, and commit them:

    .venv/bin/python -m tests.chart.reports
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import override
from zoneinfo import ZoneInfo

from PIL import Image

from custom_components.librelink_up.chart import Clock
from custom_components.librelink_up.chart.fonts import FontFiles
from custom_components.librelink_up.chart.page import Form, draw_report
from custom_components.librelink_up.chart.pen import Anchor, Pen, Point
from custom_components.librelink_up.chart.report import Report, Style, report
from custom_components.librelink_up.glucose import GlucoseUnit, OutOfRange, Reading, ReadingKind, last_days
from simulator.glucose_days import Body, glucose_at

FOLDER = Path(__file__).parent
NOW = datetime(2026, 11, 25, 19, 30, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")
BODY = Body(seed="ben", base=122, meal_rise=105, night_dip=48, dawn_rise=25, noise=3)
STYLE = Style(unit=GlucoseUnit.MG_DL, clock=Clock.TWENTY_FOUR, country="DE", zone=BERLIN)
AMERICAN = Style(unit=GlucoseUnit.MMOL_L, clock=Clock.TWELVE, country="US", zone=BERLIN, name="Jürgen Großmann-Ødegård")
LONGEST_NAME = "Wilhelmine Friederike Alexandrina Louise Ångström-Ødegård von Groß und Übermut zu Hohenzollern"

_CADENCES = (1, 5, 15)
_MINUTE = timedelta(minutes=1)
_DAYS_WITH_A_HOLE = (4, 9)


@cache
def readings(days: float = 15, *, now: datetime = NOW, plus: int = 0, mixed: bool = False) -> tuple[Reading, ...]:
    """Return readings up to now; mixed: by the minute, every 5 and every 15 minutes in turn, and two long gaps."""
    found, time = [], now - timedelta(days=days)
    while time < now:
        day = (now - time).days
        if not (mixed and day in _DAYS_WITH_A_HOLE and 8 <= time.hour < 15):
            found.append(Reading(time, glucose_at(BODY, time) + plus, ReadingKind.CURRENT))
        time += _MINUTE * (_CADENCES[day % 3] if mixed else 5)
    return tuple(found)


def of(found: Sequence[Reading], style: Style = STYLE, *, days: int = 14, now: datetime = NOW) -> Report:
    """Return the report of the last days before now."""
    start, end = last_days(now, days, style.zone)
    return report(found, start, end, style=style, made=now)


def beyond(found: Sequence[Reading], limit: OutOfRange) -> list[Reading]:
    """Return readings of which those of two days have no number."""
    glucose = 39 if limit is OutOfRange.LO else 500
    away = range(3, 5)
    return [
        one._replace(glucose=glucose, out_of_range=limit) if (NOW - one.time).days in away else one for one in found
    ]


def named(name: str) -> Style:
    """Return a style with a name."""
    return Style(unit=GlucoseUnit.MG_DL, clock=Clock.TWELVE, country="US", zone=BERLIN, name=name)


_CASES: dict[str, Callable[[], Report]] = {
    "mixed": lambda: of(readings(mixed=True)),
    "mmol": lambda: of(readings(mixed=True), AMERICAN),
    "none": lambda: of([], AMERICAN),
    "three days": lambda: of(readings(3.8)),
    "half of the time": lambda: of([one for one in readings() if one.time.day % 2], AMERICAN),
    "a week": lambda: of(readings(), days=7),
    "one day": lambda: of(readings(), days=1),
    "thirty days": lambda: of(readings(31), days=30),
    "very high": lambda: of(readings(plus=180)),
    "very low": lambda: of(readings(plus=-70), AMERICAN),
    "HI": lambda: of(beyond(readings(), OutOfRange.HI)),
    "LO": lambda: of(beyond(readings(), OutOfRange.LO)),
    "all the same": lambda: of([one._replace(glucose=100) for one in readings()]),
    "a week with 25 hours in a day": lambda: of(
        readings(now=datetime(2026, 10, 28, 10, tzinfo=UTC)), now=datetime(2026, 10, 28, 10, tzinfo=UTC)
    ),
    "one reading": lambda: of([Reading(NOW - timedelta(days=2), 100, ReadingKind.CURRENT)]),
    "the longest name": lambda: of(readings(mixed=True), named(LONGEST_NAME)),
    "another alphabet": lambda: of(readings(mixed=True), named("Анна Каренина")),
}


CASES = {name: cache(make) for name, make in _CASES.items()}


@dataclass
class Text:
    """A text that was written: its box (points), and how."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    bold: bool


@dataclass
class Watched(Pen):
    """A pen that remembers what it has drawn."""

    pen: Pen
    texts: list[Text] = field(default_factory=list)
    areas: list[tuple[str, list[Point]]] = field(default_factory=list)
    lines: list[tuple[str, list[Point]]] = field(default_factory=list)

    @override
    def line(self, points: Sequence[Point], colour: str, width: float) -> None:
        self.lines.append((colour, list(points)))
        self.pen.line(points, colour, width)

    @override
    def area(self, points: Sequence[Point], colour: str) -> None:
        self.areas.append((colour, list(points)))
        self.pen.area(points, colour)

    @override
    def text(
        self, place: Point, text: str, *, size: float, colour: str, bold: bool = False, anchor: Anchor = Anchor.LEFT
    ) -> None:
        width = self.pen.width(text, size=size, bold=bold)
        left = place[0] - width * {Anchor.LEFT: 0.0, Anchor.MIDDLE: 0.5, Anchor.RIGHT: 1.0}[anchor]
        # The body of letters: ascenders and descenders reach a little further.
        self.texts.append(Text(text, left, place[1] - 0.7 * size, left + width, place[1] + 0.1 * size, bold))
        self.pen.text(place, text, size=size, colour=colour, bold=bold, anchor=anchor)

    @override
    def width(self, text: str, *, size: float, bold: bool = False) -> float:
        return self.pen.width(text, size=size, bold=bold)

    @override
    def save(self) -> bytes:
        return self.pen.save()


KEPT = ("mixed", "three days")


def drawn(name: str) -> Image.Image:
    """Return a case as pixels, in the letters that come with Pillow, a third as large."""
    with Image.open(BytesIO(draw_report(CASES[name](), Form.PNG, FontFiles()))) as image:
        return image.convert("RGB").reduce(3)


def kept(name: str) -> Path:
    """Return where the picture of a case is."""
    return FOLDER / f"report_{name.replace(' ', '_')}.png"


if __name__ == "__main__":
    for one in KEPT:
        drawn(one).save(kept(one), optimize=True)
