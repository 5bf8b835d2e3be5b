"""What the first version has left on disk, found by this one: nothing is told, sent or asked for twice."""

from collections.abc import Awaitable, Callable
from contextlib import closing
from datetime import datetime, timedelta
import json
import sqlite3
from typing import Any

from freezegun.api import FrozenDateTimeFactory
from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import Event, HomeAssistant, callback
from homeassistant.helpers import device_registry as dr, entity_registry as er
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.librelink_up.account.store import journal_path
from custom_components.librelink_up.journal.schema import MIGRATIONS, migrate
from custom_components.librelink_up.nightscout import site_key
from simulator.cloud import SimulatedCloud
from simulator.nightscout import SimulatedNightscout

from .conftest import NOW, pass_time, settle
from .test_automations import course
from .test_coordinator import state
from .test_init import calls, issues

type Start = Callable[[], Awaitable[None]]

_FIRST_SCHEMA = 2
_MINUTE = timedelta(minutes=1)
_WAITING, _DELIVERED, _REFUSED = 0, 1, 3


def minute(ago: int) -> datetime:
    """The time of a reading some minutes ago, as the simulated sensors have theirs."""
    return NOW.replace(second=0) - ago * _MINUTE


def watch(**kept: Any) -> str:
    """What the first version kept of somebody who has been low for some time."""
    return json.dumps(
        {
            "looked": minute(1).isoformat(),
            "state": "low",
            "since": minute(20).isoformat(),
            "glucose": "low",
            "previous": "in_range",
            "latches": {
                "urgent_low": [None, None],
                "low": [minute(20).isoformat(), None],
                "urgent_high": [None, None],
                "high": [None, None],
            },
            "thresholds": [54, 70, 240, 300],
            "reading": [minute(2).isoformat(), 60, 3, None],
            "sensor": None,
            "unit": "mg/dL",
            "limits": [55, 70, 240, None],
            **kept,
        }
    )


def write_journal(hass: HomeAssistant, entry: MockConfigEntry, anna: str, ben: str, site: str) -> None:
    """Write a journal of schema version 2."""
    path = journal_path(hass, entry.entry_id)
    path.parent.mkdir(parents=True)
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("PRAGMA journal_mode = WAL")
        migrate(db, MIGRATIONS[:_FIRST_SCHEMA])
        db.execute("INSERT INTO target VALUES (1, ?, ?, 0, ?, ?)", (anna, site, 0, ms(minute(5))))
        for ago in range(2, 30):
            time, glucose = ms(minute(ago)), 60 if ago <= 20 else 110
            for patient in (anna, ben):
                db.execute(
                    "INSERT INTO reading (patient, time, glucose, rank, trend, out_of_range, received)"
                    " VALUES (?, ?, ?, 2, 3, 0, ?)",
                    (patient, time, glucose, time + 12_000),
                )
            state, reason = (_REFUSED, "400") if ago == 9 else (_WAITING if ago < 5 else _DELIVERED, None)
            db.execute("INSERT INTO delivery VALUES (1, ?, ?, ?)", (time, state, reason))
        db.executemany(
            "INSERT INTO watch VALUES (?, ?)",
            [
                (anna, watch()),
                (ben, watch(state="disconnected", since=minute(1).isoformat(), unit="mmol/L")),
            ],
        )
        assert db.execute("PRAGMA user_version").fetchone() == (_FIRST_SCHEMA,)


def ms(time: datetime) -> int:
    return round(time.timestamp() * 1000)


