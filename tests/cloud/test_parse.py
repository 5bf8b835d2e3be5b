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
    parse_measurement,
    parse_patient,
)
from custom_components.librelink_up.cloud.timestamp import parse_timestamp
from custom_components.librelink_up.glucose import (
    AlarmLimits,
    GlucoseUnit,
    OutOfRange,
    Reading,
    ReadingKind,
    SensorType,
    Trend,
    Unread,
)

from .conftest import NOW, PATIENT, fixture

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=12,
)


def parse_reading(data: object, kind: ReadingKind, now: datetime) -> Reading | None:
    return found if isinstance(found := parse_measurement(data, kind, now), Reading) else None


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


NUMBERS: list[Any] = [0, None, 15, 19, "LO", "", 601, 700, 10**400, True, [], {}, float("nan"), -1, 112, ...]


@pytest.mark.parametrize("number", [*NUMBERS, "HI"])
@pytest.mark.parametrize(("flag", "end", "glucose"), [("isLow", OutOfRange.LO, 39), ("isHigh", OutOfRange.HI, 501)])
@pytest.mark.parametrize("true", [True, 1, "true"])
def test_lo_and_hi_count_whatever_number_comes_with_them(
    number: Any, flag: str, end: OutOfRange, glucose: int, true: Any
) -> None:
    measurement = {**fixture("hi"), "isHigh": False, "isLow": False, "ValueInMgPerDl": number, flag: true}
    if number is ...:
        del measurement["ValueInMgPerDl"]
    patient = parse_patient(connection(glucoseMeasurement=measurement, glucoseItem=measurement), NOW)
    assert patient
    assert patient.current
    assert (patient.current.out_of_range, patient.current.glucose) == (end, glucose)
    points = parse_graph({"connection": connection(), "graphData": [measurement]}, PATIENT, NOW).readings
    assert [(point.out_of_range, point.glucose) for point in points] == [(end, glucose)]


@pytest.mark.parametrize(
    ("flags", "number", "end", "glucose"),
    [
        ({"isLow": True}, 20, OutOfRange.LO, 20),
        ({"isLow": True}, 40, OutOfRange.LO, 40),
        ({"isLow": True}, "38", OutOfRange.LO, 38),
        ({"isHigh": True}, 400, OutOfRange.HI, 400),
        ({"isHigh": True}, 600, OutOfRange.HI, 600),
        ({"isLow": True, "isHigh": True}, 500, OutOfRange.HI, 500),
        ({"isLow": True, "isHigh": True}, 0, OutOfRange.LO, 39),
        ({}, "lo", OutOfRange.LO, 39),
        ({}, "HI", OutOfRange.HI, 501),
        ({"isLow": "no", "isHigh": 0}, 39, None, 39),
    ],
)
def test_a_number_that_can_be_lo_or_hi_is_kept(
    flags: dict[str, Any], number: Any, end: OutOfRange | None, glucose: int
) -> None:
    measurement = {**fixture("hi"), "isHigh": False, "isLow": False, "ValueInMgPerDl": number, **flags}
    reading = parse_reading(measurement, ReadingKind.CURRENT, NOW)
    assert reading
    assert (reading.out_of_range, reading.glucose) == (end, glucose)


def at(clock: str, glucose: int, **more: Any) -> dict[str, Any]:
    return {"FactoryTimestamp": f"11/20/2026 {clock} AM", "ValueInMgPerDl": glucose, **more}


@given(st.permutations([at("7:30:00", 90), at("7:40:00", 60), at("7:35:00", 80)]))
def test_the_newest_of_several_answers_wins_whatever_its_field(given: list[Any]) -> None:
    fields = dict(zip(("glucoseMeasurement", "glucoseItem", "glucoseAlarm"), given, strict=True))
    patient = parse_patient(connection(**fields), NOW)
    assert patient
    assert patient.current
    assert patient.current.glucose == 60


@given(st.permutations([at("7:30:00", 90), at("7:40:00", 60), None]))
def test_the_newest_of_several_answers_wins_whatever_their_order(given: list[Any]) -> None:
    entries = [connection(glucoseMeasurement=one, glucoseItem=None, sensor=None) for one in given]
    (patient,) = parse_connections([*entries, connection(patientId="other")], NOW)[:1]
    assert patient.current
    assert patient.current.glucose == 60
    assert patient.unread is None


