"""The colours of the report and the ranges they stand for, and what every part of the page is written with."""

from dataclasses import dataclass
from typing import Final

from .pen import Anchor, Pen, Point

LEFT: Final = 40.0
RIGHT: Final = 555.0
"""The edges of what is printed (points)."""

TEXT: Final = "#1c1c1e"
FAINT: Final = "#5f6368"
LINE: Final = "#c9ccd1"
GRID: Final = "#e6e8eb"
TARGET: Final = "#2e7d32"


@dataclass(frozen=True, slots=True)
class Range:
    """A range of glucose (mg/dL): its edges on a chart, and its colours."""

    bottom: float
    top: float
    colour: str
    middle: str
    """Of the middle half in the profile."""
    outer: str
    """Of the rest of it."""


RANGES: Final = (
    Range(0, 54, "#8c1018", "#b8525a", "#e3b9bc"),
    Range(54, 70, "#d9303a", "#e87d83", "#f6cfd1"),
    Range(70, 180, "#4c9f50", "#86c489", "#cfe8d0"),
    Range(180, 250, "#f4c20d", "#f5d25c", "#fbeebf"),
    Range(250, 1000, "#e8710a", "#f0a25c", "#fadcc1"),
)
"""The five ranges of the consensus, the lowest first, in the colours that reports have them in."""


class Writer:
    """Writes on a page as all of it is written."""

    def __init__(self, pen: Pen) -> None:
        """Write with a pen."""
        self.pen = pen

    def strong(self, place: Point, text: str, size: float = 10, anchor: Anchor = Anchor.LEFT) -> None:
        """Write what is looked for."""
        self.pen.text(place, text, size=size, colour=TEXT, bold=True, anchor=anchor)

    def plain(self, place: Point, text: str, size: float = 9, anchor: Anchor = Anchor.LEFT) -> None:
        """Write a label."""
        self.pen.text(place, text, size=size, colour=TEXT, anchor=anchor)

    def faint(self, place: Point, text: str, size: float = 7, anchor: Anchor = Anchor.LEFT) -> None:
        """Write what explains."""
        self.pen.text(place, text, size=size, colour=FAINT, anchor=anchor)

    def heading(self, place: Point, text: str, right: float = RIGHT) -> None:
        """Write the heading of a part, with a line below it."""
        self.strong(place, text, 11)
        x, y = place
        self.pen.line([(x, y + 4), (right, y + 4)], LINE, 0.7)

    def fitting(self, text: str, longest: float, size: float) -> str:
        """Return as much of a text in bold as there is room for."""
        shown = text
        while self.pen.width(shown, size=size, bold=True) > longest:
            text = text[:-1].rstrip()
            shown = f"{text}..."
        return shown


def spread(places: list[float], least: float, bottom: float) -> list[float]:
    """Return places (in order, downwards) moved apart so that texts on them do not touch, the last above the bottom."""
    found: list[float] = []
    for place in places:
        found.append(max(place, found[-1] + least) if found else place)
    limit = bottom
    for index in range(len(found) - 1, -1, -1):
        found[index] = min(found[index], limit)
        limit = found[index] - least
    return found
