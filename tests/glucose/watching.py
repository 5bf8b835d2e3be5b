"""A patient who is watched: readings come, time goes by, and what happens is noted."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
import json

from custom_components.librelink_up.glucose import (
    SHORT_LIFE,
    WINDOW,
    Happening,
    Look,
    Reading,
    ReadingKind,
    Sensor,
    Thresholds,
    Watch,
    happenings,
    take_look,
)

START = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
STALE = timedelta(minutes=15)
MINUTE = timedelta(minutes=1)


def at(minutes: float) -> datetime:
    return START + timedelta(minutes=minutes)


def reading(minutes: float, glucose: int, kind: ReadingKind = ReadingKind.CURRENT) -> Reading:
    return Reading(time=at(minutes), glucose=glucose, kind=kind)


def every(step: float, *values: int, begin: float = 0) -> list[Reading]:
    """Current readings, one every so many minutes."""
    return [reading(begin + number * step, value) for number, value in enumerate(values)]


@dataclass
class Watched:
    """Looks at a patient as the coordinator does; restarts are round trips through JSON."""

    sensor: Sensor | None = None
    thresholds: Thresholds = field(default_factory=Thresholds)
    stale_limit: timedelta = STALE
    life: timedelta = SHORT_LIFE
    readings: list[Reading] = field(default_factory=list)
    told: list[tuple[float, Happening]] = field(default_factory=list)
    watch: Watch | None = None
    last: Look | None = None

    def look(self, minutes: float, *new: Reading) -> Look:
        """Look at a moment (minutes after the start), with readings that have come since the look before."""
        now = at(minutes)
        self.readings = sorted({*self.readings, *new})
        recent = [one for one in self.readings if one.time > (self.readings[-1].time - WINDOW)]
        before = self.watch or Watch.begin(now, self.thresholds, self.sensor)
        look = take_look(
            before,
            now,
            recent,
            thresholds=self.thresholds,
            stale_limit=self.stale_limit,
            sensor=self.sensor,
            life=self.life,
        )
        self.watch = look.after
        self.last = look
        self.told += [(minutes, happening) for happening in happenings(look)]
        return look

    def restart(self) -> None:
        assert self.watch is not None
        self.watch = Watch.from_json(json.loads(json.dumps(self.watch.as_json())))

    def follow(self, readings: Iterable[Reading], delay: float = 0.2) -> None:
        """Look as each reading comes, and each minute in between."""
        for one in readings:
            minutes = (one.time - START) / MINUTE + delay
            self.wait(minutes)
            self.look(minutes, one)

    def wait(self, until: float) -> None:
        """Look each minute, with nothing new."""
        assert self.watch is None or self.last is not None
        while self.last and (self.last.now - START) / MINUTE + 1 < until:
            self.look((self.last.now - START) / MINUTE + 1)

    def happened(self, *kinds: Happening) -> list[Happening]:
        """What was told, without the readings; or only some kinds of it."""
        wanted = kinds or [one for one in Happening if one is not Happening.READING_RECEIVED]
        return [happening for _, happening in self.told if happening in wanted]


def states(watched: Watched, readings: Sequence[Reading]) -> list[str]:
    """The states that a patient goes through, with each reading."""
    found: list[str] = []
    for one in readings:
        watched.follow([one])
        assert watched.watch is not None
        if not found or found[-1] != watched.watch.episode.state.value:
            found.append(watched.watch.episode.state.value)
    return found
