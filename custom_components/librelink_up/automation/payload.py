"""A patient's reading as automations get it: in events, triggers, notifications and webhooks."""

from datetime import datetime, timedelta
from typing import Any

from homeassistant.util import dt as dt_util

from ..account.person import PatientData
from ..glucose import GlucoseUnit, Reading, Trend, in_unit

_MINUTE = timedelta(minutes=1)

ARROWS = {
    Trend.FALLING_QUICKLY: "↓",
    Trend.FALLING: "↘",
    Trend.STEADY: "→",
    Trend.RISING: "↗",
    Trend.RISING_QUICKLY: "↑",
}


def value_shown(reading: Reading, unit: GlucoseUnit) -> str:
    """Return the value as the sensor shows it: a number in the person's unit, HI or LO."""
    return reading.out_of_range.upper() if reading.out_of_range else str(in_unit(reading.glucose, unit))


def shown(reading: Reading, unit: GlucoseUnit) -> str:
    """Return a reading as one looks at it: the value, its unit, the arrow."""
    parts = [value_shown(reading, unit), None if reading.out_of_range else unit.value]
    parts.append(ARROWS[reading.trend] if reading.trend else None)
    return " ".join(part for part in parts if part)


def reading_payload(data: PatientData | None, now: datetime) -> dict[str, Any]:
    """Return the reading that is shown (None: of nobody) and what follows from it, as plain values.

    Glucose is in the person's unit, and in both units under their names; times are local, with their offset; `age` and
    `low_in` are minutes; `pressure`: it is low, and may be pressure on the sensor.
    """
    fresh = data.current(now) if data else None
    reading = fresh or (data.shown if data else None)
    unit = data.unit if data else None

    def converted(glucose: float | None) -> float | None:
        return None if glucose is None or unit is None else in_unit(glucose, unit)

    low_in = data.low_in(now) if data else None
    since = data.episode.since if data and data.episode else None
    return {
        "display": shown(reading, unit) if reading and unit else None,
        "glucose": converted(reading.glucose) if reading else None,
        "unit": unit.value if unit else None,
        "mg_dl": reading.glucose if reading else None,
        "mmol_l": in_unit(reading.glucose, GlucoseUnit.MMOL_L) if reading else None,
        "trend": reading.trend.name.lower() if reading and reading.trend else None,
        "arrow": ARROWS[reading.trend] if reading and reading.trend else None,
        "out_of_range": reading.out_of_range.value if reading and reading.out_of_range else None,
        "measured_at": _local(reading.time) if reading else None,
        "age": max(round((now - reading.time) / _MINUTE), 0) if reading else None,
        "is_recent": fresh is not None,
        "change": converted(data.change(now)) if data else None,
        "forecast": converted(data.forecast(now)) if data else None,
        "low_in": None if low_in is None else round(low_in / _MINUTE),
        "pressure": data is not None and data.pressure(now),
        "state": data.glucose_state() if data else None,
        "since": _local(since) if since else None,
        "silenced": data is not None and data.silenced(now),
    }


def _local(time: datetime) -> str:
    return dt_util.as_local(time).isoformat(timespec="seconds")
