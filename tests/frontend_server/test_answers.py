"""What the card and the dashboard ask: who there is, curves, days, the report; and what is refused."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

from freezegun.api import FrozenDateTimeFactory
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr, entity_registry as er
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry, MockUser

from custom_components.librelink_up.frontend.messages import first_midnight
from custom_components.librelink_up.glucose import OutOfRange, Reading, ReadingKind, Treatment, TreatmentKind
from custom_components.librelink_up.journal import Journal, JournalUnwritable
from simulator.cloud import SimulatedCloud
from tests.conftest import NOW, pass_time, settle
from tests.test_automations import steady

from .conftest import ANNA, BEN, MINUTE, Open, Start, ms

MIDNIGHT = datetime(2026, 11, 21, 8, tzinfo=UTC)  # In California, where Home Assistant is in tests.
DAY = {"entity_id": ANNA, "start": ms(NOW - timedelta(hours=24)), "end": ms(NOW), "width": 800}


def minutely(count: int, glucose: Callable[[int], int], end: datetime = NOW) -> list[Reading]:
    begin = end - timedelta(minutes=count)
    return [Reading(begin + timedelta(minutes=number), glucose(number), ReadingKind.CURRENT) for number in range(count)]


async def record(entry: MockConfigEntry, cloud: SimulatedCloud, readings: list[Reading]) -> None:
    await entry.runtime_data.recorder.async_add(cloud.patient("Anna").patient_id, readings)


async def test_the_people_by_name(
    hass: HomeAssistant, entry: MockConfigEntry, start: Start, open_browser: Open
) -> None:
    await start()
    browser = await open_browser()
    people = (await browser.ask("people"))["people"]
    assert [(one["entity_id"], one["name"]) for one in people] == [(ANNA, "Anna Example"), (BEN, "Ben Example")]
    devices = dr.async_get(hass)
    assert [devices.async_get(one["device_id"]).name for one in people] == ["Anna Example", "Ben Example"]
    devices.async_update_device(people[0]["device_id"], name_by_user="zoë")
    er.async_get(hass).async_update_entity(BEN, new_entity_id="sensor.ben")
    people = (await browser.ask("people"))["people"]
    assert [(one["entity_id"], one["name"]) for one in people] == [("sensor.ben", "Ben Example"), (ANNA, "zoë")]
    # Who is hidden from Home Assistant's pages is not offered to the card.
    er.async_get(hass).async_update_entity(ANNA, disabled_by=er.RegistryEntryDisabler.USER)
    assert [one["name"] for one in (await browser.ask("people"))["people"]] == ["Ben Example"]


async def test_whoever_may_read_one_person_learns_nothing_of_another(
    start: Start, open_browser: Open, hass_read_only_user: MockUser, hass_read_only_access_token: str
) -> None:
    await start()
    hass_read_only_user.mock_policy({"entities": {"entity_ids": {ANNA: {"read": True}}}})
    browser = await open_browser(hass_read_only_access_token)
    assert [one["entity_id"] for one in (await browser.ask("people"))["people"]] == [ANNA]
    assert (await browser.ask("readings", **DAY))["rows"]
    # Not even whether there is somebody.
    for other in (BEN, "sensor.nobody_glucose"):
        assert await browser.error("readings", **{**DAY, "entity_id": other}) == "unauthorized"
        assert await browser.error("subscribe", entity_id=other) == "unauthorized"
        assert await browser.error("days", entity_id=other, days=1, width=100) == "unauthorized"
        assert await browser.error("report", entity_id=other, days=14, named=True) == "unauthorized"


async def test_only_a_glucose_entity_of_ours_stands_for_a_person(
    hass: HomeAssistant, start: Start, open_browser: Open
) -> None:
    await start()
    other = er.async_get(hass).async_get_or_create("sensor", "dexcom", "anna_glucose")
    browser = await open_browser()
    named = ("sensor.anna_example_change", "button.anna_example_refresh_now", "sun.sun", other.entity_id)
    for command, arguments in (
        ("subscribe", {}),
        ("readings", DAY),
        ("days", {"days": 1, "width": 100}),
        ("report", {"days": 14, "named": False}),
    ):
        for entity_id in named:
            assert await browser.error(command, **{**arguments, "entity_id": entity_id}) == "not_found"


WRONG: list[dict[str, Any]] = [
    {"start": DAY["end"], "end": DAY["start"]},
    {"start": DAY["end"]},
    {"start": 0, "end": 401 * 86_400_000},
    {"start": -1},
    {"end": 10**18},
    {"start": True},
    {"start": None},
    {"start": "2026-11-21"},
    {"start": 1.5},
    {"width": 0},
    {"width": 10_001},
    {"width": 1e300},
    {"width": "wide"},
    {"entity_id": "anna"},
    {"more": 1},
]


async def test_arguments_that_make_no_sense(start: Start, open_browser: Open) -> None:
    await start()
    browser = await open_browser()
    for wrong in WRONG:
        assert await browser.error("readings", **{**DAY, **wrong}) == "invalid_format", wrong
    for days in (0, 91, True, "14", 1.5):
        assert await browser.error("days", entity_id=ANNA, days=days, width=100) == "invalid_format", days
        assert await browser.error("report", entity_id=ANNA, days=days, named=False) == "invalid_format", days
    assert await browser.error("report", entity_id=ANNA, days=14, named="no") == "invalid_format"
    assert (await browser.ask("readings", **DAY))["rows"]


async def test_while_the_account_is_not_loaded(
    hass: HomeAssistant, entry: MockConfigEntry, start: Start, open_browser: Open
) -> None:
    await start()
    await hass.config_entries.async_unload(entry.entry_id)
    browser = await open_browser()
    assert len((await browser.ask("people"))["people"]) == 2
    assert await browser.error("readings", **DAY) == "not_loaded"
    assert await browser.error("days", entity_id=ANNA, days=1, width=100) == "not_loaded"
    assert await browser.error("report", entity_id=ANNA, days=14, named=False) == "not_loaded"


async def test_an_account_that_is_unloaded_while_it_is_asked(
    hass: HomeAssistant, entry: MockConfigEntry, start: Start, open_browser: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    await start()
    browser = await open_browser()
    read = Journal.range

    async def unload_then_read(journal: Journal, *args: Any) -> Any:
        await hass.config_entries.async_unload(entry.entry_id)
        return await read(journal, *args)

    monkeypatch.setattr(Journal, "range", unload_then_read)
    assert await browser.error("readings", **DAY) == "not_loaded"


async def test_while_the_journal_cannot_be_read(
    entry: MockConfigEntry, start: Start, open_browser: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    await start()
    browser = await open_browser()

    async def fail(*_: Any) -> None:
        raise JournalUnwritable("broken")

    with monkeypatch.context() as patch:
        patch.setattr(Journal, "range", fail)
        assert await browser.error("readings", **DAY) == "journal_unreadable"
        assert await browser.error("days", entity_id=ANNA, days=1, width=100) == "journal_unreadable"
        assert await browser.error("report", entity_id=ANNA, days=14, named=False) == "journal_unreadable"
    assert (await browser.ask("readings", **DAY))["rows"]


async def test_the_curve_of_a_span(cloud: SimulatedCloud, start: Start, open_browser: Open) -> None:
    steady(cloud)
    await start()
    since = ms(NOW - timedelta(hours=3))
    answer = await (await open_browser()).ask("readings", entity_id=ANNA, start=since, end=ms(NOW), width=300)
    rows = answer["rows"]
    assert len(rows) == 34
    assert rows == sorted(rows)
    assert all(row[0] >= since and row[1] == 110 for row in rows)
    assert {row[2] for row in rows} == {0, 2}
    assert not any(row[4:] for row in rows[:-1])
    assert answer["gap"] == 7.5 * MINUTE
    assert answer["first"] < ms(NOW - timedelta(hours=11))


async def test_a_curve_says_where_readings_are_missing_also_at_its_start(
    entry: MockConfigEntry, cloud: SimulatedCloud, start: Start, open_browser: Open
) -> None:
    await start()
    before = NOW - timedelta(days=40)  # Scans do not reach back so far.
    first, second = minutely(60, lambda _: 100, before), minutely(60, lambda _: 120, before + timedelta(hours=2))
    await record(entry, cloud, [*first, *second])
    browser = await open_browser()
    span = {"entity_id": ANNA, "width": 300}
    whole = await browser.ask("readings", **span, start=ms(first[0].time), end=ms(before + timedelta(hours=3)))
    assert [row[0] for row in whole["rows"] if row[4:]] == [ms(first[0].time), ms(second[0].time)]
    # In the middle of a stretch nothing is missing, whoever asks for a part of it only.
    part = await browser.ask("readings", **span, start=ms(first[30].time), end=ms(before))
    assert [row[4:] for row in part["rows"]] == [[]] * 30
    later = await browser.ask("readings", **span, start=ms(before), end=ms(second[30].time))
    assert [row[4:] for row in later["rows"]] == [[1], *[[]] * 29]


async def test_a_week_is_thinned_and_loses_no_low(
    entry: MockConfigEntry, cloud: SimulatedCloud, start: Start, open_browser: Open
) -> None:
    await start()
    end = NOW - timedelta(days=2)
    readings = minutely(7 * 1440, lambda number: {3000: 48, 7777: 301}.get(number, 120 + number % 7), end)
    del readings[5000:5030]
    readings[6000] = readings[6000]._replace(out_of_range=OutOfRange.LO, glucose=39)
    await record(entry, cloud, readings)
    browser = await open_browser()
    answer = await browser.ask("readings", entity_id=ANNA, start=ms(readings[0].time), end=ms(end), width=400)
    rows = answer["rows"]
    assert 400 < len(rows) <= 2 * 400 + 20
    assert {48, 301} < {row[1] for row in rows}
    assert [row[3] for row in rows if row[1] == 39] == [2]
    missing = [(earlier[0], later[0]) for earlier, later in pairwise(rows) if later[4:]]
    assert missing == [(ms(readings[4999].time), ms(readings[5000].time))]
    # Nowhere else are two neighbours so far apart that no line would be drawn.
    assert all(later[0] - earlier[0] <= answer["gap"] for earlier, later in pairwise(rows) if not later[4:])


async def test_sensors_and_treatments_are_marked(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    cloud: SimulatedCloud,
    start: Start,
    open_browser: Open,
    frozen: FrozenDateTimeFactory,
) -> None:
    await start()
    anna = cloud.patient("Anna")
    first = anna.started(NOW)
    await entry.runtime_data.journal.add_treatments(
        anna.patient_id,
        [
            Treatment(NOW - timedelta(hours=1), TreatmentKind.CARBS, 24.5),
            Treatment(NOW - timedelta(hours=2), TreatmentKind.NOTE, text="Football"),
            Treatment(NOW - timedelta(days=20), TreatmentKind.NOTE, text="Long ago"),
        ],
    )
    anna.sensor_started = NOW + timedelta(minutes=5)
    for _ in range(8):
        await pass_time(hass, frozen, minutes=1)
    # The cloud tells a start now and then a little otherwise: it is the same sensor.
    anna.sensor_started += timedelta(seconds=20)
    await hass.config_entries.async_reload(entry.entry_id)
    await settle(hass)
    browser = await open_browser()
    span = {"entity_id": ANNA, "start": ms(NOW - timedelta(days=14)), "end": ms(NOW + timedelta(hours=1)), "width": 300}
    marks = (await browser.ask("readings", **span))["marks"]
    assert marks == [
        {"type": "sensor", "time": ms(first)},
        {
            "type": "treatment",
            "time": ms(NOW - timedelta(hours=2)),
            "kind": "note",
            "amount": None,
            "text": "Football",
        },
        {"type": "treatment", "time": ms(NOW - timedelta(hours=1)), "kind": "carbs", "amount": 24.5, "text": ""},
        {"type": "sensor", "time": ms(NOW + timedelta(minutes=5))},
    ]


async def test_the_last_days(cloud: SimulatedCloud, start: Start, open_browser: Open) -> None:
    steady(cloud)
    await start()
    answer = await (await open_browser()).ask("days", entity_id=ANNA, days=3, width=300)
    today, yesterday, before = answer["days"]
    assert [one["date"] for one in answer["days"]] == ["2026-11-21", "2026-11-20", "2026-11-19"]
    assert (today["start"], today["end"]) == (ms(MIDNIGHT), yesterday["end"] + 1440 * MINUTE)
    assert today["shares"] == {
        "start": today["start"],
        "end": ms(NOW),
        "below": 0,
        "in_range": 100,
        "above": 0,
        "measured": pytest.approx(94, abs=1),
    }
    assert today["mean"] == 110
    assert before["shares"]["in_range"] is None
    assert before["shares"]["measured"] == 0
    assert before["mean"] is None
    assert [row[2:] for row in before["rows"]] == [[1, 0, 1]] * 4  # Scans, which are all that there is.
    assert all(today["start"] <= row[0] < today["end"] for row in today["rows"])
    assert answer["gap"] == 7.5 * MINUTE


@pytest.mark.parametrize(("day", "hours"), [(1, 25), (2, 24)])
async def test_a_day_on_which_the_clocks_change(
    hass: HomeAssistant,
    frozen: FrozenDateTimeFactory,
    start: Start,
    open_browser: Open,
    hass_admin_user: MockUser,
    hass_access_token: str,
    day: int,
    hours: int,
) -> None:
    """In California the clocks went back on the first of November."""
    frozen.move_to(datetime(2026, 11, day, 20, 0, 30, tzinfo=UTC))
    token = hass.auth.async_create_access_token(next(iter(hass_admin_user.refresh_tokens.values())))
    await start()
    (today,) = (await (await open_browser(token)).ask("days", entity_id=ANNA, days=1, width=300))["days"]
    assert today["end"] - today["start"] == hours * 60 * MINUTE
    assert today["start"] == ms(datetime(2026, 11, day, 7 if day == 1 else 8, tzinfo=UTC))


def test_local_days_begin_at_midnight_on_both_sides_of_a_change() -> None:
    from zoneinfo import ZoneInfo  # noqa: PLC0415

    zone = ZoneInfo("Europe/Berlin")
    now = datetime(2026, 10, 26, 12, tzinfo=UTC)
    assert [first_midnight(now, days, zone).hour for days in (1, 2, 3)] == [23, 22, 22]


async def test_the_report_says_what_its_pages_say_and_where_they_are(
    entry: MockConfigEntry, cloud: SimulatedCloud, start: Start, open_browser: Open, hass_client_no_auth: Any
) -> None:
    await start()
    lows = {number for day in range(14) for number in range(day * 1440, day * 1440 + 30)}
    await record(
        entry,
        cloud,
        minutely(14 * 1440, lambda number: 50 if number in lows else 100 + number % 1440 // 10, MIDNIGHT),
    )
    answer = await (await open_browser()).ask("report", entity_id=ANNA, days=14, named=True)
    metrics = answer["metrics"]
    assert (metrics["start"], metrics["end"]) == (ms(MIDNIGHT - timedelta(days=14)), ms(MIDNIGHT))
    assert metrics["measured"] == pytest.approx(100, abs=0.1)
    assert metrics["below_54"] == pytest.approx(100 * 30 / 1440, abs=0.1)
    assert metrics["gmi"] == pytest.approx(3.31 + 0.02392 * metrics["mean"])
    assert metrics["why"] is None
    assert not {"below", "within", "above"} & metrics.keys()
    assert answer["limits"] == {"urgent_low": 55, "low": 70, "high": 180, "urgent_high": 240}
    assert len(answer["profile"]) == 96
    assert answer["episodes"] == {
        "very_low": 14,
        "low": 14,
        "high": 14,
        "very_high": 0,
        "low_minutes": 30,
        "high_minutes": pytest.approx(630, abs=20),
    }
    client = await hass_client_no_auth()
    fetched = await client.get(answer["pdf"])
    assert fetched.status == 200
    assert "Anna" in fetched.headers["Content-Disposition"]
    assert (await client.get(answer["png"].replace("days=14", "days=13"))).status == 401


async def test_a_report_of_a_day_on_which_nothing_happened(
    cloud: SimulatedCloud, start: Start, open_browser: Open
) -> None:
    steady(cloud)
    await start()
    answer = await (await open_browser()).ask("report", entity_id=BEN, days=1, named=False)
    assert answer["metrics"]["gmi"] is None
    assert answer["profile"] == []
    assert answer["episodes"] == {
        "very_low": 0,
        "low": 0,
        "high": 0,
        "very_high": 0,
        "low_minutes": None,
        "high_minutes": None,
    }
