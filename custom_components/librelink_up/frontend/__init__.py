"""The card, built from `frontend/` at the repository's top level, and what serves it."""

from homeassistant.core import HomeAssistant, callback

from .resource import async_serve_card
from .view import async_setup_downloads
from .websocket import async_setup_commands


@callback
def async_setup_frontend(hass: HomeAssistant) -> None:
    """Set up what pages ask for: once, whatever the number of accounts."""
    async_serve_card(hass)
    async_setup_commands(hass)
    async_setup_downloads(hass)
