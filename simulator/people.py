"""The people of the simulation: accounts that follow, and patients whose sensors measure."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
import hashlib
import uuid

from .glucose_days import Body, glucose_at, slope_at

SENSOR_LIFE = timedelta(days=14)
WARM_UP = timedelta(minutes=60)
HISTORY_STEP = timedelta(minutes=5)
HISTORY_LAG = timedelta(minutes=17)
HISTORY_REACH = timedelta(hours=12)
_HISTORY_OFFSET = timedelta(seconds=40)
_SCAN_STEP = timedelta(minutes=347)
_SCAN_LAG = timedelta(minutes=30)
_SCAN_OFFSET = timedelta(seconds=7)
_SLOW_STEP = timedelta(minutes=17)
_SLOW_SPREAD = timedelta(minutes=3)
_QUICK = 2.0
_SLOW = 1.0
_FIRST_SENSORS = datetime(2026, 1, 1, 6, 30, tzinfo=UTC)


MISSING = object()
"""Stands for a field that is not there."""


@dataclass(frozen=True, slots=True)
class Measurement:
    """What a sensor has measured."""

    time: datetime
    glucose: int
    trend: int


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time, open at its end when `end` is None."""

    start: datetime
    end: datetime | None = None

    def holds(self, time: datetime) -> bool:
        """Return whether a moment is in it."""
        return self.start <= time and (self.end is None or time < self.end)


