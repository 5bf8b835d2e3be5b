"""The dialogs of an account: set-up, options, another password; each is opened, submitted, and opened again."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

import pytest

from simulator.people import SimulatedAccount

from .dialogs import Dialog, IntegrationPage
from .house import House
from .texts import branch, text

# What is wrong with the cloud or the account when the form is submitted, by the error that tells it.
CLOUD_TROUBLE: Mapping[str, Callable[[House, SimulatedAccount], Any]] = {
    "bad_answer": lambda house, _: house.cloud.faults.add("truncated"),
    "blocked": lambda house, _: house.cloud.faults.add("html", status=403),
    "cannot_connect": lambda house, _: house.cloud.faults.add("drop"),
    "locked_out": lambda house, account: setattr(account, "locked_until", house.cloud.clock() + timedelta(minutes=5)),
    "maintenance": lambda house, _: house.cloud.faults.add("status", status=503),
    "protocol_closed": lambda house, _: setattr(house.cloud, "minimum_version", "5.0.0"),
    "step_required": lambda _, account: account.terms.append("verifyEmail"),
}
PAUSES = {"blocked", "locked_out", "protocol_closed"}


async def log_in(dialog: Dialog, account: SimulatedAccount) -> None:
    await dialog.at("user")
    await dialog.fill(email=account.email, password=account.password)
    await dialog.submit()


async def people(house: House) -> list[str]:
    (entry,) = await house.saved()
    return sorted(subentry["title"] for subentry in entry["subentries"])


async def test_an_account_with_one_person_is_set_up(house: House, integration: IntegrationPage) -> None:
    account = house.account("Anna")
    dialog = await integration.add_account()
    await dialog.at("user")
    await dialog.fill(email=account.email, password=account.password)
    await dialog.succeeds()
    assert await people(house) == ["Anna"]


async def test_an_account_with_two_people_is_set_up(house: House, integration: IntegrationPage) -> None:
    dialog = await integration.add_account()
    await log_in(dialog, house.account("Anna", "Ben"))
    await dialog.at("patients")
    for name in ("Anna", "Ben"):
        await dialog.check(name, checked=False)
    await dialog.refuses("choose_somebody")
    for name in ("Anna", "Ben"):
        await dialog.check(name, checked=True)
    await dialog.succeeds()
    assert await people(house) == ["Anna", "Ben"]


async def test_a_wrong_password_is_told_and_the_right_one_goes_on(house: House, integration: IntegrationPage) -> None:
    account = house.account("Anna")
    dialog = await integration.add_account()
    await dialog.at("user")
    await dialog.fill(email=account.email, password="wrong")
    await dialog.refuses("invalid_auth")
    await dialog.fill(password=account.password)
    await dialog.goes_on()


@pytest.mark.parametrize("error", CLOUD_TROUBLE)
async def test_trouble_with_the_cloud_is_told_and_gone_when_it_is(
    house: House, integration: IntegrationPage, error: str
) -> None:
    account = house.account("Anna")
    dialog = await integration.add_account()
    await dialog.at("user")
    await dialog.fill(email=account.email, password=account.password)
    CLOUD_TROUBLE[error](house, account)
    await dialog.refuses(error)
    house.cloud.faults.clear()
    house.cloud.minimum_version = "4.16.0"
    account.terms.clear()
    if error in PAUSES:  # Whoever was told to wait does not ask again: neither this dialog, nor for this account.
        await dialog.close()
        account, dialog = house.account("Anna"), await integration.add_account()
        await dialog.at("user")
        await dialog.fill(email=account.email, password=account.password)
    await dialog.goes_on()


async def test_terms_are_shown_and_accepted_only_on_the_users_word(house: House, integration: IntegrationPage) -> None:
    account = house.account("Anna")
    account.terms = ["tou", "pp"]
    dialog = await integration.add_account()
    await log_in(dialog, account)
    for document in ("tou", "pp"):
        await dialog.at(f"terms_{document}")
        assert document in account.terms
        await dialog.goes_on()
    assert account.terms == []


async def test_nobody_to_follow_is_told_until_there_is_somebody(house: House, integration: IntegrationPage) -> None:
    account = house.account("Anna")
    account.patients[0].shared = False
    dialog = await integration.add_account()
    await log_in(dialog, account)
    await dialog.at("nobody")
    await dialog.refuses("still_nobody")
    account.patients[0].shared = True
    await dialog.succeeds()
    assert await people(house) == ["Anna"]


async def test_an_account_that_is_set_up_already_is_told(house: House, integration: IntegrationPage) -> None:
    account = house.account("Anna")
    await house.follow(account)
    dialog = await integration.add_account()
    await dialog.at("user")
    await dialog.fill(email=account.email, password=account.password)
    await dialog.aborts("already_configured")


async def test_options_that_are_submitted_unchanged_stay(house: House, integration: IntegrationPage) -> None:
    entry = await house.follow(house.account("Anna", "Ben"))
    await integration.visit()
    dialog = await integration.options(entry)
    await dialog.at("init")
    await dialog.select("polling", text("selector.polling.options.15"))
    await dialog.refuses("stale_limit_short")
    await dialog.fill(stale_limit="25", retention="30")
    await dialog.succeeds()
    before = await house.saved()
    assert before[0]["options"] == {"polling": "15", "stale_limit": 25, "retention": 30}
    dialog = await integration.options(entry)
    await dialog.at("init")
    await dialog.succeeds()
    assert await house.saved() == before


async def test_reconfigure_keeps_what_is_not_changed(house: House, integration: IntegrationPage) -> None:
    account = house.account("Anna")
    entry = await house.follow(account)
    before = await house.saved()
    await integration.visit()
    dialog = await integration.reconfigure(entry)
    await dialog.at("reconfigure")
    await dialog.fill(password="wrong")
    await dialog.refuses("invalid_auth")
    await dialog.fill(password=account.password)
    await dialog.succeeds()
    dialog = await integration.reconfigure(entry)
    await dialog.at("reconfigure")
    await dialog.succeeds()
    assert await house.saved() == before


async def test_reconfigure_takes_no_other_account(house: House, integration: IntegrationPage) -> None:
    entry, other = await house.follow(house.account("Anna")), house.account("Ben")
    before = await house.saved()
    await integration.visit()
    dialog = await integration.reconfigure(entry)
    await dialog.at("reconfigure")
    await dialog.fill(email=other.email, password=other.password)
    await dialog.aborts("wrong_account")
    assert await house.saved() == before


def test_every_error_of_an_account_is_shown_here() -> None:
    shown = {"invalid_auth", "choose_somebody", "still_nobody", *CLOUD_TROUBLE}
    # New terms show the terms themselves; to be pending at the end they must come between two calls of one submit.
    # The budget of log-ins is used up by days of trouble only: see test_config_flow.py.
    assert set(branch("config.error")) - {"login_budget", "terms_pending"} == shown
    assert set(branch("options.error")) == {"stale_limit_short"}
