"""The automation editor of the real frontend."""

from collections.abc import Mapping
import re
from typing import Any

from playwright.async_api import Locator, Page, expect

from .dialogs import Camera
from .house import House, until
from .opening import go


class Editor:
    """Makes one automation, as somebody does who only clicks."""

    def __init__(self, page: Page, camera: Camera, house: House) -> None:
        self.page = page
        self._camera = camera
        self._house = house

    async def visit(self, path: str) -> None:
        """Go to another page as a click on a link does; the frontend is loaded once only."""
        if not re.search("/config/(automation|blueprint)/", self.page.url):
            await go(self.page, path)
            return
        await self.page.evaluate(
            """path => {
                history.pushState(null, "", path);
                window.dispatchEvent(new CustomEvent("location-changed"));
            }""",
            path,
        )

    async def begin(self) -> None:
        await self.visit("/config/automation/dashboard")
        await self.page.get_by_role("button", name="Create automation").first.wait_for()
        await self.visit("/config/automation/edit/new")

    async def begin_with_blueprint(self, name: str, file: str) -> None:
        """Choose a blueprint from the list of them."""
        await self.visit("/config/blueprint/dashboard")
        await self.page.get_by_role("row").filter(has_text=f"librelink_up/{file}").get_by_text(name, exact=True).click()
        await expect(self.page.get_by_role("button", name="Save", exact=True)).to_be_visible()
        await self._camera.take(self.page, "blueprint")

    async def add(self, kind: str, name: str, person: str) -> None:
        """Add a trigger or a condition about a person, found by the person's device."""
        dialog = self.page.locator("add-automation-element-dialog")
        await self.page.get_by_role("button", name=f"Add {kind}", exact=True).click()
        await dialog.get_by_role("treeitem", name="Devices", exact=True).click()
        await dialog.get_by_role("treeitem", name=re.compile(rf"^{person}\b")).click()
        await self._camera.take(self.page, f"add-{kind}")
        await dialog.get_by_role("button", name=re.compile(rf"^{name} {person}\b")).click()
        await expect(self.sidebar.get_by_text(name).first).to_be_visible()
        await self._camera.take(self.page, kind)

    async def answer(self, asked: Mapping[str, Any]) -> None:
        """Give a blueprint what it asks for and has no default of: a person, a phone, an address."""
        ((kind, _),) = asked["selector"].items()
        if kind == "text":
            kind_of_text = (asked["selector"]["text"] or {}).get("type", "text")
            field = self.page.locator(f"ha-selector-text input[type={kind_of_text}]").last
            await field.click()
            await field.press_sequentially("http://127.0.0.1:9/hook")
            await field.press("Tab")
            return
        assert kind == "device", asked
        wanted = "Anna" if "librelink_up" in str(asked["selector"]) else "Mum"
        await self.page.get_by_text("Select a device", exact=True).first.click()
        await self.page.locator("ha-picker-combo-box").get_by_text(wanted, exact=True).first.click()
        await expect(self.page.locator("ha-selector-device").filter(has_text=wanted).first).to_be_visible()

    @property
    def sidebar(self) -> Locator:
        """What can be set of the trigger or condition that is chosen."""
        return self.page.locator("ha-automation-sidebar")

    @property
    def numbers(self) -> Locator:
        """The fields of the sidebar for a glucose value; those of durations have names."""
        return self.sidebar.locator("ha-selector-numeric_threshold").get_by_role("spinbutton")

    async def save(self, name: str | None = None) -> str:
        """Save, under a name where it has none yet (a blueprint gives its own); returns the automation's id."""
        await self.page.get_by_role("button", name="Save", exact=True).click()
        if name:
            dialog = self.page.locator("dialog-automation-save, ha-dialog-automation-save")
            await dialog.get_by_role("textbox", name=re.compile("^Name")).fill(name)
            await dialog.get_by_role("button", name="Save", exact=True).click()
        await expect(self.page).to_have_url(re.compile(r"/config/automation/edit/\d+$"))
        return self.page.url.rpartition("/")[2]

    async def works(self, automation: str) -> None:
        """See that Home Assistant takes the automation as it was saved."""

        async def state() -> str | None:
            states = await self._house.home.states()
            return next((s["state"] for s in states.values() if s["attributes"].get("id") == automation), None)

        assert await until(state) == "on"
        assert await self._house.home.command(type="repairs/list_issues") == {"issues": []}

    async def config(self, automation: str) -> dict[str, Any]:
        return dict(await self._house.home.get(f"/api/config/automation/config/{automation}"))

    async def reopen(self, automation: str, names: list[str]) -> None:
        """Open a saved automation, look into each of its parts, and change nothing."""
        await self.visit("/config/automation/dashboard")
        await self.page.get_by_role("button", name="Create automation").first.wait_for()
        await self.visit(f"/config/automation/edit/{automation}")
        await expect(
            self.page.get_by_role("button", name="Add condition")
            .or_(self.page.get_by_role("heading", name="Blueprint"))
            .first
        ).to_be_visible()
        for name in names:
            # In the heading's middle can be a chip, which opens something else.
            heading = self.page.get_by_role("heading", name=re.compile(re.escape(name))).first
            await heading.click(position={"x": 4, "y": 8})
            await expect(self.sidebar.get_by_text(name).first).to_be_visible()
            await self._camera.take(self.page, "reopened")
        await expect(self.page.get_by_role("alert")).to_have_count(0)
