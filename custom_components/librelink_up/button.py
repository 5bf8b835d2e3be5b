"""The buttons of a patient: ask the cloud now, acknowledge what is going on, snooze the alerts."""

from typing import override

from homeassistant.components.button import ButtonEntity, ButtonEntityDescription
from homeassistant.config_entries import ConfigSubentry
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .account.store import AccountStore
from .coordinator import LibreLinkUpConfigEntry, LibreLinkUpCoordinator
from .entity import LibreLinkUpEntity
from .select import chosen_snooze

PARALLEL_UPDATES = 1

ACKNOWLEDGE = ButtonEntityDescription(key="acknowledge", translation_key="acknowledge")
SNOOZE = ButtonEntityDescription(key="snooze", translation_key="snooze")
REFRESH = ButtonEntityDescription(key="refresh", translation_key="refresh")


async def async_setup_entry(
    hass: HomeAssistant, entry: LibreLinkUpConfigEntry, async_add_entities: AddConfigEntryEntitiesCallback
) -> None:
    """Set up the buttons of every followed patient."""
    data = entry.runtime_data
    for subentry in data.people.subentries.values():
        async_add_entities(
            [
                RefreshButton(data.coordinator, subentry, REFRESH),
                AcknowledgeButton(data.coordinator, subentry, ACKNOWLEDGE),
                SnoozeButton(data.coordinator, subentry, data.store),
            ],
            config_subentry_id=subentry.subentry_id,
        )


class RefreshButton(LibreLinkUpEntity, ButtonEntity):
    """Asks the cloud for every patient of the account; one call serves them all."""

    @override
    async def async_press(self) -> None:
        """Poll now."""
        await self.coordinator.async_refresh_now()


class AcknowledgeButton(LibreLinkUpEntity, ButtonEntity):
    """Acknowledges what is going on, for every alert of the patient."""

    @override
    async def async_press(self) -> None:
        """Keep the alerts quiet until it is over or becomes worse."""
        self.coordinator.async_acknowledge(self.patient_id)


class SnoozeButton(LibreLinkUpEntity, ButtonEntity):
    """Snoozes every alert of the patient, for as long as *Snooze for* says."""

    def __init__(self, coordinator: LibreLinkUpCoordinator, subentry: ConfigSubentry, store: AccountStore) -> None:
        """Take where the choice of the time is kept."""
        super().__init__(coordinator, subentry, SNOOZE)
        self._store = store

    @override
    async def async_press(self) -> None:
        """Keep the alerts quiet for a while, unless it becomes worse."""
        self.coordinator.async_snooze(self.patient_id, chosen_snooze(self._store, self.patient_id))
