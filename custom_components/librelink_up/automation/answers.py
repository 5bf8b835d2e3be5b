"""Answers to spoken and typed questions about glucose, in English: "what is Anna's glucose", "is anyone low".

Home Assistant's own intents do not know glucose: they take "is anyone low" for the question who is in a zone, and say
no. Sentence triggers come before intents, so the sentences are attached as one, by the helper that automations use.
Only people whose glucose entity is exposed to Assist are known to them. While there are people and none is exposed,
"is anyone low" is answered all the same: that nobody knows, and what to do. Other languages: the blueprint.
"""

from collections.abc import Collection, Iterable, Mapping
import logging
import re
from typing import Any, Final

from homeassistant.components.homeassistant.exposed_entities import async_listen_entity_updates, async_should_expose
from homeassistant.const import CONF_COMMAND, CONF_ID, CONF_PLATFORM, EVENT_HOMEASSISTANT_STOP
from homeassistant.core import CALLBACK_TYPE, Event, HomeAssistant, callback
from homeassistant.helpers import device_registry as dr, entity_registry as er
from homeassistant.helpers.debounce import Debouncer
from homeassistant.helpers.script import ScriptRunResult
from homeassistant.helpers.trigger import async_initialize_triggers, async_validate_trigger_config
from homeassistant.helpers.typing import ConfigType
from homeassistant.setup import async_when_setup

from ..account.clock import utcnow
from ..account.person import patient_id_of
from ..const import DOMAIN
from ..glucose import HIGHS, LOWS, GlucoseState
from .alerts import known_of
from .payload import reading_payload

_LOGGER = logging.getLogger(__name__)

_CONVERSATION: Final = "conversation"
_SETTLE_SECONDS = 1.0
_EVERYBODY = "everybody"

_LEVELS: Final[dict[str, Collection[GlucoseState]]] = {
    "low": LOWS,
    "high": HIGHS,
    "in range": {GlucoseState.IN_RANGE},
}
_STATES: Final = {
    GlucoseState.URGENT_LOW: "urgently low, ",
    GlucoseState.LOW: "low, ",
    GlucoseState.HIGH: "high, ",
    GlucoseState.URGENT_HIGH: "very high, ",
}
_NOT_EXPOSED: Final = (
    "I do not know. To let me answer, expose the Glucose entities to Assist, in the settings under Voice assistants."
)
_NOT_IN_SENTENCES = re.compile(r"[^\w\s'-]")


@callback
def async_setup_answers(hass: HomeAssistant) -> None:
    """Answer from when Home Assistant's conversation is set up; without it nobody asks."""

    async def _async_begin(hass: HomeAssistant, _component: str) -> None:
        await Answers(hass).async_begin()

    async_when_setup(hass, _CONVERSATION, _async_begin)


class Answers:
    """Keeps the sentences to the people who can be asked about."""

    def __init__(self, hass: HomeAssistant) -> None:
        """Attach nothing yet."""
        self._hass = hass
        self._people: dict[str, str] | None = None
        self._detach: CALLBACK_TYPE | None = None
        self._attach_soon = Debouncer(
            hass, _LOGGER, cooldown=_SETTLE_SECONDS, immediate=False, function=self._async_attach
        )

    async def async_begin(self) -> None:
        """Attach the sentences, and again whenever people, their names or what is exposed change."""

        @callback
        def _async_changed(_event: Event[Any] | None = None) -> None:
            self._attach_soon.async_schedule_call()

        @callback
        def _async_end(_event: Event[Any]) -> None:
            self._attach_soon.async_shutdown()

        async_listen_entity_updates(self._hass, _CONVERSATION, _async_changed)
        self._hass.bus.async_listen(dr.EVENT_DEVICE_REGISTRY_UPDATED, _async_changed)
        self._hass.bus.async_listen(er.EVENT_ENTITY_REGISTRY_UPDATED, _async_changed)
        self._hass.bus.async_listen_once(EVENT_HOMEASSISTANT_STOP, _async_end)
        await self._async_attach()

    async def _async_attach(self) -> None:
        people = exposed_people(self._hass) if self._hass.config_entries.async_entries(DOMAIN) else None
        if people == self._people:
            return
        if self._detach:
            self._detach()
            self._detach = None
        self._people = people
        if people is not None:
            triggers = await async_validate_trigger_config(self._hass, list(_triggers(people)))
            self._detach = await async_initialize_triggers(
                self._hass, triggers, self._async_answer, DOMAIN, "answers", _LOGGER.log
            )

    async def _async_answer(self, variables: Mapping[str, Any], _context: object = None) -> ScriptRunResult:
        about, _, level = variables["trigger"]["id"].partition("|")
        text = answer(self._readings(), about, level or None)
        return ScriptRunResult(conversation_response=text, service_response=None, variables={})

    def _readings(self) -> dict[str, tuple[str, dict[str, Any]]]:
        """Return the name and the newest reading of everybody who can be asked about, by patient id."""
        people = exposed_people(self._hass)  # As it is now: the sentences follow a moment later.
        now, known = utcnow(self._hass), known_of(self._hass, people)
        return {
            patient_id: (name, reading_payload(known[patient_id].data if patient_id in known else None, now))
            for patient_id, name in people.items()
        }


