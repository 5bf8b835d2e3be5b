"""The triggers: each asks every piece of news one question, for the people it is aimed at."""

from collections.abc import Callable, Collection, Mapping, Set as AbstractSet
from datetime import datetime, timedelta
from functools import partial
from typing import Any, ClassVar, override

from homeassistant.const import CONF_FOR
from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.helpers import config_validation as cv
from homeassistant.helpers.dispatcher import async_dispatcher_connect
from homeassistant.helpers.selector import NumericThresholdMode, NumericThresholdType
from homeassistant.helpers.target import TargetSelection
from homeassistant.helpers.trigger import Trigger, TriggerActionRunner, TriggerConfig, TriggerNotTriggeredReporter
from homeassistant.helpers.typing import ConfigType, VolDictType
import probatio as vol

from .account.person import PatientData
from .automation.alerts import SIGNAL_NEWS, Known, News, known_of
from .automation.targets import followed, trigger_payload, validated
from .automation.threshold import inside, threshold_selector
from .glucose import (
    ENTERED,
    LONGEST_CROSSED,
    GlucoseState,
    GlucoseUnit,
    Happening,
    Look,
    ReadingKind,
    Watch,
    back_in_range,
    changing_fast,
    crossed,
    entered,
    inside_since,
    low_predicted,
    passed,
    reading_overdue,
    sensor_ended,
    sensor_expires_soon,
    sensor_started,
    to_mg_dl,
)

CONF_AFTER = "after"
CONF_BEFORE = "before"
CONF_BEHAVIOR = "behavior"
CONF_CHANGE = "change"
CONF_RATE = "rate"
CONF_THRESHOLD = "threshold"
CONF_UNIT = "unit"
CONF_WITHIN = "within"

_NO_LINE = {"type": NumericThresholdType.ANY.value}

EACH, FIRST, ALL = "each", "first", "all"

type _Options = Mapping[str, Any]
type _Question = Callable[[News, _Options], bool]


def _duration(key: str, default: timedelta, longest: timedelta) -> VolDictType:
    return {
        vol.Optional(key, default=default): vol.All(
            cv.positive_time_period, vol.Range(min=timedelta(minutes=1), max=longest)
        )
    }


_STAYING: VolDictType = {
    vol.Optional(CONF_BEHAVIOR, default=EACH): vol.In([EACH, FIRST, ALL]),
    vol.Optional(CONF_FOR, default=timedelta(0)): cv.positive_time_period,
}


class PatientTrigger(Trigger):
    """A trigger that is aimed at people, by their devices, areas, labels or entities."""

    options: ClassVar[VolDictType] = {}

    @override
    @classmethod
    async def async_validate_config(cls, hass: HomeAssistant, config: ConfigType) -> ConfigType:
        return validated(config, cls.options)

    def __init__(self, hass: HomeAssistant, config: TriggerConfig) -> None:
        """Take the people it is aimed at, and the options."""
        super().__init__(hass, config)
        self._key = config.key
        self._target = TargetSelection(config.target or {})
        self._options = config.options or {}

    def asked(self, news: News) -> bool:
        """Return whether the news make it fire."""
        raise NotImplementedError

    @override
    async def async_attach_runner(
        self, run_action: TriggerActionRunner, did_not_trigger: TriggerNotTriggeredReporter | None = None
    ) -> CALLBACK_TYPE:
        @callback
        def _news(news: News) -> None:
            people = followed(self._hass, self._target)
            if news.patient_id in people and self.asked(news) and self.behaves(news.patient_id, people):
                payload = trigger_payload(self._hass, news, self._key.partition(".")[2])
                run_action(payload, f"{payload['patient']}: {payload['display']}")

        return async_dispatcher_connect(self._hass, SIGNAL_NEWS, _news)

    def behaves(self, patient_id: str, people: AbstractSet[str]) -> bool:
        """Return whether it fires for this one of the people it is aimed at."""
        return True


def _asking(question: _Question, options: VolDictType | None = None) -> type[PatientTrigger]:
    """Return a trigger that fires whenever the answer is yes."""

    class AskingTrigger(PatientTrigger):
        @override
        def asked(self, news: News) -> bool:
            return question(news, self._options)

    AskingTrigger.options = options or {}
    return AskingTrigger


class StayingTrigger(PatientTrigger):
    """A trigger for coming somewhere: to stay for a while, and of each person, of the first, or of the last of all."""

    options: ClassVar[VolDictType] = _STAYING

    def there_since(self, data: PatientData, watch: Watch) -> datetime | None:
        """Return since when (UTC) a patient is there, by what has been told of them; None: is not there."""
        raise NotImplementedError

    @override
    def behaves(self, patient_id: str, people: AbstractSet[str]) -> bool:
        behavior = self._options[CONF_BEHAVIOR]
        if behavior == EACH:
            return True
        others = people - {patient_id}
        known = known_of(self._hass, others)
        there = [other in known and self._is_there(known[other]) for other in others]
        return all(there) if behavior == ALL else not any(there)

    def _is_there(self, known: Known) -> bool:
        """Return whether somebody has come there and stayed, as far as has been told: nobody is of whom nothing is.

        Who is told next, or has not stayed long enough, is not there yet: so one is the first, and one the last.
        """
        if known.watch is None or (since := self.there_since(known.data, known.watch)) is None:
            return False
        stay: timedelta = self._options[CONF_FOR]
        return since + stay <= known.watch.looked


