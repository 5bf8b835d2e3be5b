"""What a reading, a sensor and a patient are: the words that every room shares.

Glucose is an int in mg/dL everywhere; times are aware datetimes in UTC.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum
from typing import NamedTuple


class Trend(IntEnum):
    """Direction of glucose as the sensor maker's arrow shows it (values as on the cloud's wire)."""

    FALLING_QUICKLY = 1
    FALLING = 2
    STEADY = 3
    RISING = 4
    RISING_QUICKLY = 5


class ReadingKind(StrEnum):
    """Where a reading comes from; decides which of two readings at one time is kept."""

    CURRENT = "current"
    """The newest value, as the cloud's list of connections shows it, with a trend."""
    HISTORIC = "historic"
    """A point of the 5-minute history: averaged by the sensor, late, without a trend."""
    SCAN = "scan"
    """A value the wearer looked at, or that came with an alarm, from the logbook."""


class OutOfRange(StrEnum):
    """The sensor shows HI or LO instead of a number: it is outside its measuring range.

    This is not "above or below target"; the number that comes with it is only a limit.
    """

    HI = "hi"
    LO = "lo"


class Source(IntEnum):
    """By which way a recorded reading came; the values are on disk and never change."""

    FOLLOWED = 0
    """As it was measured, or a little later: from the cloud."""
    LIBREVIEW = 1
    """From a file of LibreView."""
    NIGHTSCOUT = 2
    """From a Nightscout site, or from a file of one."""
    CLARITY = 3
    """From a file of Dexcom Clarity."""


class SensorType(IntEnum):
    """Product type of a FreeStyle sensor (values as on the cloud's wire)."""

    LIBRE_1 = 0
    LIBRE_PRO = 1
    LIBRE_2 = 3
    LIBRE_3 = 4
    LIBRE_X = 5
    SENSE = 7
    LINGO = 9


class GlucoseUnit(StrEnum):
    """The unit in which a person looks at glucose; inside it is always mg/dL."""

    MG_DL = "mg/dL"
    MMOL_L = "mmol/L"


class Reading(NamedTuple):
    """One glucose value (mg/dL) that a sensor measured at one time (UTC).

    A named tuple, because there are many: 90 days of them are made in half the time that dataclasses would take.
    """

    time: datetime
    glucose: int
    kind: ReadingKind
    trend: Trend | None = None
    out_of_range: OutOfRange | None = None


class TreatmentKind(StrEnum):
    """What a treatment is; says what its amount counts."""

    RAPID_INSULIN = "rapid_insulin"
    """Units of rapid-acting insulin."""
    LONG_INSULIN = "long_insulin"
    """Units of long-acting insulin."""
    CARBS = "carbs"
    """Grams of carbohydrates."""
    FINGER_STICK = "finger_stick"
    """Glucose in blood, by a strip (mg/dL)."""
    KETONE = "ketone"
    """Ketones in blood, by a strip (mmol/L)."""
    NOTE = "note"
    """A text; there is no amount."""


class Treatment(NamedTuple):
    """Something that somebody did or noted at a time (UTC)."""

    time: datetime
    kind: TreatmentKind
    amount: float | None = None
    """None: it was noted without one."""
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sensor:
    """The wearable: its serial number, when it was started (UTC) and how long it warms up."""

    serial: str
    started: datetime
    warm_up: timedelta
    type: SensorType | None = None
    """None: a product this version does not know."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AlarmLimits:
    """Limits (mg/dL) between the glucose states, as an account or a user has them; None where there is none."""

    urgent_low: int | None = None
    low: int | None = None
    high: int | None = None
    urgent_high: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """Why a source's newest reading of a person could not be taken, though it gave one."""

    ahead: timedelta | None = None
    """By how much its time is ahead of this clock; None: its form was not understood."""
    shape: str = ""
    """The form of its fields, never what they say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Patient:
    """A person whose readings are followed, as the source describes them now."""

    id: str
    first_name: str
    last_name: str
    unit: GlucoseUnit
    target_low: int | None = None
    target_high: int | None = None
    alarm_limits: AlarmLimits = AlarmLimits()
    sensor: Sensor | None = None
    current: Reading | None = None
    unread: Unread | None = None
    """Why there is no current reading although the source gave one; None: there is one, or none was given."""

    @property
    def name(self) -> str:
        """Return the name to show; empty when the source gives none."""
        return f"{self.first_name} {self.last_name}".strip()
