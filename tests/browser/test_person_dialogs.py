"""The dialogs of a person: follow another one; thresholds, Nightscout, unit and sensor, opened and opened again."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from playwright.async_api import expect
import pytest

from scripts.home import HOST, free_port
from simulator.nightscout import SimulatedNightscout

from .dialogs import Dialog, IntegrationPage
from .house import House
from .test_import import FILE_TROUBLE
from .texts import branch, pattern, text

FORMS = [form for form in branch("config_subentries.patient.step.reconfigure.menu_options") if form != "importing"]
type Entered = Mapping[str, str]


async def spoiled(site: SimulatedNightscout, kind: str, **details: Any) -> Entered:
    site.faults.add(kind, **details)
    return {"url": site.url, "secret": site.secret}


async def entered(url: str, secret: str) -> Entered:
    return {"url": url, "secret": secret}


async def unsafe(house: House) -> Entered:
    return {"url": await house.unsafe_site(), "secret": "simulator-secret"}


# What somebody enters, or what is wrong with the site, by the error that tells it.
SITE_TROUBLE: Mapping[str, Callable[[House, SimulatedNightscout], Awaitable[Entered]]] = {
    "address_missing": lambda _, site: entered("", site.secret),
    "invalid_url": lambda _, site: entered("htp:/ something", site.secret),
    "secret_missing": lambda _, site: entered(site.url, ""),
    "exposed": lambda _, site: entered("http://nightscout.example.org", site.secret),
    "nightscout_unreachable": lambda _, site: entered(f"http://{HOST}:{free_port()}", site.secret),
    "nightscout_tls": lambda house, _: unsafe(house),
    "nightscout_https_needed": lambda _, site: spoiled(site, "https"),
    "nightscout_moved": lambda _, site: spoiled(site, "moved"),
    "nightscout_server": lambda _, site: spoiled(site, "status", status=500, path="preview"),
    "nightscout_sign_on": lambda _, site: spoiled(site, "sign_on"),
    "not_nightscout": lambda _, site: spoiled(site, "html"),
    "nightscout_credential": lambda _, site: entered(site.url, "a-wrong-secret"),
    "nightscout_forbidden": lambda _, site: entered(site.url, site.add_token("reader", "api:entries:read")),
}


async def settings(house: House, name: str = "Anna") -> dict[str, Any]:
    """What stands on disk of a person."""
    (entry,) = await house.saved()
    return dict(next(one["data"] for one in entry["subentries"] if one["title"] == name))


async def form(integration: IntegrationPage, option: str, name: str = "Anna") -> Dialog:
    """One of the forms behind Change person."""
    dialog = await integration.change_person(name)
    await dialog.at("reconfigure")
    await dialog.menu(option)
    return dialog


async def test_another_person_is_followed(house: House, integration: IntegrationPage) -> None:
    await house.follow(house.account("Anna", "Ben"), "Anna")
    await integration.visit()
    dialog = await integration.follow_another()
    await dialog.at("user")
    await dialog.choose("patient", "Ben")
    await dialog.succeeds()
    (entry,) = await house.saved()
    assert sorted(subentry["title"] for subentry in entry["subentries"]) == ["Anna", "Ben"]


async def test_when_everybody_is_followed_that_is_said(house: House, integration: IntegrationPage) -> None:
    await house.follow(house.account("Anna"))
    await integration.visit()
    dialog = await integration.follow_another()
    await expect(dialog.root.get_by_text(pattern("config_subentries.patient.abort.nobody_else"))).to_be_visible()
    await dialog.leave("nobody_else")


@pytest.mark.parametrize("option", FORMS)
async def test_a_form_that_is_submitted_as_it_comes_changes_nothing(
    house: House, integration: IntegrationPage, option: str
) -> None:
    await house.follow(house.account("Anna", "Ben"))
    before = await house.saved()
    await integration.visit()
    for _ in range(2):
        dialog = await form(integration, option)
        await dialog.succeeds()
    assert await house.saved() == before


async def test_thresholds_stay_as_they_were_set(house: House, integration: IntegrationPage) -> None:
    await house.follow(house.account("Anna"))
    await integration.visit()
    dialog = await form(integration, "thresholds")
    await dialog.fill(low="90", high="80")
    await dialog.refuses("thresholds_order")
    await dialog.fill(low="75", high="160")
    await dialog.succeeds()
    before = await house.saved()
    assert (await settings(house))["thresholds"] == {"low": 75, "high": 160}
    for option in ("thresholds", "basics", "nightscout"):
        dialog = await form(integration, option)
        if option == "thresholds":
            await expect(dialog.field("low")).to_have_value("75")
            await expect(dialog.field("high")).to_have_value("160")
        await dialog.succeeds()
        assert await house.saved() == before, option


async def test_unit_and_sensor_life_stay_as_they_were_set(house: House, integration: IntegrationPage) -> None:
    await house.follow(house.account("Anna"))
    await integration.visit()
    dialog = await form(integration, "basics")
    await dialog.choose("unit", "mmol/L")
    await dialog.choose("sensor_life", text("selector.sensor_life.options.15"))
    await dialog.succeeds()
    before = await house.saved()
    changed = await settings(house)
    assert (changed["unit"], changed["sensor_life"]) == ("mmol/L", "15")
    dialog = await form(integration, "basics")
    await dialog.succeeds()
    dialog = await form(integration, "thresholds")
    await dialog.fill(low="4.1")
    await dialog.succeeds()
    assert (await settings(house))["thresholds"] == {"low": 74}
    assert {**(await settings(house)), "thresholds": None} == {**before[0]["subentries"][0]["data"], "thresholds": None}


@pytest.mark.parametrize("error", SITE_TROUBLE)
async def test_trouble_with_a_site_is_told_and_gone_when_it_is(
    house: House, integration: IntegrationPage, error: str
) -> None:
    await house.follow(house.account("Anna"))
    site = await house.site()
    await integration.visit()
    dialog = await form(integration, "nightscout")
    await dialog.fill(**await SITE_TROUBLE[error](house, site))
    await dialog.refuses(error)
    site.faults.clear()
    await dialog.fill(url=site.url, secret=site.secret)
    await dialog.goes_on()
    assert (await settings(house))["nightscout"]["url"] == site.url


async def test_a_site_stays_as_it_was_set_and_is_one_persons(house: House, integration: IntegrationPage) -> None:
    await house.follow(house.account("Anna", "Ben"))
    site = await house.site()
    await integration.visit()
    dialog = await form(integration, "nightscout")
    await dialog.fill(url=site.url, secret=site.secret)
    await dialog.succeeds()
    before = await house.saved()
    dialog = await form(integration, "nightscout")
    await expect(dialog.field("url")).to_have_value(site.url)
    await expect(dialog.field("secret")).to_have_value("")
    await dialog.succeeds()
    assert await house.saved() == before
    dialog = await form(integration, "nightscout", "Ben")
    await dialog.fill(url=site.url, secret=site.secret)
    await dialog.refuses("site_in_use")
    await dialog.fill(url="", secret="")
    await dialog.succeeds()
    assert await house.saved() == before


def test_every_error_of_a_person_is_shown_here() -> None:
    shown = {"thresholds_order", "site_in_use", *SITE_TROUBLE, *FILE_TROUBLE}
    # These need a home that breaks down in between, or a file of 100 MB: see test_importing.py.
    elsewhere = {
        "file_gone",
        "file_unreadable",
        "file_too_large",
        "account_not_loaded",
        "import_interrupted",
        "site_empty",
    }
    assert set(branch("config_subentries.patient.error")) - elsewhere == shown
