"""Takes the documentation's picture of the dashboard anew, from a demo that runs: python -m scripts.docs_images [URL].

Let the demo run for an hour before, so that the charts have readings by the minute.
"""

import asyncio
from pathlib import Path
import shutil
import sys

from playwright.async_api import async_playwright

from scripts.demo_home import DASHBOARD
from scripts.home import ROOT

_IMAGES = ROOT / "docs" / "images"
_ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]


async def take(url: str, folder: Path) -> None:
    """Show the demo's dashboard and write what is to be seen."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=shutil.which("chromium"), args=_ARGUMENTS)
        page = await browser.new_page(viewport={"width": 1280, "height": 1060}, locale="en-US")
        await page.goto(f"{url}/{DASHBOARD}")
        await page.locator("hui-gauge-card").first.wait_for()
        await page.wait_for_load_state("networkidle")
        await page.wait_for_timeout(2000)  # The needle moves to its place.
        await page.screenshot(path=folder / "dashboard.png")
        await browser.close()


if __name__ == "__main__":
    asyncio.run(take(sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8123", _IMAGES))
