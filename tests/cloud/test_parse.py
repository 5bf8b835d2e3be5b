from contextlib import suppress
from datetime import UTC, datetime, timedelta
import json
from typing import Any

from hypothesis import given, strategies as st
import pytest

from custom_components.librelink_up.cloud import BadAnswer
from custom_components.librelink_up.cloud.parse import (
    parse_connections,
    parse_graph,
    parse_logbook,
    parse_patient,
    parse_reading,
    parse_timestamp,
)
from custom_components.librelink_up.glucose import (
    AlarmLimits,
    GlucoseUnit,
    OutOfRange,
    ReadingKind,
    SensorType,
    Trend,
)

from .conftest import NOW, PATIENT, fixture

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=12,
)


def connection(**changes: Any) -> Any:
    return {**fixture("connections")["data"][0], **changes}


def test_a_patient_has_everything_that_the_cloud_says() -> None:
    patient = parse_patient(connection(), NOW)
    assert patient
    assert (patient.id, patient.name, patient.unit) == (PATIENT, "Alex Muster", GlucoseUnit.MG_DL)
    assert (patient.target_low, patient.target_high) == (70, 180)
    assert patient.alarm_limits == AlarmLimits(urgent_low=55, low=70, urgent_high=240)
    assert patient.sensor
    assert patient.sensor.serial == "0XYZ12AB3"
    assert patient.sensor.type is SensorType.LIBRE_3
    assert patient.sensor.started == datetime.fromtimestamp(1794465012, UTC)
    assert patient.sensor.warm_up == timedelta(minutes=60)
    assert patient.current
    assert patient.current.time == datetime(2026, 11, 20, 7, 41, 12, tzinfo=UTC)
    assert (patient.current.glucose, patient.current.trend) == (112, Trend.STEADY)
    assert patient.current.kind is ReadingKind.CURRENT


def test_a_patient_with_every_gap_seen_in_the_field_is_a_patient() -> None:
    first, second = parse_connections(fixture("connections_two")["data"], NOW)
    assert first.id == PATIENT
    assert second.unit is GlucoseUnit.MMOL_L
    assert second.sensor is None
    assert second.current
    assert second.current.glucose == 57


def test_nobody_shares() -> None:
    assert parse_connections(fixture("connections_empty")["data"], NOW) == ()


@pytest.mark.parametrize("data", [None, {}, "x", 3])
def test_what_is_no_list_is_a_bad_answer(data: Any) -> None:
    with pytest.raises(BadAnswer):
        parse_connections(data, NOW)
    with pytest.raises(BadAnswer):
        parse_logbook(data, NOW)


@pytest.mark.parametrize("patient_id", [None, "", "  ", 5])
def test_a_connection_without_an_id_is_left_out(patient_id: Any) -> None:
    assert parse_connections([connection(patientId=patient_id), connection()], NOW)[0].id == PATIENT


def test_a_patient_who_comes_twice_is_one() -> None:
    assert len(parse_connections([connection(), connection()], NOW)) == 1


def test_glucose_item_stands_in_for_the_measurement() -> None:
    patient = parse_patient(connection(glucoseMeasurement=None), NOW)
    assert patient
    assert patient.current
    assert patient.current.glucose == 112


@given(JSON, st.sampled_from(["sensor", "alarmRules", "glucoseMeasurement", "targetLow", "uom", "firstName"]))
def test_nonsense_costs_a_patient_that_field_and_nobody_else_anything(nonsense: Any, name: str) -> None:
    other = connection(patientId="other")
    patients = parse_connections([connection(**{name: nonsense, "glucoseItem": nonsense}), nonsense, other], NOW)
    assert patients[-1] == parse_patient(other, NOW)
    assert len(patients) == 2


@given(JSON)
def test_nothing_makes_the_parsers_fail_but_with_a_bad_answer(anything: Any) -> None:
    for parse in (
        lambda: parse_connections(anything, NOW),
        lambda: parse_logbook(anything, NOW),
        lambda: parse_graph(anything, PATIENT, NOW),
        lambda: parse_graph(
            {"connection": connection(), "graphData": anything, "activeSensors": anything}, PATIENT, NOW
        ),
    ):
        with suppress(BadAnswer):
            parse()


def test_the_graph_is_history_without_trend_oldest_first() -> None:
    graph = parse_graph(fixture("graph")["data"], PATIENT, NOW)
    assert [reading.glucose for reading in graph.readings] == [148, 151, 149, 118]
    assert {reading.kind for reading in graph.readings} == {ReadingKind.HISTORIC}
    assert {reading.trend for reading in graph.readings} == {None}
    assert graph.patient.sensor


@pytest.mark.parametrize("points", [None, [], "x"])
def test_a_new_account_has_no_history(points: Any) -> None:
    data = fixture("graph")["data"] | {"graphData": points}
    assert parse_graph(data, PATIENT, NOW).readings == ()


def test_the_graph_of_somebody_else_is_refused() -> None:
    with pytest.raises(BadAnswer):
        parse_graph(fixture("graph")["data"], "somebody-else", NOW)
    with pytest.raises(BadAnswer):
        parse_graph(None, PATIENT, NOW)


