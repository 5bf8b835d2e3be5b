"""The button that asks the cloud now."""

from typing import override

from homeassistant.components.button import ButtonEntity, ButtonEntityDescription
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .coordinator import LibreLinkUpConfigEntry
from .entity import LibreLinkUpEntity

PARALLEL_UPDATES = 1

REFRESH = ButtonEntityDescription(key="refresh", translation_key="refresh")


async def async_setup_entry(
    hass: HomeAssistant, entry: LibreLinkUpConfigEntry, async_add_entities: AddConfigEntryEntitiesCallback
) -> None:
    """Set up the button of every followed patient."""
    coordinator = entry.runtime_data.coordinator
    for subentry in coordinator.people.subentries.values():
        async_add_entities([RefreshButton(coordinator, subentry, REFRESH)], config_subentry_id=subentry.subentry_id)


class RefreshButton(LibreLinkUpEntity, ButtonEntity):
    """Asks the cloud for every patient of the account; one call serves them all."""

    @override
    async def async_press(self) -> None:
        """Poll now."""
        await self.coordinator.async_refresh_now()
