"""The two units of glucose: inside it is always mg/dL, people look at one or the other."""

from decimal import ROUND_HALF_UP, Decimal

from .model import GlucoseUnit

_MG_DL_PER_MMOL_L = Decimal(18)
"""As the maker's cloud and app convert; the molar mass of glucose would give 18.016."""
_STEP = {GlucoseUnit.MG_DL: Decimal(1), GlucoseUnit.MMOL_L: Decimal("0.1")}


def in_unit(glucose: float, unit: GlucoseUnit) -> float:
    """Return glucose (mg/dL) as a person with this unit reads it: mg/dL whole, mmol/L with one decimal, half up."""
    exact = Decimal(str(glucose))
    if unit is GlucoseUnit.MMOL_L:
        return float((exact / _MG_DL_PER_MMOL_L).quantize(_STEP[unit], ROUND_HALF_UP))
    return int(exact.quantize(_STEP[unit], ROUND_HALF_UP))


def to_mg_dl(value: float, unit: GlucoseUnit) -> float:
    """Return glucose in mg/dL, not rounded, of a value in either unit."""
    return value * float(_MG_DL_PER_MMOL_L) if unit is GlucoseUnit.MMOL_L else value
