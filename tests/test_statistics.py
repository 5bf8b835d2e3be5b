"""Long-term statistics are whole: in the recorder's own database, beside another sensor that must not lose a row."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, nullcontext
from datetime import UTC, datetime, timedelta
import logging
from typing import Any

from freezegun.api import FrozenDateTimeFactory
from homeassistant import loader
from homeassistant.components.recorder import Recorder, get_instance
from homeassistant.components.recorder.db_schema import StatisticsRuns
from homeassistant.components.recorder.statistics import (
    async_change_statistics_unit,
    async_import_statistics,
    get_metadata,
    statistics_during_period,
)
from homeassistant.components.recorder.util import session_scope
from homeassistant.config_entries import ConfigSubentryDataWithId
from homeassistant.const import (
    EVENT_HOMEASSISTANT_STARTED,
    EVENT_RECORDER_5MIN_STATISTICS_GENERATED,
    EVENT_RECORDER_HOURLY_STATISTICS_GENERATED,
)
from homeassistant.core import CoreState, HomeAssistant
from homeassistant.helpers import entity_registry as er
from homeassistant.util import dt as dt_util
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry, async_test_home_assistant
from pytest_homeassistant_custom_component.components.recorder.common import async_wait_recording_done
from sqlalchemy.exc import OperationalError

from custom_components.librelink_up.account import long_term
from custom_components.librelink_up.glucose import Reading, ReadingKind, hours
from custom_components.librelink_up.journal import JournalUnwritable
from simulator.cloud import SimulatedCloud
from simulator.people import SimulatedAccount, Span

from .conftest import NOW, pass_time, settle

type Start = Callable[[], Awaitable[None]]
type Figures = tuple[float | None, float | None, float | None]
type Imports = list[list[datetime]]

ANNA, BEN, OTHER = "sensor.anna_example_glucose", "sensor.ben_example_glucose", "sensor.other"
HOUR = timedelta(hours=1)
NOON = NOW.replace(minute=0, second=0)


@pytest.fixture
def enable_statistics() -> bool:
    """The recorder compiles, every five minutes."""
    return True


@pytest.fixture
def recorder_db_url(frozen: FrozenDateTimeFactory, recorder_db_url: str) -> str:
    """The recorder begins by the frozen clock, too."""
    return recorder_db_url


@pytest.fixture(autouse=True)
def _no_row_is_lost(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """The recorder never finds a row of ours where it wants to put one."""
    logging.getLogger("sqlalchemy.engine").setLevel(logging.WARNING)
    yield
    assert "duplicated" not in caplog.text


@pytest.fixture
def imports(monkeypatch: pytest.MonkeyPatch) -> Imports:
    """Every time that hours were written, which."""
    found: Imports = []
    write = async_import_statistics

    def spy(hass: HomeAssistant, metadata: Any, rows: Sequence[Any]) -> None:
        found.append([row["start"] for row in rows])
        write(hass, metadata, rows)

    monkeypatch.setattr(long_term, "async_import_statistics", spy)
    return found


async def stored(
    hass: HomeAssistant, entity_id: str, unit: str = "mg/dL", period: Any = "hour"
) -> dict[datetime, Figures]:
    """The hours that the recorder has of an entity, by their start."""
    await async_wait_recording_done(hass)
    found = await get_instance(hass).async_add_executor_job(
        lambda: statistics_during_period(
            hass,
            NOW - timedelta(days=800),
            None,
            {entity_id},
            period,
            {"blood_glucose_concentration": unit},
            {"mean", "min", "max"},
        )
    )
    return {
        datetime.fromtimestamp(row["start"], UTC): (row["mean"], row["min"], row["max"])
        for row in found.get(entity_id, [])
    }


async def right(entry: MockConfigEntry, patient_id: str, divisor: int = 1) -> dict[datetime, Any]:
    """The hours as the journal has them."""
    start, end = NOON - timedelta(days=800), NOON + timedelta(days=3)
    readings = await entry.runtime_data.journal.range(patient_id, start, end)
    return {
        hour.start: pytest.approx((hour.mean / divisor, hour.lowest / divisor, hour.highest / divisor))
        for hour in hours(readings, start, end)
    }


def due(entry: MockConfigEntry, patient_id: str) -> datetime | None:
    """From when on hours that have ended are due."""
    span = entry.runtime_data.store.statistics_due(patient_id)
    return span[0] if span and span[0] < dt_util.utcnow() - HOUR else None


async def quiet(hass: HomeAssistant, frozen: FrozenDateTimeFactory, cloud: SimulatedCloud) -> None:
    """Let the recorder compile for the first time; from then on the cloud brings nothing more that becomes due."""
    cloud.away = True
    await pass_minutes(hass, frozen, 5)


async def pass_minutes(hass: HomeAssistant, frozen: FrozenDateTimeFactory, minutes: int) -> None:
    """Let minutes go by, with another sensor that has a value in each."""
    for _ in range(minutes):
        hass.states.async_set(OTHER, str(frozen().minute), {"state_class": "measurement"})
        await pass_time(hass, frozen, minutes=1)
    await compiled(hass)


async def seen_to(hass: HomeAssistant, frozen: FrozenDateTimeFactory) -> None:
    """Let the recorder compile twice: once what is due is written, then it is seen to be right."""
    await pass_minutes(hass, frozen, 10)


async def compiled(hass: HomeAssistant) -> None:
    """Wait until the recorder has done what there is, and what follows from that is done."""
    for _ in range(3):
        await async_wait_recording_done(hass)
        await settle(hass)


def history(start: datetime, end: datetime, glucose: int = 150, step: int = 5) -> list[Reading]:
    """Points of a history that somebody has brought along."""
    count = (end - start) // timedelta(minutes=step)
    return [Reading(start + timedelta(minutes=step * n), glucose, ReadingKind.HISTORIC) for n in range(count)]


async def test_at_first_every_hour_that_the_graph_reaches_is_there(
    recorder_mock: Recorder,
    hass: HomeAssistant,
    entry: MockConfigEntry,
    cloud: SimulatedCloud,
    start: Start,
    frozen: FrozenDateTimeFactory,
) -> None:
    await start()
    await pass_minutes(hass, frozen, 5)
    before = NOON - 12 * HOUR
    for entity_id, name, unit, divisor in ((ANNA, "Anna", "mg/dL", 1), (BEN, "Ben", "mmol/L", 18)):
        expected = await right(entry, cloud.patient(name).patient_id, divisor)
        found = await stored(hass, entity_id, unit)
        assert list(found) == [before + n * HOUR for n in range(12)]
        assert found == {hour: expected[hour] for hour in found}
    await pass_minutes(hass, frozen, 60)
    assert NOON in await stored(hass, ANNA)
    assert list(await stored(hass, OTHER)) == [NOON]


async def test_an_outage_is_filled_when_its_history_has_come(
    recorder_mock: Recorder,
    hass: HomeAssistant,
    entry: MockConfigEntry,
    cloud: SimulatedCloud,
    start: Start,
    frozen: FrozenDateTimeFactory,
    imports: Imports,
) -> None:
    """From 13:10 to 15:10. Of 14 o'clock there was no row at all; hours before stay as the recorder has made them."""
    await start()
    await pass_minutes(hass, frozen, 70)
    noon = (await stored(hass, ANNA))[NOON]
    cloud.away = True
    await pass_minutes(hass, frozen, 120)
    lacking = await stored(hass, ANNA)
    assert NOON + 2 * HOUR not in lacking
    cloud.away = False
    imports.clear()
    await pass_minutes(hass, frozen, 60)
    anna = cloud.patient("Anna").patient_id
    expected, found = await right(entry, anna), await stored(hass, ANNA)
    for hours_later in (1, 2, 3):
        assert found[NOON + hours_later * HOUR] == expected[NOON + hours_later * HOUR]
    assert found[NOON + HOUR] != pytest.approx(lacking[NOON + HOUR])
    assert found[NOON] == noon
    assert due(entry, anna) is None
    assert list(await stored(hass, OTHER)) == [NOON + n * HOUR for n in range(4)]
    slots = list(await stored(hass, OTHER, period="5minute"))
    assert slots == [NOON + n * timedelta(minutes=5) for n in range(len(slots))]
    assert len(slots) == 50
    imports.clear()
    await pass_minutes(hass, frozen, 60)
    assert imports == []  # What comes live is the recorder's.


