"""From the cloud to Nightscout, through Home Assistant."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from freezegun.api import FrozenDateTimeFactory
from homeassistant.const import EVENT_STATE_CHANGED, EVENT_STATE_REPORTED
from homeassistant.core import Event, HomeAssistant, callback
from homeassistant.helpers import issue_registry as ir
from homeassistant.util import dt as dt_util
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry, async_capture_events

from custom_components.librelink_up.account.store import journal_path
from custom_components.librelink_up.journal import remove
from custom_components.librelink_up.nightscout import Problem, Status
from simulator.cloud import SimulatedCloud
from simulator.nightscout import SimulatedNightscout

from .conftest import NOW, pass_time, serving, settle
from .test_coordinator import state
from .test_init import issues

type Start = Callable[[], Awaitable[None]]

PROBLEM = "binary_sensor.anna_example_nightscout_problem"
WAITING = "sensor.anna_example_nightscout_waiting"
LAST = "sensor.anna_example_nightscout_last_delivery"


def reason(hass: HomeAssistant) -> str | None:
    """What the binary sensor gives as the reason."""
    return hass.states.get(PROBLEM).attributes["reason"]


@pytest.fixture
def forwarded(set_patient: Callable[..., str], nightscout: dict[str, Any]) -> str:
    """Anna's readings go to the site; the id of her subentry."""
    return set_patient("Anna", nightscout=nightscout)


async def test_every_reading_arrives_exactly_once(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    cloud: SimulatedCloud,
    site: SimulatedNightscout,
    start: Start,
    forwarded: str,
    frozen: FrozenDateTimeFactory,
) -> None:
    await start()
    for _ in range(5):
        await pass_time(hass, frozen, minutes=1)
    anna = cloud.patient("Anna")
    recorded = await entry.runtime_data.journal.range(anna.patient_id, NOW - timedelta(days=1), NOW + timedelta(days=1))
    sent = sorted(entry["date"] for entry in site.entries)
    assert len(sent) == len(set(sent)) == len(recorded)
    # A scan that comes after its historic point was sent is the same reading, and is not sent again.
    assert all(abs(date / 1000 - one.time.timestamp()) <= 120 for date, one in zip(sent, recorded, strict=True))
    assert state(hass, PROBLEM) == "off"
    assert state(hass, WAITING) == "0"
    assert state(hass, LAST) != "unknown"


async def test_a_site_that_is_away_gets_everything_later(
    hass: HomeAssistant, site: SimulatedNightscout, start: Start, forwarded: str, frozen: FrozenDateTimeFactory
) -> None:
    site.faults.add("drop")
    await start()
    assert state(hass, PROBLEM) == "on"
    assert int(state(hass, WAITING)) > 140
    assert issues(hass) == set()
    site.faults.clear()
    await pass_time(hass, frozen, seconds=20)
    await pass_time(hass, frozen, seconds=20)
    assert state(hass, PROBLEM) == "off"
    assert state(hass, WAITING) == "0"
    dates = [entry["date"] for entry in site.entries]
    assert len(dates) == len(set(dates)) > 140


async def test_a_wrong_secret_asks_the_user_and_goes_on_by_itself_once_it_is_right(
    hass: HomeAssistant,
    site: SimulatedNightscout,
    start: Start,
    forwarded: str,
    set_patient: Callable[..., str],
    nightscout: dict[str, Any],
    frozen: FrozenDateTimeFactory,
) -> None:
    right, site.secret = site.secret, "changed there"
    await start()
    assert (issues(hass), reason(hass)) == (set(), "unsure")
    assert hass.states.get(PROBLEM).attributes["next_try"] == (NOW + timedelta(minutes=2)).isoformat()
    await pass_time(hass, frozen, seconds=121)
    assert (issues(hass), reason(hass)) == ({"nightscout_credential"}, "credential")
    (issue,) = ir.async_get(hass).issues.values()
    assert issue.is_fixable
    assert right not in str(issue)
    set_patient("Anna", nightscout=nightscout | {"secret": "changed there"})
    await settle(hass)
    assert issues(hass) == set()
    assert len(site.entries) > 140


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        ({"kind": "json", "status": 401, "body": {"status": 401, "message": "Unauthorized"}}, "nightscout_credential"),
        ({"kind": "https"}, "nightscout_https_needed"),
        ({"kind": "moved"}, "nightscout_moved"),
    ],
)
async def test_what_only_the_user_can_mend_is_told_by_its_name_and_taken_back(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    site: SimulatedNightscout,
    start: Start,
    forwarded: str,
    frozen: FrozenDateTimeFactory,
    fault: dict[str, Any],
    told: str,
) -> None:
    site.faults.add(**fault)
    await start()
    await pass_time(hass, frozen, seconds=121)
    assert issues(hass) == {told}
    await hass.config_entries.async_reload(entry.entry_id)
    await settle(hass)
    assert (issues(hass), reason(hass)) == ({told}, "unsure")
    site.faults.clear()
    await pass_time(hass, frozen, minutes=16)
    assert issues(hass) == set()


