"""The dashboard of the integration: made by clicks, following who comes and goes, looked at, and taken over."""

from collections.abc import AsyncIterator
from pathlib import Path
import re

from playwright.async_api import Browser, Page, expect
import pytest
import pytest_asyncio

from scripts.demo_home import import_past
from simulator.people import SimulatedAccount

from .boards import DAYS, NOW, REPORT, Board, visitor
from .dialogs import Camera
from .house import House, until
from .opening import go

_WEEK = 7
_DAYS = 15
_PARTS = "[...card.shadowRoot.querySelectorAll('*')].map(part => [part, part.getBoundingClientRect()])"
_NAMES = "map(([part]) => part.outerHTML.slice(0, 80))"
_BEYOND_THE_EDGE = f"card => {_PARTS}.filter(([, {{ right }}]) => right > innerWidth).{_NAMES}"
_HARD_TO_TOUCH = f"""card => {_PARTS}
    .filter(([part, {{ width, height }}]) => part.matches("button, label") && Math.min(width, height) < 44).{_NAMES}"""


@pytest_asyncio.fixture(loop_scope="session")
async def board(page: Page, camera: Camera, house: House) -> AsyncIterator[Board]:
    made = Board(page, camera, house)
    yield made
    await go(page, "about:blank")
    await made.clear()


async def _followed_for_long(house: House, account: SimulatedAccount) -> None:
    """Follow people whose readings of more than two weeks are recorded."""
    await house.follow(account)
    await import_past(house.home, account.patients, _DAYS)


async def test_a_dashboard_is_four_clicks_away_and_nothing_is_filled_in(
    house: House, board: Board, camera: Camera
) -> None:
    await house.follow(house.account("Anna", "Ben"))
    await board.add()
    assert board.clicks == 4
    await board.names("Anna", "Ben")
    await expect(board.cards().first).to_contain_text(re.compile(r"\d+\s*mg/dL"))
    for heading in ("Alerts", "Sensor"):
        await expect(board.page.get_by_role("heading", name=heading)).to_be_visible()
    wrong = board.page.get_by_text(re.compile("Unavailable|Entity not found|Configuration error"))
    await expect(wrong).to_have_count(0)
    await camera.take(board.page, "now")
    for view, kind in ((DAYS, "days"), (REPORT, "report")):
        await board.open(view)
        await board.names("Anna", "Ben", kind=kind)
    assert await board.kept() == {"strategy": {"type": "custom:librelink-up"}}


async def test_who_comes_and_goes_is_followed_without_a_reload(house: House, board: Board) -> None:
    await house.follow(house.account("Anna"))
    await board.add()
    await board.names("Anna")
    ben = await house.follow(house.account("Ben"))
    await board.names("Anna", "Ben")
    await house.home.delete(f"/api/config/config_entries/entry/{ben['entry_id']}")
    await board.names("Anna")


async def test_nobody_is_followed_it_says_what_to_do_and_leads_there(house: House, board: Board) -> None:
    entry = await house.follow(house.account("Anna"))
    await board.add()
    await house.home.delete(f"/api/config/config_entries/entry/{entry['entry_id']}")
    await expect(board.page.get_by_role("heading", name="Nobody is followed yet")).to_be_visible()
    await board.page.get_by_role("button", name="Add people").click()
    await expect(board.page).to_have_url(re.compile("/config/integrations/integration/librelink_up"))


async def test_whoever_may_not_change_anything_sees_it_too(
    house: House, board: Board, browser: Browser, console: list[str]
) -> None:
    await house.follow(house.account("Anna"))
    await board.add()
    async with visitor(house, browser, console) as page:
        await go(page, "/librelink-up/now")
        theirs = Board(page, Camera(None, ""), house)
        await theirs.names("Anna")
        for view, kind in ((DAYS, "days"), (REPORT, "report")):
            await theirs.open(view)
            await theirs.names("Anna", kind=kind)
        await house.clear()
        await expect(page.get_by_text("As soon as somebody is followed whom you may see")).to_be_visible()
        await expect(page.get_by_role("button", name="Add people")).to_have_count(0)


