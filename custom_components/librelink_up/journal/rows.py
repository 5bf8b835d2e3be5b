"""A reading as it lies in the tables, and back."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Final

from ..glucose import OutOfRange, Reading, ReadingKind, Trend

EPOCH = datetime.fromtimestamp(0, UTC)
MILLISECOND = timedelta(milliseconds=1)

RANKS = {ReadingKind.HISTORIC: 0, ReadingKind.SCAN: 1, ReadingKind.CURRENT: 2}
_KINDS = {rank: kind for kind, rank in RANKS.items()}
LIMITS = (None, OutOfRange.HI, OutOfRange.LO)

# A reading as two columns, the time (seconds) and the rest in one number: fewer values to fetch, and readings that are
# alike but for their time share what was decoded.
COLUMNS = "reading.time / 1000.0, reading.packed"


def to_ms(time: datetime) -> int:
    """Return a time as epoch milliseconds."""
    return (time - EPOCH) // MILLISECOND


def from_ms(milliseconds: int) -> datetime:
    """Return epoch milliseconds as a time (UTC)."""
    return EPOCH + timedelta(milliseconds=milliseconds)


class _Decoded(dict[int, tuple[int, ReadingKind, Trend | None, OutOfRange | None]]):
    """What the second of the two columns stands for, worked out once for each number."""

    def __missing__(self, packed: int) -> tuple[int, ReadingKind, Trend | None, OutOfRange | None]:
        trend = packed >> 2 & 0b1111
        value = self[packed] = (
            packed >> 8,
            _KINDS[packed >> 6 & 0b11],
            Trend(trend) if trend else None,
            LIMITS[packed & 0b11],
        )
        return value


_DECODED: Final = _Decoded()
_UNCHECKED: Final = tuple.__new__  # Half the cost of Reading(...), which matters for 130,000 of them.


def readings(rows: Iterable[tuple[float, int]]) -> list[Reading]:
    """Return rows of the two columns as readings."""
    from_timestamp = datetime.fromtimestamp
    # Adding tuples is faster than unpacking them.
    return [_UNCHECKED(Reading, (from_timestamp(time, UTC),) + _DECODED[packed]) for time, packed in rows]
