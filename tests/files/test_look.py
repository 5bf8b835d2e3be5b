"""What is seen in files as people have them: invented data in the forms of LibreView, Clarity and Nightscout."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
import json
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from custom_components.librelink_up.files import (
    LARGEST,
    Content,
    DateOrder,
    FileRefused,
    Found,
    Refusal,
    look,
    take_documents,
    text,
)
from custom_components.librelink_up.glucose import (
    GlucoseUnit,
    OutOfRange,
    Reading,
    ReadingKind,
    Source,
    Treatment,
    TreatmentKind,
    Trend,
)

FIXTURES = Path(__file__).parent / "fixtures"
BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 25, 20, tzinfo=UTC)
HISTORIC, SCAN, CURRENT = ReadingKind.HISTORIC, ReadingKind.SCAN, ReadingKind.CURRENT
LO, HI = OutOfRange.LO, OutOfRange.HI
MG, MMOL = GlucoseUnit.MG_DL, GlucoseUnit.MMOL_L
RAPID, LONG, CARBS = TreatmentKind.RAPID_INSULIN, TreatmentKind.LONG_INSULIN, TreatmentKind.CARBS
STICK, KETONE, NOTE = TreatmentKind.FINGER_STICK, TreatmentKind.KETONE, TreatmentKind.NOTE
HEADER = ",".join(["Device", "Serial", "Time", "Type", "Historic mg/dL", "Scan mg/dL", *"abcdefghijklm"])


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN).astimezone(UTC)


def content_of(found: Found, now: datetime = NOW) -> Content:
    return found.content(next(iter(found.ways(now)), None), BERLIN, now, now - timedelta(hours=3))


def readings(content: Content) -> list[Reading]:
    return [reading for chunk in content.chunks(2) for reading in chunk]


def write(path: Path, *lines: str, encoding: str = "utf-8") -> Found:
    file = path / "file"
    file.write_text("\n".join(lines), encoding=encoding)
    return look(file)


def row(time: str, kind: object = 0, **cells: object) -> str:
    """A line of LibreView with some cells, by the number of their column."""
    columns = [""] * 19
    columns[2], columns[3] = time, str(kind)
    for name, cell in ({"c4": 100} if kind == 0 and not cells else cells).items():
        columns[int(name[1:])] = str(cell)
    return ",".join(columns)


def test_libreview_in_german() -> None:
    found = look(FIXTURES / "libreview_de.csv")
    assert (found.source, found.unit, list(found.ways(NOW))) == (Source.LIBREVIEW, MG, [DateOrder.DAY_FIRST])
    content = content_of(found)
    assert readings(content) == [
        Reading(local("2026-11-24 08:00"), 112, HISTORIC),
        Reading(local("2026-11-24 08:15"), 118, HISTORIC),
        Reading(local("2026-11-24 08:21"), 125, SCAN),
    ]
    assert content.treatments == (
        Treatment(local("2026-11-24 08:22"), CARBS, 40.0),
        Treatment(local("2026-11-24 08:22"), NOTE, None, "Müsli"),
        Treatment(local("2026-11-24 08:22"), RAPID, 4.5),
        Treatment(local("2026-11-24 08:30"), STICK, 121.0),
        Treatment(local("2026-11-24 08:31"), KETONE, 0.3),
        Treatment(local("2026-11-24 22:00"), LONG, 14.0),
        Treatment(local("2026-11-24 22:05"), NOTE, None, 'Sport, "hart"'),
        Treatment(local("2026-11-24 22:10"), RAPID),
        Treatment(local("2026-11-24 22:20"), CARBS, None, "2"),  # Portions.
        Treatment(local("2026-11-24 22:25"), RAPID, 4.5),  # For the meal and for correction.
    )
    assert (content.skipped.count, content.too_new) == (0, 0)
    assert content.span == (local("2026-11-24 08:00"), local("2026-11-24 22:25"))


def test_libreview_in_french_in_mmol_with_its_header_twice() -> None:
    found = look(FIXTURES / "libreview_fr_mmol.csv")
    assert (found.unit, list(found.ways(NOW))) == (MMOL, [DateOrder.DAY_FIRST])  # By the day on which it was made.
    content = content_of(found)
    assert readings(content) == [
        Reading(local("2026-11-03 08:00"), 101, HISTORIC),
        Reading(local("2026-11-03 08:05"), 39, HISTORIC, None, LO),
        Reading(local("2026-11-03 08:10"), 501, HISTORIC, None, HI),
    ]
    assert content.treatments == (Treatment(local("2026-11-03 08:15"), STICK, 110.0),)
    assert content.skipped.count == 0


def test_libreview_of_america() -> None:
    content = content_of(look(FIXTURES / "libreview_us.csv"))
    assert [one.time for one in readings(content)] == [
        local("2026-11-08 00:05"),
        local("2026-11-08 12:05"),
        local("2026-11-08 13:10"),
    ]


def test_the_software_of_the_readers_with_tabs_in_utf_16() -> None:
    content = content_of(look(FIXTURES / "reader_utf16.txt"))
    assert readings(content) == [
        Reading(local("2026-11-03 08:00"), 101, HISTORIC),
        Reading(local("2026-11-03 08:07"), 104, SCAN),
    ]
    assert content.treatments == (Treatment(local("2026-11-03 08:09"), RAPID, 3.0),)


def test_clarity() -> None:
    found = look(FIXTURES / "clarity_en.csv")
    content = content_of(found)
    assert (found.source, found.unit, content.skipped.count) == (Source.CLARITY, MG, 0)
    assert readings(content) == [
        Reading(local("2026-11-03 08:00:12"), 110, HISTORIC),
        Reading(local("2026-11-03 08:05:12"), 39, HISTORIC, None, LO),
        Reading(local("2026-11-03 08:10:12"), 501, HISTORIC, None, HI),
    ]
    assert content.treatments == (
        Treatment(local("2026-11-03 08:11"), STICK, 112.0),
        Treatment(local("2026-11-03 08:12"), RAPID, 2.5),
        Treatment(local("2026-11-03 08:13"), CARBS, 30.0),
        Treatment(local("2026-11-03 21:12"), LONG, 14.0),
    )


def test_clarity_in_german_in_mmol() -> None:
    found = look(FIXTURES / "clarity_de_mmol.csv")
    assert (found.source, found.unit) == (Source.CLARITY, MMOL)
    values = [(one.glucose, one.out_of_range) for one in readings(content_of(found))]
    assert values == [(101, None), (39, LO), (501, HI)]


def test_clarity_names_what_makes_no_sense(tmp_path: Path) -> None:
    header = (FIXTURES / "clarity_en.csv").read_text().splitlines()[0]
    found = write(
        tmp_path,
        header,
        "1,2026-11-03T08:00:00,EGV,,,,,ill,,,,,",
        "2,2026-11-03T08:05:00,EGV,,,,,100,,,,,",
        "nonsense",
        "4,yesterday,Exercise,,,,,,,,,,",
    )
    assert content_of(found).skipped.first == [2, 4, 5]


def test_nightscout_as_json() -> None:
    found = look(FIXTURES / "nightscout.json")
    content = content_of(found)
    assert (found.source, found.local, found.ways(NOW)) == (Source.NIGHTSCOUT, False, {})

    def at(minute: float) -> datetime:
        return datetime(2026, 11, 3, 8, tzinfo=UTC) + timedelta(minutes=minute)

    assert readings(content) == [
        Reading(at(0), 120, CURRENT, Trend.STEADY),
        Reading(at(5) + timedelta(milliseconds=500), 39, CURRENT, Trend.FALLING_QUICKLY, LO),
        Reading(at(10), 501, HISTORIC, None, HI),
    ]
    assert content.treatments == (
        Treatment(at(11), STICK, 118.0),
        Treatment(at(20), CARBS, 45.0, "pizza"),
        Treatment(at(20), RAPID, 3.5, "pizza"),
        Treatment(at(22), STICK, 117.0),
        Treatment(at(23), NOTE, None, "new sensor"),
        Treatment(at(24), LONG, 14.0),
    )
    assert content.skipped.first == [6]  # An error code of a sensor, the sixth element.


def test_nightscout_as_csv(tmp_path: Path) -> None:
    content = content_of(look(FIXTURES / "nightscout.csv"))
    assert [(one.glucose, one.kind, one.trend) for one in readings(content)] == [
        (120, CURRENT, Trend.STEADY),
        (115, CURRENT, Trend.FALLING),
        (110, HISTORIC, None),
    ]
    lines = (FIXTURES / "nightscout.csv").read_text().splitlines()
    content = content_of(write(tmp_path, "dateString,date,sgv", lines[0], "x,y,z", *lines[1:]))
    assert (len(content), content.skipped.first) == (3, [3])


SGV = '{"type":"sgv","sgv":%d,"date":%d}'


def entries(count: int) -> list[str]:
    return [SGV % (100 + number % 50, 1793692800000 + number * 60000) for number in range(count)]


@pytest.mark.parametrize(
    "form",
    [
        lambda items: "[" + ",".join(items) + "]",
        lambda items: "[\n " + " ,\n ".join(items) + "\n]\n",
        "\n".join,
        lambda items: '{"status":200,"result":[' + ",".join(items) + "]}",
        lambda items: "[" + ",".join(items).replace('"date":', '"date":{"$numberLong":"').replace("}", '"}}') + "]",
    ],
)
def test_json_in_every_form_and_longer_than_a_piece(tmp_path: Path, form: object) -> None:
    content = content_of(write(tmp_path, form(entries(3000))))  # type: ignore[operator]
    assert (len(content), content.skipped.count) == (3000, 0)


@pytest.mark.parametrize("end", ['{"type":"sgv","sg', "{" * 5000, "nonsense", '{"sgv":' + "9" * 5000 + "}"])
def test_of_json_that_was_cut_off_all_before_is_taken(tmp_path: Path, end: str) -> None:
    content = content_of(write(tmp_path, "[" + ",".join([*entries(3), end])))
    assert (len(content), content.skipped.first) == (3, [4])


def test_a_list_may_hold_something_else_than_entries(tmp_path: Path) -> None:
    content = content_of(write(tmp_path, "[5, null, " + ",".join(entries(3)) + ', "x"]'))
    assert (len(content), content.skipped.count) == (3, 0)


def test_json_that_never_ends_is_not_kept_in_memory(tmp_path: Path) -> None:
    content = content_of(write(tmp_path, "[" + entries(1)[0] + ',{"a":"' + "x" * (3 << 20)))
    assert (len(content), content.skipped.first) == (1, [2])


@pytest.mark.parametrize(
    ("document", "skipped"),
    [
        ({"type": "sgv", "sgv": 100}, True),
        ({"type": "sgv", "sgv": 100, "dateString": "2026-11-03 08:00"}, True),  # Whose time is that?
        ({"type": "sgv", "sgv": 100, "date": 10**400}, True),
        ({"type": "sgv", "sgv": 100, "date": 12}, True),
        ({"type": "sgv", "sgv": True, "date": 1793692800000}, True),
        ({"type": "sgv", "sgv": [1], "date": 1793692800000}, True),
        ({"type": "sgv", "sgv": "1e999", "date": 1793692800000}, True),
        ({"type": "sgv", "sgv": 700, "date": 1793692800000}, True),
        ({"type": "sgv", "date": 1793692800000, "direction": 5}, True),
        ({"type": "mbg", "mbg": "ill", "date": 1793692800000}, True),
        ({"eventType": "Bolus", "insulin": 4000, "mills": 1793692800000}, True),
        ({"eventType": "Bolus", "insulin": 4}, True),
        ({"eventType": "BG Check", "glucose": 601, "created_at": "2026-11-03T08:00Z"}, True),
        ({"some": "thing"}, True),
        ({"eventType": "Site Change", "created_at": "whenever"}, False),
        ({"type": "cal", "date": 1793692800000}, False),
        (5, False),
    ],
)
def test_what_a_site_says_that_makes_no_sense(document: object, skipped: bool) -> None:
    found = Found(Source.NIGHTSCOUT, MG)
    take_documents([{"type": "sgv", "sgv": 100, "date": 1793692800000}, document], found)
    found.settle()
    content = content_of(found)
    assert (len(content), content.treatments, content.skipped.first) == (1, (), [2] * skipped)
    assert found.documents == 2


def test_a_stick_without_a_unit_is_what_its_number_can_be() -> None:
    found = Found(Source.NIGHTSCOUT, MG)
    check = {"eventType": "BG Check", "created_at": "2026-11-03T08:00:00Z"}
    take_documents([{**check, "glucose": 6.5}, {**check, "glucose": 118}], found)
    assert [one.amount for one in content_of(found).treatments] == [117.0, 118.0]


def test_lines_that_make_no_sense_are_named_and_the_rest_is_taken(tmp_path: Path) -> None:
    good = "24-11-2026 08:{:02}"
    found = write(
        tmp_path,
        "Glucose Data",
        HEADER,
        row(good.format(0)),
        row("31-31-2026 08:05"),
        row("30-02-2026 08:05"),
        row("24-11-2026 25:05"),
        row("24-11-2026 08:05", c4="ill"),
        row("24-11-2026 08:05", c4=700),
        row("24-11-2026 08:05", c4=3),
        row("24-11-2026 08:05", kind=9),
        row("24-11-2026 08:05", kind="9" * 5000),
        row("24-11-2026 08:05", kind="x"),
        row("24-11-2026 08:05", kind=4),
        row("24-11-2026 08:05", kind=4, c7=4000),
        row("24-11-2026 08:05", kind=2, c14=5),
        row("11-24-2026 08:05"),  # Month first, in a file with the day first.
        row("24-11-1999 08:05"),
        row("24-11-26 08:05"),
        "nonsense",
        "",
        row(good.format(10)),
    )
    content = content_of(found)
    assert [one.time for one in readings(content)] == [local("2026-11-24 08:00"), local("2026-11-24 08:10")]
    assert sorted(content.skipped.first) == [*range(4, 20)]
    assert content.skipped.count == 16


def test_of_many_such_lines_the_first_are_named_and_all_are_counted(tmp_path: Path) -> None:
    content = content_of(write(tmp_path, HEADER, row("24-11-2026 08:00"), *["nonsense,"] * 500))
    assert (content.skipped.count, content.skipped.first) == (500, [*range(3, 23)])


def test_a_header_of_a_language_that_names_no_unit(tmp_path: Path) -> None:
    header = ",".join(["x"] * 19)
    found = write(tmp_path, "?", header, header, row("24-11-2026 08:00", c4="5.6"))
    assert (found.unit, content_of(found).skipped.count) == (MMOL, 0)
    assert write(tmp_path, "?", header, row("24-11-2026 08:00", c4="56")).unit is MG


def test_a_long_preface(tmp_path: Path) -> None:
    content = content_of(write(tmp_path, *(f"{number}," for number in range(30)), HEADER, row("24-11-2026 08:00")))
    assert (len(content), content.skipped.count) == (1, 0)


def test_a_line_that_makes_no_sense_twice_is_named_once(tmp_path: Path) -> None:
    found = write(tmp_path, HEADER, row("24-11-2026 08:00"), row("24-11-2026 08:05", kind=4, c7=4000, c12=4000))
    assert content_of(found).skipped.first == [3]


def test_a_note_may_have_lines_of_its_own_and_a_lost_quotation_mark_costs_its_line(tmp_path: Path) -> None:
    found = write(
        tmp_path,
        HEADER,
        row("24-11-2026 08:00", kind=6, c13='"long\nrun, ""hills"""'),
        row("24-11-2026 08:05", kind=6, c13='5" of snow'),
        *[row(f"24-11-2026 09:{minute:02}") for minute in range(0, 60, 2)],
        row("24-11-2026 10:05", kind=6, c13='"the end'),
    )
    content = content_of(found)
    assert len(content) == 30
    assert [one.text for one in content.treatments] == ['long run, "hills"', "5 of snow", "the end"]
    assert content.skipped.count == 0


