"""The messages of `frontend/src/data/protocol.ts`: glucose in mg/dL, times in epoch milliseconds."""

from bisect import bisect_left
from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta, tzinfo
from itertools import pairwise
from operator import attrgetter
from typing import Any

from homeassistant.helpers import device_registry as dr, entity_registry as er

from ..account.delivery import Delivery
from ..account.person import PatientData
from ..glucose import (
    REACH,
    GlucoseState,
    Metrics,
    OutOfRange,
    Reading,
    ReadingKind,
    Thresholds,
    Treatment,
    goes_stale_at,
    last_days,
    local_days,
    metrics,
)
from ..glucose.excursion import Stretch, episodes
from ..glucose.profile import profile
from ..glucose.thin import after_gaps, step_of, thin
from .today import Today

type Message = dict[str, Any]

_KINDS = {ReadingKind.HISTORIC: 0, ReadingKind.SCAN: 1, ReadingKind.CURRENT: 2}
_OUT_OF_RANGE = {None: 0, OutOfRange.HI: 1, OutOfRange.LO: 2}
_FORECASTS = tuple(timedelta(minutes=minutes) for minutes in range(5, 35, 5))
_METRICS = (
    "days",
    "measured",
    "mean",
    "sd",
    "cv",
    "gmi",
    "a1c",
    "gri",
    "lbgi",
    "hbgi",
    "below_54",
    "below_70",
    "in_range",
    "in_tight_range",
    "above_180",
    "above_250",
    "why",
)
_EPISODES = {"very_low": (54, True), "low": (70, True), "high": (180, False), "very_high": (250, False)}
"""Limit (mg/dL) and whether they are below it: the consensus's, as on the report's pages."""
_time = attrgetter("time")
_CALM = (GlucoseState.IN_RANGE, GlucoseState.UNKNOWN)


def ms(moment: datetime) -> int:
    """Return a time as epoch milliseconds."""
    return round(moment.timestamp() * 1000)


def maybe_ms(moment: datetime | None) -> int | None:
    """Return a time as epoch milliseconds, if there is one."""
    return None if moment is None else ms(moment)


def row(reading: Reading) -> list[int]:
    """Return a reading as a row."""
    return [ms(reading.time), reading.glucose, _KINDS[reading.kind], _OUT_OF_RANGE[reading.out_of_range]]


def rows(readings: Iterable[Reading], begin_anew: Collection[datetime]) -> list[list[int]]:
    """Return readings as rows; takes the times of those before which some are missing."""
    return [[*row(reading), 1] if reading.time in begin_anew else row(reading) for reading in readings]


def curve(readings: Sequence[Reading], start: datetime, end: datetime, width: int, thresholds: Thresholds) -> Message:
    """Return the rows of a span (UTC), about two for each pixel of `width`, and how far apart these can be.

    Takes readings in order of time, those of an hour (`REACH`) before and after the span among them: only by them it
    is known where some are missing.
    """
    begin_anew = {*after_gaps(readings), *(reading.time for reading in readings[:1])}
    inside = [reading for reading in readings if start <= reading.time < end]
    kept = thin(inside, width, begin_anew, low=thresholds.low, high=thresholds.high)
    together = [later.time - earlier.time for earlier, later in pairwise(kept) if later.time not in begin_anew]
    return {
        "rows": rows(kept, begin_anew),
        "gap": max([step_of(inside), *together]) // timedelta(milliseconds=1),
    }


def marks_message(starts: Iterable[datetime], treatments: Iterable[Treatment]) -> list[Message]:
    """Return what is marked on a curve, oldest first: starts of sensors, and treatments."""
    sensors: list[Message] = [{"type": "sensor", "time": ms(start)} for start in starts]
    done: list[Message] = [
        {
            "type": "treatment",
            "time": ms(one.time),
            "kind": one.kind.value,
            "amount": one.amount,
            "text": one.text,
        }
        for one in treatments
    ]
    return sorted([*sensors, *done], key=lambda mark: int(mark["time"]))


def days_message(
    readings: Sequence[Reading], days: int, width: int, thresholds: Thresholds, *, now: datetime, zone: tzinfo
) -> Message:
    """Return the last local days, the newest first, which is today as far as it has come.

    Takes readings in order of time, from an hour (`REACH`) before the first of these days on.
    """
    found: list[Message] = []
    gap = 0
    for start, end in reversed(local_days(first_midnight(now, days, zone), now, zone)):
        # Sliced, so that the work is that of the readings, not that of the readings for each day.
        near = readings[bisect_left(readings, start - REACH, key=_time) : bisect_left(readings, end + REACH, key=_time)]
        until = min(end, now)
        measured = metrics(near, start, until, low=thresholds.low, high=thresholds.high)
        drawn = curve(near, start, end, width, thresholds)
        gap = max(gap, drawn["gap"])
        found.append(
            {
                "date": start.astimezone(zone).date().isoformat(),
                "start": ms(start),
                "end": ms(end),
                "shares": share_message(measured),
                "mean": measured.mean,
                "rows": drawn["rows"],
            }
        )
    return {"days": found, "gap": gap}


