"""What Home Assistant's own Assist makes of the entities' names, with the sentences that it ships."""

from collections.abc import Awaitable, Callable

from freezegun.api import FrozenDateTimeFactory
from homeassistant.components import conversation
from homeassistant.components.homeassistant.exposed_entities import async_expose_entity
from homeassistant.components.intent import async_register_timer_handler
from homeassistant.core import Context, HomeAssistant
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.intent import IntentResponse, IntentResponseType
from homeassistant.setup import async_setup_component
from pytest_homeassistant_custom_component.common import MockConfigEntry

from simulator.cloud import SimulatedCloud

from .test_automations import pass_minutes, steady
from .test_services import device

type Start = Callable[[], Awaitable[None]]


async def test_every_sensor_answers_at_once_when_it_is_asked_for_by_its_name(
    hass: HomeAssistant, entry: MockConfigEntry, cloud: SimulatedCloud, start: Start, frozen: FrozenDateTimeFactory
) -> None:
    """A name such as "Glucose in 20 minutes" is taken for a command that is to be carried out in 20 minutes."""
    steady(cloud)
    for component in ("homeassistant", "conversation", "intent"):
        assert await async_setup_component(hass, component, {})
    await start()
    await pass_minutes(hass, frozen, 12)
    asked = [
        entity
        for entity in er.async_get(hass).entities.values()
        if entity.domain == "sensor" and not entity.entity_category and "anna" in entity.entity_id
    ]
    assert len(asked) > 10
    # A voice satellite: what has no timers is never asked to wait.
    satellite = device(hass, entry)
    async_register_timer_handler(hass, satellite, lambda *_: None)

    async def ask(question: str) -> IntentResponse:
        answer = await conversation.async_converse(hass, question, None, Context(), "en", device_id=satellite)
        return answer.response

    for entity in asked:
        async_expose_entity(hass, conversation.DOMAIN, entity.entity_id, should_expose=True)
        name = hass.states.get(entity.entity_id).attributes["friendly_name"]
        response = await ask(f"what is {name}?")
        assert response.response_type is IntentResponseType.QUERY_ANSWER, name
        assert [one.id for one in response.success_results] == [entity.entity_id]
        shorter = await ask(f"what is Anna's {str(entity.original_name).lower()}?")
        assert shorter.response_type is not IntentResponseType.ACTION_DONE, name  # It will be done later.
