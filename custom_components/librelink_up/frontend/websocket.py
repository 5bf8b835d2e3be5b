"""The WebSocket commands of the card and the dashboard: which there are, and what each is told.

What they answer is in `answers`, which is imported, in a thread, with the first question: a home without our cards asks
none.
"""

from collections.abc import Callable
from typing import Any, Final

from homeassistant.components import websocket_api
from homeassistant.components.websocket_api import ActiveConnection
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import config_validation as cv
from homeassistant.helpers.importlib import async_import_module
from homeassistant.helpers.typing import VolDictType
import probatio as vol

from ..const import DOMAIN, MOST_REPORT_DAYS

_LATEST: Final = 4_102_444_800_000  # 2100: what is later is no time that somebody looks at.
_WIDEST: Final = 10_000


def _whole(least: int, most: int) -> Callable[[Any], int]:
    """Return what checks a whole number: neither true nor 1e400 nor a text is one."""

    def _check(value: Any) -> int:  # noqa: ANN401 - whatever a browser sends
        if type(value) is not int or not least <= value <= most:
            raise vol.Invalid(f"expected a whole number from {least} to {most}")
        return value

    return _check


_DAYS = _whole(1, MOST_REPORT_DAYS)
_TIME = _whole(0, _LATEST)
_WIDTH = _whole(1, _WIDEST)
_PERSON: VolDictType = {vol.Required("entity_id"): cv.entity_id}

_COMMANDS: Final[dict[str, VolDictType]] = {
    "people": {},
    "subscribe": _PERSON,
    "readings": {
        **_PERSON,
        vol.Required("start"): _TIME,
        vol.Required("end"): _TIME,
        vol.Required("width"): _WIDTH,
    },
    "days": {**_PERSON, vol.Required("days"): _DAYS, vol.Required("width"): _WIDTH},
    "report": {**_PERSON, vol.Required("days"): _DAYS, vol.Required("named"): bool},
}


@callback
def async_setup_commands(hass: HomeAssistant) -> None:
    """Register the commands."""
    for name, fields in _COMMANDS.items():
        schema = {vol.Required("type"): f"{DOMAIN}/{name}", **fields}
        answer = websocket_api.async_response(_async_answer)
        websocket_api.async_register_command(hass, websocket_api.websocket_command(schema)(answer))


async def _async_answer(hass: HomeAssistant, connection: ActiveConnection, msg: dict[str, Any]) -> None:
    # A page that closes takes its subscriptions along: whoever is gone when this is imported would be told for ever.
    connection.subscriptions[msg["id"]] = _nothing
    answers = await async_import_module(hass, f"{__package__}.answers")
    if connection.subscriptions.pop(msg["id"], None):
        await answers.async_answer(hass, connection, msg)


@callback
def _nothing() -> None:
    """End nothing: what was asked for has not begun."""
