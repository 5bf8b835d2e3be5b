"""The card in the real frontend: loaded with every page, chosen, changed in its form, honest when there is nothing."""

from collections.abc import AsyncIterator, Mapping
import re
from typing import Any

from playwright.async_api import Browser, Locator, Page, Request, Route, expect
import pytest_asyncio

from .dialogs import Camera
from .house import House, until
from .opening import go

DASHBOARD = "card-test"
TYPE = "custom:librelink-up-card"
GLUCOSE = "sensor.anna_glucose"
VALUE = re.compile(r"^\d+$")
KNOWS_CARD = "Boolean(customElements.get('librelink-up-card'))"


async def wait_for_card(route: Route, request: Request) -> None:
    """Keep a file from the page until the card is there."""
    page = request.frame.page
    await page.wait_for_function(KNOWS_CARD)
    await route.continue_()


class Dashboard:
    """A dashboard of one section, as its owner sees and edits it."""

    def __init__(self, page: Page, house: House, camera: Camera) -> None:
        self.page = page
        self._house = house
        self._camera = camera
        self.cards = page.locator("librelink-up-card")
        self.dialog = page.locator("hui-dialog-edit-card")

    async def show(self, *cards: Mapping[str, Any], edit: bool = False) -> None:
        """Open it with these cards."""
        view = {"title": "People", "type": "sections", "sections": [{"type": "grid", "cards": [*cards]}]}
        await self._house.home.command(type="lovelace/config/save", url_path=DASHBOARD, config={"views": [view]})
        await go(self.page, "about:blank")
        await go(self.page, f"/{DASHBOARD}/0{'?edit=1' if edit else ''}")

    async def saved(self) -> list[dict[str, Any]]:
        """Return the cards that are saved."""
        config = await self._house.home.command(type="lovelace/config", url_path=DASHBOARD, force=True)
        return list(config["views"][0]["sections"][0]["cards"])

    async def add(self) -> None:
        await self.page.get_by_role("button", name="Add card").click()

    async def change(self) -> None:
        """Open the form of the only card."""
        await self.page.get_by_role("button", name="Edit card").press("Enter")
        await expect(self.button("Save")).to_be_visible()

    def button(self, name: str) -> Locator:
        return self.dialog.get_by_role("button", name=name, exact=True)

    async def save(self) -> list[dict[str, Any]]:
        await self._camera.take(self.page, "form")
        before = await self.saved()
        await self.button("Save").click()

        async def changed() -> bool:
            return await self.saved() != before

        await until(changed)
        return await self.saved()

    async def look(self, what: str) -> None:
        await self._camera.take(self.page, what)


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def family(house: House, tab: tuple[Page, list[str]]) -> AsyncIterator[dict[str, Any]]:
    """Anna and Ben are followed, and there is an empty dashboard; the account of both."""
    page, _ = tab
    await page.goto("about:blank")
    entry = await house.follow(house.account("Anna", "Ben"))
    made = await house.home.command(
        type="lovelace/dashboards/create",
        url_path=DASHBOARD,
        title="Card",
        mode="storage",
        show_in_sidebar=True,
        require_admin=False,
    )
    yield entry
    await page.goto("about:blank")
    await house.home.command(type="lovelace/dashboards/delete", dashboard_id=made["id"])
    await house.clear()


@pytest_asyncio.fixture(loop_scope="session")
async def dashboard(page: Page, house: House, camera: Camera, family: dict[str, Any]) -> Dashboard:
    return Dashboard(page, house, camera)


async def test_it_is_there_without_a_resource_and_shows_everybody(dashboard: Dashboard) -> None:
    await dashboard.show({"type": TYPE, "entity": GLUCOSE, "entities": ["sensor.ben_glucose"]})
    for name in ("Anna", "Ben"):
        await expect(dashboard.cards.get_by_text(name, exact=True).first).to_be_visible()
    await expect(dashboard.cards.locator(".value").get_by_text(VALUE)).to_have_count(2)
    await dashboard.look("people")


async def test_it_is_there_when_it_was_faster_than_the_app(
    dashboard: Dashboard, browser: Browser, house: House
) -> None:
    """In 2026.10 the app then puts another registry of elements in the place of the one that knows the card."""
    await dashboard.show({"type": TYPE, "entity": GLUCOSE})
    await expect(dashboard.cards.locator(".value")).to_be_visible()
    state = await dashboard.page.context.storage_state()
    context = await browser.new_context(base_url=house.home.url, storage_state=state)
    try:
        page = await context.new_page()
        await page.add_init_script("window.atFirst = customElements")
        await page.route("**/frontend_latest/app.*.js", wait_for_card)
        await go(page, f"/{DASHBOARD}/0")
        await expect(page.locator("librelink-up-card .value")).to_be_visible()
        assert await page.evaluate("atFirst !== customElements")
        await expect(page.locator("hui-error-card")).to_have_count(0)
    finally:
        await context.close()


