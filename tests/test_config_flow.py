"""The dialogs, as the user goes through them; every error is shown and then got over."""

from collections.abc import Awaitable, Callable, Iterator
import hashlib
import json
from pathlib import Path
from typing import Any
from unittest.mock import patch

from freezegun.api import FrozenDateTimeFactory
from homeassistant.config_entries import SOURCE_RECONFIGURE, SOURCE_USER, ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType, section
import probatio as vol
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.librelink_up.cloud import CloudClient
from simulator.cloud import SimulatedCloud
from simulator.nightscout import SimulatedNightscout
from simulator.people import SimulatedAccount

from .conftest import pass_time, settle
from .frontend import shown, untouched
from .test_init import calls

type Start = Callable[[], Awaitable[None]]
type Result = Any

DOMAIN = "librelink_up"
SKIP = {"api": "v1", "send": "every_reading", "since": "day"}
TEXTS = json.loads((Path(__file__).parent.parent / f"custom_components/{DOMAIN}/translations/en.json").read_text())


@pytest.fixture(autouse=True)
def every_text_exists(request: pytest.FixtureRequest) -> Iterator[None]:
    """Whatever a step, an error or an abort is called, the user finds a text for it."""
    results: list[Result] = []
    from homeassistant import data_entry_flow  # noqa: PLC0415

    original = data_entry_flow.FlowManager._async_handle_step

    async def watch(self: Any, *arguments: Any, **named: Any) -> Result:
        result = await original(self, *arguments, **named)
        results.append(result)
        return result

    with patch.object(data_entry_flow.FlowManager, "_async_handle_step", watch):
        yield
    for result in results:
        if result.get("translation_domain") or result["type"] is FlowResultType.CREATE_ENTRY:
            continue
        where = TEXTS["config"]
        if isinstance(result["handler"], tuple):
            where = TEXTS["config_subentries"]["patient"]
        elif result["handler"] != DOMAIN:
            where = TEXTS["options"]
        if result["type"] is FlowResultType.ABORT:
            assert result["reason"] in where["abort"]
            continue
        step = where["step"][result["step_id"]]
        if result["type"] is FlowResultType.MENU:
            assert set(result["menu_options"]) == set(step["menu_options"]) == set(step["menu_option_descriptions"])
            continue
        for error in (result["errors"] or {}).values():
            assert error in where["error"]
        for field in result["data_schema"].schema:
            assert str(field) in step["data"]
            assert str(field) in step["data_description"]


@pytest.fixture
def no_setup() -> Iterator[None]:
    with patch(f"custom_components.{DOMAIN}.async_setup_entry", return_value=True):
        yield


async def begin(hass: HomeAssistant, account: SimulatedAccount, **changes: Any) -> Result:
    result = await hass.config_entries.flow.async_init(DOMAIN, context={"source": SOURCE_USER})
    assert (result["type"], result["step_id"]) == (FlowResultType.FORM, "user")
    return await go(hass, result, {"email": account.email, "password": account.password, "region": "auto", **changes})


async def go(hass: HomeAssistant, result: Result, answers: dict[str, Any]) -> Result:
    return await hass.config_entries.flow.async_configure(result["flow_id"], answers)


def suggestions(result: Result) -> dict[str, Any]:
    return {str(key): (key.description or {}).get("suggested_value") for key in result["data_schema"].schema}


async def test_set_up_is_two_dialogs_and_four_fields(
    hass: HomeAssistant, account: SimulatedAccount, cloud: SimulatedCloud
) -> None:
    result = await hass.config_entries.flow.async_init(DOMAIN, context={"source": SOURCE_USER})
    fields = list(result["data_schema"].schema)
    result = await begin(hass, account, email=f" {account.email} ", password=f" {account.password}\n")
    assert result["step_id"] == "patients"
    assert len([*fields, *result["data_schema"].schema]) == 4
    result = await go(hass, result, {"patients": []})
    assert result["errors"] == {"patients": "choose_somebody"}
    result = await go(hass, result, untouched(result))
    assert result["type"] is FlowResultType.CREATE_ENTRY
    entry = result["result"]
    assert (entry.title, entry.unique_id) == ("Robin", account.user_id)  # A name: titles are logged.
    assert entry.data == {"email": account.email, "password": account.password, "region": "auto"}
    assert {one.title: dict(one.data) for one in entry.subentries.values()} == {
        "Anna": {"sensor_life": "learn", "unit": "mg/dL"},
        "Ben": {"sensor_life": "learn", "unit": "mmol/L"},
    }
    await settle(hass)
    assert entry.state is ConfigEntryState.LOADED
    assert hass.states.get("sensor.anna_glucose")
    assert calls(cloud, "auth/login") == 2  # At the global host and in the region; the entry logs in no more.


async def test_only_who_is_chosen_is_followed(
    hass: HomeAssistant, account: SimulatedAccount, cloud: SimulatedCloud, no_setup: None
) -> None:
    result = await begin(hass, account)
    result = await go(hass, result, {"patients": [cloud.patient("Ben").patient_id]})
    assert [one.title for one in result["result"].subentries.values()] == ["Ben"]


async def test_one_person_is_not_asked_for(
    hass: HomeAssistant, account: SimulatedAccount, cloud: SimulatedCloud, no_setup: None
) -> None:
    cloud.patient("Ben").shared = False
    result = await begin(hass, account)
    assert [one.title for one in result["result"].subentries.values()] == ["Anna"]


def offered(result: Result) -> list[str]:
    """The people to choose from, as they are shown."""
    (selector,) = result["data_schema"].schema.values()
    return [option["label"] for option in selector.config["options"]]