def test_a_row_beyond_what_can_be_split(tmp_path: Path) -> None:
    endless = '"' + ("x" * 60000 + "\n") * 3 + '"'
    content = content_of(write(tmp_path, HEADER, row("24-11-2026 08:00"), row("24-11-2026 08:05", kind=6, c13=endless)))
    assert (len(content), content.skipped.first) == (1, [3])


def test_what_is_younger_than_three_hours_and_what_is_of_tomorrow_is_left_out(tmp_path: Path) -> None:
    times = ("25-11-2026 17:59", "25-11-2026 18:01", "26-11-2026 08:00")  # It is 21:00 there.
    notes = [row(time, kind=6, c13=time) for time in times]
    content = content_of(write(tmp_path, HEADER, *map(row, times), *notes))
    assert [one.time for one in readings(content)] == [local("2026-11-25 17:59")]
    assert content.too_new == 2
    assert [one.text for one in content.treatments] == list(times[:2])


def test_there_may_be_nothing_left(tmp_path: Path) -> None:
    content = content_of(write(tmp_path, HEADER, row("25-11-2026 20:30")))
    assert (len(content), content.span, content.too_new) == (0, None, 1)


def test_how_many_are_older_than_a_time() -> None:
    content = content_of(look(FIXTURES / "libreview_de.csv"))
    assert content.count_before(local("2026-11-24 08:15")) == 1


