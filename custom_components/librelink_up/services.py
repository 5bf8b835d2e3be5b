"""The actions: what is known of a person, their alerts, files of their readings, and asking the cloud."""

import asyncio
from datetime import datetime, timedelta
from typing import Any

from homeassistant.config_entries import ConfigEntryState
from homeassistant.const import ATTR_DEVICE_ID
from homeassistant.core import HomeAssistant, ServiceCall, ServiceResponse, SupportsResponse, callback
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.helpers import config_validation as cv, device_registry as dr, service
from homeassistant.util import dt as dt_util
import probatio as vol

from .account.clock import utcnow
from .account.exporter import FORMATS, async_export, export_file_name
from .account.folder import async_save
from .account.importer import DATE_ORDERS, async_import_file
from .account.person import patient_id_of
from .account.pictures import MOST_REPORT_DAYS, REPORT_DAYS, async_report, report_file_name
from .automation.targets import person_payload
from .const import DOMAIN
from .coordinator import LibreLinkUpConfigEntry
from .glucose import LONGEST_SNOOZE, REACH, GlucoseUnit, Reading, Thresholds, glucose_state, in_unit, last_days
from .journal import JournalError
from .select import chosen_snooze

SERVICE_ACKNOWLEDGE = "acknowledge"
SERVICE_END_SILENCE = "end_silence"
SERVICE_EXPORT_READINGS = "export_readings"
SERVICE_GET_READING = "get_reading"
SERVICE_GET_READINGS = "get_readings"
SERVICE_GET_REPORT = "get_report"
SERVICE_IMPORT_FILE = "import_file"
SERVICE_REFRESH = "refresh"
SERVICE_SAVE_REPORT = "save_report"
SERVICE_SNOOZE = "snooze"

ATTR_BY = "by"
ATTR_CONFIG_ENTRY = "config_entry"
ATTR_DATE_ORDER = "date_order"
ATTR_DAYS = "days"
ATTR_DRY_RUN = "dry_run"
ATTR_DURATION = "duration"
ATTR_FILE_NAME = "file_name"
ATTR_FOLDER = "folder"
ATTR_FORMAT = "format"
ATTR_FROM = "from"
ATTR_NAMED = "named"
ATTR_PATH = "path"
ATTR_TIME_ZONE = "time_zone"
ATTR_TO = "to"
ATTR_TO_NIGHTSCOUT = "to_nightscout"

_DEFAULT_SPAN = timedelta(hours=24)
_LONGEST_REPORT = timedelta(days=366)

PERSON_SCHEMA = vol.Schema({vol.Required(ATTR_DEVICE_ID): cv.string})
SNOOZE_SCHEMA = PERSON_SCHEMA.extend(
    {
        vol.Optional(ATTR_DURATION): vol.All(
            cv.positive_time_period, vol.Range(min=timedelta(minutes=1), max=LONGEST_SNOOZE)
        )
    }
)
GET_READINGS_SCHEMA = vol.Schema(
    {
        vol.Required(ATTR_DEVICE_ID): cv.string,
        vol.Optional(ATTR_FROM): cv.datetime,
        vol.Optional(ATTR_TO): cv.datetime,
    }
)
GET_REPORT_SCHEMA = GET_READINGS_SCHEMA.extend(
    {
        vol.Optional(ATTR_DAYS): vol.All(vol.Coerce(int), vol.Range(min=1, max=_LONGEST_REPORT.days)),
        vol.Optional(ATTR_BY, default=list): vol.All(cv.ensure_list, [vol.In(("day", "hour"))]),
    }
)
SAVE_REPORT_SCHEMA = PERSON_SCHEMA.extend(
    {
        vol.Optional(ATTR_DAYS, default=REPORT_DAYS): vol.All(vol.Coerce(int), vol.Range(min=1, max=MOST_REPORT_DAYS)),
        vol.Optional(ATTR_FILE_NAME): cv.string,
        vol.Optional(ATTR_FOLDER): cv.string,
        vol.Optional(ATTR_FORMAT, default="pdf"): vol.In(("pdf", "png")),
        vol.Optional(ATTR_NAMED, default=False): cv.boolean,
    }
)
EXPORT_READINGS_SCHEMA = GET_READINGS_SCHEMA.extend(
    {
        vol.Optional(ATTR_FILE_NAME): cv.string,
        vol.Optional(ATTR_FOLDER): cv.string,
        vol.Optional(ATTR_FORMAT, default="csv"): vol.In(FORMATS),
        vol.Optional(ATTR_NAMED, default=False): cv.boolean,
    }
)
IMPORT_FILE_SCHEMA = PERSON_SCHEMA.extend(
    {
        vol.Required(ATTR_PATH): cv.string,
        vol.Optional(ATTR_DATE_ORDER): vol.In(DATE_ORDERS),
        vol.Optional(ATTR_TIME_ZONE): cv.time_zone,
        vol.Optional(ATTR_TO_NIGHTSCOUT, default=False): cv.boolean,
        vol.Optional(ATTR_DRY_RUN, default=False): cv.boolean,
    }
)
REFRESH_SCHEMA = vol.Schema({vol.Optional(ATTR_CONFIG_ENTRY): cv.string})