async def test_it_is_chosen_with_a_preview_and_shows_the_first_person(dashboard: Dashboard, console: list[str]) -> None:
    await dashboard.show(edit=True)
    await dashboard.add()
    await dashboard.page.get_by_text("By card", exact=True).click()
    await dashboard.page.get_by_placeholder("Search cards").fill("LibreLink")
    ours = dashboard.page.get_by_text("LibreLink Up", exact=True)
    offered = dashboard.page.locator("hui-card-picker .card", has=ours)
    await expect(offered.locator("librelink-up-card").get_by_text("Anna", exact=True).first).to_be_visible()
    await dashboard.look("picker")
    console.clear()  # Previews of other cards ask for what this home does not have.
    await offered.click(position={"x": 10, "y": 10})
    await expect(dashboard.dialog.get_by_text("Hours shown at first").first).to_be_visible()
    assert await dashboard.save() == [{"type": TYPE, "entity": GLUCOSE}]


async def test_it_is_suggested_for_a_person(dashboard: Dashboard) -> None:
    await dashboard.show(edit=True)
    await dashboard.add()
    await dashboard.page.get_by_placeholder("Search entities").fill("Ben Glucose")
    await dashboard.page.get_by_text("Glucose", exact=True).first.click()
    suggested = dashboard.page.locator(".card", has=dashboard.page.locator("librelink-up-card"))
    await expect(suggested).to_have_count(2)
    await expect(suggested.first.get_by_text("Ben", exact=True).first).to_be_visible()
    await suggested.first.scroll_into_view_if_needed()
    await dashboard.look("suggestions")


async def test_the_form_changes_nothing_that_nobody_has_changed(dashboard: Dashboard) -> None:
    card = {"type": TYPE, "entity": GLUCOSE, "hours": 6, "hide": ["nightscout"], "grid_options": {"columns": 9}}
    await dashboard.show(card, edit=True)
    await dashboard.change()
    await expect(dashboard.dialog.get_by_label("Hours shown at first").get_by_text("6 hours")).to_be_visible()
    await expect(dashboard.button("Save")).to_be_disabled()
    await dashboard.dialog.get_by_role("textbox", name="Title").fill("Our Anna")
    saved = await dashboard.save()
    assert saved == [{**card, "name": "Our Anna"}]
    await dashboard.change()
    await expect(dashboard.dialog.get_by_role("textbox", name="Title")).to_have_value("Our Anna")
    await expect(dashboard.button("Save")).to_be_disabled()
    assert await dashboard.saved() == saved


async def test_everything_can_be_chosen_in_the_form(dashboard: Dashboard) -> None:
    await dashboard.show({"type": TYPE, "entity": GLUCOSE}, edit=True)
    await dashboard.change()
    for label, option in (("Hours shown at first", "12 hours"), ("Look", "Wall")):
        await dashboard.dialog.get_by_text(label, exact=True).first.click()
        await dashboard.page.get_by_text(option, exact=True).last.click()
    box = dashboard.dialog.get_by_role("checkbox", name="Forecast")
    await box.press("Space")
    await expect(box).to_be_checked()
    assert await dashboard.save() == [
        {"type": TYPE, "entity": GLUCOSE, "hours": "12", "layout": "wall", "hide": ["forecast"]}
    ]


async def test_it_says_in_words_that_the_account_is_not_there(
    dashboard: Dashboard, house: House, family: dict[str, Any]
) -> None:
    await dashboard.show({"type": TYPE, "entity": GLUCOSE})
    value = dashboard.cards.locator(".value").get_by_text(VALUE)
    old = value.and_(dashboard.cards.locator("s"))
    await expect(value).to_be_visible()
    entry = {"type": "config_entries/disable", "entry_id": family["entry_id"]}
    await house.home.command(**entry, disabled_by="user")
    await expect(dashboard.cards.get_by_text("LibreLink Up is not running").first).to_be_visible()
    await expect(old).to_be_visible()
    await dashboard.look("disabled")
    await house.home.command(**entry, disabled_by=None)
    await expect(old).to_have_count(0)
    await expect(value).to_be_visible()


async def test_it_says_in_words_that_nobody_is_followed_under_a_name(dashboard: Dashboard) -> None:
    await dashboard.show({"type": TYPE, "entity": "sensor.nobody_glucose"})
    await expect(dashboard.cards.get_by_text("There is no such Glucose entity").first).to_be_visible()
