"""What an account consists of, put together when it is set up."""

from homeassistant.core import HomeAssistant

from .account.client import create_entry_client
from .account.delivery import Delivery, async_start_deliveries
from .account.metrics import PeopleMetrics
from .account.people import People
from .account.recorder import Recorder
from .account.statistics import Statistics
from .account.store import AccountStore
from .automation.alerts import Alerts
from .coordinator import LibreLinkUpConfigEntry, LibreLinkUpCoordinator, LibreLinkUpData


async def async_assemble(hass: HomeAssistant, entry: LibreLinkUpConfigEntry) -> tuple[LibreLinkUpCoordinator, Alerts]:
    """Put an account together as the entry's `runtime_data`; returns who asks for its people, and who tells of them.

    What is recorded is read and goes on to Nightscout; nothing is asked of the cloud yet. Raises ConfigEntryError when
    a newer version has written the journal.
    """
    store = AccountStore(hass, entry.entry_id)
    await store.async_load(entry.unique_id)
    client = create_entry_client(hass, entry, store)
    recorder = await Recorder.async_open(hass, entry)
    journal = recorder.journal
    alerts = Alerts(hass, entry.entry_id, journal)
    deliveries: dict[str, Delivery] = {}
    people = People(hass, entry, recorder=recorder, store=store, deliveries=deliveries, kept=alerts)
    coordinator = LibreLinkUpCoordinator(hass, entry, client=client, journal=journal, people=people, alerts=alerts)
    statistics = await Statistics.async_begin(hass, entry, recorder, store, tuple(people.subentries))
    entry.runtime_data = LibreLinkUpData(
        coordinator=coordinator,
        people=people,
        recorder=recorder,
        journal=journal,
        metrics=PeopleMetrics(
            hass,
            entry,
            recorder,
            limits=lambda patient_id: coordinator.data[patient_id].thresholds,
            retention=people.settings.retention,
        ),
        statistics=statistics,
        store=store,
        deliveries=deliveries,
    )
    await recorder.async_do(alerts.async_load)
    deliveries |= await async_start_deliveries(hass, entry, recorder, people.subentries, cadence=people.cadence)
    recorder.async_begin(
        people.settings.retention,
        on_settled=people.async_settled,
        on_close=alerts.async_keep,
        needed=statistics.needs,
    )
    entry.async_on_unload(alerts.async_answer())
    return coordinator, alerts
