"""Dashboards, as somebody who looks after them works with them, and what is to be seen on ours."""

from typing import Any

from playwright.async_api import Locator, Page, expect

from .dialogs import Camera
from .house import House
from .opening import go


class Boards:
    """The list of dashboards, and one that is made there."""

    def __init__(self, page: Page, camera: Camera, house: House) -> None:
        self.page = page
        self._camera = camera
        self._home = house.home
        self.clicks = 0

    async def click(self, what: Locator) -> None:
        """Click, and count it."""
        await what.click()
        self.clicks += 1

    async def add(self) -> None:
        """Add our dashboard by clicks alone, and open it."""
        await go(self.page, "/config/lovelace/dashboards")
        await self.click(self.page.get_by_role("button", name="Add dashboard"))
        await self.click(self.page.get_by_role("button", name="LibreLink Up", exact=True))
        await self._camera.take(self.page, "new")
        await self.click(self.page.get_by_role("button", name="Create", exact=True))
        await self.click(self.page.get_by_role("row").filter(has_text="LibreLink Up").first)
        await expect(self.tab("Now")).to_be_visible()

    def tab(self, name: str) -> Locator:
        return self.page.get_by_role("tab", name=name, exact=True)

    async def open(self, view: str) -> None:
        await self.tab(view).click()

    def cards(self, kind: str) -> Locator:
        """Return our cards: `` for the main one, `-days`, `-report`."""
        return self.page.locator(f"librelink-up{kind}-card")

    async def kept(self) -> list[dict[str, Any]]:
        """Return how the dashboards are kept."""
        boards = await self._home.command(type="lovelace/dashboards/list")
        return [await self._home.command(type="lovelace/config", url_path=board["url_path"]) for board in boards]

    async def clear(self) -> None:
        """Remove every dashboard."""
        for board in await self._home.command(type="lovelace/dashboards/list"):
            await self._home.command(type="lovelace/dashboards/delete", dashboard_id=board["id"])
