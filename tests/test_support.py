"""Diagnostics, system health and backups: what helps when something is wrong."""

from collections.abc import Awaitable, Callable
from contextlib import closing
import json
import sqlite3
from typing import Any

from freezegun.api import FrozenDateTimeFactory
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry, get_system_health_info
from pytest_homeassistant_custom_component.components.diagnostics import (
    get_diagnostics_for_config_entry,
    get_diagnostics_for_device,
)
from syrupy.assertion import SnapshotAssertion

from custom_components.librelink_up import backup
from custom_components.librelink_up.account.store import journal_path
from custom_components.librelink_up.journal import Journal, JournalUnwritable
from simulator.cloud import SimulatedCloud
from simulator.people import SimulatedAccount

from .conftest import NOW, pass_time

type Start = Callable[[], Awaitable[None]]


async def test_diagnostics_help_and_hold_nothing_secret_or_personal(
    hass: HomeAssistant,
    frozen: FrozenDateTimeFactory,
    hass_client: Any,
    entry: MockConfigEntry,
    account: SimulatedAccount,
    cloud: SimulatedCloud,
    start: Start,
    set_patient: Callable[..., str],
    nightscout: dict[str, Any],
    snapshot: SnapshotAssertion,
) -> None:
    set_patient("Anna", nightscout=nightscout)
    await start()
    found = await get_diagnostics_for_config_entry(hass, hass_client, entry)
    assert found == snapshot
    session = entry.runtime_data.coordinator.client.session
    for secret in (
        account.email,
        account.password,
        account.user_id,
        session.token,
        nightscout["url"],
        nightscout["secret"],
        *(patient.patient_id for patient in account.patients),
        "Anna",
        "Ben",
        "Example",
        *(patient.serial(NOW).removesuffix("0") for patient in account.patients),
    ):
        assert secret not in json.dumps(found)
    device = dr.async_entries_for_config_entry(dr.async_get(hass), entry.entry_id)[0]
    assert await get_diagnostics_for_device(hass, hass_client, entry, device) in found["patients"]


async def test_diagnostics_of_bad_days(
    hass: HomeAssistant,
    frozen: FrozenDateTimeFactory,
    hass_client: Any,
    entry: MockConfigEntry,
    cloud: SimulatedCloud,
    start: Start,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    cloud.patient("Ben").shared = False
    await start()
    cloud.faults.add("status", status=429)
    await pass_time(hass, frozen, minutes=1)

    async def broken(*_: Any) -> None:
        raise JournalUnwritable("x")

    monkeypatch.setattr(Journal, "count", broken)
    found = await get_diagnostics_for_config_entry(hass, hass_client, entry)
    assert (found["last_error"], found["last_poll_succeeded"]) == ("blocked", False)
    assert [patient["shared"] for patient in found["patients"]] == [True, False]
    assert found["patients"][0]["readings_recorded"] == "JournalUnwritable"
    entry.runtime_data.coordinator.last_exception = ValueError("x")
    found = await get_diagnostics_for_config_entry(hass, hass_client, entry)
    assert found["last_error"] == "ValueError"


async def test_system_health(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    start: Start,
    set_patient: Callable[..., str],
    nightscout: dict[str, Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def reachable(*_: Any) -> str:
        return "ok"

    monkeypatch.setattr("homeassistant.components.system_health.async_check_can_reach_url", reachable)
    set_patient("Anna", nightscout=nightscout)
    await start()
    assert await async_setup_component(hass, "system_health", {})
    await hass.async_block_till_done(wait_background_tasks=False)
    info = await get_system_health_info(hass, "librelink_up")
    assert await info.pop("can_reach_cloud") == "ok"
    assert info == {
        "accounts": 1,
        "accounts_without_problem": 1,
        "patients": 2,
        "nightscout_sites": 1,
        "nightscout_waiting": 0,
    }


async def test_a_backup_copies_a_whole_journal(hass: HomeAssistant, entry: MockConfigEntry, start: Start) -> None:
    await start()
    path = journal_path(hass, entry.entry_id)
    await backup.async_pre_backup(hass)
    assert path.with_name(path.name + "-wal").stat().st_size == 0
    assert path.stat().st_size > 20000
    await backup.async_post_backup(hass)


async def test_a_journal_that_cannot_be_written_does_not_make_a_backup_fail(
    hass: HomeAssistant, entry: MockConfigEntry, start: Start, frozen: FrozenDateTimeFactory
) -> None:
    await start()
    connection = entry.runtime_data.journal._store.connection
    connection.execute("PRAGMA busy_timeout = 10")
    with closing(sqlite3.connect(journal_path(hass, entry.entry_id), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")  # Somebody else writes: nothing can be brought into the one file now.
        await backup.async_pre_backup(hass)
        await backup.async_post_backup(hass)
    await entry.runtime_data.journal.close()
    await backup.async_pre_backup(hass)
    await backup.async_post_backup(hass)
