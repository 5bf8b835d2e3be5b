"""What is told of a patient, and when: polls, looks without a poll, restarts and failures in any order."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any, cast

from freezegun.api import FrozenDateTimeFactory
from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.helpers.dispatcher import async_dispatcher_connect
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.librelink_up.account.person import PatientData
from custom_components.librelink_up.automation.alerts import _ALERTS, SIGNAL_NEWS, Known, News, known_of
from custom_components.librelink_up.cloud import CloudClient, CredentialsRejected
from custom_components.librelink_up.glucose import (
    LOWS,
    GlucoseUnit,
    Happening,
    Reading,
    ReadingKind,
    Thresholds,
    entered,
)
from custom_components.librelink_up.journal import Journal, JournalUnwritable
from simulator.cloud import SimulatedCloud
from simulator.people import Span

from .conftest import NOW, pass_time, settle
from .test_automations import course, pass_minutes, steady
from .test_coordinator import GLUCOSE, state

type Start = Callable[[], Awaitable[None]]
type Told = list[tuple[Happening, str]]


@pytest.fixture(autouse=True)
def _no_jitter(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("custom_components.librelink_up.coordinator._JITTER_SECONDS", 0)


@pytest.fixture
def told(hass: HomeAssistant) -> Told:
    """What is told of Anna, and which glucose her entity shows at that moment."""
    found: Told = []

    def _news(news: News) -> None:
        if news.data.patient.name.startswith("Anna"):
            found.extend((one, state(hass, GLUCOSE)) for one in news.happenings if one != Happening.READING_RECEIVED)

    async_dispatcher_connect(hass, SIGNAL_NEWS, _news)
    return found


@pytest.mark.parametrize("what", ["async_update_listeners", "async_look"])
async def test_what_is_told_is_what_is_shown_whatever_happens_within_a_poll(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    cloud: SimulatedCloud,
    start: Start,
    frozen: FrozenDateTimeFactory,
    told: Told,
    monkeypatch: pytest.MonkeyPatch,
    what: str,
) -> None:
    """A delivery to Nightscout, or the look of the minute, ends between the reading's recording and its showing."""
    steady(cloud)
    await start()
    await pass_minutes(hass, frozen, 2)
    coordinator = entry.runtime_data.coordinator
    fill = coordinator._backfill.async_fill

    async def _meanwhile(*args: Any) -> None:
        getattr(coordinator, what)()
        await fill(*args)

    monkeypatch.setattr(coordinator._backfill, "async_fill", _meanwhile)
    course(cloud, "Anna", 65, begin=2)
    await pass_minutes(hass, frozen, 2)
    assert told == [(Happening.BECAME_LOW, "65")]