@callback
def exposed_people(hass: HomeAssistant) -> dict[str, str]:
    """Return the names of the people whose glucose entity is exposed to Assist, by patient id."""
    entities, devices = er.async_get(hass), dr.async_get(hass)
    found: dict[str, str] = {}
    for entry in hass.config_entries.async_entries(DOMAIN):
        for device in dr.async_entries_for_config_entry(devices, entry.entry_id):
            patient_id = patient_id_of(device)
            entity_id = entities.async_get_entity_id("sensor", DOMAIN, f"{patient_id}_glucose")
            name = device.name_by_user or device.name
            if name and entity_id and async_should_expose(hass, _CONVERSATION, entity_id):
                found[patient_id] = name
    return found


def _triggers(people: Mapping[str, str]) -> Iterable[ConfigType]:
    """Yield the sentence triggers; the id of each says whom it is about and what is asked."""
    for patient_id, name in people.items():
        if said := _NOT_IN_SENTENCES.sub(" ", name).strip():
            yield _trigger(
                patient_id,
                f"(what is|what's|how is|how's) {said}['s] [current] [blood] (glucose|sugar) [level] [now|right now]",
                f"(how is|how's) {said} [doing] [now|right now]",
            )
            for level in _LEVELS:
                yield _trigger(f"{patient_id}|{level}", f"is {said} [still] {level} [now|right now]")
    if people:
        yield _trigger(_EVERYBODY, "(how is|how's) (everyone|everybody) [doing] [now|right now]")
    for level in ("low", "high"):
        yield _trigger(f"{_EVERYBODY}|{level}", f"is (anyone|anybody|someone|somebody) [still] {level} [now|right now]")


def _trigger(trigger_id: str, *sentences: str) -> ConfigType:
    return {CONF_PLATFORM: _CONVERSATION, CONF_ID: trigger_id, CONF_COMMAND: list(sentences)}


def answer(readings: Mapping[str, tuple[str, Mapping[str, Any]]], about: str, level: str | None) -> str:
    """Return what is said of one patient (by id) or of everybody; with a level, whether they are there.

    Takes name and newest reading, as triggers tell it, by patient id of those who are exposed. Without a recent reading
    it is never a yes or a no.
    """
    if not readings or about not in {_EVERYBODY, *readings}:
        return _NOT_EXPOSED
    asked = list(readings.values()) if about == _EVERYBODY else [readings[about]]
    if level is None:
        return " ".join(_said(*one) for one in asked)
    there = [one for one in asked if one[1]["is_recent"] and one[1]["state"] in _LEVELS[level]]
    if there:
        return " ".join(("Yes.", *(_said(*one) for one in there)))
    if all(reading["is_recent"] for _, reading in asked):
        return " ".join(("No.", *(_said(*one) for one in asked)))
    known = "Nobody that I know of." if any(reading["is_recent"] for _, reading in asked) else "I do not know."
    return " ".join((known, *(_said(*one) for one in asked)))


def _said(name: str, reading: Mapping[str, Any]) -> str:
    """Return a person's newest reading as one says it."""
    if reading["measured_at"] is None:
        return f"There are no readings of {name} yet."
    ends = {"lo": "below", "hi": "above"}
    value = f"{reading['glucose']} {reading['unit']}"
    if reading["out_of_range"]:
        value = f"{ends[reading['out_of_range']]} what the sensor can measure"
    ago = f"{reading['age']} minute{'' if reading['age'] == 1 else 's'} ago" if reading["age"] else "just now"
    if not reading["is_recent"]:
        return f"There is no recent reading of {name}. The last one was {value}, {ago}."
    trend = f", {reading['trend'].replace('_', ' ')}" if reading["trend"] else ""
    return f"{name} is {_STATES.get(reading['state'], '')}{value}{trend}, {ago}."
