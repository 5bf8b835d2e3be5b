"""Files of a person: their readings written into a folder, and a file taken over."""

from homeassistant.core import ServiceCall, ServiceResponse

from ..account.exporter import async_export, export_file_name
from ..account.folder import async_save
from ..account.importer import async_import_file as async_take_over
from ..coordinator import LibreLinkUpConfigEntry
from .common import (
    ATTR_DATE_ORDER,
    ATTR_DRY_RUN,
    ATTR_FILE_NAME,
    ATTR_FOLDER,
    ATTR_FORMAT,
    ATTR_NAMED,
    ATTR_PATH,
    ATTR_TIME_ZONE,
    ATTR_TO_NIGHTSCOUT,
    person_of,
    span_of,
)


async def async_export_readings(call: ServiceCall) -> ServiceResponse:
    """Write the readings of a patient into a folder; tells where they are."""
    entry, patient = person_of(call)
    runtime, form = entry.runtime_data, call.data[ATTR_FORMAT]
    start, end = span_of(call, runtime.people.settings.retention)
    content = await async_export(
        call.hass,
        runtime.journal,
        patient,
        start=start,
        end=end,
        unit=runtime.coordinator.data[patient].unit,
        form=form,
    )
    return await async_save_for(call, content, export_file_name(form, start, end, name_in(call, entry, patient)))


async def async_import_file(call: ServiceCall) -> ServiceResponse:
    """Import a file of a patient, or only tell what is in it."""
    entry, patient = person_of(call)
    return await async_take_over(
        call.hass,
        entry,
        patient,
        path=call.data[ATTR_PATH],
        date_order=call.data.get(ATTR_DATE_ORDER),
        time_zone=call.data.get(ATTR_TIME_ZONE),
        forward=call.data[ATTR_TO_NIGHTSCOUT],
        dry_run=call.data[ATTR_DRY_RUN],
    )


def name_in(call: ServiceCall, entry: LibreLinkUpConfigEntry, patient: str) -> str:
    """Return the name of a patient for a file, empty unless it was asked for."""
    person = next(one for one in entry.subentries.values() if one.unique_id == patient)
    return person.title if call.data[ATTR_NAMED] else ""


async def async_save_for(call: ServiceCall, content: bytes, name: str) -> ServiceResponse:
    """Write a file into the folder, and under the name, that was asked for; without one as `name`, replacing none."""
    wanted: str | None = call.data.get(ATTR_FILE_NAME)
    ending = f".{call.data[ATTR_FORMAT]}"
    path = await async_save(
        call.hass,
        content,
        folder=call.data.get(ATTR_FOLDER),
        name=f"{wanted.removesuffix(ending)}{ending}" if wanted else name,
        replace=wanted is not None,
    )
    return {"path": str(path)}
