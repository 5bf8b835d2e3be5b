"""Repairs, and the password that is asked for again: each is opened, read to its end, and carried out."""

from collections.abc import Mapping
from typing import Any

from playwright.async_api import Page, expect
import pytest

from .dialogs import Camera, Dialog, IntegrationPage, RepairsPage
from .house import House, until
from .texts import PLACEHOLDER, branch, pattern

ISSUES = branch("issues")
# Where a repair goes on.
LEADS_TO = {
    "nightscout_credential": ("config_subentries.patient", "nightscout"),
    "nightscout_forbidden": ("config_subentries.patient", "nightscout"),
    "nightscout_https_needed": ("config_subentries.patient", "nightscout"),
    "nightscout_moved": ("config_subentries.patient", "nightscout"),
    "password_refused": ("config", "reauth_confirm"),
}


def steps(key: str) -> dict[str, Any]:
    """Return the texts of the steps in which a repair is carried out; none: it says what to do elsewhere."""
    return dict(ISSUES[key].get("fix_flow", {}).get("step", {}))


def filled(key: str) -> dict[str, str]:
    """Return something for each placeholder of an issue's texts."""
    names = {match[1:-1] for match in PLACEHOLDER.findall(str(ISSUES[key]))}
    return {name: "5" if name in ("count", "minutes") else f"this {name}" for name in names}


async def stage(house: House, key: str, entry: Mapping[str, Any]) -> None:
    """Raise an issue about an account, or about the first person of it."""
    (saved, *_) = await house.saved()
    subentry_id = saved["subentries"][0]["subentry_id"]
    about = subentry_id if "patient" in filled(key) else entry["entry_id"]
    await house.home.post(
        "/api/services/stage/issue",
        {
            "issue_id": f"{key}_{about}",
            "is_fixable": "fix_flow" in ISSUES[key],
            "translation_key": key,
            "translation_placeholders": filled(key),
            "data": {"entry_id": entry["entry_id"], "subentry_id": subentry_id},
        },
    )


@pytest.mark.parametrize("key", [key for key in ISSUES if not steps(key)])
async def test_an_issue_says_what_to_do(house: House, repairs: RepairsPage, page: Page, key: str) -> None:
    entry = await house.follow(house.account("Anna"))
    await stage(house, key, entry)
    await repairs.visit()
    await repairs.open(key)
    await expect(page.get_by_text(pattern(f"issues.{key}.description")).first).to_be_visible()
    await expect(page.get_by_text(PLACEHOLDER)).to_have_count(0)


@pytest.mark.parametrize("key", [key for key in ISSUES if "confirm" in steps(key)])
async def test_a_repair_is_read_and_carried_out(
    house: House, repairs: RepairsPage, page: Page, camera: Camera, key: str
) -> None:
    entry = await house.follow(house.account("Anna"))
    before = await house.saved()
    await stage(house, key, entry)
    await repairs.visit()
    dialog = await repairs.fix(key)
    await dialog.at("confirm")
    answer = await dialog.submit()
    assert answer["type"] in ("create_entry", "abort")
    if key in LEADS_TO:
        where, step = LEADS_TO[key]
        following = Dialog(page, camera, where)
        await following.at(step)
        await following.close()
    assert await house.saved() == before


async def test_new_terms_are_a_repair_that_accepts_them(house: House, repairs: RepairsPage) -> None:
    account = house.account("Anna")
    entry = await house.follow(account)
    account.terms = ["tou", "pp"]
    await stage(house, "terms_pending", entry)
    await repairs.visit()
    dialog = await repairs.fix("terms_pending")
    await dialog.at("confirm_tou")
    await dialog.submit()
    await dialog.at("confirm_pp")
    await dialog.succeeds()
    assert account.terms == []

    async def gone() -> bool:
        return not await house.issue(f"terms_pending_{entry['entry_id']}")

    await until(gone)


async def test_a_refused_password_is_asked_for_again(
    house: House, integration: IntegrationPage, page: Page, camera: Camera
) -> None:
    account = house.account("Anna")
    entry = await house.follow(account)
    await house.home.post("/api/services/stage/reauth", {"entry_id": entry["entry_id"]})
    await integration.visit()
    dialog = await integration.reauth()
    await dialog.at("reauth_confirm")
    await dialog.fill(password="wrong")
    await dialog.refuses("invalid_auth")
    account.password = "Another-1!"
    await dialog.fill(password=account.password)
    await dialog.succeeds()
    (saved,) = await house.saved()
    assert saved["data"]["password"] == account.password
    assert await house.flows() == []
