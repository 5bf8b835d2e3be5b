"""Dexcom Clarity's CSV: its columns by position, the event by the sensor's own abbreviation, in any language.

A file begins with lines about the person and the device, which have no time.
"""

from collections.abc import Iterable
import re
from typing import Final

from ..glucose import ReadingKind, TreatmentKind
from .found import Found
from .libreview import unit_in

_INDEX, _TIME, _EVENT, _SUBTYPE, _GLUCOSE, _INSULIN, _CARBS = 0, 1, 2, 3, 7, 8, 9
_LEAST_COLUMNS: Final = 8
_STAMP: Final = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d")
_FORM: Final = re.compile(r"hh:mm:ss\)", re.IGNORECASE)
_READING: Final = "egv"
_CALIBRATION: Final = re.compile(r"[ck]alib", re.IGNORECASE)
_LONG: Final = re.compile(r"long|lang|lent|prol", re.IGNORECASE)


def recognises(rows: Iterable[list[str]]) -> bool:
    """Return whether lines of cells look like Clarity's."""
    return any(len(row) >= _LEAST_COLUMNS and (_is_header(row) or _is_data(row)) for row in rows)


def read(rows: Iterable[tuple[int, list[str]]], found: Found) -> None:
    """Read a whole file. Raises FileRefused when it is too much."""
    for line, row in rows:
        cells = [*row, *[""] * (_CARBS + 1)]
        if _is_header(row):
            found.unit = found.unit or unit_in(row)
        elif not cells[_TIME]:
            if not cells[_INDEX].isdecimal():
                found.skipped.add(line)
        else:
            _take(line, cells, found)


def _is_header(row: list[str]) -> bool:
    return len(row) > _TIME and _FORM.search(row[_TIME]) is not None


def _is_data(row: list[str]) -> bool:
    return row[_INDEX].isdecimal() and _STAMP.match(row[_TIME]) is not None and not row[_EVENT].isdecimal()


def _take(line: int, cells: list[str], found: Found) -> None:
    time = found.at(cells[_TIME])
    event, value = cells[_EVENT].casefold(), cells[_GLUCOSE]
    if event == _READING:
        found.add(line, time, value, ReadingKind.HISTORIC)
    elif _CALIBRATION.search(event):
        found.add_treatment(line, time, TreatmentKind.FINGER_STICK, value)
    elif cells[_INSULIN]:
        kind = TreatmentKind.LONG_INSULIN if _LONG.search(cells[_SUBTYPE]) else TreatmentKind.RAPID_INSULIN
        found.add_treatment(line, time, kind, cells[_INSULIN])
    elif cells[_CARBS]:
        found.add_treatment(line, time, TreatmentKind.CARBS, cells[_CARBS])
    elif time is None:
        found.skipped.add(line)