@pytest.mark.parametrize("turned", [False, True])
def test_of_two_answers_of_one_moment_the_one_that_says_more_wins(turned: bool) -> None:
    bare, lo = at("7:40:00", 55), at("7:40:00", 0, isLow=True)
    first, second = (lo, bare) if turned else (bare, lo)
    patient = parse_patient(connection(glucoseMeasurement=first, glucoseItem=second), NOW)
    assert patient
    assert patient.current
    assert patient.current.out_of_range is OutOfRange.LO
    data = {"connection": connection(), "graphData": [first, second]}
    (point,) = parse_graph(data, PATIENT, NOW).readings
    assert point.out_of_range is OutOfRange.LO


def test_an_alarm_of_unknown_shape_is_no_reading_and_no_complaint() -> None:
    patient = parse_patient(connection(glucoseAlarm={"alarmType": 1, "value": "?"}), NOW)
    assert patient
    assert patient.current
    bare = parse_patient(connection(glucoseMeasurement=None, glucoseItem=None, glucoseAlarm={"alarmType": 1}), NOW)
    assert bare
    assert (bare.current, bare.unread) == (None, None)


@pytest.mark.parametrize(
    "text",
    [
        "11/20/2026 7:41:12\u202fAM",
        "11/20/2026 7:41:12\u00a0am",
        "11/20/2026, 7:41:12 a.m.",
        "11/20/2026 7:41:12 a. m.",
        "11/20/2026 07:41:12",
        "11/20/2026 7:41:12.345 AM",
        "20/11/2026 7:41:12 AM",
        "20/11/2026 07:41:12",
        "20.11.2026 07:41:12",
        "2026-11-20T07:41:12Z",
        "2026-11-20T07:41:12.345Z",
        "2026-11-20T07:41:12",
        "2026-11-20 07:41:12",
        "2026-11-20T08:41:12+01:00",
        "2026-11-20 08:41:12 +0100",
        "2026-11-20 02:11:12 -05:30",
        "\u0661\u0661/\u0662\u0660/2026 7:41:12 AM",
    ],
)
def test_a_time_in_another_form_that_can_mean_one_moment_only_is_read(text: str) -> None:
    assert parse_timestamp(text, NOW) == datetime(2026, 11, 20, 7, 41, 12, tzinfo=UTC)


def test_a_day_and_a_month_that_may_be_swapped_are_never_guessed() -> None:
    # Month first as ever, but read on the tenth of November it would be of this very moment the other way round.
    assert parse_timestamp("10/11/2026 07:41:12", datetime(2026, 11, 10, 7, 42, tzinfo=UTC)) is None
    assert parse_timestamp("10/11/2026 07:41:12", datetime(2026, 10, 11, 7, 42, tzinfo=UTC)) is not None
    # The form that is known stays what it is: the cloud shows the last reading for months.
    assert parse_timestamp("10/11/2026 7:41:12 AM", datetime(2026, 11, 10, 7, 42, tzinfo=UTC)) == datetime(
        2026, 10, 11, 7, 41, 12, tzinfo=UTC
    )