@pytest.mark.parametrize(
    ("step", "seconds", "within"),
    [(5, "", 120), (15, "", 120), (1, "", 60), (1, ":07", 30), (3, ":07", 90)],
)
def test_how_near_is_the_same_follows_how_far_apart_they_are(
    tmp_path: Path, step: int, seconds: str, within: int
) -> None:
    times = [f"24-11-2026 {minute // 60:02}:{minute % 60:02}{seconds}" for minute in range(0, 300, step)]
    content = content_of(write(tmp_path, HEADER, *map(row, times), *(row(time, 1, c5=99) for time in times[::7])))
    assert content.within == timedelta(seconds=within)


@pytest.mark.parametrize(("minutes", "sizes"), [(5, [4, 4, 2]), (1, [8, 2])])
def test_what_may_be_one_reading_is_in_one_part(tmp_path: Path, minutes: int, sizes: list[int]) -> None:
    times = [f"24-11-2026 08:{minute:02}" for minute in range(0, 10 * minutes, minutes)]
    content = content_of(write(tmp_path, HEADER, *map(row, times)))
    assert [len(chunk) for chunk in content.chunks(4)] == sizes


def test_a_part_goes_on_to_the_end_of_what_may_be_one_reading(tmp_path: Path) -> None:
    scan = row("24-11-2026 08:11", 1, c5=99)
    content = content_of(
        write(tmp_path, HEADER, *(row(f"24-11-2026 08:{minute:02}") for minute in range(0, 30, 5)), scan)
    )
    assert [len(chunk) for chunk in content.chunks(3)] == [4, 3]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_every_encoding(tmp_path: Path, encoding: str, end: str) -> None:
    file = tmp_path / "file"
    file.write_bytes(end.join([HEADER, row("24-11-2026 08:00", kind=6, c13="Müsli")]).encode(encoding))
    assert content_of(look(file)).treatments[0].text == "Müsli"


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"", Refusal.EMPTY),
        (b" \r\n\n", Refusal.EMPTY),
        (b"PK\x03\x04rest", Refusal.PACKED),
        (b"\x1f\x8brest", Refusal.PACKED),
        (b"%PDF-1.4", Refusal.BINARY),
        (b"abc\0\1\2" * 50, Refusal.BINARY),
        (b"  <!doctype html><html>", Refusal.WEB_PAGE),
        (b"name,size\nx,5\n", Refusal.UNKNOWN),
        (b"hello", Refusal.UNKNOWN),
        (b"x" * 100_000, Refusal.UNKNOWN),
        (HEADER.encode(), Refusal.NO_READINGS),
        (f"{HEADER}\n{row('24-11-2026 08:00', kind=9)}".encode(), Refusal.NO_READINGS),
        (b"[]", Refusal.NO_READINGS),
        (b"[section]\nx=5", Refusal.NO_READINGS),
    ],
)
def test_what_is_no_file_with_readings(tmp_path: Path, content: bytes, refusal: Refusal) -> None:
    file = tmp_path / "file"
    file.write_bytes(content)
    with pytest.raises(FileRefused) as raised:
        look(file)
    assert raised.value.refusal is refusal


