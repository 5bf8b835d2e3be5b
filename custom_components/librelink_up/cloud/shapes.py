"""JSON values of unknown shape, read without surprises."""

import math
from typing import Any, TypeGuard


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
