"""What is written can be read again, with nothing lost, by this integration and by spreadsheets."""

import csv
from datetime import UTC, datetime, timedelta
import json
from pathlib import Path
import tempfile
from zoneinfo import ZoneInfo

from hypothesis import given, strategies as st
import pytest

from custom_components.librelink_up.files import Content, look, write_entries, write_libreview
from custom_components.librelink_up.glucose import (
    GlucoseUnit,
    OutOfRange,
    Reading,
    ReadingKind,
    Treatment,
    TreatmentKind,
    Trend,
    in_unit,
)
from custom_components.librelink_up.nightscout import document

NOW = datetime(2026, 11, 25, 20, tzinfo=UTC)
START = datetime(2026, 10, 1, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")
MG, MMOL = GlucoseUnit.MG_DL, GlucoseUnit.MMOL_L


def again(written: bytes, zone: ZoneInfo = BERLIN) -> tuple[list[Reading], Content]:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "file"
        file.write_bytes(written)
        found = look(file)
    ways = found.ways(NOW)
    assert len(ways) < 2  # Nobody has to be asked.
    content = found.content(next(iter(ways), None), zone, NOW, NOW)
    assert content.skipped.count == 0
    return [reading for chunk in content.chunks(99) for reading in chunk], content


def libreview(
    readings: list[Reading], treatments: list[Treatment], unit: GlucoseUnit = MG, *, comma: bool = False
) -> bytes:
    return write_libreview(readings, treatments, unit=unit, zone=BERLIN, now=NOW, comma=comma)


def _reading(second: int, kind: ReadingKind, glucose: int, end: OutOfRange | None) -> Reading:
    shown = {OutOfRange.LO: 39, OutOfRange.HI: 501}.get(end, glucose) if end else glucose
    return Reading(START + timedelta(seconds=second), shown, kind, None, end)


# Up to before the night in which clocks are set: a single line in the hour that comes twice could be of either.
READINGS = st.lists(
    st.builds(
        _reading,
        st.integers(0, 86400 * 23),
        st.sampled_from([ReadingKind.HISTORIC, ReadingKind.SCAN]),
        st.integers(40, 500),
        st.none() | st.sampled_from(OutOfRange),
    ),
    max_size=30,
    unique_by=lambda one: one.time,
).map(sorted)
WORDS = st.text(st.characters(categories=["L", "N", "P", "S", "Zs"]), max_size=20).map(
    lambda text: " ".join(text.split())
)
TIMES = st.integers(0, 86400 * 23).map(lambda second: START + timedelta(seconds=second))
TREATMENTS = st.lists(
    st.one_of(
        st.builds(
            Treatment,
            TIMES,
            st.sampled_from([TreatmentKind.RAPID_INSULIN, TreatmentKind.LONG_INSULIN, TreatmentKind.CARBS]),
            st.none() | st.integers(1, 600).map(lambda halves: halves / 2),
            st.sampled_from(["", "pizza", '"so", they said', "=1+1"]),
        ),
        st.builds(Treatment, TIMES, st.just(TreatmentKind.KETONE), st.integers(1, 80).map(lambda one: one / 10), WORDS),
        st.builds(Treatment, TIMES, st.just(TreatmentKind.FINGER_STICK), st.integers(20, 600).map(float), WORDS),
        st.builds(Treatment, TIMES, st.just(TreatmentKind.NOTE), st.none(), WORDS.filter(bool)),
    ),
    max_size=10,
)


@given(READINGS, TREATMENTS, st.booleans())
def test_libreviews_columns_lose_nothing(readings: list[Reading], treatments: list[Treatment], comma: bool) -> None:
    if not readings and not treatments:
        return
    ordered = sorted(treatments, key=lambda one: one.time)
    found, content = again(libreview(readings, ordered, comma=comma))
    assert found == readings
    assert set(content.treatments) == set(treatments)


@given(READINGS.filter(bool), st.booleans())
def test_in_mmol_they_show_the_same(readings: list[Reading], comma: bool) -> None:
    found, _ = again(libreview(readings, [], MMOL, comma=comma))
    assert [(one.time, one.kind, in_unit(one.glucose, MMOL)) for one in found] == [
        (one.time, one.kind, in_unit(one.glucose, MMOL)) for one in readings
    ]


@pytest.mark.parametrize("night", [datetime(2026, 10, 24, 20, tzinfo=UTC), datetime(2026, 3, 28, 20, tzinfo=UTC)])
def test_a_night_in_which_clocks_are_set(night: datetime) -> None:
    readings = [
        Reading(night + minute * timedelta(minutes=1), 100 + minute % 60, ReadingKind.HISTORIC) for minute in range(600)
    ]
    found, _ = again(libreview(readings, []))
    assert found == readings


def test_what_was_seen_as_it_came_stands_in_the_column_of_the_history() -> None:
    (found,), _ = again(libreview([Reading(START, 100, ReadingKind.CURRENT, Trend.RISING)], []))
    assert found == Reading(START, 100, ReadingKind.HISTORIC)


@pytest.mark.parametrize("text", ["=1", "'=1", "''-x", "@all", "'quoted'", "-5"])
def test_what_a_spreadsheet_could_carry_out_comes_back_as_it_was(text: str) -> None:
    note = Treatment(START, TreatmentKind.NOTE, None, text)
    _, content = again(libreview([], [note]))
    assert content.treatments == (note,)


def test_carbohydrates_in_portions_stay_portions() -> None:
    portions = Treatment(START, TreatmentKind.CARBS, None, "2")
    _, content = again(libreview([], [portions]))
    assert content.treatments == (portions,)


def test_a_text_of_several_lines_becomes_one() -> None:
    _, content = again(libreview([], [Treatment(START, TreatmentKind.FINGER_STICK, 100.0, "before\nbreakfast")]))
    assert content.treatments == (Treatment(START, TreatmentKind.FINGER_STICK, 100.0, "before breakfast"),)


@pytest.mark.parametrize(("comma", "delimiter", "value"), [(False, ",", "5.6"), (True, ";", "5,6")])
def test_a_spreadsheet_reads_it(comma: bool, delimiter: str, value: str) -> None:
    note = Treatment(START, TreatmentKind.NOTE, None, "=HYPERLINK(1)")
    written = libreview([Reading(START, 100, ReadingKind.SCAN)], [note], MMOL, comma=comma)
    assert written.startswith("\N{ZERO WIDTH NO-BREAK SPACE}".encode())
    rows = list(csv.reader(written.decode("utf-8-sig").splitlines(), delimiter=delimiter))
    assert rows[0][0] == "Glucose Data"
    assert {len(row) for row in rows[1:]} == {19}
    assert (rows[1][4], rows[2][2:6]) == ("Historic Glucose mmol/L", ["2026-10-01 02:00:00", "1", "", value])
    assert rows[3][13] == "'=HYPERLINK(1)"  # Not carried out.


@given(
    st.lists(
        st.builds(
            Reading,
            st.integers(0, 86400_000 * 30).map(lambda ms: START + timedelta(milliseconds=ms)),
            st.integers(40, 500),
            st.just(ReadingKind.CURRENT),
            st.sampled_from(Trend),
            st.none(),
        ),
        max_size=30,
        unique_by=lambda one: one.time,
    ).map(sorted)
)
def test_nightscouts_entries_lose_nothing(readings: list[Reading]) -> None:
    written = write_entries(readings, document)
    assert len(json.loads(written)) == len(readings)
    if readings:
        assert again(written)[0] == readings
    else:
        assert written == b"[]\n"


def test_nightscouts_entries_keep_lo_and_hi_and_points_of_the_history() -> None:
    readings = [
        Reading(START, 39, ReadingKind.CURRENT, Trend.FALLING, OutOfRange.LO),
        Reading(START + timedelta(minutes=1), 501, ReadingKind.CURRENT, Trend.RISING, OutOfRange.HI),
        Reading(START + timedelta(minutes=9), 100, ReadingKind.HISTORIC),
    ]
    assert again(write_entries(readings, document))[0] == readings
