"""What is answered when a file is fetched."""

from collections.abc import Mapping
from http import HTTPStatus
from urllib.parse import quote

from aiohttp import hdrs, web
from homeassistant.components.http import KEY_HASS, KEY_HASS_USER, HomeAssistantView
from homeassistant.exceptions import HomeAssistantError

from .download import Maker
from .export_files import EXPORT_MAKERS
from .people import Refused, loaded, readable
from .report_files import REPORT_MAKERS

_MAKERS: Mapping[str, Maker] = {**REPORT_MAKERS, **EXPORT_MAKERS}
_STATUS = {"unauthorized": HTTPStatus.FORBIDDEN}


async def async_send(view: HomeAssistantView, request: web.Request, entity_id: str, kind: str) -> web.Response:
    """Make a file of a person and send it."""
    hass = request.app[KEY_HASS]
    try:
        person = loaded(hass, readable(hass, request[KEY_HASS_USER], entity_id))
    except Refused as err:
        return view.json_message(str(err), _STATUS.get(err.code, HTTPStatus.NOT_FOUND))
    if (maker := _MAKERS.get(kind)) is None:
        return view.json_message("No such file", HTTPStatus.NOT_FOUND)
    try:
        made = await maker(hass, person, request.query)
    except HomeAssistantError as err:
        return view.json_message(str(err), HTTPStatus.SERVICE_UNAVAILABLE)
    except ValueError:
        return view.json_message("Options that make no sense", HTTPStatus.BAD_REQUEST)
    return web.Response(body=made.content, content_type=made.content_type, headers=_headers(made.name))


def _headers(name: str) -> dict[str, str]:
    """Return what keeps a file out of caches, and has it saved under its name in every script."""
    plain = "".join(letter if letter.isascii() and (letter.isalnum() or letter in " .-_") else "_" for letter in name)
    return {
        hdrs.CACHE_CONTROL: "no-store",
        hdrs.CONTENT_DISPOSITION: f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}",
        "X-Content-Type-Options": "nosniff",
    }