@pytest.mark.parametrize(
    ("measurement", "told"),
    [
        ({"FactoryTimestamp": "Fri 20 Nov, 07:41"}, "FactoryTimestamp: Aaa 99 Aaa, 99:99, ValueInMgPerDl: a number"),
        (
            {"FactoryTimestamp": "11/20/2026 7:41:12\u202f\u0635"},
            "FactoryTimestamp: 99/99/9999 9:99:99<U+202F><U+0635>, ValueInMgPerDl: a number",
        ),
        ({"FactoryTimestamp": 1795160472}, "FactoryTimestamp: a number, ValueInMgPerDl: a number"),
        ({"FactoryTimestamp": None}, "FactoryTimestamp: null, ValueInMgPerDl: a number"),
        ({"ValueInMgPerDl": "6,2"}, "FactoryTimestamp: 99/99/9999 9:99:99 AA, ValueInMgPerDl: 9,9"),
        ({"ValueInMgPerDl": ""}, "FactoryTimestamp: 99/99/9999 9:99:99 AA, ValueInMgPerDl: an empty text"),
        ({"ValueInMgPerDl": True}, "FactoryTimestamp: 99/99/9999 9:99:99 AA, ValueInMgPerDl: true or false"),
        ({"ValueInMgPerDl": {"mg": 112}}, "FactoryTimestamp: 99/99/9999 9:99:99 AA, ValueInMgPerDl: an object"),
        ([112], "measurement: a list"),
        ("Alex 112", "measurement: Aaaa 999"),
    ],
)
def test_an_answer_that_cannot_be_read_is_told_by_its_shape_never_by_its_values(measurement: Any, told: str) -> None:
    if isinstance(measurement, dict):
        measurement = connection()["glucoseMeasurement"] | measurement
    patient = parse_patient(connection(glucoseMeasurement=measurement, glucoseItem=measurement), NOW)
    assert patient
    assert patient.current is None
    assert patient.unread == Unread(shape=told)
    graph = parse_graph({"connection": connection(), "graphData": [measurement]}, PATIENT, NOW)
    assert graph.unread == Unread(shape=told)
    # One that can be read is enough.
    assert parse_patient(connection(glucoseMeasurement=measurement), NOW).unread is None
    good = connection()["glucoseMeasurement"]
    assert parse_graph({"connection": connection(), "graphData": [measurement, good]}, PATIENT, NOW).unread is None


def test_a_missing_field_is_told() -> None:
    for name in ("FactoryTimestamp", "ValueInMgPerDl"):
        measurement = connection()["glucoseMeasurement"]
        del measurement[name]
        patient = parse_patient(connection(glucoseMeasurement=measurement, glucoseItem=None), NOW)
        assert patient
        assert patient.unread
        assert f"{name}: missing" in patient.unread.shape


@pytest.mark.parametrize(
    "measurement",
    [None, {}, {"ValueInMgPerDl": 0}, {"ValueInMgPerDl": None}, {"FactoryTimestamp": None, "ValueInMgPerDl": None}],
)
def test_nothing_measured_is_nothing_to_complain_of(measurement: Any) -> None:
    if measurement:
        measurement = connection()["glucoseMeasurement"] | measurement
    patient = parse_patient(connection(glucoseMeasurement=measurement, glucoseItem=None), NOW)
    assert patient
    assert (patient.current, patient.unread) == (None, None)


def test_a_clock_that_is_ahead_is_told_by_how_much() -> None:
    measurement = at("7:52:00", 112)
    patient = parse_patient(connection(glucoseMeasurement=measurement, glucoseItem=measurement), NOW)
    assert patient
    assert (patient.current, patient.unread) == (None, Unread(ahead=timedelta(minutes=10)))


@pytest.mark.parametrize(
    "value", [0, -5, 19, 601, 700, None, "11 2", "1e2", "9" * 20, True, float("nan"), float("inf")]
)
def test_values_that_cannot_be_are_dropped(value: Any) -> None:
    measurement = connection()["glucoseMeasurement"] | {"ValueInMgPerDl": value}
    assert parse_reading(measurement, ReadingKind.CURRENT, NOW) is None


@pytest.mark.parametrize(
    ("value", "glucose"),
    [(112.0, 112), (111.6, 112), (112.5, 113), (20, 20), (600, 600), ("112", 112), (" 111.6", 112)],
)
def test_numbers_that_come_as_floats_or_texts_are_numbers(value: Any, glucose: int) -> None:
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
    assert (
        parse_timestamp(f"{time.month}/{time.day}/{time.year} {time.hour % 12 or 12}:{time:%M:%S} {half}", NOW) == time
    )


@pytest.mark.parametrize(
    "text",
    [
        None,
        5,
        "",
        "2026-13-20T07:41:12Z",
        "2026-11-20T25:41:12Z",
        "0001-01-01T00:00:00+01:00",
        "13/13/2026 1:00:00 AM",
        "20-11-2026 07:41:12",
        "11/20.2026 7:41:12 AM",
        "2/30/2026 1:00:00 PM",
        "1/1/2026 13:00:00 PM",
        "1/1/2026 0:00:00 AM",
    ],
)
def test_what_is_no_time_is_none(text: Any) -> None:
    assert parse_timestamp(text, NOW) is None


def test_fixtures_hold_nobody_real() -> None:
    text = json.dumps([fixture(name) for name in ("login", "connections_two", "graph")])
    assert "example.org" in text
    assert "libreview" not in text
