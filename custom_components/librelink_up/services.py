"""Which actions there are and what each is told; what they do is in `actions`."""

from collections.abc import Callable, Coroutine
from datetime import timedelta
from typing import Any, Final, cast

from homeassistant.core import HomeAssistant, ServiceCall, ServiceResponse, SupportsResponse, callback
from homeassistant.helpers import config_validation as cv
from homeassistant.helpers.importlib import async_import_module
import probatio as vol

from .actions.common import (
    ATTR_BY,
    ATTR_CONFIG_ENTRY,
    ATTR_DATE_ORDER,
    ATTR_DAYS,
    ATTR_DRY_RUN,
    ATTR_DURATION,
    ATTR_FILE_NAME,
    ATTR_FOLDER,
    ATTR_FORMAT,
    ATTR_NAMED,
    ATTR_PATH,
    ATTR_TIME_ZONE,
    ATTR_TO_NIGHTSCOUT,
    LONGEST_REPORT,
    PERSON_SCHEMA,
    SPAN_SCHEMA,
)
from .actions.reading import async_get_reading, async_get_readings, async_refresh
from .actions.silence import async_acknowledge, async_end_silence, async_snooze
from .const import DATE_ORDERS, DOMAIN, MOST_REPORT_DAYS, READINGS_FORMATS, REPORT_DAYS, REPORT_FORMATS
from .glucose import LONGEST_SNOOZE

type _Handler = Callable[[ServiceCall], Coroutine[Any, Any, ServiceResponse]]


def _late(module: str, handler: str) -> _Handler:
    """Return a handler whose module is imported, in a thread, when it is called first: few homes ever ask for one."""

    async def _async_handle(call: ServiceCall) -> ServiceResponse:
        room = await async_import_module(call.hass, f"{__package__}.actions.{module}")
        return await cast("_Handler", getattr(room, handler))(call)

    return _async_handle


_SNOOZE_SCHEMA = PERSON_SCHEMA.extend(
    {
        vol.Optional(ATTR_DURATION): vol.All(
            cv.positive_time_period, vol.Range(min=timedelta(minutes=1), max=LONGEST_SNOOZE)
        )
    }
)
_GET_REPORT_SCHEMA = SPAN_SCHEMA.extend(
    {
        vol.Optional(ATTR_DAYS): vol.All(vol.Coerce(int), vol.Range(min=1, max=LONGEST_REPORT.days)),
        vol.Optional(ATTR_BY, default=list): vol.All(cv.ensure_list, [vol.In(("day", "hour"))]),
    }
)
_SAVE_REPORT_SCHEMA = PERSON_SCHEMA.extend(
    {
        vol.Optional(ATTR_DAYS, default=REPORT_DAYS): vol.All(vol.Coerce(int), vol.Range(min=1, max=MOST_REPORT_DAYS)),
        vol.Optional(ATTR_FILE_NAME): cv.string,
        vol.Optional(ATTR_FOLDER): cv.string,
        vol.Optional(ATTR_FORMAT, default="pdf"): vol.In(REPORT_FORMATS),
        vol.Optional(ATTR_NAMED, default=False): cv.boolean,
    }
)
_EXPORT_READINGS_SCHEMA = SPAN_SCHEMA.extend(
    {
        vol.Optional(ATTR_FILE_NAME): cv.string,
        vol.Optional(ATTR_FOLDER): cv.string,
        vol.Optional(ATTR_FORMAT, default="csv"): vol.In(READINGS_FORMATS),
        vol.Optional(ATTR_NAMED, default=False): cv.boolean,
    }
)
_IMPORT_FILE_SCHEMA = PERSON_SCHEMA.extend(
    {
        vol.Required(ATTR_PATH): cv.string,
        vol.Optional(ATTR_DATE_ORDER): vol.In(DATE_ORDERS),
        vol.Optional(ATTR_TIME_ZONE): cv.time_zone,
        vol.Optional(ATTR_TO_NIGHTSCOUT, default=False): cv.boolean,
        vol.Optional(ATTR_DRY_RUN, default=False): cv.boolean,
    }
)
_REFRESH_SCHEMA = vol.Schema({vol.Optional(ATTR_CONFIG_ENTRY): cv.string})

_NONE, _OPTIONAL, _ONLY = SupportsResponse.NONE, SupportsResponse.OPTIONAL, SupportsResponse.ONLY

# What alarms go by is imported from the start.
_ACTIONS: Final = {
    "acknowledge": (PERSON_SCHEMA, _NONE, async_acknowledge),
    "end_silence": (PERSON_SCHEMA, _NONE, async_end_silence),
    "export_readings": (_EXPORT_READINGS_SCHEMA, _OPTIONAL, _late("files", "async_export_readings")),
    "get_reading": (PERSON_SCHEMA, _ONLY, async_get_reading),
    "get_readings": (SPAN_SCHEMA, _ONLY, async_get_readings),
    "get_report": (_GET_REPORT_SCHEMA, _ONLY, _late("report", "async_get_report")),
    "import_file": (_IMPORT_FILE_SCHEMA, _OPTIONAL, _late("files", "async_import_file")),
    "refresh": (_REFRESH_SCHEMA, _NONE, async_refresh),
    "save_report": (_SAVE_REPORT_SCHEMA, _OPTIONAL, _late("report", "async_save_report")),
    "snooze": (_SNOOZE_SCHEMA, _NONE, async_snooze),
}


@callback
def async_setup_services(hass: HomeAssistant) -> None:
    """Register the actions."""
    for name, (schema, response, handler) in _ACTIONS.items():
        hass.services.async_register(DOMAIN, name, handler, schema=schema, supports_response=response)
