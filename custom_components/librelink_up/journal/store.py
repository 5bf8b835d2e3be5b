"""The journal's statements, all of them synchronous: they run in the journal's one thread."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
import sqlite3
from statistics import median

from ..glucose import SAME_READING, Reading, Source, Treatment
from .connection import transaction
from .deliveries import Deliveries, State, Target
from .imports import Compared, compare
from .rows import COLUMNS, LIMITS, MILLISECOND, RANKS, from_ms, readings as _readings, to_ms
from .schema import version
from .treatments import Treatments

_SAME = SAME_READING // MILLISECOND

_DELAYS_LOOKED_AT = 20
_LONGEST_DELAY = timedelta(minutes=10)


class Store:
    """What a journal can do with its open connection."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        """Take over a connection from `connect`."""
        self._db = connection
        self.deliveries = Deliveries(connection)
        self.treatments = Treatments(connection)

    @property
    def connection(self) -> sqlite3.Connection:
        """Return the connection."""
        return self._db

    def use(self, connection: sqlite3.Connection) -> None:
        """Go on with another connection."""
        self._db = connection
        self.deliveries = Deliveries(connection)
        self.treatments = Treatments(connection)

    def checkpoint(self) -> None:
        """Fold the write-ahead log into the file."""
        self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def hold_file(self, hold: bool) -> None:  # noqa: FBT001 - one verb, two directions
        """Keep the main file unchanged, or let it change again: writes go to the write-ahead log meanwhile."""
        self._db.execute(f"PRAGMA wal_autocheckpoint = {0 if hold else 1000}")

    def add(self, patient: str, readings: Sequence[Reading], received: datetime) -> tuple[Reading, ...]:
        """Store readings and queue the new ones for every target of the patient, in one transaction."""
        with transaction(self._db):
            targets = self.deliveries.targets(patient)
            return tuple(
                reading
                for reading in sorted(readings, key=lambda reading: (-RANKS[reading.kind], reading.time))
                if self._add_one(patient, reading, to_ms(received), targets)
            )

    def _add_one(
        self, patient: str, reading: Reading, received: int, targets: list[Target], source: int = Source.FOLLOWED
    ) -> bool:
        """Store one reading; returns whether it is new, or better than what was there."""
        time, rank = to_ms(reading.time), RANKS[reading.kind]
        # Another source has the same reading with another second, or with none.
        if self._near(patient, time, f"source <> {source:d} AND rank >= {rank:d}"):
            return False
        if rank == 0:
            if self._near(patient, time, "rank > 0"):
                return False
        elif twins := self._near(patient, time, "rank = 0"):
            return self._replace_twins(patient, reading, received, targets, twins=twins, source=source)
        stored = self._db.execute("SELECT rank FROM reading WHERE patient = ? AND time = ?", (patient, time)).fetchone()
        if stored is not None and stored[0] >= rank:
            return False
        self._write(patient, [reading], received, source)
        if stored is None:
            self.deliveries.queue(targets, [time])
        return True

    def _near(self, patient: str, time: int, which: str) -> list[int]:
        """Return the times of stored readings within two minutes."""
        rows = self._db.execute(
            f"SELECT time FROM reading WHERE patient = ? AND time BETWEEN ? AND ? AND {which}",  # noqa: S608 - constants
            (patient, time - _SAME, time + _SAME),
        )
        return [row[0] for row in rows]

    def _replace_twins(
        self, patient: str, reading: Reading, received: int, targets: list[Target], *, twins: list[int], source: int
    ) -> bool:
        """Put a current reading in the place of historic points that are the same reading."""
        self.deliveries.replace(targets, to_ms(reading.time), twins)
        self._db.executemany("DELETE FROM reading WHERE patient = ? AND time = ?", [(patient, twin) for twin in twins])
        self._write(patient, [reading], received, source)
        return True

    def _write(self, patient: str, readings: Iterable[Reading], received: int, source: int) -> None:
        self._db.executemany(
            "INSERT OR REPLACE INTO reading (patient, time, glucose, rank, trend, out_of_range, received, source)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (
                    patient,
                    to_ms(reading.time),
                    reading.glucose,
                    RANKS[reading.kind],
                    reading.trend,
                    LIMITS.index(reading.out_of_range),
                    received,
                    source,
                )
                for reading in readings
            ],
        )

    def compare(self, patient: str, readings: Sequence[Reading], source: Source, within: timedelta) -> Compared:
        """Return which of the readings of another source would be new."""
        if not readings:
            return Compared([], [])
        reach = max(within, SAME_READING)
        times = [reading.time for reading in readings]
        rows = self._db.execute(
            "SELECT time, rank, source FROM reading WHERE patient = ? AND time BETWEEN ? AND ? ORDER BY time",
            (patient, to_ms(min(times) - reach), to_ms(max(times) + reach)),
        )
        return compare(readings, rows.fetchall(), source, within // MILLISECOND)

    def add_from(
        self,
        patient: str,
        readings: Sequence[Reading],
        source: Source,
        *,
        within: timedelta,
        received: datetime,
        forward: bool,
    ) -> Compared:
        """Store what is new of the readings of another source, in one transaction; see `Journal.add_from`."""
        with transaction(self._db):
            found = self.compare(patient, readings, source, within)
            targets = self.deliveries.in_use(patient) if forward else []
            for reading, twins in found.replacing:
                self.deliveries.replace(targets, to_ms(reading.time), twins, State.LATER)
                self._db.executemany(
                    "DELETE FROM reading WHERE patient = ? AND time = ?", [(patient, twin) for twin in twins]
                )
            self._write(patient, found.new, to_ms(received), source)
            self.deliveries.queue(targets, [to_ms(reading.time) for reading in found.new], State.LATER)
            return found

    def add_treatments(self, patient: str, treatments: Iterable[Treatment]) -> int:
        """Store those treatments that are not there yet, in one transaction; returns how many."""
        with transaction(self._db):
            return self.treatments.add(patient, treatments)

    def latest(self, patient: str) -> Reading | None:
        """Return the newest reading."""
        rows = self._db.execute(
            f"SELECT {COLUMNS} FROM reading WHERE patient = ? ORDER BY time DESC LIMIT 1",  # noqa: S608 - constants
            (patient,),
        )
        return next(iter(_readings(rows)), None)

    def range(self, patient: str, start: datetime, end: datetime) -> list[Reading]:
        """Return the readings from `start` to before `end`, oldest first."""
        return _readings(
            self._db.execute(
                f"SELECT {COLUMNS} FROM reading WHERE patient = ? AND time >= ? AND time < ? ORDER BY time",  # noqa: S608
                (patient, to_ms(start), to_ms(end)),
            )
        )

    def times(self, patient: str, start: datetime, end: datetime) -> list[datetime]:
        """Return only the times of the readings of a span, oldest first."""
        return [
            from_ms(row[0])
            for row in self._db.execute(
                "SELECT time FROM reading WHERE patient = ? AND time >= ? AND time < ? ORDER BY time",
                (patient, to_ms(start), to_ms(end)),
            )
        ]

    def first_time(self, patient: str) -> datetime | None:
        """Return the time of the oldest reading that is no scan: scans reach back to before anybody followed."""
        row = self._db.execute("SELECT min(time) FROM reading WHERE patient = ? AND rank <> 1", (patient,)).fetchone()
        return None if row[0] is None else from_ms(row[0])

    def count(self, patient: str) -> int:
        """Return how many readings there are."""
        row = self._db.execute("SELECT count(*) FROM reading WHERE patient = ?", (patient,)).fetchone()
        return int(row[0])

    def delay(self, patient: str) -> timedelta | None:
        """Return how long current readings took to arrive of late: the median of the last twenty."""
        rows = self._db.execute(
            "SELECT received - time FROM reading WHERE patient = ? AND rank = 2 ORDER BY time DESC LIMIT ?",
            (patient, _DELAYS_LOOKED_AT),
        )
        delays = [row[0] for row in rows if 0 <= row[0] < _LONGEST_DELAY // MILLISECOND]
        return timedelta(milliseconds=median(delays)) if delays else None

    def extent(self) -> tuple[int, int | None, int]:
        """Return how many readings there are, the time of the newest (ms), and how many treatments."""
        count, newest = self._db.execute("SELECT count(*), max(time) FROM reading").fetchone()
        return int(count), newest, self.treatments.count()

    def is_empty(self) -> bool:
        """Return whether nothing was ever kept."""
        (kept,) = self._db.execute(
            "SELECT EXISTS (SELECT 1 FROM reading) OR EXISTS (SELECT 1 FROM target) OR EXISTS (SELECT 1 FROM watch)"
            " OR EXISTS (SELECT 1 FROM treatment)"
        ).fetchone()
        return not kept

    def prove(self) -> None:
        """Write something that changes nothing; raises when nothing can be written."""
        self._db.execute("PRAGMA synchronous = OFF")  # Whether there is room shows without waiting for the disk.
        with transaction(self._db):
            self._db.execute(f"PRAGMA user_version = {version(self._db)}")
        self._db.execute("PRAGMA synchronous = FULL")

    def copy_recent(self, other: Store, since: datetime) -> None:
        """Begin with what another store has from a time (UTC) on, and with its watches."""
        columns = "patient, time, glucose, rank, trend, out_of_range, received, source"
        with transaction(self._db):
            self._db.executemany(
                f"INSERT INTO reading ({columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",  # noqa: S608 - constants
                other.connection.execute(f"SELECT {columns} FROM reading WHERE time >= ?", (to_ms(since),)),  # noqa: S608
            )
            self.treatments.take_over(other.treatments, since)
            self._keep_watches(other.watches())

    def take_over(self, other: Store) -> None:
        """Add what another store has by the usual rules, and put its watches in the place of older ones."""
        with transaction(self._db):
            rows = other.connection.execute(f"SELECT {COLUMNS}, patient, received, source FROM reading ORDER BY time")  # noqa: S608
            for time, packed, patient, received, source in rows:
                (reading,) = _readings([(time, packed)])
                targets = [] if source else self.deliveries.targets(patient)
                self._add_one(patient, reading, received, targets, source)
            self.treatments.take_over(other.treatments)
            self._keep_watches(other.watches())

    def forget_patients(self, keep: Iterable[str]) -> None:
        """Forget every patient but these, with their targets."""
        kept = list(keep)
        marks = ", ".join("?" * len(kept))
        with transaction(self._db):
            for table in ("reading", "target", "watch", "treatment"):
                self._db.execute(f"DELETE FROM {table} WHERE patient NOT IN ({marks})", kept)  # noqa: S608

    def watches(self) -> dict[str, str]:
        """Return the documents of the alerts by patient."""
        return dict(self._db.execute("SELECT patient, document FROM watch"))

    def keep_watches(self, documents: Mapping[str, str]) -> None:
        """Replace the documents of the alerts of some patients."""
        with transaction(self._db):
            self._keep_watches(documents)

    def _keep_watches(self, documents: Mapping[str, str]) -> None:
        self._db.executemany("INSERT OR REPLACE INTO watch (patient, document) VALUES (?, ?)", documents.items())

    def prune(self, before: datetime) -> int:
        """Delete what is from before a time, but no reading that a target waits for; returns how many of them."""
        with transaction(self._db):
            deleted = self.deliveries.prune(to_ms(before))
            self.treatments.prune(to_ms(before))
        self._db.execute("PRAGMA incremental_vacuum").fetchall()
        return deleted
