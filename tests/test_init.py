"""Setting an account up and taking it down."""

from collections.abc import Awaitable, Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
import sqlite3
from typing import Any

from freezegun.api import FrozenDateTimeFactory
from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr, issue_registry as ir
from homeassistant.helpers.storage import STORAGE_DIR
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.librelink_up.account.store import journal_path
from custom_components.librelink_up.glucose import Reading, ReadingKind
from custom_components.librelink_up.journal import Journal, JournalUnwritable
from simulator.cloud import SimulatedCloud
from simulator.nightscout import SimulatedNightscout

from .conftest import NOW, pass_time, settle

EVER = datetime.fromtimestamp(0, UTC)

type Start = Callable[[], Awaitable[None]]


def issues(hass: HomeAssistant) -> set[str]:
    return {issue_id.rpartition("_")[0] for domain, issue_id in ir.async_get(hass).issues if domain == "librelink_up"}


def calls(cloud: SimulatedCloud, path: str) -> int:
    return sum(called.endswith(path) for _, _, called in cloud.faults.calls)


async def test_each_patient_is_a_device(hass: HomeAssistant, entry: MockConfigEntry, start: Start) -> None:
    await start()
    assert entry.state is ConfigEntryState.LOADED
    devices = dr.async_entries_for_config_entry(dr.async_get(hass), entry.entry_id)
    assert {(one.name, one.manufacturer, one.model, one.serial_number) for one in devices} == {
        ("Anna Example", "Abbott", "FreeStyle Libre 3", "02B6200E8"),
        ("Ben Example", "Abbott", "FreeStyle Libre 2", "3MH710FF39E"),
    }


async def test_a_restart_needs_no_log_in(
    hass: HomeAssistant, entry: MockConfigEntry, cloud: SimulatedCloud, start: Start
) -> None:
    await start()
    logins = calls(cloud, "auth/login")
    await hass.config_entries.async_reload(entry.entry_id)
    await settle(hass)
    assert entry.state is ConfigEntryState.LOADED
    assert calls(cloud, "auth/login") == logins


async def test_the_history_is_fetched_at_the_first_start_and_asked_for_readings(
    hass: HomeAssistant, entry: MockConfigEntry, cloud: SimulatedCloud, start: Start
) -> None:
    await start()
    assert calls(cloud, "/graph") == 2
    assert calls(cloud, "/logbook") == 2
    for patient in entry.runtime_data.coordinator.people.subentries:
        assert await entry.runtime_data.journal.count(patient) > 140


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        ({"kind": "drop"}, "cloud_silent"),
        ({"kind": "status", "status": 500}, "cloud_maintenance"),
        ({"kind": "status", "status": 429}, "cloud_pause"),
    ],
)
async def test_a_start_without_the_cloud_is_told_at_once_and_the_signal_is_lost(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    cloud: SimulatedCloud,
    start: Start,
    frozen: FrozenDateTimeFactory,
    caplog: pytest.LogCaptureFixture,
    fault: dict[str, Any],
    reason: str,
) -> None:
    cloud.faults.add(**fault)
    await start()
    assert entry.state is ConfigEntryState.LOADED
    for name in ("anna", "ben"):
        assert hass.states.get(f"binary_sensor.{name}_example_signal_lost").state == "on"
        assert hass.states.get(f"sensor.{name}_example_glucose").state == "unknown"
        assert hass.states.get(f"sensor.{name}_example_sensor_state").state == "unknown"
    assert issues(hass) == {"cloud_silent"}
    (issue,) = ir.async_get(hass).issues.values()
    assert issue.translation_key == reason
    assert "error" not in (issue.translation_placeholders or {})
    assert "Started without the LibreLink Up cloud" in caplog.text
    cloud.faults.clear()
    for _ in range(6):
        await pass_time(hass, frozen, minutes=1)
    assert issues(hass) == set()
    assert hass.states.get("binary_sensor.anna_example_signal_lost").state == "off"
    assert hass.states.get("sensor.anna_example_sensor_state").state == "active"


