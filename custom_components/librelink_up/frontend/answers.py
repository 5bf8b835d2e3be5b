"""What the commands answer: `frontend/src/data/protocol.ts` says how. Imported with the first question.

A command is answered by what the user may read: Home Assistant's permissions on the glucose entity of a person decide
on everything of that person.
"""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Final

from homeassistant.components import websocket_api
from homeassistant.components.websocket_api import ActiveConnection
from homeassistant.components.websocket_api.messages import construct_result_message
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers.json import json_bytes
from homeassistant.util import dt as dt_util

from ..account.clock import utcnow
from ..const import DOMAIN
from ..glucose import REACH, Reading, last_days
from ..journal import JournalClosed, JournalError
from .export_files import async_export_paths
from .feed import async_follow
from .messages import Message, curve, days_message, first_midnight, marks_message, maybe_ms, name_of, report_message
from .people import NOT_LOADED, Found, Refused, glucose_entities, loaded, readable
from .report_files import async_report_paths

_LONGEST_SPAN = timedelta(days=400)

type _Answer = Callable[[HomeAssistant, ActiveConnection, Message], Awaitable[None]]


async def async_answer(hass: HomeAssistant, connection: ActiveConnection, msg: Message) -> None:
    """Answer a command, with an error of the protocol when it is refused."""
    try:
        await _ANSWERS[msg["type"]](hass, connection, msg)
    except Refused as err:
        connection.send_error(msg["id"], err.code, str(err))
    except JournalClosed:  # Unloaded while it was answered.
        connection.send_error(msg["id"], NOT_LOADED, "The account of this person is not loaded any more")
    except JournalError:
        connection.send_error(msg["id"], "journal_unreadable", "The recorded readings cannot be read")


async def _async_people(hass: HomeAssistant, connection: ActiveConnection, msg: Message) -> None:
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


async def _async_subscribe(hass: HomeAssistant, connection: ActiveConnection, msg: Message) -> None:
    """Tell of a person from now on."""
    entity = readable(hass, connection.user, msg["entity_id"])
    connection.send_result(msg["id"])
    connection.subscriptions[msg["id"]] = async_follow(hass, entity, connection, msg["id"])


async def _async_readings(hass: HomeAssistant, connection: ActiveConnection, msg: Message) -> None:
    """Answer the curve of a span."""
    person = loaded(hass, readable(hass, connection.user, msg["entity_id"]))
    start, end = _span(msg)
    journal, patient_id = person.account.journal, person.patient_id
    readings = await _async_around(person, start, end)
    treatments = await journal.treatments(patient_id, start, end)
    starts = [one for one in person.account.store.sensor_starts(patient_id) if start <= one < end]
    first, limits = await journal.first_time(patient_id), person.data.thresholds

    def _answer() -> Message:
        drawn = curve(readings, start, end, msg["width"], limits)
        return {**drawn, "marks": marks_message(starts, treatments), "first": maybe_ms(first)}

    await _async_answer_from_thread(hass, connection, msg, _answer)


async def _async_days(hass: HomeAssistant, connection: ActiveConnection, msg: Message) -> None:
    """Answer what the last local days were like."""
    person = loaded(hass, readable(hass, connection.user, msg["entity_id"]))
    now, zone = utcnow(hass), dt_util.get_default_time_zone()
    readings = await _async_around(person, first_midnight(now, msg["days"], zone), now)
    found = partial(days_message, readings, msg["days"], msg["width"], person.data.thresholds, now=now, zone=zone)
    await _async_answer_from_thread(hass, connection, msg, found)


async def _async_report(hass: HomeAssistant, connection: ActiveConnection, msg: Message) -> None:
    """Answer what the report of the last whole days says, and where it can be fetched."""
    person = loaded(hass, readable(hass, connection.user, msg["entity_id"]))
    zone = dt_util.get_default_time_zone()
    start, end = last_days(utcnow(hass), msg["days"], zone)
    paths = async_report_paths(hass, msg["entity_id"], days=msg["days"], named=msg["named"])
    paths |= async_export_paths(hass, msg["entity_id"], start, end)
    readings = await _async_around(person, start, end)
    said = partial(report_message, readings, start, end, zone, person.data.thresholds)
    await _async_answer_from_thread(hass, connection, msg, lambda: {**said(), **paths})


async def _async_around(person: Found, start: datetime, end: datetime) -> list[Reading]:
    """Return the readings of a span (UTC), and those around it by which it is known what they stand for."""
    return await person.account.journal.range(person.patient_id, start - REACH, end + REACH)


async def _async_answer_from_thread(
    hass: HomeAssistant, connection: ActiveConnection, msg: Message, answer: Callable[[], Message]
) -> None:
    """Answer with what a function returns; it and its JSON are made in a thread: there can be very many readings."""
    payload = await hass.async_add_executor_job(lambda: json_bytes(answer()))
    connection.send_message(construct_result_message(msg["id"], payload))


def _span(msg: Message) -> tuple[datetime, datetime]:
    """Return the span (UTC) that is asked for; raises Refused."""
    start, end = (datetime.fromtimestamp(msg[key] / 1000, UTC) for key in ("start", "end"))
    if not timedelta(0) < end - start <= _LONGEST_SPAN:
        raise Refused(
            websocket_api.ERR_INVALID_FORMAT, f"The span must end after it starts, within {_LONGEST_SPAN.days} days"
        )
    return start, end


_ANSWERS: Final[dict[str, _Answer]] = {
    f"{DOMAIN}/people": _async_people,
    f"{DOMAIN}/subscribe": _async_subscribe,
    f"{DOMAIN}/readings": _async_readings,
    f"{DOMAIN}/days": _async_days,
    f"{DOMAIN}/report": _async_report,
}
