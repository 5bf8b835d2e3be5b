"""The WebSocket commands of the card and the dashboard: `frontend/src/data/protocol.ts` says what they answer.

A command is answered by what the user may read: Home Assistant's permissions on the glucose entity of a person decide
on everything of that person.
"""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from functools import wraps
from typing import Any, Final

from homeassistant.components import websocket_api
from homeassistant.components.websocket_api import ActiveConnection
from homeassistant.components.websocket_api.messages import construct_result_message
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import config_validation as cv, device_registry as dr
from homeassistant.helpers.json import json_bytes
import probatio as vol

from ..const import DOMAIN
from ..glucose import REACH
from ..journal import JournalError
from .feed import async_follow
from .messages import Message, curve, maybe_ms, name_of
from .people import Refused, glucose_entities, loaded, readable

_LONGEST_SPAN = timedelta(days=400)
_LATEST: Final = 4_102_444_800_000  # 2100: what is later is no time that somebody looks at.
_WIDEST: Final = 10_000

type _Answer = Callable[[HomeAssistant, ActiveConnection, Message], Awaitable[None]]


def _whole(least: int, most: int) -> Callable[[Any], int]:
    """Return what checks a whole number: neither true nor 1e400 nor a text is one."""

    def _check(value: Any) -> int:  # noqa: ANN401 - whatever a browser sends
        if type(value) is not int or not least <= value <= most:
            raise vol.Invalid(f"expected a whole number from {least} to {most}")
        return value

    return _check


_TIME = _whole(0, _LATEST)
_WIDTH = _whole(1, _WIDEST)


@callback
def async_setup_commands(hass: HomeAssistant) -> None:
    """Register the commands."""
    for command in (_async_people, _async_subscribe, _async_readings):
        websocket_api.async_register_command(hass, command)


def _answering(command: _Answer) -> _Answer:
    """Let a command answer with an error of the protocol when it is refused."""

    @wraps(command)
    async def _async_answer(hass: HomeAssistant, connection: ActiveConnection, msg: Message) -> None:
        try:
            await command(hass, connection, msg)
        except Refused as err:
            connection.send_error(msg["id"], err.code, str(err))
        except JournalError:
            connection.send_error(msg["id"], "journal_unreadable", "The recorded readings cannot be read")

    return _async_answer


@websocket_api.websocket_command({vol.Required("type"): f"{DOMAIN}/people"})
@callback
def _async_people(hass: HomeAssistant, connection: ActiveConnection, msg: Message) -> None:
    """Answer whom this user may see, by name."""
    devices = dr.async_get(hass)
    people = [
        {
            "entity_id": entity.entity_id,
            "device_id": entity.device_id,
            "name": name_of(devices.async_get(entity.device_id or ""), entity.entity_id),
        }
        for entity in glucose_entities(hass, connection.user)
    ]
    connection.send_result(msg["id"], {"people": sorted(people, key=lambda one: str(one["name"]).casefold())})


@websocket_api.websocket_command({vol.Required("type"): f"{DOMAIN}/subscribe", vol.Required("entity_id"): cv.entity_id})
@websocket_api.async_response
@_answering
async def _async_subscribe(hass: HomeAssistant, connection: ActiveConnection, msg: Message) -> None:
    """Tell of a person from now on."""
    entity = readable(hass, connection.user, msg["entity_id"])
    connection.send_result(msg["id"])
    connection.subscriptions[msg["id"]] = async_follow(hass, entity, connection, msg["id"])


@websocket_api.websocket_command(
    {
        vol.Required("type"): f"{DOMAIN}/readings",
        vol.Required("entity_id"): cv.entity_id,
        vol.Required("start"): _TIME,
        vol.Required("end"): _TIME,
        vol.Required("width"): _WIDTH,
    }
)
@websocket_api.async_response
@_answering
async def _async_readings(hass: HomeAssistant, connection: ActiveConnection, msg: Message) -> None:
    """Answer the curve of a span."""
    person = loaded(hass, readable(hass, connection.user, msg["entity_id"]))
    start, end = _span(msg)
    journal, limits = person.account.journal, person.data.thresholds
    readings = await journal.range(person.patient_id, start - REACH, end + REACH)
    rest: Message = {"marks": [], "first": maybe_ms(await journal.first_time(person.patient_id))}

    def _bytes() -> bytes:
        """Make the answer in a thread: there can be very many readings."""
        return json_bytes({**curve(readings, start, end, msg["width"], limits), **rest})

    payload = await hass.async_add_executor_job(_bytes)
    connection.send_message(construct_result_message(msg["id"], payload))


def _span(msg: Message) -> tuple[datetime, datetime]:
    """Return the span (UTC) that is asked for; raises Refused."""
    start, end = (datetime.fromtimestamp(msg[key] / 1000, UTC) for key in ("start", "end"))
    if not timedelta(0) < end - start <= _LONGEST_SPAN:
        raise Refused(
            websocket_api.ERR_INVALID_FORMAT, f"The span must end after it starts, within {_LONGEST_SPAN.days} days"
        )
    return start, end