@pytest.mark.parametrize(
    ("people", "labels", "titles"),
    [
        ([("Zoe", "Example"), ("anna", "Example")], ["anna", "Zoe"], ["anna", "Zoe"]),
        ([("Anna", "Example"), ("Anna", "Other")], ["Anna Example", "Anna Other"], ["Anna Example", "Anna Other"]),
        (
            [("Anna", "Example"), ("ANNA", "example")],
            ["ANNA example (4f42), sensor …F39E", "Anna Example (808d), sensor …00E8"],
            ["ANNA example (4f42)", "Anna Example (808d)"],
        ),
        ([(None, " "), ("", "Example")], ["Example", "Person 808d"], ["Example", "Person 808d"]),
        ([("Anna Maria", "Example"), ("Anna", "Other")], ["Anna", "Anna Maria"], ["Anna", "Anna Maria"]),
    ],
)
async def test_people_are_called_by_their_first_name_and_can_be_told_apart(
    hass: HomeAssistant,
    account: SimulatedAccount,
    cloud: SimulatedCloud,
    no_setup: None,
    people: list[tuple[str | None, str]],
    labels: list[str],
    titles: list[str],
) -> None:
    for patient, (first, last) in zip(account.patients, people, strict=True):
        patient.broken_fields = {"firstName": first, "lastName": last}
    result = await begin(hass, account)
    assert offered(result) == labels
    result = await go(hass, result, untouched(result))
    assert [one.title for one in result["result"].subentries.values()] == titles


@pytest.mark.parametrize(
    ("followed", "sensor", "label", "title"),
    [
        ("Anna", True, "Anna Example", "Anna Example"),
        ("Anna Other", True, "Anna Example", "Anna Example"),
        ("Annabel", True, "Anna", "Anna"),
        ("Anna Example", True, "Anna Example (808d), sensor …00E8", "Anna Example (808d)"),
        ("Anna Example", False, "Anna Example (808d)", "Anna Example (808d)"),
    ],
)
async def test_who_comes_later_is_not_called_like_somebody_who_is_followed(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    cloud: SimulatedCloud,
    set_patient: Callable[..., str],
    start: Start,
    followed: str,
    sensor: bool,
    label: str,
    title: str,
) -> None:
    hass.config_entries.async_remove_subentry(entry, set_patient("Anna"))
    (ben,) = entry.subentries.values()
    hass.config_entries.async_update_subentry(entry, ben, title=followed)
    if not sensor:
        cloud.patient("Anna").broken_fields = {"sensor": None}
    await start()
    result = await subentry_flow(hass, entry)
    assert offered(result) == [label]
    result = await answer(hass, result, {"patient": cloud.patient("Anna").patient_id})
    assert result["title"] == title
    assert ben.subentry_id in entry.subentries
    assert entry.subentries[ben.subentry_id].title == followed
    await settle(hass)


async def test_nobody_shares_yet(
    hass: HomeAssistant, account: SimulatedAccount, cloud: SimulatedCloud, no_setup: None
) -> None:
    for patient in account.patients:
        patient.shared = False
    result = await begin(hass, account)
    assert result["step_id"] == "nobody"
    result = await go(hass, result, {})
    assert result["errors"] == {"base": "still_nobody"}
    cloud.faults.add("html", times=1)
    result = await go(hass, result, {})
    assert result["errors"] == {"base": "bad_answer"}
    cloud.patient("Anna").shared = True
    assert (await go(hass, result, {}))["type"] is FlowResultType.CREATE_ENTRY


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        ({"kind": "drop"}, "cannot_connect"),
        ({"kind": "html"}, "bad_answer"),
        ({"kind": "json", "body": {"status": 911}}, "maintenance"),
        ({"kind": "json", "body": {"status": 2}}, "invalid_auth"),
    ],
)
async def test_an_error_keeps_what_was_entered_and_is_got_over(
    hass: HomeAssistant,
    account: SimulatedAccount,
    cloud: SimulatedCloud,
    no_setup: None,
    fault: dict[str, Any],
    error: str,
) -> None:
    cloud.faults.add(**fault)
    result = await begin(hass, account)
    assert result["errors"] == {"base": error}
    suggested = suggestions(result)
    assert suggested == {"email": account.email, "password": None, "region": "auto"}
    cloud.faults.clear()
    again = untouched(result)
    assert again == {"email": account.email, "region": "auto"}
    if error == "invalid_auth":
        assert is_required(result, "password")
        again["password"] = account.password
    result = await go(hass, result, again)  # Nobody types a password again because the network was away.
    assert result["step_id"] == "patients"


def is_required(result: Result, field: str) -> bool:
    (marker,) = (key for key in result["data_schema"].schema if key == field)
    return isinstance(marker, vol.Required)


async def test_a_typing_mistake_costs_no_waiting(
    hass: HomeAssistant, account: SimulatedAccount, cloud: SimulatedCloud, no_setup: None
) -> None:
    result = await begin(hass, account, password="wrong")
    assert result["errors"] == {"base": "invalid_auth"}
    result = await go(hass, result, {"email": account.email, "password": account.password, "region": "auto"})
    assert result["step_id"] == "patients"


async def test_a_lock_out_is_kept_and_says_how_long(
    hass: HomeAssistant,
    account: SimulatedAccount,
    cloud: SimulatedCloud,
    frozen: FrozenDateTimeFactory,
    no_setup: None,
) -> None:
    result = await begin(hass, account, password="wrong")
    for _ in range(2):
        result = await go(hass, result, {"email": account.email, "password": "wrong", "region": "auto"})
    assert result["errors"] == {"base": "locked_out"}
    assert result["description_placeholders"]["minutes"] == "5"
    asked = len(cloud.faults.calls)
    right = {"email": account.email, "password": account.password, "region": "auto"}
    assert (await go(hass, result, right))["errors"] == {"base": "locked_out"}
    assert len(cloud.faults.calls) == asked
    await pass_time(hass, frozen, seconds=170)
    result = await go(hass, result, right)
    assert result["description_placeholders"]["minutes"] == "3"  # 130 seconds: after two minutes it is still too soon.
    await pass_time(hass, frozen, seconds=130)
    assert (await go(hass, result, right))["step_id"] == "patients"


