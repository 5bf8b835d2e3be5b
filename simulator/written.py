"""What the cloud writes of people: connections, measurements, times, each in the shape of its real answers."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from .people import MISSING, Measurement, SimulatedPatient


def connection(patient: SimulatedPatient, now: datetime, time_form: str) -> dict[str, Any]:
    """Return a patient as the list of connections has them."""
    newest = measurement(patient.current(now), patient, time_form, kind=1)
    worn = not any(span.holds(now) for span in patient.sensor_off)
    return {
        "id": f"c{patient.patient_id[1:]}",
        "patientId": patient.patient_id,
        "country": patient.country,
        "status": 2,
        "firstName": patient.first_name,
        "lastName": patient.last_name,
        "targetLow": 70,
        "targetHigh": 180,
        "uom": patient.uom,
        "sensor": _sensor(patient, now) if worn else None,
        "alarmRules": {
            "c": True,
            "h": {"on": True, "th": 240, "thmm": 13.3, "d": 1440, "f": 0.1},
            "f": {"th": 55, "thmm": 3, "d": 30, "tl": 10, "tlmm": 0.6},
            "l": {"on": True, "th": 70, "thmm": 3.9, "d": 1440, "tl": 10, "tlmm": 0.6},
            "nd": {"i": 20, "r": 5, "l": 6},
            "p": 5,
            "r": 5,
            "std": {},
        },
        "glucoseMeasurement": newest,
        "glucoseItem": newest,
        "glucoseAlarm": None,
        "patientDevice": {
            "did": "c3b9e0aa-51d7-11f0-8c1e-7a1d2f4b6c33",
            "dtid": 40068 if patient.product == 4 else 40067,  # noqa: PLR2004
            "v": "3.6.3.9234",
            "ll": 70,
            "hl": 250,
            "fixedLowAlarmValues": {"mgdl": 60, "mmoll": 3.3},
            "alarms": False,
            "fixedLowThreshold": 0,
        },
        "created": 1764050000,
        **patient.broken_fields,
    }


def measurement(measured: Measurement, patient: SimulatedPatient, time_form: str, *, kind: int) -> dict[str, Any]:
    """Return a measurement as the cloud writes it.

    A point of the history (kind 0) has no trend, HI and LO have no arrow.
    """
    glucose = measured.glucose
    high, low = glucose >= 400, glucose < 40  # noqa: PLR2004 - the simulated sensors measure from 40 to 400
    number: object = glucose
    if shown := patient.shows(measured.time):
        high, low, number = shown[0] == "hi", shown[0] == "lo", shown[1]
    trend = {} if kind == 0 else {"TrendArrow": 0 if high or low else measured.trend, "TrendMessage": None}
    time = measured.time + patient.phone_clock
    whole: dict[str, Any] = {
        "FactoryTimestamp": TIME_FORMS[time_form](time),
        "Timestamp": us_text(time + timedelta(hours=1)),
        "type": kind,
        "ValueInMgPerDl": number,
        **trend,
        "MeasurementColor": 4 if glucose < 70 else 1 if glucose <= 180 else 2 if glucose <= 240 else 3,  # noqa: PLR2004
        "GlucoseUnits": patient.uom,
        "Value": int(glucose / 18 * 10 + 0.5) / 10 if not patient.uom and number == glucose else number,
        "isHigh": high,
        "isLow": low,
    }
    return {name: value for name, value in whole.items() if value is not MISSING}


def _sensor(patient: SimulatedPatient, now: datetime) -> dict[str, Any]:
    started = int(patient.started(now).timestamp())
    product = patient.product
    return {"deviceId": "", "sn": patient.serial(now), "a": started, "w": 60, "pt": product, "s": False, "lj": False}


def us_text(time: datetime) -> str:
    """Return a time as the cloud writes it."""
    time = time.astimezone(UTC)
    half = "AM" if time.hour < 12 else "PM"  # noqa: PLR2004
    return f"{time.month}/{time.day}/{time.year} {time.hour % 12 or 12}:{time:%M:%S} {half}"


TIME_FORMS: dict[str, Callable[[datetime], object]] = {
    "us": us_text,
    "narrow": lambda time: us_text(time).replace(" AM", "\u202fAM").replace(" PM", "\u202fPM"),
    "24": lambda time: f"{time:%m/%d/%Y %H:%M:%S}",
    "iso": lambda time: f"{time:%Y-%m-%dT%H:%M:%S}Z",
    "arabic": lambda time: us_text(time).replace(" AM", "\u202f\u0635").replace(" PM", "\u202f\u0645"),
}
"""How times are written: as ever, in three forms that can be read, and in one that cannot."""
