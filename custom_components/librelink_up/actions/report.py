"""What a span was like: as figures, and as the clinic's page."""

from datetime import datetime, timedelta
from typing import Any

from homeassistant.core import ServiceCall, ServiceResponse
from homeassistant.exceptions import ServiceValidationError
from homeassistant.util import dt as dt_util

from ..account.clock import utcnow
from ..account.pictures import async_report, report_file_name
from ..account.summary import summary
from ..const import DOMAIN, REPORT_DAYS
from ..glucose import REACH, last_days
from .common import (
    ATTR_BY,
    ATTR_DAYS,
    ATTR_FORMAT,
    ATTR_FROM,
    ATTR_TO,
    LONGEST_REPORT,
    async_readings,
    person_of,
    span_of,
)
from .files import async_save_for, name_in


async def async_get_report(call: ServiceCall) -> ServiceResponse:
    """Return what a span was like: its metrics and episodes, if asked for by day and by hour of the day."""
    entry, patient = person_of(call)
    start, end = _report_span(call)
    zone = dt_util.get_default_time_zone()
    readings = await async_readings(entry, patient, start - REACH, end + REACH)
    data = entry.runtime_data.coordinator.data[patient]

    def _summary() -> dict[str, Any]:
        by = call.data[ATTR_BY]
        return summary(readings, start, end, zone=zone, unit=data.unit, limits=data.thresholds, by=by)

    return await call.hass.async_add_executor_job(_summary)


def _report_span(call: ServiceCall) -> tuple[datetime, datetime]:
    """Return the span (UTC) that was asked for: whole days, or from one time to another."""
    if ATTR_FROM not in call.data and ATTR_TO not in call.data:
        days = call.data.get(ATTR_DAYS, REPORT_DAYS)
        return last_days(utcnow(call.hass), days, dt_util.get_default_time_zone())
    if ATTR_DAYS in call.data:
        raise ServiceValidationError(translation_domain=DOMAIN, translation_key="days_or_from")
    start, end = span_of(call, timedelta(days=REPORT_DAYS))
    if end - start > LONGEST_REPORT + timedelta(hours=1):
        raise ServiceValidationError(
            translation_domain=DOMAIN,
            translation_key="span_too_long",
            translation_placeholders={"days": str(LONGEST_REPORT.days)},
        )
    return start, end


async def async_save_report(call: ServiceCall) -> ServiceResponse:
    """Write the report of a patient's last whole days into a folder; tells where it is."""
    entry, patient = person_of(call)
    runtime, form = entry.runtime_data, call.data[ATTR_FORMAT]
    name = name_in(call, entry, patient)
    content = await async_report(
        call.hass,
        journal=runtime.journal,
        store=runtime.store,
        data=runtime.coordinator.data[patient],
        name=name,
        days=call.data[ATTR_DAYS],
        form=form,
    )
    return await async_save_for(call, content, report_file_name(call.hass, form, name))