async def test_a_secret_that_is_mended_on_the_site_is_noticed(
    hass: HomeAssistant, site: SimulatedNightscout, start: Start, forwarded: str, frozen: FrozenDateTimeFactory
) -> None:
    right, site.secret = site.secret, "changed there"
    await start()
    await pass_time(hass, frozen, seconds=121)
    assert issues(hass) == {"nightscout_credential"}
    site.secret = right
    await pass_time(hass, frozen, minutes=16)
    assert issues(hass) == set()


PAGES: list[dict[str, Any]] = [
    {"kind": "html", "status": 403, "title": "Error 403 - This web app is stopped."},
    {"kind": "html", "status": 401},
    {"kind": "html", "status": 404},
    {"kind": "html", "status": 503},
]


@pytest.mark.parametrize("fault", PAGES, ids=lambda fault: str(fault["status"]))
@pytest.mark.parametrize("api", ["v1", "v3"])
async def test_a_page_is_no_word_of_the_site_and_half_an_hour_of_them_is_caught_up_within_a_minute(
    hass: HomeAssistant,
    site: SimulatedNightscout,
    start: Start,
    set_patient: Callable[..., str],
    nightscout: dict[str, Any],
    frozen: FrozenDateTimeFactory,
    fault: dict[str, Any],
    api: str,
) -> None:
    token = site.add_token("ha", "api:entries:create,read,update")
    set_patient("Anna", nightscout=nightscout | {"api": api, "secret": token, "since": "now"})
    await start()
    site.faults.add(**fault)
    for _ in range(60):
        await pass_time(hass, frozen, seconds=30)
        assert issues(hass) == set()
    assert (reason(hass), int(state(hass, WAITING))) == ("server", 30)
    assert hass.states.get(PROBLEM).attributes["next_try"] is None  # Every half a minute: that is no news.
    assert str(fault["status"]) in hass.states.get(PROBLEM).attributes["detail"]
    site.faults.clear()
    for _ in range(4):
        await pass_time(hass, frozen, seconds=15)
    dates = [entry["date"] for entry in site.entries]
    assert len(dates) == len(set(dates)) >= 31
    assert (state(hass, PROBLEM), state(hass, WAITING)) == ("off", "0")


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        ({"kind": "drop"}, "nightscout_unreachable"),
        ({"kind": "html", "status": 403, "title": "Error 403 - This web app is stopped."}, "nightscout_server"),
        ({"kind": "sign_on"}, "nightscout_sign_on"),
        ({"kind": "refuse", "status": 400}, "nightscout_refuses_all"),
    ],
)
async def test_a_site_that_is_broken_for_an_hour_is_told_with_its_reason(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    site: SimulatedNightscout,
    start: Start,
    forwarded: str,
    frozen: FrozenDateTimeFactory,
    fault: dict[str, Any],
    told: str,
) -> None:
    await start()
    site.faults.add(**fault)
    for _ in range(55):
        await pass_time(hass, frozen, minutes=1)
    assert issues(hass) == set()
    await hass.config_entries.async_reload(entry.entry_id)  # The hour goes on.
    await settle(hass)
    for _ in range(12):
        await pass_time(hass, frozen, minutes=1)
    (issue,) = ir.async_get(hass).issues.values()
    assert (issue.translation_key, issue.issue_id) == (told, f"nightscout_unreachable_{forwarded}")
    assert reason(hass) == told.removeprefix("nightscout_")
    if told == "nightscout_server":
        assert (issue.translation_placeholders or {})["detail"] == "403 Error 403 This web app is stopped"
    ir.async_ignore_issue(hass, "librelink_up", issue.issue_id, ignore=True)
    await hass.config_entries.async_reload(entry.entry_id)
    await settle(hass)
    (issue,) = ir.async_get(hass).issues.values()
    assert issue.dismissed_version  # Who has ignored it is not told again by a restart.
    site.faults.clear()
    for _ in range(8):
        await pass_time(hass, frozen, minutes=1)
    assert (issues(hass), reason(hass)) == (set(), None)


