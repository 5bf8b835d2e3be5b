"""A card on a page that stays open: on the wall nobody reloads it."""

import asyncio
import re

from playwright.async_api import Page, expect
import pytest

from .dialogs import Camera
from .house import House
from .opening import go

_BOARD = "card-open"
_NEXT_READING = 150
"""Seconds in which there is another reading: they come once a minute."""
_TIME = "card => card.controller.person?.reading?.time ?? 0"


async def _later_than(page: Page, time: int) -> int:
    """Wait until the card knows of a reading after a time (ms); returns its time."""
    card = page.locator("librelink-up-person")
    async with asyncio.timeout(_NEXT_READING):
        while (newest := int(await card.evaluate(_TIME))) <= time:  # noqa: ASYNC110 - of another process
            await asyncio.sleep(0.5)
    return newest


@pytest.mark.timeout(900)  # It waits for two readings and for a start.
async def test_a_page_goes_on_when_home_assistant_has_restarted(
    house: House, page: Page, camera: Camera, console: list[str]
) -> None:
    entry = await house.follow(house.account("Anna"))
    card = {"type": "custom:librelink-up-card", "entity": "sensor.anna_glucose"}
    board = await house.home.command(
        type="lovelace/dashboards/create", url_path=_BOARD, title="Open", mode="storage", require_admin=False
    )
    await house.home.command(type="lovelace/config/save", url_path=_BOARD, config={"views": [{"cards": [card]}]})
    await go(page, f"/{_BOARD}/0")
    value = page.locator("librelink-up-person .value")
    await expect(value).to_have_text(re.compile(r"^\d+$"))
    await page.evaluate("() => { window.neverReloaded = true; }")
    before = await _later_than(page, 0)

    await house.home.stop()
    await expect(page.locator("librelink-up-person")).to_contain_text(re.compile("connection", re.IGNORECASE))
    await camera.take(page, "without Home Assistant")
    await house.home.start()
    await house.home.until_running()
    after = await _later_than(page, before)
    await expect(value).to_have_text(re.compile(r"^\d+$"))
    await camera.take(page, "restarted")

    # And it goes on: also through a reload of the account.
    await house.home.post(f"/api/config/config_entries/entry/{entry['entry_id']}/reload", {})
    await _later_than(page, after)
    await camera.take(page, "reloaded")
    assert await page.evaluate("() => window.neverReloaded")
    await go(page, "about:blank")
    await house.home.command(type="lovelace/dashboards/delete", dashboard_id=board["id"])
    console.clear()  # While it was away, every try to connect was an error.
