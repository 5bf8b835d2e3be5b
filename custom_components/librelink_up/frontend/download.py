"""Files made for one person at the moment they are fetched, behind a signed address that is valid for some minutes.

Nothing lies on disk and nothing is kept: an address says what is wanted, its signature that it was given out, and by
whom. Whoever has it fetches with the rights of the user that it was given to, for as long as that user has them.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from http import HTTPStatus
from urllib.parse import quote, urlencode

from aiohttp import hdrs, web
from homeassistant.components.http import KEY_HASS, KEY_HASS_USER, HomeAssistantView
from homeassistant.components.http.auth import async_sign_path
from homeassistant.core import HomeAssistant, callback
from homeassistant.exceptions import HomeAssistantError
from homeassistant.setup import async_when_setup

from ..const import DOMAIN
from .people import Found, Refused, loaded, readable

VALID_FOR = timedelta(minutes=10)
_URL = f"/api/{DOMAIN}_files"


@dataclass(frozen=True, slots=True, kw_only=True)
class Download:
    """A file, as it is sent."""

    content: bytes
    content_type: str
    name: str
    """What it is called where it is saved; a name for one folder, without a path."""


type Maker = Callable[[HomeAssistant, Found, Mapping[str, str]], Awaitable[Download]]
"""Makes a file of a person, by the options in its address.

Raises HomeAssistantError when that is not possible now, ValueError when the options make no sense.
"""

_STATUS = {"unauthorized": HTTPStatus.FORBIDDEN}


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
        try:
            person = loaded(hass, readable(hass, request[KEY_HASS_USER], entity_id))
        except Refused as err:
            return self.json_message(str(err), _STATUS.get(err.code, HTTPStatus.NOT_FOUND))
        if (maker := self._makers.get(kind)) is None:
            return self.json_message("No such file", HTTPStatus.NOT_FOUND)
        try:
            made = await maker(hass, person, request.query)
        except HomeAssistantError as err:
            return self.json_message(str(err), HTTPStatus.SERVICE_UNAVAILABLE)
        except ValueError:
            return self.json_message("Options that make no sense", HTTPStatus.BAD_REQUEST)
        return web.Response(body=made.content, content_type=made.content_type, headers=_headers(made.name))


def _headers(name: str) -> dict[str, str]:
    """Return what keeps a file out of caches, and has it saved under its name in every script."""
    plain = "".join(letter if letter.isascii() and (letter.isalnum() or letter in " .-_") else "_" for letter in name)
    return {
        hdrs.CACHE_CONTROL: "no-store",
        hdrs.CONTENT_DISPOSITION: f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}",
        "X-Content-Type-Options": "nosniff",
    }
