"""A page as a PDF of lines and letters: small, sharp in print, and its text can be searched.

It uses two of the fonts that every reader has (Helvetica and its bold), so nothing is embedded. They have the letters
of western Europe: a text with others, which only a name has, is set as a small picture that carries its letters.
"""

from collections.abc import Sequence
from typing import override
import unicodedata
import zlib

from .fonts import FontFiles, Fonts
from .pen import PAGE_HEIGHT, PAGE_WIDTH, Anchor, Pen, Point

_ENCODING = "cp1252"
_WIDTHS = (
    "278 278 355 556 556 889 667 191 333 333 389 584 278 333 278 278 556 556 556 556 556 556 556 556 556 556 278 "
    "278 584 584 584 556 1015 667 667 722 722 667 611 778 722 278 500 667 556 833 722 778 667 778 722 667 611 722 "
    "667 944 667 667 611 278 278 278 469 556 333 556 556 500 556 556 278 556 556 222 222 500 222 833 556 556 556 "
    "556 333 500 278 556 500 722 500 500 500 334 260 334 584"
)
_BOLD_WIDTHS = (
    "278 333 474 556 556 889 722 238 333 333 389 584 278 333 278 278 556 556 556 556 556 556 556 556 556 556 333 "
    "333 584 584 584 611 975 722 722 722 722 667 611 778 722 278 556 722 611 833 722 778 667 778 722 667 611 722 "
    "667 944 667 667 611 333 278 333 584 556 333 556 611 556 611 556 333 611 611 278 278 556 278 889 611 611 611 "
    "611 389 556 333 611 556 778 556 556 500 389 280 389 584"
)
"""Of the letters of ASCII, from the space on, in thousandths of the size (Adobe's metrics of the base fonts)."""
_OTHER_WIDTHS = {"\N{EN DASH}": 556, "\N{EM DASH}": 1000, "ß": 611, "Æ": 1000, "æ": 889, "Ø": 778, "ø": 611}
_FINE = 8
"""Texts in pictures have this many pixels to a point."""


