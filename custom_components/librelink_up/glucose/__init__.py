"""What a reading is, and what follows from readings: pure, no I/O, no Home Assistant."""

from .change import WINDOW, change, rate_of_change
from .gaps import (
    HISTORY_REACH,
    LOGBOOK_PAUSE,
    LOGBOOK_REACH,
    SAME_READING,
    Gap,
    backfill_due,
    gaps,
    logbook_due,
    missing,
)
from .model import (
    AlarmLimits,
    GlucoseUnit,
    OutOfRange,
    Patient,
    Reading,
    ReadingKind,
    Sensor,
    SensorType,
    Trend,
)
from .polling import Rhythm, next_poll, observe
from .sensor import LONG_LIFE, SHORT_LIFE, SensorState, expires_at, proves_long_life, sensor_state
from .state import GlucoseState, Thresholds, fresh, glucose_state, goes_stale_at

__all__ = [
    "HISTORY_REACH",
    "LOGBOOK_PAUSE",
    "LOGBOOK_REACH",
    "LONG_LIFE",
    "SAME_READING",
    "SHORT_LIFE",
    "WINDOW",
    "AlarmLimits",
    "Gap",
    "GlucoseState",
    "GlucoseUnit",
    "OutOfRange",
    "Patient",
    "Reading",
    "ReadingKind",
    "Rhythm",
    "Sensor",
    "SensorState",
    "SensorType",
    "Thresholds",
    "Trend",
    "backfill_due",
    "change",
    "expires_at",
    "fresh",
    "gaps",
    "glucose_state",
    "goes_stale_at",
    "logbook_due",
    "missing",
    "next_poll",
    "observe",
    "proves_long_life",
    "rate_of_change",
    "sensor_state",
]
