"""A file as text: its encoding, lines that are not endless, and cells."""

import codecs
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
import csv
from pathlib import Path
from typing import Final, TextIO

from .errors import FileRefused, Refusal

LARGEST: Final = 100 * 1024 * 1024
"""So many bytes are read at most; Home Assistant uploads no more either."""
_LONGEST_LINE: Final = 65536
_MOST_LINES: Final = 2_000_000
_MOST_JOINED: Final = 20
"""A note may have lines of its own, but not more of them."""
_HEAD: Final = 4096
_PIECE: Final = 1 << 20

_PACKED: Final = (b"PK\x03\x04", b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!", b"\xd0\xcf\x11\xe0")
_BINARY: Final = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"SQLite")
_BOMS: Final = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_SEPARATORS: Final = "\t;,"


@contextmanager
def opened(path: Path) -> Iterator[TextIO]:
    """Open a file as text. Raises FileRefused for what is none, and OSError when it cannot be read."""
    size = path.stat().st_size
    if size > LARGEST:
        raise FileRefused(Refusal.TOO_LARGE)
    with path.open("rb") as file:
        head = file.read(_HEAD)
        encoding = _encoding(head)
        if encoding == "utf-8":
            file.seek(0)
            encoding = "utf-8" if _is_utf8(iter(lambda: file.read(_PIECE), b"")) else "cp1252"
    with path.open(encoding=encoding, errors="replace", newline="") as text:
        if not (begin := text.read(_HEAD).strip()):
            raise FileRefused(Refusal.EMPTY)
        if begin.startswith("<"):
            raise FileRefused(Refusal.WEB_PAGE)
        text.seek(0)
        yield text


def _encoding(head: bytes) -> str:
    """Return the encoding that the first bytes speak for. Raises FileRefused when they are no text."""
    if head.startswith(_PACKED):
        raise FileRefused(Refusal.PACKED)
    for mark, encoding in _BOMS:
        if head.startswith(mark):
            return encoding
    if head.startswith(_BINARY):
        raise FileRefused(Refusal.BINARY)
    # Without a mark, too, every other byte of a Latin letter is zero.
    for begin, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        if head.count(0) and head[begin::2].count(0) > 0.9 * len(head[begin::2]):
            return encoding
    if b"\0" in head:
        raise FileRefused(Refusal.BINARY)
    return "utf-8"


def _is_utf8(pieces: Iterable[bytes]) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for piece in pieces:
            decoder.decode(piece)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def lines(text: TextIO) -> Iterator[tuple[int, str]]:
    """Return the lines of a text with their numbers. Raises FileRefused when one of them, or all, are far too long."""
    for number in range(1, _MOST_LINES + 1):
        line = text.readline(_LONGEST_LINE)
        if not line:
            return
        if len(line) == _LONGEST_LINE:
            raise FileRefused(Refusal.UNKNOWN)
        yield number, line
    raise FileRefused(Refusal.TOO_LARGE)


def separator(sample: Iterable[str]) -> str:
    """Return what separates the cells of some lines: it occurs in one line more often than anything else does."""
    counts = {sign: max((line.count(sign) for line in sample), default=0) for sign in _SEPARATORS}
    return max(counts, key=counts.__getitem__)


def cells(numbered: Iterable[tuple[int, str]], sign: str) -> Iterator[tuple[int, list[str]]]:
    """Return the cells of each line that has any, with the number of the line.

    A quotation mark that is never closed spoils its own line only, not all that follow.
    """
    source, waiting = iter(numbered), deque[tuple[int, str]]()
    while (item := waiting.popleft() if waiting else next(source, None)) is not None:
        number, line = item
        joined = [item]
        while line.count('"') % 2 and len(joined) < _MOST_JOINED:
            following = waiting.popleft() if waiting else next(source, None)
            if following is None:
                break
            joined.append(following)
            line += following[1]
        if line.count('"') % 2:
            waiting.extendleft(reversed(joined[1:]))
            line = item[1].replace('"', "")
        found = [cell.strip() for cell in (_unquoted(line, sign) if '"' in line else line.split(sign))]
        if any(found):
            yield number, found


def _unquoted(line: str, sign: str) -> list[str]:
    try:
        return next(csv.reader(line.splitlines(keepends=True), delimiter=sign), [])
    except csv.Error:
        return [line]  # It makes no sense to anybody, and is named.
