"""The conditions, on the entities of the people they are aimed at."""

from collections.abc import Mapping
from datetime import timedelta
from typing import override

from homeassistant.components.sensor import DOMAIN as SENSOR_DOMAIN
from homeassistant.const import CONF_OPTIONS, UnitOfBloodGlucoseConcentration
from homeassistant.core import HomeAssistant, State
from homeassistant.helpers import config_validation as cv, entity_registry as er
from homeassistant.helpers.automation import DomainSpec
from homeassistant.helpers.condition import (
    ENTITY_STATE_CONDITION_SCHEMA_ANY_ALL,
    Condition,
    ConditionConfig,
    EntityConditionBase,
    EntityNumericalConditionWithUnitBase,
    EntityStateConditionBase,
)
from homeassistant.util import dt as dt_util
from homeassistant.util.unit_conversion import BloodGlucoseConcentrationConverter
import probatio as vol

from .automation.targets import devices_of
from .const import ATTR_MEASURED_AT
from .glucose import HIGHS, LOWS, GlucoseState, Trend

CONF_WITHIN = "within"


class PatientCondition(EntityConditionBase):
    """A condition on one kind of entity of the people it is aimed at.

    A person whose entity is unknown does not meet it: nothing is true of glucose that is not known.
    """

    _domain_specs: Mapping[str, DomainSpec] = {SENSOR_DOMAIN: DomainSpec()}
    _entity_key: str

    @override
    def entity_filter(self, entities: set[str]) -> set[str]:
        """Return the entity that decides of each person, whichever of theirs was named."""
        registry = er.async_get(self._hass)
        return {
            entity.entity_id
            for device_id in devices_of(self._hass, entities)
            for entity in er.async_entries_for_device(registry, device_id)
            if entity.translation_key == self._entity_key
        }

    @override
    def _should_include(self, _state: State) -> bool:
        return True


def _is_one_of(key: str, *states: str) -> type[Condition]:
    class StateCondition(PatientCondition, EntityStateConditionBase):
        _entity_key = key
        _states: set[str | bool] = set(states)  # noqa: RUF012 - as the base class has it

    return StateCondition


class IsValue(PatientCondition, EntityNumericalConditionWithUnitBase):
    """Glucose is above, below, between or outside of any numbers."""

    _entity_key = "glucose"
    _base_unit = UnitOfBloodGlucoseConcentration.MILLIGRAMS_PER_DECILITER
    _unit_converter = BloodGlucoseConcentrationConverter


class IsRecent(PatientCondition):
    """The newest reading is not older than some time."""

    _entity_key = "glucose"
    _schema = ENTITY_STATE_CONDITION_SCHEMA_ANY_ALL.extend(
        {
            vol.Required(CONF_OPTIONS, default={}): {
                vol.Optional(CONF_WITHIN, default=timedelta(minutes=15)): cv.positive_time_period
            }
        }
    )

    def __init__(self, hass: HomeAssistant, config: ConditionConfig) -> None:
        """Take how old a reading may be."""
        super().__init__(hass, config)
        self._within: timedelta = (config.options or {})[CONF_WITHIN]

    @property
    @override
    def needs_polling(self) -> bool:
        return True  # A reading grows old without a change of state.

    @override
    def is_valid_state(self, entity_state: State) -> bool:
        measured_at = entity_state.attributes.get(ATTR_MEASURED_AT)
        return measured_at is not None and dt_util.utcnow() - measured_at <= self._within


CONDITIONS: dict[str, type[Condition]] = {
    "is_low": _is_one_of("glucose_state", *LOWS),
    "is_high": _is_one_of("glucose_state", *HIGHS),
    "is_in_range": _is_one_of("glucose_state", GlucoseState.IN_RANGE),
    "is_falling": _is_one_of("trend", Trend.FALLING.name.lower(), Trend.FALLING_QUICKLY.name.lower()),
    "is_rising": _is_one_of("trend", Trend.RISING.name.lower(), Trend.RISING_QUICKLY.name.lower()),
    "is_recent": IsRecent,
    "is_value": IsValue,
}


async def async_get_conditions(hass: HomeAssistant) -> dict[str, type[Condition]]:
    """Return the conditions by name."""
    return CONDITIONS