async def test_it_can_be_taken_over(house: House, board: Board, camera: Camera) -> None:
    await house.follow(house.account("Anna"))
    await board.add()
    await board.take_control()

    async def plain() -> bool:
        return "views" in await board.kept()

    await until(plain)
    kept = await board.kept()
    assert [view["path"] for view in kept["views"]] == ["now", "days", "report"]
    assert "strategy" not in str(kept)
    await camera.take(board.page, "edited")
    await go(board.page, "/librelink-up/now")
    await board.names("Anna")


async def test_a_day_opens_by_a_click_and_has_neighbours(house: House, board: Board, camera: Camera) -> None:
    await _followed_for_long(house, house.account("Anna"))
    await board.add()
    await board.open(DAYS)
    days = board.cards("days").locator("li button")
    await expect(days).to_have_count(2 * _WEEK)
    await expect(days.first).to_have_accessible_name(re.compile(r"^Today: "))
    await expect(days.nth(1)).to_have_accessible_name(re.compile(r", \w+ \d+: \d+ % in range, \d+ % low, \d+ % high$"))
    await camera.take(board.page, "days")
    await days.nth(_WEEK).focus()
    await board.page.keyboard.press("Enter")
    day = board.page.get_by_role("dialog")
    await expect(day).to_be_visible()
    title = day.get_by_role("heading")
    name = await title.text_content()
    await expect(day.get_by_role("application")).to_have_accessible_name(re.compile(r"(\d+:00 [AP]M).*\1"))
    await camera.take(board.page, "day")
    await day.get_by_role("button", name="The day before").click()
    await expect(title).not_to_have_text(name or "")
    await board.page.keyboard.press("Escape")
    await expect(day).to_have_count(0)
    await expect(days.nth(_WEEK)).to_be_focused()


async def test_the_report_says_what_is_known_and_is_downloaded(
    house: House, board: Board, camera: Camera, tmp_path: Path
) -> None:
    await _followed_for_long(house, house.account("Anna"))
    await board.add()
    await board.open(REPORT)
    card = board.cards("report")
    await expect(card).to_contain_text(re.compile(r"GMI\s*\d\.\d %"))
    await expect(card.get_by_role("img", name=re.compile("^The median goes from"))).to_be_visible()
    await camera.take(board.page, "report")
    files = {
        "Download PDF": b"%PDF-1.",
        "Download picture": b"\x89PNG",
        "Download the readings as CSV": b"\xef\xbb\xbfGlucose Data,",
        "Download the readings as JSON, for Nightscout": b"[\n{",
    }
    for button, start in files.items():
        async with board.page.expect_download() as waiting:
            await card.get_by_role("button", name=button).click()
        download = await waiting.value
        assert "Anna" not in download.suggested_filename
        await download.save_as(tmp_path / download.suggested_filename)
        assert (tmp_path / download.suggested_filename).read_bytes().startswith(start)
    await card.get_by_text("90 days").click()
    await expect(card).to_contain_text("need readings for 70 % of these 90 days")
    await expect(card).to_contain_text(re.compile("GMI\\s*\N{EN DASH}"))


@pytest.mark.parametrize("view", [NOW, DAYS, REPORT])
async def test_it_fits_a_small_phone(house: House, board: Board, camera: Camera, view: str) -> None:
    await _followed_for_long(house, house.account("Anna"))
    await board.add()
    await board.page.set_viewport_size({"width": 320, "height": 640})
    try:
        await board.open(view)
        kind = {NOW: "", DAYS: "days", REPORT: "report"}[view]
        await board.names("Anna", kind=kind)
        await camera.take(board.page, "phone")
        assert await board.cards(kind).evaluate(_BEYOND_THE_EDGE) == []
        if kind:
            assert await board.cards(kind).evaluate(_HARD_TO_TOUCH) == []
    finally:
        await board.page.set_viewport_size({"width": 1000, "height": 1200})
