"""From the cloud's JSON to readings, sensors and patients.

Strict where a value matters, lenient about everything else; a field that is missing or makes no sense costs the
patient that field, never another patient anything. Times are read from FactoryTimestamp, which is UTC; the local
Timestamp beside it is never read.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
import logging
import math
import re

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
)
from .errors import BadAnswer
from .shapes import as_integer, as_list, as_object, as_text

_LOGGER = logging.getLogger(__name__)

LEAST_GLUCOSE = 20
MOST_GLUCOSE = 600
"""Outside of this (mg/dL) a value is nonsense: sensors show 40 to 500 at most, and 700 was seen once."""
_AHEAD = timedelta(minutes=5)
_WARM_UP = 60
_LONGEST_WARM_UP = 24 * 60
_TIMESTAMP = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4}) (\d{1,2}):(\d{2}):(\d{2}) ?([AP])M", re.IGNORECASE)
_NOON = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Graph:
    """The answer for one patient: who it is (with the newest sensor), and the history, oldest first."""

    patient: Patient
    readings: tuple[Reading, ...]


def parse_connections(data: object, now: datetime) -> tuple[Patient, ...]:
    """Return the patients of a list of connections. Raises BadAnswer when it is no list."""
    if not isinstance(data, list):
        raise BadAnswer("the connections are no list")
    patients: dict[str, Patient] = {}
    for raw in data:
        if (patient := parse_patient(raw, now)) and patient.id not in patients:
            patients[patient.id] = patient
    return tuple(patients.values())


def parse_graph(data: object, patient_id: str, now: datetime) -> Graph:
    """Return the graph of a patient. Raises BadAnswer when it has no shape, or is of somebody else."""
    raw = as_object(data)
    patient = parse_patient(raw.get("connection"), now)
    if patient is None or patient.id != patient_id:
        raise BadAnswer("the graph is not of the patient asked for")
    sensors = [_sensor(as_object(active).get("sensor"), now) for active in as_list(raw.get("activeSensors"))]
    newest = max((sensor for sensor in (patient.sensor, *sensors) if sensor), key=_started, default=None)
    return Graph(
        patient=replace(patient, sensor=newest),
        readings=_readings(as_list(raw.get("graphData")), ReadingKind.HISTORIC, now),
    )


def parse_logbook(data: object, now: datetime) -> tuple[Reading, ...]:
    """Return the scans and the alarms that have a value, oldest first. Raises BadAnswer when it is no list."""
    if not isinstance(data, list):
        raise BadAnswer("the logbook is no list")
    return _readings(data, ReadingKind.SCAN, now)


def parse_patient(data: object, now: datetime) -> Patient | None:
    """Return one connection as a patient, None when it has no usable id."""
    raw = as_object(data)
    patient_id = raw.get("patientId")
    if not isinstance(patient_id, str) or not patient_id.strip():
        _LOGGER.debug("A connection without a patient id was left out")
        return None
    current = None
    for name in ("glucoseMeasurement", "glucoseItem"):
        current = current or parse_reading(raw.get(name), ReadingKind.CURRENT, now)
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
    )


def parse_reading(data: object, kind: ReadingKind, now: datetime) -> Reading | None:
    """Return one measurement as a reading, None when its value or time is missing or makes no sense."""
    raw = as_object(data)
    time = parse_timestamp(raw.get("FactoryTimestamp"))
    glucose = _glucose(raw.get("ValueInMgPerDl"))
    if time is None or glucose is None or time > now + _AHEAD:
        _LOGGER.debug("A measurement without a sensible time or value was left out")
        return None
    trend = as_integer(raw.get("TrendArrow"))
    out_of_range = None
    if raw.get("isHigh") is True:
        out_of_range = OutOfRange.HI
    elif raw.get("isLow") is True:
        out_of_range = OutOfRange.LO
    return Reading(
        time=time,
        glucose=glucose,
        kind=kind,
        trend=Trend(trend) if trend is not None and trend in Trend else None,
        out_of_range=out_of_range,
    )


def parse_timestamp(text: object) -> datetime | None:
    """Return a FactoryTimestamp (US text such as 11/20/2026 7:41:12 AM, always UTC), None for anything else."""
    match = _TIMESTAMP.fullmatch(text.strip()) if isinstance(text, str) else None
    if match is None:
        return None
    month, day, year, hour, minute, second = (int(part) for part in match.groups()[:6])
    if not 1 <= hour <= _NOON:
        return None
    hour = hour % _NOON + (_NOON if match[7] in "Pp" else 0)
    try:
        return datetime(year, month, day, hour, minute, second, tzinfo=UTC)
    except ValueError:
        return None


def parse_unit(value: object) -> GlucoseUnit:
    """Return the unit of an account or a patient: 0 is mmol/L; a number for patients, a text for accounts."""
    return GlucoseUnit.MMOL_L if str(value) in ("0", "0.0") else GlucoseUnit.MG_DL


def _readings(data: Iterable[object], kind: ReadingKind, now: datetime) -> tuple[Reading, ...]:
    by_time = {reading.time: reading for raw in data if (reading := parse_reading(raw, kind, now))}
    return tuple(by_time[time] for time in sorted(by_time))


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


def _started(sensor: Sensor) -> datetime:
    return sensor.started


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
    if isinstance(value, float) and math.isfinite(value):
        value = round(value)
    number = as_integer(value)
    return number if number is not None and LEAST_GLUCOSE <= number <= MOST_GLUCOSE else None
