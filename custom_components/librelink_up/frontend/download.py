"""Files made for one person at the moment they are fetched, behind a signed address that is valid for some minutes.

Nothing lies on disk and nothing is kept: an address says what is wanted, its signature that it was given out, and by
whom. Whoever has it fetches with the rights of the user that it was given to, for as long as that user has them.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from http import HTTPStatus
from typing import Any
from urllib.parse import quote, urlencode

from aiohttp import hdrs, web
from homeassistant.auth.models import User
from homeassistant.auth.permissions.const import POLICY_READ
from homeassistant.components.http import KEY_HASS, KEY_HASS_USER, HomeAssistantView
from homeassistant.components.http.auth import async_sign_path
from homeassistant.config_entries import ConfigEntry, ConfigEntryState
from homeassistant.core import HomeAssistant, callback
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import entity_registry as er
from homeassistant.setup import async_when_setup

from ..const import DOMAIN

VALID_FOR = timedelta(minutes=10)
_URL = f"/api/{DOMAIN}_files"
_GLUCOSE = "glucose"


@dataclass(frozen=True, slots=True, kw_only=True)
class Download:
    """A file, as it is sent."""

    content: bytes
    content_type: str
    name: str
    """What it is called where it is saved; a name for one folder, without a path."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Of whom a file is wanted, and what else the address says of it."""

    entry: ConfigEntry[Any]
    patient_id: str
    entity_id: str
    options: Mapping[str, str]


type Maker = Callable[[HomeAssistant, Wanted], Awaitable[Download]]
"""Makes a file; raises HomeAssistantError when that is not possible now, ValueError when the options make no sense."""


@callback
def async_setup_downloads(hass: HomeAssistant, makers: Mapping[str, Maker]) -> None:
    """Serve files of these kinds (such as `report.pdf`), once for all accounts, where there is a web server."""

    async def _async_serve(hass: HomeAssistant, _http: str) -> None:
        hass.http.register_view(DownloadView(makers))

    async_when_setup(hass, "http", _async_serve)


@callback
def async_download_path(hass: HomeAssistant, kind: str, entity_id: str, **options: str) -> str:
    """Return the signed path at which the user of this WebSocket connection or request can fetch a file.

    `entity_id` is the person's glucose entity. Ask whether the user may read that before the path is given out; it is
    asked again when the file is fetched.
    """
    path = f"{_URL}/{entity_id}/{kind}"
    return async_sign_path(hass, f"{path}?{urlencode(options)}" if options else path, VALID_FOR)


class DownloadView(HomeAssistantView):
    """Makes a file and sends it."""

    url = f"{_URL}/{{entity_id}}/{{kind}}"
    name = f"api:{DOMAIN}:files"

    def __init__(self, makers: Mapping[str, Maker]) -> None:
        """Take what makes files, by their kinds."""
        self._makers = makers

    async def get(self, request: web.Request, entity_id: str, kind: str) -> web.Response:
        """Answer with the file."""
        hass = request.app[KEY_HASS]
        if not may_read(request[KEY_HASS_USER], entity_id):
            return self.json_message("Not allowed", HTTPStatus.FORBIDDEN)
        maker = self._makers.get(kind)
        wanted = _wanted(hass, entity_id, request.query)
        if maker is None or wanted is None:
            return self.json_message("Not found", HTTPStatus.NOT_FOUND)
        try:
            made = await maker(hass, wanted)
        except HomeAssistantError as err:
            return self.json_message(str(err), HTTPStatus.SERVICE_UNAVAILABLE)
        except ValueError:
            return self.json_message("Bad request", HTTPStatus.BAD_REQUEST)
        return web.Response(body=made.content, content_type=made.content_type, headers=_headers(made.name))


def may_read(user: User, entity_id: str) -> bool:
    """Return whether a user may see what an entity tells."""
    return user.permissions.check_entity(entity_id, POLICY_READ)


def _wanted(hass: HomeAssistant, entity_id: str, options: Mapping[str, str]) -> Wanted | None:
    """Return whom a glucose entity is about, while their account runs."""
    entity = er.async_get(hass).async_get(entity_id)
    if entity is None or entity.platform != DOMAIN or entity.translation_key != _GLUCOSE:
        return None
    entry = hass.config_entries.async_get_entry(entity.config_entry_id or "")
    if entry is None or entry.state is not ConfigEntryState.LOADED:
        return None
    patient_id = entity.unique_id.removesuffix(f"_{_GLUCOSE}")
    return Wanted(entry=entry, patient_id=patient_id, entity_id=entity_id, options=options)


def _headers(name: str) -> dict[str, str]:
    """Return what keeps a file out of caches, and has it saved under its name in every script."""
    plain = "".join(letter if letter.isascii() and (letter.isalnum() or letter in " .-_") else "_" for letter in name)
    return {
        hdrs.CACHE_CONTROL: "no-store",
        hdrs.CONTENT_DISPOSITION: f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}",
        "X-Content-Type-Options": "nosniff",
    }
