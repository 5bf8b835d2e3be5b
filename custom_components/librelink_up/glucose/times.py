"""Times (UTC) as JSON can hold them."""

from datetime import datetime


def text_of(time: datetime | None) -> str | None:
    """Return a time as a text."""
    return time.isoformat() if time else None


def time_of(text: str | None) -> datetime | None:
    """Return the time that `text_of` has made a text."""
    return datetime.fromisoformat(text) if text else None
