"""The repairs that the user carries out from their dialog."""

from collections.abc import Awaitable, Callable
from typing import Any

from freezegun.api import FrozenDateTimeFactory
from homeassistant.components.repairs import DOMAIN as REPAIRS, FlowType
from homeassistant.core import HomeAssistant
from homeassistant.helpers import issue_registry as ir
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.librelink_up.account.store import journal_path
from custom_components.librelink_up.repairs import async_create_fix_flow
from simulator.cloud import SimulatedCloud
from simulator.nightscout import SimulatedNightscout
from simulator.people import SimulatedAccount

from .conftest import pass_time, settle
from .test_coordinator import state
from .test_init import issues
from .test_translations import TEXTS

type Start = Callable[[], Awaitable[None]]
type Client = Any


@pytest.fixture
async def client(hass: HomeAssistant, frozen: FrozenDateTimeFactory, hass_client: ClientSessionGenerator) -> Client:
    assert await async_setup_component(hass, REPAIRS, {})
    return await hass_client()


async def begin(hass: HomeAssistant, client: Client) -> dict[str, Any]:
    ((domain, issue_id),) = ir.async_get(hass).issues
    answer = await client.post("/api/repairs/issues/fix", json={"handler": domain, "issue_id": issue_id})
    assert answer.status == 200
    return understood(issue_id, await answer.json())


def understood(issue_id: str, flow: dict[str, Any]) -> dict[str, Any]:
    """However it ends, the user finds a text for it."""
    if flow["type"] == "abort":
        assert flow["reason"] in TEXTS["issues"][issue_id.rpartition("_")[0]]["fix_flow"]["abort"]
    return {**flow, "issue_id": issue_id}


async def go(client: Client, flow: dict[str, Any]) -> dict[str, Any]:
    answer = await client.post(f"/api/repairs/issues/fix/{flow['flow_id']}", json={})
    assert answer.status == 200
    return understood(flow["issue_id"], await answer.json())


@pytest.mark.parametrize("at_start", [True, False])
async def test_new_terms_are_shown_and_accepted_on_the_users_word(
    hass: HomeAssistant,
    client: Client,
    account: SimulatedAccount,
    cloud: SimulatedCloud,
    start: Start,
    frozen: FrozenDateTimeFactory,
    at_start: bool,
) -> None:
    if at_start:
        account.terms = ["tou", "pp"]
        await start()
    else:
        await start()
        account.terms = ["tou", "pp"]
        cloud.expire_tokens()
        await pass_time(hass, frozen, minutes=1)
    assert issues(hass) == {"terms_pending"}
    flow = await begin(hass, client)
    assert flow["step_id"] == "confirm_tou"
    assert flow["description_placeholders"] == {
        "account": "LibreLink Up" if at_start else "Robin",
        "url": "https://files.libreview.example/DE/tou.html",
    }
    assert account.terms == ["tou", "pp"]
    flow = await go(client, flow)
    assert flow["step_id"] == "confirm_pp"
    flow = await go(client, flow)
    assert flow["type"] == "create_entry"
    await settle(hass)
    await settle(hass)
    assert issues(hass) == set()
    assert state(hass, "sensor.anna_example_glucose") != "unknown"


async def test_terms_accepted_in_the_app_meanwhile(
    hass: HomeAssistant, client: Client, account: SimulatedAccount, cloud: SimulatedCloud, start: Start
) -> None:
    account.terms = ["tou"]
    await start()
    account.terms = []
    assert (await begin(hass, client))["type"] == "create_entry"
    await settle(hass)
    assert issues(hass) == set()


async def test_terms_while_the_cloud_is_away_or_will_not(
    hass: HomeAssistant, client: Client, account: SimulatedAccount, cloud: SimulatedCloud, start: Start
) -> None:
    account.terms = ["tou"]
    await start()
    cloud.away = True
    assert (await begin(hass, client))["reason"] == "cannot_connect"
    cloud.away = False
    flow = await begin(hass, client)
    cloud.faults.add("html", path="continue")
    assert (await go(client, flow))["reason"] == "not_accepted"


async def test_terms_wait_for_the_end_of_a_pause(
    hass: HomeAssistant,
    client: Client,
    account: SimulatedAccount,
    cloud: SimulatedCloud,
    start: Start,
    frozen: FrozenDateTimeFactory,
) -> None:
    await start()
    account.terms = ["tou"]
    cloud.expire_tokens()
    await pass_time(hass, frozen, minutes=1)
    cloud.faults.add("status", status=429, times=1)
    assert (await begin(hass, client))["reason"] == "blocked"
    asked = len(cloud.faults.calls)
    flow = await begin(hass, client)
    assert (flow["reason"], flow["description_placeholders"]) == ("blocked", {"minutes": "5"})
    assert len(cloud.faults.calls) == asked
    frozen.tick(300)
    assert (await begin(hass, client))["step_id"] == "confirm_tou"


@pytest.mark.parametrize("at_start", [True, False])
async def test_a_refused_password_is_told_while_a_forgotten_dialog_keeps_home_assistant_from_asking(
    hass: HomeAssistant,
    client: Client,
    entry: MockConfigEntry,
    account: SimulatedAccount,
    cloud: SimulatedCloud,
    start: Start,
    frozen: FrozenDateTimeFactory,
    at_start: bool,
) -> None:
    right, account.password = account.password, "Changed-1!"
    if not at_start:
        account.password = right
        await start()
    forgotten = await entry.start_reconfigure_flow(hass)
    account.password = "Changed-1!"
    cloud.expire_tokens()
    if at_start:
        await start()
    for _ in range(15):
        await pass_time(hass, frozen, minutes=1)
    assert issues(hass) == {"password_refused"}
    flow = await go(client, await begin(hass, client))
    kind, flow_id = flow["next_flow"]
    assert kind == FlowType.CONFIG_FLOW
    open_now = {one["flow_id"] for one in hass.config_entries.flow.async_progress()}
    assert flow_id in open_now
    assert forgotten["flow_id"] not in open_now
    assert issues(hass) == {"password_refused"}  # Whoever closes the dialog has mended nothing.
    result = await hass.config_entries.flow.async_configure(flow_id, {"password": account.password})
    assert result["reason"] == "reauth_successful"
    await settle(hass)
    assert issues(hass) == set()