async def test_a_pause_that_the_site_asks_for_is_kept_and_told(
    hass: HomeAssistant, site: SimulatedNightscout, start: Start, forwarded: str, frozen: FrozenDateTimeFactory
) -> None:
    site.faults.add("html", status=429, retry_after=1800)
    await start()
    calls = len(site.faults.calls)
    asked = hass.states.get(PROBLEM).attributes["next_try"]
    assert datetime.fromisoformat(asked) == NOW + timedelta(minutes=30)
    site.faults.clear()
    await pass_time(hass, frozen, minutes=29)
    assert len(site.faults.calls) == calls
    for _ in range(3):
        await pass_time(hass, frozen, minutes=1)
    assert (state(hass, PROBLEM), state(hass, WAITING)) == ("off", "0")


@pytest.mark.parametrize("status", [400, 413, 422])
async def test_a_site_that_refuses_everything_costs_no_reading(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    site: SimulatedNightscout,
    start: Start,
    forwarded: str,
    frozen: FrozenDateTimeFactory,
    status: int,
) -> None:
    await start()
    before = len(site.entries)
    site.faults.add("refuse", status=status)
    for _ in range(20):
        await pass_time(hass, frozen, minutes=1)
    assert entry.runtime_data.deliveries[forwarded].refused == 0
    assert int(state(hass, WAITING)) >= 20
    site.faults.clear()
    for _ in range(3):
        await pass_time(hass, frozen, minutes=1)
    dates = [entry["date"] for entry in site.entries]
    assert len(dates) == len(set(dates)) >= before + 22


async def test_readings_that_the_site_refuses_are_set_aside_and_tried_again_on_request(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    cloud: SimulatedCloud,
    site: SimulatedNightscout,
    start: Start,
    forwarded: str,
    frozen: FrozenDateTimeFactory,
) -> None:
    refused = cloud.patient("Anna").history(cloud.clock())[7]
    site.refused_dates = frozenset({int(refused.time.timestamp() * 1000)})
    await start()
    assert issues(hass) == {"nightscout_refused"}
    count = len(site.entries)
    assert count > 140
    assert state(hass, WAITING) == "0"
    site.refused_dates = frozenset()
    await entry.runtime_data.deliveries[forwarded].async_retry_refused()
    await settle(hass)
    assert len(site.entries) == count + 1
    assert issues(hass) == set()


@pytest.mark.parametrize(("since", "least", "most"), [("now", 0, 2), ("day", 130, 160), ("ever", 190, 230)])
async def test_where_a_new_site_starts(
    hass: HomeAssistant,
    site: SimulatedNightscout,
    start: Start,
    set_patient: Callable[..., str],
    nightscout: dict[str, Any],
    since: str,
    least: int,
    most: int,
) -> None:
    await start()
    set_patient("Anna", nightscout=nightscout | {"since": since})
    await settle(hass)
    assert least <= len(site.entries) <= most


async def test_one_reading_per_five_minutes(
    hass: HomeAssistant,
    site: SimulatedNightscout,
    start: Start,
    set_patient: Callable[..., str],
    nightscout: dict[str, Any],
    frozen: FrozenDateTimeFactory,
) -> None:
    set_patient("Anna", nightscout=nightscout | {"send": "five_minutes"})
    await start()
    for _ in range(11):
        await pass_time(hass, frozen, minutes=1)
    dates = sorted(entry["date"] for entry in site.entries)
    assert min(later - earlier for earlier, later in pairwise(dates)) >= 270000


async def test_a_site_that_is_taken_away_and_comes_back_gets_what_it_has_not(
    hass: HomeAssistant,
    site: SimulatedNightscout,
    start: Start,
    forwarded: str,
    set_patient: Callable[..., str],
    nightscout: dict[str, Any],
    frozen: FrozenDateTimeFactory,
) -> None:
    sent: list[int] = []
    store = site._v1_store

    def _noted(entries: list[dict[str, Any]]) -> Any:
        sent.extend(entry["date"] for entry in entries)
        return store(entries)

    site._v1_store = _noted  # type: ignore[assignment, method-assign]
    async with serving(SimulatedNightscout(clock=dt_util.utcnow).app) as other:
        await start()
        set_patient("Anna", nightscout=None)
        await settle(hass)
        assert hass.states.get(PROBLEM) is None or state(hass, PROBLEM) == "unavailable"
        for url in (other, site.url):
            await pass_time(hass, frozen, minutes=1)
            set_patient("Anna", nightscout=nightscout | {"url": url})
            await settle(hass)
            await settle(hass)
    assert len(sent) == len(set(sent)) == len(site.entries) > 140
    assert [later - earlier for earlier, later in pairwise(sorted(sent)[-3:])] == [
        60_000,
        60_000,
    ]  # Nor is one missing.