@pytest.fixture
def left(
    hass: HomeAssistant,
    hass_storage: dict[str, Any],
    entry: MockConfigEntry,
    cloud: SimulatedCloud,
    site: SimulatedNightscout,
    set_patient: Callable[..., str],
) -> MockConfigEntry:
    """An account as the first version has left it: named by its e-mail address, its people without a unit."""
    anna, ben = (cloud.patient(name).patient_id for name in ("Anna", "Ben"))
    set_patient("Anna", nightscout={"url": site.url, "secret": site.secret}, thresholds={"low": 70, "urgent_low": 54})
    write_journal(hass, entry, anna, ben, site_key(site.url))
    account = cloud.accounts[0]
    ticket = cloud._ticket(account, timedelta(days=100))
    hass_storage[f"librelink_up.{entry.entry_id}"] = {
        "version": 1,
        "minor_version": 1,
        "key": f"librelink_up.{entry.entry_id}",
        "data": {
            "session": {
                "region": "de",
                "user_id": account.user_id,
                "token": ticket["token"],
                "expires": (NOW + timedelta(days=100)).isoformat(),
                "version": "4.16.0",
                "logins": [(NOW - timedelta(hours=1)).isoformat()],
            },
            "sensor_lives": {anna: 15},
            "choices": {anna: {"chart_hours": "12", "chart_style": "dark"}},
        },
    }
    registry = er.async_get(hass)
    subentry = next(one for one in entry.subentries.values() if one.unique_id == anna)
    registry.async_get_or_create(
        "sensor",
        "librelink_up",
        f"{anna}_out_of_range",
        suggested_object_id="anna_out_of_range",
        config_entry=entry,
        config_subentry_id=subentry.subentry_id,
    )
    for name in ("Anna", "Ben"):
        course(cloud, name, 60, begin=-20)
    return entry


async def test_what_the_first_version_has_left_goes_on_as_if_nothing_were_new(
    hass: HomeAssistant,
    left: MockConfigEntry,
    cloud: SimulatedCloud,
    site: SimulatedNightscout,
    start: Start,
    frozen: FrozenDateTimeFactory,
) -> None:
    events: list[str] = []

    @callback
    def _event(event: Event) -> None:
        if str(event.data["entity_id"]).startswith("event.") and event.data["new_state"]:
            events.append(event.data["new_state"].attributes.get("event_type"))

    hass.bus.async_listen("state_changed", _event)
    await start()
    for _ in range(3):
        await pass_time(hass, frozen, minutes=1)
    await settle(hass)

    assert left.state is ConfigEntryState.LOADED
    assert calls(cloud, "auth/login") == 0
    assert left.title == "Robin"
    assert {one.title: one.data["unit"] for one in left.subentries.values()} == {
        "Anna Example": "mg/dL",
        "Ben Example": "mmol/L",
    }
    assert state(hass, "sensor.anna_example_glucose") == "60"
    assert state(hass, "sensor.ben_example_glucose") == "3.3"
    assert state(hass, "select.anna_example_chart_span") == "12"
    assert state(hass, "select.anna_example_chart_style") == "dark"
    assert state(hass, "sensor.anna_out_of_range") == "within"
    anna = cloud.patient("Anna")
    assert left.runtime_data.coordinator.data[anna.patient_id].life == timedelta(days=15)
    assert {device.name for device in dr.async_entries_for_config_entry(dr.async_get(hass), left.entry_id)} == {
        "Anna Example",
        "Ben Example",
    }
    # The low had been told: with this version it goes on, also the one that nobody could see for a minute.
    assert {event for event in events if event} == set()
    for name in ("anna", "ben"):
        assert hass.states.get(f"sensor.{name}_example_glucose_state").state == "low"
        assert hass.states.get(f"binary_sensor.{name}_example_low").state == "on"
    assert issues(hass) == set()  # What was refused has been tried once more, and taken.


async def test_who_goes_back_to_the_first_version_for_a_while_can_come_again(
    hass: HomeAssistant, left: MockConfigEntry, cloud: SimulatedCloud, start: Start
) -> None:
    await start()
    await hass.config_entries.async_unload(left.entry_id)
    # The first version made its own entity anew, beside the one that it did not know.
    registry, anna = er.async_get(hass), cloud.patient("Anna").patient_id
    registry.async_get_or_create("sensor", "librelink_up", f"{anna}_out_of_range", config_entry=left)
    await start()
    assert state(hass, "sensor.anna_example_glucose") == "60"
    assert state(hass, "sensor.anna_out_of_range") == "within"
    assert not registry.async_get_entity_id("sensor", "librelink_up", f"{anna}_out_of_range")


async def test_only_what_the_first_version_had_not_delivered_is_sent(
    hass: HomeAssistant, left: MockConfigEntry, site: SimulatedNightscout, start: Start, frozen: FrozenDateTimeFactory
) -> None:
    await start()
    await pass_time(hass, frozen, minutes=1)
    await settle(hass)
    sent = [one["date"] for one in site.entries]
    assert len(sent) == len(set(sent))
    for ago in range(2, 30):
        assert (ms(minute(ago)) in sent) == (ago < 5 or ago == 9), ago
