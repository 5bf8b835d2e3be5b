"""The letters of pictures: those of fonts that Home Assistant ships, or those that come with Pillow.

Pillow's own has the letters of ASCII only, and loses the accents of names; Roboto has all of Latin, Greek and Cyrillic.
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
import unicodedata

from .text import drawable

if TYPE_CHECKING:
    from PIL import ImageFont

_IN_NO_FONT = "\uffff"


@dataclass(frozen=True, slots=True, kw_only=True)
class FontFiles:
    """Where fonts are, in any form that FreeType reads; None, or not readable: Pillow's own is used."""

    regular: Path | None = None
    bold: Path | None = None


@dataclass(slots=True)
class Fonts:
    """Fonts by their size in pixels, kept for as long as something is drawn with them."""

    files: FontFiles = field(default_factory=FontFiles)
    _loaded: dict[tuple[float, bool], ImageFont.FreeTypeFont | ImageFont.ImageFont] = field(default_factory=dict)

    def font(self, size: float, *, bold: bool = False) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
        """Return a font."""
        if (size, bold) not in self._loaded:
            self._loaded[size, bold] = _load(self.files.bold if bold else self.files.regular, size)
        return self._loaded[size, bold]

    def drawable(self, text: str) -> str:
        """Return a text as the font can write it: as it is, without its accents, or empty."""
        composed = unicodedata.normalize("NFC", text)
        if not composed.isprintable():
            return drawable(composed)
        font = self.font(20)
        lacking = bytes(font.getmask(_IN_NO_FONT))
        has_all = all(letter == " " or bytes(font.getmask(letter)) != lacking for letter in set(composed))
        return composed if has_all else drawable(composed)


def _load(file: Path | None, size: float) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    from PIL import ImageFont  # noqa: PLC0415 - costs memory, and many homes never ask for a picture

    if file:
        try:
            return ImageFont.truetype(file, size)
        except OSError:  # It is not there, or this FreeType cannot unpack it.
            pass
    return ImageFont.load_default(size)
