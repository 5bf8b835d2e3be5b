"""Takes the documentation's pictures anew, from a demo that runs: python -m scripts.docs_images [URL].

Let the demo run for an hour before, so that the charts have readings by the minute.
"""

import asyncio
from pathlib import Path
import re
import shutil
import sys

from playwright.async_api import Page, async_playwright

from scripts.demo_home import DASHBOARD
from scripts.home import ROOT

_IMAGES = ROOT / "docs" / "images"
_ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
_CHARTS_LIKE_THE_PAGE = """async style => {
    const { hass } = document.querySelector("home-assistant");
    const entity_id = Object.keys(hass.states).filter(name => /^select\\..*_chart_style$/.test(name));
    await hass.callService("select", "select_option", { entity_id, option: style });
}"""


async def take(url: str, folder: Path) -> None:
    """Show the demo and write what is to be seen."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=shutil.which("chromium"), args=_ARGUMENTS)
        context = await browser.new_context(base_url=url, viewport={"width": 1280, "height": 1060}, locale="en-US")
        page = await context.new_page()
        await _dashboard(page, folder / "dashboard.png")
        await page.set_viewport_size({"width": 1280, "height": 1000})
        for kind in ("trigger", "condition"):
            await _editor(page, kind, folder / f"automation-{kind}s.png")
        await browser.close()


async def _dashboard(page: Page, file: Path) -> None:
    """Take the dashboard by day."""
    await page.goto(f"/{DASHBOARD}")
    await page.locator("hui-gauge-card").first.wait_for()
    await page.evaluate(_CHARTS_LIKE_THE_PAGE, "light")
    await page.reload()
    await page.locator("hui-gauge-card").first.wait_for()
    await page.wait_for_load_state("networkidle")
    await page.wait_for_timeout(2000)  # The needle moves to its place.
    await page.screenshot(path=file)
    await page.evaluate(_CHARTS_LIKE_THE_PAGE, "automatic")


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
    asyncio.run(take(sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8123", _IMAGES))
