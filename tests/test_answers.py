"""Questions as people ask them, to Home Assistant's own conversation agent."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
import re
from typing import Any

from freezegun.api import FrozenDateTimeFactory
from homeassistant.components import conversation
from homeassistant.components.homeassistant.exposed_entities import async_expose_entity
from homeassistant.core import Context, HomeAssistant
from homeassistant.helpers import device_registry as dr
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.librelink_up.automation.answers import answer
from simulator.cloud import SimulatedCloud
from simulator.people import Span

from .conftest import NOW, pass_time
from .test_automations import anna, course, steady

type Start = Callable[[], Awaitable[None]]
type Ask = Callable[[str], Awaitable[str]]

_UNDER = "Anna is urgently low, below what the sensor can measure, 2 minutes ago."
_OVER = "Anna is very high, above what the sensor can measure, 2 minutes ago."
ANNA, BEN = "sensor.anna_example_glucose", "sensor.ben_example_glucose"


@pytest.fixture
async def ask(hass: HomeAssistant, entry: MockConfigEntry, cloud: SimulatedCloud, start: Start) -> Ask:
    """Asks Home Assistant; both people are known and exposed."""
    assert await async_setup_component(hass, "homeassistant", {})
    assert await async_setup_component(hass, "conversation", {})
    steady(cloud)
    await start()
    for device, name in ((device, str(device.name).split()[0]) for device in devices(hass, entry)):
        dr.async_get(hass).async_update_device(device.id, name_by_user=name)
    for entity_id in (ANNA, BEN):
        async_expose_entity(hass, "conversation", entity_id, should_expose=True)

    async def _ask(text: str) -> str:
        result = await conversation.async_converse(hass, text, None, Context(), language="en")
        return str(result.response.speech["plain"]["speech"])

    return _ask


def devices(hass: HomeAssistant, entry: MockConfigEntry) -> list[dr.DeviceEntry]:
    return dr.async_entries_for_config_entry(dr.async_get(hass), entry.entry_id)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("What is Anna's glucose?", "Anna is 110 mg/dL, steady."),
        ("what's Anna blood sugar", "Anna is 110 mg/dL, steady."),
        ("how is Ben", "Ben is 6.1 mmol/L, steady."),
        ("Is Anna low?", "No. Anna is 110 mg/dL, steady."),
        ("is Anna still in range", "Yes. Anna is 110 mg/dL, steady."),
        (
            "How is everybody?",
            "Anna is 110 mg/dL, steady. Ben is 6.1 mmol/L, steady.",
        ),
        (
            "Is anyone low?",
            "No. Anna is 110 mg/dL, steady. Ben is 6.1 mmol/L, steady.",
        ),
    ],
)
async def test_what_people_ask_is_answered(
    hass: HomeAssistant, frozen: FrozenDateTimeFactory, ask: Ask, question: str, expected: str
) -> None:
    await pass_time(hass, frozen, minutes=1)
    assert re.sub(r", (just now|1 minute ago)", "", await ask(question)) == expected


async def test_a_low_is_no_no(
    hass: HomeAssistant, cloud: SimulatedCloud, frozen: FrozenDateTimeFactory, ask: Ask
) -> None:
    course(cloud, "Anna", 65, 52, begin=1)
    await pass_time(hass, frozen, minutes=3)
    assert (await ask("Is anyone low?")).startswith("Yes. Anna is urgently low, 52 mg/dL")
    assert (await ask("Is Ben low?")).startswith("No. Ben is ")


async def test_without_a_recent_reading_it_is_neither_yes_nor_no(
    hass: HomeAssistant, cloud: SimulatedCloud, frozen: FrozenDateTimeFactory, ask: Ask
) -> None:
    cloud.patient("Anna").phone_away.append(Span(NOW, NOW + timedelta(hours=2)))
    await pass_time(hass, frozen, minutes=30)
    assert (await ask("is Anna low")).startswith("I do not know. There is no recent reading of Anna. The last one was")
    assert (await ask("is anyone low")).startswith("Nobody that I know of. There is no recent reading of Anna.")


async def test_who_is_not_exposed_is_not_spoken_of(
    hass: HomeAssistant, frozen: FrozenDateTimeFactory, ask: Ask
) -> None:
    await pass_time(hass, frozen, minutes=1)
    async_expose_entity(hass, "conversation", ANNA, should_expose=False)
    await pass_time(hass, frozen, minutes=1)
    assert "Anna" not in await ask("how is everybody")
    assert "mg/dL" not in await ask("what is Anna's glucose")
    async_expose_entity(hass, "conversation", BEN, should_expose=False)
    await pass_time(hass, frozen, minutes=1)
    assert "mmol/L" not in await ask("how is everybody")


async def test_who_has_just_been_hidden_is_not_spoken_of_any_more(
    hass: HomeAssistant, frozen: FrozenDateTimeFactory, ask: Ask
) -> None:
    """The sentences follow a second later."""
    await pass_time(hass, frozen, minutes=1)
    assert "mg/dL" in await ask("what is Anna's glucose")
    async_expose_entity(hass, "conversation", ANNA, should_expose=False)
    for question in ("what is Anna's glucose", "is Anna low"):
        assert (await ask(question)).startswith("I do not know. To let me answer, expose the Glucose entities")
    assert "Anna" not in await ask("how is everybody")
    assert "Ben is" in await ask("how is everybody")


async def test_while_nobody_is_exposed_the_answer_is_not_no(
    hass: HomeAssistant, cloud: SimulatedCloud, frozen: FrozenDateTimeFactory, ask: Ask, entry: MockConfigEntry
) -> None:
    course(cloud, "Anna", 65, 52, begin=1)
    for entity_id in (ANNA, BEN):
        async_expose_entity(hass, "conversation", entity_id, should_expose=False)
    await pass_time(hass, frozen, minutes=3)
    for question in ("Is anyone low?", "is somebody high"):
        said = await ask(question)
        assert said.startswith("I do not know. To let me answer, expose the Glucose entities")
        assert "Anna" not in said
    # Without an account the question is not ours.
    await hass.config_entries.async_remove(entry.entry_id)
    await pass_time(hass, frozen, minutes=1)
    assert "Glucose" not in await ask("Is anyone low?")


async def test_a_new_name_is_known_at_once(
    hass: HomeAssistant, entry: MockConfigEntry, frozen: FrozenDateTimeFactory, ask: Ask
) -> None:
    dr.async_get(hass).async_update_device(anna(hass, entry).id, name_by_user="Princess (7)")
    await pass_time(hass, frozen, minutes=1)
    assert (await ask("how is princess 7")).startswith("Princess (7) is 110 mg/dL")


@pytest.mark.parametrize(
    ("reading", "expected"),
    [
        ({"measured_at": None}, "There are no readings of Anna yet."),
        ({"out_of_range": "lo", "state": "urgent_low"}, _UNDER),
        ({"out_of_range": "hi", "state": "urgent_high"}, _OVER),
    ],
)
def test_what_is_no_number_is_said_in_words(reading: dict[str, Any], expected: str) -> None:
    full = {
        "measured_at": "2026-11-25T03:00:00+01:00",
        "out_of_range": None,
        "glucose": 39,
        "unit": "mg/dL",
        "age": 2,
        "is_recent": True,
        "trend": None,
        "state": "in_range",
    }
    assert answer({"1": ("Anna", full | reading)}, "1", None) == expected