def first_midnight(now: datetime, days: int, zone: tzinfo) -> datetime:
    """Return the midnight (UTC) with which the last local days begin, of which today is one."""
    return last_days(now, days - 1, zone)[0]


def report_message(
    readings: Sequence[Reading], start: datetime, end: datetime, zone: tzinfo, thresholds: Thresholds
) -> Message:
    """Return what the report of a span (UTC) of whole local days says, but for where it can be fetched."""
    counts = {
        name: episodes(readings, start, end, limit=limit, below=below) for name, (limit, below) in _EPISODES.items()
    }
    found = asdict(metrics(readings, start, end))
    return {
        "metrics": {key: found[key] for key in _METRICS} | {"start": ms(start), "end": ms(end)},
        "limits": limits_message(thresholds),
        "profile": [list(one) for one in profile(readings, zone, start, end)],
        "episodes": {
            **{name: len(stretches) for name, stretches in counts.items()},
            "low_minutes": _mean_minutes(counts["low"]),
            "high_minutes": _mean_minutes(counts["high"]),
        },
    }


def _mean_minutes(stretches: Sequence[Stretch]) -> int | None:
    """Return how long stretches lasted on average, in minutes."""
    if not stretches:
        return None
    return round(sum((one.length for one in stretches), timedelta(0)) / len(stretches) / timedelta(minutes=1))


def share_message(found: Metrics) -> Message:
    """Return the shares of time by the person's limits, which the metrics were asked for with."""
    return {
        "start": ms(found.start),
        "end": ms(found.end),
        "below": found.below,
        "in_range": found.within,
        "above": found.above,
        "measured": found.measured,
    }


def person_message(
    entity: er.RegistryEntry,
    device: dr.AnyDeviceEntry | None,
    data: PatientData,
    *,
    delivery: Delivery | None,
    today: Today,
    now: datetime,
) -> Message:
    """Return everything of a person but the curve; the buttons are those of nobody yet."""
    episode, sensor = data.episode, data.sensor
    state = data.glucose_state() or GlucoseState.UNKNOWN
    low_in = data.low_in(now)
    return {
        "entity_id": entity.entity_id,
        "device_id": entity.device_id,
        "name": name_of(device, data.patient.name),
        "unit": data.unit.value,
        "limits": limits_message(data.thresholds),
        "now": ms(now),
        **_reading(data, now),
        "state": state.value,
        "since": maybe_ms(episode.since if episode else None),
        "change": data.change(now),
        "pressure": data.pressure(now),
        "forecast": [
            [ms(now + ahead), glucose] for ahead in _FORECASTS if (glucose := data.forecast(now, ahead)) is not None
        ],
        "low_in": None if low_in is None else round(low_in.total_seconds()),
        "today": share_message(today.metrics),
        "told": [
            {
                "state": one.state.value,
                "start": ms(one.start),
                "end": maybe_ms(one.end),
                "extreme": one.extreme,
                "out_of_range": _OUT_OF_RANGE[one.out_of_range],
            }
            for one in today.told
        ],
        "sensor": sensor
        and {
            "state": data.sensor_state(now),
            "started": ms(sensor.started),
            "warm": ms(sensor.started + sensor.warm_up),
            "expires": ms(sensor.started + data.life),
        },
        "nightscout": delivery and {"waiting": delivery.waiting, "problem": delivery.status.problem},
        "silence": {
            "silenced": data.silenced(now),
            "until": maybe_ms(data.silenced_until(now)),
            "alerting": state not in _CALM or low_in is not None,
            "acknowledge": None,
            "snooze": None,
        },
    }


def _reading(data: PatientData, now: datetime) -> Message:
    """Return the newest reading that can be shown, and when it is too old for that."""
    current = data.current(now)
    if (reading := current or data.shown) is None:
        return {"reading": None, "stale_at": None}
    stale_at = goes_stale_at(reading, data.stale_limit)
    return {
        "reading": {
            "time": ms(reading.time),
            "glucose": reading.glucose,
            "trend": reading.trend.name.lower() if reading.trend else None,
            "out_of_range": _OUT_OF_RANGE[reading.out_of_range],
        },
        # A point of the history was never current, and nobody knows how old one from the future is.
        "stale_at": ms(stale_at if current else min(stale_at, now)),
    }


def limits_message(thresholds: Thresholds) -> Message:
    """Return a person's limits."""
    return {
        "urgent_low": thresholds.urgent_low,
        "low": thresholds.low,
        "high": thresholds.high,
        "urgent_high": thresholds.urgent_high,
    }


def name_of(device: dr.AnyDeviceEntry | None, name: str) -> str:
    """Return what a person is called: as the user calls their device."""
    return (device and (device.name_by_user or device.name)) or name
