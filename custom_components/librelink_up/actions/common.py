"""What actions have in common: whose readings, of which span, and what an action may be told."""

from datetime import datetime, timedelta

from homeassistant.const import ATTR_DEVICE_ID
from homeassistant.core import ServiceCall
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.helpers import config_validation as cv, device_registry as dr, service
from homeassistant.util import dt as dt_util
import probatio as vol

from ..account.clock import utcnow
from ..account.person import patient_id_of
from ..const import DOMAIN
from ..coordinator import LibreLinkUpConfigEntry
from ..glucose import Reading
from ..journal import JournalError

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

LONGEST_REPORT = timedelta(days=366)

PERSON_SCHEMA = vol.Schema({vol.Required(ATTR_DEVICE_ID): cv.string})
SPAN_SCHEMA = PERSON_SCHEMA.extend({vol.Optional(ATTR_FROM): cv.datetime, vol.Optional(ATTR_TO): cv.datetime})


def person_of(call: ServiceCall) -> tuple[LibreLinkUpConfigEntry, str]:
    """Return the loaded account and the patient id behind the device that was named."""
    device, entry = dr.async_get_device_and_config_entry_for_domain(call.hass, call.data[ATTR_DEVICE_ID], domain=DOMAIN)
    if device is None or entry is None:
        raise ServiceValidationError(translation_domain=DOMAIN, translation_key="not_a_patient")
    service.async_get_config_entry(call.hass, DOMAIN, entry.entry_id)
    return entry, patient_id_of(device)


def span_of(call: ServiceCall, default: timedelta) -> tuple[datetime, datetime]:
    """Return the span (UTC) that was asked for: without an end until now, without a start of a length."""
    end = dt_util.as_utc(call.data[ATTR_TO]) if ATTR_TO in call.data else utcnow(call.hass)
    start = dt_util.as_utc(call.data[ATTR_FROM]) if ATTR_FROM in call.data else end - default
    if start >= end:
        raise ServiceValidationError(translation_domain=DOMAIN, translation_key="from_not_before_to")
    return start, end


async def async_readings(entry: LibreLinkUpConfigEntry, patient: str, start: datetime, end: datetime) -> list[Reading]:
    """Return recorded readings of a span (UTC); raises HomeAssistantError when the journal cannot be read."""
    try:
        return await entry.runtime_data.journal.range(patient, start, end)
    except JournalError as err:
        raise HomeAssistantError(translation_domain=DOMAIN, translation_key="journal_unreadable") from err
