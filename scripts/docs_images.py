"""Takes the documentation's pictures anew, from a demo that runs: python -m scripts.docs_images [URL].

Let the demo run for an hour before, so that the charts have readings by the minute.
"""

import asyncio
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
import re
import shutil
import sys
from typing import Any
from zoneinfo import ZoneInfo

from PIL import Image
from playwright.async_api import FilePayload, Locator, Page, async_playwright

from custom_components.librelink_up.account.pictures import font_files
from custom_components.librelink_up.chart import Clock
from custom_components.librelink_up.chart.page import Form, draw_report
from custom_components.librelink_up.chart.report import Style, report
from custom_components.librelink_up.glucose import GlucoseUnit, Reading, ReadingKind, last_days
from scripts.demo_home import DASHBOARD
from scripts.home import ROOT
from simulator.glucose_days import Body, glucose_at
from simulator.libreview import libreview_file
from simulator.people import demo_account

_REPORT_OF = datetime(2026, 11, 25, 8, tzinfo=UTC)
_WITHOUT_A_SENSOR = (16, 21)
_IMAGES = ROOT / "docs" / "images"
_ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
_STAGE = "docs-images"
_ANSWERED = 4000
_ENGLISH = {"language": "en"}
_GERMAN = {"language": "en", "number_format": "decimal_comma", "time_format": "24", "date_format": "DMY"}
_CARDS = "librelink-up-card, librelink-up-days-card, librelink-up-report-card"


