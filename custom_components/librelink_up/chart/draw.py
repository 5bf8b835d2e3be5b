"""Drawing a chart with Pillow."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta, tzinfo
from io import BytesIO
from itertools import pairwise
from typing import TYPE_CHECKING

from ..glucose import GlucoseState, OutOfRange, Reading, Thresholds, Trend, glucose_state
from .clock import Clock
from .fonts import FontFiles, Fonts
from .style import BOTTOM, HEIGHT, LEFT, RIGHT, SCALE, TOP, WIDTH, Colours

if TYPE_CHECKING:
    from PIL import ImageDraw, ImageFont

_LOWEST = 40
_HIGHEST = 260
_HEADROOM = 15
_LONGEST_LINE = timedelta(minutes=9, seconds=30)
"""Readings further apart than this have a gap between them; up to nine minutes the history has no point of its own."""
_LAST_DOT = 5.5
_RIM = 1.5
_FORECAST_DOT = 2
_BETWEEN_FORECASTS = 6
_BETWEEN_WEDGES = 11
"""Marks closer together than these (pixels) would run into each other."""
_LONGEST_NAME = 380
_HOURS_BETWEEN_TIMES = ((4, 1), (8, 2), (16, 3), (1000, 6))
_ANGLES = {
    Trend.RISING_QUICKLY: 90,
    Trend.RISING: 45,
    Trend.STEADY: 0,
    Trend.FALLING: -45,
    Trend.FALLING_QUICKLY: -90,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """What is to be seen: glucose in mg/dL, times in UTC; labels come ready made in the person's unit."""

    readings: Sequence[Reading]
    """Oldest first; those outside the span are left out."""
    start: datetime
    end: datetime
    """The right edge: some time ahead of now, for the forecast."""
    zone: tzinfo
    clock: Clock
    thresholds: Thresholds
    ticks: Sequence[tuple[float, str]]
    """The lines across: glucose (mg/dL) and label."""
    value: str
    """The large number, or what stands for it."""
    unit: str
    name: str
    measured_at: datetime | None
    """When the newest reading was measured."""
    trend: Trend | None = None
    current: Reading | None = None
    """The newest reading if it is fresh; without it the number is faint."""
    state: GlucoseState | None = None
    """The state that is shown elsewhere, steady on a threshold; None: the newest reading's own."""
    forecast: Sequence[tuple[datetime, int]] = field(default=())


def draw(chart: Chart, colours: Colours, fonts: FontFiles | None = None) -> bytes:
    """Return a chart as PNG, 800 x 420 pixels; without fonts, in letters of ASCII only."""
    from PIL import Image, ImageDraw  # noqa: PLC0415 - costs memory, and many homes never ask for a picture

    image = Image.new("RGB", (WIDTH * SCALE, HEIGHT * SCALE), colours.background)
    canvas = _Canvas(chart, colours, ImageDraw.Draw(image), Fonts(fonts or FontFiles()))
    canvas.bands()
    canvas.axes()
    canvas.curve()
    canvas.beyond()
    canvas.forecast()
    canvas.newest()
    canvas.headline()
    stream = BytesIO()
    image.reduce(SCALE).save(stream, "PNG", compress_level=6)
    return stream.getvalue()