@callback
def async_setup_services(hass: HomeAssistant) -> None:
    """Register the actions."""
    hass.services.async_register(
        DOMAIN,
        SERVICE_GET_READING,
        _async_get_reading,
        schema=PERSON_SCHEMA,
        supports_response=SupportsResponse.ONLY,
    )
    hass.services.async_register(
        DOMAIN,
        SERVICE_GET_READINGS,
        _async_get_readings,
        schema=GET_READINGS_SCHEMA,
        supports_response=SupportsResponse.ONLY,
    )
    hass.services.async_register(
        DOMAIN,
        SERVICE_GET_REPORT,
        _async_get_report,
        schema=GET_REPORT_SCHEMA,
        supports_response=SupportsResponse.ONLY,
    )
    hass.services.async_register(
        DOMAIN,
        SERVICE_SAVE_REPORT,
        _async_save_report,
        schema=SAVE_REPORT_SCHEMA,
        supports_response=SupportsResponse.OPTIONAL,
    )
    hass.services.async_register(
        DOMAIN,
        SERVICE_EXPORT_READINGS,
        _async_export_readings,
        schema=EXPORT_READINGS_SCHEMA,
        supports_response=SupportsResponse.OPTIONAL,
    )
    hass.services.async_register(
        DOMAIN,
        SERVICE_IMPORT_FILE,
        _async_import_file,
        schema=IMPORT_FILE_SCHEMA,
        supports_response=SupportsResponse.OPTIONAL,
    )
    hass.services.async_register(DOMAIN, SERVICE_ACKNOWLEDGE, _async_acknowledge, schema=PERSON_SCHEMA)
    hass.services.async_register(DOMAIN, SERVICE_SNOOZE, _async_snooze, schema=SNOOZE_SCHEMA)
    hass.services.async_register(DOMAIN, SERVICE_END_SILENCE, _async_end_silence, schema=PERSON_SCHEMA)
    hass.services.async_register(DOMAIN, SERVICE_REFRESH, _async_refresh, schema=REFRESH_SCHEMA)


@callback
def _async_get_reading(call: ServiceCall) -> ServiceResponse:
    """Return the newest reading of a patient and what follows from it, as triggers tell it."""
    entry, patient = _patient_of(call.hass, call.data[ATTR_DEVICE_ID])
    coordinator = entry.runtime_data.coordinator
    data = coordinator.data[patient]
    if patient in coordinator.gone:
        raise HomeAssistantError(translation_domain=DOMAIN, translation_key="not_shared")
    device = dr.async_get(call.hass).async_get_device_by_identifier((DOMAIN, patient), entry.entry_id)
    return person_payload(call.hass, device, data, utcnow(call.hass))


@callback
def _async_acknowledge(call: ServiceCall) -> None:
    """Acknowledge what is going on with a patient: alerts keep quiet until it is over or becomes worse."""
    entry, patient = _patient_of(call.hass, call.data[ATTR_DEVICE_ID])
    entry.runtime_data.coordinator.async_acknowledge(patient)


