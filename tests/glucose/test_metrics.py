from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
import math

import pytest

from custom_components.librelink_up.glucose import (
    Reading,
    ReadingKind,
    metrics,
)

START = datetime(2026, 11, 1, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)


def trace(
    values: Sequence[float],
    every: timedelta = 5 * MINUTE,
    start: datetime = START,
    kind: ReadingKind = ReadingKind.CURRENT,
) -> list[Reading]:
    """Return readings with even steps."""
    return [Reading(start + index * every, round(value), kind) for index, value in enumerate(values)]


def published(count: int = 4032) -> list[Reading]:
    """Return the trace by whose figures other implementations were checked: 14 days, every five minutes."""
    turn = 2 * math.pi
    return trace(
        [
            140 + 55 * math.sin(turn * i / 288) + 35 * math.sin(turn * i / 97) + 12 * math.sin(turn * i / 13)
            for i in range(count)
        ]
    )


PUBLISHED = {
    "mean": 140.265129,
    "sd": 46.844697,
    "cv": 33.397251,
    "gmi": 6.665142,
    "gri": 36.840278,
    "lbgi": 1.618413,
    "hbgi": 4.144498,
    "in_range": 69.965278,
    "in_tight_range": 42.286706,
    "below_70": 7.291667,
    "below_54": 1.909722,
    "above_180": 22.743056,
    "above_250": 0,
    "measured": 100,
    "days": 14,
}


@pytest.mark.parametrize("key", PUBLISHED)
def test_figures_are_the_published_ones(key: str) -> None:
    readings = published()
    assert sum(reading.glucose for reading in readings) == 565549
    found = metrics(readings, START, START + 14 * DAY)
    assert getattr(found, key) == pytest.approx(PUBLISHED[key], abs=1e-6)
    assert found.why is None