async def test_opening_the_dialog_again_does_not_get_round_a_lock_out(
    hass: HomeAssistant,
    account: SimulatedAccount,
    cloud: SimulatedCloud,
    frozen: FrozenDateTimeFactory,
    no_setup: None,
) -> None:
    for _ in range(3):
        result = await begin(hass, account, password="wrong")
    assert result["errors"] == {"base": "locked_out"}
    asked = len(cloud.faults.calls)
    assert (await begin(hass, account))["errors"] == {"base": "locked_out"}
    assert len(cloud.faults.calls) == asked
    await pass_time(hass, frozen, minutes=5)
    assert (await begin(hass, account))["step_id"] == "patients"
    assert (await begin(hass, account))["step_id"] == "patients"


async def test_a_closed_protocol_is_told(
    hass: HomeAssistant, account: SimulatedAccount, cloud: SimulatedCloud, frozen: FrozenDateTimeFactory, no_setup: None
) -> None:
    cloud.minimum_version = "5.0.0"
    result = await begin(hass, account)
    assert result["errors"] == {"base": "protocol_closed"}
    assert result["description_placeholders"]["version"] == "5.0.0"
    cloud.minimum_version = "4.16.0"
    await pass_time(hass, frozen, days=1)
    result = await go(hass, result, {"email": account.email, "password": account.password, "region": "auto"})
    assert result["step_id"] == "patients"


async def test_a_step_that_only_the_app_can_do(
    hass: HomeAssistant, account: SimulatedAccount, cloud: SimulatedCloud, no_setup: None
) -> None:
    account.terms = ["verifyEmail"]
    result = await begin(hass, account)
    assert result["errors"] == {"base": "step_required"}
    assert result["description_placeholders"]["step"] == "VerifyEmail"
    account.terms = []
    result = await go(hass, result, {"email": account.email, "password": account.password, "region": "auto"})
    assert result["step_id"] == "patients"


async def test_terms_are_accepted_only_on_the_users_word(
    hass: HomeAssistant, account: SimulatedAccount, cloud: SimulatedCloud, no_setup: None
) -> None:
    account.terms = ["tou", "pp"]
    result = await begin(hass, account)
    assert result["step_id"] == "terms_tou"
    assert result["description_placeholders"]["url"] == "https://files.libreview.example/DE/tou.html"
    assert account.terms == ["tou", "pp"]
    cloud.faults.add("html", times=1, path="continue")
    result = await go(hass, result, {})
    assert result["errors"] == {"base": "bad_answer"}
    result = await go(hass, result, {})
    assert (result["step_id"], result["errors"]) == ("terms_pp", {})
    result = await go(hass, result, {})
    assert result["step_id"] == "patients"
    assert account.terms == []


async def test_accepted_terms_are_not_accepted_again_when_what_follows_fails(
    hass: HomeAssistant, account: SimulatedAccount, cloud: SimulatedCloud, no_setup: None
) -> None:
    account.terms = ["tou"]
    result = await begin(hass, account)
    cloud.faults.add("html", times=1, path="connections")
    result = await go(hass, result, {})
    assert (result["step_id"], result["errors"]) == ("terms_tou", {"base": "bad_answer"})
    result = await go(hass, result, {})
    assert result["step_id"] == "patients"
    assert calls(cloud, "continue/tou") == 1


async def test_an_account_that_is_there_already(
    hass: HomeAssistant, account: SimulatedAccount, cloud: SimulatedCloud, entry: MockConfigEntry
) -> None:
    result = await begin(hass, account)
    assert (result["type"], result["reason"]) == (FlowResultType.ABORT, "already_configured")


async def test_a_person_followed_through_another_account_is_not_offered(
    hass: HomeAssistant, account: SimulatedAccount, cloud: SimulatedCloud, entry: MockConfigEntry, no_setup: None
) -> None:
    other = SimulatedAccount(email="other@example.com", password="Simulator-1!", patients=account.patients)
    cloud.accounts.append(other)
    result = await begin(hass, other)
    assert result["step_id"] == "nobody"


async def menu(hass: HomeAssistant, entry: MockConfigEntry, name: str) -> Result:
    """Open "Change person"."""
    subentry = next(one for one in entry.subentries.values() if one.title.startswith(name))
    return await hass.config_entries.subentries.async_init(
        (entry.entry_id, "patient"),
        context={"source": SOURCE_RECONFIGURE, "subentry_id": subentry.subentry_id},
    )


async def change(hass: HomeAssistant, entry: MockConfigEntry, name: str, step: str) -> Result:
    """Open one of the forms of a person."""
    result = await menu(hass, entry, name)
    assert (result["type"], result["step_id"]) == (FlowResultType.MENU, "reconfigure")
    result = await answer(hass, result, {"next_step_id": step})
    assert (result["type"], result["step_id"]) == (FlowResultType.FORM, step)
    return result


async def answer(hass: HomeAssistant, result: Result, answers: dict[str, Any]) -> Result:
    return await hass.config_entries.subentries.async_configure(result["flow_id"], answers)


def kept(entry: MockConfigEntry, name: str) -> dict[str, Any]:
    """What is on disk of a person."""
    return next(dict(one.data) for one in entry.subentries.values() if one.title.startswith(name))


@pytest.mark.parametrize(
    ("changes", "errors"),
    [
        ({"url": " "}, {"url": "address_missing"}),
        ({"url": "ftp://x"}, {"url": "invalid_url"}),
        ({"url": "htp:/ something"}, {"url": "invalid_url"}),
        ({"secret": " "}, {"secret": "secret_missing"}),
        ({"secret": "wrong"}, {"secret": "nightscout_credential"}),
        ({"url": "http://127.0.0.1:9"}, {"url": "nightscout_unreachable"}),
        ({"url": "http://nightscout.example.org"}, {"url": "exposed"}),
    ],
)
async def test_a_site_that_will_not_do(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    nightscout: dict[str, Any],
    start: Start,
    changes: dict[str, Any],
    errors: dict[str, str],
) -> None:
    await start()
    result = await change(hass, entry, "Anna", "nightscout")
    result = await answer(hass, result, nightscout | changes)
    assert result["errors"] == errors
    assert "secret" not in untouched(result)
    again = {key: value for key, value in nightscout.items() if key != "secret" or "secret" in errors}
    result = await answer(hass, result, again)  # Nobody types a secret again because the address was wrong.
    assert result["reason"] == "reconfigure_successful"
    await settle(hass)
    assert kept(entry, "Anna")["nightscout"] == nightscout


