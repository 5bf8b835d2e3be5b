"""A backup copies the journals' files while they are in use: they hold still meanwhile.

A journal that cannot do that now costs the backup nothing but its newest readings: they lie in the log beside it.
"""

from collections.abc import Iterator
from contextlib import suppress

from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant

from .const import DOMAIN
from .coordinator import LibreLinkUpConfigEntry
from .journal import Journal, JournalError


async def async_pre_backup(hass: HomeAssistant) -> None:
    """Bring everything into the journals' one file each, and keep these as they are."""
    for journal in _journals(hass):
        with suppress(JournalError):
            await journal.checkpoint()


async def async_post_backup(hass: HomeAssistant) -> None:
    """Let the files change again."""
    for journal in _journals(hass):
        with suppress(JournalError):
            await journal.resume()


def _journals(hass: HomeAssistant) -> Iterator[Journal]:
    entries: list[LibreLinkUpConfigEntry] = hass.config_entries.async_entries(DOMAIN)
    return (entry.runtime_data.journal for entry in entries if entry.state is ConfigEntryState.LOADED)