async def test_a_gap_that_is_filled_while_a_poll_ends_brings_nothing_old_back(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    cloud: SimulatedCloud,
    start: Start,
    frozen: FrozenDateTimeFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    steady(cloud)
    await start()
    coordinator = entry.runtime_data.coordinator
    missing = coordinator.people._async_missing

    async def _meanwhile(patient_id: str, now: Any) -> int:
        monkeypatch.setattr(coordinator.people, "_async_missing", missing)
        await coordinator.async_refresh()
        return await missing(patient_id, now)

    course(cloud, "Anna", 65, begin=1)
    course(cloud, "Ben", 65, begin=1)
    frozen.tick(240)
    monkeypatch.setattr(coordinator.people, "_async_missing", _meanwhile)
    await coordinator._async_backfilled(cloud.patient("Anna").patient_id, [], None)
    assert state(hass, GLUCOSE) == "65"
    assert state(hass, "sensor.ben_example_glucose_state") == "low"
    await pass_time(hass, frozen, minutes=1)
    assert state(hass, GLUCOSE) == "65"


async def test_a_threshold_that_is_not_chosen_any_more_is_the_accounts_again(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    cloud: SimulatedCloud,
    start: Start,
    frozen: FrozenDateTimeFactory,
    set_patient: Callable[..., str],
) -> None:
    """Also when the cloud says nothing of the account's own alarms, at that moment or ever."""
    anna = cloud.patient("Anna")

    def thresholds() -> Thresholds:
        data: PatientData = entry.runtime_data.coordinator.data[anna.patient_id]
        return data.thresholds

    await start()
    known = thresholds()
    set_patient("Anna", thresholds={"high": 350, "urgent_high": 400})
    await pass_time(hass, frozen, minutes=1)
    anna.broken_fields["alarmRules"] = None
    await pass_time(hass, frozen, minutes=1)
    assert thresholds().high == 350
    set_patient("Anna", thresholds={})
    await pass_time(hass, frozen, minutes=1)
    assert thresholds() == known


async def test_what_is_found_while_the_account_is_taken_down_is_told_when_it_is_up_again(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    cloud: SimulatedCloud,
    start: Start,
    frozen: FrozenDateTimeFactory,
    told: Told,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The options are changed just when a poll is on its way: the entities are gone already."""
    steady(cloud)
    await start()
    await pass_minutes(hass, frozen, 2)
    data = entry.runtime_data
    shutdown = data.coordinator.async_shutdown

    async def _meanwhile() -> None:
        await data.coordinator.async_refresh()
        await shutdown()

    monkeypatch.setattr(data.coordinator, "async_shutdown", _meanwhile)
    course(cloud, "Anna", 65, begin=1)
    frozen.tick(60)
    await hass.config_entries.async_reload(entry.entry_id)
    await settle(hass)
    assert told == [(Happening.BECAME_LOW, "65")]
    event = hass.states.get("event.anna_example_glucose_event")
    assert event
    assert event.attributes["event_type"] == Happening.BECAME_LOW


async def test_a_reading_is_overdue_of_a_person_whom_the_cloud_does_not_show_any_more(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    cloud: SimulatedCloud,
    start: Start,
    frozen: FrozenDateTimeFactory,
    told: Told,
) -> None:
    """Also over a restart: whoever sleeps by this must be woken, whatever the reason."""
    steady(cloud)
    await start()
    await pass_minutes(hass, frozen, 2)
    anna = cloud.patient("Anna")
    anna.shared = False
    await pass_minutes(hass, frozen, 10)
    assert state(hass, GLUCOSE) == "110"
    await hass.config_entries.async_reload(entry.entry_id)
    await pass_minutes(hass, frozen, 20)
    assert told == [(Happening.READING_OVERDUE, "unknown")]
    assert state(hass, GLUCOSE) == "unknown"
    anna.shared = True
    course(cloud, "Anna", 65, begin=32)
    await pass_minutes(hass, frozen, 6)
    assert told[1:] == [(Happening.BECAME_LOW, "65")]


async def test_a_full_disk_keeps_nothing_from_being_told(
    hass: HomeAssistant,
    cloud: SimulatedCloud,
    start: Start,
    frozen: FrozenDateTimeFactory,
    told: Told,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Nothing can be written; then it can be read neither. The readings of the last hour are known all the same."""
    steady(cloud)
    await start()
    await pass_minutes(hass, frozen, 12)

    def lows() -> list[Happening]:
        return [one for one, _ in told if one in (Happening.LOW_PREDICTED, Happening.BECAME_LOW)]

    async def full(*_: Any, **__: Any) -> None:
        raise JournalUnwritable("full")

    for method in ("add", "keep_watches"):
        monkeypatch.setattr(Journal, method, full)
    course(cloud, "Anna", *range(150, 60, -3), begin=12)
    await pass_minutes(hass, frozen, 26)
    assert lows() == [Happening.LOW_PREDICTED]
    for method in ("latest", "range", "times"):
        monkeypatch.setattr(Journal, method, full)
    await pass_minutes(hass, frozen, 4)
    assert lows() == [Happening.LOW_PREDICTED, Happening.BECAME_LOW]


async def test_after_a_refused_password_it_is_still_told_that_no_readings_come(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    cloud: SimulatedCloud,
    start: Start,
    frozen: FrozenDateTimeFactory,
    told: Told,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    steady(cloud)
    await start()
    await pass_minutes(hass, frozen, 2)
    await hass.config_entries.async_unload(entry.entry_id)

    async def _refused(_: CloudClient) -> None:
        raise CredentialsRejected(confirmed=True, retry_after=300)

    monkeypatch.setattr(CloudClient, "connections", _refused)
    await start()
    assert entry.state is ConfigEntryState.LOADED
    assert [flow["context"]["source"] for flow in hass.config_entries.flow.async_progress()] == ["reauth"]
    await pass_minutes(hass, frozen, 25)
    assert [one for one, _ in told] == [Happening.READING_OVERDUE]


async def test_a_person_in_mmol_is_told_of_in_mmol_while_the_cloud_is_away(
    hass: HomeAssistant, entry: MockConfigEntry, cloud: SimulatedCloud, start: Start, frozen: FrozenDateTimeFactory
) -> None:
    steady(cloud)
    await start()
    await pass_minutes(hass, frozen, 2)
    await hass.config_entries.async_unload(entry.entry_id)
    cloud.away = True
    await start()
    data = entry.runtime_data.coordinator.data[cloud.patient("Ben").patient_id]
    assert data.patient.unit is GlucoseUnit.MMOL_L


async def test_a_point_of_the_history_is_never_current_however_long_the_limit_is(
    hass: HomeAssistant, entry: MockConfigEntry, cloud: SimulatedCloud, start: Start, frozen: FrozenDateTimeFactory
) -> None:
    hass.config_entries.async_update_entry(entry, options={"stale_limit": 60})
    steady(cloud)
    cloud.patient("Anna").broken_fields |= {"glucoseMeasurement": None, "glucoseItem": None}
    await start()
    await pass_minutes(hass, frozen, 2)
    data = entry.runtime_data.coordinator.data[cloud.patient("Anna").patient_id]
    assert data.latest is not None
    assert state(hass, GLUCOSE) == "unknown"
    assert state(hass, "binary_sensor.anna_example_signal_lost") == "on"


async def test_a_phone_that_uploads_rarely_has_one_low_that_lasts(
    hass: HomeAssistant, cloud: SimulatedCloud, start: Start, frozen: FrozenDateTimeFactory, told: Told
) -> None:
    """In between nothing is known: the value is unknown, the signal lost, and nobody is low."""
    steady(cloud)
    anna = cloud.patient("Anna")
    anna.slow_phone.append(Span(NOW - timedelta(hours=1)))
    course(cloud, "Anna", 60, begin=1)
    lasted: list[float] = []

    def _news(news: News) -> None:
        if news.patient_id == anna.patient_id and entered(news.look, LOWS, timedelta(minutes=30)):
            lasted.append((news.look.now - NOW) / timedelta(minutes=1))

    async_dispatcher_connect(hass, SIGNAL_NEWS, _news)
    await start()
    seen: set[tuple[str, ...]] = set()
    shown = (GLUCOSE, "sensor.anna_example_glucose_state", "binary_sensor.anna_example_signal_lost")
    for _ in range(120):
        await pass_time(hass, frozen, minutes=1)
        seen.add(tuple(state(hass, entity) for entity in shown))
    assert [one for one, _ in told if one is not Happening.READING_OVERDUE] == [Happening.BECAME_LOW]
    assert len(lasted) == 1
    assert lasted[0] >= 30
    assert {("60", "low", "off"), ("unknown", "no_readings", "on")} <= seen


async def test_who_is_followed_through_two_accounts_is_known_by_the_one_that_knows_more(hass: HomeAssistant) -> None:
    def account(minutes: int | None) -> Any:
        shown = None if minutes is None else Reading(NOW + timedelta(minutes=minutes), 100, ReadingKind.CURRENT)
        return SimpleNamespace(known=lambda _: Known(cast(PatientData, SimpleNamespace(shown=shown)), None))

    hass.data[_ALERTS] = {str(number): account(minutes) for number, minutes in enumerate((None, 1, 3, 2))}
    shown = known_of(hass, {"anna"})["anna"].data.shown
    assert shown
    assert shown.time == NOW + timedelta(minutes=3)
