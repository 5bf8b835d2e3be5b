"""The view that files are fetched through; what it answers is in `sending`, imported in a thread with the first one."""

from aiohttp import web
from homeassistant.components.http import KEY_HASS, HomeAssistantView
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.importlib import async_import_module
from homeassistant.setup import async_when_setup

from ..const import DOMAIN

URL = f"/api/{DOMAIN}_files"


@callback
def async_setup_downloads(hass: HomeAssistant) -> None:
    """Serve files, once for all accounts, where there is a web server."""
    async_when_setup(hass, "http", _async_serve)


async def _async_serve(hass: HomeAssistant, _http: str) -> None:
    hass.http.register_view(DownloadView)


class DownloadView(HomeAssistantView):
    """Makes a file and sends it."""

    url = f"{URL}/{{entity_id}}/{{kind}}"
    name = f"api:{DOMAIN}:files"

    async def get(self, request: web.Request, entity_id: str, kind: str) -> web.Response:
        """Answer with the file."""
        sending = await async_import_module(request.app[KEY_HASS], f"{__package__}.sending")
        response: web.Response = await sending.async_send(self, request, entity_id, kind)
        return response
