"""The thresholds in a person's form: entered in the person's unit, kept in mg/dL."""

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from homeassistant.helpers.selector import NumberSelector, NumberSelectorConfig, NumberSelectorMode
from homeassistant.helpers.typing import VolDictType
import probatio as vol

from ..glucose import GlucoseUnit, Thresholds, in_unit, to_mg_dl

NOTHING = "—"
"""What stands in a text for what there is not, in any language."""

_NAMES = ("urgent_low", "low", "high", "urgent_high")
_RANGES = {GlucoseUnit.MG_DL: (40, 500, 1), GlucoseUnit.MMOL_L: (2.2, 27.8, 0.1)}
"""What can be entered: the measuring range of the sensors (40 to 500 mg/dL), and the step."""


def threshold_fields(unit: GlucoseUnit) -> VolDictType:
    """Return the fields."""
    lowest, highest, step = _RANGES[unit]
    number = NumberSelector(
        NumberSelectorConfig(
            min=lowest, max=highest, step=step, mode=NumberSelectorMode.BOX, unit_of_measurement=unit.value
        )
    )
    return {vol.Optional(name): number for name in _NAMES}


def entered_thresholds(kept: Mapping[str, int], unit: GlucoseUnit) -> dict[str, float]:
    """Return thresholds (mg/dL) as they are entered in this unit."""
    return {name: in_unit(value, unit) for name, value in kept.items()}


def thresholds_in_force(thresholds: Thresholds | None, unit: GlucoseUnit) -> dict[str, str]:
    """Return what the texts of the form say of the thresholds that count now; None: nobody knows now."""
    if thresholds is None:
        return dict.fromkeys(_NAMES, NOTHING)
    return {name: f"{in_unit(getattr(thresholds, name), unit)} {unit.value}" for name in _NAMES}


def check_thresholds(
    entered: Mapping[str, Any], unit: GlucoseUnit, kept: Mapping[str, int]
) -> tuple[dict[str, int], dict[str, str]]:
    """Return the thresholds (mg/dL) that were entered in this unit, and the errors by field.

    One that stands as it was shown stays as it is kept: mmol/L shows it rounded.
    """
    shown = entered_thresholds(kept, unit)
    chosen: dict[str, int] = {}
    for name in _NAMES:
        if (value := entered.get(name)) is not None:
            chosen[name] = kept[name] if value == shown.get(name) else round(to_mg_dl(value, unit))
    wrong = {name: "thresholds_order" for lower, name in pairwise(chosen) if chosen[lower] >= chosen[name]}
    return chosen, wrong
