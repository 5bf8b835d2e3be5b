"""The way to an account: its cloud client, on an HTTP session of its own."""

from collections.abc import Callable, Mapping
from functools import partial
import logging
import os
from typing import Any
import weakref

import aiohttp
from homeassistant.config_entries import ConfigEntry
from homeassistant.const import CONF_EMAIL, CONF_PASSWORD, CONF_REGION
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.aiohttp_client import async_create_clientsession
from homeassistant.util.hass_dict import HassKey

from ..cloud import CloudClient, Region, Session
from ..const import CLOUD_URL_VARIABLE, DOMAIN
from .clock import clock, utcnow
from .store import AccountStore

_LOGGER = logging.getLogger(__name__)

_NAMELESS = "LibreLink Up"

# The pauses that the cloud has asked of dialogs, by e-mail address: they outlast the dialog.
_DIALOGS: HassKey[dict[str, Session]] = HassKey(f"{DOMAIN}_dialogs")


@callback
def create_client(
    hass: HomeAssistant,
    http: aiohttp.ClientSession,
    *,
    email: str,
    password: str,
    region: str,
    session: Session | None = None,
    on_session: Callable[[Session], None] | None = None,
) -> CloudClient:
    """Return a client for an account; nothing is requested yet.

    Each account has an HTTP session of its own: a cookie is for the account that the cloud gave it to.

    The environment variable LIBRELINK_UP_CLOUD_URL replaces the real cloud by the simulator.
    """
    if base_url := os.environ.get(CLOUD_URL_VARIABLE):
        _LOGGER.warning(
            "%s is set: glucose comes from %s, not from the LibreLink Up cloud", CLOUD_URL_VARIABLE, base_url
        )
    return CloudClient(
        http,
        email=email,
        password=password,
        region=Region(region),
        session=session,
        on_session=on_session,
        base_url=base_url,
        now=partial(utcnow, hass),
        on_date=clock(hass).hear,
    )


@callback
def create_entry_client(hass: HomeAssistant, entry: ConfigEntry, store: AccountStore) -> CloudClient:
    """Return the client of an account that is being set up; its HTTP session ends with the account."""
    client = create_client(
        hass,
        async_create_clientsession(hass),
        email=entry.data[CONF_EMAIL],
        password=entry.data[CONF_PASSWORD],
        region=entry.data[CONF_REGION],
        session=store.session,
        on_session=store.async_save_session,
    )
    async_name_account(hass, entry, client)
    return client


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
    now = utcnow(hass)
    longest = max(sessions, key=lambda session: (session.paused(now), session.pauses))
    http = async_create_clientsession(hass, auto_cleanup=False)
    client = create_client(
        hass,
        http,
        email=email,
        password=account[CONF_PASSWORD],
        region=account[CONF_REGION],
        session=longest.only_pauses(),
        on_session=_async_remember,
    )
    weakref.finalize(client, http.detach)  # A dialog can be left in many ways, and tells nobody.
    return client


def account_title(first_name: str) -> str:
    """Return what an account is called: its holder's first name. Never the e-mail address: titles are logged."""
    return first_name or _NAMELESS


def better_title(entry: ConfigEntry, first_name: str, *, nameless: bool = False) -> str:
    """Return what an account is called from now on: as before, unless that is its e-mail address.

    `nameless`: its holder's name was not known until now, so that it may be called by nobody's.
    """
    unnamed = {entry.data[CONF_EMAIL].strip().casefold()} | ({_NAMELESS.casefold()} if nameless else set())
    return account_title(first_name) if entry.title.strip().casefold() in unnamed else entry.title


@callback
def async_name_account(hass: HomeAssistant, entry: ConfigEntry, client: CloudClient, *, nameless: bool = False) -> None:
    """Give an account its holder's name; see `better_title`."""
    if (title := better_title(entry, client.first_name, nameless=nameless)) != entry.title:
        hass.config_entries.async_update_entry(entry, title=title)


async def _async_session(hass: HomeAssistant, entry: ConfigEntry) -> Session:
    """Return the session of an account: as its client has it, or as it was stored."""
    if data := getattr(entry, "runtime_data", None):
        session: Session = data.coordinator.client.session
        return session
    store = AccountStore(hass, entry.entry_id)
    await store.async_load(None)
    return store.session
