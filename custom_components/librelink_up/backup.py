"""Before a backup every journal is written into its one file, so that the copy is whole."""

from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant

from .const import DOMAIN
from .coordinator import LibreLinkUpConfigEntry


async def async_pre_backup(hass: HomeAssistant) -> None:
    """Move what is still in the write-ahead logs into the journals' files."""
    entries: list[LibreLinkUpConfigEntry] = hass.config_entries.async_entries(DOMAIN)
    for entry in entries:
        if entry.state is ConfigEntryState.LOADED:
            await entry.runtime_data.journal.checkpoint()


async def async_post_backup(hass: HomeAssistant) -> None:
    """Do nothing: writing goes on during a backup, into the write-ahead log."""