async def test_a_device_keeps_its_model_through_a_start_without_the_cloud(
    hass: HomeAssistant, entry: MockConfigEntry, cloud: SimulatedCloud, start: Start
) -> None:
    await start()
    before = {(one.name, one.model, one.serial_number) for one in _devices(hass, entry)}
    await hass.config_entries.async_unload(entry.entry_id)
    cloud.away = True
    await start()
    assert {(one.name, one.model, one.serial_number) for one in _devices(hass, entry)} == before
    assert ("Anna Example", "FreeStyle Libre 3", "02B6200E8") in before


def _devices(hass: HomeAssistant, entry: MockConfigEntry) -> list[dr.DeviceEntry]:
    return dr.async_entries_for_config_entry(dr.async_get(hass), entry.entry_id)


async def test_what_is_recorded_is_there_and_forwarded_while_the_cloud_is_away(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    cloud: SimulatedCloud,
    site: SimulatedNightscout,
    start: Start,
    set_patient: Callable[..., str],
    nightscout: dict[str, Any],
    frozen: FrozenDateTimeFactory,
) -> None:
    site.faults.add("status", status=500)
    set_patient("Anna", nightscout=nightscout)
    await start()
    glucose = hass.states.get("sensor.anna_example_glucose")
    await hass.config_entries.async_unload(entry.entry_id)
    cloud.away = True
    site.faults.clear()
    await start()
    assert entry.state is ConfigEntryState.LOADED
    assert glucose
    restored = hass.states.get("sensor.anna_example_glucose")
    assert restored
    assert restored.state == glucose.state
    for _ in range(4):  # What was cut off is looked for before it is sent again.
        await pass_time(hass, frozen, seconds=15)
    assert len(site.entries) > 140
    await pass_time(hass, frozen, minutes=16)
    assert hass.states.get("sensor.anna_example_glucose").state == "unknown"
    assert hass.states.get("binary_sensor.anna_example_signal_lost").state == "on"
    cloud.away = False
    await pass_time(hass, frozen, minutes=10)
    assert hass.states.get("binary_sensor.anna_example_signal_lost").state == "off"


async def test_removing_an_account_leaves_nothing_behind(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    cloud: SimulatedCloud,
    start: Start,
    hass_storage: dict[str, Any],
    frozen: FrozenDateTimeFactory,
) -> None:
    await start()
    cloud.patient("Ben").shared = False
    await pass_time(hass, frozen, minutes=1)
    await pass_time(hass, frozen, minutes=1)
    assert issues(hass) == {"patient_gone"}
    path = journal_path(hass, entry.entry_id)
    await hass.config_entries.async_remove(entry.entry_id)
    await settle(hass)
    assert list(path.parent.glob("*")) == []
    assert issues(hass) == set()
    assert f"librelink_up.{entry.entry_id}" not in hass_storage
    assert not dr.async_entries_for_config_entry(dr.async_get(hass), entry.entry_id)


async def test_removing_a_person_forgets_their_readings(
    hass: HomeAssistant, entry: MockConfigEntry, start: Start
) -> None:
    await start()
    ben = next(one for one in entry.subentries.values() if one.title.startswith("Ben"))
    hass.config_entries.async_remove_subentry(entry, ben.subentry_id)
    await settle(hass)
    assert hass.states.get("sensor.ben_example_glucose") is None
    assert hass.states.get("sensor.anna_example_glucose")
    assert await entry.runtime_data.journal.count(str(ben.unique_id)) == 0


async def test_what_was_said_of_a_person_goes_with_them_and_nothing_else_does(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    cloud: SimulatedCloud,
    start: Start,
    set_patient: Callable[..., str],
    nightscout: dict[str, Any],
    frozen: FrozenDateTimeFactory,
) -> None:
    anna = set_patient("Anna", nightscout=nightscout | {"secret": "wrong"})
    ben = set_patient("Ben")
    await start()
    cloud.patient("Ben").shared = False
    for _ in range(2):
        await pass_time(hass, frozen, minutes=1)
    assert issues(hass) == {"nightscout_credential", "patient_gone"}
    hass.config_entries.async_remove_subentry(entry, ben)
    await settle(hass)
    assert issues(hass) == {"nightscout_credential"}
    hass.config_entries.async_remove_subentry(entry, anna)
    await settle(hass)
    assert issues(hass) == set()