async def test_no_hour_is_written_before_the_recorder_has_compiled_it(
    recorder_mock: Recorder,
    hass: HomeAssistant,
    entry: MockConfigEntry,
    cloud: SimulatedCloud,
    start: Start,
    frozen: FrozenDateTimeFactory,
    imports: Imports,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A recorder that lags says that an earlier one is done, after the hour has ended."""
    await start()
    await pass_minutes(hass, frozen, 57)
    late: list[Any] = []
    with monkeypatch.context() as lagging:
        lagging.setattr(get_instance(hass), "async_periodic_statistics", lambda: late.append(frozen()))
        entry.runtime_data.statistics.async_changed(cloud.patient("Anna").patient_id, NOON - HOUR, NOON + HOUR)
        imports.clear()
        await pass_minutes(hass, frozen, 4)
        hass.bus.async_fire(EVENT_RECORDER_5MIN_STATISTICS_GENERATED)
        hass.bus.async_fire(EVENT_RECORDER_HOURLY_STATISTICS_GENERATED)
        await compiled(hass)
    assert late
    assert NOON not in {hour for rows in imports for hour in rows}
    get_instance(hass).async_periodic_statistics()
    await compiled(hass)
    assert list(await stored(hass, OTHER)) == [NOON]
    assert (await stored(hass, ANNA))[NOON] == (await right(entry, cloud.patient("Anna").patient_id))[NOON]


async def test_runs_that_a_wrong_clock_has_left_prove_nothing(
    recorder_mock: Recorder,
    hass: HomeAssistant,
    entry: MockConfigEntry,
    start: Start,
    frozen: FrozenDateTimeFactory,
) -> None:
    def ahead() -> None:
        with session_scope(hass=hass) as session:
            session.add(StatisticsRuns(start=NOON + timedelta(days=1)))

    await start()
    await pass_minutes(hass, frozen, 5)
    await get_instance(hass).async_add_executor_job(ahead)
    assert await long_term.async_compiled_until(hass) == NOON


async def test_the_stored_unit_stays_whatever_the_person_looks_at(
    recorder_mock: Recorder,
    hass: HomeAssistant,
    entry: MockConfigEntry,
    cloud: SimulatedCloud,
    start: Start,
    frozen: FrozenDateTimeFactory,
    set_patient: Callable[..., str],
) -> None:
    """Anna's statistics began in mg/dL; then she is shown in mmol/L; then the user has the stored ones converted."""

    async def metadata() -> tuple[str | None, str | None]:
        found = await get_instance(hass).async_add_executor_job(lambda: get_metadata(hass, statistic_ids={ANNA}))
        return found[ANNA][1]["unit_of_measurement"], found[ANNA][1]["unit_class"]

    async def brought_along(glucose: int) -> Figures:
        # In the place of what the last one has brought.
        begin = NOON - timedelta(days=glucose)
        await entry.runtime_data.recorder.async_add(anna, history(begin, begin + HOUR, glucose))
        await pass_minutes(hass, frozen, 5)
        return (await stored(hass, ANNA, str((await metadata())[0])))[begin]

    anna = cloud.patient("Anna").patient_id
    await start()
    await quiet(hass, frozen, cloud)
    before = await stored(hass, ANNA)
    assert await metadata() == ("mg/dL", "blood_glucose_concentration")
    set_patient("Anna", unit="mmol/L")
    await settle(hass)
    assert hass.states.get(ANNA).attributes["unit_of_measurement"] == "mmol/L"
    assert await brought_along(90) == (90, 90, 90)
    assert await metadata() == ("mg/dL", "blood_glucose_concentration")
    assert before.items() <= (await stored(hass, ANNA)).items()
    await async_change_statistics_unit(hass, ANNA, new_unit_of_measurement="mmol/L", old_unit_of_measurement="mg/dL")
    assert await brought_along(180) == (10, 10, 10)
    assert await metadata() == ("mmol/L", "blood_glucose_concentration")
    assert (await stored(hass, ANNA))[NOON - 2 * HOUR] == pytest.approx(before[NOON - 2 * HOUR], rel=2e-3)


async def test_a_unit_that_changes_meanwhile_is_not_written_over(
    recorder_mock: Recorder,
    hass: HomeAssistant,
    entry: MockConfigEntry,
    cloud: SimulatedCloud,
    start: Start,
    frozen: FrozenDateTimeFactory,
    imports: Imports,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    await start()
    await quiet(hass, frozen, cloud)
    read = get_metadata
    asked: list[int] = []

    def changing(hass: HomeAssistant, **which: Any) -> Any:
        """Another unit from the third time on that somebody asks."""
        asked.append(1)
        return {
            name: (number, {**known, "unit_of_measurement": "mmol/L" if len(asked) > 2 else "mg/dL"})
            for name, (number, known) in read(hass, **which).items()
        }

    begin = NOON - timedelta(days=30)
    imports.clear()
    with monkeypatch.context() as context:
        context.setattr(long_term, "get_metadata", changing)
        await entry.runtime_data.recorder.async_add(cloud.patient("Anna").patient_id, history(begin, begin + HOUR))
        hass.bus.async_fire(EVENT_RECORDER_5MIN_STATISTICS_GENERATED)
        await compiled(hass)
    assert len(asked) > 2
    assert not imports
    await pass_minutes(hass, frozen, 5)
    assert (await stored(hass, ANNA))[begin] == (150, 150, 150)


async def test_statistics_go_by_what_the_entity_is_called_now(
    recorder_mock: Recorder,
    hass: HomeAssistant,
    entry: MockConfigEntry,
    cloud: SimulatedCloud,
    start: Start,
    frozen: FrozenDateTimeFactory,
    imports: Imports,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Renamed while something is due, and once more in the middle of it."""
    await start()
    await quiet(hass, frozen, cloud)
    before = await stored(hass, ANNA)
    begin, anna = NOON - timedelta(days=30), cloud.patient("Anna").patient_id
    await entry.runtime_data.recorder.async_add(anna, history(begin, begin + HOUR))
    registry = er.async_get(hass)
    registry.async_update_entity(ANNA, new_entity_id="sensor.first")
    await hass.async_block_till_done()
    compare = long_term.async_correction

    async def renaming(hass: HomeAssistant, entity_id: str, *args: Any, **more: Any) -> Any:
        found = await compare(hass, entity_id, *args, **more)
        if entity_id == "sensor.first":
            registry.async_update_entity("sensor.first", new_entity_id="sensor.second")
        return found

    monkeypatch.setattr(long_term, "async_correction", renaming)
    imports.clear()
    await pass_minutes(hass, frozen, 5)
    assert not imports
    assert due(entry, anna)
    await seen_to(hass, frozen)
    assert await stored(hass, "sensor.second") == {begin: (150, 150, 150), **before}
    assert not await stored(hass, ANNA)
    assert not await stored(hass, "sensor.first")
    assert due(entry, anna) is None


async def test_without_a_recorder_nothing_happens_and_everything_stays_due(
    hass: HomeAssistant, entry: MockConfigEntry, cloud: SimulatedCloud, start: Start, frozen: FrozenDateTimeFactory
) -> None:
    await start()
    await pass_time(hass, frozen, minutes=10)
    assert hass.states.get(ANNA).state not in ("unknown", "unavailable")
    span = due(entry, cloud.patient("Anna").patient_id)
    assert span == NOON - 14 * 24 * HOUR + HOUR  # The oldest scan of the logbook.


async def test_of_an_entity_that_is_off_everything_stays_due(
    recorder_mock: Recorder,
    hass: HomeAssistant,
    entry: MockConfigEntry,
    cloud: SimulatedCloud,
    start: Start,
    frozen: FrozenDateTimeFactory,
    imports: Imports,
) -> None:
    await start()
    await quiet(hass, frozen, cloud)
    begin, anna = NOON - timedelta(days=30), cloud.patient("Anna").patient_id
    er.async_get(hass).async_update_entity(ANNA, disabled_by=er.RegistryEntryDisabler.USER)
    await entry.runtime_data.recorder.async_add(anna, history(begin, begin + HOUR))
    imports.clear()
    await pass_minutes(hass, frozen, 10)
    assert not imports
    assert due(entry, anna) == begin - HOUR
    er.async_get(hass).async_update_entity(ANNA, disabled_by=None)
    await hass.config_entries.async_reload(entry.entry_id)
    await pass_minutes(hass, frozen, 5)
    assert (await stored(hass, ANNA))[begin] == (150, 150, 150)


@pytest.mark.parametrize("recorder_config", [{"exclude": {"entities": [ANNA]}}])
async def test_of_what_the_user_has_excluded_nothing_is_stored(
    recorder_mock: Recorder,
    hass: HomeAssistant,
    start: Start,
    frozen: FrozenDateTimeFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """And its readings are not gone through again and again for nothing."""
    compared: list[str] = []
    compare = long_term.async_correction

    async def spy(hass: HomeAssistant, entity_id: str, *args: Any, **more: Any) -> Any:
        compared.append(entity_id)
        return await compare(hass, entity_id, *args, **more)

    monkeypatch.setattr(long_term, "async_correction", spy)
    await start()
    await pass_minutes(hass, frozen, 60)
    assert not await stored(hass, ANNA)
    assert len(await stored(hass, BEN)) == 13
    assert set(compared) == {BEN}


async def test_statistics_that_are_not_those_of_glucose_are_left_alone(
    recorder_mock: Recorder,
    hass: HomeAssistant,
    entry: MockConfigEntry,
    start: Start,
    frozen: FrozenDateTimeFactory,
    imports: Imports,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    read = get_metadata
    monkeypatch.setattr(
        long_term,
        "get_metadata",
        lambda hass, **which: {
            name: (number, {**known, "unit_of_measurement": "g/L"})
            for name, (number, known) in read(hass, **which).items()
        },
    )
    await start()
    await pass_minutes(hass, frozen, 5)
    assert not imports


@pytest.mark.parametrize(
    ("place", "error"),
    [
        ("long_term._compiled_until", OperationalError("", {}, Exception("locked"))),
        ("long_term._correction", OperationalError("", {}, Exception("gone"))),
        ("statistics.hours", JournalUnwritable("full")),
    ],
)
async def test_what_fails_is_done_later(
    recorder_mock: Recorder,
    hass: HomeAssistant,
    entry: MockConfigEntry,
    cloud: SimulatedCloud,
    start: Start,
    frozen: FrozenDateTimeFactory,
    monkeypatch: pytest.MonkeyPatch,
    place: str,
    error: Exception,
) -> None:
    def failing(*_: Any, **__: Any) -> Any:
        raise error

    await start()
    with monkeypatch.context() as context:
        context.setattr(f"custom_components.librelink_up.account.{place}", failing)
        await quiet(hass, frozen, cloud)
        assert due(entry, cloud.patient("Anna").patient_id)
        assert not await stored(hass, ANNA)
    await seen_to(hass, frozen)
    assert len(await stored(hass, ANNA)) == 12
    assert not due(entry, cloud.patient("Anna").patient_id)


async def test_what_the_recorder_has_not_taken_is_given_again(
    recorder_mock: Recorder,
    hass: HomeAssistant,
    entry: MockConfigEntry,
    cloud: SimulatedCloud,
    start: Start,
    frozen: FrozenDateTimeFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It takes jobs into a queue, and tells nobody when one of them fails."""
    given: list[Any] = []
    await start()
    with monkeypatch.context() as context:
        context.setattr(long_term, "async_import_statistics", lambda *job: given.append(job))
        await quiet(hass, frozen, cloud)
    assert len(given) == 2  # One for each person, and no more until it has compiled again.
    assert due(entry, cloud.patient("Anna").patient_id)
    await seen_to(hass, frozen)
    assert len(await stored(hass, ANNA)) == 12
    assert not due(entry, cloud.patient("Anna").patient_id)


async def test_what_comes_while_hours_are_compared_is_not_missed(
    recorder_mock: Recorder,
    hass: HomeAssistant,
    entry: MockConfigEntry,
    cloud: SimulatedCloud,
    start: Start,
    frozen: FrozenDateTimeFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    await start()
    await quiet(hass, frozen, cloud)
    begin, anna = NOON - timedelta(days=30), cloud.patient("Anna").patient_id
    recorder = entry.runtime_data.recorder
    await recorder.async_add(anna, history(begin, begin + 3 * HOUR, step=15))
    await pass_minutes(hass, frozen, 5)
    compare = long_term.async_correction
    rest = [Reading(begin + HOUR + timedelta(minutes=7), 250, ReadingKind.HISTORIC)]

    async def adding(*args: Any, **more: Any) -> Any:
        found = await compare(*args, **more)
        await recorder.async_add(anna, rest)
        return found

    entry.runtime_data.statistics.async_changed(anna, begin, begin + 3 * HOUR)
    with monkeypatch.context() as context:
        context.setattr(long_term, "async_correction", adding)
        await pass_minutes(hass, frozen, 5)
    assert due(entry, anna)
    await seen_to(hass, frozen)
    assert (await stored(hass, ANNA))[begin + HOUR][2] == 250
    assert due(entry, anna) is None


async def test_an_import_of_a_year_is_written_and_a_second_time_nothing_is(
    recorder_mock: Recorder,
    hass: HomeAssistant,
    entry: MockConfigEntry,
    cloud: SimulatedCloud,
    start: Start,
    frozen: FrozenDateTimeFactory,
    imports: Imports,
) -> None:
    await start()
    await quiet(hass, frozen, cloud)
    anna = cloud.patient("Anna").patient_id
    readings = history(NOON - timedelta(days=400), NOON - timedelta(days=1), step=20)
    await entry.runtime_data.recorder.async_add(anna, readings)
    imports.clear()
    await seen_to(hass, frozen)
    found = await stored(hass, ANNA)
    assert len(found) == 399 * 24 + 12
    assert found[NOON - timedelta(days=200)] == (150, 150, 150)
    assert len({hour for rows in imports for hour in rows if hour < NOON - timedelta(days=1)}) == 399 * 24
    assert max(len(rows) for rows in imports) <= 14 * 24
    assert due(entry, anna) is None
    imports.clear()
    entry.runtime_data.statistics.async_changed(anna, readings[0].time, readings[-1].time)
    await pass_minutes(hass, frozen, 5)
    assert not imports
    assert due(entry, anna) is None


async def test_the_hour_in_which_the_journal_begins_stays_as_it_is(
    recorder_mock: Recorder,
    hass: HomeAssistant,
    entry: MockConfigEntry,
    cloud: SimulatedCloud,
    start: Start,
    frozen: FrozenDateTimeFactory,
) -> None:
    """The account was removed and added again: of the graph's first hour the recorder knows more than the graph."""
    await start()
    await pass_minutes(hass, frozen, 5)
    before = await stored(hass, ANNA)
    frozen.tick(timedelta(minutes=25))
    anna = cloud.patient("Anna").patient_id
    await hass.config_entries.async_unload(entry.entry_id)
    again = {"data": dict(entry.data), "title": entry.title, "unique_id": entry.unique_id}
    await hass.config_entries.async_remove(entry.entry_id)
    cloud.patient("Anna").overrides.append((Span(NOON - 24 * HOUR, NOON - 10 * HOUR - timedelta(minutes=10)), 300))
    anew = MockConfigEntry(
        domain="librelink_up", **again, subentries_data=[one.as_dict() for one in entry.subentries.values()]
    )
    anew.add_to_hass(hass)
    await hass.config_entries.async_setup(anew.entry_id)
    await settle(hass)
    await pass_minutes(hass, frozen, 5)
    found = await stored(hass, ANNA)
    assert (await anew.runtime_data.journal.range(anna, NOON - 13 * HOUR, NOON - 11 * HOUR))[0].time > NOON - 12 * HOUR
    assert found[NOON - 12 * HOUR] == before[NOON - 12 * HOUR]
    assert found[NOON - 11 * HOUR] != before[NOON - 11 * HOUR]


async def test_who_is_not_followed_any_more_is_forgotten(
    recorder_mock: Recorder,
    hass: HomeAssistant,
    entry: MockConfigEntry,
    cloud: SimulatedCloud,
    start: Start,
    frozen: FrozenDateTimeFactory,
) -> None:
    await start()
    ben = cloud.patient("Ben").patient_id
    assert due(entry, ben)
    subentry = next(one for one in entry.subentries.values() if one.unique_id == ben)
    hass.config_entries.async_remove_subentry(entry, subentry.subentry_id)
    await settle(hass)
    assert not due(entry, ben)
    assert not entry.runtime_data.store.knows_statistics(ben)
    await pass_minutes(hass, frozen, 5)
    assert len(await stored(hass, ANNA)) == 12


@asynccontextmanager
async def home(
    account: SimulatedAccount, recorder_of: Callable[..., Any] | None
) -> AsyncIterator[tuple[HomeAssistant, MockConfigEntry]]:
    """A Home Assistant process with the other sensor and the account; it ends without a word to the recorder."""
    async with async_test_home_assistant() as hass:
        hass.data.pop(loader.DATA_CUSTOM_COMPONENTS, None)
        hass.set_state(CoreState.not_running)  # The recorder's thread begins when Home Assistant has started.
        entry = MockConfigEntry(
            domain="librelink_up",
            entry_id="account",
            unique_id=account.user_id,
            data={"email": account.email, "password": account.password, "region": "auto"},
            subentries_data=[
                ConfigSubentryDataWithId(
                    data={"sensor_life": "learn"},
                    subentry_id=patient.first_name,
                    subentry_type="patient",
                    title=f"{patient.first_name} {patient.last_name}",
                    unique_id=patient.patient_id,
                )
                for patient in account.patients
            ],
        )
        entry.add_to_hass(hass)
        async with recorder_of(hass) if recorder_of else nullcontext():
            hass.states.async_set(OTHER, "30", {"state_class": "measurement"})
            await hass.config_entries.async_setup(entry.entry_id)
            await hass.async_block_till_done()
            hass.set_state(CoreState.running)
            hass.bus.async_fire(EVENT_HOMEASSISTANT_STARTED)
            await (compiled(hass) if recorder_of else settle(hass))
            yield hass, entry
        await hass.config_entries.async_unload(entry.entry_id)
        await hass.async_stop(force=True)


RESTARTS = pytest.mark.parametrize(
    ("persistent_database", "enable_missing_statistics"), [(True, True)], ids=["restarted"]
)


@RESTARTS
async def test_after_a_time_off_hours_are_filled_and_what_was_made_up_is_gone(
    async_test_recorder: Callable[..., Any],
    hass_storage: dict[str, Any],
    account: SimulatedAccount,
    cloud: SimulatedCloud,
    frozen: FrozenDateTimeFactory,
    imports: Imports,
) -> None:
    """Off from 12:20 to 3:27. The recorder makes up for that: every hour has the last value, and the other sensor's."""
    anna = cloud.patient("Anna").patient_id
    async with home(account, async_test_recorder) as (hass, entry):
        await pass_minutes(hass, frozen, 20)
        assert NOON not in await stored(hass, ANNA)
    frozen.tick(timedelta(hours=15, minutes=7))
    async with home(account, async_test_recorder) as (hass, entry):
        made_up = await stored(hass, OTHER)
        assert list(made_up) == [NOON + n * HOUR for n in range(15)]
        await pass_minutes(hass, frozen, 5)
        found, expected = await stored(hass, ANNA), await right(entry, anna)
        known = {hour: figures for hour, figures in found.items() if figures != (None, None, None)}
        ended = {hour: figures for hour, figures in expected.items() if hour < NOON + 15 * HOUR}
        assert known == ended
        # The graph reaches back to 15:27.
        assert set(found) - set(known) == {NOON + HOUR, NOON + 2 * HOUR}
        assert await stored(hass, OTHER) == made_up
        days = await stored(hass, ANNA, period="day")
        assert all(None not in figures for figures in days.values())
        imports.clear()
        await pass_minutes(hass, frozen, 40)
        assert len(await stored(hass, OTHER)) == 16
    assert not [hour for rows in imports for hour in rows if hour < NOON + 14 * HOUR]


@RESTARTS
async def test_a_time_off_of_which_nothing_has_come_is_empty(
    async_test_recorder: Callable[..., Any],
    hass_storage: dict[str, Any],
    account: SimulatedAccount,
    cloud: SimulatedCloud,
    frozen: FrozenDateTimeFactory,
) -> None:
    """Off from 13:10 to 17:20, and the cloud is away then: the hour of the last reading is what is known of it."""
    anna, nothing = cloud.patient("Anna").patient_id, (None, None, None)
    async with home(account, async_test_recorder) as (hass, entry):
        await pass_minutes(hass, frozen, 70)
        assert entry.runtime_data.store.statistics_due(anna) is None
    frozen.tick(timedelta(hours=4, minutes=10))
    cloud.away = True
    async with home(account, async_test_recorder) as (hass, entry):
        await pass_minutes(hass, frozen, 5)
        found, expected = await stored(hass, ANNA), await right(entry, anna)
        assert found[NOON + HOUR] == expected[NOON + HOUR]
        assert [found[NOON + n * HOUR] for n in (2, 3, 4)] == [nothing] * 3
        assert list(await stored(hass, OTHER)) == [NOON + n * HOUR for n in range(5)]


@RESTARTS
async def test_a_restart_in_the_middle_of_a_year_goes_on_where_it_was(
    async_test_recorder: Callable[..., Any],
    hass_storage: dict[str, Any],
    account: SimulatedAccount,
    cloud: SimulatedCloud,
    frozen: FrozenDateTimeFactory,
    imports: Imports,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("custom_components.librelink_up.account.statistics._AT_ONCE", timedelta(days=10))
    begin, end = NOON - timedelta(days=400), NOON - timedelta(days=350)  # Longer ago than the journal keeps.
    anna = cloud.patient("Anna").patient_id
    async with home(account, async_test_recorder) as (hass, entry):
        await quiet(hass, frozen, cloud)
        await seen_to(hass, frozen)
        await entry.runtime_data.recorder.async_add(anna, history(begin, end, step=20))
        imports.clear()
        compare = long_term.async_correction

        async def stopping(*args: Any, **more: Any) -> Any:
            if len(imports) == 3:
                raise OperationalError("", {}, Exception("shut down"))
            return await compare(*args, **more)

        with monkeypatch.context() as context:
            context.setattr(long_term, "async_correction", stopping)
            await pass_minutes(hass, frozen, 5)
        assert len(await stored(hass, ANNA)) == 12 + 3 * 10 * 24 - 1
    imports.clear()
    frozen.tick(timedelta(minutes=3))
    async with home(account, async_test_recorder) as (hass, entry):
        await seen_to(hass, frozen)
        assert len(await stored(hass, ANNA)) == 12 + 50 * 24
        assert due(entry, anna) is None
    assert {hour for rows in imports for hour in rows if hour < end} == {
        begin + n * HOUR for n in range(30 * 24 - 1, 50 * 24)
    }


@RESTARTS
async def test_what_became_due_without_a_recorder_is_written_when_there_is_one(
    async_test_recorder: Callable[..., Any],
    hass_storage: dict[str, Any],
    account: SimulatedAccount,
    cloud: SimulatedCloud,
    frozen: FrozenDateTimeFactory,
) -> None:
    async with home(account, None) as (hass, entry):
        await pass_time(hass, frozen, minutes=1)
        span = due(entry, cloud.patient("Anna").patient_id)
        assert span
    frozen.tick(timedelta(hours=2))
    async with home(account, async_test_recorder) as (hass, entry):
        await pass_minutes(hass, frozen, 5)
        found, expected = await stored(hass, ANNA), await right(entry, cloud.patient("Anna").patient_id)
        assert len(found) == 14
        assert found == {hour: expected[hour] for hour in found}
