"""LibreLink Up: glucose of FreeStyle Libre sensors in Home Assistant and Nightscout."""

from homeassistant.core import HomeAssistant
from homeassistant.helpers import config_validation as cv
from homeassistant.helpers.start import async_at_started
from homeassistant.helpers.typing import ConfigType

from .account.issues import async_delete_all_issues, async_delete_issues_of_removed
from .account.store import AccountStore, journal_path
from .account.unit import async_fill_units
from .assembly import async_assemble
from .automation.answers import async_setup_answers
from .const import DOMAIN, PLATFORMS
from .coordinator import LibreLinkUpConfigEntry
from .frontend import async_setup_frontend
from .journal import remove
from .services import async_setup_services

CONFIG_SCHEMA = cv.config_entry_only_config_schema(DOMAIN)


async def async_setup(hass: HomeAssistant, config: ConfigType) -> bool:
    """Set up the actions, the answers and the card, which are there before any account is."""
    async_setup_services(hass)
    async_setup_answers(hass)
    async_setup_frontend(hass)
    return True


async def async_setup_entry(hass: HomeAssistant, entry: LibreLinkUpConfigEntry) -> bool:
    """Set up an account."""
    async_delete_issues_of_removed(hass)
    coordinator, alerts = await async_assemble(hass, entry)
    await coordinator.async_config_entry_first_refresh()
    async_fill_units(hass, entry, coordinator.people.units)
    await hass.config_entries.async_forward_entry_setups(entry, PLATFORMS)
    entry.runtime_data.metrics.async_begin()
    # After the entities: when something is told, they show it.
    entry.async_on_unload(coordinator.async_add_listener(alerts.async_tell))
    entry.async_on_unload(async_at_started(hass, coordinator.async_look))
    entry.async_on_unload(entry.add_update_listener(_async_reload))
    return True


async def _async_reload(hass: HomeAssistant, entry: LibreLinkUpConfigEntry) -> None:
    """Set the account up again after its options or its patients have changed."""
    await hass.config_entries.async_reload(entry.entry_id)


async def async_unload_entry(hass: HomeAssistant, entry: LibreLinkUpConfigEntry) -> bool:
    """Unload an account; the newest token is kept for the next start."""
    if not await hass.config_entries.async_unload_platforms(entry, PLATFORMS):
        return False
    await entry.runtime_data.coordinator.async_shutdown()
    await entry.runtime_data.store.async_close(entry.runtime_data.coordinator.client.session)
    return True


async def async_remove_entry(hass: HomeAssistant, entry: LibreLinkUpConfigEntry) -> None:
    """Leave nothing of an account behind: its journal, its session, its issues."""
    await AccountStore(hass, entry.entry_id).async_remove()
    await remove(journal_path(hass, entry.entry_id))
    async_delete_all_issues(hass, entry)
