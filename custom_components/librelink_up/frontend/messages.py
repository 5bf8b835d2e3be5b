"""The messages of `frontend/src/data/protocol.ts`: glucose in mg/dL, times in epoch milliseconds."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from homeassistant.helpers import device_registry as dr, entity_registry as er

from ..account.delivery import Delivery
from ..account.person import PatientData
from ..glucose import (
    GlucoseState,
    Metrics,
    OutOfRange,
    Reading,
    ReadingKind,
    Thresholds,
    after_gaps,
    goes_stale_at,
    step_of,
    thin,
)
from .today import Today

type Message = dict[str, Any]

_KINDS = {ReadingKind.HISTORIC: 0, ReadingKind.SCAN: 1, ReadingKind.CURRENT: 2}
_OUT_OF_RANGE = {None: 0, OutOfRange.HI: 1, OutOfRange.LO: 2}
_FORECASTS = tuple(timedelta(minutes=minutes) for minutes in range(5, 35, 5))
_CALM = (GlucoseState.IN_RANGE, GlucoseState.UNKNOWN)


def ms(time: datetime) -> int:
    """Return a time as epoch milliseconds."""
    return round(time.timestamp() * 1000)


def maybe_ms(time: datetime | None) -> int | None:
    """Return a time as epoch milliseconds, if there is one."""
    return None if time is None else ms(time)


def row(reading: Reading) -> list[int]:
    """Return a reading as a row."""
    return [ms(reading.time), reading.glucose, _KINDS[reading.kind], _OUT_OF_RANGE[reading.out_of_range]]


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
        "rows": [[*row(reading), 1] if reading.time in begin_anew else row(reading) for reading in kept],
        "gap": max([step_of(inside), *together]) // timedelta(milliseconds=1),
    }


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
            {"state": one.state.value, "start": ms(one.start), "end": maybe_ms(one.end), "extreme": one.extreme}
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
