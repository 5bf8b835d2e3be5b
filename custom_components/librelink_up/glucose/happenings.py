"""What happens to a patient between one look and the next: each question has one answer, and yes only once.

Nothing but the look is asked, so that the answers are the same after a restart.
"""

from collections.abc import Callable, Collection, Sequence
from datetime import datetime, timedelta
from enum import StrEnum

from .forecast import FORECAST_AHEAD, steady_rate, time_to
from .model import OutOfRange, Reading
from .state import ABOUT_GLUCOSE, HIGHS, LOWS, GlucoseState, fresh
from .watch import Look


class Happening(StrEnum):
    """What can happen; the least important first."""

    READING_RECEIVED = "reading_received"
    SENSOR_STARTED = "sensor_started"
    SENSOR_EXPIRES_SOON = "sensor_expires_soon"
    SENSOR_ENDED = "sensor_ended"
    NIGHTSCOUT_BEHIND = "nightscout_behind"
    BACK_IN_RANGE = "back_in_range"
    RISING_FAST = "rising_fast"
    FALLING_FAST = "falling_fast"
    LOW_PREDICTED = "low_predicted"
    READING_OVERDUE = "reading_overdue"
    BECAME_HIGH = "became_high"
    BECAME_URGENT_HIGH = "became_urgent_high"
    BECAME_LOW = "became_low"
    BECAME_URGENT_LOW = "became_urgent_low"


FAST_RATE = 2.0
"""mg/dL per minute: from here on the maker's arrow points straight up or down (FreeStyle Libre user manuals)."""
EXPIRES_SOON = timedelta(hours=24)
NIGHTSCOUT_BEHIND = timedelta(minutes=30)
READING_OVERDUE = timedelta(minutes=20)

LONGEST_CROSSED = timedelta(minutes=45)
"""For how long glucose can be asked to stay in a range: well within the readings that a look knows."""

_LONGEST_GAP = timedelta(minutes=15)
_QUIET = timedelta(minutes=30)
"""What was so at a reading within this time is no news when it is so again."""

ENTERED: dict[Happening, Collection[GlucoseState]] = {
    Happening.BECAME_HIGH: HIGHS,
    Happening.BECAME_URGENT_HIGH: {GlucoseState.URGENT_HIGH},
    Happening.BECAME_LOW: LOWS,
    Happening.BECAME_URGENT_LOW: {GlucoseState.URGENT_LOW},
}
"""The states that are entered."""


def happenings(look: Look, nightscout_waits_since: datetime | None = None) -> tuple[Happening, ...]:
    """Return what has happened, by the usual measures, the most important last."""
    found = {
        Happening.READING_RECEIVED: look.reading is not None,
        Happening.SENSOR_STARTED: sensor_started(look),
        Happening.SENSOR_EXPIRES_SOON: sensor_expires_soon(look, EXPIRES_SOON),
        Happening.SENSOR_ENDED: sensor_ended(look),
        Happening.NIGHTSCOUT_BEHIND: passed(look, nightscout_waits_since, NIGHTSCOUT_BEHIND),
        Happening.BACK_IN_RANGE: back_in_range(look),
        Happening.RISING_FAST: changing_fast(look, FAST_RATE, rising=True),
        Happening.FALLING_FAST: changing_fast(look, FAST_RATE, rising=False),
        Happening.LOW_PREDICTED: low_predicted(look, FORECAST_AHEAD),
        Happening.READING_OVERDUE: reading_overdue(look, READING_OVERDUE),
        **{happening: entered(look, states) for happening, states in ENTERED.items()},
    }
    return tuple(happening for happening in Happening if found[happening])


def entered(look: Look, states: Collection[GlucoseState], stay: timedelta = timedelta(0)) -> bool:
    """Return whether the patient has come into one of these states from another, and stayed for a time.

    Going from low to urgent low is not coming into "low or urgent low". Coming back from a time without readings is.
    """
    return _begun(look, look.after.episode.since_any(states), look.before.episode.since_any(states), stay)


def back_in_range(look: Look, stay: timedelta = timedelta(0)) -> bool:
    """Return whether glucose is in range after it was low or high, and stayed for a time.

    It may have been away in between: low, then no readings, then in range, is back in range.
    """
    in_range = {GlucoseState.IN_RANGE}
    if look.after.episode.previous not in LOWS | HIGHS:
        return False
    return _begun(look, look.after.episode.since_any(in_range), look.before.episode.since_any(in_range), stay)