@dataclass(kw_only=True)
class SimulatedPatient:
    """A person who wears a sensor and shares its readings."""

    first_name: str
    last_name: str
    body: Body
    patient_id: str = ""
    country: str = "DE"
    uom: int = 1
    product: int = 4
    cadence: timedelta = timedelta(minutes=1)
    upload_delay: timedelta = timedelta(seconds=12)
    sensor_started: datetime | None = None
    """When a sensor was put on out of turn; each lasts 14 days. None: all were put on when the one before ended."""
    shared: bool = True
    phone_away: list[Span] = field(default_factory=list)
    """While the phone is away nothing is uploaded; the history of that time comes later."""
    fills_after: timedelta = timedelta(minutes=3)
    """How long after the phone is back the history of its absence is there."""
    sensor_off: list[Span] = field(default_factory=list)
    """While there is no sensor nothing is measured at all."""
    overrides: list[tuple[Span, int]] = field(default_factory=list)
    curve: Callable[[datetime], float | None] | None = None
    """Glucose (mg/dL) as a function of the time, where it is not None: a night drawn by hand."""
    slow_phone: list[Span] = field(default_factory=list)
    """While the phone is slow it uploads every 14 to 20 minutes only, as in a known bad phase of the wearer's app."""
    out_of_range: list[tuple[Span, str, object]] = field(default_factory=list)
    """While the sensor shows LO or HI ("lo", "hi"): what stands for the number then, MISSING for nothing at all."""
    phone_clock: timedelta = timedelta(0)
    """By how much the phone's clock is ahead: every time that it sends is wrong by so much."""
    broken_fields: dict[str, object] = field(default_factory=dict)
    """Fields of the connection that are to be sent as they stand here."""

    def __post_init__(self) -> None:
        """Give everybody an id that is always the same."""
        self.patient_id = self.patient_id or str(uuid.uuid5(uuid.NAMESPACE_DNS, self.body.seed))
        digest = hashlib.sha256(self.body.seed.encode()).digest()
        self._offset = int.from_bytes(digest[:2]) % 60
        # Not everybody changes the sensor on the same day: in the demo they are a week apart.
        self._first_sensor = _FIRST_SENSORS + timedelta(days=digest[2] % SENSOR_LIFE.days)

    def started(self, now: datetime) -> datetime:
        """Return when the sensor worn now was started; before one out of turn it is the one that was worn till then."""
        first = self._first_sensor
        if self.sensor_started and self.sensor_started <= now:
            first = self.sensor_started
        return first + (now - first) // SENSOR_LIFE * SENSOR_LIFE

    def serial(self, now: datetime) -> str:
        """Return the reduced serial number of the sensor worn now."""
        digest = hashlib.sha256(f"{self.body.seed}{self.started(now):%Y%m%d%H%M}".encode()).hexdigest().upper()
        return f"0{digest[:8]}0" if self.product == 4 else f"MH{digest[:8]}"  # noqa: PLR2004

    def measures(self, time: datetime) -> bool:
        """Return whether the sensor gives a value at a moment."""
        if any(span.holds(time) for span in self.sensor_off):
            return False
        return time - self.started(time) >= WARM_UP

    def measure(self, time: datetime) -> Measurement:
        """Return what the sensor measures at a moment."""
        glucose = next((value for span, value in reversed(self.overrides) if span.holds(time)), None)
        if glucose is not None:
            return Measurement(time, glucose, 3)
        glucose, slope = self._drawn(time) or (glucose_at(self.body, time), slope_at(self.body, time))
        trend = 3 + (slope > _SLOW) + (slope > _QUICK) - (slope < -_SLOW) - (slope < -_QUICK)
        return Measurement(time, glucose, trend)

    def _drawn(self, time: datetime) -> tuple[int, float] | None:
        """Return the glucose of the curve, and its slope over the last ten minutes, where there is a curve."""
        if self.curve is None or (now := self.curve(time)) is None:
            return None
        before = self.curve(time - timedelta(minutes=10))
        return round(now), 0 if before is None else (now - before) / 10

    def _last_tick(self, now: datetime, step: timedelta) -> datetime:
        """Return the last moment of a rhythm, which beats at a fixed second of this patient."""
        offset = timedelta(seconds=self._offset)
        since = (now - offset).timestamp()
        return now - timedelta(seconds=since % step.total_seconds())

    def current(self, now: datetime) -> Measurement:
        """Return the newest measurement in the cloud, however old it is.

        The phone uploads each some seconds after it was made; the cloud shows the last one until there is another.
        """
        tick = self._last_tick(now - self.upload_delay, self.cadence)
        if any(span.holds(now) for span in self.slow_phone):
            tick = self._last_tick(self._last_slow_upload(now) - self.upload_delay, self.cadence)
        while (silent_from := self._silent_from(tick)) is not None:
            tick = self._last_tick(silent_from - timedelta.resolution, self.cadence)
        return self.measure(tick.replace(microsecond=0))

    def _last_slow_upload(self, now: datetime) -> datetime:
        """Return when a slow phone has uploaded last: in each 17 minutes once, some time in the first three of them."""
        number = int(now.timestamp() // _SLOW_STEP.total_seconds())
        uploads = (self._slow_upload(one) for one in (number, number - 1))
        return next(upload for upload in uploads if upload <= now)

    def _slow_upload(self, number: int) -> datetime:
        chance = hashlib.sha256(f"{self.body.seed}{number}".encode()).digest()[0] / 256
        return datetime.fromtimestamp(number * _SLOW_STEP.total_seconds(), UTC) + chance * _SLOW_SPREAD

    def _silent_from(self, tick: datetime) -> datetime | None:
        """Return from when on nothing was measured or uploaded, None if the measurement of this moment was."""
        for span in self.sensor_off:
            if span.holds(tick):
                return span.start
        for span in self.phone_away:
            if span.holds(tick):
                return span.start
            if span.holds(tick + self.upload_delay):
                return span.start - self.upload_delay
        started = self.started(tick)
        return started if tick - started < WARM_UP else None

    def current_between(self, start: datetime, end: datetime) -> list[Measurement]:
        """Return every measurement that was the newest one at some moment between two times, oldest first."""
        found: dict[datetime, Measurement] = {}
        moment = start
        while moment < end:
            measurement = self.current(moment)
            found[measurement.time] = measurement
            moment += self.cadence / 2
        return [found[time] for time in sorted(found)]

    def shows(self, time: datetime) -> tuple[str, object] | None:
        """Return what the sensor shows instead of a number at a moment ("lo", "hi"), and what is sent for it."""
        return next(((end, number) for span, end, number in reversed(self.out_of_range) if span.holds(time)), None)

    def history(self, now: datetime) -> list[Measurement]:
        """Return the points of the graph, oldest first.

        While the phone is away nothing new is added; when it is back it fills in what was measured meanwhile.
        """
        points = []
        # The sensor keeps its history at seconds of its own: a point never has the very time of a current reading.
        tick = self._last_tick(now - HISTORY_LAG - _HISTORY_OFFSET, HISTORY_STEP) + _HISTORY_OFFSET
        while tick > now - HISTORY_REACH:
            if self.measures(tick) and self._there_later(tick, HISTORY_LAG, now):
                points.append(self.measure(tick.replace(microsecond=0)))
            tick -= HISTORY_STEP
        return points[::-1]

    def _there_later(self, time: datetime, lag: timedelta, now: datetime) -> bool:
        """Return whether what the phone uploads some time after it was measured is there by now.

        What could not be uploaded because the phone was away comes a while after it is back.
        """
        there = time + lag
        for span in sorted(self.phone_away, key=lambda span: span.start):
            if span.start <= there and (span.end is None or time < span.end):
                if span.end is None:
                    return False
                there = max(there, span.end + self.fills_after)
        return there <= now

    def scans(self, now: datetime) -> list[Measurement]:
        """Return the scans of 14 days, oldest first: four or so a day."""
        found = []
        tick = self._last_tick(now - _SCAN_LAG - _SCAN_OFFSET, _SCAN_STEP) + _SCAN_OFFSET
        while tick > now - timedelta(days=14):
            if self.measures(tick) and self._there_later(tick, _SCAN_LAG, now):
                found.append(self.measure(tick.replace(microsecond=0)))
            tick -= _SCAN_STEP
        return found[::-1]


@dataclass(kw_only=True)
class SimulatedAccount:
    """A LibreLink Up account: who logs in, and whom they follow."""

    email: str
    password: str
    patients: list[SimulatedPatient]
    region: str | None = None
    """None: the global host serves it itself."""
    country: str = "DE"
    user_id: str = ""
    terms: list[str] = field(default_factory=list)
    """Documents still to accept: tou, pp, or verifyEmail for a step that only the app can do."""
    failures: list[datetime] = field(default_factory=list)
    locked_until: datetime | None = None

    def __post_init__(self) -> None:
        """Give everybody an id that is always the same."""
        self.user_id = self.user_id or str(uuid.uuid5(uuid.NAMESPACE_URL, self.email))


def demo_account() -> SimulatedAccount:
    """Return the account of the demo: a parent who follows a child (Libre 2, mmol/L) and an adult (Libre 3, mg/dL)."""
    return SimulatedAccount(
        email="parent@example.com",
        password="Simulator-1!",  # noqa: S106 - of nobody
        region="de",
        patients=[
            SimulatedPatient(first_name="Anna", last_name="Example", body=Body(seed="anna")),
            SimulatedPatient(
                first_name="Ben",
                last_name="Example",
                country="GB",
                uom=0,
                product=3,
                upload_delay=timedelta(seconds=17),
                body=Body(seed="ben", base=122, meal_rise=105, night_dip=48, dawn_rise=25, noise=3),
            ),
        ],
    )


def large_account(number: int) -> SimulatedAccount:
    """Return an account with many patients, for measuring."""
    return SimulatedAccount(
        email="many@example.com",
        password="Simulator-1!",  # noqa: S106 - of nobody
        patients=[
            SimulatedPatient(first_name=f"Person {index}", last_name="Example", body=Body(seed=f"person {index}"))
            for index in range(number)
        ],
    )
