"""What a page is told of a person for as long as it is open."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

from freezegun.api import FrozenDateTimeFactory
from homeassistant.auth.permissions import OwnerPermissions
from homeassistant.config_entries import ConfigSubentryData
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.importlib import async_import_module
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry, MockUser

from custom_components.librelink_up.frontend import feed, websocket
from custom_components.librelink_up.frontend.messages import person_message
from custom_components.librelink_up.glucose import Reading, ReadingKind
from custom_components.librelink_up.journal import Journal, JournalUnwritable
from simulator.cloud import SimulatedCloud
from simulator.nightscout import SimulatedNightscout
from simulator.people import Span
from tests.conftest import NOW, drained, pass_time, settle
from tests.test_automations import course, pass_minutes, steady

from .conftest import ANNA, BEN, MINUTE, Open, Start, ms

SEEN = ms(NOW) - 23_000  # When Anna's newest reading was measured.


@pytest.fixture(autouse=True)
def _at_the_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("custom_components.librelink_up.coordinator._JITTER_SECONDS", 0)


async def press(hass: HomeAssistant, entity_id: str) -> None:
    await hass.services.async_call("button", "press", {"entity_id": entity_id}, blocking=True)


async def test_everything_at_once_and_whatever_comes(
    hass: HomeAssistant, cloud: SimulatedCloud, start: Start, open_browser: Open, frozen: FrozenDateTimeFactory
) -> None:
    steady(cloud)
    await start()
    browser = await open_browser()
    await browser.follow(ANNA)
    first = await browser.person()
    device_id = first.pop("device_id")
    assert device_id == er.async_get(hass).async_get(ANNA).device_id
    today = first.pop("today")
    assert today == {
        "start": ms(datetime(2026, 11, 21, 8, tzinfo=UTC)),
        "end": ms(NOW),
        "below": 0,
        "in_range": 100,
        "above": 0,
        "measured": pytest.approx(94, abs=1),
    }
    sensor = first.pop("sensor")
    assert sensor["state"] == "active"
    assert sensor["warm"] - sensor["started"] == 60 * MINUTE
    assert sensor["expires"] - sensor["started"] == 14 * 1440 * MINUTE
    assert first == {
        "entity_id": ANNA,
        "name": "Anna Example",
        "unit": "mg/dL",
        "limits": {"urgent_low": 55, "low": 70, "high": 180, "urgent_high": 240},
        "now": ms(NOW),
        "reading": {"time": SEEN, "glucose": 110, "trend": "steady", "out_of_range": 0},
        "stale_at": SEEN + 15 * MINUTE,
        "state": "in_range",
        "since": SEEN,
        "change": None,
        "pressure": False,
        "forecast": [],
        "low_in": None,
        "told": [],
        "nightscout": None,
        "silence": {
            "silenced": False,
            "until": None,
            "alerting": False,
            "acknowledge": "button.anna_example_acknowledge_alert",
            "snooze": "button.anna_example_snooze_alerts",
        },
    }
    await pass_time(hass, frozen, minutes=1)
    events = await browser.events()
    assert [one["rows"] for one in events if one["type"] == "readings"] == [[[SEEN + MINUTE, 110, 2, 0]]]
    assert not [one for one in events if one["type"] in ("changed", "gone")]
    person = [one for one in events if one["type"] == "person"][-1]["person"]
    assert (person["reading"]["time"], person["now"]) == (SEEN + MINUTE, ms(NOW) + MINUTE)
    assert person["today"]["end"] == ms(NOW) + MINUTE
    await pass_minutes(hass, frozen, 14)
    person = await browser.person()
    assert [time for time, _ in person["forecast"]] == [person["now"] + ahead * MINUTE for ahead in range(5, 35, 5)]
    assert all(105 < glucose < 115 for _, glucose in person["forecast"])
    assert person["change"] == 0


async def test_a_low_arrives_is_acknowledged_and_passes(
    hass: HomeAssistant, cloud: SimulatedCloud, start: Start, open_browser: Open, frozen: FrozenDateTimeFactory
) -> None:
    steady(cloud)
    course(cloud, "Anna", *[65] * 4, *[50] * 4, 120, begin=2)
    await start()
    browser = await open_browser()
    await browser.follow(ANNA)
    await pass_minutes(hass, frozen, 3)
    low = await browser.person()
    began = low["since"]
    assert low["state"] == "low"
    assert low["low_in"] == 0
    assert low["silence"]["alerting"]
    assert low["told"] == [{"state": "low", "start": began, "end": None, "extreme": 65, "out_of_range": 0}]
    await press(hass, low["silence"]["acknowledge"])
    silenced = (await browser.person())["silence"]
    assert (silenced["silenced"], silenced["until"], silenced["alerting"]) == (True, None, True)
    await pass_minutes(hass, frozen, 4)
    urgent = await browser.person()
    assert urgent["state"] == "urgent_low"
    assert not urgent["silence"]["silenced"]
    assert urgent["told"] == [{"state": "urgent_low", "start": began, "end": None, "extreme": 50, "out_of_range": 0}]
    await press(hass, urgent["silence"]["snooze"])
    assert (await browser.person())["silence"]["until"] == ms(NOW) + 37 * MINUTE
    await pass_minutes(hass, frozen, 5)
    over = await browser.person()
    assert over["state"] == "in_range"
    assert over["told"] == [
        {"state": "urgent_low", "start": began, "end": over["since"], "extreme": 50, "out_of_range": 0}
    ]
    assert over["today"]["below"] > 0


async def test_a_value_that_grows_old_is_never_current(
    hass: HomeAssistant, cloud: SimulatedCloud, start: Start, open_browser: Open, frozen: FrozenDateTimeFactory
) -> None:
    steady(cloud)
    await start()
    browser = await open_browser()
    await browser.follow(ANNA)
    cloud.patient("Anna").phone_away.append(Span(NOW, NOW + timedelta(minutes=40)))
    await pass_minutes(hass, frozen, 16)
    stale = await browser.person()
    assert stale["reading"]["time"] == SEEN
    assert stale["stale_at"] == SEEN + 15 * MINUTE < stale["now"]
    assert (stale["state"], stale["since"]) == ("no_readings", stale["stale_at"])
    assert stale["told"] == [
        {"state": "no_readings", "start": stale["stale_at"], "end": None, "extreme": None, "out_of_range": 0}
    ]
    assert (stale["change"], stale["forecast"], stale["silence"]["alerting"]) == (None, [], True)
    events: list[dict[str, Any]] = []
    for _ in range(24):
        await pass_time(hass, frozen, minutes=2)
        events += await browser.events()
    # What the phone had kept comes afterwards: what is on screen is fetched anew.
    changed = [one for one in events if one["type"] == "changed"]
    assert min(one["start"] for one in changed) < ms(NOW) + 6 * MINUTE
    assert 35 * MINUTE < max(one["end"] for one in changed) - ms(NOW) < 45 * MINUTE
    back = events[-1]["person"]
    assert back["state"] == "in_range"
    assert len(back["told"]) == 1
    assert back["told"][0]["start"] == stale["stale_at"]
    assert ms(NOW) + 40 * MINUTE < back["told"][0]["end"] < ms(NOW) + 43 * MINUTE


async def test_a_point_of_the_history_is_never_current(
    hass: HomeAssistant, entry: MockConfigEntry, cloud: SimulatedCloud, start: Start, open_browser: Open
) -> None:
    """It is shown when there is nothing else, and old from the beginning, however long values are shown."""
    hass.config_entries.async_update_entry(entry, options={"stale_limit": 60})
    cloud.patient("Anna").phone_away.append(Span(NOW - timedelta(minutes=10)))
    steady(cloud)
    await start()
    patient = cloud.patient("Anna").patient_id
    known = entry.runtime_data.coordinator.data[patient]
    history = tuple(one._replace(kind=ReadingKind.HISTORIC) for one in known.recent)
    entry.runtime_data.coordinator.data[patient] = replace(known, recent=history, latest=history[-1])
    browser = await open_browser()
    await browser.follow(ANNA)
    person = await browser.person()
    assert person["reading"]["time"] > ms(NOW) - 30 * MINUTE
    assert person["stale_at"] == ms(NOW)


async def test_hi_is_no_number(
    hass: HomeAssistant, cloud: SimulatedCloud, start: Start, open_browser: Open, frozen: FrozenDateTimeFactory
) -> None:
    steady(cloud)
    cloud.patient("Anna").out_of_range.append((Span(NOW), "hi", 501))
    await start()
    browser = await open_browser()
    await browser.follow(ANNA)
    await pass_minutes(hass, frozen, 2)
    events = await browser.events()
    assert next(one for one in events if one["type"] == "readings")["rows"][-1][3] == 1
    person = events[-1]["person"]
    assert person["reading"]["out_of_range"] == 1
    assert person["state"] == "urgent_high"
    assert [one["out_of_range"] for one in person["told"]] == [1]


async def test_a_backfill_and_an_import_are_no_live_readings(
    hass: HomeAssistant, entry: MockConfigEntry, cloud: SimulatedCloud, start: Start, open_browser: Open
) -> None:
    steady(cloud)
    await start()
    browser = await open_browser()
    await browser.follow(ANNA)
    await browser.events()
    patient, record = cloud.patient("Anna").patient_id, entry.runtime_data.recorder.async_add
    newest = entry.runtime_data.coordinator.data[patient].latest.time

    def current(*minutes: float) -> list[Reading]:
        return [Reading(newest + timedelta(minutes=one), 99, ReadingKind.CURRENT) for one in minutes]

    await record(patient, current(-20))
    late = newest - timedelta(minutes=20)
    around = [{"type": "changed", "start": ms(late) - 2 * MINUTE, "end": ms(late) + 2 * MINUTE}]
    assert await browser.events("changed") == around
    await record(patient, current(*(minute / 10 for minute in range(1, 7))))
    assert len(await browser.events("changed")) == 1
    await record(patient, [current(1)[0]._replace(kind=ReadingKind.SCAN)])
    assert len(await browser.events("changed")) == 1
    await record(patient, current(2, 3))
    (live,) = await browser.events("readings")
    assert [row[0] for row in live["rows"]] == [ms(newest) + 2 * MINUTE, ms(newest) + 3 * MINUTE]
    await record(cloud.patient("Ben").patient_id, current(4))
    assert not [one for one in await browser.events() if one["type"] != "person"]


async def test_no_line_is_to_lead_over_a_hole_to_what_comes_live(
    entry: MockConfigEntry, cloud: SimulatedCloud, start: Start, open_browser: Open
) -> None:
    """In a wide view neighbours are far apart: the time between two says nothing there."""
    steady(cloud)
    await start()
    browser = await open_browser()
    await browser.follow(ANNA)
    await browser.events()
    patient, record = cloud.patient("Anna").patient_id, entry.runtime_data.recorder.async_add
    newest = entry.runtime_data.coordinator.data[patient].latest.time
    for minutes in ((1,), (8, 9), (14,), (24,)):
        await record(
            patient, [Reading(newest + one * timedelta(minutes=1), 99, ReadingKind.CURRENT) for one in minutes]
        )
    rows = [row for event in await browser.events("readings") for row in event["rows"]]
    assert [(row[0] - ms(newest)) // MINUTE for row in rows if len(row) == 5] == [8, 24]
    assert len(rows) == 5


async def test_no_line_leads_to_the_first_reading_that_is_known(
    entry: MockConfigEntry, cloud: SimulatedCloud, start: Start, open_browser: Open
) -> None:
    await start()
    account, patient = entry.runtime_data, cloud.patient("Anna").patient_id
    account.coordinator.data[patient] = replace(account.coordinator.data[patient], recent=(), latest=None)
    browser = await open_browser()
    await browser.follow(ANNA)
    later = [Reading(NOW + timedelta(minutes=one), 99, ReadingKind.CURRENT) for one in (30, 31, 41)]
    await account.recorder.async_add(patient, later)
    (live,) = await browser.events("readings")
    assert [len(row) for row in live["rows"]] == [5, 4, 5]


async def test_a_reading_that_takes_a_points_place_is_no_live_one(
    entry: MockConfigEntry, cloud: SimulatedCloud, start: Start, open_browser: Open
) -> None:
    """The newest that is known is a point of the history, and a current reading of that time comes late."""
    cloud.patient("Anna").phone_away.append(Span(NOW - timedelta(hours=1)))
    await start()
    browser = await open_browser()
    await browser.follow(ANNA)
    await browser.events()
    patient = cloud.patient("Anna").patient_id
    newest = entry.runtime_data.coordinator.data[patient].latest.time
    point = Reading(newest + timedelta(minutes=10), 100, ReadingKind.HISTORIC)
    await entry.runtime_data.recorder.async_add(patient, [point])
    assert len(await browser.events("changed")) == 1
    twin = Reading(point.time + timedelta(minutes=1), 101, ReadingKind.CURRENT)
    await entry.runtime_data.recorder.async_add(patient, [twin])
    (changed,) = [one for one in await browser.events() if one["type"] in ("changed", "readings")]
    assert changed["start"] <= ms(point.time) <= changed["end"]


async def test_it_goes_on_through_reloads_and_under_another_name(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    cloud: SimulatedCloud,
    start: Start,
    open_browser: Open,
    frozen: FrozenDateTimeFactory,
) -> None:
    steady(cloud)
    await start()
    browser = await open_browser()
    await browser.follow(ANNA)
    await browser.events()
    await hass.config_entries.async_unload(entry.entry_id)
    assert await browser.events() == [{"type": "gone"}]
    later = await open_browser()
    await later.follow(ANNA)
    assert await later.events() == [{"type": "gone"}]
    await hass.config_entries.async_setup(entry.entry_id)
    for one in (browser, later):
        assert (await one.person())["reading"]["glucose"] == 110
    hass.config_entries.async_update_entry(entry, options={"stale_limit": 5})
    await settle(hass)
    events = await browser.events()
    assert events[0] == {"type": "gone"}
    assert events[-1]["person"]["stale_at"] == SEEN + 5 * MINUTE
    er.async_get(hass).async_update_entity(ANNA, new_entity_id="sensor.daughter")
    assert (await browser.person())["entity_id"] == "sensor.daughter"
    await pass_minutes(hass, frozen, 2)
    assert len(await browser.events("readings")) == 2
    assert await browser.error("subscribe", entity_id=ANNA) == "not_found"
    await hass.config_entries.async_reload(entry.entry_id)
    assert (await browser.person())["entity_id"] == "sensor.daughter"


async def test_who_is_followed_no_more_or_hidden_is_gone(
    hass: HomeAssistant, entry: MockConfigEntry, start: Start, open_browser: Open
) -> None:
    await start()
    browser, other = await open_browser(), await open_browser()
    await browser.follow(ANNA)
    await other.follow(BEN)
    await browser.events()
    await other.events()
    registry = er.async_get(hass)
    registry.async_update_entity(ANNA, disabled_by=er.RegistryEntryDisabler.USER)
    assert (await browser.events())[-1] == {"type": "gone"}
    registry.async_update_entity(ANNA, disabled_by=None)
    await hass.config_entries.async_reload(entry.entry_id)
    assert (await browser.events())[-1]["type"] == "person"
    ben = next(one for one in entry.subentries.values() if one.title.startswith("Ben"))
    hass.config_entries.async_remove_subentry(entry, ben.subentry_id)
    assert (await other.events())[-1] == {"type": "gone"}
    assert (await browser.events())[-1]["type"] == "person"


async def test_another_account_does_not_disturb(
    hass: HomeAssistant, entry: MockConfigEntry, cloud: SimulatedCloud, start: Start, open_browser: Open
) -> None:
    await start()
    browser = await open_browser()
    await browser.follow(ANNA)
    await browser.events()
    ben = cloud.patient("Ben")
    other = MockConfigEntry(
        domain="librelink_up",
        title="other@example.com",
        unique_id="other",
        data=dict(entry.data),
        subentries_data=[
            ConfigSubentryData(
                data={"sensor_life": "learn"}, subentry_type="patient", title="Carl", unique_id=f"{ben.patient_id}x"
            )
        ],
    )
    other.add_to_hass(hass)
    await hass.config_entries.async_setup(other.entry_id)
    await settle(hass)
    names = [one["name"] for one in (await browser.ask("people"))["people"]]
    assert names == ["Anna Example", "Ben Example", "Carl"]
    await hass.config_entries.async_unload(other.entry_id)
    assert not [one for one in await browser.events() if one["type"] == "gone"]


async def test_a_permission_that_is_taken_away_ends_it_and_buttons_are_for_who_may_press_them(
    hass: HomeAssistant,
    cloud: SimulatedCloud,
    start: Start,
    open_browser: Open,
    frozen: FrozenDateTimeFactory,
    hass_read_only_user: MockUser,
    hass_read_only_access_token: str,
) -> None:
    steady(cloud)
    await start()
    button = "button.anna_example_acknowledge_alert"
    may = {ANNA: {"read": True}, button: {"control": True}}
    hass_read_only_user.mock_policy({"entities": {"entity_ids": may}})
    reader, admin = await open_browser(hass_read_only_access_token), await open_browser()
    for one in (reader, admin):
        await one.follow(ANNA)
    silence = (await reader.person())["silence"]
    assert (silence["acknowledge"], silence["snooze"]) == (button, None)
    assert (await admin.person())["silence"]["snooze"] == "button.anna_example_snooze_alerts"
    er.async_get(hass).async_update_entity(button, disabled_by=er.RegistryEntryDisabler.USER)
    await pass_minutes(hass, frozen, 1)
    assert (await admin.person())["silence"]["acknowledge"] is None
    await reader.events()
    hass_read_only_user.mock_policy({"entities": {"entity_ids": {BEN: True}}})
    await pass_minutes(hass, frozen, 3)
    assert await reader.events() == [{"type": "gone"}]
    assert len(await admin.events("readings")) == 3
    hass_read_only_user.mock_policy({"entities": {"entity_ids": may}})
    await pass_minutes(hass, frozen, 1)
    assert (await reader.person())["reading"]


async def test_nothing_is_left_behind(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    cloud: SimulatedCloud,
    start: Start,
    open_browser: Open,
    set_patient: Callable[..., str],
    nightscout: dict[str, Any],
) -> None:
    set_patient("Anna", nightscout=nightscout)
    await start()
    data = entry.runtime_data

    def listening() -> tuple[Any, ...]:
        (delivery,) = data.deliveries.values()
        return (
            len(data.coordinator._listeners),
            len(data.recorder._listeners),
            len(delivery._listeners),
            hass.bus.async_listeners()[er.EVENT_ENTITY_REGISTRY_UPDATED],
            {signal: len(targets) for signal, targets in hass.data["dispatcher"].items() if targets},
            len(hass.data.get(feed._FEEDS, {})),
        )

    browser, other = await open_browser(), await open_browser()
    before = listening()
    subscription = await browser.follow(ANNA)
    await other.follow(ANNA)
    await browser.events()
    assert listening() != before
    assert (await browser.send("unsubscribe_events", subscription=subscription))["success"]
    assert listening() != before  # Somebody else looks.
    await other.close()
    assert listening() == before
    await browser.follow(ANNA)
    await hass.config_entries.async_unload(entry.entry_id)
    await browser.events()
    await browser.close()
    assert not hass.data[feed._FEEDS]


async def test_many_pages_cost_one_look(
    hass: HomeAssistant,
    cloud: SimulatedCloud,
    start: Start,
    open_browser: Open,
    frozen: FrozenDateTimeFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    await start()
    browsers = [await open_browser() for _ in range(3)]
    for browser in browsers:
        await browser.follow(ANNA)
        await browser.follow(ANNA)
        await browser.events()
    made = []

    def counted(*args: Any, **more: Any) -> Any:
        made.append(args)
        return person_message(*args, **more)

    monkeypatch.setattr(feed, "person_message", counted)
    await pass_minutes(hass, frozen, 1)
    told = [await browser.events("person") for browser in browsers]
    assert len({len(one) for one in told}) == 1
    assert len(told[0]) == 2 * len(made)


async def test_while_the_journal_cannot_be_read_glucose_is_told(
    hass: HomeAssistant,
    cloud: SimulatedCloud,
    start: Start,
    open_browser: Open,
    frozen: FrozenDateTimeFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    steady(cloud)
    await start()
    browser = await open_browser()

    async def fail(*_: Any) -> None:
        raise JournalUnwritable("broken")

    with monkeypatch.context() as patch:
        patch.setattr(Journal, "range", fail)
        await browser.follow(ANNA)
        person = await browser.person()
        assert person["reading"]["glucose"] == 110
        assert (person["today"]["in_range"], person["today"]["measured"], person["told"]) == (None, 0, [])
    await pass_minutes(hass, frozen, 2)
    assert (await browser.person())["today"]["in_range"] == 100


async def test_today_begins_anew_at_midnight(
    hass: HomeAssistant,
    cloud: SimulatedCloud,
    start: Start,
    open_browser: Open,
    frozen: FrozenDateTimeFactory,
) -> None:
    steady(cloud)
    await hass.config.async_set_time_zone("Asia/Dubai")  # It is 16:00.
    await start()
    browser = await open_browser()
    await browser.follow(ANNA)
    assert (await browser.person())["today"]["start"] == ms(datetime(2026, 11, 20, 20, tzinfo=UTC))
    await pass_time(hass, frozen, hours=7, minutes=58)
    for _ in range(4):
        await pass_time(hass, frozen, minutes=1)
    person = await browser.person()
    assert person["today"]["start"] == ms(datetime(2026, 11, 21, 20, tzinfo=UTC))
    assert person["today"]["measured"] > 50


async def test_nightscout_is_told_when_it_changes(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    site: SimulatedNightscout,
    start: Start,
    open_browser: Open,
    set_patient: Callable[..., str],
    nightscout: dict[str, Any],
    frozen: FrozenDateTimeFactory,
) -> None:
    set_patient("Anna", nightscout=nightscout)
    await start()
    browser = await open_browser()
    await browser.follow(ANNA)
    assert (await browser.person())["nightscout"] == {"waiting": 0, "problem": None}
    site.faults.add("status", status=500)
    await pass_minutes(hass, frozen, 2)
    troubled = (await browser.person())["nightscout"]
    assert troubled["problem"] == "server"
    assert troubled["waiting"] > 0
    site.faults.clear()
    await browser.events()
    (delivery,) = entry.runtime_data.deliveries.values()
    for _ in range(8):
        await pass_time(hass, frozen, seconds=15)
        await drained(delivery)
    assert (await browser.person())["nightscout"] == {"waiting": 0, "problem": None}


async def test_a_reading_that_comes_while_the_day_is_read_is_not_lost(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    cloud: SimulatedCloud,
    start: Start,
    open_browser: Open,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    steady(cloud)
    await start()
    patient, original = cloud.patient("Anna").patient_id, Journal.range
    newest = entry.runtime_data.coordinator.data[patient].latest

    async def slow(journal: Journal, *span: Any) -> list[Reading]:
        found = await original(journal, *span)
        monkeypatch.setattr(Journal, "range", original)
        await entry.runtime_data.recorder.async_add(
            patient, [newest._replace(time=newest.time + timedelta(seconds=20), glucose=49)]
        )
        return found

    monkeypatch.setattr(Journal, "range", slow)
    browser = await open_browser()
    await browser.follow(ANNA)
    told = (await browser.person())["told"]
    assert [(one["state"], one["extreme"]) for one in told] == [("urgent_low", 49)]


async def test_what_passes_without_a_reading_counts_as_not_measured(
    hass: HomeAssistant, cloud: SimulatedCloud, start: Start, open_browser: Open, frozen: FrozenDateTimeFactory
) -> None:
    steady(cloud)
    await start()
    browser = await open_browser()
    await browser.follow(ANNA)
    before = (await browser.person())["today"]
    cloud.away = True
    for _ in range(12):
        await pass_time(hass, frozen, minutes=10)
    after = (await browser.person())["today"]
    assert after["end"] - before["end"] >= 100 * MINUTE
    assert after["measured"] < before["measured"] - 20


async def test_before_there_is_anything(
    hass: HomeAssistant, cloud: SimulatedCloud, start: Start, open_browser: Open, frozen: FrozenDateTimeFactory
) -> None:
    """Set up for the first time while the cloud is away."""
    cloud.away = True
    await start()
    browser = await open_browser()
    await browser.follow(ANNA)
    person = await browser.person()
    assert (person["reading"], person["stale_at"], person["sensor"]) == (None, None, None)
    assert person["state"] == "unknown"
    assert person["silence"]["alerting"] is False
    cloud.away = False
    cloud.patient("Anna").fills_after = timedelta(hours=9)
    await pass_time(hass, frozen, minutes=5)
    assert (await browser.person())["reading"]


async def test_a_page_that_is_gone_before_it_is_answered_leaves_nothing_behind(
    hass: HomeAssistant, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    await start()
    sent: list[Any] = []
    user = SimpleNamespace(id="parent", permissions=OwnerPermissions)
    page: Any = SimpleNamespace(user=user, subscriptions={}, send_message=sent.append, send_result=sent.append)
    real = async_import_module

    async def gone(*wanted: Any) -> Any:
        module = await real(*wanted)
        page.subscriptions.clear()  # As Home Assistant does when a connection closes.
        return module

    monkeypatch.setattr(websocket, "async_import_module", gone)
    await websocket._async_answer(hass, page, {"id": 1, "type": "librelink_up/subscribe", "entity_id": ANNA})
    assert (sent, page.subscriptions, hass.data.get(feed._FEEDS, {})) == ([], {}, {})
