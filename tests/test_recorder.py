"""The journal of an account while it runs: whatever becomes of its file, glucose is shown and alarms ring."""

from collections.abc import Awaitable, Callable
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
import shutil
import sqlite3
import threading
from typing import Any

from freezegun.api import FrozenDateTimeFactory
from homeassistant.config_entries import ConfigEntryState
from homeassistant.const import EVENT_HOMEASSISTANT_FINAL_WRITE
from homeassistant.core import HomeAssistant
from homeassistant.helpers import issue_registry as ir
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.librelink_up.account.store import journal_path
from custom_components.librelink_up.glucose import Reading
from custom_components.librelink_up.journal import Journal, JournalUnwritable
from simulator.cloud import SimulatedCloud
from simulator.nightscout import SimulatedNightscout

from .conftest import drained, pass_time

type Start = Callable[[], Awaitable[None]]

GLUCOSE = "sensor.anna_example_glucose"
SIGNAL_LOST = "binary_sensor.anna_example_signal_lost"


def issues(hass: HomeAssistant) -> set[str]:
    return {issue_id.rpartition("_")[0] for domain, issue_id in ir.async_get(hass).issues if domain == "librelink_up"}


def state(hass: HomeAssistant, entity_id: str) -> str:
    return hass.states.get(entity_id).state


@pytest.fixture
def path(hass: HomeAssistant, entry: MockConfigEntry) -> Path:
    return journal_path(hass, entry.entry_id)


@pytest.fixture
def spoil(path: Path) -> Callable[[], None]:
    """Takes the folder away and puts a file in its place, which stops root too."""

    def _spoil() -> None:
        if path.parent.exists():
            path.parent.rename(path.parent.with_name("away"))
        path.parent.parent.mkdir(parents=True, exist_ok=True)
        path.parent.touch()

    return _spoil


@pytest.fixture
def mend(path: Path) -> Callable[[], None]:
    """Puts the folder back."""

    def _mend() -> None:
        path.parent.unlink()
        away = path.parent.with_name("away")
        if away.exists():
            away.rename(path.parent)

    return _mend


def recorded(path: Path, patient_id: str) -> list[int]:
    """What somebody else finds in the file now (ms)."""
    with closing(sqlite3.connect(path)) as db:
        rows = db.execute("SELECT time FROM reading WHERE patient = ? ORDER BY time", (patient_id,))
        return [row[0] for row in rows]


def ms(readings: list[Reading]) -> list[int]:
    return [int(reading.time.timestamp() * 1000) for reading in readings]


async def everything(entry: MockConfigEntry, patient_id: str) -> list[Reading]:
    ever, never = datetime.fromtimestamp(0).astimezone(), datetime.fromtimestamp(4e9).astimezone()
    readings: list[Reading] = await entry.runtime_data.journal.range(patient_id, ever, never)
    return readings


async def test_where_no_journal_can_be_glucose_and_alerts_work_and_forwarding_waits(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    cloud: SimulatedCloud,
    site: SimulatedNightscout,
    start: Start,
    frozen: FrozenDateTimeFactory,
    set_patient: Callable[..., str],
    nightscout: dict[str, Any],
    path: Path,
    spoil: Callable[[], None],
    mend: Callable[[], None],
) -> None:
    set_patient("Anna", nightscout=nightscout | {"since": "ever"})
    spoil()
    await start()
    assert entry.state is ConfigEntryState.LOADED
    assert issues(hass) == {"journal_unwritable"}
    (issue,) = ir.async_get(hass).issues.values()
    assert issue.translation_placeholders
    assert issue.translation_placeholders["path"] == str(path)
    anna = cloud.patient("Anna").patient_id
    for _ in range(3):
        await pass_time(hass, frozen, minutes=1)
    assert state(hass, GLUCOSE) not in ("unknown", "unavailable")
    assert state(hass, SIGNAL_LOST) == "off"
    assert state(hass, "binary_sensor.anna_example_nightscout_problem") == "on"
    assert not site.entries
    known = await everything(entry, anna)
    assert len(known) > 140  # The hours before have been fetched all the same.
    assert issues(hass) == {"journal_unwritable"}
    mend()
    await pass_time(hass, frozen, minutes=1)
    assert issues(hass) == set()
    for _ in range(12):  # The delivery had begun to wait longer and longer.
        await pass_time(hass, frozen, minutes=1)
    assert set(ms(known)) < set(recorded(path, anna))
    assert state(hass, "binary_sensor.anna_example_nightscout_problem") == "off"
    await drained(next(iter(entry.runtime_data.deliveries.values())))
    assert set(recorded(path, anna)) == {one["date"] for one in site.entries}


