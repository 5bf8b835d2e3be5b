"""Takes the documentation's pictures anew, from a demo that runs: python -m scripts.docs_images [URL].

Let the demo run for an hour before, so that the charts have readings by the minute.
"""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path
import re
import shutil
import sys

from playwright.async_api import Page, async_playwright

from custom_components.librelink_up.account.pictures import font_files
from custom_components.librelink_up.chart import Clock
from custom_components.librelink_up.chart.page import Form, draw_report
from custom_components.librelink_up.chart.report import Style, report
from custom_components.librelink_up.glucose import GlucoseUnit, Reading, ReadingKind, last_days
from scripts.demo_home import DASHBOARD
from scripts.home import ROOT
from simulator.glucose_days import Body, glucose_at

_REPORT_OF = datetime(2026, 11, 25, 8, tzinfo=UTC)
_WITHOUT_A_SENSOR = (16, 21)
_IMAGES = ROOT / "docs" / "images"
_ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
_CARDS = "librelink-up-card, librelink-up-days-card, librelink-up-report-card"


async def take(url: str, folder: Path) -> None:
    """Show the demo and write what is to be seen."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=shutil.which("chromium"), args=_ARGUMENTS)
        context = await browser.new_context(base_url=url, viewport={"width": 1280, "height": 1060}, locale="en-US")
        page = await context.new_page()
        await _dashboard(page, folder)
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
    """Take each view of the dashboard by day, and *Now* by night."""
    for view in ("now", "days", "report"):
        await page.goto(f"/{DASHBOARD}/{view}")
        await page.locator(_CARDS).first.wait_for()
        await page.wait_for_timeout(3000)  # Until every card has its answer.
        await page.screenshot(path=folder / f"dashboard-{view}.png")
    await page.emulate_media(color_scheme="dark")
    await page.goto(f"/{DASHBOARD}/now")
    await page.locator(_CARDS).first.wait_for()
    await page.wait_for_timeout(3000)
    await page.screenshot(path=folder / "dashboard-dark.png")
    await page.emulate_media(color_scheme="light")


async def _editor(page: Page, kind: str, file: Path) -> None:
    """Take what the automation editor offers for a person."""
    await page.goto("/config/automation/edit/new")
    dialog = page.locator("add-automation-element-dialog")
    await page.get_by_role("button", name=f"Add {kind}", exact=True).click()
    await dialog.get_by_role("treeitem", name="Devices", exact=True).click()
    await dialog.get_by_role("treeitem", name=re.compile(r"^Anna\b")).click()
    await page.mouse.move(5, 500)  # Away from what it would highlight.
    await page.wait_for_timeout(1000)
    await page.screenshot(path=file)


if __name__ == "__main__":
    draw_example_report(_IMAGES / "report.png")
    asyncio.run(take(sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8123", _IMAGES))
