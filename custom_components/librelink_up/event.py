"""The event entity of a patient: what happens, as events."""

from typing import override

from homeassistant.components.event import EventEntity, EventEntityDescription
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.dispatcher import async_dispatcher_connect
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from homeassistant.util import dt as dt_util

from .automation.alerts import SIGNAL_NEWS, News
from .automation.payload import reading_payload
from .coordinator import LibreLinkUpConfigEntry
from .entity import LibreLinkUpEntity
from .glucose import Happening

PARALLEL_UPDATES = 0

# A reading each minute, or a steep curve after each meal, is nothing to look back at in Activity: triggers tell those.
_ONLY_TRIGGERED = {Happening.READING_RECEIVED, Happening.RISING_FAST, Happening.FALLING_FAST}
HAPPENINGS = [happening for happening in Happening if happening not in _ONLY_TRIGGERED]
GLUCOSE_EVENT = EventEntityDescription(
    key="glucose_event",
    translation_key="glucose_event",
    event_types=[happening.value for happening in HAPPENINGS],
)


async def async_setup_entry(
    hass: HomeAssistant, entry: LibreLinkUpConfigEntry, async_add_entities: AddConfigEntryEntitiesCallback
) -> None:
    """Set up the event entity of every followed patient."""
    coordinator = entry.runtime_data.coordinator
    for subentry in coordinator.people.subentries.values():
        async_add_entities(
            [GlucoseEvent(coordinator, subentry, GLUCOSE_EVENT)], config_subentry_id=subentry.subentry_id
        )


class GlucoseEvent(LibreLinkUpEntity, EventEntity):
    """Everything that happens to a patient, with the reading it happened with."""

    entity_description: EventEntityDescription
    # In the history an event keeps what was shown and when; the other figures are there with their own entities.
    _unrecorded_attributes = frozenset(reading_payload(None, dt_util.utcnow())) - {"display", "measured_at"}

    @override
    async def async_added_to_hass(self) -> None:
        """Listen to the alerts."""
        await super().async_added_to_hass()
        self.async_on_remove(async_dispatcher_connect(self.hass, SIGNAL_NEWS, self._async_news))

    @callback
    def _async_news(self, news: News) -> None:
        happened = [one for one in news.happenings if one in HAPPENINGS]
        if news.patient_id != self.patient_id or not happened:
            return  # Most looks find nothing.
        attributes = reading_payload(news.data, news.look.now)
        for happening in happened:
            self._trigger_event(happening, attributes)
            self.async_write_ha_state()
