"""The thresholds in a person's form: entered in the person's unit, kept in mg/dL."""

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from homeassistant.data_entry_flow import section
from homeassistant.helpers.selector import NumberSelector, NumberSelectorConfig, NumberSelectorMode
from homeassistant.helpers.typing import VolDictType
import probatio as vol

from ..const import CONF_THRESHOLDS
from ..glucose import GlucoseUnit, in_unit, to_mg_dl

_NAMES = ("urgent_low", "low", "high", "urgent_high")
_RANGES = {GlucoseUnit.MG_DL: (40, 500, 1), GlucoseUnit.MMOL_L: (2.2, 27.8, 0.1)}
"""What can be entered: the measuring range of the sensors (40 to 500 mg/dL), and the step."""


def threshold_fields(unit: GlucoseUnit) -> VolDictType:
    """Return the fields, in a section of their own."""
    lowest, highest, step = _RANGES[unit]
    number = NumberSelector(
        NumberSelectorConfig(
            min=lowest, max=highest, step=step, mode=NumberSelectorMode.BOX, unit_of_measurement=unit.value
        )
    )
    fields: VolDictType = {vol.Optional(name): number for name in _NAMES}
    return {vol.Required(CONF_THRESHOLDS, default={}): section(vol.Schema(fields), {"collapsed": True})}


def entered_thresholds(data: Mapping[str, Any], unit: GlucoseUnit) -> dict[str, float]:
    """Return the thresholds of a person's settings as they are entered in this unit."""
    return {name: in_unit(value, unit) for name, value in data.get(CONF_THRESHOLDS, {}).items()}


def check_thresholds(user_input: Mapping[str, Any], unit: GlucoseUnit) -> tuple[dict[str, int], dict[str, str]]:
    """Return the thresholds (mg/dL) that were entered in this unit, and the errors by field."""
    entered = user_input.get(CONF_THRESHOLDS, {})
    chosen = {name: round(to_mg_dl(entered[name], unit)) for name in _NAMES if entered.get(name) is not None}
    if any(lower >= higher for lower, higher in pairwise(chosen.values())):
        return {}, {"base": "thresholds_order"}
    return chosen, {}