class PdfPen(Pen):
    """Draws a PDF of one page."""

    def __init__(self, files: FontFiles, title: str) -> None:
        """Begin with an empty page; the title is what readers show for the file."""
        self._fonts = Fonts(files)
        self._title = title
        self._drawn: list[str] = []
        self._pictures: list[bytes] = []
        self._widths = [
            {chr(32 + index): int(width) for index, width in enumerate(widths.split())}
            for widths in (_WIDTHS, _BOLD_WIDTHS)
        ]

    @override
    def line(self, points: Sequence[Point], colour: str, width: float) -> None:
        self._drawn.append(f"{_colour(colour)} RG {_number(width)} w {_path(points)} S")

    @override
    def area(self, points: Sequence[Point], colour: str) -> None:
        self._drawn.append(f"{_colour(colour)} rg {_path(points)} f")

    @override
    def text(
        self, place: Point, text: str, *, size: float, colour: str, bold: bool = False, anchor: Anchor = Anchor.LEFT
    ) -> None:
        x, y = place[0] - self.width(text, size=size, bold=bold) * _BEFORE[anchor], PAGE_HEIGHT - place[1]
        text = self._writable(text)
        self._drawn.append(f"{_colour(colour)} rg")
        if not _in_base_fonts(text):
            self._drawn.append(self._as_picture((x, y), text, size, bold=bold))
            return
        letters = _bytes(text).replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
        font = "B" if bold else "R"
        self._drawn.append(f"BT /{font} {_number(size)} Tf {_number(x)} {_number(y)} Td ({letters}) Tj ET")

    @override
    def width(self, text: str, *, size: float, bold: bool = False) -> float:
        text = self._writable(text)
        if not _in_base_fonts(text):
            return self._fonts.font(size * _FINE, bold=bold).getlength(text) / _FINE
        return sum(self._letter_width(letter, bold=bold) for letter in text) * size / 1000

    def _writable(self, text: str) -> str:
        """Return a text as the base fonts or, in a picture, the others can write it."""
        return text if _in_base_fonts(text) else self._fonts.drawable(text)

    def _letter_width(self, letter: str, *, bold: bool) -> int:
        base = unicodedata.normalize("NFD", letter)[0]  # With an accent a letter is as wide as without.
        return self._widths[bold].get(base) or _OTHER_WIDTHS.get(base, 556)

    def _as_picture(self, place: Point, text: str, size: float, *, bold: bool) -> str:
        """Return what sets a text as a stencil, with its letters for those who search or listen."""
        from PIL import Image, ImageDraw  # noqa: PLC0415 - costs memory, and many homes never ask for a picture

        font = self._fonts.font(size * _FINE, bold=bold)
        wide, high, deep = (round(part * size * _FINE) for part in (1, 1.1, 0.3))
        wide = round(font.getlength(text)) + wide // 4
        stencil = Image.new("1", (wide, high + deep))
        ImageDraw.Draw(stencil).text((0, high), text, 1, font, Anchor.LEFT)
        head = (
            f"/Type /XObject /Subtype /Image /Width {wide} /Height {high + deep} /ImageMask true /BitsPerComponent 1 "
            "/Decode [1 0]"
        )
        self._pictures.append(_stream(stencil.tobytes(), head))
        matrix = (wide / _FINE, 0, 0, (high + deep) / _FINE, place[0], place[1] - deep / _FINE)
        spoken = text.encode("utf-16-be").hex()
        return (
            f"/Span <</ActualText <feff{spoken}>>> BDC q {' '.join(map(_number, matrix))} cm "
            f"/P{len(self._pictures)} Do Q EMC"
        )

    @override
    def save(self) -> bytes:
        names = " ".join(f"/P{index + 1} {index + 8} 0 R" for index in range(len(self._pictures)))
        font = "<</Type /Font /Subtype /Type1 /BaseFont /{} /Encoding /WinAnsiEncoding>>"
        return _file(
            [
                b"<</Type /Catalog /Pages 2 0 R /Lang (en) /ViewerPreferences <</DisplayDocTitle true>>>>",
                b"<</Type /Pages /Kids [3 0 R] /Count 1>>",
                (
                    f"<</Type /Page /Parent 2 0 R /MediaBox [0 0 {PAGE_WIDTH} {PAGE_HEIGHT}] /Contents 4 0 R "
                    f"/Resources <</Font <</R 5 0 R /B 6 0 R>> /XObject <<{names}>>>>>>"
                ).encode(),
                _stream("\n".join(["1 J 1 j", *self._drawn]).encode("latin-1")),
                font.format("Helvetica").encode(),
                font.format("Helvetica-Bold").encode(),
                f"<</Title ({self._title}) /Producer (LibreLink Up for Home Assistant)>>".encode("latin-1"),
                *self._pictures,
            ]
        )


_BEFORE = {Anchor.LEFT: 0.0, Anchor.MIDDLE: 0.5, Anchor.RIGHT: 1.0}


def _in_base_fonts(text: str) -> bool:
    try:
        text.encode(_ENCODING)
    except UnicodeEncodeError:
        return False
    return True


def _bytes(text: str) -> str:
    """Return a text in the encoding of the base fonts, a letter for a byte."""
    return text.encode(_ENCODING).decode("latin-1")


def _number(value: float) -> str:
    return f"{round(value, 2):g}"


def _colour(colour: str) -> str:
    return " ".join(_number(part / 255) for part in bytes.fromhex(colour[1:]))


def _path(points: Sequence[Point]) -> str:
    places = [f"{_number(x)} {_number(PAGE_HEIGHT - y)}" for x, y in points]
    return " ".join([f"{places[0]} m", *(f"{place} l" for place in places[1:])])


def _stream(content: bytes, head: str = "") -> bytes:
    packed = zlib.compress(content, 9)
    return f"<<{head} /Filter /FlateDecode /Length {len(packed)}>>\nstream\n".encode() + packed + b"\nendstream"


def _file(objects: Sequence[bytes]) -> bytes:
    """Return a file of objects: the first is the catalogue, the seventh tells of the document."""
    written, places = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n"), []
    for number, one in enumerate(objects, 1):
        places.append(len(written))
        written += f"{number} 0 obj\n".encode() + one + b"\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    written += (
        f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
        f"trailer\n<</Size {len(objects) + 1} /Root 1 0 R /Info 7 0 R>>\nstartxref\n{len(written)}\n%%EOF\n"
    ).encode()
    return bytes(written)
