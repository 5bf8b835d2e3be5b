"""How a chart looks: its colours and sizes."""

from dataclasses import dataclass
from typing import Final

from ..glucose import GlucoseState

WIDTH: Final = 800
HEIGHT: Final = 420
SCALE: Final = 2
"""Everything is drawn this much larger and then made smaller: that smooths edges."""

LEFT: Final = 56
RIGHT: Final = 20
TOP: Final = 104
BOTTOM: Final = 34


@dataclass(frozen=True, slots=True, kw_only=True)
class Colours:
    """The colours of a chart, as Pillow names them."""

    background: str
    text: str
    faint: str
    grid: str
    band: str
    states: dict[GlucoseState, str]


LIGHT: Final = Colours(
    background="#ffffff",
    text="#1c1c1e",
    faint="#6e6e73",
    grid="#e3e3e8",
    band="#e4f5e8",
    states={
        GlucoseState.URGENT_LOW: "#b3001b",
        GlucoseState.LOW: "#e5484d",
        GlucoseState.IN_RANGE: "#2b9a4a",
        GlucoseState.HIGH: "#c27900",
        GlucoseState.URGENT_HIGH: "#a8400a",
    },
)
DARK: Final = Colours(
    background="#1c1c1e",
    text="#f2f2f7",
    faint="#98989f",
    grid="#3a3a3c",
    band="#1f3325",
    states={
        GlucoseState.URGENT_LOW: "#ff3b4e",
        GlucoseState.LOW: "#ff6b6f",
        GlucoseState.IN_RANGE: "#4cc46e",
        GlucoseState.HIGH: "#ffb340",
        GlucoseState.URGENT_HIGH: "#ff7a29",
    },
)
