"""Polling, staleness, backfill, and what the user is told when something is wrong."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

from freezegun.api import FrozenDateTimeFactory
from homeassistant.config_entries import SOURCE_REAUTH
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr, issue_registry as ir
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.librelink_up.journal import Journal, JournalUnwritable
from simulator.cloud import SimulatedCloud
from simulator.people import SimulatedAccount, Span

from .conftest import NOW, pass_time, settle
from .test_init import calls, issues

type Start = Callable[[], Awaitable[None]]

GLUCOSE = "sensor.anna_example_glucose"


def state(hass: HomeAssistant, entity_id: str) -> str:
    return hass.states.get(entity_id).state


async def test_readings_follow_the_sensor_minute_by_minute(
    hass: HomeAssistant, cloud: SimulatedCloud, start: Start, frozen: FrozenDateTimeFactory
) -> None:
    await start()
    for minute in range(1, 6):
        await pass_time(hass, frozen, seconds=62)
        current = cloud.patient("Anna").current(NOW + minute * timedelta(seconds=62))
        shown = cloud.patient("Anna").measure(hass.states.get(GLUCOSE).attributes["measured_at"])
        assert current.time - shown.time <= timedelta(minutes=1)
        assert state(hass, GLUCOSE) == str(shown.glucose)
    assert calls(cloud, "/llu/connections") <= 7


@pytest.mark.parametrize("name", ["glucose", "trend", "change", "glucose_state", "measuring_range"])
async def test_an_old_value_is_never_shown_as_a_new_one(
    hass: HomeAssistant, cloud: SimulatedCloud, start: Start, frozen: FrozenDateTimeFactory, name: str
) -> None:
    await start()
    await pass_time(hass, frozen, minutes=6)
    cloud.patient("Anna").phone_away.append(Span(NOW + timedelta(minutes=6)))
    await pass_time(hass, frozen, minutes=13)
    assert state(hass, f"sensor.anna_example_{name}") not in ("unknown", "unavailable")
    assert state(hass, "binary_sensor.anna_example_signal_lost") == "off"
    await pass_time(hass, frozen, minutes=3)
    assert state(hass, f"sensor.anna_example_{name}") == ("no_readings" if name == "glucose_state" else "unknown")
    assert state(hass, "binary_sensor.anna_example_signal_lost") == "on"
    assert state(hass, "binary_sensor.anna_example_low") == "unknown"
    assert state(hass, "sensor.anna_example_last_reading") not in ("unknown", "unavailable")
    assert hass.states.get(GLUCOSE).attributes["measured_at"] is not None
    assert state(hass, "sensor.anna_example_sensor_state") == "no_recent_data"
    assert state(hass, "sensor.ben_example_glucose") != "unknown"


async def test_it_becomes_stale_at_that_moment_not_at_the_next_poll(
    hass: HomeAssistant, entry: MockConfigEntry, cloud: SimulatedCloud, start: Start, frozen: FrozenDateTimeFactory
) -> None:
    hass.config_entries.async_update_entry(entry, options={"polling": "15", "stale_limit": 5})
    await start()
    asked = calls(cloud, "/llu/connections")
    await pass_time(hass, frozen, minutes=5)
    assert state(hass, GLUCOSE) == "unknown"
    assert calls(cloud, "/llu/connections") == asked
    await pass_time(hass, frozen, minutes=10)
    assert calls(cloud, "/llu/connections") == asked + 1
    assert state(hass, GLUCOSE) != "unknown"


async def test_a_failed_poll_hides_nothing_that_is_fresh(
    hass: HomeAssistant, cloud: SimulatedCloud, start: Start, frozen: FrozenDateTimeFactory
) -> None:
    await start()
    before = state(hass, GLUCOSE)
    cloud.away = True
    await pass_time(hass, frozen, minutes=2)
    assert state(hass, GLUCOSE) == before
    await pass_time(hass, frozen, minutes=15)
    assert state(hass, GLUCOSE) == "unknown"
    cloud.away = False
    await pass_time(hass, frozen, minutes=10)
    assert state(hass, GLUCOSE) != "unknown"


async def test_a_gap_is_filled_from_the_history_once_it_is_there(
    hass: HomeAssistant, entry: MockConfigEntry, cloud: SimulatedCloud, start: Start, frozen: FrozenDateTimeFactory
) -> None:
    await start()
    anna = cloud.patient("Anna")
    anna.phone_away.append(Span(NOW, NOW + timedelta(minutes=40)))
    for _ in range(40):
        await pass_time(hass, frozen, minutes=2)
    times = await entry.runtime_data.journal.times(anna.patient_id, NOW, NOW + timedelta(minutes=40))
    assert len(times) >= 7
    assert state(hass, "sensor.anna_example_readings_missing_in_24_h") == "0"


async def test_the_clouds_delay_is_that_of_a_reading_that_was_seen_to_come(
    hass: HomeAssistant, entry: MockConfigEntry, cloud: SimulatedCloud, start: Start, frozen: FrozenDateTimeFactory
) -> None:
    cloud.patient("Anna").phone_away.append(Span(NOW - timedelta(hours=2), NOW + timedelta(minutes=10)))
    await start()
    delay = "sensor.anna_example_cloud_delay"
    assert state(hass, delay) == "unknown"
    await pass_time(hass, frozen, minutes=6)
    assert state(hass, delay) == "unknown"
    await pass_time(hass, frozen, minutes=5)
    await pass_time(hass, frozen, minutes=1)
    assert 10 <= float(state(hass, delay)) <= 75
    await hass.config_entries.async_reload(entry.entry_id)
    await settle(hass)
    assert state(hass, delay) == "unknown"


async def test_who_has_long_been_silent_costs_no_more_requests_until_a_reading_comes(
    hass: HomeAssistant, cloud: SimulatedCloud, start: Start, frozen: FrozenDateTimeFactory
) -> None:
    await start()
    anna = cloud.patient("Anna")
    graph = f"{anna.patient_id}/graph"
    anna.phone_away.append(Span(NOW, NOW + timedelta(hours=20)))
    await pass_time(hass, frozen, hours=11)
    asked = calls(cloud, graph)
    await pass_time(hass, frozen, minutes=20)
    assert calls(cloud, graph) == asked + 1
    await pass_time(hass, frozen, hours=2)
    asked = calls(cloud, graph)
    for _ in range(6):
        await pass_time(hass, frozen, minutes=20)
    assert calls(cloud, graph) == asked
    await pass_time(hass, frozen, hours=5)
    for _ in range(3):
        await pass_time(hass, frozen, minutes=5)
    assert calls(cloud, graph) > asked


async def test_polling_goes_on_when_every_entity_is_disabled(
    hass: HomeAssistant, entry: MockConfigEntry, start: Start, frozen: FrozenDateTimeFactory
) -> None:
    await start()
    coordinator = entry.runtime_data.coordinator
    listeners = dict(coordinator._listeners)
    coordinator._listeners.clear()
    anna = next(name for name, one in coordinator.people.subentries.items() if one.title.startswith("Anna"))
    count = await entry.runtime_data.journal.count(anna)
    await pass_time(hass, frozen, minutes=1)
    await pass_time(hass, frozen, minutes=1)
    assert await entry.runtime_data.journal.count(anna) == count + 2
    coordinator._listeners.update(listeners)


async def test_the_users_own_polling_is_respected(
    hass: HomeAssistant, entry: MockConfigEntry, cloud: SimulatedCloud, start: Start, frozen: FrozenDateTimeFactory
) -> None:
    hass.config_entries.async_update_entry(entry, pref_disable_polling=True)
    await start()
    asked = calls(cloud, "/llu/connections")
    await pass_time(hass, frozen, minutes=10)
    assert calls(cloud, "/llu/connections") == asked


async def test_a_person_who_stops_sharing_and_comes_back(
    hass: HomeAssistant, cloud: SimulatedCloud, start: Start, frozen: FrozenDateTimeFactory
) -> None:
    await start()
    cloud.patient("Ben").shared = False
    await pass_time(hass, frozen, minutes=1)
    assert state(hass, "sensor.ben_example_glucose") != "unavailable"  # Once can be a hiccup.
    await pass_time(hass, frozen, minutes=1)
    assert issues(hass) == {"patient_gone"}
    # The last reading stays true until it is too old; then the signal is lost, as for whatever other reason.
    assert state(hass, "sensor.ben_example_glucose") not in ("unavailable", "unknown")
    await pass_time(hass, frozen, minutes=15)
    assert state(hass, "sensor.ben_example_glucose") == "unknown"
    assert state(hass, "binary_sensor.ben_example_signal_lost") == "on"
    assert state(hass, "sensor.ben_example_sensor_state") == "unknown"
    missing = int(state(hass, "sensor.ben_example_readings_missing_in_24_h"))
    await pass_time(hass, frozen, minutes=15)
    assert int(state(hass, "sensor.ben_example_readings_missing_in_24_h")) == missing + 3
    assert state(hass, GLUCOSE) not in ("unknown", "unavailable")
    cloud.patient("Ben").shared = True
    await pass_time(hass, frozen, minutes=1)
    assert state(hass, "sensor.ben_example_glucose") not in ("unavailable", "unknown")
    assert issues(hass) == set()


async def test_a_person_who_is_not_there_at_the_start(
    hass: HomeAssistant, cloud: SimulatedCloud, start: Start, frozen: FrozenDateTimeFactory
) -> None:
    cloud.patient("Ben").shared = False
    await start()
    assert state(hass, "sensor.ben_example_glucose") == "unknown"
    assert state(hass, "binary_sensor.ben_example_signal_lost") == "on"
    assert state(hass, "sensor.ben_example_sensor_state") == "unknown"
    cloud.patient("Ben").shared = True
    await pass_time(hass, frozen, minutes=1)
    assert state(hass, "sensor.ben_example_glucose") not in ("unavailable", "unknown")


@pytest.mark.parametrize("field", ["glucoseMeasurement", "sensor", "alarmRules", "patientDevice", "lastName", "uom"])
@pytest.mark.parametrize("nonsense", [None, [], "x", -1])
async def test_nonsense_about_one_person_harms_nobody(
    hass: HomeAssistant, cloud: SimulatedCloud, start: Start, field: str, nonsense: Any
) -> None:
    cloud.patient("Ben").broken_fields[field] = nonsense
    await start()
    assert state(hass, GLUCOSE) not in ("unavailable", "unknown")
    assert state(hass, "sensor.ben_example_glucose") not in ("unavailable", "unknown")


async def test_a_wrong_password_is_asked_for_only_when_it_is_certain(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    account: SimulatedAccount,
    cloud: SimulatedCloud,
    start: Start,
    frozen: FrozenDateTimeFactory,
) -> None:
    await start()
    account.password = "Changed-1!"
    cloud.expire_tokens()
    await pass_time(hass, frozen, minutes=1)
    assert issues(hass) == {"password_doubted"}  # The first refusal is told, not believed.
    assert not list(entry.async_get_active_flows(hass, {SOURCE_REAUTH}))
    await pass_time(hass, frozen, minutes=3)
    assert len(list(entry.async_get_active_flows(hass, {SOURCE_REAUTH}))) == 1
    assert issues(hass) == set()  # Home Assistant tells of it itself.
    logins = calls(cloud, "auth/login")
    for _ in range(6 * 12):
        await pass_time(hass, frozen, minutes=5)
    assert 6 <= calls(cloud, "auth/login") - logins <= 8  # Now and then, for the cloud may have been wrong.
    assert len(list(entry.async_get_active_flows(hass, {SOURCE_REAUTH}))) == 1


@pytest.mark.parametrize(
    ("fault", "key", "issue", "quiet", "then"),
    [
        ({"kind": "status", "status": 429}, "blocked", set(), 4, 2),
        ({"kind": "html", "status": 403}, "blocked", {"blocked"}, 4, 2),
        ({"kind": "status", "status": 503}, "maintenance", set(), 0, 2),
        ({"kind": "json", "body": {"status": 911}}, "maintenance", set(), 0, 2),
        ({"kind": "html"}, "bad_answer", set(), 0, 2),
        ({"kind": "status", "status": 503, "retry_after": 240}, "maintenance", set(), 3, 2),
        ({"kind": "truncated"}, "bad_answer", set(), 0, 2),
        ({"kind": "cut"}, "bad_answer", set(), 0, 2),
        ({"kind": "json", "body": {"status": 0, "data": None}}, "bad_answer", set(), 0, 2),
        ({"kind": "huge"}, "bad_answer", set(), 0, 2),
        ({"kind": "drop"}, "cannot_connect", set(), 0, 2),
    ],
)
async def test_each_fault_is_told_waited_out_and_over(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    cloud: SimulatedCloud,
    start: Start,
    frozen: FrozenDateTimeFactory,
    fault: dict[str, Any],
    key: str,
    issue: set[str],
    quiet: int,
    then: int,
) -> None:
    await start()
    coordinator = entry.runtime_data.coordinator
    cloud.faults.add(**fault)
    await pass_time(hass, frozen, minutes=1)
    assert not coordinator.last_update_success
    assert coordinator.last_exception.translation_key == key
    assert issues(hass) == issue
    asked = len(cloud.faults.calls)
    await pass_time(hass, frozen, minutes=quiet)
    assert len(cloud.faults.calls) == asked
    cloud.faults.clear()
    await pass_time(hass, frozen, minutes=then)
    assert coordinator.last_update_success
    assert issues(hass) == set()


async def test_a_pause_is_told_in_minutes_after_which_it_is_over(
    hass: HomeAssistant, entry: MockConfigEntry, cloud: SimulatedCloud, start: Start, frozen: FrozenDateTimeFactory
) -> None:
    await start()
    cloud.faults.add("status", status=429, retry_after=130)
    await pass_time(hass, frozen, minutes=1)
    assert entry.runtime_data.coordinator.last_exception.translation_placeholders == {"minutes": "3"}


async def test_an_outage_is_logged_once_and_so_is_its_end(
    hass: HomeAssistant,
    start: Start,
    cloud: SimulatedCloud,
    frozen: FrozenDateTimeFactory,
    caplog: pytest.LogCaptureFixture,
) -> None:
    await start()
    caplog.clear()
    cloud.away = True
    for _ in range(6):
        await pass_time(hass, frozen, minutes=2)
    cloud.away = False
    for _ in range(4):
        await pass_time(hass, frozen, minutes=2)
    told = [
        record.levelname
        for record in caplog.records
        if record.name.startswith("custom_components.librelink_up") and record.levelname != "DEBUG"
    ]
    assert told == ["ERROR", "INFO"]


@pytest.mark.parametrize(("terms", "issue"), [(["tou", "pp"], "terms_pending"), (["verifyEmail"], "step_required")])
async def test_what_only_the_user_can_do_is_a_repair(
    hass: HomeAssistant,
    account: SimulatedAccount,
    cloud: SimulatedCloud,
    start: Start,
    frozen: FrozenDateTimeFactory,
    terms: list[str],
    issue: str,
) -> None:
    await start()
    account.terms = list(terms)
    cloud.expire_tokens()
    await pass_time(hass, frozen, minutes=1)
    assert issues(hass) == {issue}
    logins = calls(cloud, "auth/login")
    for _ in range(50):
        await pass_time(hass, frozen, minutes=1)
    assert 8 <= calls(cloud, "auth/login") - logins <= 10
    account.terms = []
    for _ in range(6):
        await pass_time(hass, frozen, minutes=1)
    assert issues(hass) == set()
    assert state(hass, GLUCOSE) != "unknown"


async def test_a_raised_version_costs_nothing_and_a_closed_protocol_is_told(
    hass: HomeAssistant, entry: MockConfigEntry, cloud: SimulatedCloud, start: Start, frozen: FrozenDateTimeFactory
) -> None:
    await start()
    cloud.minimum_version = "4.19.0"
    await pass_time(hass, frozen, minutes=1)
    assert entry.runtime_data.coordinator.last_update_success
    cloud.minimum_version = "5.0.0"
    await pass_time(hass, frozen, minutes=1)
    assert issues(hass) == {"protocol_closed"}
    asked = len(cloud.faults.calls)
    await pass_time(hass, frozen, hours=23)
    assert len(cloud.faults.calls) == asked
    cloud.minimum_version = "4.19.0"
    await pass_time(hass, frozen, hours=2)
    assert issues(hass) == set()


async def test_a_full_disk_hides_nothing_and_what_was_missed_is_filled_in(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    cloud: SimulatedCloud,
    start: Start,
    frozen: FrozenDateTimeFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    await start()

    async def full(*_: Any, **__: Any) -> None:
        raise JournalUnwritable("full")

    with monkeypatch.context() as patch:
        patch.setattr(Journal, "add", full)
        for _ in range(20):
            await pass_time(hass, frozen, minutes=2)
        assert issues(hass) == {"journal_unwritable"}
        assert state(hass, GLUCOSE) not in ("unknown", "unavailable")
        patch.setattr(Journal, "latest", full)
        patch.setattr(Journal, "times", full)
        await pass_time(hass, frozen, minutes=2)
        assert state(hass, GLUCOSE) not in ("unknown", "unavailable")
    for _ in range(20):
        await pass_time(hass, frozen, minutes=2)
    assert issues(hass) == set()
    assert state(hass, "sensor.anna_example_readings_missing_in_24_h") == "0"


async def test_a_new_sensor_shows_on_the_device(
    hass: HomeAssistant, entry: MockConfigEntry, cloud: SimulatedCloud, start: Start, frozen: FrozenDateTimeFactory
) -> None:
    await start()
    anna = cloud.patient("Anna")
    anna.sensor_started = NOW + timedelta(minutes=1)
    await pass_time(hass, frozen, minutes=2)
    device = next(
        one
        for one in dr.async_entries_for_config_entry(dr.async_get(hass), entry.entry_id)
        if one.name == "Anna Example"
    )
    old, new = (anna.serial(NOW + minutes * timedelta(minutes=1)).removesuffix("0") for minutes in (0, 2))
    assert device.serial_number == new != old
    assert state(hass, "sensor.anna_example_sensor_serial_number") == device.serial_number
    await pass_time(hass, frozen, minutes=20)
    assert state(hass, "sensor.anna_example_sensor_state") == "warming_up"


async def test_a_fifteen_day_sensor_is_learned_and_remembered(
    hass: HomeAssistant, entry: MockConfigEntry, cloud: SimulatedCloud, start: Start, frozen: FrozenDateTimeFactory
) -> None:
    started = NOW - timedelta(days=14, minutes=30)
    cloud.patient("Anna").broken_fields["sensor"] = {"sn": "0X0", "a": int(started.timestamp()), "w": 60, "pt": 4}
    await start()
    assert state(hass, "sensor.anna_example_sensor_expires") == (started + timedelta(days=15)).isoformat()
    assert state(hass, "binary_sensor.anna_example_sensor_expired") == "off"
    await hass.config_entries.async_reload(entry.entry_id)
    assert list(entry.runtime_data.store.sensor_lives.values()) == [timedelta(days=15)]


async def test_the_sensors_life_can_be_set(
    hass: HomeAssistant, cloud: SimulatedCloud, start: Start, set_patient: Callable[..., str]
) -> None:
    set_patient("Anna", sensor_life="15")
    await start()
    begun = cloud.patient("Anna").started(NOW)
    assert state(hass, "sensor.anna_example_sensor_expires") == (begun + timedelta(days=15)).isoformat()


async def test_a_person_without_a_sensor(hass: HomeAssistant, cloud: SimulatedCloud, start: Start) -> None:
    anna = cloud.patient("Anna")
    anna.sensor_off.append(Span(NOW - timedelta(days=40)))
    await start()
    assert state(hass, GLUCOSE) == "unknown"
    assert state(hass, "binary_sensor.anna_example_sensor_expired") in ("unknown", "off")


async def test_a_backfill_that_fails_is_tried_again(
    hass: HomeAssistant, cloud: SimulatedCloud, start: Start, frozen: FrozenDateTimeFactory
) -> None:
    cloud.faults.add("status", status=500, path="/graph", times=1)
    await start()
    assert calls(cloud, "/graph") == 1
    await pass_time(hass, frozen, minutes=2)
    assert calls(cloud, "/graph") >= 2


async def test_a_journal_that_cannot_be_read_stops_no_poll(
    hass: HomeAssistant, start: Start, frozen: FrozenDateTimeFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def full(*_: Any, **__: Any) -> None:
        raise JournalUnwritable("full")

    monkeypatch.setattr(Journal, "latest", full)
    monkeypatch.setattr(Journal, "times", full)
    await start()
    assert state(hass, GLUCOSE) not in ("unknown", "unavailable")


async def test_issues_name_the_account_but_hold_no_secret(
    hass: HomeAssistant, account: SimulatedAccount, cloud: SimulatedCloud, start: Start, frozen: FrozenDateTimeFactory
) -> None:
    await start()
    cloud.faults.add("html", status=403)
    await pass_time(hass, frozen, minutes=1)
    (issue,) = ir.async_get(hass).issues.values()
    assert account.password not in str(issue)
