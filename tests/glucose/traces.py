"""Traces for the metrics, and iglu's figures of them: an implementation by others, counting readings."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from importlib import import_module
from importlib.util import find_spec
import math
import sys
from types import ModuleType
from typing import Any
import warnings

from custom_components.librelink_up.glucose import Reading, ReadingKind

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


def waves(count: int = 4032) -> list[int]:
    """Return the values (mg/dL) of which others have published the figures: 14 days, every five minutes."""
    turn = 2 * math.pi
    return [
        round(140 + 55 * math.sin(turn * i / 288) + 35 * math.sin(turn * i / 97) + 12 * math.sin(turn * i / 13))
        for i in range(count)
    ]


@cache
def _iglu(name: str) -> Any:
    """Return a function of iglu_python; its package itself would want to plot."""
    if "iglu_python" not in sys.modules:
        spec = find_spec("iglu_python")
        assert spec
        package = ModuleType("iglu_python")
        package.__path__ = list(spec.submodule_search_locations or [])
        sys.modules["iglu_python"] = package
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return getattr(import_module(f"iglu_python.{name}"), name)


def iglu(readings: Sequence[Reading]) -> dict[str, float]:
    """Return what iglu says of readings, by the names of our figures."""
    values = import_module("pandas").Series([float(reading.glucose) for reading in readings])

    def value(name: str, *args: Any, column: str | None = None) -> float:
        found = _iglu(name)(values, *args)
        return float(found[column].iloc[0] if column else getattr(found, "iloc", [found])[0])

    below = _iglu("below_percent")(values, [54, 70])
    above = _iglu("above_percent")(values, [180, 250])
    inside = _iglu("in_range_percent")(values, [[70, 180], [70, 140]])
    return {
        "mean": value("mean_glu"),
        "sd": value("sd_glu"),
        "cv": value("cv_glu"),
        "gmi": value("gmi"),
        "a1c": value("ea1c"),
        "gri": value("gri"),
        "lbgi": value("lbgi"),
        "hbgi": value("hbgi"),
        "below_54": float(below["below_54"]),
        "below_70": float(below["below_70"]),
        "above_180": float(above["above_180"]),
        "above_250": float(above["above_250"]),
        "in_range": float(inside["in_range_70_180"]),
        "in_tight_range": float(inside["in_range_70_140"]),
    }


def iglu_episodes(readings: Sequence[Reading]) -> dict[tuple[str, str], tuple[int, float]]:
    """Return how many episodes iglu finds, and how many minutes these last on average, by type and level."""
    pandas = import_module("pandas")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = _iglu("episode_calculation")(
            pandas.DataFrame(
                {
                    "id": "person",
                    "time": [reading.time.replace(tzinfo=None) for reading in readings],
                    "gl": [float(reading.glucose) for reading in readings],
                }
            ),
            tz="UTC",
        )
    return {(row.type, row.level): (int(row.total_episodes), float(row.avg_ep_duration)) for row in found.itertuples()}