async def test_one_per_five_minutes_off_and_on_again_sends_no_day_twice(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    site: SimulatedNightscout,
    start: Start,
    set_patient: Callable[..., str],
    nightscout: dict[str, Any],
    frozen: FrozenDateTimeFactory,
) -> None:
    set_patient("Anna", nightscout=nightscout | {"send": "five_minutes"})
    await start()
    count = len(site.entries)
    for send in ("every_reading", "five_minutes"):
        set_patient("Anna", nightscout=nightscout | {"send": send})
        await settle(hass)
    set_patient("Anna", nightscout=None)
    await settle(hass)
    set_patient("Anna", nightscout=nightscout | {"send": "five_minutes"})
    await pass_time(hass, frozen, minutes=3)
    assert count <= len(site.entries) <= count + 4


async def test_a_new_journal_does_not_send_the_day_again_in_another_phase(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    site: SimulatedNightscout,
    start: Start,
    set_patient: Callable[..., str],
    nightscout: dict[str, Any],
    frozen: FrozenDateTimeFactory,
) -> None:
    set_patient("Anna", nightscout=nightscout | {"send": "five_minutes"})
    await start()
    count = len(site.entries)
    await hass.config_entries.async_unload(entry.entry_id)
    await remove(journal_path(hass, entry.entry_id))
    frozen.tick(timedelta(minutes=3))
    await hass.config_entries.async_setup(entry.entry_id)
    await settle(hass)
    dates = sorted(entry["date"] for entry in site.entries)
    assert len(dates) <= count + 2
    assert min(later - earlier for earlier, later in pairwise(dates)) >= 270000


async def test_a_reading_on_its_way_does_not_wait_and_writes_nothing(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    start: Start,
    forwarded: str,
    frozen: FrozenDateTimeFactory,
) -> None:
    await start()
    assert state(hass, WAITING) == "0"
    changed = async_capture_events(hass, EVENT_STATE_CHANGED)
    for _ in range(5):
        await pass_time(hass, frozen, minutes=1)
    assert WAITING not in {event.data["entity_id"] for event in changed}
    written: set[str] = set()

    @callback
    def note(event: Event[Any]) -> None:
        written.add(event.data["entity_id"])

    for kind in (EVENT_STATE_CHANGED, EVENT_STATE_REPORTED):
        hass.bus.async_listen(kind, note, event_filter=callback(lambda _: True))
    await entry.runtime_data.deliveries[forwarded]._async_changed(Status(problem=Problem.SERVER, behind=True))
    entry.runtime_data.deliveries[forwarded]._forwarder.status = Status(problem=Problem.SERVER, behind=True)
    await entry.runtime_data.deliveries[forwarded].async_wake()
    assert written == {PROBLEM, WAITING, LAST}


async def test_another_app_that_sends_too_is_said_once(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    site: SimulatedNightscout,
    start: Start,
    forwarded: str,
    frozen: FrozenDateTimeFactory,
) -> None:
    await start()

    async def minutes(count: int, *, other: bool) -> None:
        for minute in range(count):
            await pass_time(hass, frozen, minutes=1)
            if other and not minute % 5:
                time = dt_util.utcnow() - timedelta(seconds=20)
                theirs = {"type": "sgv", "sgv": 120, "date": int(time.timestamp() * 1000), "device": "another app"}
                site._v1_store([theirs])

    await minutes(30, other=True)
    assert issues(hass) == {"nightscout_two_uploaders"}
    issue_id = f"nightscout_two_uploaders_{forwarded}"
    ir.async_ignore_issue(hass, "librelink_up", issue_id, ignore=True)
    await hass.config_entries.async_reload(entry.entry_id)
    await minutes(30, other=True)
    assert ir.async_get(hass).issues["librelink_up", issue_id].dismissed_version
    await hass.config_entries.async_reload(entry.entry_id)
    await minutes(60, other=False)
    assert issues(hass) == {"nightscout_two_uploaders"}  # A phone that is off has not stopped sending.
    await pass_time(hass, frozen, hours=6)
    await minutes(2, other=False)
    assert issues(hass) == set()


async def test_api_v3(
    hass: HomeAssistant,
    site: SimulatedNightscout,
    start: Start,
    set_patient: Callable[..., str],
    nightscout: dict[str, Any],
) -> None:
    token = site.add_token("ha", "api:entries:create,read,update")
    set_patient("Anna", nightscout=nightscout | {"api": "v3", "secret": token})
    await start()
    assert len(site.entries) > 140
    assert all("srvModified" in entry for entry in site.entries)