@callback
def _async_snooze(call: ServiceCall) -> None:
    """Snooze the alerts of a patient, for a time or for as long as was chosen for the button."""
    entry, patient = _patient_of(call.hass, call.data[ATTR_DEVICE_ID])
    span = call.data.get(ATTR_DURATION) or chosen_snooze(entry.runtime_data.store, patient)
    entry.runtime_data.coordinator.async_snooze(patient, span)


@callback
def _async_end_silence(call: ServiceCall) -> None:
    """Let the alerts of a patient speak again."""
    entry, patient = _patient_of(call.hass, call.data[ATTR_DEVICE_ID])
    entry.runtime_data.coordinator.async_end_silence(patient)


async def _async_get_readings(call: ServiceCall) -> ServiceResponse:
    """Return the recorded readings of a patient, oldest first."""
    entry, patient = _patient_of(call.hass, call.data[ATTR_DEVICE_ID])
    start, end = _span_of(call, _DEFAULT_SPAN)
    readings = await _async_readings(entry, patient, start, end)
    data = entry.runtime_data.coordinator.data[patient]
    return {"unit": data.unit.value, "readings": [_as_dict(reading, data.thresholds) for reading in readings]}


async def _async_save_report(call: ServiceCall) -> ServiceResponse:
    """Write the report of a patient's last whole days into a folder; tells where it is."""
    entry, patient = _patient_of(call.hass, call.data[ATTR_DEVICE_ID])
    runtime, form = entry.runtime_data, call.data[ATTR_FORMAT]
    person = next(one for one in entry.subentries.values() if one.unique_id == patient)
    name = person.title if call.data[ATTR_NAMED] else ""
    content = await async_report(
        call.hass,
        journal=runtime.journal,
        store=runtime.store,
        data=runtime.coordinator.data[patient],
        name=name,
        days=call.data[ATTR_DAYS],
        form=form,
    )
    wanted: str | None = call.data.get(ATTR_FILE_NAME)
    path = await async_save(
        call.hass,
        content,
        folder=call.data.get(ATTR_FOLDER),
        name=f"{wanted.removesuffix(f'.{form}')}.{form}" if wanted else report_file_name(call.hass, form, name),
        replace=wanted is not None,
    )
    return {"path": str(path)}


async def _async_get_report(call: ServiceCall) -> ServiceResponse:
    """Return what a span was like: its metrics and episodes, if asked for by day and by hour of the day."""
    from .account.summary import summary  # noqa: PLC0415 - few homes ever ask for one

    entry, patient = _patient_of(call.hass, call.data[ATTR_DEVICE_ID])
    zone = dt_util.get_default_time_zone()
    if ATTR_FROM not in call.data and ATTR_TO not in call.data:
        start, end = last_days(utcnow(call.hass), call.data.get(ATTR_DAYS, REPORT_DAYS), zone)
    elif ATTR_DAYS in call.data:
        raise ServiceValidationError(translation_domain=DOMAIN, translation_key="days_or_from")
    else:
        start, end = _span_of(call, timedelta(days=REPORT_DAYS))
    if end - start > _LONGEST_REPORT + timedelta(hours=1):
        raise ServiceValidationError(
            translation_domain=DOMAIN,
            translation_key="span_too_long",
            translation_placeholders={"days": str(_LONGEST_REPORT.days)},
        )
    readings = await _async_readings(entry, patient, start - REACH, end + REACH)
    data = entry.runtime_data.coordinator.data[patient]

    def _summary() -> dict[str, Any]:
        by = call.data[ATTR_BY]
        return summary(readings, start, end, zone=zone, unit=data.unit, limits=data.thresholds, by=by)

    return await call.hass.async_add_executor_job(_summary)


