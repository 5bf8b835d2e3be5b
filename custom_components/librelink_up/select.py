"""The select entities of a patient: what the chart shows, and for how long alerts are snoozed."""

from datetime import timedelta
from typing import override

from homeassistant.components.select import SelectEntity, SelectEntityDescription
from homeassistant.config_entries import ConfigSubentry
from homeassistant.const import EntityCategory
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .account.store import AccountStore
from .const import (
    CHART_AUTOMATIC,
    CHART_DARK,
    CHART_LIGHT,
    CHART_SPANS,
    CHOICE_CLOCK,
    CLOCK_12,
    CLOCK_24,
    CLOCK_AUTOMATIC,
    DEFAULT_SNOOZE,
    SNOOZES,
)
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
    options=[CHART_AUTOMATIC, CHART_LIGHT, CHART_DARK],
)
CHART_CLOCK = SelectEntityDescription(
    key=CHOICE_CLOCK,
    translation_key="chart_clock",
    entity_category=EntityCategory.CONFIG,
    options=[CLOCK_AUTOMATIC, CLOCK_24, CLOCK_12],
)
SNOOZE_FOR = SelectEntityDescription(
    key="snooze_for",
    translation_key="snooze_for",
    entity_category=EntityCategory.CONFIG,
    options=list(SNOOZES),
)
_FIRST = {SNOOZE_FOR.key: DEFAULT_SNOOZE}
SELECTS = (CHART_HOURS, CHART_STYLE, CHART_CLOCK, SNOOZE_FOR)


def chosen(store: AccountStore, patient_id: str, description: SelectEntityDescription) -> str:
    """Return what was chosen for a patient; at first, the default."""
    options = description.options or []
    option = store.choice(patient_id, description.key)
    return option if option in options else _FIRST.get(description.key, options[0])


def chosen_snooze(store: AccountStore, patient_id: str) -> timedelta:
    """Return for how long a patient's alerts are to be snoozed."""
    return timedelta(minutes=int(chosen(store, patient_id, SNOOZE_FOR)))


async def async_setup_entry(
    hass: HomeAssistant, entry: LibreLinkUpConfigEntry, async_add_entities: AddConfigEntryEntitiesCallback
) -> None:
    """Set up the select entities of every followed patient."""
    data = entry.runtime_data
    for subentry in data.people.subentries.values():
        async_add_entities(
            [PatientSelect(data.coordinator, subentry, one, data.store) for one in SELECTS],
            config_subentry_id=subentry.subentry_id,
        )


class PatientSelect(LibreLinkUpEntity, SelectEntity):
    """One choice, kept for the patient."""

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
        """Keep the choice, and let what depends on it follow, such as the chart."""
        self._store.async_save_choice(self.patient_id, self.entity_description.key, option)
        self.coordinator.async_update_listeners()
