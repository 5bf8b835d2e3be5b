"""The card on a stage: its own page in a real Chromium, where `frontend/dev/stage.js` plays Home Assistant."""

from playwright.async_api import Page, Route

from scripts.home import ROOT

URL = "http://stage.test/"
CARD = ROOT / "custom_components/librelink_up/frontend/librelink-up-card.js"
_FILES = {
    "/": (ROOT / "frontend/dev/index.html", "text/html"),
    "/stage.js": (ROOT / "frontend/dev/stage.js", "text/javascript"),
    "/card.js": (CARD, "text/javascript"),
}


async def open_stage(page: Page) -> None:
    """Open the empty stage; nothing is asked of any network."""

    async def serve(route: Route) -> None:
        path = "/" + route.request.url.removeprefix(URL)
        if path not in _FILES:
            await route.abort()
            return
        file, kind = _FILES[path]
        await route.fulfill(body=file.read_bytes(), content_type=f"{kind}; charset=utf-8")

    await page.route("**/*", serve)
    await page.goto(URL)
    await page.evaluate("async () => { window.play = await import('/stage.js'); await import('/card.js'); }")
