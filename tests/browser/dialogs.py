"""Dialogs and pages of the real frontend, as somebody who reads them works with them."""

from collections.abc import Mapping
from itertools import count
from pathlib import Path
import re
from typing import Any

from playwright.async_api import Locator, Page, expect

from .opening import go
from .texts import PLACEHOLDER, branch, label, pattern, text

_FLOWS = re.compile(r"/api/(config/config_entries|repairs/issues)/.*(flow|fix)")


class Camera:
    """Takes pictures of the walk, when somebody wants to see them."""

    def __init__(self, folder: Path | None, name: str) -> None:
        self._folder = folder
        self._name = name
        self._numbers = count(1)

    async def take(self, page: Page, what: str) -> None:
        if self._folder is not None:
            await page.screenshot(path=self._folder / f"{self._name}-{next(self._numbers):02}-{what}.png")


async def tick(box: Locator, *, checked: bool) -> None:
    """Tick a box, or take the tick away, by the keyboard: its picture lies above what can be clicked."""
    if await box.is_checked() != checked:
        await box.press("Space")
    await expect(box).to_be_checked(checked=checked)


class Dialog:
    """A flow's dialog; `where` says which texts are its own, such as `config` or `config_subentries.patient`."""

    def __init__(self, page: Page, camera: Camera, where: str) -> None:
        self.page = page
        self.root = page.locator("dialog-data-entry-flow")
        self._camera = camera
        self._where = where
        self._step = ""

    def text(self, key: str) -> str:
        return text(f"{self._where}.{key}")

    async def at(self, step: str) -> None:
        """See a step: its title, and its button unless it is a menu."""
        self._step = step
        texts = branch(f"{self._where}.step.{step}")
        await expect(self.root.get_by_text(pattern(f"{self._where}.step.{step}.title")).first).to_be_visible()
        if "menu_options" not in texts:
            await expect(self.submit_button).to_be_enabled()
        await expect(self.root.get_by_text(PLACEHOLDER)).to_have_count(0)
        await self._camera.take(self.page, step)

    @property
    def submit_button(self) -> Locator:
        """The button of the step, which some texts call by what it does."""
        name = branch(f"{self._where}.step.{self._step}").get("submit", "Submit") if self._step else "Submit"
        return self.root.get_by_role("button", name=name, exact=True)

    async def menu(self, option: str) -> None:
        """Choose from a menu, and see the step that it leads to."""
        await self.root.get_by_text(text(f"{self._where}.step.{self._step}.menu_options.{option}"), exact=True).click()
        await self.at(option)

    def field(self, key: str) -> Locator:
        """Return the field of a key of this step, whatever kind it has."""
        key = f"{self._where}.step.{self._step}.data.{key}"
        name = label(key)
        text_box, number_box = (self.root.get_by_role(kind, name=name) for kind in ("textbox", "spinbutton"))
        # The label of a switch stands beside it, for the eye only.
        switch = (
            self.root.locator("ha-selector-boolean")
            .filter(has=self.page.get_by_text(text(key), exact=True))
            .get_by_role("switch")
        )
        return text_box.or_(number_box).or_(switch)

    async def fill(self, **values: str | bool) -> None:
        for key, value in values.items():
            field = self.field(key)
            if isinstance(value, bool):
                await tick(field, checked=value)
            else:
                await field.fill(value)

    async def check(self, name: str, *, checked: bool) -> None:
        """Tick the box of something that has a name of its own, such as a person."""
        await tick(self.root.get_by_role("checkbox", name=name, exact=True), checked=checked)

    async def choose(self, key: str, option: str) -> None:
        """Choose among the buttons of a field."""
        name = label(f"{self._where}.step.{self._step}.data.{key}")
        field = self.root.locator("ha-selector-select").filter(has=self.page.get_by_text(name))
        await field.get_by_role("radio", name=option, exact=True).click()

    async def select(self, key: str, option: str) -> None:
        """Choose from the list of a field."""
        await self.root.get_by_text(text(f"{self._where}.step.{self._step}.data.{key}")).first.click()
        await self.root.get_by_role("menuitem", name=option, exact=True).click()

    async def submit(self) -> dict[str, Any]:
        """Submit, and return what Home Assistant answered."""
        async with self.page.expect_response(
            lambda answer: bool(_FLOWS.search(answer.url)) and answer.request.method == "POST"
        ) as waiting:
            await self.submit_button.click()
        answer = await waiting.value
        assert answer.ok, await answer.text()
        return dict(await answer.json())

    async def refuses(self, error: str) -> None:
        """Submit, and read what is wrong."""
        answer = await self.submit()
        assert error in (answer.get("errors") or {}).values(), answer
        await expect(self.root.get_by_text(pattern(f"{self._where}.error.{error}")).first).to_be_visible()
        await self._camera.take(self.page, f"{self._step}-{error}")

    async def goes_on(self) -> None:
        """Submit, and see that nothing is wrong any more."""
        answer = await self.submit()
        assert not answer.get("errors"), answer

    async def succeeds(self) -> None:
        """Submit the last form, and put the dialog away."""
        answer = await self.submit()
        assert answer["type"] in ("create_entry", "abort"), answer
        await self.leave("done")

    async def aborts(self, reason: str) -> None:
        """Submit, and read why that is the end."""
        answer = await self.submit()
        assert answer.get("reason") == reason, answer
        await expect(self.root.get_by_text(pattern(f"{self._where}.abort.{reason}")).first).to_be_visible()
        await self.leave(reason)

    async def leave(self, what: str) -> None:
        """Close what is left of the dialog after its end."""
        await expect(self.submit_button).to_have_count(0)
        last = self.root.get_by_role("button", name=re.compile("^(Skip and finish|Finish|Close)$")).last
        await expect(last).to_be_visible()
        await self._camera.take(self.page, what)
        await last.click()
        await self.gone()

    async def gone(self) -> None:
        """See that the dialog is closed."""
        await expect(self.root.get_by_role("heading").or_(self.submit_button)).to_have_count(0)

    async def close(self) -> None:
        """Close the dialog without submitting it."""
        await self.root.get_by_role("button", name="Close").first.click()
        await self.gone()


