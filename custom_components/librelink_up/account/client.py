"""The way to an account: its cloud client on Home Assistant's HTTP session."""

from collections.abc import Callable, Mapping
import logging
import os
from typing import Any

from homeassistant.config_entries import ConfigEntry
from homeassistant.const import CONF_EMAIL, CONF_PASSWORD, CONF_REGION
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.aiohttp_client import async_get_clientsession
from homeassistant.util import dt as dt_util
from homeassistant.util.hass_dict import HassKey

from ..cloud import CloudClient, Region, Session
from ..const import CLOUD_URL_VARIABLE, DOMAIN
from .store import AccountStore

_LOGGER = logging.getLogger(__name__)

# The pauses that the cloud has asked of dialogs, by e-mail address: they outlast the dialog.
_DIALOGS: HassKey[dict[str, Session]] = HassKey(f"{DOMAIN}_dialogs")


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


@callback
def create_entry_client(hass: HomeAssistant, entry: ConfigEntry, store: AccountStore) -> CloudClient:
    """Return the client of an account that is being set up."""
    return create_client(
        hass,
        email=entry.data[CONF_EMAIL],
        password=entry.data[CONF_PASSWORD],
        region=entry.data[CONF_REGION],
        session=store.session,
        on_session=store.async_save_session,
    )


async def async_create_dialog_client(
    hass: HomeAssistant,
    account: Mapping[str, Any],
    *,
    entry: ConfigEntry | None = None,
    before: CloudClient | None = None,
) -> CloudClient:
    """Return a client that logs in anew for a dialog; nothing is requested yet.

    A typing mistake costs nothing, but a pause is kept, whoever was asked for it: the entry that the dialog is about,
    the client `before` in this dialog, or a dialog that was closed.
    """
    asked = hass.data.setdefault(_DIALOGS, {})
    email = account[CONF_EMAIL]

    @callback
    def _async_remember(session: Session) -> None:
        asked[email] = session.only_pauses()

    sessions = [asked.get(email, Session()), before.session if before else Session()]
    if entry:
        sessions.append(await _async_session(hass, entry))
    now = dt_util.utcnow()
    longest = max(sessions, key=lambda session: (session.paused(now), session.pauses))
    return create_client(
        hass,
        email=email,
        password=account[CONF_PASSWORD],
        region=account[CONF_REGION],
        session=longest.only_pauses(),
        on_session=_async_remember,
    )


async def _async_session(hass: HomeAssistant, entry: ConfigEntry) -> Session:
    """Return the session of an account: as its client has it, or as it was stored."""
    if data := getattr(entry, "runtime_data", None):
        session: Session = data.coordinator.client.session
        return session
    store = AccountStore(hass, entry.entry_id)
    await store.async_load(None)
    return store.session