def test_a_line_without_end_in_the_middle(tmp_path: Path) -> None:
    with pytest.raises(FileRefused, match="unknown"):
        write(tmp_path, HEADER, *[row("24-11-2026 08:00")] * 500, "x" * 100_000)


def test_a_file_that_is_too_large(tmp_path: Path) -> None:
    file = tmp_path / "file"
    with file.open("wb") as made:
        made.truncate(LARGEST + 1)
    with pytest.raises(FileRefused, match="too_large"):
        look(file)


def test_too_many_of_anything(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = [HEADER, *(row(f"24-11-2026 08:{minute:02}") for minute in range(9))]
    notes = [row(f"24-11-2026 08:{minute:02}", kind=6, c13="x") for minute in range(9)]
    monkeypatch.setattr(text, "_MOST_LINES", 9)
    with pytest.raises(FileRefused, match="too_large"):
        write(tmp_path, *lines)
    monkeypatch.undo()
    monkeypatch.setattr("custom_components.librelink_up.files.found._MOST_RECORDS", 8)
    with pytest.raises(FileRefused, match="too_large"):
        write(tmp_path, *lines)
    monkeypatch.setattr("custom_components.librelink_up.files.found._MOST_TREATMENTS", 7)
    with pytest.raises(FileRefused, match="too_large"):
        write(tmp_path, HEADER, *notes)


def generated(days: int) -> Iterator[str]:
    yield HEADER
    start = datetime(2026, 11, 24) - timedelta(days=days)
    for point in range(days * 288):
        yield row(f"{start + timedelta(minutes=5 * point):%d-%m-%Y %H:%M}", 0, c4=100 + point % 90)


def test_a_year_takes_little_memory(tmp_path: Path) -> None:
    found = write(tmp_path, *generated(365))
    content = content_of(found)
    kept = sum(array.itemsize * len(array) for array in (found._times, found._codes, found._lines, content.packed))
    assert len(content) > 365 * 287
    assert kept < 3_000_000


def test_nothing_of_a_file_stands_in_what_is_raised(tmp_path: Path) -> None:
    with pytest.raises(FileRefused) as raised:
        write(tmp_path, "Anna Beispiel, born 2010")
    assert "Anna" not in str(raised.value)


def test_nightscout_answers_are_json_of_numbers_too(tmp_path: Path) -> None:
    documents = [{"type": "sgv", "sgv": 100.4, "date": 1793692800000.7}]
    (reading,) = readings(content_of(write(tmp_path, json.dumps(documents))))
    assert (reading.glucose, reading.time.microsecond) == (100, 0)