class _Canvas:
    """A chart that is being drawn; all lengths are those of the finished picture."""

    def __init__(self, chart: Chart, colours: Colours, pen: ImageDraw.ImageDraw, fonts: Fonts) -> None:
        self._chart = chart
        self._fonts = fonts
        self._colours = colours
        self._pen = pen
        self._shown = [reading for reading in chart.readings if chart.start <= reading.time <= chart.end]
        # The number that comes with HI is only a limit: what was measured decides how high the chart is.
        seen = [reading.glucose for reading in self._shown if not reading.out_of_range]
        seen += [glucose for _, glucose in chart.forecast]
        self._top = max(_HIGHEST, max(seen, default=0) + _HEADROOM)

    def _x(self, time: datetime) -> float:
        part = (time - self._chart.start) / (self._chart.end - self._chart.start)
        return LEFT + part * (WIDTH - LEFT - RIGHT)

    def _y(self, glucose: float) -> float:
        part = (min(max(glucose, _LOWEST), self._top) - _LOWEST) / (self._top - _LOWEST)
        return HEIGHT - BOTTOM - part * (HEIGHT - TOP - BOTTOM)

    def _place(self, reading: Reading) -> tuple[float, float]:
        """Return where a reading is drawn; one without a number is at the edge that it is beyond."""
        edges = {OutOfRange.HI: float(TOP), OutOfRange.LO: float(HEIGHT - BOTTOM)}
        y = edges[reading.out_of_range] if reading.out_of_range else self._y(reading.glucose)
        return self._x(reading.time), y

    def _colour(self, reading: Reading) -> str:
        return self._colours.states[glucose_state(reading, self._chart.thresholds)]

    def _present_colour(self, current: Reading) -> str:
        state = self._chart.state
        return self._colours.states[state] if state in self._colours.states else self._colour(current)

    def _line(self, points: Sequence[tuple[float, float]], colour: str, width: float) -> None:
        scaled = [(x * SCALE, y * SCALE) for x, y in points]
        self._pen.line(scaled, fill=colour, width=round(width * SCALE), joint="curve")

    def _dot(self, x: float, y: float, radius: float, colour: str) -> None:
        self._pen.circle((x * SCALE, y * SCALE), radius * SCALE, fill=colour)

    def _text(self, x: float, y: float, text: str, *, size: int, colour: str, anchor: str) -> None:
        self._pen.text((x * SCALE, y * SCALE), text, font=self._font(size), fill=colour, anchor=anchor)

    def _font(self, size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
        return self._fonts.font(size * SCALE)

    def _width(self, text: str, size: int) -> float:
        return self._pen.textlength(text, font=self._font(size)) / SCALE

    def _dashed(self, glucose: float, colour: str) -> None:
        x, y = LEFT, _crisp(self._y(glucose))
        while x < WIDTH - RIGHT:
            self._line([(x, y), (min(x + 7, WIDTH - RIGHT), y)], colour, 1)
            x += 12

    def bands(self) -> None:
        """Draw the range, and the thresholds as dashed lines."""
        limits, states = self._chart.thresholds, self._colours.states
        top, bottom = (_crisp(self._y(limit)) * SCALE for limit in (limits.high, limits.low))
        if top < bottom:
            corners = (LEFT * SCALE, top, (WIDTH - RIGHT) * SCALE - 1, bottom - 1)
            self._pen.rectangle(corners, fill=self._colours.band)
        for state, colour in states.items():
            if (limit := getattr(limits, state, None)) is not None and limit <= self._top:
                self._dashed(limit, colour)

    def axes(self) -> None:
        """Draw the labels of both axes, and a faint line for every hour or few."""
        for glucose, label in self._chart.ticks:
            if _LOWEST <= glucose <= self._top:
                self._text(LEFT - 8, self._y(glucose), label, size=15, colour=self._colours.faint, anchor="rm")
        for time in self._times():
            x = _crisp(self._x(time))
            self._line([(x, TOP), (x, HEIGHT - BOTTOM)], self._colours.grid, 1)
            label = self._chart.clock.hour(time.astimezone(self._chart.zone))
            self._text(x, HEIGHT - BOTTOM + 8, label, size=15, colour=self._colours.faint, anchor="mt")

    def _times(self) -> Iterator[datetime]:
        """Yield the full hours that get a label."""
        span = (self._chart.end - self._chart.start) / timedelta(hours=1)
        step = next(step for most, step in _HOURS_BETWEEN_TIMES if span <= most)
        time = self._chart.start.astimezone(self._chart.zone).replace(minute=0, second=0, microsecond=0)
        time = time.astimezone(self._chart.start.tzinfo)
        while time <= self._chart.end:
            inside = self._x(time) >= LEFT and self._x(time) <= WIDTH - RIGHT - 16
            if inside and time.astimezone(self._chart.zone).hour % step == 0:
                yield time
            time += timedelta(hours=1)

    def curve(self) -> None:
        """Draw the readings: dots in the colours of their states, joined where there is no gap."""
        for before, after in pairwise(self._shown):
            if after.time - before.time <= _LONGEST_LINE and not (before.out_of_range and after.out_of_range):
                self._line([self._place(before), self._place(after)], self._colours.faint, 1.5)
        radius = 3.0 if len(self._shown) < 100 else 2.0  # noqa: PLR2004 - dots that touch are drawn smaller
        for reading in self._shown:
            if not reading.out_of_range:
                self._dot(*self._place(reading), radius, self._colour(reading))

    def beyond(self) -> None:
        """Draw the readings without a number: wedges at the edge that they are beyond, the newest one first."""
        drawn: dict[OutOfRange, float] = {}
        for reading in reversed(self._shown):
            if (end := reading.out_of_range) is None:
                continue
            x, y = self._place(reading)
            if drawn.get(end, WIDTH) - x >= _BETWEEN_WEDGES:
                drawn[end] = x
                foot = y + (7 if end is OutOfRange.HI else -7)
                corners = [(x - 5, foot), (x + 5, foot), (x, y)]
                self._pen.polygon([(left * SCALE, top * SCALE) for left, top in corners], fill=self._colour(reading))

    def forecast(self) -> None:
        """Draw where glucose is expected to go, dotted; the farthest dot always, the others where there is room."""
        current = self._chart.current
        nearest = self._x(current.time) + _LAST_DOT + _RIM + _FORECAST_DOT if current else LEFT
        after = float(WIDTH)
        for time, glucose in reversed(self._chart.forecast):
            x = self._x(time)
            if nearest <= x <= min(after - _BETWEEN_FORECASTS, WIDTH - RIGHT):
                self._dot(x, self._y(glucose), _FORECAST_DOT, self._colours.faint)
                after = x

    def newest(self) -> None:
        """Draw a large dot where glucose is now; it is there even when the reading could not be recorded."""
        current = self._chart.current
        if current and not current.out_of_range:
            self._dot(*self._place(current), _LAST_DOT + _RIM, self._colours.background)
            self._dot(*self._place(current), _LAST_DOT, self._present_colour(current))

    def headline(self) -> None:
        """Write the value large with its arrow, the unit, the time of the reading and the name."""
        chart, colours = self._chart, self._colours
        fresh = chart.current is not None
        colour = self._present_colour(chart.current) if chart.current else colours.faint
        self._text(LEFT - 30, 82, chart.value, size=68, colour=colour, anchor="ls")
        x = LEFT - 30 + self._width(chart.value, 68) + 14
        if fresh and chart.trend:
            self._arrow(x + 24, 58, _ANGLES[chart.trend], colour)
            x += 62
        self._text(x, 82, chart.unit, size=24, colour=colours.faint, anchor="ls")
        self._text(WIDTH - RIGHT, 44, self._name(), size=20, colour=colours.faint, anchor="rs")
        if chart.measured_at:
            local = chart.measured_at.astimezone(chart.zone)
            # A time alone would be taken for one of today.
            day = "" if chart.measured_at >= chart.start else f"{local:%Y-%m-%d} "
            time = day + chart.clock.minute(local)
            self._text(WIDTH - RIGHT, 82, time, size=30, colour=colours.text if fresh else colours.faint, anchor="rs")

    def _name(self) -> str:
        """Return as much of the name as there is room for."""
        name = whole = self._fonts.drawable(self._chart.name)
        while self._width(name, 20) > _LONGEST_NAME:
            whole = whole[:-1].rstrip()
            name = f"{whole}..."
        return name

    def _arrow(self, x: float, y: float, angle: int, colour: str) -> None:
        """Draw an arrow around a point; the angle (degrees) is counted from level, upwards."""
        shape = [(-24, -4), (6, -4), (6, -15), (24, 0), (6, 15), (6, 4), (-24, 4)]
        turned = [_turn(point, angle) for point in shape]
        self._pen.polygon([((x + dx) * SCALE, (y - dy) * SCALE) for dx, dy in turned], fill=colour)


def _crisp(place: float) -> int:
    """Return the nearest place at which a thin line fills one row of pixels, not two by half."""
    return round(place)


def _turn(point: tuple[float, float], angle: int) -> tuple[float, float]:
    turned = complex(*point) * complex(*_UNIT[angle])
    return turned.real, turned.imag


_DIAGONAL = 0.5**0.5
_UNIT = {
    90: (0.0, 1.0),
    45: (_DIAGONAL, _DIAGONAL),
    0: (1.0, 0.0),
    -45: (_DIAGONAL, -_DIAGONAL),
    -90: (0.0, -1.0),
}
