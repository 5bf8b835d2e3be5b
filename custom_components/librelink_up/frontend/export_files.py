"""Readings as a download: where they can be fetched, and what is sent then."""

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import partial

from homeassistant.core import HomeAssistant, callback

from ..account.exporter import async_export, export_file_name
from .download import Download, Maker, async_download_path
from .people import Found

_TYPES = {"csv": "text/csv", "json": "application/json"}
_FROM, _TO = "from", "to"


@callback
def async_export_paths(hass: HomeAssistant, entity_id: str, start: datetime, end: datetime) -> dict[str, str]:
    """Return the signed paths of a person's readings as `csv` and `json`, for the user who asks; see `download`."""
    options = {_FROM: str(int(start.timestamp())), _TO: str(int(end.timestamp()))}
    return {form: async_download_path(hass, f"readings.{form}", entity_id, **options) for form in _TYPES}


async def _async_make(form: str, hass: HomeAssistant, person: Found, options: Mapping[str, str]) -> Download:
    try:
        start, end = (datetime.fromtimestamp(int(options[key]), UTC) for key in (_FROM, _TO))
    except (KeyError, OverflowError, OSError) as err:
        raise ValueError("not a span") from err
    content = await async_export(
        hass,
        person.account.journal,
        person.patient_id,
        start=start,
        end=end,
        unit=person.data.unit,
        form=form,
    )
    return Download(content=content, content_type=_TYPES[form], name=export_file_name(form, start, end))


EXPORT_MAKERS: Mapping[str, Maker] = {f"readings.{form}": partial(_async_make, form) for form in _TYPES}
"""For `async_setup_downloads`."""
