"""The table in docs/alerts.md that says what is told of somebody whose readings come rarely, line by line."""

from datetime import timedelta
from pathlib import Path

import pytest

from custom_components.librelink_up.glucose import LOWS, Happening, Reading, Sensor, entered

from .watching import MINUTE, START, Watched, at, every, reading

DOCS = Path(__file__).parents[2] / "docs/alerts.md"
HOURS = 4
HALF_AN_HOUR = timedelta(minutes=30)


def table() -> list[tuple[int, list[str]]]:
    """The rows: the minutes between readings, and what the other columns say."""
    lines = DOCS.read_text().splitlines()
    first = next(number for number, line in enumerate(lines) if line.startswith("| A reading every"))
    rows = []
    for line in lines[first + 2 :]:
        if not line.startswith("|"):
            break
        cadence, *cells = (cell.strip() for cell in line.strip("|").split("|"))
        rows.append((int(cadence.removesuffix(" min")), cells))
    return rows


def course(cadence: int, *values: int) -> list[Reading]:
    """Four hours of readings that repeat these values."""
    number = HOURS * 60 // cadence + 1
    return every(cadence, 100, *(values * number)[:number])


def lows(watched: Watched) -> int:
    return len(watched.happened(Happening.BECAME_LOW))


def often(told: int, readings: int) -> str:
    return {1: "once", readings: "with each"}[told]


def test_the_table_has_the_cadences_that_people_have() -> None:
    assert [cadence for cadence, _ in table()] == [1, 5, 10, 14, 16, 20, 30, 60, 70]


@pytest.mark.parametrize(("cadence", "cells"), table(), ids=lambda one: f"{one} min" if isinstance(one, int) else "")
def test_what_the_table_says_is_so(cadence: int, cells: list[str]) -> None:
    low, for_half_an_hour, dance, recovery, other_sensor = cells

    watched, fired = Watched(), []
    readings = course(cadence, 60)
    for one in readings:
        minutes = (one.time - START) / MINUTE + 0.2
        while watched.last and (watched.last.now - START) / MINUTE + 1 < minutes:
            look = watched.look((watched.last.now - START) / MINUTE + 1)
            fired += [look.now] if entered(look, LOWS, HALF_AN_HOUR) else []
        look = watched.look(minutes, one)
        fired += [look.now] if entered(look, LOWS, HALF_AN_HOUR) else []
    assert often(lows(watched), len(readings) - 1) == low
    after = [round((moment - readings[1].time) / MINUTE) for moment in fired]
    assert (f"after {after[0]} min" if after else "never") == for_half_an_hour
    assert len(after) <= 1

    watched = Watched()
    watched.follow(readings := course(cadence, 69, 72, 71))
    assert often(lows(watched), sum(one.glucose < 70 for one in readings)) == dance

    watched = Watched()
    watched.follow([reading(0, 60), reading(cadence, 100), reading(2 * cadence, 100)])
    found = [round(minutes) for minutes, one in watched.told if one is Happening.BACK_IN_RANGE]
    assert found == [cadence]
    assert recovery == "with that reading"

    watched = Watched(sensor=Sensor(serial="A", started=at(-9999), warm_up=timedelta(hours=1)))
    watched.follow([reading(0, 60)])
    watched.sensor = Sensor(serial="B", started=at(cadence / 2), warm_up=timedelta(0))
    watched.follow([reading(cadence, 60), reading(cadence + 1, 60)])
    assert {2: "again"}[lows(watched)] == other_sensor