async def _async_export_readings(call: ServiceCall) -> ServiceResponse:
    """Write the readings of a patient into a folder; tells where they are."""
    entry, patient = _patient_of(call.hass, call.data[ATTR_DEVICE_ID])
    runtime, form = entry.runtime_data, call.data[ATTR_FORMAT]
    start, end = _span_of(call, runtime.people.settings.retention)
    content = await async_export(
        call.hass,
        runtime.journal,
        patient,
        start=start,
        end=end,
        unit=runtime.coordinator.data[patient].unit,
        form=form,
    )
    person = next(one for one in entry.subentries.values() if one.unique_id == patient)
    name = person.title if call.data[ATTR_NAMED] else ""
    wanted: str | None = call.data.get(ATTR_FILE_NAME)
    path = await async_save(
        call.hass,
        content,
        folder=call.data.get(ATTR_FOLDER),
        name=f"{wanted.removesuffix(f'.{form}')}.{form}" if wanted else export_file_name(form, start, end, name),
        replace=wanted is not None,
    )
    return {"path": str(path)}


async def _async_import_file(call: ServiceCall) -> ServiceResponse:
    """Import a file of a patient, or only tell what is in it."""
    entry, patient = _patient_of(call.hass, call.data[ATTR_DEVICE_ID])
    return await async_import_file(
        call.hass,
        entry,
        patient,
        path=call.data[ATTR_PATH],
        date_order=call.data.get(ATTR_DATE_ORDER),
        time_zone=call.data.get(ATTR_TIME_ZONE),
        forward=call.data[ATTR_TO_NIGHTSCOUT],
        dry_run=call.data[ATTR_DRY_RUN],
    )


def _span_of(call: ServiceCall, default: timedelta) -> tuple[datetime, datetime]:
    """Return the span (UTC) that was asked for: without an end until now, without a start of a length."""
    end = dt_util.as_utc(call.data[ATTR_TO]) if ATTR_TO in call.data else utcnow(call.hass)
    start = dt_util.as_utc(call.data[ATTR_FROM]) if ATTR_FROM in call.data else end - default
    if start >= end:
        raise ServiceValidationError(translation_domain=DOMAIN, translation_key="from_not_before_to")
    return start, end


async def _async_readings(entry: LibreLinkUpConfigEntry, patient: str, start: datetime, end: datetime) -> list[Reading]:
    """Return recorded readings of a span (UTC); raises HomeAssistantError when the journal cannot be read."""
    try:
        return await entry.runtime_data.journal.range(patient, start, end)
    except JournalError as err:
        raise HomeAssistantError(translation_domain=DOMAIN, translation_key="journal_unreadable") from err


def _patient_of(hass: HomeAssistant, device_id: str) -> tuple[LibreLinkUpConfigEntry, str]:
    """Return the loaded account and the patient id behind a device."""
    device, entry = dr.async_get_device_and_config_entry_for_domain(hass, device_id, domain=DOMAIN)
    if device is None or entry is None:
        raise ServiceValidationError(translation_domain=DOMAIN, translation_key="not_a_patient")
    service.async_get_config_entry(hass, DOMAIN, entry.entry_id)
    return entry, patient_id_of(device)


def _as_dict(reading: Reading, thresholds: Thresholds) -> dict[str, Any]:
    """Return a reading as an action's answer shows it, in both units, with its state by the limits of today."""
    return {
        "time": dt_util.as_local(reading.time).isoformat(),
        "mg_dl": reading.glucose,
        "mmol_l": in_unit(reading.glucose, GlucoseUnit.MMOL_L),
        "trend": reading.trend.name.lower() if reading.trend else None,
        "out_of_range": reading.out_of_range,
        "state": glucose_state(reading, thresholds).value,
        "kind": reading.kind.value,
    }


async def _async_refresh(call: ServiceCall) -> None:
    """Ask the cloud now: for one account, or for all of them."""
    entries: list[LibreLinkUpConfigEntry]
    if entry_id := call.data.get(ATTR_CONFIG_ENTRY):
        entries = [service.async_get_config_entry(call.hass, DOMAIN, entry_id)]
    else:
        entries = [
            entry for entry in call.hass.config_entries.async_entries(DOMAIN) if entry.state is ConfigEntryState.LOADED
        ]
        if not entries:
            raise ServiceValidationError(translation_domain=DOMAIN, translation_key="no_account_loaded")
    asked = [entry.runtime_data.coordinator.async_refresh_now() for entry in entries]
    failed = [failure for failure in await asyncio.gather(*asked, return_exceptions=True) if failure]
    if failed:
        raise failed[0]  # Each account was asked; one reason is enough.
