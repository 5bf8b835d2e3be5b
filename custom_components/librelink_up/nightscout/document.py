"""The one document that stands for a reading in Nightscout, identical for both of its APIs.

With this body an upload can be repeated, and the API changed, without a duplicate: on v1 the key is `sysTime` and
`type`, on v3 `identifier`, then `date` and `type`. Measured on Nightscout 15.0.6 and 15.0.7.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final
import uuid

from ..glucose import Reading, Trend

# These three are part of the key of every entry ever sent: they never change.
APP: Final = "home-assistant-librelink-up"
DEVICE: Final = "librelink-up"
_NAMESPACE: Final = uuid.UUID(bytes=b"NightscoutRocks!")

LEAST_SGV: Final = 39
"""Nightscout takes a smaller value for an error code of a Dexcom sensor and does not show it as glucose."""

_EPOCH = datetime.fromtimestamp(0, UTC)
_MILLISECOND = timedelta(milliseconds=1)
_DIRECTIONS: Final[Mapping[Trend | None, str]] = {
    None: "NOT COMPUTABLE",
    Trend.FALLING_QUICKLY: "SingleDown",
    Trend.FALLING: "FortyFiveDown",
    Trend.STEADY: "Flat",
    Trend.RISING: "FortyFiveUp",
    Trend.RISING_QUICKLY: "SingleUp",
}


def to_ms(time: datetime) -> int:
    """Return a time as epoch milliseconds."""
    return (time - _EPOCH) // _MILLISECOND


def from_ms(milliseconds: float) -> datetime:
    """Return epoch milliseconds as a time (UTC)."""
    return _EPOCH + timedelta(milliseconds=milliseconds)


def document(reading: Reading) -> dict[str, Any]:
    """Return the entry for a reading; `sgv` is mg/dL whatever the site's own unit."""
    date = to_ms(reading.time)
    text = reading.time.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return {
        "type": "sgv",
        "sgv": max(reading.glucose, LEAST_SGV),
        "date": date,
        "dateString": text,
        "sysTime": text,
        "utcOffset": 0,
        "app": APP,
        "device": DEVICE,
        "direction": _DIRECTIONS[reading.trend],
        "identifier": str(uuid.uuid5(_NAMESPACE, f"{DEVICE}_{date}")),
    }
