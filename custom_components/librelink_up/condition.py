"""The conditions: each asks what is known of the people it is aimed at, whichever of their entities there are."""

from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from typing import ClassVar, Unpack, override

from homeassistant.const import CONF_FOR
from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.helpers import config_validation as cv
from homeassistant.helpers.condition import (
    Condition,
    ConditionCheckParams,
    ConditionConfig,
)
from homeassistant.helpers.dispatcher import async_dispatcher_connect
from homeassistant.helpers.selector import NumericThresholdMode
from homeassistant.helpers.target import TargetSelection
from homeassistant.helpers.typing import ConfigType, VolDictType
import probatio as vol

from .account.clock import utcnow
from .account.person import PatientData
from .automation.alerts import SIGNAL_NEWS, News, known_of
from .automation.targets import followed, validated
from .automation.threshold import inside, threshold_selector
from .glucose import HIGHS, LOWS, GlucoseState, Reading, Trend, in_time, inside_since, stretch_since

CONF_BEHAVIOR = "behavior"
CONF_THRESHOLD = "threshold"
CONF_WITHIN = "within"

ANY, ALL = "any", "all"

_LONGEST = timedelta(hours=2)
"""For how long a value or an arrow can be asked to stay: well within the readings that are at hand."""

_BEHAVIOR: VolDictType = {vol.Optional(CONF_BEHAVIOR, default=ANY): vol.In([ANY, ALL])}
_STAYING: VolDictType = {**_BEHAVIOR, vol.Optional(CONF_FOR, default=timedelta(0)): cv.positive_time_period}
_STAYING_A_WHILE: VolDictType = {
    **_BEHAVIOR,
    vol.Optional(CONF_FOR, default=timedelta(0)): vol.All(cv.positive_time_period, vol.Range(max=_LONGEST)),
}


class PatientCondition(Condition):
    """A condition that is aimed at people, by their devices, areas, labels or entities; at nobody, it is never met.

    Nothing is true of glucose that is not known: somebody without a fresh reading keeps "all" from being so.
    """

    options: ClassVar[VolDictType] = _STAYING

    @override
    @classmethod
    async def async_validate_config(cls, hass: HomeAssistant, config: ConfigType) -> ConfigType:
        return validated(config, cls.options)

    def __init__(self, hass: HomeAssistant, config: ConditionConfig) -> None:
        """Take the people it is aimed at, and the options."""
        super().__init__(hass, config)
        self._target = TargetSelection(config.target or {})
        self._options = config.options or {}

    def since(self, data: PatientData, now: datetime) -> datetime | None:
        """Return since when (UTC) it has been so of a patient; None: it is not."""
        raise NotImplementedError

    def _is_so(self, data: PatientData, now: datetime) -> bool:
        since = self.since(data, now)
        return since is not None and since + self._options[CONF_FOR] <= now

    @override
    def _async_check(self, **kwargs: Unpack[ConditionCheckParams]) -> bool:
        people = followed(self._hass, self._target)
        known = known_of(self._hass, people)
        now = utcnow(self._hass)
        found = [patient_id in known and self._is_so(known[patient_id].data, now) for patient_id in people]
        return bool(found) and (all(found) if self._options[CONF_BEHAVIOR] == ALL else any(found))

    @override
    async def _async_track_changes(self, action: Callable[[], None]) -> CALLBACK_TYPE:
        @callback
        def _news(news: News) -> None:
            if news.patient_id in followed(self._hass, self._target):
                action()

        return async_dispatcher_connect(self._hass, SIGNAL_NEWS, _news)


def _is_in(states: Collection[GlucoseState]) -> type[PatientCondition]:
    """Return a condition on the glucose state, as it is shown: steady on a threshold."""

    class StateCondition(PatientCondition):
        @override
        def since(self, data: PatientData, now: datetime) -> datetime | None:
            return data.episode.since_any(states) if data.episode and data.current(now) else None

    return StateCondition


def _points(*trends: Trend) -> type[PatientCondition]:
    """Return a condition on the arrow."""

    class TrendCondition(PatientCondition):
        options = _STAYING_A_WHILE

        @override
        def since(self, data: PatientData, now: datetime) -> datetime | None:
            def _so(reading: Reading) -> bool:
                return reading.trend in trends

            return stretch_since(data.seen, now, _so, data.stale_limit)

    return TrendCondition


class IsValue(PatientCondition):
    """Glucose is above, below, between or outside of any numbers."""

    options: ClassVar[VolDictType] = {
        vol.Required(CONF_THRESHOLD): threshold_selector(NumericThresholdMode.IS),
        **_STAYING_A_WHILE,
    }

    @override
    def since(self, data: PatientData, now: datetime) -> datetime | None:
        return inside_since(data.seen, now, self._inside, data.stale_limit)

    def _inside(self, glucose: int) -> bool:
        return inside(self._hass, self._options[CONF_THRESHOLD], glucose)


class IsRecent(PatientCondition):
    """The reading that is shown, or was last, is not older than some time."""

    options: ClassVar[VolDictType] = {
        **_BEHAVIOR,
        vol.Optional(CONF_WITHIN, default=timedelta(minutes=15)): cv.positive_time_period,
    }

    @override
    def _is_so(self, data: PatientData, now: datetime) -> bool:
        shown, within = data.shown, self._options[CONF_WITHIN]
        return shown is not None and in_time(shown, now) and now - shown.time <= within


CONDITIONS: dict[str, type[Condition]] = {
    "is_low": _is_in(LOWS),
    "is_high": _is_in(HIGHS),
    "is_in_range": _is_in({GlucoseState.IN_RANGE}),
    "is_falling": _points(Trend.FALLING, Trend.FALLING_QUICKLY),
    "is_rising": _points(Trend.RISING, Trend.RISING_QUICKLY),
    "is_recent": IsRecent,
    "is_value": IsValue,
}


async def async_get_conditions(hass: HomeAssistant) -> dict[str, type[Condition]]:
    """Return the conditions by name."""
    return CONDITIONS
