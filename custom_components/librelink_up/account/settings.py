"""What the user chose for an account and for a patient, typed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Self

from ..const import (
    CONF_NIGHTSCOUT,
    CONF_NIGHTSCOUT_API,
    CONF_NIGHTSCOUT_SECRET,
    CONF_NIGHTSCOUT_SEND,
    CONF_NIGHTSCOUT_SINCE,
    CONF_NIGHTSCOUT_URL,
    CONF_POLLING,
    CONF_RETENTION,
    CONF_SENSOR_LIFE,
    CONF_STALE_LIMIT,
    CONF_THRESHOLDS,
    CONF_UNIT,
    DEFAULT_RETENTION,
    DEFAULT_STALE_LIMIT,
    POLLING_AUTOMATIC,
    SEND_EVERY_READING,
    SEND_FIVE_MINUTES,
    SENSOR_LIFE_LEARN,
    SINCE_DAY,
    SINCE_EVER,
)
from ..glucose import AlarmLimits, GlucoseUnit
from ..nightscout import Api

# "One per 5 minutes" leaves out what follows within 4.5 minutes: sensors drift by some seconds, and a
# reading that is 4:58 after the last one must not be dropped.
_FIVE_MINUTE_SPACING = timedelta(seconds=270)


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountSettings:
    """The options of an account."""

    polling: timedelta | None
    """The fixed interval between polls; None: automatic."""
    stale_limit: timedelta
    """A reading older than this is not shown as current."""
    retention: timedelta
    """How long readings are kept in the journal."""

    @classmethod
    def from_options(cls, options: Mapping[str, Any]) -> Self:
        """Read the options of a config entry."""
        polling = options.get(CONF_POLLING, POLLING_AUTOMATIC)
        return cls(
            polling=None if polling == POLLING_AUTOMATIC else timedelta(minutes=int(polling)),
            stale_limit=timedelta(minutes=options.get(CONF_STALE_LIMIT, DEFAULT_STALE_LIMIT / timedelta(minutes=1))),
            retention=timedelta(days=options.get(CONF_RETENTION, DEFAULT_RETENTION / timedelta(days=1))),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class NightscoutSettings:
    """Where and how the readings of a patient are forwarded."""

    url: str
    secret: str = field(repr=False)
    api: Api
    spacing: timedelta | None
    """The least time between two readings that are sent; None: every reading is sent."""
    since: timedelta | None
    """How much of the past is sent at first: a span before now, zero for nothing; None for everything recorded."""

    def first_time(self, now: datetime) -> datetime:
        """Return the time (UTC) from which readings are sent when the site is new."""
        return datetime.fromtimestamp(0, UTC) if self.since is None else now - self.since

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Self:
        """Read the Nightscout part of a patient's subentry."""
        since = data.get(CONF_NIGHTSCOUT_SINCE, SINCE_DAY)
        send = data.get(CONF_NIGHTSCOUT_SEND, SEND_EVERY_READING)
        return cls(
            url=data[CONF_NIGHTSCOUT_URL],
            secret=data[CONF_NIGHTSCOUT_SECRET],
            api=Api(data.get(CONF_NIGHTSCOUT_API, Api.V1)),
            spacing=_FIVE_MINUTE_SPACING if send == SEND_FIVE_MINUTES else None,
            since=None if since == SINCE_EVER else timedelta(days=1 if since == SINCE_DAY else 0),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class PatientSettings:
    """The settings of a followed patient."""

    sensor_life: timedelta | None
    """How long a sensor lasts; None: learned from the readings."""
    thresholds: AlarmLimits
    """The thresholds (mg/dL) that were chosen; None where the account's own alarm settings count."""
    nightscout: NightscoutSettings | None
    unit: GlucoseUnit | None
    """The unit in which everything of the patient is shown; None: nobody has said it yet."""

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Self:
        """Read the data of a patient's subentry."""
        life = data.get(CONF_SENSOR_LIFE, SENSOR_LIFE_LEARN)
        nightscout = data.get(CONF_NIGHTSCOUT)
        return cls(
            sensor_life=None if life == SENSOR_LIFE_LEARN else timedelta(days=int(life)),
            thresholds=AlarmLimits(**data.get(CONF_THRESHOLDS, {})),
            nightscout=NightscoutSettings.from_data(nightscout) if nightscout else None,
            unit=GlucoseUnit(data[CONF_UNIT]) if CONF_UNIT in data else None,
        )
