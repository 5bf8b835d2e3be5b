"""The account on the cloud's bad days: what is asked, what is told, and that it heals by itself."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
import json
import logging
from typing import Any

from freezegun.api import FrozenDateTimeFactory
from homeassistant.config_entries import SOURCE_REAUTH, ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import issue_registry as ir
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.components.diagnostics import (
    get_diagnostics_for_config_entry,
    get_diagnostics_for_device,
)

from custom_components.librelink_up.account.client import async_create_dialog_client
from custom_components.librelink_up.journal import Journal, JournalUnwritable
from simulator.cloud import SimulatedCloud
from simulator.people import SimulatedAccount

from .conftest import NOW, pass_time, settle
from .test_coordinator import GLUCOSE, state
from .test_init import _devices, calls, issues

type Start = Callable[[], Awaitable[None]]

SIGNAL_LOST = "binary_sensor.anna_example_signal_lost"
REAUTH = "config_entry_reauth_librelink_up"


async def pass_minutes(hass: HomeAssistant, frozen: FrozenDateTimeFactory, minutes: int) -> list[str]:
    """Let minutes go by; returns whether the signal was lost in each."""
    lost = []
    for _ in range(minutes):
        await pass_time(hass, frozen, minutes=1)
        lost.append(state(hass, SIGNAL_LOST))
    return lost


def asked_for_password(hass: HomeAssistant, entry: MockConfigEntry) -> bool:
    told = ("homeassistant", f"{REAUTH}_{entry.entry_id}") in ir.async_get(hass).issues
    assert told == bool(list(entry.async_get_active_flows(hass, {SOURCE_REAUTH})))
    return told


async def test_a_right_password_that_is_refused_for_five_minutes_heals_by_itself(
    hass: HomeAssistant, entry: MockConfigEntry, cloud: SimulatedCloud, start: Start, frozen: FrozenDateTimeFactory
) -> None:
    await start()
    cloud.refusing_until = NOW + timedelta(minutes=6)
    cloud.expire_tokens()
    await pass_time(hass, frozen, minutes=1)
    assert issues(hass) == {"password_doubted"}
    (issue,) = ir.async_get(hass).issues.values()
    assert issue.translation_placeholders == {"account": "Robin", "minutes": "3"}
    await pass_minutes(hass, frozen, 4)
    assert asked_for_password(hass, entry)
    logins = calls(cloud, "auth/login")
    await pass_minutes(hass, frozen, 15)
    assert not asked_for_password(hass, entry)
    assert calls(cloud, "auth/login") == logins + 1
    assert issues(hass) == set()
    assert state(hass, GLUCOSE) not in ("unknown", "unavailable")


async def test_three_passing_500s_cost_no_more_than_they_last(
    hass: HomeAssistant, cloud: SimulatedCloud, start: Start, frozen: FrozenDateTimeFactory
) -> None:
    await start()
    await pass_minutes(hass, frozen, 3)
    cloud.faults.add("status", status=500, path="connections", times=3)
    asked = calls(cloud, "/llu/connections")
    assert await pass_minutes(hass, frozen, 5) == ["off"] * 5
    assert calls(cloud, "/llu/connections") >= asked + 4
    shown = hass.states.get(GLUCOSE).attributes["measured_at"]
    assert NOW + timedelta(minutes=8) - shown < timedelta(minutes=2)


@pytest.mark.parametrize(
    "fault",
    [
        {"kind": "status", "status": 500},
        {"kind": "status", "status": 429},
        {"kind": "html", "status": 403},
        {"kind": "html", "status": 429},
        {"kind": "json", "body": {"status": 0, "data": None}},
        {"kind": "json", "body": {"message": "invalid or expired jwt"}, "status": 401},
        {"kind": "cut"},
        {"kind": "drop"},
    ],
)
async def test_our_own_pause_alone_never_loses_the_signal(
    hass: HomeAssistant, cloud: SimulatedCloud, start: Start, frozen: FrozenDateTimeFactory, fault: dict[str, Any]
) -> None:
    await start()
    await pass_minutes(hass, frozen, 3)
    cloud.faults.add(**fault, path="connections", times=1)
    assert await pass_minutes(hass, frozen, 20) == ["off"] * 20


async def test_an_outage_is_told_after_a_while_and_the_missing_readings_grow_in_it(
    hass: HomeAssistant, cloud: SimulatedCloud, start: Start, frozen: FrozenDateTimeFactory
) -> None:
    await start()
    cloud.faults.add("status", status=429, retry_after=3 * 3600)
    missing = []
    for _ in range(4):
        await pass_minutes(hass, frozen, 15)
        missing.append(int(state(hass, "sensor.anna_example_readings_missing_in_24_h")))
    assert state(hass, SIGNAL_LOST) == "on"
    assert state(hass, "sensor.anna_example_sensor_state") == "no_recent_data"
    assert issues(hass) == {"cloud_silent"}
    assert missing == [missing[0] + 3 * number for number in range(4)]
    assert missing[0] >= 1


@pytest.mark.parametrize("life", [3600, 86400])
async def test_tokens_that_live_a_day_cost_a_log_in_only_when_they_end(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    cloud: SimulatedCloud,
    start: Start,
    frozen: FrozenDateTimeFactory,
    life: int,
) -> None:
    cloud.token_life = timedelta(seconds=life)
    await start()
    logins = calls(cloud, "auth/login")
    await pass_minutes(hass, frozen, 30)
    await hass.config_entries.async_reload(entry.entry_id)
    await settle(hass)
    assert calls(cloud, "auth/login") == logins
    await hass.config_entries.async_unload(entry.entry_id)
    frozen.tick(timedelta(days=2))
    await start()
    assert calls(cloud, "auth/login") == logins + 1
    assert entry.runtime_data.coordinator.last_update_success


async def test_a_region_whose_host_is_gone_is_found_anew(
    hass: HomeAssistant, account: SimulatedAccount, cloud: SimulatedCloud, start: Start, frozen: FrozenDateTimeFactory
) -> None:
    await start()
    account.region = "eu"
    cloud.dead_regions = {"de"}
    assert await pass_minutes(hass, frozen, 5) == ["off"] * 5
    assert calls(cloud, "/eu/llu/connections") >= 4


async def test_a_region_in_circles_costs_no_more_passwords_than_the_budget(
    hass: HomeAssistant, cloud: SimulatedCloud, start: Start, frozen: FrozenDateTimeFactory
) -> None:
    cloud.circle = ["de", "fr"]
    await start()
    await pass_minutes(hass, frozen, 120)
    assert calls(cloud, "auth/login") == 3 + 3  # Three at once; then after 5, 15 and 60 minutes.
    assert issues(hass) == {"cloud_silent"}


@pytest.mark.parametrize(("terms", "issue"), [(["tou"], "terms_pending"), (["verifyEmail"], "step_required")])
@pytest.mark.parametrize("how", ["waiting", "refresh"])
async def test_what_was_done_in_the_app_is_noticed_in_minutes_or_at_refresh_now(
    hass: HomeAssistant,
    account: SimulatedAccount,
    cloud: SimulatedCloud,
    start: Start,
    frozen: FrozenDateTimeFactory,
    terms: list[str],
    issue: str,
    how: str,
) -> None:
    await start()
    account.terms = terms
    cloud.expire_tokens()
    await pass_time(hass, frozen, minutes=2)
    assert issues(hass) == {issue}
    account.terms = []
    if how == "refresh":
        await pass_time(hass, frozen, minutes=1)
        await press(hass)
    else:
        await pass_minutes(hass, frozen, 6)
    assert issues(hass) == set()
    assert state(hass, GLUCOSE) not in ("unknown", "unavailable")


async def press(hass: HomeAssistant) -> None:
    target = {"entity_id": "button.anna_example_refresh_now"}
    await hass.services.async_call("button", "press", target, blocking=True)
    await settle(hass)


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        ({"kind": "status", "status": 429, "retry_after": 600}, "in 10 min"),
        ({"kind": "drop"}, "cannot be reached"),
        ({"kind": "html"}, "does not understand"),
    ],
)
async def test_refresh_says_when_it_fails(
    hass: HomeAssistant,
    cloud: SimulatedCloud,
    start: Start,
    frozen: FrozenDateTimeFactory,
    fault: dict[str, Any],
    told: str,
) -> None:
    await start()
    await press(hass)
    await pass_time(hass, frozen, seconds=20)
    cloud.faults.add(**fault)
    with pytest.raises(HomeAssistantError, match=told):
        await press(hass)
    await pass_time(hass, frozen, seconds=20)
    with pytest.raises(HomeAssistantError):
        await hass.services.async_call("librelink_up", "refresh", {}, blocking=True)


async def test_refresh_of_all_accounts_asks_each_though_one_fails(
    hass: HomeAssistant, entry: MockConfigEntry, cloud: SimulatedCloud, start: Start, frozen: FrozenDateTimeFactory
) -> None:
    other = second_account(cloud)
    other.add_to_hass(hass)
    await start()
    await settle(hass)
    assert other.state is ConfigEntryState.LOADED
    await pass_time(hass, frozen, seconds=20)
    asked = calls(cloud, "/llu/connections")
    cloud.faults.add("status", status=500, path="/de/")
    with pytest.raises(HomeAssistantError):
        await hass.services.async_call("librelink_up", "refresh", {}, blocking=True)
    assert calls(cloud, "/llu/connections") == asked + 2
    assert other.runtime_data.coordinator.last_update_success


def second_account(cloud: SimulatedCloud) -> MockConfigEntry:
    account = SimulatedAccount(email="other@example.com", password="Simulator-2!", patients=[])
    cloud.accounts.append(account)
    return MockConfigEntry(
        domain="librelink_up",
        title="Other",
        unique_id=account.user_id,
        data={"email": account.email, "password": account.password, "region": "auto"},
    )


async def test_each_account_and_each_dialog_has_a_cookie_jar_that_ends_with_it(
    hass: HomeAssistant, entry: MockConfigEntry, cloud: SimulatedCloud, start: Start
) -> None:
    other = second_account(cloud)
    other.add_to_hass(hass)
    await start()
    await settle(hass)
    dialogs = [await async_create_dialog_client(hass, entry.data) for _ in range(2)]
    clients = [one.runtime_data.coordinator.client for one in (entry, other)] + dialogs
    sessions = [client._requester._http for client in clients]
    assert len({id(session.cookie_jar) for session in sessions}) == 4
    assert not any(session.closed for session in sessions)
    await hass.config_entries.async_unload(entry.entry_id)
    await hass.async_block_till_done()
    dialogs.clear()
    del clients
    assert [session.closed for session in sessions] == [True, False, True, True]


@pytest.mark.parametrize(("at_start", "name"), [(False, "Robin"), (True, "LibreLink Up")])
async def test_an_account_that_was_called_by_its_address_gets_a_name_and_nothing_logs_the_address(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    account: SimulatedAccount,
    cloud: SimulatedCloud,
    start: Start,
    frozen: FrozenDateTimeFactory,
    caplog: pytest.LogCaptureFixture,
    at_start: bool,
    name: str,
) -> None:
    caplog.set_level(logging.DEBUG)
    cloud.away = at_start
    await start()
    assert entry.title == name
    hass.config_entries.async_update_entry(entry, title="The children")
    await settle(hass)
    assert entry.title == "The children"
    cloud.away = False
    await pass_minutes(hass, frozen, 2)
    assert account.email not in caplog.text


FAILURES: dict[str, dict[str, Any]] = {
    "password": {"kind": "json", "body": {"status": 2}},
    "terms": {"kind": "json", "body": {"status": 4, "data": {"step": {"type": "verifyEmail"}}}},
    "closed": {"kind": "json", "body": {"status": 920, "data": {"minimumVersion": "5.0"}}, "status": 403},
    "blocked": {"kind": "html", "status": 403},
    "busy": {"kind": "status", "status": 503, "retry_after": 60, "text": "parent@example.com"},
    "locked": {"kind": "json", "body": {"status": 429, "data": {"message": "locked"}}},
    "away": {"kind": "drop"},
}


@pytest.mark.parametrize("failure", FAILURES)
@pytest.mark.parametrize("at_start", [True, False])
async def test_no_address_is_in_issues_or_in_the_downloaded_diagnostics_whatever_has_failed(
    hass: HomeAssistant,
    frozen: FrozenDateTimeFactory,
    hass_client: Any,
    entry: MockConfigEntry,
    account: SimulatedAccount,
    cloud: SimulatedCloud,
    start: Start,
    failure: str,
    at_start: bool,
) -> None:
    if not at_start:
        await start()
    cloud.faults.add(**FAILURES[failure])
    await (start() if at_start else pass_minutes(hass, frozen, 20))
    assert not entry.runtime_data.coordinator.last_update_success
    told = [str(issue) for issue in ir.async_get(hass).issues.values()]
    found = await get_diagnostics_for_config_entry(hass, hass_client, entry)
    assert found["last_error"]
    device = _devices(hass, entry)[0]
    told.append(json.dumps(await get_diagnostics_for_device(hass, hass_client, entry, device)))
    for secret in (account.email, account.password, account.user_id, "parent"):
        assert secret not in " ".join([json.dumps(found), *told])


@pytest.mark.parametrize("why", ["journal", "unloaded"])
async def test_diagnostics_can_be_had_while_the_account_is_not_set_up(
    hass: HomeAssistant,
    frozen: FrozenDateTimeFactory,
    hass_client: Any,
    entry: MockConfigEntry,
    account: SimulatedAccount,
    start: Start,
    monkeypatch: pytest.MonkeyPatch,
    why: str,
) -> None:
    async def broken(*_: Any, **__: Any) -> None:
        raise JournalUnwritable("full")

    await start()
    await hass.config_entries.async_unload(entry.entry_id)
    if why == "journal":
        monkeypatch.setattr(Journal, "open", broken)
        await start()
    found = await get_diagnostics_for_config_entry(hass, hass_client, entry)
    assert found["state"] == entry.state.value
    assert found["cloud"]["has_token"]
    assert account.email not in json.dumps(found)
    device = _devices(hass, entry)[0]
    assert await get_diagnostics_for_device(hass, hass_client, entry, device)


@pytest.mark.parametrize("how", ["unload", "reload", "remove"])
@pytest.mark.parametrize("path", ["/connections", "/logbook"])
async def test_a_request_that_is_going_on_ends_with_its_account(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    cloud: SimulatedCloud,
    start: Start,
    frozen: FrozenDateTimeFactory,
    hass_storage: dict[str, Any],
    caplog: pytest.LogCaptureFixture,
    how: str,
    path: str,
) -> None:
    if path == "/connections":
        await start()
        cloud.faults.add("hang", path=path, times=1, **{"for": 2})
        refresh = hass.async_create_task(entry.runtime_data.coordinator.async_refresh())
    else:
        cloud.faults.add("hang", path=path, times=1, **{"for": 2})
        await hass.config_entries.async_setup(entry.entry_id)
        refresh = None
    asked = calls(cloud, path)
    for _ in range(300):
        await hass.async_add_executor_job(lambda: None)
        if calls(cloud, path) > asked or (refresh is None and asked):
            break
    store, caplog_before = entry.runtime_data.store, len(caplog.records)
    await getattr(hass.config_entries, f"async_{how}")(entry.entry_id)
    if refresh:
        await refresh
    await settle(hass)
    store.async_save_session(store.session)
    await pass_time(hass, frozen, minutes=1)
    assert issues(hass) == set()
    assert not [one for one in caplog.records[caplog_before:] if one.levelno >= logging.ERROR]
    assert (f"librelink_up.{entry.entry_id}" in hass_storage) == (how != "remove")


async def test_what_was_kept_of_a_removed_person_is_deleted(
    hass: HomeAssistant, entry: MockConfigEntry, cloud: SimulatedCloud, start: Start
) -> None:
    await start()
    ben = cloud.patient("Ben").patient_id
    anna = cloud.patient("Anna").patient_id
    store = entry.runtime_data.store
    for patient in (anna, ben):
        store.async_save_sensor_life(patient, timedelta(days=15))
        store.async_save_choice(patient, "chart_hours", "12")
    subentry = next(one for one in entry.subentries.values() if one.unique_id == ben)
    hass.config_entries.async_remove_subentry(entry, subentry.subentry_id)
    await settle(hass)
    assert ben not in json.dumps(entry.runtime_data.store._data())
    assert entry.runtime_data.store.choice(anna, "chart_hours") == "12"
    assert set(entry.runtime_data.store.sensor_lives) == {anna}


async def test_a_start_recalls_how_late_readings_came(
    hass: HomeAssistant, entry: MockConfigEntry, cloud: SimulatedCloud, start: Start, frozen: FrozenDateTimeFactory
) -> None:
    cloud.patient("Anna").upload_delay = timedelta(seconds=40)
    await start()
    await pass_minutes(hass, frozen, 25)
    await hass.config_entries.async_reload(entry.entry_id)
    await settle(hass)
    anna = entry.runtime_data.people.rhythms[cloud.patient("Anna").patient_id]
    assert timedelta(seconds=35) < anna.delay < timedelta(seconds=110)


@pytest.mark.parametrize("form", ["narrow", "24", "iso"])
async def test_times_in_another_form_are_read(
    hass: HomeAssistant, cloud: SimulatedCloud, start: Start, frozen: FrozenDateTimeFactory, form: str
) -> None:
    await start()
    cloud.time_form = form
    assert await pass_minutes(hass, frozen, 20) == ["off"] * 20
    assert issues(hass) == set()


async def test_readings_that_cannot_be_read_are_told_by_their_shape(
    hass: HomeAssistant,
    frozen: FrozenDateTimeFactory,
    hass_client: Any,
    entry: MockConfigEntry,
    cloud: SimulatedCloud,
    start: Start,
    caplog: pytest.LogCaptureFixture,
) -> None:
    await start()
    cloud.time_form = "arabic"
    await pass_minutes(hass, frozen, 28)
    assert state(hass, SIGNAL_LOST) == "on"
    assert issues(hass) == {"reading_unreadable"}
    assert 1 <= sum("cannot be understood" in one.getMessage() for one in caplog.records) <= 2  # Once for each shape.
    found = await get_diagnostics_for_config_entry(hass, hass_client, entry)
    shapes = found["patients"][0]["not_understood"]
    assert set(shapes) == {"newest", "history"}
    assert "99/99/9999" in shapes["newest"]
    assert "<U+202F><U+06" in shapes["newest"]
    assert "2026" not in str(shapes)
    cloud.time_form = "us"
    await pass_minutes(hass, frozen, 30)
    assert issues(hass) == set()
    assert state(hass, SIGNAL_LOST) == "off"


@pytest.mark.parametrize(("minutes", "issue"), [(7, "clock_ahead"), (-25, "clock_behind"), (3, None), (-10, None)])
async def test_a_phone_whose_clock_is_wrong_is_told(
    hass: HomeAssistant,
    cloud: SimulatedCloud,
    start: Start,
    frozen: FrozenDateTimeFactory,
    minutes: int,
    issue: str | None,
) -> None:
    cloud.patient("Anna").phone_clock = timedelta(minutes=minutes)
    await start()
    await pass_minutes(hass, frozen, 20)
    assert issues(hass) == ({issue} if issue else set())
    assert state(hass, SIGNAL_LOST) == ("on" if issue else "off")
    for one in ir.async_get(hass).issues.values():
        told = one.translation_placeholders or {}
        assert told["patient"] == "Anna Example"
        assert abs(int(told["minutes"]) - abs(minutes)) <= 2
    cloud.patient("Anna").phone_clock = timedelta(0)
    await pass_minutes(hass, frozen, 6)
    assert issues(hass) == set()


async def test_the_newest_of_several_answers_is_shown(
    hass: HomeAssistant, cloud: SimulatedCloud, start: Start, frozen: FrozenDateTimeFactory
) -> None:
    anna = cloud.patient("Anna")
    await start()
    frozen.tick(timedelta(minutes=1))
    newest = cloud.connection(anna)["glucoseMeasurement"]
    anna.broken_fields["glucoseMeasurement"] = newest | {"FactoryTimestamp": "11/21/2026 11:50:00 AM"}
    anna.broken_fields["glucoseItem"] = newest | {"ValueInMgPerDl": 61}
    await pass_time(hass, frozen, seconds=1)
    assert state(hass, GLUCOSE) == "61"


async def test_the_newest_reading_beside_the_history_counts(
    hass: HomeAssistant, entry: MockConfigEntry, cloud: SimulatedCloud, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    anna = cloud.patient("Anna")
    whole, old = cloud.connection(anna), "11/21/2026 11:30:00 AM"

    def connection(patient: Any) -> dict[str, Any]:
        asked_for_list = not any(path.endswith("graph") for _, _, path in cloud.faults.calls[-1:])
        measurement = whole["glucoseMeasurement"] | ({"FactoryTimestamp": old} if asked_for_list else {})
        return whole | {"patientId": patient.patient_id, "glucoseMeasurement": measurement, "glucoseItem": None}

    monkeypatch.setattr(cloud, "connection", connection)
    await start()
    assert state(hass, GLUCOSE) == str(whole["glucoseMeasurement"]["ValueInMgPerDl"])
