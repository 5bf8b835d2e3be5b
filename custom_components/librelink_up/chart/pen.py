"""What a page is drawn with: one drawing, as pixels or as a PDF. Lengths are points (1/72 inch) from the top left."""

from collections.abc import Sequence
from enum import StrEnum
from io import BytesIO
from typing import Final, Protocol, override

from .fonts import FontFiles, Fonts

PAGE_WIDTH: Final = 595.28
PAGE_HEIGHT: Final = 841.89
"""A4."""

_DOTS_PER_INCH = 150
_SCALE = 2
"""Everything is drawn this much larger and then made smaller: that smooths edges."""
_UNIT = _DOTS_PER_INCH * _SCALE / 72

type Point = tuple[float, float]


class Anchor(StrEnum):
    """Which point of a text, on its base line, is named."""

    LEFT = "ls"
    MIDDLE = "ms"
    RIGHT = "rs"


class Pen(Protocol):
    """Draws; colours are #rrggbb."""

    def line(self, points: Sequence[Point], colour: str, width: float) -> None:
        """Draw a line through points."""
        ...

    def area(self, points: Sequence[Point], colour: str) -> None:
        """Fill what points surround."""
        ...

    def text(
        self, place: Point, text: str, *, size: float, colour: str, bold: bool = False, anchor: Anchor = Anchor.LEFT
    ) -> None:
        """Write a text."""
        ...

    def width(self, text: str, *, size: float, bold: bool = False) -> float:
        """Return how wide a text would be."""
        ...

    def save(self) -> bytes:
        """Return the page as a file."""
        ...


class PixelPen(Pen):
    """Draws a PNG of 1240 x 1754 pixels."""

    def __init__(self, files: FontFiles) -> None:
        """Begin with a white page."""
        from PIL import Image, ImageDraw  # noqa: PLC0415 - costs memory, and many homes never ask for a picture

        self._fonts = Fonts(files)
        size = round(PAGE_WIDTH * _UNIT / _SCALE) * _SCALE, round(PAGE_HEIGHT * _UNIT / _SCALE) * _SCALE
        self._image = Image.new("RGB", size, "#ffffff")
        self._draw = ImageDraw.Draw(self._image)

    @override
    def line(self, points: Sequence[Point], colour: str, width: float) -> None:
        self._draw.line([(x * _UNIT, y * _UNIT) for x, y in points], colour, max(round(width * _UNIT), 1))

    @override
    def area(self, points: Sequence[Point], colour: str) -> None:
        self._draw.polygon([(x * _UNIT, y * _UNIT) for x, y in points], colour)

    @override
    def text(
        self, place: Point, text: str, *, size: float, colour: str, bold: bool = False, anchor: Anchor = Anchor.LEFT
    ) -> None:
        font, (x, y) = self._fonts.font(size * _UNIT, bold=bold), place
        self._draw.text((x * _UNIT, y * _UNIT), self._fonts.drawable(text), colour, font, anchor)

    @override
    def width(self, text: str, *, size: float, bold: bool = False) -> float:
        font = self._fonts.font(size * _UNIT, bold=bold)
        return self._draw.textlength(self._fonts.drawable(text), font) / _UNIT

    @override
    def save(self) -> bytes:
        stream = BytesIO()
        self._image.reduce(_SCALE).save(stream, "PNG", compress_level=6)
        return stream.getvalue()
