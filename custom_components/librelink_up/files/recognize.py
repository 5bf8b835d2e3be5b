"""What a file is, and what is in it."""

from pathlib import Path
from typing import Final

from ..glucose import GlucoseUnit, Source
from . import clarity, libreview, nightscout
from .errors import FileRefused, Refusal
from .found import Found
from .text import LARGEST, cells, lines, opened, separator

__all__ = ["LARGEST", "look"]

_HEAD: Final = 16384
_SAMPLE: Final = 40
"""So much (letters, and lines of it) is looked at to see what it is."""


def look(path: Path) -> Found:
    """Read a whole file. Takes seconds for a year of readings, and some bytes of memory for each.

    Raises FileRefused when it cannot be taken, and OSError when it cannot be read.
    """
    with opened(path) as text:
        head = text.read(_HEAD)
        text.seek(0)
        if head.lstrip()[:1] in "[{":
            found = Found(Source.NIGHTSCOUT, GlucoseUnit.MG_DL)
            nightscout.read_json(text, found)
        else:
            sample = head.splitlines(keepends=True)[:_SAMPLE]
            sign = separator(sample)
            first = [row for _, row in cells(enumerate(sample, 1), sign)]
            rows = cells(lines(text), sign)
            if nightscout.recognises_csv(first):
                found = Found(Source.NIGHTSCOUT, GlucoseUnit.MG_DL)
                nightscout.read_csv(rows, found)
            elif clarity.recognises(first):
                found = Found(Source.CLARITY)
                clarity.read(rows, found)
            elif libreview.recognises(first):
                found = Found(Source.LIBREVIEW)
                libreview.read(rows, found)
            else:
                raise FileRefused(Refusal.UNKNOWN)
    found.settle()
    return found