@pytest.mark.parametrize(
    ("fault", "errors"),
    [
        ({"kind": "html"}, {"url": "not_nightscout"}),
        ({"kind": "https"}, {"url": "nightscout_https_needed"}),
        ({"kind": "status", "status": 500, "path": "preview"}, {"url": "nightscout_server"}),
        ({"kind": "html", "status": 403, "title": "This web app is stopped."}, {"url": "nightscout_server"}),
        ({"kind": "html", "status": 401}, {"url": "nightscout_sign_on"}),
        ({"kind": "sign_on"}, {"url": "nightscout_sign_on"}),
        ({"kind": "moved"}, {"url": "nightscout_moved"}),
    ],
)
async def test_a_site_on_a_bad_day(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    site: SimulatedNightscout,
    nightscout: dict[str, Any],
    start: Start,
    fault: dict[str, Any],
    errors: dict[str, str],
) -> None:
    await start()
    result = await change(hass, entry, "Anna", "nightscout")
    site.faults.add(**fault)
    result = await answer(hass, result, nightscout)
    assert result["errors"] == errors
    site.faults.clear()
    assert (await answer(hass, result, untouched(result)))["reason"] == "reconfigure_successful"
    await settle(hass)


async def test_a_site_whose_https_does_not_work(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    site: SimulatedNightscout,
    nightscout: dict[str, Any],
    start: Start,
) -> None:
    await start()
    result = await change(hass, entry, "Anna", "nightscout")
    result = await answer(hass, result, nightscout | {"url": site.url.replace("http:", "https:")})
    assert result["errors"] == {"url": "nightscout_tls"}
    assert (await answer(hass, result, nightscout))["reason"] == "reconfigure_successful"
    await settle(hass)


async def test_a_token_that_may_only_read_or_only_upload(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    site: SimulatedNightscout,
    nightscout: dict[str, Any],
    start: Start,
) -> None:
    await start()
    result = await change(hass, entry, "Anna", "nightscout")
    for token in (site.add_token("reader", "*:*:read"), site.add_token("creator", "api:entries:create,update")):
        for api in ("v1", "v3"):
            result = await answer(hass, result, nightscout | {"secret": token, "api": api})
            assert result["errors"] == {"secret": "nightscout_forbidden"}
    token = site.add_token("uploader", "api:entries:create,read,update")
    result = await answer(hass, result, nightscout | {"secret": token, "api": "v3"})
    assert result["reason"] == "reconfigure_successful"
    await settle(hass)


@pytest.mark.parametrize("way", ["user", "query", "digest", "old", "gzip"])
async def test_what_people_bring_from_elsewhere_is_understood(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    site: SimulatedNightscout,
    nightscout: dict[str, Any],
    start: Start,
    way: str,
) -> None:
    await start()
    token = site.add_token("uploader", "api:entries:create,read")
    digest = hashlib.sha1(site.secret.encode()).hexdigest()
    typed, secret = {
        "user": ({"url": site.url.replace("//", f"//{token}@") + "/api/v1/", "secret": ""}, token),
        "query": ({"url": f"{site.url}/?token={token}", "secret": ""}, token),
        "digest": ({"secret": digest}, f"sha1:{digest}"),
    }.get(way, ({}, site.secret))
    site.old_verifyauth = way == "old"
    site.minds_gzip = 415 if way == "gzip" else None
    result = await answer(hass, await change(hass, entry, "Anna", "nightscout"), nightscout | typed)
    assert result.get("reason") == "reconfigure_successful"
    await settle(hass)
    assert kept(entry, "Anna")["nightscout"] == nightscout | {"secret": secret}


async def test_a_secret_in_the_address_is_kept_but_not_sent_back(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    site: SimulatedNightscout,
    nightscout: dict[str, Any],
    start: Start,
) -> None:
    await start()
    result = await change(hass, entry, "Anna", "nightscout")
    site.faults.add("drop")
    host = site.url.removeprefix("http://")
    result = await answer(hass, result, SKIP | {"url": f"http://{site.secret}@{host}/"})
    assert result["errors"] == {"url": "nightscout_unreachable"}
    assert untouched(result) == SKIP | {"url": site.url}
    site.faults.clear()
    assert (await answer(hass, result, untouched(result)))["reason"] == "reconfigure_successful"
    await settle(hass)
    assert kept(entry, "Anna")["nightscout"] == nightscout


async def test_two_people_have_two_sites(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    nightscout: dict[str, Any],
    set_patient: Callable[..., str],
    start: Start,
) -> None:
    set_patient("Ben", nightscout=nightscout)
    await start()
    result = await change(hass, entry, "Anna", "nightscout")
    assert (await answer(hass, result, nightscout))["errors"] == {"url": "site_in_use"}


