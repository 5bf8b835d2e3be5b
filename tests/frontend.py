"""What the frontend makes of a form: the values it shows at first, and what it sends when nobody touches them.

As compute-initial-ha-form-data and step-flow-form of the frontend of Home Assistant 2026.10 do it: a suggested value
goes before a default, a default of a section before whatever its fields suggest, and what is empty is not sent.
"""

from typing import Any

from homeassistant.helpers import config_validation as cv
import probatio as vol

_EMPTY = (None, "")


def shown(schema: vol.Schema | None) -> dict[str, Any]:
    """Return the values that a form shows at first."""
    if schema is None:
        return {}
    fields = vol.to_field_list(schema, custom_serializer=cv.custom_serializer)
    assert isinstance(fields, list)
    return _shown(fields)


def untouched(result: Any) -> dict[str, Any]:
    """Return what is sent when a form is submitted as it was opened."""
    return {name: value for name, value in shown(result["data_schema"]).items() if value not in _EMPTY}


def _shown(fields: list[dict[str, Any]]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for field in fields:
        name = field["name"]
        if (suggested := (field.get("description") or {}).get("suggested_value")) is not None:
            values[name] = suggested
        elif "default" in field:
            values[name] = field["default"]
        elif field.get("type") == "expandable":
            inner = _shown(field["schema"])
            if field.get("required") or inner:
                values[name] = inner
        elif field.get("required"):
            ((kind, options),) = field["selector"].items()
            values[name] = options["options"][0] if kind == "select" else ""
    return values