async def take(url: str, folder: Path) -> None:
    """Show the demo and write what is to be seen."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=shutil.which("chromium"), args=_ARGUMENTS)
        context = await browser.new_context(base_url=url, viewport={"width": 1280, "height": 1060}, locale="en-US")
        page = await context.new_page()
        await _dashboard(page, folder)
        await _cards(page, folder)
        await _import(page, folder / "import.png")
        await page.set_viewport_size({"width": 1280, "height": 1000})
        for kind in ("trigger", "condition"):
            await _editor(page, kind, folder / f"automation-{kind}s.png")
        await browser.close()


def draw_example_report(file: Path) -> None:
    """Draw the report of a simulated person; this needs no demo."""
    start, end = last_days(_REPORT_OF, 14, UTC)
    body = Body(seed="ben", base=122, meal_rise=105, night_dip=48, dawn_rise=25, noise=3)
    times = [start + index * timedelta(minutes=5) for index in range(14 * 288)]
    readings = [
        Reading(time, glucose_at(body, time), ReadingKind.HISTORIC)
        for time in times
        if not (time.day in _WITHOUT_A_SENSOR and 8 <= time.hour < 15)  # noqa: PLR2004
    ]
    style = Style(unit=GlucoseUnit.MG_DL, clock=Clock.TWENTY_FOUR, country="DE", zone=UTC, name="Ben Example")
    file.write_bytes(draw_report(report(readings, start, end, style=style, made=_REPORT_OF), Form.PNG, font_files()))


async def _dashboard(page: Page, folder: Path) -> None:
    """Take each view of the dashboard by day, and *Now* on a phone."""
    for view, name, height in (("now", "dashboard", 760), ("days", "days", 760), ("report", "report-view", 860)):
        await page.set_viewport_size({"width": 1280, "height": height})
        await _open(page, f"/{DASHBOARD}/{view}")
        await _keep(page, folder / f"{name}.png")
    await page.set_viewport_size({"width": 390, "height": 844})
    await _open(page, f"/{DASHBOARD}/now")
    await _keep(page, folder / "phone.png")


async def _cards(page: Page, folder: Path) -> None:
    """Take the card by itself, in each look, on a dashboard that is made for it and goes again."""
    anna: dict[str, object] = {"entity": "sensor.anna_glucose"}
    looks = {
        "card": (anna | {"hours": 12}, (500, 700)),
        "card-dark": (anna | {"hours": 12}, (500, 700)),
        "card-german": (anna | {"hours": 24}, (500, 700)),
        "wall": (anna | {"layout": "wall"}, (1280, 720)),
    }
    await page.goto("/")
    await _ask(page, type="lovelace/dashboards/create", url_path=_STAGE, title="Pictures", mode="storage")
    for name, (config, (width, height)) in looks.items():
        card = {"type": "custom:librelink-up-card", **config}
        view = {"type": "panel", "cards": [card]} if name == "wall" else {"type": "masonry", "cards": [card]}
        await page.emulate_media(color_scheme="dark" if name in ("card-dark", "wall") else "light")
        await page.set_viewport_size({"width": width, "height": height})
        await _ask(page, type="lovelace/config/save", url_path=_STAGE, config={"views": [{"path": "one", **view}]})
        await _ask(page, type="frontend/set_user_data", key="language", value=_GERMAN if "german" in name else _ENGLISH)
        await _open(page, f"/{_STAGE}/one")
        await _keep(page if name == "wall" else page.locator("librelink-up-card"), folder / f"{name}.png")
    await page.emulate_media(color_scheme="light")
    dashboards = await _ask(page, type="lovelace/dashboards/list")
    made = next(one["id"] for one in dashboards if one["url_path"] == _STAGE)
    await _ask(page, type="lovelace/dashboards/delete", dashboard_id=made)


async def _import(page: Page, image: Path) -> None:
    """Take what the dialog has found in a file, before anything is imported."""
    now, anna = datetime.now(UTC), demo_account().patients[0]
    await page.set_viewport_size({"width": 900, "height": 900})
    await page.goto("/config/integrations/integration/librelink_up")
    row = page.locator("ha-config-sub-entry-row").filter(has_text="Anna")
    await row.get_by_role("button", name="Change person").click()
    dialog = page.locator("dialog-data-entry-flow")
    await dialog.get_by_text("Import readings", exact=True).click()
    await dialog.get_by_text("In a file", exact=True).click()  # Or on the site, which everybody of the demo has.
    content = libreview_file(anna, now - timedelta(days=60), now, ZoneInfo("Europe/Berlin")).encode()
    async with page.expect_response("**/api/file_upload"):
        file = FilePayload(name="LibreView.csv", mimeType="text/csv", buffer=content)
        await page.locator("input[type=file]").set_input_files(file)
    await dialog.get_by_role("button", name=re.compile("^(Next|Submit)$")).click()
    await dialog.get_by_role("button", name="Import", exact=True).wait_for()
    await page.wait_for_timeout(1000)
    await _keep(page, image)
    await dialog.get_by_role("button", name="Close").first.click()


async def _open(page: Page, path: str) -> None:
    """Show a dashboard, and wait until every card has its answer."""
    await page.goto(path)
    await page.locator(_CARDS).first.wait_for()
    await page.wait_for_timeout(_ANSWERED)


async def _ask(page: Page, **message: object) -> Any:
    """Send one message of the frontend's own connection."""
    await page.wait_for_function("document.querySelector('home-assistant')?.hass?.connection")
    return await page.evaluate("message => document.querySelector('home-assistant').hass.callWS(message)", message)


async def _keep(shown: Page | Locator, file: Path) -> None:
    """Write a picture as small as it gets with every colour as it is."""
    with Image.open(BytesIO(await shown.screenshot())) as image:
        image.convert("RGB").save(file, optimize=True)


async def _editor(page: Page, kind: str, file: Path) -> None:
    """Take what the automation editor offers for a person."""
    await page.goto("/config/automation/edit/new")
    dialog = page.locator("add-automation-element-dialog")
    await page.get_by_role("button", name=f"Add {kind}", exact=True).click()
    await dialog.get_by_role("treeitem", name="Devices", exact=True).click()
    await dialog.get_by_role("treeitem", name=re.compile(r"^Anna\b")).click()
    await page.mouse.move(5, 500)  # Away from what it would highlight.
    await page.wait_for_timeout(1000)
    await _keep(page, file)


if __name__ == "__main__":
    draw_example_report(_IMAGES / "report.png")
    asyncio.run(take(sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8123", _IMAGES))