async def test_http_on_the_open_internet_only_after_a_tick(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    nightscout: dict[str, Any],
    start: Start,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    await start()
    monkeypatch.setattr("custom_components.librelink_up.forms.nightscout.is_exposed", lambda _: True)
    result = await change(hass, entry, "Anna", "nightscout")
    assert "allow_http" not in result["data_schema"].schema
    result = await answer(hass, result, nightscout)
    assert result["errors"] == {"url": "exposed"}
    assert "allow_http" in result["data_schema"].schema
    result = await answer(hass, result, untouched(result) | {"allow_http": True})
    assert result["reason"] == "reconfigure_successful"
    await settle(hass)
    assert kept(entry, "Anna")["nightscout"] == nightscout


async def test_http_that_was_allowed_is_not_asked_again_but_another_address_is(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    site: SimulatedNightscout,
    nightscout: dict[str, Any],
    set_patient: Callable[..., str],
    start: Start,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    set_patient("Anna", nightscout=nightscout)
    monkeypatch.setattr("custom_components.librelink_up.forms.nightscout.is_exposed", lambda _: True)
    await start()
    result = await change(hass, entry, "Anna", "nightscout")
    assert "allow_http" not in result["data_schema"].schema
    result = await answer(hass, result, nightscout | {"url": f"{site.url}/other"})
    assert result["errors"] == {"url": "exposed"}
    (marker,) = (key for key in result["data_schema"].schema if key == "allow_http")
    assert marker.default() is False
    result = await answer(hass, result, nightscout | {"send": "five_minutes"})
    assert result["reason"] == "reconfigure_successful"
    assert kept(entry, "Anna")["nightscout"] == nightscout | {"send": "five_minutes"}
    await settle(hass)


async def test_logging_in_again(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    account: SimulatedAccount,
    cloud: SimulatedCloud,
    start: Start,
    caplog: pytest.LogCaptureFixture,
) -> None:
    await start()
    account.password = "Changed-1!"
    cloud.expire_tokens()
    result = await entry.start_reauth_flow(hass)
    assert result["step_id"] == "reauth_confirm"
    assert result["description_placeholders"]["email"] == account.email
    result = await go(hass, result, {"password": "wrong"})
    assert result["errors"] == {"base": "invalid_auth"}
    logins = calls(cloud, "auth/login")
    with patch.object(hass.config_entries, "async_reload", wraps=hass.config_entries.async_reload) as reload:
        result = await go(hass, result, {"password": account.password})
        assert result["reason"] == "reauth_successful"
        await settle(hass)
        assert reload.call_count == 1
    assert entry.data["password"] == account.password
    assert entry.state is ConfigEntryState.LOADED
    assert calls(cloud, "auth/login") == logins + 2
    assert "update listener" not in caplog.text


async def test_logging_in_again_with_the_same_password_sets_up_again(
    hass: HomeAssistant, entry: MockConfigEntry, account: SimulatedAccount, cloud: SimulatedCloud, start: Start
) -> None:
    cloud.away = True
    await start()
    cloud.away = False
    result = await entry.start_reauth_flow(hass)
    result = await go(hass, result, {"password": account.password})
    assert result["reason"] == "reauth_successful"
    await settle(hass)
    assert entry.state is ConfigEntryState.LOADED


@pytest.mark.parametrize("running", [True, False])
@pytest.mark.parametrize("dialog", ["start_reauth_flow", "start_reconfigure_flow"])
async def test_a_pause_of_the_account_holds_for_its_dialogs(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    account: SimulatedAccount,
    cloud: SimulatedCloud,
    start: Start,
    frozen: FrozenDateTimeFactory,
    dialog: str,
    running: bool,
) -> None:
    await start()
    cloud.faults.add("status", status=429, times=1)
    await pass_time(hass, frozen, minutes=1)
    if not running:
        await hass.config_entries.async_unload(entry.entry_id)
    asked = len(cloud.faults.calls)
    answers = {"email": account.email, "password": account.password, "region": "auto"}
    if dialog == "start_reauth_flow":
        answers = {"password": account.password}
    result = await go(hass, await getattr(entry, dialog)(hass), answers)
    assert result["errors"] == {"base": "blocked"}
    assert result["description_placeholders"]["minutes"] == "5"
    assert len(cloud.faults.calls) == asked
    frozen.tick(300)
    assert (await go(hass, result, answers))["type"] is FlowResultType.ABORT
    await settle(hass)


async def test_another_account_is_not_taken(
    hass: HomeAssistant, entry: MockConfigEntry, account: SimulatedAccount, cloud: SimulatedCloud, start: Start
) -> None:
    await start()
    cloud.accounts.append(SimulatedAccount(email="other@example.com", password="Simulator-1!", patients=[]))
    result = await entry.start_reconfigure_flow(hass)
    assert result["step_id"] == "reconfigure"
    result = await go(hass, result, {"email": "other@example.com", "password": "Simulator-1!", "region": "auto"})
    assert result["reason"] == "wrong_account"


async def test_changing_the_account(
    hass: HomeAssistant, entry: MockConfigEntry, account: SimulatedAccount, cloud: SimulatedCloud, start: Start
) -> None:
    await start()
    account.email = "new@example.com"
    result = await entry.start_reconfigure_flow(hass)
    cloud.faults.add("drop", times=2)
    answers = {"email": account.email, "password": account.password, "region": "auto"}
    result = await go(hass, result, answers)
    assert result["errors"] == {"base": "cannot_connect"}
    cloud.faults.clear()
    result = await go(hass, result, answers)
    assert result["reason"] == "reconfigure_successful"
    await settle(hass)
    assert (entry.title, entry.data["email"]) == ("Robin", "new@example.com")
    assert entry.state is ConfigEntryState.LOADED


@pytest.mark.parametrize("address", ["parent@example.com", "new@example.com"])
async def test_changing_a_renamed_account_keeps_its_name_and_sets_up_once(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    account: SimulatedAccount,
    cloud: SimulatedCloud,
    start: Start,
    address: str,
) -> None:
    hass.config_entries.async_update_entry(entry, title="The children")
    await start()
    account.email = address
    result = await entry.start_reconfigure_flow(hass)
    with patch.object(hass.config_entries, "async_reload", wraps=hass.config_entries.async_reload) as reload:
        result = await go(hass, result, {"email": address, "password": account.password, "region": "auto"})
        assert result["reason"] == "reconfigure_successful"
        await settle(hass)
        assert reload.call_count == 1
    assert (entry.title, entry.data["email"]) == ("The children", address)
    assert entry.state is ConfigEntryState.LOADED


async def test_options_take_effect_at_once(hass: HomeAssistant, entry: MockConfigEntry, start: Start) -> None:
    await start()
    result = await hass.config_entries.options.async_init(entry.entry_id)
    assert result["step_id"] == "init"
    with patch.object(hass.config_entries, "async_reload", wraps=hass.config_entries.async_reload) as reload:
        result = await hass.config_entries.options.async_configure(
            result["flow_id"], {"polling": "5", "stale_limit": 20.0, "retention": 30.0}
        )
        await settle(hass)
        assert reload.call_count == 1
    assert entry.options == {"polling": "5", "stale_limit": 20, "retention": 30}
    assert entry.runtime_data.coordinator.people.settings.polling.total_seconds() == 300


async def test_a_limit_that_every_reading_would_pass_is_refused(
    hass: HomeAssistant, entry: MockConfigEntry, start: Start
) -> None:
    await start()
    result = await hass.config_entries.options.async_init(entry.entry_id)
    options = {"polling": "15", "stale_limit": 15.0, "retention": 30.0}
    result = await hass.config_entries.options.async_configure(result["flow_id"], options)
    assert result["errors"] == {"stale_limit": "stale_limit_short"}
    result = await hass.config_entries.options.async_configure(result["flow_id"], options | {"stale_limit": 20.0})
    assert result["type"] is FlowResultType.CREATE_ENTRY
    await settle(hass)


async def subentry_flow(hass: HomeAssistant, entry: MockConfigEntry) -> Result:
    return await hass.config_entries.subentries.async_init((entry.entry_id, "patient"), context={"source": SOURCE_USER})


async def test_following_another_person(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    account: SimulatedAccount,
    cloud: SimulatedCloud,
    site: SimulatedNightscout,
    nightscout: dict[str, Any],
    start: Start,
) -> None:
    ben = next(one for one in entry.subentries.values() if one.title.startswith("Ben"))
    hass.config_entries.async_remove_subentry(entry, ben.subentry_id)
    await start()
    result = await subentry_flow(hass, entry)
    assert result["step_id"] == "user"
    result = await answer(hass, result, {"patient": cloud.patient("Ben").patient_id})
    assert result["type"] is FlowResultType.CREATE_ENTRY
    await settle(hass)
    assert hass.states.get("sensor.ben_glucose")
    assert kept(entry, "Ben") == {"sensor_life": "learn", "unit": "mmol/L"}
    assert (await answer(hass, await change(hass, entry, "Ben", "nightscout"), nightscout))["type"] == "abort"
    await settle(hass)
    assert len(site.entries) > 100


async def test_there_is_nobody_else(hass: HomeAssistant, entry: MockConfigEntry, start: Start) -> None:
    await start()
    assert (await subentry_flow(hass, entry))["reason"] == "nobody_else"


async def test_following_needs_a_running_account(hass: HomeAssistant, entry: MockConfigEntry, start: Start) -> None:
    assert (await subentry_flow(hass, entry))["reason"] == "account_not_loaded"


@pytest.mark.parametrize(
    ("fault", "reason", "details"),
    [
        ({"kind": "drop"}, "cannot_connect", {}),
        ({"kind": "html"}, "bad_answer", {}),
        ({"kind": "status", "status": 503}, "maintenance", {}),
        ({"kind": "status", "status": 429}, "blocked", {"minutes": "5"}),
    ],
)
async def test_following_says_what_is_wrong_with_the_cloud(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    cloud: SimulatedCloud,
    start: Start,
    fault: dict[str, Any],
    reason: str,
    details: dict[str, str],
) -> None:
    await start()
    cloud.faults.add(**fault)
    result = await subentry_flow(hass, entry)
    assert result["reason"] == reason
    assert details.items() <= result["description_placeholders"].items()


@pytest.mark.parametrize(
    ("terms", "password", "version", "reason", "details"),
    [
        (["tou"], "Simulator-1!", "4.16.0", "terms_pending", {}),
        (["verifyEmail"], "Simulator-1!", "4.16.0", "step_required", {"step": "VerifyEmail"}),
        ([], "Changed-1!", "4.16.0", "invalid_auth", {}),
        ([], "Simulator-1!", "5.0.0", "protocol_closed", {"version": "5.0.0"}),
    ],
)
async def test_following_says_what_the_account_needs(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    account: SimulatedAccount,
    cloud: SimulatedCloud,
    start: Start,
    frozen: FrozenDateTimeFactory,
    terms: list[str],
    password: str,
    version: str,
    reason: str,
    details: dict[str, str],
) -> None:
    await start()
    await pass_time(hass, frozen, minutes=1)  # So much lies between two log-ins.
    account.terms, account.password, cloud.minimum_version = terms, password, version
    cloud.expire_tokens()
    result = await subentry_flow(hass, entry)
    assert result["reason"] == reason
    assert details.items() <= result["description_placeholders"].items()


THRESHOLDS = {"urgent_low": 58, "low": 80, "high": 171, "urgent_high": 259}


@pytest.mark.parametrize("unit", [None, "mg/dL", "mmol/L"])
@pytest.mark.parametrize("rich", [True, False])
async def test_a_form_of_a_person_that_is_submitted_untouched_changes_nothing(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    nightscout: dict[str, Any],
    set_patient: Callable[..., str],
    start: Start,
    unit: str | None,
    rich: bool,
) -> None:
    """Also thresholds that mmol/L shows rounded, and settings of when there were fewer. Nothing is set up anew."""
    data: dict[str, Any] = {"unit": unit} if unit else {}
    if rich:
        data |= {"sensor_life": "15", "thresholds": THRESHOLDS, "nightscout": nightscout}
        del nightscout["since"]
    set_patient("Ben", **data)
    await start()
    before = kept(entry, "Ben")
    with patch.object(hass.config_entries, "async_reload", wraps=hass.config_entries.async_reload) as reload:
        for step in ("thresholds", "nightscout", "basics"):
            result = await change(hass, entry, "Ben", step)
            result = await answer(hass, result, untouched(result))
            assert result["reason"] == "reconfigure_successful"
            await settle(hass)
            assert kept(entry, "Ben") == before
        assert not reload.called


async def test_a_form_of_a_site_that_is_submitted_untouched_tries_at_once_when_readings_wait(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    site: SimulatedNightscout,
    nightscout: dict[str, Any],
    set_patient: Callable[..., str],
    start: Start,
) -> None:
    """As people do it after they have mended their site."""
    set_patient("Ben", nightscout=nightscout)
    site.faults.add("status", status=500)
    await start()
    site.faults.clear()
    result = await change(hass, entry, "Ben", "nightscout")
    with patch.object(hass.config_entries, "async_reload", wraps=hass.config_entries.async_reload) as reload:
        await answer(hass, result, untouched(result))
        await settle(hass)
        assert reload.call_count == 1


def test_the_frontend_does_not_show_what_the_fields_of_a_section_with_a_default_suggest() -> None:
    """Such a form wiped the thresholds: what is tested here must be able to see it."""
    fields = vol.Schema({vol.Optional("low", description={"suggested_value": 80}): int})
    assert shown(vol.Schema({vol.Required("thresholds", default={}): section(fields)})) == {"thresholds": {}}
    assert shown(vol.Schema({vol.Required("thresholds"): section(fields)})) == {"thresholds": {"low": 80}}


async def test_a_form_of_a_person_changes_only_what_it_is_about(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    nightscout: dict[str, Any],
    set_patient: Callable[..., str],
    start: Start,
) -> None:
    whole = {"sensor_life": "learn", "unit": "mg/dL", "thresholds": THRESHOLDS, "nightscout": nightscout}
    set_patient("Anna", **whole)
    await start()
    result = await change(hass, entry, "Anna", "basics")
    with patch.object(hass.config_entries, "async_reload", wraps=hass.config_entries.async_reload) as reload:
        await answer(hass, result, untouched(result) | {"sensor_life": "15"})
        await settle(hass)
        assert reload.call_count == 1
    whole["sensor_life"] = "15"
    assert kept(entry, "Anna") == whole
    result = await change(hass, entry, "Anna", "thresholds")
    await answer(hass, result, {"low": 80})
    await settle(hass)
    whole["thresholds"] = {"low": 80}
    assert kept(entry, "Anna") == whole
    result = await change(hass, entry, "Anna", "thresholds")
    await answer(hass, result, {})
    await settle(hass)
    del whole["thresholds"]
    assert kept(entry, "Anna") == whole
    result = await change(hass, entry, "Anna", "nightscout")
    result = await answer(hass, result, untouched(result) | {"url": "http://127.0.0.1:9"})
    assert result["errors"] == {"secret": "secret_missing"}  # The old one is not sent to a new address.
    result = await answer(hass, result, SKIP | {"secret": "another"})
    assert result["errors"] == {"url": "address_missing"}
    await answer(hass, result, SKIP)
    await settle(hass)
    del whole["nightscout"]
    assert kept(entry, "Anna") == whole


async def test_the_menu_of_a_person_says_how_they_are_followed(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    nightscout: dict[str, Any],
    set_patient: Callable[..., str],
    start: Start,
) -> None:
    set_patient("Anna", nightscout=nightscout, thresholds={"low": 75})
    await start()
    said = (await menu(hass, entry, "Anna"))["description_placeholders"]
    assert said["site"] == nightscout["url"].removeprefix("http://")
    assert (said["unit"], said["low"], said["urgent_low"]) == ("mg/dL", "75 mg/dL", "55 mg/dL")
    said = (await menu(hass, entry, "Ben"))["description_placeholders"]
    assert (said["site"], said["unit"], said["low"]) == ("—", "mmol/L", "3.9 mmol/L")
    await hass.config_entries.async_unload(entry.entry_id)
    said = (await menu(hass, entry, "Anna"))["description_placeholders"]
    assert (said["low"], said["high"]) == ("—", "—")  # The account's own are not known now.


async def test_the_unit_is_changed_by_the_user(
    hass: HomeAssistant, entry: MockConfigEntry, set_patient: Callable[..., str], start: Start
) -> None:
    set_patient("Anna", unit="mg/dL")
    await start()
    result = await change(hass, entry, "Anna", "basics")
    await answer(hass, result, untouched(result) | {"unit": "mmol/L"})
    await settle(hass)
    assert kept(entry, "Anna") == {"sensor_life": "learn", "unit": "mmol/L"}
    result = await change(hass, entry, "Anna", "thresholds")
    await answer(hass, result, {"low": 4.5})
    await settle(hass)
    assert kept(entry, "Anna")["thresholds"] == {"low": 81}


async def test_a_person_can_be_changed_while_their_site_is_down(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    site: SimulatedNightscout,
    nightscout: dict[str, Any],
    set_patient: Callable[..., str],
    start: Start,
) -> None:
    set_patient("Anna", nightscout=nightscout)
    await start()
    site.faults.add("drop")
    for changes in ({"secret": "another"}, {"api": "v3"}):
        result = await change(hass, entry, "Anna", "nightscout")
        result = await answer(hass, result, untouched(result) | changes)
        assert result["errors"] == {"url": "nightscout_unreachable"}
        assert "secret" not in untouched(result)
    result = await change(hass, entry, "Anna", "nightscout")
    result = await answer(hass, result, untouched(result) | {"send": "five_minutes"})
    assert result["reason"] == "reconfigure_successful"
    await settle(hass)
    assert kept(entry, "Anna")["nightscout"] == nightscout | {"send": "five_minutes"}


async def test_a_person_of_an_account_that_is_not_running_can_be_changed(
    hass: HomeAssistant, entry: MockConfigEntry, cloud: SimulatedCloud, start: Start
) -> None:
    cloud.away = True
    await start()
    cloud.away = False
    result = await change(hass, entry, "Ben", "basics")
    result = await answer(hass, result, untouched(result) | {"sensor_life": "15"})
    assert result["reason"] == "reconfigure_successful"
    await settle(hass)
    assert entry.state is ConfigEntryState.LOADED


async def test_thresholds_are_entered_in_the_persons_unit(
    hass: HomeAssistant, entry: MockConfigEntry, start: Start
) -> None:
    await start()
    result = await change(hass, entry, "Ben", "thresholds")  # mmol/L
    assert result["description_placeholders"]["low"] == "3.9 mmol/L"
    result = await answer(hass, result, {"urgent_low": 3, "low": 4.5, "high": 4})
    assert result["errors"] == {"high": "thresholds_order"}
    assert untouched(result) == {"urgent_low": 3, "low": 4.5, "high": 4}
    result = await answer(hass, result, {"low": 4.5, "high": 10})
    assert result["reason"] == "reconfigure_successful"
    await settle(hass)
    subentry = next(one for one in entry.subentries.values() if one.title.startswith("Ben"))
    assert subentry.data["thresholds"] == {"low": 81, "high": 180}
    thresholds = entry.runtime_data.coordinator.data[subentry.unique_id].thresholds
    assert (thresholds.low, thresholds.high) == (81, 180)
    result = await change(hass, entry, "Ben", "thresholds")
    assert untouched(result) == {"low": 4.5, "high": 10.0}


async def test_thresholds_are_taken_in_the_unit_in_which_they_were_asked_for(
    hass: HomeAssistant, entry: MockConfigEntry, start: Start
) -> None:
    """The account is not running any more when the form comes back: 4.5 must not become 4 mg/dL, which never alarms."""
    await start()
    result = await change(hass, entry, "Ben", "thresholds")  # mmol/L
    await hass.config_entries.async_unload(entry.entry_id)
    await answer(hass, result, {"low": 4.5})
    assert kept(entry, "Ben")["thresholds"] == {"low": 81}
    await settle(hass)


@pytest.mark.parametrize("options", [{}, {"polling": "5", "stale_limit": 20, "retention": 30}])
async def test_a_dialog_of_the_account_that_is_submitted_untouched_changes_nothing(
    hass: HomeAssistant, entry: MockConfigEntry, start: Start, options: dict[str, Any]
) -> None:
    hass.config_entries.async_update_entry(entry, options=options)
    await start()
    before = (entry.title, dict(entry.data), dict(entry.options))
    result = await entry.start_reconfigure_flow(hass)
    assert "password" not in untouched(result)
    assert (await go(hass, result, untouched(result)))["reason"] == "reconfigure_successful"
    await settle(hass)
    assert (entry.title, dict(entry.data), dict(entry.options)) == before
    result = await hass.config_entries.options.async_init(entry.entry_id)
    await hass.config_entries.options.async_configure(result["flow_id"], untouched(result))
    await settle(hass)
    assert (entry.title, dict(entry.data), dict(entry.options)) == before


async def test_the_password_that_was_refused_is_asked_for_and_then_kept(
    hass: HomeAssistant, entry: MockConfigEntry, account: SimulatedAccount, cloud: SimulatedCloud, start: Start
) -> None:
    await start()
    account.password = "Changed-1!"
    result = await entry.start_reauth_flow(hass)
    assert is_required(result, "password")
    cloud.faults.add("drop")
    result = await go(hass, result, {"password": account.password})
    assert result["errors"] == {"base": "cannot_connect"}
    cloud.faults.clear()
    assert not is_required(result, "password")
    assert (await go(hass, result, untouched(result)))["reason"] == "reauth_successful"
    await settle(hass)
    assert entry.data["password"] == account.password


@pytest.mark.parametrize("dialog", ["start_reauth_flow", "start_reconfigure_flow"])
async def test_an_account_that_is_removed_while_its_dialog_logs_in(
    hass: HomeAssistant, entry: MockConfigEntry, account: SimulatedAccount, start: Start, dialog: str
) -> None:
    await start()
    answers = {"email": account.email, "password": account.password, "region": "auto"}
    if dialog == "start_reauth_flow":
        answers = {"password": account.password}
    result = await getattr(entry, dialog)(hass)
    original = CloudClient.connections

    async def meanwhile(client: CloudClient) -> Any:
        await hass.config_entries.async_remove(entry.entry_id)
        return await original(client)

    with patch.object(CloudClient, "connections", meanwhile):
        result = await go(hass, result, answers)
    assert (result["type"], result["reason"]) == (FlowResultType.ABORT, "account_gone")


async def test_dialogs_of_an_account_that_is_removed_end(
    hass: HomeAssistant, entry: MockConfigEntry, account: SimulatedAccount, cloud: SimulatedCloud, start: Start
) -> None:
    hass.config_entries.async_remove_subentry(entry, next(iter(entry.subentries)))
    await start()
    account_form = await entry.start_reconfigure_flow(hass)
    options = await hass.config_entries.options.async_init(entry.entry_id)
    choose = await subentry_flow(hass, entry)
    (other,) = choose["data_schema"].schema.values()
    answers = {"patient": other.config["options"][0]["value"]}
    forms = [await change(hass, entry, "", step) for step in ("thresholds", "nightscout", "basics")]
    unchanged = [untouched(form) for form in forms]
    await hass.config_entries.async_remove(entry.entry_id)
    await settle(hass)
    for result in (
        await go(hass, account_form, {"email": account.email, "password": account.password, "region": "auto"}),
        await hass.config_entries.options.async_configure(
            options["flow_id"], {"polling": "5", "stale_limit": 20.0, "retention": 30.0}
        ),
        await answer(hass, choose, answers),
        *[await answer(hass, form, answers) for form, answers in zip(forms, unchanged, strict=True)],
    ):
        assert (result["type"], result["reason"]) == (FlowResultType.ABORT, "account_gone")


async def test_the_dialog_of_a_person_who_is_removed_ends(
    hass: HomeAssistant, entry: MockConfigEntry, set_patient: Callable[..., str], start: Start
) -> None:
    await start()
    result = await change(hass, entry, "Ben", "basics")
    answers = untouched(result)
    hass.config_entries.async_remove_subentry(entry, set_patient("Ben"))
    await settle(hass)
    result = await answer(hass, result, answers)
    assert (result["type"], result["reason"]) == (FlowResultType.ABORT, "person_gone")


async def test_no_flow_tells_a_secret(
    hass: HomeAssistant, account: SimulatedAccount, cloud: SimulatedCloud, caplog: pytest.LogCaptureFixture
) -> None:
    with patch.object(CloudClient, "terms_url", side_effect=AssertionError):
        await begin(hass, account, password="my wrong password")
    assert "my wrong password" not in caplog.text
