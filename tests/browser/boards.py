"""Dashboards, as somebody who looks after them works with them, and what is to be seen on ours."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
import json
from typing import Any

from playwright.async_api import Browser, Locator, Page, expect

from .dialogs import Camera
from .house import House
from .opening import go

NOW, DAYS, REPORT = "Now", "Days", "Report"


class Board:
    """Our dashboard, made by clicks."""

    def __init__(self, page: Page, camera: Camera, house: House) -> None:
        self.page = page
        self._camera = camera
        self._home = house.home
        self.clicks = 0

    async def _click(self, what: Locator) -> None:
        await what.click()
        self.clicks += 1

    async def add(self) -> None:
        """Add it by clicks alone, from the list of dashboards, and open it."""
        await go(self.page, "/config/lovelace/dashboards")
        await self._click(self.page.get_by_role("button", name="Add dashboard"))
        await self._click(self.page.get_by_role("button", name="LibreLink Up", exact=True))
        await expect(self.page.get_by_role("textbox", name="Title")).to_have_value("LibreLink Up")
        await self._camera.take(self.page, "new")
        await self._click(self.page.get_by_role("button", name="Create", exact=True))
        await self._click(self.page.locator("ha-sidebar").get_by_text("LibreLink Up", exact=True))
        await expect(self.view(NOW)).to_be_visible()

    def view(self, name: str) -> Locator:
        """Return the tab of a view."""
        return self.page.get_by_role("tab", name=name, exact=True)

    async def open(self, view: str) -> None:
        await self.view(view).click()

    def cards(self, kind: str = "") -> Locator:
        """Return our cards: the main ones, or of a kind (`days`, `report`)."""
        return self.page.locator(f"librelink-up-{kind}-card" if kind else "librelink-up-card")

    async def names(self, *names: str, kind: str = "") -> None:
        """See whose cards there are, in this order."""
        await expect(self.cards(kind)).to_have_count(len(names))
        for card, name in zip(await self.cards(kind).all(), names, strict=True):
            await expect(card).to_contain_text(name)

    async def take_control(self) -> None:
        """Make it a dashboard that is edited by hand."""
        await self.page.get_by_role("button", name="Edit dashboard").click()
        await self.page.get_by_role("button", name="Take control").click()

    async def kept(self) -> dict[str, Any]:
        """Return how it is kept."""
        (board,) = await self._ours()
        return dict(await self._home.command(type="lovelace/config", url_path=board["url_path"]))

    async def clear(self) -> None:
        """Remove it."""
        for board in await self._ours():
            await self._home.command(type="lovelace/dashboards/delete", dashboard_id=board["id"])

    async def _ours(self) -> list[dict[str, Any]]:
        boards = await self._home.command(type="lovelace/dashboards/list")
        return [board for board in boards if board["title"] == "LibreLink Up"]


@asynccontextmanager
async def visitor(house: House, browser: Browser, errors: list[str]) -> AsyncIterator[Page]:
    """Return a page of somebody who lives in the house, too, and may not change anything in it."""
    home = house.home
    created = await home.command(type="config/auth/create", name="Grandma", group_ids=["system-users"])
    user = created["user"]["id"]
    login = {"username": "grandma", "password": "grandma"}
    await home.command(type="config/auth_provider/homeassistant/create", user_id=user, **login)
    context = await browser.new_context(base_url=home.url)
    try:
        tokens = json.dumps(await home.log_in(**login))
        await context.add_init_script(f"localStorage.hassTokens = JSON.stringify({tokens})")
        page = await context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        yield page
    finally:
        await context.close()
        await home.command(type="config/auth/delete", user_id=user)
