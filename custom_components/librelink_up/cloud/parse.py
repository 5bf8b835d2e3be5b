"""From the cloud's JSON to readings, sensors and patients.

Strict where a value matters, lenient about everything else; a field that is missing or makes no sense costs the
patient that field, never another patient anything. Times are read from FactoryTimestamp, which is UTC; the local
Timestamp beside it is never read.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
import logging
from typing import Any

from ..glucose import (
    AlarmLimits,
    GlucoseUnit,
    OutOfRange,
    Patient,
    Reading,
    ReadingKind,
    Sensor,
    SensorType,
    Trend,
    Unread,
)
from .errors import BadAnswer
from .shapes import as_integer, as_list, as_number, as_object, as_text, shape
from .timestamp import parse_timestamp

_LOGGER = logging.getLogger(__name__)

LEAST_GLUCOSE = 20
MOST_GLUCOSE = 600
"""Outside of this (mg/dL) a value is nonsense: sensors show 40 to 500 at most, and 700 was seen once."""
LO_GLUCOSE = 39
HI_GLUCOSE = 501
"""What LO and HI count as (mg/dL) when no sensible number comes with them: just beyond what any sensor shows."""
_LOWEST_SHOWN = 40
_LEAST_HI = 400
"""Sensors sold in the USA measure up to 400 mg/dL, others up to 500 (maker's instructions for use)."""
_AHEAD = timedelta(minutes=5)
_WARM_UP = 60
_LONGEST_WARM_UP = 24 * 60
_CURRENT_FIELDS = ("glucoseMeasurement", "glucoseItem")
_ALARM_FIELD = "glucoseAlarm"
"""Null in every answer seen; taken for a reading only when it looks like one."""
_TIME, _VALUE = "FactoryTimestamp", "ValueInMgPerDl"
_ENDS = {"LO": OutOfRange.LO, "LOW": OutOfRange.LO, "HI": OutOfRange.HI, "HIGH": OutOfRange.HI}
_MISSING = object()


@dataclass(frozen=True, slots=True, kw_only=True)
class Graph:
    """The answer for one patient: who it is (with the newest sensor), and the history, oldest first."""

    patient: Patient
    readings: tuple[Reading, ...]
    unread: Unread | None = None
    """Why the history is empty although the answer holds points."""


def parse_connections(data: object, now: datetime) -> tuple[Patient, ...]:
    """Return the patients of a list of connections. Raises BadAnswer when it is no list."""
    if not isinstance(data, list):
        raise BadAnswer("the connections are no list")
    patients: dict[str, Patient] = {}
    for raw in data:
        if patient := parse_patient(raw, now):
            known = patients.get(patient.id)
            patients[patient.id] = _merged(known, patient) if known else patient
    return tuple(patients.values())


def _merged(known: Patient, again: Patient) -> Patient:
    """Return a patient who stands in the list twice: with the newest reading and the newest sensor of both."""
    current = _newest(one.current for one in (known, again))
    sensor = _newest_sensor((known.sensor, again.sensor))
    return replace(known, current=current, sensor=sensor, unread=None if current else known.unread or again.unread)


def parse_graph(data: object, patient_id: str, now: datetime) -> Graph:
    """Return the graph of a patient. Raises BadAnswer when it has no shape, or is of somebody else."""
    raw = as_object(data)
    patient = parse_patient(raw.get("connection"), now)
    if patient is None or patient.id != patient_id:
        raise BadAnswer("the graph is not of the patient asked for")
    sensors = [_sensor(as_object(active).get("sensor"), now) for active in as_list(raw.get("activeSensors"))]
    points = [parse_measurement(point, ReadingKind.HISTORIC, now) for point in as_list(raw.get("graphData"))]
    readings = _in_order(points)
    return Graph(
        patient=replace(patient, sensor=_newest_sensor((patient.sensor, *sensors))),
        readings=readings,
        unread=None if readings else _why_none(points),
    )


def parse_logbook(data: object, now: datetime) -> tuple[Reading, ...]:
    """Return the scans and the alarms that have a value, oldest first. Raises BadAnswer when it is no list."""
    if not isinstance(data, list):
        raise BadAnswer("the logbook is no list")
    return _in_order(parse_measurement(raw, ReadingKind.SCAN, now) for raw in data)


def parse_patient(data: object, now: datetime) -> Patient | None:
    """Return one connection as a patient, None when it has no usable id."""
    raw = as_object(data)
    patient_id = raw.get("patientId")
    if not isinstance(patient_id, str) or not patient_id.strip():
        _LOGGER.debug("A connection without a patient id was left out")
        return None
    given = [parse_measurement(raw.get(name), ReadingKind.CURRENT, now) for name in _CURRENT_FIELDS]
    alarm = parse_measurement(raw.get(_ALARM_FIELD), ReadingKind.CURRENT, now)
    current = _newest(one for one in (*given, alarm) if isinstance(one, Reading))
    return Patient(
        id=patient_id,
        first_name=as_text(raw.get("firstName")),
        last_name=as_text(raw.get("lastName")),
        unit=parse_unit(raw.get("uom")),
        target_low=_glucose(raw.get("targetLow")),
        target_high=_glucose(raw.get("targetHigh")),
        alarm_limits=_alarm_limits(raw.get("alarmRules")),
        sensor=_sensor(raw.get("sensor"), now),
        current=current,
        unread=None if current else _why_none(given),
    )


def parse_measurement(data: object, kind: ReadingKind, now: datetime) -> Reading | Unread | None:
    """Return one measurement as a reading, why it is none, or None when nothing was measured."""
    raw = as_object(data)
    if not raw:
        return None if data is None or data == {} else Unread(shape=f"measurement: {shape(data)}")
    value = raw.get(_VALUE, _MISSING)
    number = as_number(value)
    end = _end(raw, number)
    time = parse_timestamp(raw.get(_TIME), now)
    glucose = _glucose(value) if end is None else _at_end(end, number)
    if time is not None and glucose is not None:
        if time > now + _AHEAD:
            return Unread(ahead=time - now)
        trend = as_integer(raw.get("TrendArrow"))
        arrow = Trend(trend) if trend is not None and trend in Trend else None
        return Reading(time=time, glucose=glucose, kind=kind, trend=arrow, out_of_range=end)
    _LOGGER.debug("A measurement without a sensible time or value was left out")
    nothing = number is not None or value is None if time else value in (None, _MISSING) and end is None
    return None if nothing else Unread(shape=f"{_TIME}: {_shape_of(raw, _TIME)}, {_VALUE}: {_shape_of(raw, _VALUE)}")


def _shape_of(raw: dict[str, Any], name: str) -> str:
    return shape(raw[name]) if name in raw else "missing"


def _end(raw: dict[str, Any], number: int | None) -> OutOfRange | None:
    """Return at which end of its range the sensor stands, whatever number comes with it; LO where both are said."""
    high, low = (raw.get(name) in (True, "true") for name in ("isHigh", "isLow"))
    if low and not (high and number is not None and number >= _LEAST_HI):
        return OutOfRange.LO
    return OutOfRange.HI if high else _ENDS.get(as_text(raw.get(_VALUE)).upper())


def _at_end(end: OutOfRange, number: int | None) -> int:
    """Return the glucose (mg/dL) of LO or HI: the number that came with it if it can be one, else the end itself."""
    if end is OutOfRange.LO:
        return number if number is not None and LEAST_GLUCOSE <= number <= _LOWEST_SHOWN else LO_GLUCOSE
    return number if number is not None and _LEAST_HI <= number <= MOST_GLUCOSE else HI_GLUCOSE


def _newest(readings: Iterable[Reading | None]) -> Reading | None:
    """Return the newest of several readings; of those of one moment the one that says more."""
    return max((one for one in readings if one), key=_rank, default=None)


def _rank(reading: Reading) -> tuple[datetime, bool, bool]:
    return reading.time, reading.out_of_range is not None, reading.trend is not None


def _in_order(measured: Iterable[Reading | Unread | None]) -> tuple[Reading, ...]:
    """Return the readings, oldest first, one for each moment."""
    by_time = {one.time: one for one in sorted((one for one in measured if isinstance(one, Reading)), key=_rank)}
    return tuple(by_time.values())


def _why_none(measured: Iterable[Reading | Unread | None]) -> Unread | None:
    return next((one for one in measured if isinstance(one, Unread)), None)


def parse_unit(value: object) -> GlucoseUnit:
    """Return the unit of an account or a patient: 0 is mmol/L; a number for patients, a text for accounts."""
    return GlucoseUnit.MMOL_L if str(value) in ("0", "0.0") else GlucoseUnit.MG_DL


def _sensor(data: object, now: datetime) -> Sensor | None:
    """Return a sensor; one that starts in the future or at no time is an artefact."""
    raw = as_object(data)
    started = as_integer(raw.get("a"))
    if started is None or not 0 < started <= (now + _AHEAD).timestamp():
        return None
    warm_up = as_integer(raw.get("w"))
    product = as_integer(raw.get("pt"))
    sensor_type = SensorType(product) if product is not None and product in SensorType else None
    return Sensor(
        serial=_serial(as_text(raw.get("sn")), sensor_type),
        started=datetime.fromtimestamp(started, UTC),
        warm_up=timedelta(minutes=warm_up if warm_up and 0 < warm_up <= _LONGEST_WARM_UP else _WARM_UP),
        type=sensor_type,
    )


def _newest_sensor(sensors: Iterable[Sensor | None]) -> Sensor | None:
    return max((one for one in sensors if one), key=lambda sensor: sensor.started, default=None)


def _serial(reduced: str, sensor_type: SensorType | None) -> str:
    """Return the serial number as it is printed: Libre 1 and 2 lose their first digit on the wire, Libre 3 gains one.

    Source: field notes of the DiaBLE project.
    """
    match sensor_type:
        case SensorType.LIBRE_1 if reduced:
            return f"0{reduced}"
        case SensorType.LIBRE_2 if reduced:
            return f"3{reduced}"
        case SensorType.LIBRE_3:
            return reduced.removesuffix("0")
    return reduced


def _alarm_limits(data: object) -> AlarmLimits:
    rules = as_object(data)
    limits = {name: _glucose(as_object(rules.get(key)).get("th")) for name, key in _ALARMS}
    return AlarmLimits(**limits)


_ALARMS = (("urgent_low", "f"), ("low", "l"), ("urgent_high", "h"))


def _glucose(value: object) -> int | None:
    """Return a glucose value (mg/dL) within what is possible."""
    number = as_number(value)
    return number if number is not None and LEAST_GLUCOSE <= number <= MOST_GLUCOSE else None
