"""Quiet where nothing happened: what two people, as installed, write into Activity and into the recorder."""

from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

from freezegun.api import FrozenDateTimeFactory
from homeassistant.components.logbook.helpers import async_determine_event_types
from homeassistant.components.logbook.processor import EventProcessor
from homeassistant.components.recorder import Recorder, get_instance
from homeassistant.components.recorder.db_schema import States, StatesMeta
from homeassistant.components.recorder.util import session_scope
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.components.recorder.common import async_wait_recording_done
from sqlalchemy import func, select

from simulator.cloud import SimulatedCloud
from simulator.people import Span

from .conftest import NOW, pass_time
from .test_automations import pass_minutes
from .test_coordinator import state

type Start = Callable[[], Awaitable[None]]

HOURS = 3


@pytest.fixture
def a_days_turns(cloud: SimulatedCloud) -> None:
    """Anna and Ben go through what a day has, within three hours: three times high, and once low."""
    for number, name in enumerate(("Anna", "Ben")):
        patient = cloud.patient(name)
        noisy = patient.curve
        assert noisy is None

        def curve(time: Any, offset: int = 5 * number) -> float:
            minute = (time - NOW) / timedelta(minutes=1) - offset
            turns = {(20, 45): 200, (60, 85): 230, (100, 125): 210, (145, 160): 64}
            level = next((value for (begin, end), value in turns.items() if begin <= minute < end), 120)
            return level + (3 * minute) % 7  # No two minutes are alike.

        patient.curve = curve


async def rows(hass: HomeAssistant) -> dict[str, int]:
    """How many rows of the table of states are each entity's."""

    def _count() -> dict[str, int]:
        with session_scope(hass=hass, read_only=True) as session:
            join = select(StatesMeta.entity_id, func.count()).join(States, States.metadata_id == StatesMeta.metadata_id)
            found = session.execute(join.group_by(StatesMeta.entity_id)).tuples().all()
            return {str(entity): count for entity, count in found}

    await async_wait_recording_done(hass)
    return await get_instance(hass).async_add_executor_job(_count)


@pytest.mark.as_installed
@pytest.mark.timeout(240)
@pytest.mark.usefixtures("a_days_turns")
async def test_a_day_is_at_most_12_lines_a_person_and_an_hour_at_most_250_rows_of_two(
    recorder_mock: Recorder,
    hass: HomeAssistant,
    start: Start,
    frozen: FrozenDateTimeFactory,
) -> None:
    assert await async_setup_component(hass, "logbook", {})
    await start()
    before, begin = await rows(hass), frozen()
    await pass_minutes(hass, frozen, HOURS * 60)
    after = await rows(hass)
    written = {entity: count - before.get(entity, 0) for entity, count in after.items()}
    ours = {entity: count for entity, count in written.items() if "_example_" in entity}
    assert ours["sensor.anna_example_glucose"] >= HOURS * 55
    assert sum(ours.values()) <= HOURS * 250, ours

    events = EventProcessor(hass, async_determine_event_types(hass, None, None))
    span = begin.replace(tzinfo=NOW.tzinfo), frozen().replace(tzinfo=NOW.tzinfo)
    lines = await get_instance(hass).async_add_executor_job(events.get_events, *span)
    shown = Counter(line["entity_id"] for line in lines if "_example_" in line.get("entity_id", ""))
    assert shown["event.anna_example_glucose_event"] >= 8  # What happened is there.
    for name in ("anna", "ben"):
        assert sum(count for entity, count in shown.items() if name in entity) <= 12, shown


@pytest.mark.as_installed
async def test_nothing_is_recorded_of_who_sends_nothing(
    recorder_mock: Recorder, hass: HomeAssistant, cloud: SimulatedCloud, start: Start, frozen: FrozenDateTimeFactory
) -> None:
    for name in ("Anna", "Ben"):
        cloud.patient(name).phone_away.append(Span(NOW - timedelta(minutes=1)))
    await start()
    for _ in range(6):
        await pass_time(hass, frozen, minutes=5)
    assert state(hass, "binary_sensor.anna_example_signal_lost") == "on"
    before = await rows(hass)
    for _ in range(6):
        await pass_time(hass, frozen, minutes=5)
    written = {entity: count - before.get(entity, 0) for entity, count in (await rows(hass)).items()}
    # The picture gets a new token; what misses, more and more; and of today less and less is measured.
    assert {entity for entity, count in written.items() if count and "_example_" in entity} <= {
        "image.anna_example_chart",
        "image.ben_example_chart",
        "sensor.anna_example_readings_missing_in_24_h",
        "sensor.ben_example_readings_missing_in_24_h",
        "sensor.anna_example_time_in_range_today",
        "sensor.ben_example_time_in_range_today",
    }
