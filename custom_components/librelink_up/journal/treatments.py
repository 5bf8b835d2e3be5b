"""What was done and noted: synchronous, in the journal's one thread; the caller has begun a transaction."""

from collections.abc import Iterable
from datetime import datetime
import sqlite3

from ..glucose import Treatment, TreatmentKind
from .rows import from_ms, to_ms

_COLUMNS = "patient, time, kind, amount, text"


class Treatments:
    """The treatments of all patients."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        """Share the journal's connection."""
        self._db = connection

    def add(self, patient: str, treatments: Iterable[Treatment]) -> int:
        """Store those that are not there yet; returns how many."""
        return self._insert((patient, to_ms(one.time), one.kind, one.amount, one.text) for one in treatments)

    def range(self, patient: str, start: datetime, end: datetime) -> list[Treatment]:
        """Return the treatments from `start` to before `end`, oldest first."""
        rows = self._db.execute(
            "SELECT time, kind, amount, text FROM treatment WHERE patient = ? AND time >= ? AND time < ?"
            " ORDER BY time, kind, amount, text",
            (patient, to_ms(start), to_ms(end)),
        )
        return [Treatment(from_ms(time), TreatmentKind(kind), amount, text) for time, kind, amount, text in rows]

    def count(self) -> int:
        """Return how many there are."""
        (count,) = self._db.execute("SELECT count(*) FROM treatment").fetchone()
        return int(count)

    def take_over(self, other: Treatments, since: datetime | None = None) -> None:
        """Add what another journal has (from a time on)."""
        first = -(1 << 63) if since is None else to_ms(since)
        self._insert(other._db.execute(f"SELECT {_COLUMNS} FROM treatment WHERE time >= ?", (first,)))  # noqa: S608

    def prune(self, before: int) -> None:
        """Delete what is from before a time (ms)."""
        self._db.execute("DELETE FROM treatment WHERE time < ?", (before,))

    def _insert(self, rows: Iterable[tuple[object, ...]]) -> int:
        return self._db.executemany(
            f"INSERT OR IGNORE INTO treatment ({_COLUMNS}) VALUES (?, ?, ?, ?, ?)",  # noqa: S608 - constants
            rows,
        ).rowcount