def test_of_several_sensors_the_newest_that_has_begun_counts() -> None:
    data = fixture("graph")["data"]
    future = int((NOW + timedelta(hours=1)).timestamp())
    data["activeSensors"] += [
        {"sensor": {"sn": "NEW", "a": 1794465999, "w": 90.0, "pt": 3}},
        {"sensor": {"sn": "FUTURE", "a": future}},
        {"sensor": {"sn": "ZERO", "a": 0}},
        {"sensor": None},
        None,
    ]
    sensor = parse_graph(data, PATIENT, NOW).patient.sensor
    assert sensor
    assert (sensor.serial, sensor.warm_up) == ("3NEW", timedelta(minutes=90))


@pytest.mark.parametrize(
    ("product", "sent", "printed"),
    [
        (0, "M0001", "0M0001"),
        (3, "MH01", "3MH01"),
        (4, "0XYZ0", "0XYZ"),
        (4, "0XYZ1", "0XYZ1"),
        (99, "Q", "Q"),
        (3, "", ""),
    ],
)
def test_serial_numbers_are_as_printed(product: int, sent: str, printed: str) -> None:
    patient = parse_patient(connection(sensor={"sn": sent, "a": 1794465012, "w": -1, "pt": product}), NOW)
    assert patient
    assert patient.sensor
    assert patient.sensor.serial == printed
    assert patient.sensor.warm_up == timedelta(minutes=60)


def test_the_logbook_gives_scans_and_alarms_with_a_value_oldest_first() -> None:
    readings = parse_logbook(fixture("logbook")["data"], NOW)
    assert [reading.glucose for reading in readings] == [197, 252, 68]
    assert {reading.kind for reading in readings} == {ReadingKind.SCAN}


def test_hi_keeps_its_number_and_says_so() -> None:
    reading = parse_reading(fixture("hi"), ReadingKind.CURRENT, NOW)
    assert reading
    assert (reading.glucose, reading.trend, reading.out_of_range) == (500, None, OutOfRange.HI)
    low = parse_reading(fixture("hi") | {"isHigh": False, "isLow": True}, ReadingKind.CURRENT, NOW)
    assert low
    assert low.out_of_range is OutOfRange.LO


@pytest.mark.parametrize("value", [0, -5, 19, 601, 700, None, "112", True, float("nan"), float("inf")])
def test_values_that_cannot_be_are_dropped(value: Any) -> None:
    measurement = connection()["glucoseMeasurement"] | {"ValueInMgPerDl": value}
    assert parse_reading(measurement, ReadingKind.CURRENT, NOW) is None


@pytest.mark.parametrize(("value", "glucose"), [(112.0, 112), (111.6, 112), (20, 20), (600, 600)])
def test_numbers_that_come_as_floats_are_numbers(value: float, glucose: int) -> None:
    measurement = connection()["glucoseMeasurement"] | {"ValueInMgPerDl": value, "TrendArrow": 4.0}
    reading = parse_reading(measurement, ReadingKind.CURRENT, NOW)
    assert reading
    assert (reading.glucose, reading.trend) == (glucose, Trend.RISING)


def test_a_number_beyond_all_measure_costs_nobody_else_anything() -> None:
    patients = parse_connections([connection(targetLow=10**400, uom=10**400), connection(patientId="other")], NOW)
    assert len(patients) == 2


@pytest.mark.parametrize("arrow", [None, 0, 6, "3", 2.5, True])
def test_an_arrow_that_is_none_is_no_trend(arrow: Any) -> None:
    reading = parse_reading(connection()["glucoseMeasurement"] | {"TrendArrow": arrow}, ReadingKind.CURRENT, NOW)
    assert reading
    assert reading.trend is None


def test_a_time_far_ahead_is_dropped_a_little_is_not() -> None:
    for ahead, kept in ((4, True), (6, False)):
        time = NOW + timedelta(minutes=ahead)
        text = f"{time.month}/{time.day}/{time.year} {time:%I:%M:%S %p}"
        measurement = connection()["glucoseMeasurement"] | {"FactoryTimestamp": text}
        assert (parse_reading(measurement, ReadingKind.CURRENT, NOW) is not None) is kept


@given(st.datetimes(datetime(1970, 1, 1), datetime(9999, 12, 31)))
def test_every_time_is_read_as_it_was_written(time: datetime) -> None:
    time = time.replace(microsecond=0, tzinfo=UTC)
    half = "AM" if time.hour < 12 else "PM"
    assert parse_timestamp(f"{time.month}/{time.day}/{time.year} {time.hour % 12 or 12}:{time:%M:%S} {half}") == time


@pytest.mark.parametrize(
    "text",
    [
        None,
        5,
        "",
        "2026-11-20T07:41:12Z",
        "13/1/2026 1:00:00 AM",
        "2/30/2026 1:00:00 PM",
        "1/1/2026 13:00:00 PM",
        "1/1/2026 0:00:00 AM",
    ],
)
def test_what_is_no_time_is_none(text: Any) -> None:
    assert parse_timestamp(text) is None


def test_fixtures_hold_nobody_real() -> None:
    text = json.dumps([fixture(name) for name in ("login", "connections_two", "graph")])
    assert "example.org" in text
    assert "libreview" not in text
