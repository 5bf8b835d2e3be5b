"""The answer of the action get_report: metrics, episodes and, if asked for, days or hours of the day, in both units."""

from bisect import bisect_left
from collections.abc import Sequence
from datetime import datetime, timedelta, tzinfo
from typing import Any

from ..glucose import (
    CONSENSUS_HIGH,
    CONSENSUS_LOW,
    REACH,
    GlucoseUnit,
    Metrics,
    Reading,
    Thresholds,
    counted,
    in_unit,
    local_days,
    metrics,
    spans,
)
from ..glucose.excursion import Stretch, episodes
from ..glucose.profile import by_hour

VERY_LOW, VERY_HIGH = 54, 250
_EPISODES = {
    "very_low": (VERY_LOW, True),
    "low": (CONSENSUS_LOW, True),
    "high": (CONSENSUS_HIGH, False),
    "very_high": (VERY_HIGH, False),
}
_SHARES = ("below_54", "below_70", "in_range", "in_tight_range", "above_180", "above_250")
_MINUTE = timedelta(minutes=1)

type Summary = dict[str, Any]


def summary(
    readings: Sequence[Reading],
    start: datetime,
    end: datetime,
    *,
    zone: tzinfo,
    unit: GlucoseUnit,
    limits: Thresholds,
    by: Sequence[str] = (),
) -> Summary:
    """Return what a span (UTC) was like; `by` may have "day" and "hour".

    Takes readings in order of time, those of an hour (`REACH`) before and after among them.
    """
    whole = metrics(readings, start, end, low=limits.low, high=limits.high)
    values = [counted(span.reading) for span in spans(readings, start, end)]
    found: Summary = {
        "unit": unit.value,
        "from": start.astimezone(zone).isoformat(),
        "to": end.astimezone(zone).isoformat(),
        "days": round(whole.days, 2),
        "limits": _glucose("low", limits.low) | _glucose("high", limits.high),
        **_metrics(whole),
        **_glucose("lowest", min(values, default=None)),
        **_glucose("highest", max(values, default=None)),
        "episodes": {
            name: _episodes(episodes(readings, start, end, limit=limit, below=below), zone)
            for name, (limit, below) in _EPISODES.items()
        },
    }
    if "day" in by:
        found["by_day"] = _days(readings, start, end, zone, limits)
    if "hour" in by:
        found["by_hour"] = [
            {
                "hour": hour.hour,
                "measured": _rounded(hour.measured),
                **_glucose("mean", hour.mean),
                "time_below_range": _rounded(hour.below),
                "time_in_range": _rounded(hour.within),
                "time_above_range": _rounded(hour.above),
            }
            for hour in by_hour(readings, zone, start, end, low=limits.low, high=limits.high)
        ]
    return found


def _metrics(found: Metrics) -> Summary:
    """Return the figures of a span; what is unknown is None, and `why_unknown` says why."""
    return {
        "measured": _rounded(found.measured),
        "why_unknown": found.why,
        "time_below_range": _rounded(found.below),
        "time_in_range": _rounded(found.within),
        "time_above_range": _rounded(found.above),
        **_glucose("mean", found.mean),
        **_glucose("sd", found.sd),
        "cv": _rounded(found.cv),
        "gmi": _rounded(found.gmi),
        "estimated_a1c": _rounded(found.a1c),
        "gri": _rounded(found.gri),
        "lbgi": _rounded(found.lbgi, 2),
        "hbgi": _rounded(found.hbgi, 2),
        "consensus": {name: _rounded(getattr(found, name)) for name in _SHARES},
    }


def _days(
    readings: Sequence[Reading], start: datetime, end: datetime, zone: tzinfo, limits: Thresholds
) -> list[Summary]:
    """Return the local days one by one, each as far as it lies in the span."""
    days = []
    for midnight, next_midnight in local_days(start, end, zone):
        begin, until = max(midnight, start), min(next_midnight, end)
        # Sliced, so that the work is that of the readings, not that of all readings for each day.
        near = readings[
            bisect_left(readings, begin - REACH, key=_time) : bisect_left(readings, until + REACH, key=_time)
        ]
        found = metrics(near, begin, until, low=limits.low, high=limits.high)
        days.append({"date": midnight.astimezone(zone).date().isoformat(), **_metrics(found)})
    return days


def _time(reading: Reading) -> datetime:
    return reading.time


def _episodes(found: Sequence[Stretch], zone: tzinfo) -> Summary:
    """Return episodes: how many, how long all in all and on average (minutes), and each of them."""
    lengths = [one.length / _MINUTE for one in found]
    return {
        "count": len(found),
        "minutes": round(sum(lengths)),
        "mean_minutes": round(sum(lengths) / len(found)) if found else None,
        "list": [
            {
                "start": one.start.astimezone(zone).isoformat(),
                "end": one.end.astimezone(zone).isoformat(),
                "minutes": round(one.length / _MINUTE),
                **_glucose("extreme", one.extreme),
            }
            for one in found
        ],
    }


def _glucose(name: str, mg_dl: float | None) -> Summary:
    """Return glucose (mg/dL) in both units."""
    return {
        f"{name}_mg_dl": None if mg_dl is None else in_unit(mg_dl, GlucoseUnit.MG_DL),
        f"{name}_mmol_l": None if mg_dl is None else in_unit(mg_dl, GlucoseUnit.MMOL_L),
    }


def _rounded(value: float | None, digits: int = 1) -> float | None:
    return None if value is None else round(value, digits)
