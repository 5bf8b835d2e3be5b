"""What each target is to get, has been offered and has got: synchronous, in the journal's one thread."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from enum import IntEnum
import sqlite3
from typing import NamedTuple

from ..glucose import SAME_READING, Reading
from .connection import transaction
from .rows import COLUMNS, EPOCH, MILLISECOND, from_ms, readings as _readings, to_ms

_SAME = SAME_READING // MILLISECOND
_EVER = -(1 << 47)
_FAR = from_ms(1 << 47)

type Target = tuple[int, int, int]
"""A target's id, its spacing (ms) and the time (ms) from which it gets readings."""


class State(IntEnum):
    """How a reading stands with a target."""

    WAITING = 0
    DELIVERED = 1
    PRESENT = 2
    REFUSED = 3
    OFFERED = 4
    """It was sent, and what became of it is not known yet."""
    LATER = 5
    """It is from long ago, and waits until nothing else does."""


class OutboxCount(NamedTuple):
    """How much a target has before it, and how much it has refused."""

    waiting: int
    refused: int
    last_delivery: datetime | None
    oldest_waiting: datetime | None = None


class Deliveries:
    """The queues of all targets, whether in use or at rest."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        """Share the journal's connection."""
        self._db = connection

    # Targets

    def register(self, patient: str, name: str, since: datetime, spacing: timedelta | None) -> None:
        """Let a target take part, from now on or again; it gets nothing from before the earliest `since` it ever had.

        What was left out for the sake of an earlier spacing stays left out: that part of the past is complete.
        """
        with transaction(self._db):
            distance, first = to_ms(EPOCH + spacing) if spacing else 0, to_ms(since)
            known = self._db.execute(
                "SELECT id, since FROM target WHERE patient = ? AND name = ?", (patient, name)
            ).fetchone()
            target, end = known or (None, to_ms(_FAR))
            if known:
                self._db.execute(
                    "UPDATE target SET spacing = ?, since = min(since, ?), in_use = 1 WHERE id = ?",
                    (distance, first, target),
                )
            else:
                target = self._db.execute(
                    "INSERT INTO target (patient, name, spacing, since) VALUES (?, ?, ?, ?)",
                    (patient, name, distance, first),
                ).lastrowid
            times = self._db.execute(
                "SELECT time FROM reading WHERE patient = ? AND time >= ? AND time < ? ORDER BY time",
                (patient, first, end),
            )
            self.queue([(int(target or 0), distance, first)], [row[0] for row in times.fetchall()])

    def rest(self, patient: str, keep: str | None) -> None:
        """Let every target of a patient rest but one; what they have got is remembered, as they may come back."""
        self._db.execute("UPDATE target SET in_use = 0 WHERE patient = ? AND name IS NOT ?", (patient, keep))

    def targets(self, patient: str) -> list[Target]:
        """Return all targets of a patient; one at rest keeps its queue, so that nothing is missing when it is back."""
        return self._db.execute("SELECT id, spacing, since FROM target WHERE patient = ?", (patient,)).fetchall()

    def in_use(self, patient: str) -> list[Target]:
        """Return the targets of a patient that are delivered to, as if they wanted everything from ever on."""
        rows = self._db.execute("SELECT id, spacing FROM target WHERE patient = ? AND in_use", (patient,))
        return [(target, spacing, _EVER) for target, spacing in rows]

    def _target(self, patient: str, name: str) -> int | None:
        row = self._db.execute("SELECT id FROM target WHERE patient = ? AND name = ?", (patient, name)).fetchone()
        return None if row is None else int(row[0])

    # Readings come; the caller has begun a transaction

    def queue(self, targets: Iterable[Target], times: Iterable[int], state: State = State.WAITING) -> None:
        """Let readings wait for targets, unless they are too old for it or too close to a neighbour."""
        self._db.executemany(
            "INSERT OR IGNORE INTO delivery (target, time, state) SELECT ?1, ?2, ?5"
            " WHERE ?2 >= ?4 AND (?3 = 0 OR NOT EXISTS"
            " (SELECT 1 FROM delivery WHERE target = ?1 AND time > ?2 - ?3 AND time < ?2 + ?3))",
            [(target, time, spacing, since, state) for target, spacing, since in targets for time in times],
        )

    def replace(self, targets: Iterable[Target], time: int, twins: Sequence[int], waits: State = State.WAITING) -> None:
        """Let a reading take the place of points of the history that are the same reading.

        A target that has one of them does not get the reading a second time, and one that may have it does not until
        that is known.
        """
        for target, spacing, since in targets:
            states = {self._state(target, twin) for twin in twins}
            state = State.PRESENT if states & {State.DELIVERED, State.PRESENT} else State.OFFERED
            if has := states & {State.DELIVERED, State.PRESENT, State.OFFERED}:
                self._db.execute(
                    "INSERT OR REPLACE INTO delivery (target, time, state) VALUES (?, ?, ?)", (target, time, state)
                )
            # What the target has keeps its row: a reading of that very time is not sent again, whatever comes later.
            self._db.executemany(
                "DELETE FROM delivery WHERE target = ? AND time = ? AND time <> ? AND state IN (?, ?, ?)",
                [(target, twin, time, State.WAITING, State.REFUSED, State.LATER) for twin in twins],
            )
            if not has:
                self.queue([(target, spacing, since)], [time], waits)

    def _state(self, target: int, time: int) -> int | None:
        row = self._db.execute("SELECT state FROM delivery WHERE target = ? AND time = ?", (target, time)).fetchone()
        return None if row is None else int(row[0])

    # A queue is worked off

    def waiting(self, patient: str, name: str, limit: int, *, newest: bool = False) -> list[Reading]:
        """Return the oldest readings that wait for a target, or the newest; when there are none, those for later."""
        found = self._waiting(patient, name, limit, newest=newest)
        if not found and (target := self._target(patient, name)) and self._call_later(target, limit):
            found = self._waiting(patient, name, limit, newest=newest)
        return found

    def _call_later(self, target: int, limit: int) -> bool:
        """Let the oldest of those wait that had to wait until nothing else did; returns whether there were any."""
        called = self._db.execute(
            "UPDATE delivery SET state = 0 WHERE target = ?1 AND time IN"
            " (SELECT time FROM delivery WHERE target = ?1 AND state = 5 ORDER BY time LIMIT ?2)",
            (target, limit),
        )
        return called.rowcount > 0

    def _waiting(self, patient: str, name: str, limit: int, *, newest: bool) -> list[Reading]:
        return _readings(
            self._db.execute(
                f"SELECT {COLUMNS} FROM target"  # noqa: S608 - constants
                " JOIN delivery ON delivery.target = target.id AND delivery.state = 0"
                " JOIN reading ON reading.patient = target.patient AND reading.time = delivery.time"
                f" WHERE target.patient = ? AND target.name = ? ORDER BY delivery.time {'DESC' if newest else ''}"
                " LIMIT ?",
                (patient, name, limit),
            )
        )

    def offer(self, patient: str, name: str, readings: Sequence[Reading], at: datetime) -> list[Reading]:
        """Note that readings are about to be sent; returns those that still wait: one may have been replaced."""
        target = self._target(patient, name)
        with transaction(self._db):
            return [
                reading
                for reading in readings
                if self._db.execute(
                    "UPDATE delivery SET state = 4, at = ? WHERE target = ? AND time = ? AND state = 0",
                    (to_ms(at), target, to_ms(reading.time)),
                ).rowcount
            ]

    def offered(self, patient: str, name: str) -> list[datetime]:
        """Return the times of what was sent without an answer, oldest first."""
        rows = self._db.execute(
            "SELECT time FROM delivery WHERE state = 4 AND target = ? ORDER BY time", (self._target(patient, name),)
        )
        return [from_ms(row[0]) for row in rows]

    def withdraw(self, patient: str, name: str, readings: Sequence[Reading]) -> None:
        """Let offered readings wait again; what has been replaced meanwhile is gone."""
        target = self._target(patient, name)
        with transaction(self._db):
            self._return(patient, [(target, to_ms(reading.time)) for reading in readings])

    def _return(self, patient: str, rows: Sequence[tuple[int | None, int]]) -> None:
        self._db.executemany("UPDATE delivery SET state = 0 WHERE state = 4 AND target = ? AND time = ?", rows)
        self._db.executemany(
            "DELETE FROM delivery WHERE state = 0 AND target = ?1 AND time = ?2"
            " AND NOT EXISTS (SELECT 1 FROM reading WHERE patient = ?3 AND time = ?2)",
            [(target, time, patient) for target, time in rows],
        )
        # What took the place of an offered point was not asked whether it is far enough from its neighbours.
        self._db.executemany(
            "DELETE FROM delivery WHERE state = 0 AND target = ?1 AND time = ?2 AND EXISTS"
            " (SELECT 1 FROM target JOIN delivery other ON other.target = id"
            " WHERE id = ?1 AND other.time <> ?2 AND abs(other.time - ?2) < spacing AND other.state IN (0, 1, 5))",
            rows,
        )

    def resolve(self, patient: str, name: str, found: Collection[datetime], at: datetime, *, absent: bool) -> None:
        """Note which of the offered times the target was seen to have at a time; `absent`: it has no others."""
        target = self._target(patient, name)
        with transaction(self._db):
            self._settle(patient, target, [to_ms(time) for time in found], State.DELIVERED, at=at)
            if absent:
                left = self._db.execute("SELECT target, time FROM delivery WHERE state = 4 AND target = ?", (target,))
                self._return(patient, left.fetchall())

    def settle(
        self,
        patient: str,
        name: str,
        readings: Sequence[Reading],
        state: State,
        *,
        at: datetime | None = None,
        reason: str | None = None,
    ) -> None:
        """Take readings out of a target's queue: delivered (`at` a time), present there already, or refused."""
        target = self._target(patient, name)
        with transaction(self._db):
            times = [to_ms(reading.time) for reading in readings]
            if state is State.PRESENT:
                times += self._replaced(target, times)
            self._settle(patient, target, times, state, at=at, reason=reason)

    def _replaced(self, target: int | None, times: Sequence[int]) -> list[int]:
        """Return the times of what has taken the place of points that are not in the queue any more.

        While the site was asked whether it has a point of the history, a scan can have come: it is the same reading.
        """
        found: list[int] = []
        for time in times:
            inserted = self._db.execute(
                "INSERT OR IGNORE INTO delivery (target, time, state) VALUES (?, ?, ?)", (target, time, State.PRESENT)
            )
            if inserted.rowcount:
                nearest = self._db.execute(
                    "SELECT time FROM delivery WHERE target = ?1 AND state = 0 AND abs(time - ?2) <= ?3"
                    " ORDER BY abs(time - ?2) LIMIT 1",
                    (target, time, _SAME),
                ).fetchone()
                found += nearest or ()
        return found

    def _settle(
        self,
        patient: str,
        target: int | None,
        times: Sequence[int],
        state: State,
        *,
        at: datetime | None = None,
        reason: str | None = None,
    ) -> None:
        moment = None if at is None else to_ms(at)
        self._db.executemany(
            "UPDATE delivery SET state = ?, reason = ?, at = ? WHERE target = ? AND time = ?",
            [(state, reason, moment, target, time) for time in times],
        )
        if state is State.DELIVERED and times:
            self._db.execute("UPDATE target SET last_delivery = ? WHERE id = ?", (moment, target))
            # What took the place of a point that was on its way is there with it.
            self._db.execute(
                "UPDATE delivery SET state = 2, at = NULL WHERE state = 4 AND target = ?1 AND EXISTS"
                " (SELECT 1 FROM delivery AS twin WHERE twin.target = ?1 AND twin.state = 1"
                " AND twin.time BETWEEN delivery.time - ?2 AND delivery.time + ?2 AND twin.time <> delivery.time"
                " AND NOT EXISTS (SELECT 1 FROM reading WHERE patient = ?3 AND time = twin.time))",
                (target, _SAME, patient),
            )

    def retry_refused(self, patient: str, name: str, before: datetime | None = None) -> int:
        """Let what a target has refused (before a time) wait again; returns how many.

        Without a time, nothing is said any more of their having been refused; with one, that is until they are taken.
        """
        return self._db.execute(
            "UPDATE delivery SET state = 0, reason = CASE WHEN ?1 IS NULL THEN NULL ELSE reason END"
            " WHERE state = 3 AND target = ?2 AND (?1 IS NULL OR at IS NULL OR at < ?1)",
            (None if before is None else to_ms(before), self._target(patient, name)),
        ).rowcount

    def count(self, patient: str, name: str) -> OutboxCount:
        """Return how a target stands; what is offered has not arrived yet."""
        row = self._db.execute(
            "SELECT (SELECT count(*) FROM delivery WHERE target = id AND state = 0)"
            " + (SELECT count(*) FROM delivery WHERE target = id AND state = 4),"
            " (SELECT count(*) FROM delivery WHERE target = id AND reason IS NOT NULL), last_delivery,"
            " (SELECT min(time) FROM delivery WHERE target = id AND state = 0),"
            " (SELECT min(time) FROM delivery WHERE target = id AND state = 4)"
            " FROM target WHERE patient = ? AND name = ?",
            (patient, name),
        ).fetchone()
        if row is None:
            return OutboxCount(0, 0, None)
        waiting, refused, last, *oldest = row
        first = min((time for time in oldest if time is not None), default=None)
        return OutboxCount(
            waiting,
            refused,
            None if last is None else from_ms(last),
            None if first is None else from_ms(first),
        )

    # What is old

    def prune(self, before: int) -> int:
        """Delete the readings from before a time (ms) that no target in use still is to get; returns how many.

        The caller has begun a transaction. What a target has refused is tried again: it is not deleted unseen.
        """
        deleted = self._db.execute(
            "DELETE FROM reading WHERE time < ? AND NOT EXISTS (SELECT 1 FROM delivery JOIN target ON"
            " target.id = delivery.target WHERE target.patient = reading.patient AND target.in_use"
            " AND delivery.time = reading.time AND delivery.state IN (0, 3, 4, 5))",
            (before,),
        ).rowcount
        self._db.execute(
            "DELETE FROM delivery WHERE time < ? AND NOT EXISTS (SELECT 1 FROM target WHERE target.id = delivery.target"
            " AND (target.in_use AND delivery.state = 4 OR EXISTS"
            " (SELECT 1 FROM reading WHERE reading.patient = target.patient AND reading.time = delivery.time)))",
            (before,),
        )
        return deleted
