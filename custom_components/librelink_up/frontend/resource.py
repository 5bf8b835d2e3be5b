"""Serves the built card, and has every page load it: nobody adds a resource by hand."""

import hashlib
from pathlib import Path

from homeassistant.components.http import StaticPathConfig
from homeassistant.core import HomeAssistant, callback
from homeassistant.setup import async_when_setup

CARD = Path(__file__).with_name("librelink-up-card.js")
PATH = "/librelink_up/librelink-up-card.js"


@callback
def async_serve_card(hass: HomeAssistant) -> None:
    """Serve the card as soon as there are pages; a Home Assistant without its frontend has none."""
    async_when_setup(hass, "frontend", _async_serve)


async def _async_serve(hass: HomeAssistant, _frontend: str) -> None:
    from homeassistant.components.frontend import add_extra_js_url  # noqa: PLC0415 - not everybody has it

    address = await hass.async_add_executor_job(_address)
    await hass.http.async_register_static_paths([StaticPathConfig(PATH, str(CARD), cache_headers=True)])
    add_extra_js_url(hass, address)


def _address() -> str:
    """Return the card's address: another one for other content, since browsers keep what is behind an address.

    What it is told apart by is no part of the path: a page out of a browser's cache that asks for the card of yesterday
    gets the card of today rather than none.
    """
    return f"{PATH}?{hashlib.sha256(CARD.read_bytes()).hexdigest()[:16]}"
