"""The select entities of a patient: what the chart shows."""

from typing import override

from homeassistant.components.select import SelectEntity, SelectEntityDescription
from homeassistant.config_entries import ConfigSubentry
from homeassistant.const import EntityCategory
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .account.store import AccountStore
from .const import CHART_DARK, CHART_LIGHT, CHART_SPANS
from .coordinator import LibreLinkUpConfigEntry, LibreLinkUpCoordinator
from .entity import LibreLinkUpEntity

PARALLEL_UPDATES = 1

CHART_HOURS = SelectEntityDescription(
    key="chart_hours",
    translation_key="chart_hours",
    entity_category=EntityCategory.CONFIG,
    options=list(CHART_SPANS),
)
CHART_STYLE = SelectEntityDescription(
    key="chart_style",
    translation_key="chart_style",
    entity_category=EntityCategory.CONFIG,
    options=[CHART_LIGHT, CHART_DARK],
)


def chosen(store: AccountStore, patient_id: str, description: SelectEntityDescription) -> str:
    """Return what was chosen for a patient; at first, the first option."""
    options = description.options or []
    option = store.choice(patient_id, description.key)
    return option if option in options else options[0]


async def async_setup_entry(
    hass: HomeAssistant, entry: LibreLinkUpConfigEntry, async_add_entities: AddConfigEntryEntitiesCallback
) -> None:
    """Set up the select entities of every followed patient."""
    data = entry.runtime_data
    for subentry in data.people.subentries.values():
        async_add_entities(
            [ChartSelect(data.coordinator, subentry, one, data.store) for one in (CHART_HOURS, CHART_STYLE)],
            config_subentry_id=subentry.subentry_id,
        )


class ChartSelect(LibreLinkUpEntity, SelectEntity):
    """One property of the chart."""

    entity_description: SelectEntityDescription

    def __init__(
        self,
        coordinator: LibreLinkUpCoordinator,
        subentry: ConfigSubentry,
        description: SelectEntityDescription,
        store: AccountStore,
    ) -> None:
        """Take where the choice is kept."""
        super().__init__(coordinator, subentry, description)
        self._store = store

    @property
    @override
    def current_option(self) -> str:
        """Return what is chosen."""
        return chosen(self._store, self.patient_id, self.entity_description)

    @override
    async def async_select_option(self, option: str) -> None:
        """Keep the choice, and let the chart be drawn anew."""
        self._store.async_save_choice(self.patient_id, self.entity_description.key, option)
        self.coordinator.async_update_listeners()