async def test_memory_knows_what_was_recorded_and_told_before(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    cloud: SimulatedCloud,
    start: Start,
    frozen: FrozenDateTimeFactory,
    path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A disk that can be read and not written, when Home Assistant starts."""
    await start()
    await pass_time(hass, frozen, minutes=1)
    anna = cloud.patient("Anna").patient_id
    before = await everything(entry, anna)
    watches = await entry.runtime_data.journal.watches()
    assert watches
    await hass.config_entries.async_unload(entry.entry_id)

    async def full(*_: Any) -> None:
        raise JournalUnwritable("full")

    monkeypatch.setattr(Journal, "open", full)
    monkeypatch.setattr(Journal, "settle", full)
    await start()
    assert issues(hass) == {"journal_unwritable"}
    assert (await everything(entry, anna))[: len(before)] == before
    assert await entry.runtime_data.journal.watches() == watches


@pytest.mark.parametrize("lasting", [0, 5])
async def test_a_disk_that_fails_while_in_use_loses_no_reading(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    cloud: SimulatedCloud,
    site: SimulatedNightscout,
    start: Start,
    frozen: FrozenDateTimeFactory,
    set_patient: Callable[..., str],
    nightscout: dict[str, Any],
    path: Path,
    spoil: Callable[[], None],
    mend: Callable[[], None],
    lasting: int,
) -> None:
    set_patient("Anna", nightscout=nightscout | {"since": "ever"})
    await start()
    anna = cloud.patient("Anna").patient_id
    entry.runtime_data.journal._store.connection.execute("PRAGMA query_only = ON")
    spoil()
    shown = set()
    for _ in range(lasting + 1):
        await pass_time(hass, frozen, minutes=1)
        shown.add(hass.states.get(GLUCOSE).attributes["measured_at"])
        assert issues(hass) == {"journal_unwritable"}
        assert state(hass, GLUCOSE) not in ("unknown", "unavailable")
    assert len(shown) == lasting + 1
    mend()
    for _ in range(12):  # The delivery had begun to wait longer and longer.
        await pass_time(hass, frozen, minutes=1)
    assert issues(hass) == set()
    times = recorded(path, anna)
    assert times == ms(await everything(entry, anna))
    assert {int(time.timestamp() * 1000) for time in shown} <= set(times)
    await drained(next(iter(entry.runtime_data.deliveries.values())))
    assert set(times) == {one["date"] for one in site.entries}


async def test_a_journal_that_breaks_while_in_use_is_replaced_and_nothing_blinks(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    cloud: SimulatedCloud,
    site: SimulatedNightscout,
    start: Start,
    frozen: FrozenDateTimeFactory,
    set_patient: Callable[..., str],
    nightscout: dict[str, Any],
    path: Path,
) -> None:
    set_patient("Anna", nightscout=nightscout | {"since": "ever"})
    await start()
    sent = len(site.entries)
    seen: list[str] = []
    hass.bus.async_listen("state_changed", lambda event: seen.append(event.data["new_state"].state))
    entry.runtime_data.journal._store.connection.execute("DROP TABLE reading")
    for _ in range(3):
        await pass_time(hass, frozen, minutes=1)
    assert "unavailable" not in seen
    assert entry.state is ConfigEntryState.LOADED
    assert issues(hass) == {"journal_damaged"}
    assert len(list(path.parent.glob("*.damaged-*"))) >= 1
    assert len(recorded(path, cloud.patient("Anna").patient_id)) >= 3
    assert len(site.entries) >= sent + 3
    assert len({one["date"] for one in site.entries}) == len(site.entries)


async def test_a_journal_that_is_damaged_while_in_memory_is_set_aside(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    start: Start,
    frozen: FrozenDateTimeFactory,
    path: Path,
    spoil: Callable[[], None],
    mend: Callable[[], None],
) -> None:
    spoil()
    await start()
    mend()
    path.parent.mkdir()
    path.write_bytes(b"broken" * 1000)
    await pass_time(hass, frozen, minutes=1)
    assert issues(hass) == {"journal_damaged"}
    assert entry.runtime_data.journal.durable


async def test_a_journal_that_is_deleted_while_in_use_is_written_anew_and_told(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    cloud: SimulatedCloud,
    start: Start,
    frozen: FrozenDateTimeFactory,
    path: Path,
) -> None:
    await start()
    anna = cloud.patient("Anna").patient_id
    before = ms(await everything(entry, anna))
    shutil.rmtree(path.parent)
    await pass_time(hass, frozen, minutes=1)
    assert issues(hass) == {"journal_deleted"}
    assert set(before) < set(recorded(path, anna))
    ir.async_delete_issue(hass, "librelink_up", f"journal_deleted_{entry.entry_id}")  # As confirming it does.
    await pass_time(hass, frozen, minutes=1)
    assert issues(hass) == set()


async def test_when_home_assistant_stops_the_journal_closes_after_everything_is_written(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    cloud: SimulatedCloud,
    start: Start,
    frozen: FrozenDateTimeFactory,
    path: Path,
) -> None:
    await start()
    for _ in range(2):
        await pass_time(hass, frozen, seconds=30)
    told = entry.runtime_data.coordinator.alerts.known(cloud.patient("Anna").patient_id)
    assert any(thread.name == "librelink_up journal" for thread in threading.enumerate())
    hass.bus.async_fire(EVENT_HOMEASSISTANT_FINAL_WRITE)
    await hass.async_block_till_done()
    assert not any(thread.name == "librelink_up journal" for thread in threading.enumerate())
    assert not path.with_name(f"{path.name}-wal").exists()
    with closing(sqlite3.connect(path)) as db:
        documents = [row[0] for row in db.execute("SELECT document FROM watch")]
    assert any(told.watch.looked.isoformat() in document for document in documents)
    await pass_time(hass, frozen, minutes=1)  # What still comes now finds it closed, and does no harm.
    assert entry.state is ConfigEntryState.LOADED


async def test_what_memory_has_is_written_at_the_end_if_it_can_be(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    cloud: SimulatedCloud,
    start: Start,
    path: Path,
    spoil: Callable[[], None],
    mend: Callable[[], None],
) -> None:
    spoil()
    await start()
    mend()
    await hass.config_entries.async_unload(entry.entry_id)
    assert len(recorded(path, cloud.patient("Anna").patient_id)) > 140


async def test_without_any_journal_the_newest_reading_is_shown(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    start: Start,
    frozen: FrozenDateTimeFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def full(*_: Any, **__: Any) -> None:
        raise JournalUnwritable("full")

    await start()
    monkeypatch.setattr(Journal, "add", full)
    before = hass.states.get(GLUCOSE).attributes["measured_at"]
    await pass_time(hass, frozen, minutes=1)
    assert hass.states.get(GLUCOSE).attributes["measured_at"] > before


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, timedelta | None]]:
    """What the journal is asked for, with the span."""
    calls: list[tuple[str, timedelta | None]] = []

    def spy(name: str) -> None:
        method = getattr(Journal, name)

        async def _spy(journal: Journal, *args: Any, **kwargs: Any) -> Any:
            calls.append((name, args[2] - args[1] if len(args) > 2 else None))
            return await method(journal, *args, **kwargs)

        monkeypatch.setattr(Journal, name, _spy)

    for name in ("add", "latest", "range", "times", "keep_watches"):
        spy(name)
    return calls


async def test_a_reading_is_not_read_back_after_it_was_written(
    hass: HomeAssistant, start: Start, frozen: FrozenDateTimeFactory, asked: list[tuple[str, timedelta | None]]
) -> None:
    await start()
    await pass_time(hass, frozen, minutes=1)
    asked.clear()
    await pass_time(hass, frozen, minutes=1)
    names = [name for name, _ in asked]
    assert names.count("add") == 2
    assert not {"latest", "range"} & set(names)


async def test_a_fortnight_without_a_gap_is_not_read_at_every_poll(
    hass: HomeAssistant, start: Start, frozen: FrozenDateTimeFactory, asked: list[tuple[str, timedelta | None]]
) -> None:
    await start()
    asked.clear()
    for _ in range(10):
        await pass_time(hass, frozen, minutes=1)
    assert not [span for name, span in asked if span and span > timedelta(days=2)]


async def test_watches_are_written_when_they_have_changed(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    cloud: SimulatedCloud,
    start: Start,
    frozen: FrozenDateTimeFactory,
    asked: list[tuple[str, timedelta | None]],
) -> None:
    await start()
    await pass_time(hass, frozen, minutes=1)
    cloud.away = True
    asked.clear()
    for _ in range(12):  # A look every minute, and nothing new.
        await pass_time(hass, frozen, minutes=1)
    assert [name for name, _ in asked].count("keep_watches") <= 3
    assert await entry.runtime_data.journal.watches()


async def test_a_fortnight_with_a_gap_is_looked_at_until_the_logbook_was_asked(
    hass: HomeAssistant, cloud: SimulatedCloud, start: Start, frozen: FrozenDateTimeFactory
) -> None:
    """The first request fails and ends the round; the other person's must not wait for hours."""
    cloud.faults.add("status", status=500, path="/logbook", times=1)
    await start()
    for _ in range(2):
        await pass_time(hass, frozen, minutes=1)
    asked = {path for _, _, path in cloud.faults.calls if path.endswith("/logbook")}
    assert len(asked) == 2