def _begun(look: Look, since: datetime | None, before: datetime | None, stay: timedelta) -> bool:
    """Return whether what is so since a moment, and was so since another moment before, has now lasted for a time."""
    if since is None:
        return False
    if since == before:
        return bool(stay) and passed(look, since, stay)
    was, now_is = (watch.episode.state in ABOUT_GLUCOSE for watch in (look.before, look.after))
    if look.reading is None and now_is and not was:
        return False  # A reading counts again, with a longer limit or another clock: it has been told.
    return not stay or since + stay <= look.now


def passed(look: Look, moment: datetime | None, after: timedelta) -> bool:
    """Return whether a moment (UTC) plus a time has come since the look before."""
    return moment is not None and look.before.looked < moment + after <= look.now


def crossed(look: Look, inside: Callable[[int], bool], stay: timedelta = timedelta(0)) -> bool:
    """Return whether glucose (mg/dL) has come into a range with a new reading, and stayed for a time.

    The reading before may be long ago. Staying is known for up to LONGEST_CROSSED, and ends with a gap.
    """
    since = inside_since(look.readings, look.now, inside, look.stale_limit)
    if look.reading and look.previous and not inside(_level(look.previous)) and since:
        return not stay or since + stay <= look.now
    return bool(stay) and passed(look, since, stay)


def inside_since(
    readings: Sequence[Reading], now: datetime, inside: Callable[[int], bool], stale_limit: timedelta
) -> datetime | None:
    """Return since when (UTC) readings, oldest first, are in a range; None: the last one is not, or is too old."""
    since, later = None, now
    for reading in reversed(readings):
        if later - reading.time > _LONGEST_GAP or not fresh(reading, later, stale_limit) or not inside(_level(reading)):
            break
        since = later = reading.time
    return since


def _level(reading: Reading) -> int:
    """Return the glucose (mg/dL) by which a reading is past a line: LO is below, and HI above, every one."""
    return {OutOfRange.LO: 0, OutOfRange.HI: 1000, None: reading.glucose}[reading.out_of_range]


def low_predicted(look: Look, lead: timedelta) -> bool:
    """Return whether low glucose is expected within a time, and was not expected for half an hour."""
    if look.after.episode.state in LOWS:
        return False
    low = look.after.thresholds.low

    def _so(readings: Sequence[Reading]) -> bool:
        ahead = time_to(readings, low)
        return ahead is not None and ahead <= lead

    return _news(look, _so)


def changing_fast(look: Look, rate: float, *, rising: bool) -> bool:
    """Return whether glucose rises or falls at a rate (mg/dL per minute) or faster, and did not for half an hour."""

    def _so(readings: Sequence[Reading]) -> bool:
        found = steady_rate(readings)
        return found is not None and (found if rising else -found) >= rate

    return _news(look, _so)


def _news(look: Look, so: Callable[[Sequence[Reading]], bool]) -> bool:
    """Return whether something is so with the new reading that was not with any reading of the last while.

    Only readings that were told count: of what came while nobody listened, nobody knows.
    """
    if look.reading is None or not so(look.readings):
        return False
    told = look.previous.time if look.previous else look.reading.time - _QUIET
    earlier = [
        end for end, reading in enumerate(look.readings[:-1], 1) if look.reading.time - _QUIET <= reading.time <= told
    ]
    return not any(so(look.readings[:end]) for end in earlier)


def reading_overdue(look: Look, after: timedelta) -> bool:
    """Return whether no new reading has come for a time, though a sensor should give some.

    A sensor that warms up, or has ended, owes nothing.
    """
    if look.after.reading is None or look.after.episode.state in (GlucoseState.UNKNOWN, GlucoseState.SENSOR_ENDED):
        return False
    sensor = look.after.sensor
    owed = max(look.after.reading.time, sensor.started + sensor.warm_up) if sensor else look.after.reading.time
    return passed(look, owed, after)


def sensor_started(look: Look) -> bool:
    """Return whether another sensor was started."""
    before, after = look.before.sensor, look.after.sensor
    if after is None or (before and (before.serial == after.serial or before.started == after.started)):
        return False  # A serial number can be written in two ways.
    return before is not None or after.started > look.before.looked - EXPIRES_SOON


def sensor_ended(look: Look) -> bool:
    """Return whether the sensor has come to its end."""
    return entered(look, {GlucoseState.SENSOR_ENDED})


def sensor_expires_soon(look: Look, ahead: timedelta) -> bool:
    """Return whether the sensor ends within a time from now on."""
    return passed(look, look.expires, -ahead)
