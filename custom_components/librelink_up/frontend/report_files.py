"""The report as a download: where it can be fetched, and what is sent then."""

from collections.abc import Mapping
from functools import partial

from homeassistant.core import HomeAssistant, callback

from ..account.pictures import async_report, report_file_name
from ..const import MOST_REPORT_DAYS, REPORT_DAYS
from .download import Download, Maker, async_download_path
from .people import Found

_TYPES = {"pdf": "application/pdf", "png": "image/png"}
_DAYS, _NAMED = "days", "named"


@callback
def async_report_paths(
    hass: HomeAssistant, entity_id: str, *, days: int = REPORT_DAYS, named: bool = False
) -> dict[str, str]:
    """Return the signed paths of a person's report as `pdf` and `png`, for the user who asks; see `download`."""
    options = {_DAYS: str(days)} | ({_NAMED: "1"} if named else {})
    return {form: async_download_path(hass, f"report.{form}", entity_id, **options) for form in _TYPES}


async def _async_make(form: str, hass: HomeAssistant, person: Found, options: Mapping[str, str]) -> Download:
    days = int(options.get(_DAYS, REPORT_DAYS))
    if not 1 <= days <= MOST_REPORT_DAYS:
        raise ValueError(days)
    name = person.name if _NAMED in options else ""
    content = await async_report(
        hass,
        journal=person.account.journal,
        store=person.account.store,
        data=person.data,
        name=name,
        days=days,
        form=form,
    )
    return Download(content=content, content_type=_TYPES[form], name=report_file_name(hass, form, name))


REPORT_MAKERS: Mapping[str, Maker] = {f"report.{form}": partial(_async_make, form) for form in _TYPES}
"""For `async_setup_downloads`."""
