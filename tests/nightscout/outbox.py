"""An outbox in memory, and a clock that only goes when somebody waits."""

from collections.abc import Collection, Sequence
from datetime import UTC, datetime, timedelta

from custom_components.librelink_up.glucose import Reading, ReadingKind

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def reading(minute: int, kind: ReadingKind = ReadingKind.CURRENT) -> Reading:
    return Reading(NOW - minute * MINUTE, 100 + minute % 50, kind)


class FakeClock:
    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds

    def now(self) -> datetime:
        return NOW + timedelta(seconds=self.seconds - 1000)


class FakeOutbox:
    def __init__(self, minutes: Sequence[int] | range = ()) -> None:
        self.open = sorted(reading(minute) for minute in minutes)
        self.sent: list[Reading] = []
        self.done: list[Reading] = []
        self.there: list[Reading] = []
        self.aside: list[Reading] = []
        self.reasons: list[str] = []
        self.refused_at: dict[datetime, datetime] = {}
        self.broken: Exception | None = None

    async def waiting(self, limit: int, *, newest: bool = False) -> list[Reading]:
        if self.broken:
            raise self.broken
        return self.open[: -1 - limit : -1] if newest else self.open[:limit]

    async def offer(self, readings: Sequence[Reading], at: datetime) -> list[Reading]:
        still = [one for one in readings if one in self.open]
        self._move(still, self.sent)
        return still

    async def offered(self) -> list[datetime]:
        return sorted(one.time for one in self.sent)

    async def withdraw(self, readings: Sequence[Reading]) -> None:
        assert all(one in self.sent for one in readings)
        self._move(readings, self.open)

    async def resolve(self, found: Collection[datetime], at: datetime, *, absent: bool) -> None:
        self._move([one for one in self.sent if one.time in found], self.done)
        if absent:
            self._move(list(self.sent), self.open)

    async def delivered(self, readings: Sequence[Reading], at: datetime) -> None:
        assert all(one in self.sent for one in readings)
        self._move(readings, self.done)

    async def present(self, readings: Sequence[Reading]) -> None:
        self._move(readings, self.there)

    async def refused(self, readings: Sequence[Reading], reason: str, at: datetime) -> None:
        self._move(readings, self.aside)
        self.reasons.append(reason)
        self.refused_at |= {one.time: at for one in readings}

    async def retry_refused(self, before: datetime) -> int:
        due = [one for one in self.aside if self.refused_at[one.time] < before]
        self._move(due, self.open)
        return len(due)

    def _move(self, readings: Sequence[Reading], where: list[Reading]) -> None:
        for one in readings:
            for place in (self.open, self.sent, self.aside):
                if one in place:
                    place.remove(one)
        where += readings
        self.open.sort()
