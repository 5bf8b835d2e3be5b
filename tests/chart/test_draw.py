"""The picture: compared with kept ones, and looked at where it matters."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from io import BytesIO
from itertools import pairwise
import sys
from typing import Any
from zoneinfo import ZoneInfo

from PIL import Image, ImageChops, ImageDraw, ImageFont
import pytest

from custom_components.librelink_up.chart.draw import Chart, draw
from custom_components.librelink_up.chart.fonts import Fonts
from custom_components.librelink_up.chart.style import (
    BOTTOM,
    DARK,
    HEIGHT,
    LEFT,
    LIGHT,
    RIGHT,
    SCALE,
    TOP,
    WIDTH,
    Colours,
)
from custom_components.librelink_up.glucose import GlucoseState, OutOfRange, Reading, ReadingKind, Thresholds, Trend

from .pictures import GAP, HI, LO, NOW, THRESHOLDS, chart, charts, day, like, reference, unlike

type Colour = tuple[int, int, int]

DRAWING: Any = sys.modules[draw.__module__]
MINUTE = timedelta(minutes=1)


def drawn(one: Chart, colours: Colours = LIGHT) -> Image.Image:
    return Image.open(BytesIO(draw(one, colours)))


def rgb(colour: str) -> Colour:
    return bytes.fromhex(colour[1:])[0], bytes.fromhex(colour[1:])[1], bytes.fromhex(colour[1:])[2]


def x_of(one: Chart, time: datetime) -> int:
    return round(LEFT + (time - one.start) / (one.end - one.start) * (WIDTH - LEFT - RIGHT))


def y_of(glucose: float, top: float = 260) -> int:
    return round(HEIGHT - BOTTOM - (glucose - 40) / (top - 40) * (HEIGHT - TOP - BOTTOM))


def column(image: Image.Image, x: int, top: int = TOP, bottom: int = HEIGHT - BOTTOM) -> list[Any]:
    return [image.getpixel((x, y)) for y in range(top, bottom)]


def row(image: Image.Image, y: int, left: int = LEFT, right: int = WIDTH - RIGHT) -> list[Any]:
    return [image.getpixel((x, y)) for x in range(left, right)]


def colours_in(image: Image.Image) -> set[object]:
    return {colour for _, colour in image.getcolors(image.width * image.height) or []}


def steady(glucose: int, minutes: int = 60) -> list[Reading]:
    times = [NOW - minute * MINUTE for minute in range(minutes, 0, -1)]
    return [Reading(time, glucose, ReadingKind.CURRENT, Trend.STEADY) for time in times]


@pytest.mark.parametrize("name", charts())
def test_a_chart_looks_as_its_kept_picture(name: str) -> None:
    picture = draw(*charts()[name])
    image = Image.open(BytesIO(picture))
    assert (image.format, image.size, image.mode) == ("PNG", (800, 420), "RGB")
    assert len(picture) < 60_000
    assert unlike(image, reference(name)) == []


def without(part: str) -> Callable[[pytest.MonkeyPatch, Chart], Chart]:
    """Leaves out a part of the drawing."""

    def change(patch: pytest.MonkeyPatch, one: Chart) -> Chart:
        patch.setattr(DRAWING._Canvas, part, lambda *_: None)
        return one

    return change


def other(**changed: Any) -> Callable[[pytest.MonkeyPatch, Chart], Chart]:
    """Changes what is to be seen."""
    return lambda _, one: replace(one, **changed)


def lower(patch: pytest.MonkeyPatch, one: Chart) -> Chart:
    return replace(one, readings=[reading._replace(glucose=reading.glucose - 4) for reading in one.readings])


def one_outlier(patch: pytest.MonkeyPatch, one: Chart) -> Chart:
    readings = list(one.readings)
    readings[-90] = readings[-90]._replace(glucose=readings[-90].glucose + 12)
    return replace(one, readings=readings)


def joined_gap(patch: pytest.MonkeyPatch, one: Chart) -> Chart:
    patch.setattr(DRAWING, "_LONGEST_LINE", timedelta(hours=1))
    return one


def joined_gap_without_dots(patch: pytest.MonkeyPatch, one: Chart) -> Chart:
    invented = [one.readings[-70]._replace(time=GAP[0] + minute * MINUTE) for minute in range(40)]
    return replace(one, readings=sorted([*one.readings, *invented]))


def a_forecast_dot_less(patch: pytest.MonkeyPatch, one: Chart) -> Chart:
    return replace(one, forecast=one.forecast[:-1])


def late_by_two_minutes(patch: pytest.MonkeyPatch, one: Chart) -> Chart:
    return replace(one, readings=[reading._replace(time=reading.time + 2 * MINUTE) for reading in one.readings])


@pytest.mark.parametrize(
    ("change", "where"),
    [
        (lower, "curve"),
        (one_outlier, "curve"),
        (late_by_two_minutes, "curve"),
        (joined_gap, "curve"),
        (joined_gap_without_dots, "curve"),
        (a_forecast_dot_less, "curve"),
        (without("bands"), "curve"),
        (without("axes"), "text"),
        (without("curve"), "curve"),
        (without("beyond"), "curve"),
        (without("forecast"), "curve"),
        (without("newest"), "curve"),
        (without("headline"), "text"),
        (without("_arrow"), "text"),
        (without("_dashed"), "curve"),
        (other(thresholds=Thresholds(low=80)), "curve"),
        (other(thresholds=Thresholds(urgent_low=60)), "curve"),
        (other(value="126"), "text"),
        (other(value="---"), "text"),
        (other(unit="mmol/L"), "text"),
        (other(name="Anna Example"), "text"),
        (other(name=""), "text"),
        (other(trend=Trend.FALLING), "text"),
        (other(ticks=[]), "text"),
        (other(measured_at=None), "text"),
        (other(zone=ZoneInfo("Europe/London")), "text"),
    ],
)
def test_a_wrong_chart_is_told_from_its_picture(
    monkeypatch: pytest.MonkeyPatch, change: Callable[[pytest.MonkeyPatch, Chart], Chart], where: str
) -> None:
    right, colours = charts()["3_hours"]
    wrong = change(monkeypatch, right)
    assert where in unlike(drawn(wrong, colours), reference("3_hours"))


@pytest.mark.parametrize("state", list(LIGHT.states))
def test_a_wrong_colour_is_told_from_its_picture(state: GlucoseState) -> None:
    wrong = replace(LIGHT, states={**LIGHT.states, state: LIGHT.states[GlucoseState.IN_RANGE]})
    if state is GlucoseState.IN_RANGE:
        wrong = replace(LIGHT, states={**LIGHT.states, state: LIGHT.states[GlucoseState.HIGH]})
    assert "curve" in unlike(drawn(charts()["3_hours"][0], wrong), reference("3_hours"))


def test_letters_of_another_freetype_are_the_same_picture(monkeypatch: pytest.MonkeyPatch) -> None:
    # A little larger: their edges lie elsewhere, and what follows them is moved, too.
    monkeypatch.setattr(Fonts, "font", lambda _, size: ImageFont.load_default(size + 0.5))
    one, colours = charts()["3_hours"]
    image = drawn(one, colours)
    assert ImageChops.difference(image, reference("3_hours")).getbbox() is not None
    assert unlike(image, reference("3_hours")) == []


@pytest.mark.parametrize("hours", [3, 6, 12, 24])
@pytest.mark.parametrize("colours", [LIGHT, DARK])
def test_a_gap_is_empty(hours: int, colours: Colours) -> None:
    one = chart(like(day(), 120), hours)
    image = drawn(one, colours)
    left, right = x_of(one, GAP[0]) + 3, x_of(one, GAP[1]) - 3
    assert right - left > 10
    for x in range(left, right):
        found = set(column(image, x, y_of(180) + 1, y_of(70) - 1))
        assert found in ({rgb(colours.band)}, {rgb(colours.grid)})
    assert {rgb(colours.band)} in [set(column(image, x, y_of(180) + 1, y_of(70) - 1)) for x in range(left, right)]


@pytest.mark.parametrize(("minutes", "joined"), [(9, True), (10, False)])
def test_readings_are_joined_up_to_nine_minutes(minutes: int, joined: bool) -> None:
    readings = [Reading(NOW - ago * MINUTE, 100, ReadingKind.HISTORIC) for ago in (60, 60 - minutes)]
    one = chart(readings)
    middle = column(drawn(one), x_of(one, NOW - (60 - minutes / 2) * MINUTE), y_of(120), y_of(80))
    assert (set(middle) != {rgb(LIGHT.band)}) is joined


@pytest.mark.parametrize("thresholds", [THRESHOLDS, Thresholds(urgent_low=60, low=90, high=150, urgent_high=200)])
def test_the_band_lies_between_the_thresholds(thresholds: Thresholds) -> None:
    image = drawn(replace(chart([]), thresholds=thresholds))
    # Between two dashes of the thresholds' lines, and away from the hours' lines.
    found = column(image, LEFT + 9)
    band = [TOP + index for index, colour in enumerate(found) if colour == rgb(LIGHT.band)]
    assert abs(band[0] - y_of(thresholds.high)) <= 1
    assert abs(band[-1] - y_of(thresholds.low)) <= 1
    assert band == list(range(band[0], band[-1] + 1))
    assert set(found) == {rgb(LIGHT.band), rgb(LIGHT.background)}
    dashes = column(image, LEFT + 2)
    for state in (GlucoseState.URGENT_LOW, GlucoseState.LOW, GlucoseState.HIGH, GlucoseState.URGENT_HIGH):
        place = TOP + dashes.index(rgb(LIGHT.states[state]))
        assert abs(place - y_of(getattr(thresholds, state))) <= 1


def test_thresholds_beyond_the_chart_are_at_its_edge() -> None:
    image = drawn(replace(chart([]), thresholds=Thresholds(low=70, high=300, urgent_high=350)))
    assert image.getpixel((LEFT + 9, TOP + 1)) == rgb(LIGHT.band)
    assert not {rgb(LIGHT.states[GlucoseState.URGENT_HIGH]), rgb(LIGHT.states[GlucoseState.HIGH])} & set(
        row(image, TOP)
    )


@pytest.mark.parametrize("limit", [120, 300])
def test_a_range_of_nothing_has_no_band(limit: int) -> None:
    thresholds = Thresholds(urgent_low=50, low=limit, high=limit, urgent_high=400)
    assert rgb(LIGHT.band) not in colours_in(drawn(replace(chart([]), thresholds=thresholds)))


@pytest.mark.parametrize("colours", [LIGHT, DARK])
@pytest.mark.parametrize(
    ("glucose", "state"),
    [
        (45, GlucoseState.URGENT_LOW),
        (60, GlucoseState.LOW),
        (110, GlucoseState.IN_RANGE),
        (200, GlucoseState.HIGH),
        (254, GlucoseState.URGENT_HIGH),
    ],
)
def test_the_last_dot_and_the_number_have_the_colour_of_the_state(
    glucose: int, state: GlucoseState, colours: Colours
) -> None:
    one = replace(chart(steady(glucose)), forecast=[])
    image = drawn(one, colours)
    x, y = x_of(one, one.readings[-1].time), y_of(glucose, max(260, glucose + 15))
    assert {image.getpixel((x + dx, y + dy)) for dx in (-3, 0, 3) for dy in (-3, 0, 3)} == {rgb(colours.states[state])}
    assert rgb(colours.states[state]) in colours_in(image.crop((0, 0, 300, TOP - 10)))


def test_the_last_dot_is_there_when_the_reading_could_not_be_recorded() -> None:
    latest = Reading(NOW - MINUTE, 200, ReadingKind.CURRENT, Trend.RISING)
    one = replace(chart(steady(100)[:-5]), current=latest, forecast=[])
    assert drawn(one).getpixel((x_of(one, latest.time), y_of(200))) == rgb(LIGHT.states[GlucoseState.HIGH])


@pytest.mark.parametrize("hours", [3, 6, 12, 24])
def test_the_forecast_is_dotted(hours: int) -> None:
    one = chart(steady(120), hours)
    line = [colour == rgb(LIGHT.faint) for colour in row(drawn(one), y_of(120), x_of(one, NOW) + 6)]
    dots = sum(after and not before for before, after in pairwise([False, *line]))
    assert dots == {3: 6, 6: 3, 12: 2, 24: 1}[hours]
    longest = max(len(run) for run in "".join(" #"[dark] for dark in line).split())
    assert longest <= 4


def test_the_forecast_ends_where_glucose_is_expected() -> None:
    readings = [one._replace(glucose=120 + index) for index, one in enumerate(steady(120))]
    for hours in (3, 6, 12, 24):
        one = chart(readings, hours)
        time, glucose = one.forecast[-1]
        assert glucose > readings[-1].glucose + 5
        assert drawn(one).getpixel((x_of(one, time), y_of(glucose))) == rgb(LIGHT.faint)


def test_a_forecast_above_everything_measured_is_seen() -> None:
    readings = [one._replace(glucose=140 + 2 * index) for index, one in enumerate(steady(140))]
    one = chart(readings)
    time, glucose = one.forecast[-1]
    assert glucose > 275
    assert drawn(one).getpixel((x_of(one, time), y_of(glucose, glucose + 15))) == rgb(LIGHT.faint)


def test_a_stale_number_is_not_shown_nor_a_last_dot() -> None:
    readings = [one for one in steady(200) if one.time < NOW - 20 * MINUTE]
    image = drawn(chart(readings))
    high = rgb(LIGHT.states[GlucoseState.HIGH])
    assert high not in colours_in(image.crop((0, 0, WIDTH, TOP - 10)))
    one = chart(readings)
    tall = sum(colour == high for colour in column(image, x_of(one, readings[-1].time), y_of(215), y_of(185)))
    assert tall <= 6


def test_the_time_of_a_reading_from_before_the_chart_has_its_date() -> None:
    recent = chart(steady(100)[:-30])
    old = replace(chart([]), measured_at=NOW - timedelta(hours=30))
    box = (WIDTH // 2, 50, WIDTH, 90)
    widths = [ImageChops.difference(drawn(one), drawn(chart([]))).crop(box).getbbox() for one in (recent, old)]
    assert widths[0] is not None
    assert widths[1] is not None
    assert widths[1][0] < widths[0][0] - 100


def test_hi_and_lo_are_at_the_edges_they_are_beyond() -> None:
    one = chart(day(), 12)
    image = drawn(one)
    for span, y, state in ((HI, TOP + 4, GlucoseState.URGENT_HIGH), (LO, HEIGHT - BOTTOM - 4, GlucoseState.URGENT_LOW)):
        places = [x for x in range(LEFT, WIDTH - RIGHT) if image.getpixel((x, y)) == rgb(LIGHT.states[state])]
        assert x_of(one, span[0]) - 5 <= places[0]
        assert places[-1] <= x_of(one, span[1]) + 5
        assert len(places) < x_of(one, span[1]) - x_of(one, span[0])


def test_the_number_that_comes_with_hi_does_not_flatten_the_curve() -> None:
    readings = steady(120)
    beyond = [
        one._replace(glucose=500, out_of_range=OutOfRange.HI) if 10 < i < 20 else one for i, one in enumerate(readings)
    ]
    one = chart(beyond)
    assert drawn(one).getpixel((x_of(one, readings[30].time), y_of(120))) == rgb(LIGHT.states[GlucoseState.IN_RANGE])


def test_the_newest_reading_has_its_wedge() -> None:
    readings = steady(120)
    for count in range(1, 12):
        low = [one._replace(glucose=39, out_of_range=OutOfRange.LO) for one in readings[-count:]]
        one = chart([*readings[:-count], *low])
        place = x_of(one, readings[-1].time), HEIGHT - BOTTOM - 4
        assert drawn(one).getpixel(place) == rgb(LIGHT.states[GlucoseState.URGENT_LOW])


@pytest.mark.parametrize("glucose", [40, 45, 400, 500])
def test_values_at_the_ends_stay_inside_the_axes(glucose: int) -> None:
    image = drawn(chart(steady(glucose)))
    bare = drawn(replace(chart([]), value=str(glucose), trend=Trend.STEADY))
    below = ImageChops.difference(image, bare).crop((LEFT, HEIGHT - BOTTOM + 9, WIDTH, HEIGHT))
    assert below.getbbox() is None
    x = x_of(chart([]), NOW - 30 * MINUTE)
    assert any(colour not in (rgb(LIGHT.background), rgb(LIGHT.band)) for colour in column(image, x, TOP, HEIGHT))


@pytest.mark.parametrize(
    ("zone", "now", "hours"),
    [
        ("Asia/Kolkata", "2026-11-21T12:00:30+00:00", ["18:00", "00:00", "06:00", "12:00"]),
        ("Europe/Berlin", "2026-10-25T12:00:30+00:00", ["18:00", "00:00", "06:00", "12:00"]),
        ("Europe/Berlin", "2026-03-29T12:00:30+00:00", ["18:00", "00:00", "06:00", "12:00"]),
    ],
)
def test_hours_stand_where_they_were_on_the_clock(zone: str, now: str, hours: list[str]) -> None:
    written: list[tuple[float, str]] = []

    class Pen(DRAWING._Canvas):  # type: ignore[misc]
        def _text(self, x: float, y: float, text: str, **_: Any) -> None:
            written.append((x, text))

    one = replace(chart([], 24, now=datetime.fromisoformat(now)), zone=ZoneInfo(zone), ticks=[])
    image = Image.new("RGB", (WIDTH * SCALE, HEIGHT * SCALE))
    Pen(one, LIGHT, ImageDraw.Draw(image), Fonts()).axes()
    for x, text in written:
        time = one.start + (x - LEFT) / (WIDTH - LEFT - RIGHT) * (one.end - one.start)
        # The line is at a whole pixel, which is two minutes here.
        assert f"{(time + 2 * MINUTE).astimezone(one.zone):%H}:00" == text
        assert (time + 2 * MINUTE).minute % 30 <= 4
    assert [text for _, text in written] == hours


def test_a_long_name_is_shortened_and_leaves_the_number_alone() -> None:
    short, long = (drawn(replace(chart(steady(120)), name=name)) for name in ("", "Wilhelmine Friederike " * 4))
    changed = ImageChops.difference(short, long).getbbox()
    assert changed is not None
    assert changed[0] >= WIDTH - RIGHT - 385
    assert changed[2] <= WIDTH - RIGHT + 1
    assert changed[3] <= 52


@pytest.mark.parametrize("trend", Trend)
@pytest.mark.parametrize("value", ["27.8", "500", "HI"])
def test_number_arrow_and_unit_leave_the_name_alone(value: str, trend: Trend) -> None:
    one = replace(chart(steady(120)), value=value, trend=trend, unit="mmol/L", name="", measured_at=None)
    headline = drawn(one).crop((0, 0, WIDTH, TOP - 8))
    changed = ImageChops.difference(headline, Image.new("RGB", headline.size, LIGHT.background)).getbbox()
    assert changed is not None
    assert changed[0] >= 20
    assert changed[1] >= 20
    assert changed[2] < WIDTH - RIGHT - 385


def test_the_number_and_the_newest_dot_have_the_colour_of_the_state_that_is_shown_elsewhere() -> None:
    """On a threshold the state is steady, and two colours for one value would leave people guessing."""
    at_180 = replace(chart(steady(180)), thresholds=Thresholds(high=180))
    high = rgb(LIGHT.states[GlucoseState.HIGH])
    plain, shown = (drawn(replace(at_180, state=state)) for state in (None, GlucoseState.HIGH))
    headline = (0, 0, WIDTH // 2, TOP - 10)
    assert high not in colours_in(plain.crop(headline))
    assert high in colours_in(shown.crop(headline))
    assert rgb(LIGHT.states[GlucoseState.IN_RANGE]) not in colours_in(shown.crop(headline))
    unknown = drawn(replace(at_180, state=GlucoseState.NO_READINGS))
    assert unknown.tobytes() == plain.tobytes()
