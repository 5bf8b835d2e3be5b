"""Times as people read them."""

from dataclasses import replace
from datetime import datetime
from typing import override

from PIL import Image, ImageDraw
import pytest

from custom_components.librelink_up.chart import Clock, clock_of
from custom_components.librelink_up.chart.draw import _Canvas, draw
from custom_components.librelink_up.chart.fonts import Fonts
from custom_components.librelink_up.chart.style import HEIGHT, LIGHT, SCALE, WIDTH

from .pictures import chart, day


@pytest.mark.parametrize(
    ("time", "hour", "minute"),
    [
        ("00:00", "12 AM", "12:00 AM"),
        ("03:07", "3 AM", "3:07 AM"),
        ("12:00", "12 PM", "12:00 PM"),
        ("15:30", "3 PM", "3:30 PM"),
        ("23:59", "11 PM", "11:59 PM"),
    ],
)
def test_a_12_hour_clock_begins_with_twelve_twice_a_day(time: str, hour: str, minute: str) -> None:
    moment = datetime.fromisoformat(f"2026-11-21T{time}:00+00:00")
    assert (Clock.TWELVE.hour(moment), Clock.TWELVE.minute(moment)) == (hour, minute)
    assert Clock.TWENTY_FOUR.minute(moment) == time


@pytest.mark.parametrize(
    ("country", "language", "clock"),
    [
        ("US", "en", Clock.TWELVE),
        ("AU", "en-GB", Clock.TWELVE),
        ("IN", "hi", Clock.TWELVE),
        ("CA", "en", Clock.TWELVE),
        ("CA", "fr", Clock.TWENTY_FOUR),
        ("GB", "en-GB", Clock.TWENTY_FOUR),
        ("DE", "en", Clock.TWENTY_FOUR),
        (None, "en", Clock.TWENTY_FOUR),
    ],
)
def test_the_clock_of_a_country(country: str | None, language: str, clock: Clock) -> None:
    assert clock_of(country, language) is clock


def test_a_chart_has_one_clock_on_its_axis_and_in_its_headline() -> None:
    written: list[str] = []

    class Pen(_Canvas):
        @override
        def _text(self, x: float, y: float, text: str, *, size: int, colour: str, anchor: str) -> None:
            written.append(text)

    one = replace(chart(day(), 6), clock=Clock.TWELVE, ticks=[])
    image = Image.new("RGB", (WIDTH * SCALE, HEIGHT * SCALE))
    canvas = Pen(one, LIGHT, ImageDraw.Draw(image), Fonts())
    canvas.axes()
    assert written == ["8 AM", "10 AM", "12 PM"]
    canvas.headline()
    assert written[-1] == "12:59 PM"
    assert draw(one, LIGHT) != draw(replace(one, clock=Clock.TWENTY_FOUR), LIGHT)
