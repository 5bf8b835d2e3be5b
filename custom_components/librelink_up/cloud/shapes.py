"""JSON values of unknown shape, read without surprises."""

import math
import re
from typing import Any, TypeGuard

_NUMBER = re.compile(r"-?\d+(\.\d+)?", re.ASCII)
_DIGITS = 12
_LONGEST_SHAPE = 40


def as_object(value: object) -> dict[str, Any]:
    """Return an object as it is, an empty one for anything else."""
    return value if isinstance(value, dict) else {}


def as_list(value: object) -> list[object]:
    """Return a list as it is, an empty one for anything else."""
    return value if isinstance(value, list) else []


def as_text(value: object) -> str:
    """Return a text without blanks around it, an empty one for anything else."""
    return value.strip() if isinstance(value, str) else ""


def as_integer(value: object) -> int | None:
    """Return a whole number, also when it comes as a float; None for anything else, bools among them."""
    if isinstance(value, float) and math.isfinite(value) and value == int(value):
        return int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def is_plain(value: object) -> TypeGuard[str]:
    """Return whether a value is a text that can stand in a header."""
    return isinstance(value, str) and value != "" and value.isascii() and value.isprintable()


def as_number(value: object) -> int | None:
    """Return a number to the nearest whole one, also when it comes as the text of one; None for anything else."""
    if isinstance(value, str):
        text = value.strip()
        value = float(text) if len(text) < _DIGITS and _NUMBER.fullmatch(text) else None
    if isinstance(value, float) and math.isfinite(value):
        return math.floor(value + 0.5)
    return as_integer(value)


def shape(value: object) -> str:
    """Return of what form a value is, without the value: 99/99/9999 99:99:99<U+202F>AA."""
    match value:
        case None:
            return "null"
        case bool():
            return "true or false"
        case int() | float():
            return "a number"
        case str():
            return "".join(map(_masked, value[:_LONGEST_SHAPE])) or "an empty text"
        case list():
            return "a list"
    return "an object"


def _masked(character: str) -> str:
    if character.isdigit():
        return "9"
    if character.isascii() and character.isalpha():
        return "A" if character.isupper() else "a"
    return character if character.isascii() and character.isprintable() else f"<U+{ord(character):04X}>"
