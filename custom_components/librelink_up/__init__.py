"""LibreLink Up: glucose of FreeStyle Libre sensors in Home Assistant and Nightscout."""

from contextlib import suppress
from datetime import timedelta

from homeassistant.const import CONF_EMAIL, CONF_PASSWORD, CONF_REGION, Platform
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ConfigEntryAuthFailed, ConfigEntryNotReady
from homeassistant.helpers import config_validation as cv
from homeassistant.helpers.event import async_track_time_interval
from homeassistant.helpers.start import async_at_started
from homeassistant.helpers.typing import ConfigType
from homeassistant.util import dt as dt_util

from .account.client import create_client
from .account.delivery import Delivery, async_start_deliveries
from .account.issues import ISSUE_JOURNAL_DAMAGED, async_delete_all_issues, async_delete_issues_of_removed
from .account.people import People
from .account.settings import AccountSettings
from .account.store import AccountStore, async_open_journal, async_set_journal_aside, journal_path
from .automation.alerts import Alerts
from .automation.answers import async_setup_answers
from .const import DOMAIN
from .coordinator import LibreLinkUpConfigEntry, LibreLinkUpCoordinator, LibreLinkUpData
from .journal import Journal, JournalDamaged, JournalError, JournalTooNew, remove
from .services import async_setup_services

PLATFORMS = [
    Platform.BINARY_SENSOR,
    Platform.BUTTON,
    Platform.EVENT,
    Platform.IMAGE,
    Platform.SELECT,
    Platform.SENSOR,
]

CONFIG_SCHEMA = cv.config_entry_only_config_schema(DOMAIN)

_PRUNE_INTERVAL = timedelta(hours=6)


async def async_setup(hass: HomeAssistant, config: ConfigType) -> bool:
    """Set up the actions and the answers, which are there before any account is."""
    async_setup_services(hass)
    async_setup_answers(hass)
    return True


async def async_setup_entry(hass: HomeAssistant, entry: LibreLinkUpConfigEntry) -> bool:
    """Set up an account."""
    async_delete_issues_of_removed(hass)
    store = AccountStore(hass, entry.entry_id)
    await store.async_load(entry.unique_id)
    client = create_client(
        hass,
        email=entry.data[CONF_EMAIL],
        password=entry.data[CONF_PASSWORD],
        region=entry.data[CONF_REGION],
        session=store.session,
        on_session=store.async_save_session,
    )
    try:
        journal = await async_open_journal(hass, entry)
    except JournalError as err:
        key = "journal_too_new" if isinstance(err, JournalTooNew) else "journal_unwritable"
        raise ConfigEntryNotReady(translation_domain=DOMAIN, translation_key=key) from err
    entry.async_on_unload(journal.close)
    alerts = Alerts(hass, entry.entry_id, journal)
    deliveries: dict[str, Delivery] = {}
    people = People(hass, entry, journal=journal, store=store, deliveries=deliveries, kept=alerts)
    coordinator = LibreLinkUpCoordinator(hass, entry, client=client, journal=journal, people=people, alerts=alerts)
    entry.async_on_unload(coordinator.async_shutdown)
    entry.runtime_data = LibreLinkUpData(
        coordinator=coordinator, people=people, journal=journal, store=store, deliveries=deliveries
    )
    try:
        await alerts.async_load()
        deliveries |= await async_start_deliveries(
            hass,
            entry,
            journal,
            subentries=people.subentries,
            cadence=people.cadence,
            on_change=coordinator.async_update_listeners,
        )
    except JournalDamaged as err:
        with suppress(JournalError):
            await journal.close()
        with suppress(JournalError):
            await async_set_journal_aside(hass, entry)
        raise ConfigEntryNotReady(translation_domain=DOMAIN, translation_key=ISSUE_JOURNAL_DAMAGED) from err
    except JournalError as err:
        raise ConfigEntryNotReady(translation_domain=DOMAIN, translation_key="journal_unwritable") from err
    entry.async_on_unload(alerts.async_answer())
    try:
        await coordinator.async_config_entry_first_refresh()
    except (ConfigEntryNotReady, ConfigEntryAuthFailed) as err:
        # What is recorded goes on to Nightscout, and that nothing new comes is told, while the cloud cannot be asked.
        if not await coordinator.async_start_recorded():
            raise
        if isinstance(err, ConfigEntryAuthFailed):
            entry.async_start_reauth(hass)
    _prune_regularly(hass, entry, journal)
    await hass.config_entries.async_forward_entry_setups(entry, PLATFORMS)
    # After the entities: when something is told, they show it.
    entry.async_on_unload(coordinator.async_add_listener(alerts.async_tell))
    entry.async_on_unload(async_at_started(hass, coordinator.async_look))
    entry.async_on_unload(entry.add_update_listener(_async_reload))
    return True


def _prune_regularly(hass: HomeAssistant, entry: LibreLinkUpConfigEntry, journal: Journal) -> None:
    """Delete what is older than the user wants to keep, now and then."""
    retention = AccountSettings.from_options(entry.options).retention

    async def _async_prune(*_: object) -> None:
        try:
            await journal.prune(dt_util.utcnow() - retention)
        except JournalError:
            return  # The next write tells the user.

    entry.async_create_background_task(hass, _async_prune(), f"{DOMAIN} prune")
    entry.async_on_unload(async_track_time_interval(hass, _async_prune, _PRUNE_INTERVAL))


async def _async_reload(hass: HomeAssistant, entry: LibreLinkUpConfigEntry) -> None:
    """Set the account up again after its options or its patients have changed."""
    await hass.config_entries.async_reload(entry.entry_id)


async def async_unload_entry(hass: HomeAssistant, entry: LibreLinkUpConfigEntry) -> bool:
    """Unload an account; the newest token is kept for the next start."""
    if not await hass.config_entries.async_unload_platforms(entry, PLATFORMS):
        return False
    data = entry.runtime_data
    await data.store.async_flush(data.coordinator.client.session)
    return True


async def async_remove_entry(hass: HomeAssistant, entry: LibreLinkUpConfigEntry) -> None:
    """Leave nothing of an account behind: its journal, its session, its issues."""
    await AccountStore(hass, entry.entry_id).async_remove()
    await remove(journal_path(hass, entry.entry_id))
    async_delete_all_issues(hass, entry)