async def test_a_refused_credential_leads_to_the_persons_settings(
    hass: HomeAssistant,
    client: Client,
    entry: MockConfigEntry,
    site: SimulatedNightscout,
    frozen: FrozenDateTimeFactory,
    start: Start,
    set_patient: Callable[..., str],
    nightscout: dict[str, Any],
) -> None:
    set_patient("Anna", nightscout=nightscout | {"secret": "wrong"})
    await start()
    await pass_time(hass, frozen, seconds=121)  # Only the second refusal is believed.
    flow = await begin(hass, client)
    assert flow["description_placeholders"]["patient"] == "Anna Example"
    flow = await go(client, flow)
    kind, flow_id = flow["next_flow"]
    assert kind == FlowType.CONFIG_SUBENTRIES_FLOW
    assert issues(hass) == {"nightscout_credential"}  # Whoever closes the form has mended nothing.
    await hass.config_entries.subentries.async_configure(flow_id, nightscout)
    await settle(hass)
    assert issues(hass) == set()
    assert len(site.entries) > 140


@pytest.mark.parametrize("running", [True, False])
async def test_refused_readings_are_tried_again(
    hass: HomeAssistant,
    client: Client,
    entry: MockConfigEntry,
    cloud: SimulatedCloud,
    site: SimulatedNightscout,
    start: Start,
    set_patient: Callable[..., str],
    nightscout: dict[str, Any],
    running: bool,
) -> None:
    refused = cloud.patient("Anna").history(cloud.clock())[7]
    site.refused_dates = frozenset({int(refused.time.timestamp() * 1000)})
    set_patient("Anna", nightscout=nightscout)
    await start()
    count = len(site.entries)
    site.refused_dates = frozenset()
    flow = await begin(hass, client)
    assert flow["description_placeholders"]["count"] == "1"
    if not running:
        await hass.config_entries.async_unload(entry.entry_id)
    assert (await go(client, flow))["type"] == "create_entry"
    await settle(hass)
    assert len(site.entries) == count + running


@pytest.mark.parametrize("gone", ["account", "person"])
async def test_a_repair_for_somebody_who_is_removed_meanwhile_ends(
    hass: HomeAssistant,
    client: Client,
    entry: MockConfigEntry,
    frozen: FrozenDateTimeFactory,
    start: Start,
    set_patient: Callable[..., str],
    nightscout: dict[str, Any],
    gone: str,
) -> None:
    anna = set_patient("Anna", nightscout=nightscout | {"secret": "wrong"})
    await start()
    await pass_time(hass, frozen, seconds=121)
    flow = await begin(hass, client)
    if gone == "account":
        await hass.config_entries.async_remove(entry.entry_id)
    else:
        hass.config_entries.async_remove_subentry(entry, anna)
    await settle(hass)
    flow = await go(client, flow)
    assert (flow["type"], flow["reason"]) == ("abort", f"{gone}_gone")


async def test_terms_of_an_account_that_is_removed_meanwhile_are_not_accepted(
    hass: HomeAssistant,
    client: Client,
    entry: MockConfigEntry,
    account: SimulatedAccount,
    cloud: SimulatedCloud,
    start: Start,
) -> None:
    account.terms = ["tou"]
    await start()
    flow = await begin(hass, client)
    await hass.config_entries.async_remove(entry.entry_id)
    await settle(hass)
    assert (await go(client, flow))["reason"] == "account_gone"
    assert account.terms == ["tou"]


async def test_the_other_issues_are_only_confirmed(hass: HomeAssistant, entry: MockConfigEntry) -> None:
    asked: list[Any] = [None, {"entry_id": "gone"}, {"entry_id": entry.entry_id}]
    for data in asked:
        flow = await async_create_fix_flow(hass, "journal_damaged_x", data)
        assert type(flow).__name__ == "ConfirmRepairFlow"


async def test_a_damaged_journal_can_be_confirmed(
    hass: HomeAssistant, client: Client, entry: MockConfigEntry, start: Start
) -> None:
    path = journal_path(hass, entry.entry_id)
    path.parent.mkdir(parents=True)
    path.write_bytes(b"broken" * 1000)
    await start()
    flow = await begin(hass, client)
    assert "damaged" in flow["description_placeholders"]["path"]
    assert (await go(client, flow))["type"] == "create_entry"
    assert issues(hass) == set()


async def test_that_a_journal_was_deleted_can_be_confirmed(
    hass: HomeAssistant, client: Client, entry: MockConfigEntry, start: Start, frozen: FrozenDateTimeFactory
) -> None:
    await start()
    path = journal_path(hass, entry.entry_id)
    path.unlink()
    await pass_time(hass, frozen, minutes=1)
    assert issues(hass) == {"journal_deleted"}
    flow = await begin(hass, client)
    assert flow["description_placeholders"]["path"] == str(path)
    assert (await go(client, flow))["type"] == "create_entry"
    await pass_time(hass, frozen, minutes=1)
    assert issues(hass) == set()
