"""Draws the brand images: a glucose curve whose newest reading sits in an open link, passed on to those who follow.

Lengths are in units of the picture's height, so that one drawing serves every size. It is drawn larger than it will be
and scaled down, which is what makes its edges smooth.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
import math
from pathlib import Path

from PIL import Image, ImageDraw

FOLDER = Path(__file__).parent.parent / "custom_components/librelink_up/brand"

# Pixels, as Home Assistant wants them; its @2x variants are twice as large.
_ICON = (256, 256)
_LOGO = (512, 256)

_OVERSAMPLING = 4
_STEPS = 400  # Of a curve or an outline: smooth at the largest size.

type Point = tuple[float, float]
type Colour = tuple[int, int, int]
type Gradient = tuple[Colour, Colour]  # From the upper left to the lower right.


@dataclass(frozen=True, slots=True, kw_only=True)
class Palette:
    """The colours for one kind of background."""

    surface: Gradient
    reading: Colour


_WHITE = (255, 255, 255)
_ON_LIGHT = Palette(surface=((20, 178, 154), (54, 66, 190)), reading=(255, 200, 72))
_ON_DARK = Palette(surface=((46, 206, 178), (88, 108, 232)), reading=(255, 212, 100))


class Canvas:
    """A picture under way."""

    def __init__(self, size: tuple[int, int]) -> None:
        """Begin a transparent picture of that many pixels."""
        self._unit = size[1] * _OVERSAMPLING
        self._image = Image.new("RGBA", (size[0] * _OVERSAMPLING, self._unit))

    def fill(self, outline: Iterable[Point], paint: Colour | Gradient) -> None:
        """Fill an outline."""
        shape = Image.new("L", self._image.size)
        ImageDraw.Draw(shape).polygon([(x * self._unit, y * self._unit) for x, y in outline], fill=255)
        self._paint(shape, paint)

    def stroke(self, points: Iterable[Point], width: float, paint: Colour | Gradient) -> None:
        """Draw a line with round ends."""
        shape = Image.new("L", self._image.size)
        draw = ImageDraw.Draw(shape)
        for x, y in points:
            draw.circle((x * self._unit, y * self._unit), width * self._unit / 2, fill=255)
        self._paint(shape, paint)

    def finish(self) -> Image.Image:
        """Return the picture in its size."""
        return self._image.reduce(_OVERSAMPLING)

    def _paint(self, shape: Image.Image, paint: Colour | Gradient) -> None:
        size = self._image.size
        match paint:
            case (int(), int(), int()):
                self._image.paste(paint, mask=shape)
            case (upper_left, lower_right):
                down = Image.linear_gradient("L").resize(size)
                right = Image.linear_gradient("L").rotate(90).resize(size)
                start, end = (Image.new("RGB", size, colour) for colour in (upper_left, lower_right))
                self._image.paste(Image.composite(end, start, Image.blend(down, right, 0.5)), mask=shape)


def _rounded_square(centre: float, radius: float) -> Iterator[Point]:
    """Yield the outline of a square with generous corners: a superellipse."""

    def _coordinate(value: float) -> float:
        return centre + radius * math.copysign(abs(value) ** 0.42, value)

    for step in range(_STEPS):
        angle = 2 * math.pi * step / _STEPS
        yield _coordinate(math.cos(angle)), _coordinate(math.sin(angle))


def _curve(*points: Point) -> Iterator[Point]:
    """Yield cubic Bézier curves: a point, two handles, a point, two handles, and so on."""
    for first in range(0, len(points) - 1, 3):
        part = points[first : first + 4]
        for step in range(_STEPS + 1):
            t = step / _STEPS
            weights = ((1 - t) ** 3, 3 * (1 - t) ** 2 * t, 3 * (1 - t) * t**2, t**3)
            x, y = (math.sumprod(weights, coordinates) for coordinates in zip(*part, strict=True))
            yield x, y


def _arc(centre: Point, radius: float, start: float, end: float) -> Iterator[Point]:
    """Yield an arc between two angles, in degrees clockwise from the right."""
    for step in range(_STEPS + 1):
        angle = math.radians(start + (end - start) * step / _STEPS)
        yield centre[0] + radius * math.cos(angle), centre[1] + radius * math.sin(angle)


def _reading_in_link(canvas: Canvas, centre: Point, link: Colour | Gradient, reading: Colour) -> None:
    """Draw the newest reading in its link, which is open where the curve comes in from below."""
    canvas.stroke(_arc(centre, 0.2, -210, 70), 0.068, link)
    canvas.stroke([centre], 0.195, reading)


def icon(size: tuple[int, int], palette: Palette) -> Image.Image:
    """Return the icon."""
    canvas = Canvas(size)
    canvas.fill(_rounded_square(0.5, 0.48), palette.surface)
    newest = (0.645, 0.38)
    rise = ((0.56, 0.785), (0.57, 0.56), newest)
    canvas.stroke(
        _curve((0.15, 0.6), (0.22, 0.6), (0.23, 0.5), (0.29, 0.5), (0.37, 0.5), (0.36, 0.785), (0.46, 0.785), *rise),
        0.08,
        _WHITE,
    )
    _reading_in_link(canvas, newest, _WHITE, palette.reading)
    return canvas.finish()


def logo(size: tuple[int, int], palette: Palette) -> Image.Image:
    """Return the logo: the same curve over a longer time, without a surface."""
    canvas = Canvas(size)
    newest = (1.68, 0.36)
    meals = ((0.06, 0.66), (0.2, 0.66), (0.2, 0.3), (0.36, 0.3), (0.54, 0.3), (0.54, 0.74), (0.74, 0.74))
    canvas.stroke(
        _curve(
            *meals,
            *((0.9, 0.74), (0.92, 0.5), (1.06, 0.5)),
            *((1.2, 0.5), (1.2, 0.86), (1.38, 0.86)),
            *((1.56, 0.86), (1.58, 0.58), newest),
        ),
        0.08,
        palette.surface,
    )
    _reading_in_link(canvas, newest, palette.surface, palette.reading)
    return canvas.finish()


def main() -> None:
    """Draw every image that Home Assistant asks for."""
    FOLDER.mkdir(exist_ok=True)
    for prefix, palette in (("", _ON_LIGHT), ("dark_", _ON_DARK)):
        for suffix, factor in (("", 1), ("@2x", 2)):
            for name, draw, (width, height) in (("icon", icon, _ICON), ("logo", logo, _LOGO)):
                image = draw((width * factor, height * factor), palette)
                image.save(FOLDER / f"{prefix}{name}{suffix}.png", optimize=True)


if __name__ == "__main__":
    main()
