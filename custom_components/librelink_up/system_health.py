"""What the system information page says of the integration."""

from typing import Any

from homeassistant.components import system_health
from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant, callback

from .cloud import GLOBAL_URL
from .const import DOMAIN
from .coordinator import LibreLinkUpConfigEntry


@callback
def async_register(hass: HomeAssistant, register: system_health.SystemHealthRegistration) -> None:
    """Register the information."""
    register.async_register_info(_async_info)


async def _async_info(hass: HomeAssistant) -> dict[str, Any]:
    """Return what tells at a glance whether readings flow; nothing personal."""
    entries: list[LibreLinkUpConfigEntry] = [
        entry for entry in hass.config_entries.async_entries(DOMAIN) if entry.state is ConfigEntryState.LOADED
    ]
    deliveries = [delivery for entry in entries for delivery in entry.runtime_data.deliveries.values()]
    return {
        "can_reach_cloud": system_health.async_check_can_reach_url(hass, GLOBAL_URL),
        "accounts": len(entries),
        "accounts_without_problem": sum(entry.runtime_data.coordinator.last_update_success for entry in entries),
        "patients": sum(len(entry.runtime_data.people.subentries) for entry in entries),
        "nightscout_sites": len(deliveries),
        "nightscout_waiting": sum(delivery.waiting for delivery in deliveries),
    }