def _entering(states: Collection[GlucoseState], question: Callable[[Look, timedelta], bool]) -> type[StayingTrigger]:
    """Return a trigger for coming into states."""

    class EnteringTrigger(StayingTrigger):
        @override
        def asked(self, news: News) -> bool:
            return question(news.look, self._options[CONF_FOR])

        @override
        def there_since(self, data: PatientData, watch: Watch) -> datetime | None:
            return watch.episode.since_any(states)

    return EnteringTrigger


class CrossedThreshold(StayingTrigger):
    """Glucose has come to the other side of a threshold, whichever number that is."""

    options: ClassVar[VolDictType] = {
        vol.Required(CONF_THRESHOLD): threshold_selector(NumericThresholdMode.CROSSED),
        vol.Optional(CONF_BEHAVIOR, default=EACH): vol.In([EACH, FIRST, ALL]),
        vol.Optional(CONF_FOR, default=timedelta(0)): vol.All(cv.positive_time_period, vol.Range(max=LONGEST_CROSSED)),
    }

    @override
    def asked(self, news: News) -> bool:
        return crossed(news.look, self._inside, self._options[CONF_FOR])

    @override
    def there_since(self, data: PatientData, watch: Watch) -> datetime | None:
        told = [
            reading
            for reading in data.recent
            if reading.kind is ReadingKind.CURRENT and watch.reading and reading.time <= watch.reading.time
        ]
        return inside_since(told, watch.looked, self._inside, data.stale_limit)

    def _inside(self, glucose: int) -> bool:
        return inside(self._hass, self._options[CONF_THRESHOLD], glucose)


class ReadingReceived(PatientTrigger):
    """A new reading; if wanted, only one that is news: a change of some size since the last one, or a line crossed."""

    options: ClassVar[VolDictType] = {
        vol.Optional(CONF_CHANGE): vol.All(vol.Coerce(float), vol.Range(min=0, min_included=False)),
        vol.Optional(CONF_UNIT, default=GlucoseUnit.MG_DL.value): vol.In([unit.value for unit in GlucoseUnit]),
        vol.Optional(CONF_THRESHOLD, default=_NO_LINE): threshold_selector(NumericThresholdMode.CHANGED),
    }

    def __init__(self, hass: HomeAssistant, config: TriggerConfig) -> None:
        """Begin without having fired."""
        super().__init__(hass, config)
        self._fired_at: dict[str, int] = {}

    @override
    def asked(self, news: News) -> bool:
        if (reading := news.look.reading) is None:
            return False
        change, threshold = self._options.get(CONF_CHANGE), self._options[CONF_THRESHOLD]
        wanted = change is None and threshold == _NO_LINE
        if threshold != _NO_LINE:
            now, before = (
                one is not None and inside(self._hass, threshold, one.glucose) for one in (reading, news.look.previous)
            )
            wanted = news.look.previous is not None and now is not before
        if change is not None:
            previous = news.look.previous.glucose if news.look.previous else None
            last = self._fired_at.setdefault(news.patient_id, reading.glucose if previous is None else previous)
            wanted = wanted or abs(reading.glucose - last) >= to_mg_dl(change, GlucoseUnit(self._options[CONF_UNIT]))
        if wanted:
            self._fired_at[news.patient_id] = reading.glucose
        return wanted


def _entered(states: Collection[GlucoseState], look: Look, stay: timedelta) -> bool:
    return entered(look, states, stay)


def _fast(*, rising: bool) -> type[PatientTrigger]:
    return _asking(
        lambda news, options: changing_fast(news.look, float(options[CONF_RATE]), rising=rising),
        {vol.Optional(CONF_RATE, default="2"): vol.All(vol.Coerce(str), vol.In(["2", "3"]))},
    )


TRIGGERS: dict[str, type[Trigger]] = {
    Happening.READING_RECEIVED: ReadingReceived,
    **{happening: _entering(states, partial(_entered, states)) for happening, states in ENTERED.items()},
    Happening.BACK_IN_RANGE: _entering({GlucoseState.IN_RANGE}, back_in_range),
    "crossed_threshold": CrossedThreshold,
    Happening.LOW_PREDICTED: _asking(
        lambda news, options: low_predicted(news.look, options[CONF_WITHIN]),
        _duration(CONF_WITHIN, timedelta(minutes=20), timedelta(hours=1)),
    ),
    Happening.FALLING_FAST: _fast(rising=False),
    Happening.RISING_FAST: _fast(rising=True),
    Happening.READING_OVERDUE: _asking(
        lambda news, options: reading_overdue(news.look, options[CONF_AFTER]),
        _duration(CONF_AFTER, timedelta(minutes=20), timedelta(days=1)),
    ),
    Happening.SENSOR_EXPIRES_SOON: _asking(
        lambda news, options: sensor_expires_soon(news.look, options[CONF_BEFORE]),
        _duration(CONF_BEFORE, timedelta(hours=24), timedelta(days=7)),
    ),
    Happening.SENSOR_STARTED: _asking(lambda news, _: sensor_started(news.look)),
    Happening.SENSOR_ENDED: _asking(lambda news, _: sensor_ended(news.look)),
    Happening.NIGHTSCOUT_BEHIND: _asking(
        lambda news, options: passed(news.look, news.nightscout_waits_since, options[CONF_AFTER]),
        _duration(CONF_AFTER, timedelta(minutes=30), timedelta(days=1)),
    ),
}


async def async_get_triggers(hass: HomeAssistant) -> dict[str, type[Trigger]]:
    """Return the triggers by name."""
    return TRIGGERS
