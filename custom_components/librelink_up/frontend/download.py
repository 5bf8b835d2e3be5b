"""Files made for one person at the moment they are fetched, behind a signed address that is valid for some minutes.

Nothing lies on disk and nothing is kept: an address says what is wanted, its signature that it was given out, and by
whom. Whoever has it fetches with the rights of the user that it was given to, for as long as that user has them.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlencode

from homeassistant.components.http.auth import async_sign_path
from homeassistant.core import HomeAssistant, callback

from .people import Found
from .view import URL

VALID_FOR = timedelta(minutes=10)


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


@callback
def async_download_path(hass: HomeAssistant, kind: str, entity_id: str, **options: str) -> str:
    """Return the signed path at which the user of this WebSocket connection or request can fetch a file.

    `entity_id` is the person's glucose entity. Ask whether the user may read that before the path is given out; it is
    asked again when the file is fetched.
    """
    path = f"{URL}/{entity_id}/{kind}"
    return async_sign_path(hass, f"{path}?{urlencode(options)}" if options else path, VALID_FOR)
