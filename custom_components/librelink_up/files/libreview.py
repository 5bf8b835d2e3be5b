"""LibreView's CSV: 19 columns in the same order in every language; words are not looked at, but for the unit.

The software of the readers writes the same without the device and the servings; its columns stand one further left.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from ..glucose import GlucoseUnit, ReadingKind, Source, TreatmentKind
from .found import Found
from .numbers import number

_FORMULA: Final = ("=", "+", "-", "@")
_TYPES = _HISTORIC, _SCAN, _STRIP, _KETONE, _INSULIN, _FOOD, _NOTE = range(7)
_LEAST_COLUMNS: Final = 12
_LONGEST_HEAD: Final = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class _Columns:
    """In which column what stands."""

    time: int
    type: int
    historic: int
    scan: int
    rapid_noted: int
    rapid: int
    food_noted: int
    carbs: int
    servings: int | None
    long_noted: int
    long: int
    notes: int
    strip: int
    ketone: int
    meal: int
    correction: int
    change: int


_LAYOUTS: Final = (
    _Columns(
        time=2, type=3, historic=4, scan=5, rapid_noted=6, rapid=7, food_noted=8, carbs=9, servings=10, long_noted=11,
        long=12, notes=13, strip=14, ketone=15, meal=16, correction=17, change=18,
    ),
    _Columns(
        time=1, type=2, historic=3, scan=4, rapid_noted=5, rapid=6, food_noted=7, carbs=8, servings=None, long_noted=9,
        long=10, notes=11, strip=12, ketone=13, meal=14, correction=15, change=16,
    ),
)  # fmt: skip


class _Row:
    """One line, asked by column; what is not there is empty."""

    def __init__(self, cells: list[str]) -> None:
        self._cells = cells

    def __getitem__(self, column: int | None) -> str:
        return self._cells[column] if column is not None and column < len(self._cells) else ""


def recognises(rows: Iterable[list[str]]) -> bool:
    """Return whether lines of cells look like LibreView's: its data, or its header, which names a unit in many."""
    return any(_layout(row, Found(Source.LIBREVIEW)) or _is_header(row) for row in rows)


def read(rows: Iterable[tuple[int, list[str]]], found: Found) -> None:
    """Read a whole file. Raises FileRefused when it is too much."""
    layout: _Columns | None = None
    head: list[list[str]] = []
    for line, cells in rows:
        layout = layout or _layout(cells, found)
        if cells in head:  # Some files have it twice.
            continue
        if layout is None or _is_header(cells):
            found.unit = found.unit or (unit_in(cells) if len(cells) >= _LEAST_COLUMNS else None)
            found.stamps.note_dates_of(" ".join(cells))  # The day on which it was made is a date like the others.
            if len(head) < _LONGEST_HEAD:
                head.append(cells)
        else:
            _take(line, _Row(cells), layout, found)


def unit_in(cells: Iterable[str]) -> GlucoseUnit | None:
    """Return the unit that a header names first."""
    for cell in cells:
        for unit in GlucoseUnit:
            if unit.casefold() in cell.casefold():
                return unit
    return None


def _is_header(cells: list[str]) -> bool:
    return len(cells) >= _LEAST_COLUMNS and unit_in(cells) is not None and not any(cell.isdecimal() for cell in cells)


def _layout(cells: list[str], found: Found) -> _Columns | None:
    """Return where the columns of a line of data stand; None for any other line."""
    if len(cells) < _LEAST_COLUMNS:
        return None
    return next(
        (one for one in _LAYOUTS if cells[one.type].isdecimal() and found.at(cells[one.time]) is not None), None
    )


def _take(line: int, row: _Row, at: _Columns, found: Found) -> None:
    """Take one line of data: what its type says, or name it."""
    time = found.at(row[at.time])
    kind = number(row[at.type])
    if kind not in _TYPES:
        found.skipped.add(line)
        return
    if kind == _HISTORIC:
        found.add(line, time, row[at.historic], ReadingKind.HISTORIC)
    elif kind == _SCAN:
        found.add(line, time, row[at.scan], ReadingKind.SCAN)
    elif kind == _STRIP:
        found.add_treatment(line, time, TreatmentKind.FINGER_STICK, row[at.strip], _words(row[at.notes]))
    elif kind == _KETONE:
        found.add_treatment(line, time, TreatmentKind.KETONE, row[at.ketone], _words(row[at.notes]))
    elif not _take_noted(line, time, row, at, found) and not row[at.notes]:
        found.skipped.add(line)
    if row[at.notes] and kind not in (_STRIP, _KETONE):
        found.add_treatment(line, time, TreatmentKind.NOTE, text=_words(row[at.notes]))


def _take_noted(line: int, time: int | None, row: _Row, at: _Columns, found: Found) -> bool:
    """Take insulin and food, which may be noted with an amount or without; returns whether there were any."""
    parts = [number(row[column]) or 0.0 for column in (at.meal, at.correction, at.change)]
    rapid = row[at.rapid] or (sum(parts) or "")
    noted = (
        (TreatmentKind.RAPID_INSULIN, rapid, row[at.rapid_noted], ""),
        (TreatmentKind.LONG_INSULIN, row[at.long], row[at.long_noted], ""),
        (TreatmentKind.CARBS, row[at.carbs], row[at.food_noted], row[at.servings]),
    )
    there = [one for one in noted if any(one[1:])]
    for kind, amount, mark, servings in there:
        text = _words(mark) if number(mark) is None else ""  # A number there says only that it was noted.
        found.add_treatment(line, time, kind, amount or None, text or ("" if amount else servings))
    return bool(there)


def _words(text: str) -> str:
    """Return what somebody has noted; a quotation mark before it keeps a spreadsheet from carrying it out."""
    return text.removeprefix("'") if text.lstrip("'").startswith(_FORMULA) else text
