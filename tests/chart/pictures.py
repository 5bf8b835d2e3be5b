"""The charts that are compared with the pictures beside this file.

When a chart is meant to look different, draw the pictures anew, look at each, and commit them:

    .venv/bin/python -m tests.chart.pictures
"""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from zoneinfo import ZoneInfo

from PIL import Image, ImageChops

from custom_components.librelink_up.chart import Clock
from custom_components.librelink_up.chart.draw import Chart, draw
from custom_components.librelink_up.chart.style import BOTTOM, DARK, HEIGHT, LEFT, LIGHT, RIGHT, TOP, WIDTH, Colours
from custom_components.librelink_up.glucose import (
    GlucoseUnit,
    OutOfRange,
    Reading,
    ReadingKind,
    Thresholds,
    Trend,
    forecast,
)
from simulator.glucose_days import Body, glucose_at

FOLDER = Path(__file__).parent

NOW = datetime(2026, 11, 21, 12, 0, 30, tzinfo=UTC)
AHEAD = timedelta(minutes=25)
BODY = Body(seed="ben", base=122, meal_rise=105, night_dip=48, dawn_rise=25, noise=3)
GAP = NOW - timedelta(minutes=110), NOW - timedelta(minutes=70)
HI = NOW - timedelta(hours=9), NOW - timedelta(hours=8, minutes=20)
LO = NOW - timedelta(minutes=50), NOW - timedelta(minutes=35)
THRESHOLDS = Thresholds()

_LARGEST_IN_CURVE = 3
_LARGEST_IN_TEXT = 10
_MINUTE = timedelta(minutes=1)
_TICKS = {
    GlucoseUnit.MG_DL: [(float(glucose), str(glucose)) for glucose in range(50, 501, 50)],
    GlucoseUnit.MMOL_L: [(glucose * 18.0, str(glucose)) for glucose in range(3, 28, 3)],
}


def day(end: datetime = NOW) -> list[Reading]:
    """Return a day: history at first, six hours by the minute, and in it a gap, a stretch of HI and one of LO."""
    start = end - timedelta(hours=25)
    times = [start + minute * _MINUTE for minute in range(25 * 60) if minute % 5 == 0 or minute >= 19 * 60]
    readings = [
        Reading(time, glucose_at(BODY, time), ReadingKind.CURRENT, Trend.RISING)
        for time in times
        if not GAP[0] < time < GAP[1]
    ]
    beyond = ((HI, OutOfRange.HI, 500), (LO, OutOfRange.LO, 39))
    for span, limit, glucose in beyond:
        readings = [
            one._replace(glucose=glucose, out_of_range=limit) if span[0] < one.time < span[1] else one
            for one in readings
        ]
    return readings


def chart(
    readings: list[Reading], hours: int = 3, unit: GlucoseUnit = GlucoseUnit.MG_DL, *, now: datetime = NOW
) -> Chart:
    """Return the chart of some readings as Home Assistant would have it drawn."""
    latest = readings[-1] if readings else None
    current = latest if latest and now - latest.time < timedelta(minutes=15) else None
    value = "---"
    if current:
        value = str(current.glucose) if unit is GlucoseUnit.MG_DL else f"{current.glucose / 18:.1f}"
        value = current.out_of_range.upper() if current.out_of_range else value
    expected = [(ahead, forecast(readings, ahead)) for ahead in (minutes * _MINUTE for minutes in range(2, 21, 3))]
    return Chart(
        readings=readings,
        start=now - timedelta(hours=hours),
        end=now + AHEAD,
        zone=ZoneInfo("Europe/Berlin"),
        clock=Clock.TWENTY_FOUR,
        thresholds=THRESHOLDS,
        ticks=_TICKS[unit],
        value=value,
        unit=unit.value,
        name="Ben Example",
        measured_at=latest.time if latest else None,
        trend=current.trend if current else None,
        current=current,
        forecast=[(current.time + ahead, glucose) for ahead, glucose in expected if current and glucose is not None],
    )


def charts() -> dict[str, tuple[Chart, Colours]]:
    """Return the charts that have a picture, by its name."""
    readings = day()
    stale = [one for one in readings if one.time < NOW - timedelta(minutes=40)]
    high = [one._replace(glucose=one.glucose + 200) for one in readings if not one.out_of_range]
    mmol = GlucoseUnit.MMOL_L
    return {
        "3_hours": (chart(readings), LIGHT),
        "6_hours_dark_mmol": (chart(readings, 6, mmol), DARK),
        "12_hours": (chart(readings, 12), LIGHT),
        "24_hours_dark": (chart(readings, 24), DARK),
        "stale_mmol": (chart(stale, 3, mmol), LIGHT),
        "no_readings_dark": (chart([]), DARK),
        "all_the_same": (chart(like(readings, 120)), LIGHT),
        "very_high_mmol": (chart(high, 12, mmol), LIGHT),
        "hi_dark": (chart(ends(high, OutOfRange.HI)), DARK),
        "lo": (chart(ends(readings, OutOfRange.LO)), LIGHT),
    }


def like(readings: Iterable[Reading], glucose: int) -> list[Reading]:
    """Return readings at the same times, all with one value."""
    return [Reading(one.time, glucose, one.kind, Trend.STEADY) for one in readings]


def ends(readings: list[Reading], limit: OutOfRange) -> list[Reading]:
    """Return readings of which the last six have no number."""
    glucose = 500 if limit is OutOfRange.HI else 39
    return [*readings[:-6], *(one._replace(glucose=glucose, out_of_range=limit) for one in readings[-6:])]


def reference(name: str) -> Image.Image:
    """Return the picture that a chart is compared with."""
    with Image.open(FOLDER / f"{name}.png") as image:
        return image.convert("RGB")


def unlike(one: Image.Image, other: Image.Image) -> list[str]:
    """Return in which parts two pictures differ; empty when they show the same.

    What counts is the mean difference (0 to 255) of a tile of 20 by 20 pixels: a single dot matters as much as a large
    area. Inside the axes there is no text, and every pixel must be nearly the same. Outside them only the ink of 5 by 5
    pixels must: another FreeType gives letters other edges, but leaves them where they are.
    """
    inside = (LEFT, TOP, WIDTH - RIGHT, HEIGHT - BOTTOM)
    curve = ImageChops.difference(one.crop(inside), other.crop(inside)).reduce(20)
    texts = [image.copy() for image in (one, other)]
    for image in texts:
        image.paste("white", inside)
    text = ImageChops.difference(*(image.reduce(5) for image in texts)).reduce(4)
    parts = (("curve", curve, _LARGEST_IN_CURVE), ("text", text, _LARGEST_IN_TEXT))
    return [name for name, part, largest in parts if worst(part) > largest]


def worst(difference: Image.Image) -> int:
    """Return the largest difference of a pixel in one colour."""
    extrema: Iterable[tuple[int, int]] = difference.getextrema()  # type: ignore[assignment]
    return max(high for _, high in extrema)


def renew() -> None:
    """Draw all pictures anew."""
    for name, (one, colours) in charts().items():
        image = Image.open(BytesIO(draw(one, colours)))
        # Fewer colours than it has make the file half as large.
        image.quantize(256, dither=Image.Dither.NONE).save(FOLDER / f"{name}.png", optimize=True)


if __name__ == "__main__":
    renew()
