"""Nightscout's entries and treatments: as JSON, read piece by piece, or entries as CSV."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
import json
import re
from typing import Any, Final, TextIO

from ..glucose import GlucoseUnit, ReadingKind, TreatmentKind, Trend, to_mg_dl
from .found import Found
from .numbers import LEAST_GLUCOSE, number

_PIECE: Final = 65536
_LARGEST_OBJECT: Final = 1 << 20
_BETWEEN: Final = " \t\r\n,[]"
_WRAPPER: Final = re.compile(r'\s*\{[^\[\]]{0,2000}"(?:result|entries|treatments)"\s*:\s*\[')
_CSV_TIME: Final = re.compile(r"\d{12,13}")

_DIRECTIONS: Final = {
    "tripledown": Trend.FALLING_QUICKLY,
    "doubledown": Trend.FALLING_QUICKLY,
    "singledown": Trend.FALLING_QUICKLY,
    "fortyfivedown": Trend.FALLING,
    "flat": Trend.STEADY,
    "fortyfiveup": Trend.RISING,
    "singleup": Trend.RISING_QUICKLY,
    "doubleup": Trend.RISING_QUICKLY,
    "tripleup": Trend.RISING_QUICKLY,
}
_LONG: Final = re.compile(r"long|basal", re.IGNORECASE)
_LEAST_SGV: Final = 39
"""Nightscout takes a smaller value for an error code of a Dexcom sensor."""


def read_json(text: TextIO, found: Found) -> None:
    """Read a list of entries or treatments; what is named as a line is the number of the element.

    Of a file that was cut off everything before the end is taken. Raises FileRefused when it is too much.
    """
    for number_of, document in enumerate(_objects(text), 1):
        if document is None:
            found.skipped.add(number_of)
        else:
            _take(number_of, document, found)


def take_documents(documents: Iterable[object], found: Found) -> None:
    """Take what a site has answered."""
    for document in documents:
        found.documents += 1
        if isinstance(document, dict):
            _take(found.documents, document, found)


def recognises_csv(rows: Iterable[list[str]]) -> bool:
    """Return whether lines of cells look like entries: a time in words, the same in milliseconds, a value."""
    return any(len(row) > 2 and _CSV_TIME.fullmatch(row[1]) and number(row[2]) is not None for row in rows)  # noqa: PLR2004


def read_csv(rows: Iterable[tuple[int, list[str]]], found: Found) -> None:
    """Read entries. Raises FileRefused when it is too much."""
    for line, row in rows:
        cells = [*row, "", "", ""]
        if line > 1 or _CSV_TIME.fullmatch(cells[1]):  # Some have a header.
            _take_sgv(line, found.at_ms(number(cells[1])), cells[2], cells[3], found)


def _objects(text: TextIO) -> Iterator[dict[str, Any] | None]:
    """Return the objects of a list, or of a text with one after the other; None for the first that makes no sense."""
    decoder = json.JSONDecoder()
    buffer = text.read(_PIECE)
    wrapper = _WRAPPER.match(buffer)
    at = wrapper.end() if wrapper else 0
    while True:
        while at < len(buffer) and buffer[at] in _BETWEEN:
            at += 1
        if at < len(buffer):
            try:
                value, at = decoder.raw_decode(buffer, at)
            except ValueError, RecursionError:
                if len(buffer) - at > _LARGEST_OBJECT:
                    yield None
                    return
            else:
                if isinstance(value, dict):
                    yield value
                continue
        piece = text.read(_PIECE)
        if not piece:
            if buffer[at:].strip(" \t\r\n,[]}"):
                yield None
            return
        buffer, at = buffer[at:] + piece, 0


def _take(line: int, document: dict[str, Any], found: Found) -> None:
    if document.get("isValid") is False:  # It was deleted.
        return
    kind = document.get("type", "sgv" if "sgv" in document else None)
    if "eventType" in document or "created_at" in document:
        _take_treatment(line, document, found)
    elif kind == "sgv":
        _take_sgv(line, found.at_ms(_time(document)), document.get("sgv", ""), document.get("direction"), found)
    elif kind == "mbg":
        found.add_treatment(line, found.at_ms(_time(document)), TreatmentKind.FINGER_STICK, document.get("mbg", ""))
    elif not isinstance(kind, str):
        found.skipped.add(line)


def _take_sgv(line: int, time: int | None, value: object, direction: object, found: Found) -> None:
    """Take a value: with an arrow it was seen as it came, without one it was filled in later."""
    sgv = number(value)
    trend = _DIRECTIONS.get(direction.replace(" ", "").casefold()) if isinstance(direction, str) else None
    if sgv is None or sgv < _LEAST_SGV:
        found.skipped.add(line)
    else:
        found.add(line, time, sgv, ReadingKind.CURRENT if trend else ReadingKind.HISTORIC, trend)


def _take_treatment(line: int, document: dict[str, Any], found: Found) -> None:
    time = found.at_ms(_time(document))
    event, notes = (str(document.get(key) or "") for key in ("eventType", "notes"))
    insulin, carbs, glucose = (number(document.get(key)) for key in ("insulin", "carbs", "glucose"))
    if insulin:
        kind = TreatmentKind.LONG_INSULIN if _LONG.search(event) else TreatmentKind.RAPID_INSULIN
        found.add_treatment(line, time, kind, insulin, notes)
    if carbs:
        found.add_treatment(line, time, TreatmentKind.CARBS, carbs, notes)
    if glucose and (event == "BG Check" or document.get("glucoseType") == "Finger"):
        unit = GlucoseUnit.MMOL_L if str(document.get("units", "")).startswith("mmol") else GlucoseUnit.MG_DL
        if unit is GlucoseUnit.MG_DL and glucose < LEAST_GLUCOSE:
            unit = GlucoseUnit.MMOL_L
        found.add_treatment(line, time, TreatmentKind.FINGER_STICK, to_mg_dl(glucose, unit), notes)
    elif notes and not insulin and not carbs:
        found.add_treatment(line, time, TreatmentKind.NOTE, text=notes)


def _time(document: dict[str, Any]) -> float | None:
    """Return the time of a document (epoch ms); in words it counts only with an offset."""
    for key in ("date", "mills", "created_at", "timestamp", "dateString"):
        value = document.get(key)
        if isinstance(value, dict):
            value = number(value.get("$numberLong"))  # As mongoexport writes it.
        if isinstance(value, int | float) and not isinstance(value, bool):
            return number(value)
        if isinstance(value, str):
            try:
                time = datetime.fromisoformat(value)
            except ValueError:
                continue
            if time.tzinfo is not None:
                return time.astimezone(UTC).timestamp() * 1000
    return None
