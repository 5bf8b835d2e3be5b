"""The way to an account: its cloud client on Home Assistant's HTTP session."""

from collections.abc import Callable
import logging
import os

from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.aiohttp_client import async_get_clientsession
from homeassistant.util import dt as dt_util

from .cloud import CloudClient, Region, Session
from .const import CLOUD_URL_VARIABLE

_LOGGER = logging.getLogger(__name__)


@callback
def create_client(
    hass: HomeAssistant,
    *,
    email: str,
    password: str,
    region: str,
    session: Session | None = None,
    on_session: Callable[[Session], None] | None = None,
) -> CloudClient:
    """Return a client for an account; nothing is requested yet.

    The environment variable LIBRELINK_UP_CLOUD_URL replaces the real cloud by the simulator.
    """
    if base_url := os.environ.get(CLOUD_URL_VARIABLE):
        _LOGGER.warning(
            "%s is set: glucose comes from %s, not from the LibreLink Up cloud", CLOUD_URL_VARIABLE, base_url
        )
    return CloudClient(
        async_get_clientsession(hass),
        email=email,
        password=password,
        region=Region(region),
        session=session,
        on_session=on_session,
        base_url=base_url,
        now=dt_util.utcnow,
    )