class IntegrationPage:
    """The page of the integration under Settings > Devices & services."""

    def __init__(self, page: Page, camera: Camera) -> None:
        self.page = page
        self._camera = camera

    async def visit(self) -> None:
        await go(self.page, "/config/integrations/integration/librelink_up")

    async def add_account(self) -> Dialog:
        await go(self.page, "/config/integrations/dashboard/add?domain=librelink_up")
        await self.page.get_by_role("button", name="OK", exact=True).click()
        return Dialog(self.page, self._camera, "config")

    def account(self, entry: Mapping[str, Any]) -> Locator:
        return self.page.locator("ha-config-entry-row").filter(has_text=str(entry["title"]))

    async def options(self, entry: Mapping[str, Any]) -> Dialog:
        await self.account(entry).get_by_role("button", name="Configure", exact=True).click()
        return Dialog(self.page, self._camera, "options")

    async def reconfigure(self, entry: Mapping[str, Any]) -> Dialog:
        await self.account(entry).get_by_role("button", name="Menu").first.click()
        await self.page.get_by_role("menuitem", name="Reconfigure").click()
        return Dialog(self.page, self._camera, "config")

    async def change_person(self, name: str) -> Dialog:
        row = self.page.locator("ha-config-sub-entry-row").filter(has_text=name)
        await row.get_by_role("button", name=text("config_subentries.patient.initiate_flow.reconfigure")).click()
        return Dialog(self.page, self._camera, "config_subentries.patient")

    async def reauth(self) -> Dialog:
        """Open the flow that waits for somebody."""
        await self.page.get_by_role("button", name="Reconfigure", exact=True).click()
        return Dialog(self.page, self._camera, "config")

    async def follow_another(self) -> Dialog:
        name = text("config_subentries.patient.initiate_flow.user")
        await self.page.get_by_role("button", name=name).click()
        return Dialog(self.page, self._camera, "config_subentries.patient")


class RepairsPage:
    """Settings > System > Repairs."""

    def __init__(self, page: Page, camera: Camera) -> None:
        self.page = page
        self._camera = camera

    async def visit(self) -> None:
        await go(self.page, "/config/repairs")

    async def open(self, key: str) -> None:
        await self.page.get_by_role("button", name=pattern(f"issues.{key}.title")).click()
        await self._camera.take(self.page, key)

    async def fix(self, key: str) -> Dialog:
        await self.open(key)
        return Dialog(self.page, self._camera, f"issues.{key}.fix_flow")
