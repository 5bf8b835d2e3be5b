"""Thresholds of triggers and conditions: any number in either unit, or what an entity says."""

from collections.abc import Mapping
from typing import Any

from homeassistant.const import ATTR_UNIT_OF_MEASUREMENT, UnitOfBloodGlucoseConcentration
from homeassistant.core import HomeAssistant
from homeassistant.helpers.selector import (
    NumericThresholdMode,
    NumericThresholdSelector,
    NumericThresholdSelectorConfig,
    NumericThresholdType,
)

from ..glucose import GlucoseUnit, to_mg_dl

UNITS: list[str | None] = [unit.value for unit in UnitOfBloodGlucoseConcentration]


def threshold_selector(mode: NumericThresholdMode) -> NumericThresholdSelector:
    """Return what checks a threshold."""
    return NumericThresholdSelector(NumericThresholdSelectorConfig(mode=mode, unit_of_measurement=UNITS))


def inside(hass: HomeAssistant, threshold: Mapping[str, Any], glucose: int) -> bool:
    """Return whether glucose (mg/dL) is where a threshold says: above, below, between or outside.

    With an entity that is missing or no number, it is nowhere.
    """
    kind = threshold["type"]
    if kind in (NumericThresholdType.ABOVE, NumericThresholdType.BELOW):
        if (limit := _limit(hass, threshold["value"])) is None:
            return False
        return glucose > limit if kind == NumericThresholdType.ABOVE else glucose < limit
    lowest, highest = (_limit(hass, threshold[key]) for key in ("value_min", "value_max"))
    if lowest is None or highest is None:
        return False
    return (lowest <= glucose <= highest) is (kind == NumericThresholdType.BETWEEN)


def _limit(hass: HomeAssistant, value: Mapping[str, Any]) -> float | None:
    """Return a limit in mg/dL."""
    if "number" in value:
        return to_mg_dl(value["number"], GlucoseUnit(value["unit_of_measurement"]))
    if (state := hass.states.get(value["entity"])) is None:
        return None
    try:
        return to_mg_dl(float(state.state), GlucoseUnit(str(state.attributes.get(ATTR_UNIT_OF_MEASUREMENT))))
    except ValueError:
        return None
