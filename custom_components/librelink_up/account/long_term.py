"""What Home Assistant's recorder has of an entity hour by hour, and how that is corrected.

Everything here needs the recorder: it is imported when that has compiled something.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
import math
from typing import NamedTuple

from homeassistant.components.recorder.db_schema import StatisticsRuns
from homeassistant.components.recorder.models import (
    StatisticData,
    StatisticMeanType,
    StatisticMetaData,
    process_timestamp,
)
from homeassistant.components.recorder.statistics import (
    async_import_statistics,
    get_metadata,
    statistics_during_period,
)
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.recorder import get_instance, session_scope
from homeassistant.util import dt as dt_util
from sqlalchemy import func, select

from ..glucose import GlucoseUnit, HourFigures

_UNIT_CLASS = "blood_glucose_concentration"
_UNITS = frozenset(unit.value for unit in GlucoseUnit)
_MG_DL_PER_MMOL_L = 18
_COMPILED_AT_ONCE = timedelta(minutes=5)
_EXACT = 1e-6


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """Hours to be written, with the metadata as they are stored: they say in which unit."""

    metadata: StatisticMetaData
    hours: Sequence[StatisticData]


class _Figures(NamedTuple):
    """Mean, lowest and highest of an hour, in the stored unit; all None: it is not known."""

    mean: float | None
    lowest: float | None
    highest: float | None

    @property
    def invented(self) -> bool:
        """Return whether it is one value all the hour long."""
        return self.lowest is not None and self.lowest == self.highest

    def same(self, other: _Figures | None) -> bool:
        """Return whether other figures are these, but for what a database may round."""
        return other is not None and all(
            one is two or (one is not None and two is not None and math.isclose(one, two, rel_tol=_EXACT))
            for one, two in zip(self, other, strict=True)
        )

    def row(self, hour: datetime) -> StatisticData:
        """Return them as the recorder takes them: all of them, since what is left out is emptied."""
        if self.mean is None or self.lowest is None or self.highest is None:
            return {"start": hour}
        return {"start": hour, "mean": self.mean, "min": self.lowest, "max": self.highest}


_NOTHING = _Figures(None, None, None)


async def async_compiled_until(hass: HomeAssistant) -> datetime:
    """Return the end (UTC) of the last hour that the recorder has compiled. Raises SQLAlchemyError."""
    return await get_instance(hass).async_add_executor_job(_compiled_until, hass)


def _compiled_until(hass: HomeAssistant) -> datetime:
    """Return the end (UTC) of the last hour that the recorder has compiled.

    It inserts the hours that it compiles: one that is there already makes the insert fail, and with it those of all
    other entities. Runs that a clock ahead of this one has left say nothing of what is still to come.
    """
    with session_scope(hass=hass, read_only=True) as session:
        last = session.execute(
            select(func.max(StatisticsRuns.start)).where(StatisticsRuns.start < dt_util.utcnow())
        ).scalar()
    if last is None:
        return datetime.fromtimestamp(0, UTC)
    return (process_timestamp(last) + _COMPILED_AT_ONCE).replace(minute=0, second=0, microsecond=0)


async def async_keeps(hass: HomeAssistant, statistic_id: str) -> bool:
    """Return whether the recorder has statistics of an entity, those of glucose. Raises SQLAlchemyError.

    Until it has compiled the first there is no unit to go by; of what the user has excluded there never is.
    """
    return await get_instance(hass).async_add_executor_job(_metadata, hass, statistic_id) is not None


async def async_correction(
    hass: HomeAssistant,
    statistic_id: str,
    known: Callable[[], Iterable[HourFigures]],
    start: datetime,
    end: datetime,
    *,
    begins: datetime | None,
) -> Correction | None:
    """Return what has to be written so that the hours from `start` to `end` (UTC) are as is known (asked in a thread).

    What was stored before the journal `begins`, or in that hour, stays. An hour of which nothing is known is emptied if
    it holds nothing but one value: while Home Assistant was off the recorder has gone on with the last one. None: the
    statistics are not those that they have just been. Raises SQLAlchemyError.
    """

    def _compare() -> Correction | None:
        return _correction(hass, statistic_id, known(), start=start, end=end, begins=begins)

    return await get_instance(hass).async_add_executor_job(_compare)


def _correction(
    hass: HomeAssistant,
    statistic_id: str,
    known: Iterable[HourFigures],
    *,
    start: datetime,
    end: datetime,
    begins: datetime | None,
) -> Correction | None:
    metadata = _metadata(hass, statistic_id)
    if metadata is None:
        return None
    unit = GlucoseUnit(str(metadata["unit_of_measurement"]))
    found = statistics_during_period(
        hass, start, end, {statistic_id}, "hour", {_UNIT_CLASS: unit.value}, {"mean", "min", "max"}
    )
    stored = {
        datetime.fromtimestamp(row["start"], UTC): _Figures(row["mean"], row["min"], row["max"])
        for row in found.get(statistic_id, [])
    }
    right = {hour.start: _in_unit(hour, unit) for hour in known}
    for hour, figures in stored.items():
        if begins is None or hour < begins:
            right.pop(hour, None)
        elif hour not in right and figures.invented:
            right[hour] = _NOTHING
    hours = [figures.row(hour) for hour, figures in right.items() if not figures.same(stored.get(hour))]
    # Read again, last of all: with another unit than the stored one all that is stored would be read in that.
    return Correction(metadata=metadata, hours=hours) if _metadata(hass, statistic_id) == metadata else None


def _metadata(hass: HomeAssistant, statistic_id: str) -> StatisticMetaData | None:
    """Return what is stored about the statistics of an entity, when they are those of glucose."""
    found = get_metadata(hass, statistic_ids={statistic_id}).get(statistic_id)
    if found is None:
        return None
    stored = found[1]
    if stored["mean_type"] is not StatisticMeanType.ARITHMETIC or stored["unit_of_measurement"] not in _UNITS:
        return None
    return StatisticMetaData(
        mean_type=stored["mean_type"],
        has_sum=stored["has_sum"],
        name=stored["name"],
        source=stored["source"],
        statistic_id=stored["statistic_id"],
        unit_class=stored["unit_class"],
        unit_of_measurement=stored["unit_of_measurement"],
    )


def _in_unit(hour: HourFigures, unit: GlucoseUnit) -> _Figures:
    """Return what an hour was like in a unit, not rounded: mmol/L as everywhere (mg/dL divided by 18)."""
    divisor = _MG_DL_PER_MMOL_L if unit is GlucoseUnit.MMOL_L else 1
    return _Figures(hour.mean / divisor, hour.lowest / divisor, hour.highest / divisor)


@callback
def async_correct(hass: HomeAssistant, found: Correction) -> None:
    """Have the recorder write it, in its turn."""
    async_import_statistics(hass, found.metadata, found.hours)
