"""Numbers as people's software writes them, and the words that stand in their place."""

import math
from typing import Final

from ..glucose import OutOfRange

LEAST_GLUCOSE: Final = 20
MOST_GLUCOSE: Final = 600
"""What lies outside (mg/dL) is no glucose."""
_LOWEST_SHOWN: Final = 40
_HIGHEST_SHOWN: Final = 500
"""Between these (mg/dL) a sensor shows numbers."""
LO_GLUCOSE: Final = 39
HI_GLUCOSE: Final = 501
"""What stands (mg/dL) for a word without a number, as in what is followed."""

_LOW: Final = (
    "lo, low, niedrig, bas, bajo, basso, laag, lav, låg, baixo, niski, nízká, matala, alacsony, düşük, χαμηλό, низкий,"
    " 低, 낮음"
)
_HIGH: Final = (
    "hi, high, hoch, haut, élevé, alto, hoog, høj, høy, hög, wysoki, vysoká, korkea, magas, yüksek, υψηλό, высокий, 高,"
    " 높음"
)
_WORDS: Final = {
    each.strip(): end for words, end in ((_LOW, OutOfRange.LO), (_HIGH, OutOfRange.HI)) for each in words.split(",")
}


def number(text: object) -> float | None:
    """Return a number, whatever its decimal sign is; None for anything that is none."""
    if isinstance(text, bool):
        return None
    try:
        value = float(text.strip().replace(",", ".") if isinstance(text, str) else text)  # type: ignore[arg-type]
    except ValueError, TypeError, OverflowError:
        return None
    return value if math.isfinite(value) else None


def word(text: str) -> OutOfRange | None:
    """Return at which end a sensor stood for which a word was written, in the languages of LibreView and Clarity."""
    return _WORDS.get(text.strip().casefold())


def end_of(glucose: int) -> OutOfRange | None:
    """Return at which end of its range a sensor stands that gives this number (mg/dL)."""
    if glucose < _LOWEST_SHOWN:
        return OutOfRange.LO
    return OutOfRange.HI if glucose > _HIGHEST_SHOWN else None