async def test_a_damaged_journal_is_set_aside_and_filled_again(
    hass: HomeAssistant, entry: MockConfigEntry, start: Start
) -> None:
    path = journal_path(hass, entry.entry_id)
    path.parent.mkdir(parents=True)
    path.write_bytes(b"broken" * 1000)
    await start()
    assert entry.state is ConfigEntryState.LOADED
    assert issues(hass) == {"journal_damaged"}
    assert len(list(path.parent.glob("*.damaged-*"))) == 1
    assert await entry.runtime_data.journal.count(next(iter(entry.runtime_data.coordinator.people.subentries))) > 140
    await hass.config_entries.async_remove(entry.entry_id)


async def test_a_journal_of_a_newer_version_is_left_alone(
    hass: HomeAssistant, entry: MockConfigEntry, start: Start
) -> None:
    path = journal_path(hass, entry.entry_id)
    await (await Journal.open(path)).close()
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("PRAGMA user_version = 99")
    await start()
    assert entry.state is ConfigEntryState.SETUP_ERROR  # Trying again would not help.
    assert entry.error_reason_translation_key == "journal_too_new"


async def test_old_readings_are_deleted_now_and_then(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    start: Start,
    frozen: FrozenDateTimeFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    hass.config_entries.async_update_entry(entry, options={"retention": 7})
    await start()
    patient = next(iter(entry.runtime_data.coordinator.people.subentries))
    old = EVER, NOW - timedelta(days=8)
    past = Reading(NOW - timedelta(days=9), 100, ReadingKind.SCAN)
    await entry.runtime_data.journal.add(patient, [past], received=NOW)
    assert await entry.runtime_data.journal.times(patient, *old)
    await pass_time(hass, frozen, hours=7)
    assert not await entry.runtime_data.journal.times(patient, *old)

    async def full(*_: Any) -> None:
        raise JournalUnwritable("full")

    monkeypatch.setattr(Journal, "prune", full)
    await pass_time(hass, frozen, hours=7)
    assert entry.state is ConfigEntryState.LOADED


async def test_a_platform_that_will_not_unload_keeps_the_account(
    hass: HomeAssistant, entry: MockConfigEntry, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    await start()

    async def no(*_: Any) -> bool:
        return False

    with monkeypatch.context() as patch:
        patch.setattr(hass.config_entries, "async_unload_platforms", no)
        assert not await hass.config_entries.async_unload(entry.entry_id)
    entry.mock_state(hass, ConfigEntryState.LOADED)


async def test_the_simulator_is_never_used_silently(
    hass: HomeAssistant, start: Start, caplog: pytest.LogCaptureFixture
) -> None:
    await start()
    assert "LIBRELINK_UP_CLOUD_URL is set" in caplog.text


async def test_the_session_file_is_private_and_what_is_damaged_in_it_is_left_out(
    hass: HomeAssistant, entry: MockConfigEntry, start: Start, hass_storage: dict[str, Any]
) -> None:
    hass_storage[f"librelink_up.{entry.entry_id}"] = {
        "version": 1,
        "minor_version": 1,
        "key": "",
        "data": {"session": {"token": 5}, "sensor_lives": "x"},
    }
    await start()
    assert entry.state is ConfigEntryState.LOADED
    assert entry.runtime_data.store._store._private
    assert entry.runtime_data.store._store._atomic_writes


def test_the_journal_lies_below_the_storage_folder(hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("custom_components.librelink_up.account.store.STORAGE_DIR", STORAGE_DIR)
    assert journal_path(hass, "x") == Path(hass.config.path(".storage", "librelink_up", "x.db"))


@pytest.mark.parametrize("broken", ["DROP TABLE watch", "DROP TABLE target"])
async def test_a_journal_that_is_damaged_elsewhere_is_set_aside_too(
    hass: HomeAssistant, entry: MockConfigEntry, start: Start, frozen: FrozenDateTimeFactory, broken: str
) -> None:
    """It can be opened, but not all of it can be read: to try that for ever would mean to watch over nobody."""
    path = journal_path(hass, entry.entry_id)
    await (await Journal.open(path)).close()
    with closing(sqlite3.connect(path)) as db:
        db.execute(broken)
    await start()
    for _ in range(2):
        await pass_time(hass, frozen, seconds=30)
    assert entry.state is ConfigEntryState.LOADED
    assert issues(hass) == {"journal_damaged"}
    await hass.config_entries.async_remove(entry.entry_id)
